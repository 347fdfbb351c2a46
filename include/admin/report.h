/* report: marketing's numbers of some days, all read in one transaction, so that no two of them
 * disagree. What may be seen is for the database to say: the caller connects with an own login. */
#ifndef ADMIN_REPORT_H
#define ADMIN_REPORT_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stdint.h>

#include "admin/report_days.h"
#include "base/arena.h"
#include "base/slice.h"

struct report {
    struct arena *arena;
    PGconn *conn;
    struct report_days days;
    /* of the office; set by report_open */
    const char *zone, *currency;
    const char *language; /* of who looks: ru or en */
    int32_t today;
    /* of what failed last: one line each, or NULL */
    const char *why, *hint;
    char sqlstate[6]; /* "": it was not the server that said so */
    /* Called before what may take long, and with NULL when all is read. NULL: nobody looks. */
    void (*progress)(const char *what);
};

/* Connects by libpq's own variables, to the database firstline if they name none, and begins.
 * false: r->why. report_close ends it in either case. */
bool report_open(struct report *r);
void report_close(struct report *r);

/* Tells whoever looks. */
void report_progress(const struct report *r, const char *what);

/* Runs a query with the days as $1 and $2. NULL: r->why. PQclear ends it. */
PGresult *report_rows(struct report *r, const char *sql);

/* The same, its rows as a JSON array of objects, in the arena. what: for progress. NULL: r->why. */
const char *report_json(struct report *r, const char *what, const char *sql);

/* Writes text to path, beside it first. false: r->why. */
bool report_write(struct report *r, const char *path, struct slice text);

#endif
