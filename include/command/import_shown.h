/* import_shown: what people, or with --json programs, read of a file that is brought in. */
#ifndef COMMAND_IMPORT_SHOWN_H
#define COMMAND_IMPORT_SHOWN_H

#include "admin/import_file.h"

/* The columns and what they become, what was found of the file; then rows as they would be kept,
 * how many would be refused and why. */
struct import_shown {
    struct arena *arena;
    const char *path;
    const struct form *form;
    struct import_file *file;
    struct import_totals totals; /* of the try */
    struct buf rows;             /* those that are shown */
    bool json;
};

/* For import_file_try. */
void import_shown_row(void *shown, int line, const struct import_row *row);

/* true: rows can be read by the columns. Else their faults are told. */
bool import_shown_columns(struct import_shown *s, FILE *to);
void import_shown_print(struct import_shown *s, FILE *to);

/* What was done. refused_path: where the refused rows are. */
void import_shown_done(struct import_shown *s, const struct import_totals *t,
                       const char *refused_path, FILE *to);

/* A line that is written anew, on a terminal. */
void import_shown_progress(void *shown, const struct import_totals *so_far);
void import_shown_progress_end(void);

#endif
