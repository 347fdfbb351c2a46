/* table: two passes, for the widths and for the rows. */
#include "admin/table.h"

#include "base/bounds.h"
#include "base/slice.h"
#include "base/utf8.h"

static int width(const char *cell) { return (int)utf8_length(slice_from(cell)); }

static void print_cell(FILE *to, const char *cell, int pad) {
    for (const char *p = cell; *p != '\0'; p++)
        fputc((unsigned char)*p < 0x20 || *p == 0x7f ? '?' : *p, to);
    fprintf(to, "%*s", pad, "");
}

void table_print(FILE *to, const PGresult *r) {
    int widths[TABLE_COLUMNS_MAX], columns = PQnfields(r), rows = PQntuples(r);
    columns = columns > TABLE_COLUMNS_MAX ? TABLE_COLUMNS_MAX : columns;
    for (int c = 0; c < columns; c++) {
        widths[c] = width(PQfname(r, c));
        for (int row = 0; row < rows; row++) {
            int w = width(PQgetvalue(r, row, c));
            widths[c] = w > widths[c] ? w : widths[c];
        }
    }
    for (int row = -1; row < rows; row++) {
        for (int c = 0; c < columns; c++) {
            const char *cell = row == -1 ? PQfname(r, c) : PQgetvalue(r, row, c);
            print_cell(to, cell, c + 1 < columns ? widths[c] - width(cell) + 2 : 0);
        }
        fputc('\n', to);
    }
}
