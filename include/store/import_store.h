/* import_store: rows of another system's file to the database (intake.submit_import), as the
 * administrator or the desk's own login: nobody else may. */
#ifndef STORE_IMPORT_STORE_H
#define STORE_IMPORT_STORE_H

#include <libpq-fe.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/slice.h"

struct import_about {
    struct slice login;     /* who brings it; unset: whoever is connected */
    struct slice form, key; /* the file is known again by its key */
    struct slice file;      /* what it is called */
    bool queued, counts;
    bool last;                        /* this is the end of it */
    unsigned long long rows, refused; /* of the file, up to here */
};

/* What intake.submit_import takes besides: a JSON object. */
void import_about_write(struct buf *b, const struct import_about *about);

/* $1 login, $2 the object, $3 a JSON array of records, at most BATCH_RECORDS_MAX: a row of batch,
 * stored, again, and how many records are to be handed in again, since somebody is at leads of the
 * same clients. */
extern const char import_store_sql[];

struct import_stored {
    long long batch; /* its number */
    long stored;     /* leads that are new */
    long again;      /* leads that had been withdrawn and are back */
};

struct import_trouble {
    const char *code, *message, *hint; /* SQLSTATE; hint may be NULL; in the arena */
};

/* records: what stands between the brackets of a JSON array, at most BATCH_RECORDS_MAX of them; may
 * be empty. One transaction of its own. What somebody else is at is handed in again, tries times in
 * all, a quarter of a second apart. ERR_UNAVAILABLE: *why; what was handed in before may be stored,
 * and may be handed in again. */
MUST_CHECK enum errcode import_store(struct arena *a, PGconn *conn,
                                     const struct import_about *about, struct slice records,
                                     int tries, struct import_stored *out,
                                     struct import_trouble *why);

#endif
