/* person: a connection of whoever works here, with a right of their own, as psql makes one: by the
 * variables of libpq (PGHOST, PGUSER, PGPASSFILE, PGSERVICE ...) or a URL. */
#ifndef ADMIN_PERSON_H
#define ADMIN_PERSON_H

#include <libpq-fe.h>

#include "base/arena.h"

/* url may be NULL. The database is "firstline" if nothing names another. Root without a PGUSER is
 * the administrator, as in admin/database. NULL: *why says why, in one line. PQfinish ends it. */
PGconn *person_connect(struct arena *a, const char *url, const char **why);

#endif
