/* access: the texts by which the programs and their people are let into the database. Pure. */
#ifndef ADMIN_ACCESS_H
#define ADMIN_ACCESS_H

#include <stdbool.h>

#include "base/arena.h"

/* Lines for the top of pg_hba.conf and pg_ident.conf of a local server, each with its end. A name
 * that is no plain word stands in quotes. */
const char *access_hba_local(struct arena *a, const char *database);
const char *access_ident(struct arena *a);

/* The same for the desk: its own way in, kept (lines of access_hba_kept), and a password of
 * everybody else, so that people sign in, and an unknown name is answered as a known one is. */
const char *access_hba_desk(struct arena *a, const char *database, const char *kept);
const char *access_ident_desk(struct arena *a);

/* A line above that, by which a login of others goes on being let in as it was. */
const char *access_hba_kept(struct arena *a, const char *database, const char *login,
                            const char *method_and_options);

/* Queries about the local lines of pg_hba.conf as it is. Both take $1: so many lines at its top are
 * not counted, and $2: the database.
 *   kept    login and method of everybody who is let in otherwise than by SCRAM, and is neither a
 *           program nor of an audience
 *   people  login and method of each on the staff, and of nobody (login ''), who are let in
 *           otherwise than by password, or not at all; in the database itself */
extern const char access_kept_sql[], access_people_sql[];

/* The line for pg_hba.conf of another machine; address is how that one sees us. */
const char *access_hba_remote(struct arena *a, const char *database, const char *role,
                              const char *address);

/* One line of libpq's password file, for all hosts. */
const char *access_password_line(struct arena *a, const char *database, const char *role,
                                 const char *password);

/* The drop-in of a service for a database on another machine, with the file of its password. */
const char *access_drop_in(struct arena *a, const char *password_file);

/* A new password: 32 octets of chance in base64url, 43 characters. */
const char *access_new_password(struct arena *a);

#endif
