/* table: two passes, for the widths and for the rows. */
#include "admin/table.h"

#include <stdlib.h>

#include "admin/say.h"
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

bool table_is_number(const PGresult *r, int column) {
    static const Oid numbers[] = {20, 21, 23, 700, 701, 1700}; /* int8 2 4, float4 8, numeric */
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++)
        if (PQftype(r, column) == numbers[i])
            return true;
    return false;
}

static void print_cell(FILE *to, const char *text, int blanks, bool right, bool last) {
    fprintf(to, "%*s%s", right ? blanks : 0, "", text);
    if (!last)
        fprintf(to, "%*s", right ? 2 : blanks + 2, "");
}

void table_print(FILE *to, const PGresult *r) {
    int widths[TABLE_COLUMNS_MAX], columns = PQnfields(r), rows = PQntuples(r);
    columns = columns > TABLE_COLUMNS_MAX ? TABLE_COLUMNS_MAX : columns;
    for (int c = 0; c < columns; c++) {
        widths[c] = column_width(r, rows, c);
    }
    bool colour = say_has_colour(to);
    for (int row = -1; row < rows; row++) {
        fputs(colour && row == -1 ? "\033[1m" : "", to);
        for (int c = 0; c < columns; c++) {
            char *text = cell(r, row, c);
            print_cell(to, text, widths[c] - width(text), table_is_number(r, c), c + 1 == columns);
            free(text);
        }
        fputs(colour && row == -1 ? "\033[0m\n" : "\n", to);
    }
}
