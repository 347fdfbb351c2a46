/* table: two passes, for the widths and for the rows. */
#include "admin/table.h"

#include <stdlib.h>

#include "base/bounds.h"
#include "base/plain.h"
#include "base/utf8.h"
#include "base/xalloc.h"

/* As it is shown; row -1: the heading. free() */
static char *cell(const PGresult *r, int row, int column) {
    char *text = xstrdup(slice_from(row == -1 ? PQfname(r, column) : PQgetvalue(r, row, column)));
    plain_string(text);
    return text;
}

static int width(const char *text) { return (int)utf8_length(slice_from(text)); }

static int column_width(const PGresult *r, int rows, int column) {
    int widest = 0;
    for (int row = -1; row < rows; row++) {
        char *text = cell(r, row, column);
        int w = width(text);
        widest = w > widest ? w : widest;
        free(text);
    }
    return widest;
}

void table_print(FILE *to, const PGresult *r) {
    int widths[TABLE_COLUMNS_MAX], columns = PQnfields(r), rows = PQntuples(r);
    columns = columns > TABLE_COLUMNS_MAX ? TABLE_COLUMNS_MAX : columns;
    for (int c = 0; c < columns; c++) {
        widths[c] = column_width(r, rows, c);
    }
    for (int row = -1; row < rows; row++) {
        for (int c = 0; c < columns; c++) {
            char *text = cell(r, row, c);
            fprintf(to, "%s%*s", text, c + 1 < columns ? widths[c] - width(text) + 2 : 0, "");
            free(text);
        }
        fputc('\n', to);
    }
}
