/* import_json: what programs read of a file that is brought in: the command's --json, and the
 * desk's page. */
#ifndef LEAD_IMPORT_JSON_H
#define LEAD_IMPORT_JSON_H

#include "lead/import.h"

/* "columns":[{"column":"Phone","becomes":"phone","near":null},…]: becomes as import_column_target
 * has it. */
void import_json_columns(struct buf *b, const struct form *form, const struct import_columns *c);

/* "errors":["…",…]: why no row can be read by the columns; empty: they will do. */
void import_json_errors(struct buf *b, struct arena *a, enum language l,
                        const struct import_columns *c);

/* {"line":2,"answers":{"phone":"+7…","@date":"2019-05-01 14:05"}} of a row that was taken. */
void import_json_row(struct buf *b, struct arena *a, unsigned long long line,
                     const struct import_row *row);

/* "day-first", "month-first", "unclear". */
const char *import_order_word(enum import_order order);

/* 2019-05-01 14:05, in the configured zone. */
void import_moment_write(struct buf *b, const struct import_moment *m);

#endif
