/* csv: rows of separated values (RFC 4180), with comma, semicolon or tab. One at a time, each knows
 * its line, and a row that is wrong does not take the others with it. A quote that does not begin a
 * cell is text, as spreadsheets write and read it. */
#ifndef BODY_CSV_H
#define BODY_CSV_H

#include "base/bounds.h"
#include "base/slice.h"

struct csv {
    char *next, *end; /* the text: quotes are taken off in place */
    int line;         /* of next, 1-based */
    char separator;
};

enum csv_kind {
    CSV_ROW = 0,
    CSV_END,
    CSV_QUOTE_OPEN,  /* a quote is not closed: the end of the text came, or CSV_CELL_BYTES_MAX */
    CSV_QUOTE_AFTER, /* something stands behind the closing quote */
    CSV_CELLS_MANY,  /* more than CSV_CELLS_MAX */
    CSV_CELL_LONG    /* one of more than CSV_CELL_BYTES_MAX */
};

struct csv_row {
    int line;                          /* where it begins */
    int fault_line;                    /* where that is which is wrong */
    size_t count;                      /* at least 1 */
    struct slice cells[CSV_CELLS_MAX]; /* point into the text, with their blanks */
};

/* Any octets; they have to live, and are changed. The separator is the one of comma, semicolon and
 * tab that the first line that is not blank has most of outside of quotes. */
void csv_open(struct csv *c, char *text, size_t len);

/* The next row that is not blank. A line ends with LF, CR LF or CR; within quotes a line end
 * belongs to the cell. CSV_END: there is none. A row that is wrong has one cell: its text as it
 * came, to the end of the line of fault_line, behind which the next call goes on. */
enum csv_kind csv_next(struct csv *c, struct csv_row *out);

#endif
