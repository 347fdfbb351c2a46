/* import_file: a file of another system, read to its end: looked at first, then stored piece by
 * piece, with a file of the rows that were refused. */
#ifndef ADMIN_IMPORT_FILE_H
#define ADMIN_IMPORT_FILE_H

#include <libpq-fe.h>
#include <stdio.h>

#include "body/csv_stream.h"
#include "lead/import.h"
#include "store/import_store.h"

struct import_file_options {
    const char *path;
    enum csv_encoding encoding; /* CSV_TEXT_UNDECIDED: found */
    char separator;             /* '\0': found */
    struct import_options import;
    bool counts;
    const char *refused_path; /* where refused rows go, when there are some */
};

struct import_file; /* opaque */

/* A reason, how many rows have it, and the first of them. */
struct import_reason {
    char *text;
    unsigned long long rows;
    int first_line;
};

struct import_totals {
    unsigned long long rows, taken, refused;
    unsigned long long stored, again;
    long long batch;
    struct import_reason reasons[IMPORT_REASONS_MAX];
    size_t reason_count; /* further ones are not told apart */
    bool all;            /* the file was read to its end */
};

/* Reads the whole file once, to know it again. NULL: *why. import_file_close frees it. */
struct import_file *import_file_open(struct arena *a, const struct import_file_options *o,
                                     const char **why);
void import_file_close(struct import_file *f);

/* Reads its first line and looks at the first IMPORT_LOOKED_AT rows. false: the file cannot be
 * read, *why; true also when the columns have faults: ask import_file_import. */
bool import_file_look(struct import_file *f, const char **why);

const struct import *import_file_import(const struct import_file *f);
const struct csv_stream *import_file_stream(const struct import_file *f);
unsigned long long import_file_octets(const struct import_file *f); /* its size */

/* What would become of these rows. show is called with the first IMPORT_SHOWN of those that would
 * be taken. After a look. */
bool import_file_try(struct import_file *f,
                     void (*show)(void *to, int line, const struct import_row *row), void *to,
                     struct import_totals *out, const char **why);

/* Stores it, from the beginning. step is called after each piece. After a look. false: *why; what
 * was stored until then is there, and the same file goes on from it. */
bool import_file_store(struct import_file *f, PGconn *conn,
                       void (*step)(void *to, const struct import_totals *so_far), void *to,
                       struct import_totals *out, struct import_trouble *why);

#endif
