/* setup_server: which PostgreSQL, and the database in it. */
#include <dirent.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/child.h"
#include "admin/places.h"
#include "admin/setup.h"
#include "admin/text.h"
#include "base/bounds.h"

#define SOCKETS "/var/run/postgresql"
#define SOCKET_NAME ".s.PGSQL."
#define VERSION_MIN 150000 /* views that run with the rights of whoever looks */

/* ---- which server --------------------------------------------------------------------------- */

static bool is_told(const struct setup *s) {
    return s->url != NULL || getenv("PGHOST") != NULL || getenv("PGPORT") != NULL ||
           access(PLACES_ENVIRONMENT, F_OK) == 0;
}

/* The ports of the sockets there. */
static size_t list_ports(struct arena *a, const char *ports[SETUP_SOCKETS_MAX]) {
    size_t n = 0;
    DIR *dir = opendir(SOCKETS);
    for (const struct dirent *d; dir != NULL && (d = readdir(dir)) != NULL;) {
        struct slice name = slice_from(d->d_name);
        if (slice_starts(name, SOCKET_NAME) && !slice_ends(name, ".lock") && n < SETUP_SOCKETS_MAX)
            ports[n++] = text_copy(a, slice_sub(name, strlen(SOCKET_NAME), name.len));
    }
    if (dir != NULL)
        closedir(dir);
    return n;
}

/* No socket: is none installed, or does it not run? */
static enum setup_end say_none(struct setup *s) {
    glob_t programs, clusters;
    bool installed = glob("/usr/lib/postgresql/*/bin/postgres", 0, NULL, &programs) == 0;
    globfree(&programs);
    if (!installed) {
        setup_more(s, "apt-get install postgresql");
        setup_more(s,
                   "or, for one on another machine: firstline setup --database "
                   "'postgresql://postgres@HOST/firstline?sslmode=verify-full&sslrootcert=FILE'");
        return setup_say(s, SETUP_FAILED, "there is no PostgreSQL on this machine");
    }
    if (places_systemd())
        setup_more(s, "systemctl start postgresql");
    else if (glob("/etc/postgresql/*/*", 0, NULL, &clusters) == 0) {
        for (size_t i = 0; i < clusters.gl_pathc; i++) {
            struct slice rest = slice_from(clusters.gl_pathv[i] + strlen("/etc/postgresql/"));
            struct slice version = slice_cut(rest, '/', &rest);
            setup_more(s, "pg_ctlcluster %.*s %.*s start", SLICE_ARG(version), SLICE_ARG(rest));
        }
        globfree(&clusters);
    }
    return setup_say(s, SETUP_FAILED, "PostgreSQL is installed and does not run; start it:");
}

/* While its own server does not run a service that has leads there is not led to another one. */
static enum setup_end choose_only(struct setup *s, const char *port) {
    bool other = strcmp(port, s->db.port) != 0;
    if (other && s->spool[0] != '\0' && access(s->spool, F_OK) == 0) {
        setup_more(s, "If it is to begin anew in the one at port %s:  PGPORT=%s firstline setup",
                   port, port);
        return setup_say(s, SETUP_FAILED,
                         "firstline has run with the PostgreSQL at port %s, which does not run "
                         "now; start it:  pg_lsclusters",
                         s->db.port);
    }
    s->db.port = port;
    return SETUP_SO;
}

/* SETUP_SO: s->db says which. */
static enum setup_end choose(struct setup *s) {
    const char *ports[SETUP_SOCKETS_MAX], *why = NULL;
    if (database_find(s->arena, s->url, &s->db, &why) != OK) {
        s->code = EX_USAGE;
        return setup_say(s, SETUP_FAILED, "--database: %s", why);
    }
    if (is_told(s))
        return SETUP_SO;
    size_t n = list_ports(s->arena, ports);
    if (n == 0)
        return say_none(s);
    if (n == 1)
        return choose_only(s, ports[0]);
    /* Of several that of the unit. But not to delete something, nor to begin. */
    for (size_t i = 0; i < n && s->mode != SETUP_MAKE && s->drop == NULL; i++)
        if (strcmp(ports[i], s->db.port) == 0)
            return SETUP_SO;
    for (size_t i = 0; i < n; i++)
        setup_more(s, "PGPORT=%s firstline setup", ports[i]);
    return setup_say(s, SETUP_FAILED, "%zu PostgreSQL servers run here; choose one:", n);
}

