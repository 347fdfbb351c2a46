/* database: the one that firstline uses, and the administrator's way into it. Which one is told by,
 * the first that is there:
 * --database URL, the caller's own libpq variables, /etc/firstline/database.env, the default of the
 * unit. */
#ifndef ADMIN_DATABASE_H
#define ADMIN_DATABASE_H

#include <libpq-fe.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/errcode.h"
#include "base/slice.h"

struct database {
    const char *host; /* a folder of sockets, or names of machines as in PGHOST */
    const char *port; /* "5432" if nothing says another */
    const char *name;
    const char *url;    /* of --database; NULL: none was given */
    const char *admin;  /* who works on it: PGUSER of the caller, or postgres */
    const char *become; /* the system's user that peer asks for; NULL: as we are */
    int timeout_s;      /* of connecting to each of its hosts: 10 */
    bool local;         /* reached through a socket of this machine */
};

/* url may be NULL. ERR_SYNTAX: it is no address of libpq; *why says what is wrong with it. */
MUST_CHECK enum errcode database_find(struct arena *a, const char *url, struct database *out,
                                      const char **why);

/* The value of a variable in the text of a file of lines NAME=value; NULL: it has none. In the
 * arena. */
const char *database_variable(struct arena *a, struct slice text, const char *name);

/* A connection with the administrator's rights to the database of that name (NULL: d->name), in
 * English if he may say so, with no limit of time on statements. NULL: *why says why, in one line.
 * PQfinish ends it.
 */
PGconn *database_connect(struct arena *a, const struct database *d, const char *name,
                         const char **why);

/* Runs one statement, with one text parameter or none (NULL). false: *why says why. */
MUST_CHECK bool database_do(struct arena *a, PGconn *conn, const char *sql, const char *parameter,
                            const char **why);

/* The first value of its answer. NULL: no row, null, or an error, which *why tells (NULL if there
 * was none). */
const char *database_value(struct arena *a, PGconn *conn, const char *sql, const char *parameter,
                           const char **why);

/* NULL: r is an answer; else what the server complained of, in one line. */
const char *database_complaint(struct arena *a, PGconn *conn, const PGresult *r);

/* Runs a file with psql, in one transaction. false: *why has psql's last complaint. */
MUST_CHECK bool database_run_file(struct arena *a, const struct database *d, const char *path,
                                  const char **why);

#endif
