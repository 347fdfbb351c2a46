/* fuzz_csv: any octets; the rows that were read, written with quotes and read again, are the same,
 * and lines only grow. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "body/csv.h"

#define WRITTEN_MAX (8 * 65536)

static void write_row(struct buf *b, const struct csv_row *row, char separator) {
    for (size_t i = 0; i < row->count; i++) {
        if (i > 0)
            buf_char(b, separator);
        buf_char(b, '"');
        for (size_t k = 0; k < row->cells[i].len; k++) {
            if (row->cells[i].ptr[k] == '"')
                buf_char(b, '"');
            buf_char(b, row->cells[i].ptr[k]);
        }
        buf_char(b, '"');
    }
    buf_char(b, '\n');
}

/* As for csv_open, with that separator. Gives the number of rows and what they are written as. */
static size_t read_rows(struct csv *c, struct buf *written) {
    static struct csv_row row;
    const char *begin = c->next;
    size_t rows = 0;
    int last = 0;
    for (enum csv_kind kind; (kind = csv_next(c, &row)) != CSV_END;) {
        assert(row.line > last && row.fault_line >= row.line && c->next <= c->end);
        last = row.line;
        if (kind != CSV_ROW)
            continue;
        assert(row.count > 0 && row.count <= CSV_CELLS_MAX);
        for (size_t i = 0; i < row.count; i++)
            assert(row.cells[i].ptr >= begin && row.cells[i].len <= CSV_CELL_BYTES_MAX &&
                   row.cells[i].ptr + row.cells[i].len <= c->end);
        write_row(written, &row, c->separator);
        rows++;
    }
    return rows;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > 65536)
        return 0;
    struct arena *a = arena_new(8 * WRITTEN_MAX);
    char *text = malloc(size + (size == 0));
    assert(text != NULL);
    if (size > 0)
        memcpy(text, data, size);
    struct csv c;
    struct buf first, second;
    struct slice one, other;
    buf_init(&first, a, WRITTEN_MAX);
    buf_init(&second, a, WRITTEN_MAX);
    csv_open(&c, text, size);
    char separator = c.separator;
    size_t rows = read_rows(&c, &first);
    if (buf_done(&first, &one) != OK)
        abort();
    char *again = malloc(one.len + (one.len == 0));
    assert(again != NULL);
    if (one.len > 0)
        memcpy(again, one.ptr, one.len);
    csv_open(&c, again, one.len);
    c.separator = separator;
    size_t same = read_rows(&c, &second);
    if (buf_done(&second, &other) != OK)
        abort();
    assert(same == rows && slice_eq(one, other));
    free(again);
    free(text);
    arena_free(a);
    return 0;
}
