/* staff: the people: a login of the database, a row of intake.staff, settings and a password belong
 * together. All of it is done over one connection with a superuser's rights, and as a whole or not
 * at all. */
#ifndef ADMIN_STAFF_H
#define ADMIN_STAFF_H

#include <libpq-fe.h>
#include <stdbool.h>

#include "base/arena.h"

struct staff_person {
    const char *login, *name;
    const char *works_in; /* desk, sales or marketing */
    const char *teams;    /* with commas between; NULL: none, or what a known person has */
    const char *language; /* ru or en; NULL: that of the installation, or what a known person has */
    const char *zone;     /* NULL: that of the installation, or what a known person has */
    bool head, no_head;   /* neither: no head, or as a known person is */
};

/* NULL: it will do as a login of a person; else why not, in words. */
const char *staff_login_fault(const char *login);

/* Is this a database of firstline, and may this connection make logins? NULL: yes; else why not and
 * what to do. */
const char *staff_trouble(struct arena *a, PGconn *conn);

/* Is there such a login in the database already? */
bool staff_is_known(struct arena *a, PGconn *conn, const char *login);

/* password NULL: it stays as it is. false: nothing was done, *why says why. */
bool staff_add(struct arena *a, PGconn *conn, const struct staff_person *p, const char *password,
               const char **why);

/* What a known person has that was not given, in words; empty: nothing. After staff_add. */
const char *staff_kept(struct arena *a, PGconn *conn, const struct staff_person *p);

/* NULL: *why; else how many leads went back to the queue. */
const char *staff_remove(struct arena *a, PGconn *conn, const char *login, const char **why);

/* The person's login as it is known here, or NULL; *near: what may have been meant, or NULL. */
const char *staff_find(struct arena *a, PGconn *conn, const char *login, const char **near);

/* Rows of login, name, works in, teams, head, language, since, signs in, away until, leads; those
 * without a place have an audience's rights and no row. NULL: *why. PQclear ends it. */
PGresult *staff_list(struct arena *a, PGconn *conn, const char **why);
const char *staff_list_json(struct arena *a, PGconn *conn, const char **why);

#endif