static const char *where(const struct setup *s) {
    return s->db.local ? text_printf(s->arena, "in %s, port %s", s->db.host, s->db.port)
                       : text_printf(s->arena, "on %s, port %s", s->db.host, s->db.port);
}

static enum setup_end say_closed(struct setup *s, const char *why) {
    if (s->db.local && geteuid() != 0)
        setup_more(s, "Run it as root: then it may look as PostgreSQL's superuser.");
    else if (s->db.local)
        setup_more(
            s, "It is to let %s of this system in as %s (pg_hba.conf: local all postgres peer).",
            s->db.admin, s->db.admin);
    else
        setup_more(s, "Give its superuser and his password with --database, or the password as "
                      "PGPASSWORD.");
    return setup_say(s, SETUP_FAILED, "PostgreSQL %s does not let %s in: %s", where(s), s->db.admin,
                     why);
}

/* Of another machine neither password nor leads pass a network in the clear. */
static bool is_this_machine(const char *host) {
    struct slice name = slice_from(host);
    bool loopback = slice_starts(name, "127.") && host[strspn(host, "0123456789.")] == '\0';
    return host[0] == '/' || loopback || slice_eq_lit(name, "localhost") ||
           slice_eq_lit(name, "::1");
}

/* What setup was told with --database before, and was written down, holds for it, too. */
static void take_over(struct setup *s) {
    static const char *const names[] = {"PGSSLMODE", "PGSSLROOTCERT"};
    struct slice file;
    if (s->url != NULL || file_read(s->arena, PLACES_ENVIRONMENT, &file) != OK)
        return;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = database_variable(s->arena, file, names[i]);
        if (value != NULL)
            setenv(names[i], value, 0);
    }
}

static bool is_safe(struct setup *s) {
    const char *mode = setup_word(s, "sslmode", "PGSSLMODE");
    if (is_this_machine(s->db.host))
        return true;
    bool good = mode != NULL && (strcmp(mode, "require") == 0 || strcmp(mode, "verify-ca") == 0 ||
                                 strcmp(mode, "verify-full") == 0);
    if (good)
        return true;
    setup_more(s,
               "With sslmode=%s leads and the password could pass in the clear, for whoever is "
               "between to read.",
               mode != NULL ? mode : "prefer, which holds if nothing is said,");
    setup_more(s, "Add to the address: sslmode=verify-full&sslrootcert=FILE (the certificate that "
                  "signs the server's), or at the least sslmode=require.");
    s->code = EX_USAGE;
    setup_say(s, SETUP_FAILED,
              "%s is another machine, and the connection would not be encrypted "
              "for certain",
              s->db.host);
    return false;
}

static enum setup_end look_server(struct setup *s) {
    const char *why = NULL;
    enum setup_end end = choose(s);
    if (end != SETUP_SO)
        return end;
    take_over(s);
    if (!is_safe(s))
        return SETUP_FAILED;
    s->server_conn = database_connect(s->arena, &s->db, "postgres", &why);
    if (s->server_conn == NULL)
        return say_closed(s, why);
    int version = PQserverVersion(s->server_conn);
    if (version < VERSION_MIN)
        return setup_say(s, SETUP_FAILED, "PostgreSQL %s is version %d; 15 or later is needed",
                         where(s), version / 10000);
    const char *super = PQparameterStatus(s->server_conn, "is_superuser");
    if (super == NULL || strcmp(super, "on") != 0)
        return setup_say(s, SETUP_FAILED, "%s is no superuser of PostgreSQL %s; give one",
                         s->db.admin, where(s));
    return setup_say(s, SETUP_SO, "PostgreSQL %d %s", version / 10000, where(s));
}

const struct setup_step setup_server = {
    .what = "PostgreSQL", .is = NEED_SERVER, .look = look_server};

/* ---- the database --------------------------------------------------------------------------- */

/* As sql/000_database.sql has it, which would refuse another. */
static const char *trouble(struct setup *s) {
    const char *why = NULL;
    const char *encoding = database_value(s->arena, s->conn, "SHOW server_encoding", NULL, &why);
    if (encoding == NULL || strcmp(encoding, "UTF8") != 0)
        return text_printf(s->arena, "its encoding is %s: names would not be kept",
                           encoding != NULL ? encoding : "unknown");
    const char *knows = database_value(
        s->arena, s->conn, "SELECT lower(chr(1046)) = chr(1078) AND upper(chr(1078)) = chr(1046)",
        NULL, &why);
    if (knows == NULL || knows[0] != 't')
        return "its locale does not know that Ж and ж are one letter: nobody would be found by "
               "name";
    return NULL;
}

