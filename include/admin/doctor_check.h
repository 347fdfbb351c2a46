/* doctor_check: what a check of the doctor is made of. */
#ifndef ADMIN_DOCTOR_CHECK_H
#define ADMIN_DOCTOR_CHECK_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <sys/types.h>

#include "admin/database.h"
#include "admin/doctor.h"
#include "admin/nginx_conf.h"

/* Who serves the socket; pid 0: nobody, or nobody that we may see. */
struct doctor_program {
    pid_t pid;
    uid_t uid;
    const char *user; /* its name; without a process that of its unit, or NULL if there is none */
    const char *peer, *key; /* of its command line, or NULL */
    const char *key_option; /* what its command line calls that */
    bool replaced;          /* the file that it was started from is gone */
};

struct doctor {
    struct arena *arena;
    const struct doctor_place *place;
    struct doctor_program program, desk;
    bool database_silent; /* a look before this one was ended, while it waited for the database */

    /* of one group's process: asked for when the first check needs it */
    bool database_tried, nginx_tried;
    struct database database;
    PGconn *conn; /* the administrator's; NULL: none, why says */
    const char *why;
    const struct nginx_directive *nginx; /* NULL: cannot be read */
};

struct doctor_check {
    const char *id;    /* stable: alarms and tests go by it */
    const char *about; /* a few words */
    void (*look)(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f);
    /* Checks whose trouble explains what this one sees: ids with blanks between. If one of them is
     * not well this one is not counted. */
    const char *because;
    const char *query;       /* of doctor_query: a row (found, remedy), or none if all is well */
    enum doctor_state state; /* of doctor_query: what a row is */
    int timeout_ms;          /* 0: DOCTOR_CHECK_MS */
};

struct doctor_group {
    const struct doctor_check *checks;
    size_t count;
    bool asks_database;
};

extern const struct doctor_group doctor_database, doctor_tables, doctor_machine, doctor_spool,
    doctor_nginx, doctor_service, doctor_desk;

/* What was seen. Control characters and what is not UTF-8 become ?; what is too long is cut. */
void doctor_says(struct doctor_finding *f, enum doctor_state state, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void doctor_remedy(struct doctor_finding *f, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* It could not be looked at, for want of rights: a warning, with "run it as root". */
void doctor_unseen(struct doctor_finding *f, const char *what, const char *why);

void doctor_find_program(struct doctor *d);

/* Runs act in a child that is that user with all his groups, and gives what it returns (0 to 125);
 * -1: we may not become him. */
int doctor_as(const char *user, int (*act)(const void *), const void *what);

/* ---- the database ---- */

/* The administrator's connection, or NULL: then f says why it cannot be looked at. */
PGconn *doctor_connection(struct doctor *d, struct doctor_finding *f);

/* A check that is a query (c->query). A remedy "sql:A|B" is made a command that runs A and B; what
 * stands behind a TAB follows it as it is. */
void doctor_query(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f);

/* The command that runs one or more statements, with | between, as the administrator. */
const char *doctor_psql(struct doctor *d, const char *statements);

/* As a program comes in: its role, its user of the system, the file of its password in etc. NULL:
 * we may not become that user; else PQfinish ends it, connected or not. */
PGconn *doctor_enter(struct doctor *d, const char *role, const char *user, const char *pass);

/* ---- keys ---- */

struct doctor_key {
    const char *path;
    const struct doctor_program *program;
    const char *unit; /* that reads it */
    const char *lost; /* what happens without one */
    const char *read; /* what others do with it */
};

/* Where a program has its key: what the unit hands over as a credential lies in etc. told: by
 * doctor's own options, or NULL. */
const char *doctor_key_path(struct doctor *d, const struct doctor_program *p, const char *told,
                            const char *name);
void doctor_look_key(const struct doctor_key *k, struct doctor_finding *f);
void doctor_look_key_mode(const struct doctor_key *k, struct doctor_finding *f);
void doctor_look_key_age(const struct doctor_key *k, struct doctor_finding *f);

/* ---- nginx ---- */

/* The tree of its configuration, or NULL: then f is DOCTOR_UNSEEN. */
const struct nginx_directive *doctor_nginx_conf(struct doctor *d, struct doctor_finding *f);

/* The words of place->nginx, with "-T" behind them if dump. In the arena. */
const char *const *doctor_nginx_words(struct doctor *d, bool dump);

/* The name of the user of its workers: of those that run, else what is configured. In the arena. */
const char *doctor_nginx_user(struct doctor *d);
pid_t doctor_nginx_worker(struct doctor *d); /* one of them; 0: none runs, or we cannot see it */

/* Does nginx's user get through to that socket? What helps then is for the unit of that name. */
void doctor_try_socket(struct doctor *d, const char *path, const char *unit,
                       struct doctor_finding *f);

/* Checks of doctor_front.c in the table of doctor_nginx.c. */
void doctor_look_socket(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f);
void doctor_look_peer(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f);
void doctor_look_health(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f);
void doctor_look_nft(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f);

#endif
