/* access: the texts by which firstline_intake is let into the database. Pure. */
#ifndef ADMIN_ACCESS_H
#define ADMIN_ACCESS_H

#include <stdbool.h>

#include "base/arena.h"

/* Lines for the top of pg_hba.conf and pg_ident.conf of a local server, each with its end. A name
 * that is no plain word stands in quotes. */
const char *access_hba_local(struct arena *a, const char *database);
const char *access_ident(struct arena *a);

/* The line for pg_hba.conf of another machine; address is how that one sees us. */
const char *access_hba_remote(struct arena *a, const char *database, const char *address);

/* One line of libpq's password file, for all hosts. */
const char *access_password_line(struct arena *a, const char *database, const char *password);

/* The drop-in of firstline.service for a database on another machine. */
const char *access_drop_in(struct arena *a);

/* A new password: 32 octets of chance in base64url, 43 characters. */
const char *access_new_password(struct arena *a);

#endif
