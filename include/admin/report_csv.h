/* report_csv: rows for spreadsheets. */
#ifndef ADMIN_REPORT_CSV_H
#define ADMIN_REPORT_CSV_H

#include <libpq-fe.h>
#include <stdbool.h>

#include "admin/report.h"
#include "base/buf.h"

struct csv_style {
    char separator; /* ';' or ',' */
    bool bom;       /* by which Excel knows UTF-8 */
};

/* One field: quoted where RFC 4180 asks for it. Of text, what a spreadsheet would run as a formula
 * (it begins with = + - @, their full-width forms, a tab or a return) gets an apostrophe before it,
 * and control characters and marks of direction become '?'. A number has a decimal comma
 * if the separator is ;, else a point. */
void csv_field(struct buf *b, struct slice s, bool number, char separator);

/* All of an answer, its column names first, lines ended by CR LF. false: it is longer than
 * REPORT_BYTES_MAX. */
bool csv_of(struct arena *a, const PGresult *rows, struct csv_style style, struct slice *out);

/* A file for each view into the folder dir, which is made if it is not there. Returns how many; -1:
 * r->why. */
int report_csv_files(struct report *r, const char *dir, struct csv_style style);

#endif