static enum setup_end look_database(struct setup *s) {
    const char *why = NULL;
    const char *there = database_value(
        s->arena, s->server_conn, "SELECT 1 FROM pg_database WHERE datname = $1", s->db.name, &why);
    if (why != NULL)
        return setup_say(s, SETUP_FAILED, "%s", why);
    if (there == NULL && s->mode == SETUP_SCHEMA_ONLY)
        return setup_say(s, SETUP_FAILED, "there is no database %s; firstline setup makes it",
                         s->db.name);
    if (there == NULL)
        return setup_say(s, SETUP_NEEDED, "make the database %s, in UTF-8", s->db.name);
    s->conn = database_connect(s->arena, &s->db, NULL, &why);
    if (s->conn == NULL)
        return setup_say(s, SETUP_FAILED, "the database %s: %s", s->db.name, why);
    const char *unfit = trouble(s);
    if (unfit == NULL)
        return setup_say(s, SETUP_SO, "%s is there", s->db.name);
    setup_more(s, "Have one made under another name: PGDATABASE=leads firstline setup");
    return setup_say(s, SETUP_FAILED, "%s cannot be used: %s", s->db.name, unfit);
}

static enum setup_end act_database(struct setup *s) {
    const char *why = NULL;
    char *name = PQescapeIdentifier(s->server_conn, s->db.name, strlen(s->db.name));
    const char *sql = text_printf(s->arena,
                                  "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8' "
                                  "LOCALE_PROVIDER libc LOCALE 'C.UTF-8'",
                                  name);
    PQfreemem(name);
    if (!database_do(s->arena, s->server_conn, sql, NULL, &why))
        return setup_say(s, SETUP_FAILED, "the database %s could not be made: %s", s->db.name, why);
    s->conn = database_connect(s->arena, &s->db, NULL, &why);
    if (s->conn == NULL)
        return setup_say(s, SETUP_FAILED, "the database %s: %s", s->db.name, why);
    return setup_say(s, SETUP_DONE, "%s, in UTF-8", s->db.name);
}

/* ---- taken back: only if its name was said -------------------------------------------------- */

/* Roles are the server's: another database of it may have a firstline as well, and then they are
 * needed there. PostgreSQL knows. */
static void drop_roles(struct setup *s) {
    static const char *const roles[] = {
        "firstline_intake",    "firstline_desk",   "firstline_qualifier", "firstline_sales",
        "firstline_marketing", "firstline_keeper", "firstline_owner"};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        const char *why = NULL;
        if (!database_do(s->arena, s->server_conn,
                         text_printf(s->arena, "DROP ROLE IF EXISTS %s", roles[i]), NULL, &why))
            setup_more(s, "the role %s stays: %s", roles[i], why);
    }
}

static enum setup_end undo_database(struct setup *s) {
    const char *why = NULL;
    if (s->drop == NULL)
        return setup_say(s, SETUP_SO, "%s stays, with its leads (--drop-data %s would delete it)",
                         s->db.name, s->db.name);
    if (s->server_conn == NULL)
        return setup_say(s, SETUP_FAILED, "PostgreSQL cannot be reached, so %s stays", s->db.name);
    if (s->dry_run)
        return setup_say(s, SETUP_NEEDED, "delete the database %s with all leads, and the roles",
                         s->db.name);
    PQfinish(s->conn);
    s->conn = NULL;
    char *name = PQescapeIdentifier(s->server_conn, s->db.name, strlen(s->db.name));
    /* Whoever is signed in is sent away: its name was typed. */
    const char *sql = text_printf(s->arena, "DROP DATABASE IF EXISTS %s WITH (FORCE)", name);
    PQfreemem(name);
    if (!database_do(s->arena, s->server_conn, sql, NULL, &why))
        return setup_say(s, SETUP_FAILED, "the database %s could not be deleted: %s", s->db.name,
                         why);
    drop_roles(s);
    return setup_say(s, SETUP_DONE, "the database %s is deleted", s->db.name);
}

const struct setup_step setup_database = {.what = "database",
                                          .is = NEED_DATABASE,
                                          .needs = NEED_SERVER,
                                          .look = look_database,
                                          .act = act_database,
                                          .undo = undo_database};

/* Before anything is taken back: the server is asked where its files are. */
enum setup_end setup_find_server(struct setup *s) {
    const char *why = NULL;
    enum setup_end end = look_server(s);
    if (end == SETUP_SO)
        s->conn = database_connect(s->arena, &s->db, NULL, &why);
    return end;
}
