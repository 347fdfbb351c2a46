/* table: the answer of a query for people: a heading from the names of its columns, columns aligned
 * by characters. */
#ifndef ADMIN_TABLE_H
#define ADMIN_TABLE_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdio.h>

/* At most TABLE_COLUMNS_MAX columns. Null is an empty cell, the rest is shown as base/plain has it;
 * numbers stand at the right of their column; on a terminal the heading is bold. */
void table_print(FILE *to, const PGresult *r);

/* Whether a column is of a type of numbers. */
bool table_is_number(const PGresult *r, int column);

#endif
