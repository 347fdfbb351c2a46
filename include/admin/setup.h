/* setup: what `firstline setup` does, a step a row: what it is about, whether it is so already, how
 * it is made so, how that is taken back. Each step is safe to repeat, and says in one line what it
 * found or did. Which steps there are, and in which order, stands in command/setup. */
#ifndef ADMIN_SETUP_H
#define ADMIN_SETUP_H

#include <libpq-fe.h>
#include <stdbool.h>

#include "admin/database.h"
#include "admin/file.h"
#include "admin/nginx_conf.h"
#include "base/arena.h"
#include "form/form_set.h"

#define SETUP_USER "firstline"
#define SETUP_ROLE "firstline_intake"
#define SETUP_PROGRAMS_MAX 2

/* A program that runs on and on: the intake, the desk. Each has a user of the system, a login of
 * the database and files of its own. */
struct setup_program {
    const char *user, *role;
    const char *proof; /* a statement that it may run */
    const char *key, *key_purpose;
    const char *password, *drop_in_folder; /* of a database on another machine */
};

enum setup_end {
    SETUP_SO,     /* it is so already (of undo: there is nothing to take back) */
    SETUP_NEEDED, /* of look: act will do it; of undo with dry_run: it would be done */
    SETUP_DONE,   /* it was done just now */
    SETUP_WARN,   /* it is so, and there is something to be said about it */
    SETUP_ADVICE, /* by hand, and all works without */
    SETUP_LEFT,   /* by hand, and then setup once more */
    SETUP_FAILED  /* what to do is in the text, or in the lines after it */
};

enum setup_mode { SETUP_MAKE = 0, SETUP_SCHEMA_ONLY, SETUP_REMOVE };

/* The steps, as bits: which ones another one needs. */
enum setup_need {
    NEED_USER = 1,
    NEED_SERVER = 2,
    NEED_DATABASE = 4,
    NEED_SCHEMA = 8,
    NEED_LOGIN = 16,
    NEED_PASSWORD = 2048,
    NEED_FORMS = 32,
    NEED_HTTP = 64,
    NEED_SITE = 128,
    NEED_SERVICE = 256,
    NEED_KEY = 512,
    NEED_NGINX = 1024,
    NEED_SESSION_KEY = 4096
};

struct setup {
    struct arena *arena;
    enum setup_mode mode;
    bool dry_run;
    bool ask;           /* there is somebody at a terminal who may be asked */
    bool without_desk;  /* --no-desk */
    const char *url;    /* of --database; NULL: not given */
    const char *server; /* of --server; NULL: not given */
    const char *drop;   /* of --drop-data, which is the database's name; NULL: not given */
    const char *zone, *forms, *spool, *socket; /* of firstline.conf */
    const char *desk_socket;                   /* of desk.conf */
    const char *share;                         /* where sql/ and nginx/ are */

    /* what steps found, for those after them */
    struct database db;
    PGconn *server_conn; /* to the database postgres; NULL: it cannot be reached */
    PGconn *conn;        /* to ours; NULL: it is not there yet */
    struct form_set *form_set;
    const struct nginx_directive *nginx; /* NULL: not read */
    const struct nginx_directive *site;  /* the server block that has us, or will have */
    bool nginx_changed, unit_changed;

    /* what a step has to say */
    const char *text;
    const char *more[64];
    size_t more_count;
    int code; /* of sysexits, if it failed; 0: EX_UNAVAILABLE */
};

struct setup_step {
    const char *what;
    unsigned is, needs; /* of enum setup_need; is: what it gives */
    enum setup_end (*look)(struct setup *s);
    enum setup_end (*act)(struct setup *s);  /* NULL: look never says NEEDED */
    enum setup_end (*undo)(struct setup *s); /* NULL: nothing is taken back */
    bool shown;                              /* what it will do is shown before it is done */
};

/* For steps: the sentence of the line, and lines below it. Return end, so that it is one
 * statement. */
enum setup_end setup_say(struct setup *s, enum setup_end end, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void setup_more(struct setup *s, const char *format, ...) __attribute__((format(printf, 2, 3)));
void setup_more_lines(struct setup *s, struct slice text); /* each of its lines */

/* Whole files, made so. false: said already, by setup_say. */
MUST_CHECK bool setup_write(struct setup *s, const char *path, struct slice text,
                            struct file_owner owner);
MUST_CHECK bool setup_unlink(struct setup *s, const char *path); /* none there: true */

/* Ctrl-C, a terminal that goes, kill: held back while a file is tried that may have to be put back.
 * Children get them, so nobody waits. */
void setup_hold(bool hold);

/* What --database says by that word of libpq, else the variable; NULL: neither says anything. */
const char *setup_word(struct setup *s, const char *keyword, const char *variable);

/* Which server it is and a connection to it, for what is taken back. SETUP_SO, or it is said why
 * not. */
enum setup_end setup_find_server(struct setup *s);

/* Of a database on another machine: does the service get in with what is in our files? */
enum setup_end setup_remote_login(struct setup *s);

/* Those that are to run here, the intake first; how many. What is taken back is that of both. */
extern const struct setup_program setup_intake_program, setup_desk_program;
size_t setup_programs(const struct setup *s,
                      const struct setup_program *programs[SETUP_PROGRAMS_MAX]);

bool setup_listens(const char *path); /* somebody takes connections at that Unix socket */

/* All of them, in that order, with a line for each on stdout; for SETUP_REMOVE their undo in
 * reverse order. 0: all is done; else a code of sysexits: EX_TEMPFAIL if something is left to do by
 * hand. */
int setup_run(struct setup *s, const struct setup_step *const *steps, size_t count);

extern const struct setup_step setup_user, setup_server, setup_database, setup_schema, setup_zone,
    setup_password, setup_environment, setup_access, setup_key, setup_forms, setup_units,
    setup_session_key, setup_http, setup_site, setup_desk_site, setup_old, setup_reload,
    setup_limits, setup_door, setup_agreement, setup_spool;

#endif
