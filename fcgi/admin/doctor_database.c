/* doctor_database: whether the database is there, and whether firstline itself gets in and is well
 * served: as its own user and role, which no look at pg_hba.conf replaces. */
#include <math.h>
#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin/doctor_check.h"
#include "admin/file.h"
#include "admin/text.h"
#include "base/clock.h"
#include "store/handshake.h"

#define ROLE "firstline_intake"
#define CONNECT_S 4
#define CLOCK_WARN_S 5
#define CLOCK_WRONG_S 60

/* Is a server there at all, whomever it lets in? */
static bool is_there(const struct database *db) {
    const char *keys[] = {"host", "port", "connect_timeout", NULL};
    const char *values[] = {db->host, db->port, "2", NULL};
    return PQpingParams(keys, values, 0) == PQPING_OK;
}

static void connect_now(struct doctor *d) {
    const char *why = NULL;
    d->database_tried = true;
    bool known = database_find(d->arena, d->place->url, &d->database, &why) == OK;
    d->database.timeout_s = CONNECT_S;
    if (known && !d->database_silent)
        d->conn = database_connect(d->arena, &d->database, NULL, &why);
    d->why = d->database_silent ? "it does not answer" : why;
    if (known && d->conn == NULL)
        d->database_silent = d->database_silent || !is_there(&d->database);
}

PGconn *doctor_connection(struct doctor *d, struct doctor_finding *f) {
    if (!d->database_tried)
        connect_now(d);
    if (d->conn == NULL)
        doctor_says(f, DOCTOR_UNSEEN, "the database could not be asked");
    return d->conn;
}

/* For the shell: between double quotes, where these four mean something. */
static const char *quoted(struct arena *a, struct slice statement) {
    char *text = text_alloc(a, 2 * statement.len + 1), *to = text;
    for (size_t i = 0; i < statement.len; i++) {
        if (strchr("\"\\$`", statement.ptr[i]) != NULL)
            *to++ = '\\';
        *to++ = statement.ptr[i];
    }
    return text;
}

const char *doctor_psql(struct doctor *d, const char *statements) {
    const struct database *db = &d->database;
    const char *command = db->local
                              ? text_printf(d->arena, "runuser -u %s -- psql",
                                            db->become != NULL ? db->become : db->admin)
                              : text_printf(d->arena, "psql -h %s -U %s", db->host, db->admin);
    if (db->local && strcmp(db->host, "/var/run/postgresql") != 0)
        command = text_printf(d->arena, "%s -h %s", command, db->host);
    if (strcmp(db->port, "5432") != 0)
        command = text_printf(d->arena, "%s -p %s", command, db->port);
    command = text_printf(d->arena, "%s -d %s", command, db->name);
    struct slice then, rest = slice_cut(slice_from(statements), '\t', &then);
    while (rest.ptr != NULL) {
        struct slice one = slice_cut(rest, '|', &rest);
        command = text_printf(d->arena, "%s -c \"%s\"", command, quoted(d->arena, one));
    }
    return text_printf(d->arena, "%s%.*s", command, SLICE_ARG(then));
}

static void say_remedy(struct doctor *d, const char *remedy, struct doctor_finding *f) {
    bool sql = strncmp(remedy, "sql:", 4) == 0;
    doctor_remedy(f, "%s", sql ? doctor_psql(d, remedy + 4) : remedy);
}

void doctor_query(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    PGconn *conn = doctor_connection(d, f);
    if (conn == NULL)
        return;
    PGresult *r = PQexec(conn, c->query);
    if (PQresultStatus(r) != PGRES_TUPLES_OK) {
        const char *message = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
        doctor_unseen(f, "it", message != NULL ? message : "the connection broke off");
    } else if (PQntuples(r) > 0) {
        int more = PQntuples(r) - 1;
        doctor_says(f, c->state, more > 0 ? "%s (and %d more)" : "%s", PQgetvalue(r, 0, 0), more);
        say_remedy(d, PQgetvalue(r, 0, 1), f);
    }
    PQclear(r);
}

static void look_reached(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    if (doctor_connection(d, f) != NULL)
        return;
    const struct database *db = &d->database;
    const char *why = d->why != NULL ? d->why : "no reason is known";
    if (db->host == NULL) {
        doctor_says(f, DOCTOR_WRONG, "--database is no address: %s", why);
        doctor_remedy(f, "firstline doctor --database postgresql://HOST/firstline?user=postgres");
    } else if (!d->database_silent) {
        doctor_says(f, geteuid() == 0 && db->local ? DOCTOR_WRONG : DOCTOR_WARNING,
                    "%s on %s does not let %s look: %s", db->name, db->host, db->admin, why);
        doctor_remedy(f, geteuid() == 0 && db->local
                             ? "firstline setup   (--database URL if it is elsewhere)"
                             : "run it as root, or with --database and a login that may look");
    } else {
        doctor_says(f, DOCTOR_WRONG, "%s on %s cannot be reached: %s", db->name, db->host, why);
        doctor_remedy(f,
                      db->local ? "systemctl start postgresql, then look at: tail "
                                  "/var/log/postgresql/*.log"
                                : "look on %s whether PostgreSQL runs and listens at port %s",
                      db->host, db->port);
    }
}

/* ---- as firstline itself -------------------------------------------------------------------- */

/* What the unit gives to the program, beside what the caller has set himself. */
static void take_environment(struct doctor *d) {
    struct slice text, line, value;
    const char *path = text_printf(d->arena, "%s/database.env", d->place->etc);
    if (d->place->url != NULL || file_read(d->arena, path, &text) != OK)
        return;
    while (text_line(&text, &line)) {
        struct slice name = slice_trim(slice_cut(line, '=', &value));
        if (value.ptr != NULL && slice_starts(name, "PG"))
            setenv(text_copy(d->arena, name), text_copy(d->arena, slice_trim(value)), 0);
    }
}

PGconn *doctor_enter(struct doctor *d, const char *role, const char *user, const char *pass) {
    const struct database *db = &d->database;
    struct stat st;
    const struct passwd *p = geteuid() == 0 ? getpwnam(user) : NULL;
    pass = text_printf(d->arena, "%s/%s", d->place->etc, pass);
    const char *keys[] = {"host",
                          "port",
                          "dbname",
                          "user",
                          "passfile",
                          "client_encoding",
                          "connect_timeout",
                          "application_name",
                          NULL};
    const char *values[] = {
        db->host, db->port, db->name,           role, stat(pass, &st) == 0 ? pass : NULL,
        "UTF8",   "4",      "firstline doctor", NULL};
    take_environment(d);
    if (p != NULL && db->local && seteuid(p->pw_uid) == -1)
        return NULL;
    PGconn *conn = PQconnectdbParams(keys, values, 0);
    if (p != NULL && db->local && seteuid(0) == -1)
        abort(); /* never go on as somebody else */
    return conn;
}

static PGconn *enter(struct doctor *d) {
    return doctor_enter(d, ROLE, d->program.user, "database.pass");
}

/* Why the door is shut: the first reason that there is, for the user $1 of the system. */
static const char why_shut[] =
    "WITH role AS (SELECT * FROM pg_roles WHERE rolname = 'firstline_intake'),"
    " rule AS (SELECT *, user_name @> '{firstline_intake}' AS ours FROM pg_hba_file_rules"
    "  WHERE error IS NULL AND type = 'local' AND (database && '{all}' OR database @> "
    "   ARRAY[current_database()::text]) AND user_name && '{all,firstline_intake}'),"
    " first AS (SELECT * FROM rule ORDER BY line_number LIMIT 1),"
    " map AS (SELECT substring(o FROM '^map=(.*)$') AS name FROM first, unnest(options) AS o"
    "  WHERE o LIKE 'map=%'),"
    " door AS (SELECT current_setting('hba_file') AS hba, current_setting('ident_file') AS ident)"
    "SELECT 'there is no role firstline_intake', 'firstline setup' WHERE NOT EXISTS (TABLE role)"
    " UNION ALL SELECT 'the role firstline_intake may not log in',"
    "  'sql:ALTER ROLE firstline_intake LOGIN' FROM role WHERE NOT rolcanlogin"
    " UNION ALL SELECT format('line %s of %s (%s %s %s %s) stands above line %s, which is for "
    "firstline_intake', f.line_number, hba, f.type, array_to_string(f.database, ','),"
    "  array_to_string(f.user_name, ','), f.auth_method, r.line_number),"
    "  format('move line %s of %s above line %s, then: systemctl reload postgresql',"
    "   r.line_number, hba, f.line_number)"
    "  FROM door, first AS f, rule AS r WHERE NOT f.ours AND r.ours"
    " UNION ALL SELECT format('no line of %s lets firstline_intake in', hba), 'firstline setup'"
    "  FROM door WHERE NOT EXISTS (SELECT FROM rule WHERE ours)"
    " UNION ALL SELECT format('the map %s of %s does not make %s firstline_intake', map.name,"
    "   ident, $1::text), format('in %s write: %s %s firstline_intake   and then: systemctl reload "
    "postgresql', ident, map.name, $1::text) FROM door, map WHERE NOT EXISTS"
    "  (SELECT FROM pg_ident_file_mappings AS i WHERE i.map_name = map.name"
    "    AND i.sys_name = $1 AND i.pg_username = 'firstline_intake')";

static void say_shut(struct doctor *d, const char *why, struct doctor_finding *f) {
    struct doctor_finding ignored;
    PGconn *conn = d->database.local ? doctor_connection(d, &ignored) : NULL;
    const char *user = d->program.user;
    PGresult *r = conn == NULL ? NULL : PQexecParams(conn, why_shut, 1, NULL, &user, NULL, NULL, 0);
    if (PQresultStatus(r) == PGRES_TUPLES_OK && PQntuples(r) > 0) {
        doctor_says(f, DOCTOR_WRONG, "%s", PQgetvalue(r, 0, 0));
        say_remedy(d, PQgetvalue(r, 0, 1), f);
    } else {
        doctor_says(f, DOCTOR_WRONG, "firstline is not let in: %s", why);
        doctor_remedy(f, "firstline setup");
    }
    PQclear(r);
}

static const char *first_line(struct doctor *d, const char *text) {
    struct slice rest;
    return text_copy(d->arena, slice_trim(slice_cut(slice_from(text), '\n', &rest)));
}

/* Of handshake_query, as the program asks it. */
static void look_greeting(struct doctor *d, PGconn *conn, struct doctor_finding *f) {
    PGresult *r = PQexec(conn, handshake_query());
    const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
    if (PQresultStatus(r) == PGRES_TUPLES_OK) {
        PQclear(r);
        return;
    }
    message = first_line(d, message != NULL ? message : PQerrorMessage(conn));
    bool old = state != NULL && (strcmp(state, "FL001") == 0 || strcmp(state, "42883") == 0 ||
                                 strcmp(state, "3F000") == 0);
    bool standby = state != NULL && strcmp(state, "55000") == 0;
    bool shut = state != NULL && strcmp(state, "42501") == 0;
    doctor_says(f, DOCTOR_WRONG, "%s%s", standby ? "it is a standby, which takes no leads: " : "",
                message);
    doctor_remedy(f, "%s",
                  old || shut ? "firstline setup --schema"
                  : standby   ? "name the server that takes writes: PGHOST in database.env"
                              : "tail /var/log/postgresql/*.log, where the server says more");
    PQclear(r);
}

static void look_entry(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    if (!d->database_tried)
        connect_now(d);
    if (d->database.host == NULL || d->database_silent) {
        doctor_says(f, DOCTOR_UNSEEN, "the database could not be asked");
        return;
    }
    if (d->program.user == NULL) {
        doctor_says(f, DOCTOR_UNSEEN, "there is neither a process of firstline nor its user");
        return;
    }
    if (geteuid() != 0 && d->program.uid != geteuid()) {
        doctor_unseen(f, "the way in", "that takes root, to become firstline's user");
        return;
    }
    PGconn *conn = enter(d);
    if (conn == NULL || PQstatus(conn) != CONNECTION_OK)
        say_shut(d, conn == NULL ? "" : first_line(d, PQerrorMessage(conn)), f);
    PQfinish(conn);
}

static void look_schema(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    if (d->database.host == NULL || d->database_silent || d->program.user == NULL ||
        (geteuid() != 0 && d->program.uid != geteuid())) {
        doctor_says(f, DOCTOR_UNSEEN, "the database could not be asked");
        return;
    }
    PGconn *conn = enter(d);
    if (conn != NULL && PQstatus(conn) == CONNECTION_OK)
        look_greeting(d, conn, f);
    else
        doctor_says(f, DOCTOR_UNSEEN, "firstline is not let in");
    PQfinish(conn);
}

/* ---- what agrees on both sides -------------------------------------------------------------- */

static void look_zone(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    const char *why;
    PGconn *conn = doctor_connection(d, f);
    if (conn == NULL)
        return;
    const char *zone =
        database_value(d->arena, conn, "SELECT zone FROM intake.setting", NULL, &why);
    if (zone == NULL) {
        doctor_says(f, DOCTOR_UNSEEN, "%s", why != NULL ? why : "the database has no setting");
    } else if (strcmp(zone, d->place->zone) != 0) {
        doctor_says(f, DOCTOR_WRONG, "firstline counts days in %s, the database in %s",
                    d->place->zone, zone);
        doctor_remedy(f, "in %s write: zone = %s   and then: systemctl restart firstline",
                      d->place->config, zone);
    }
}

static void look_clock(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    const char *why;
    PGconn *conn = doctor_connection(d, f);
    if (conn == NULL)
        return;
    double before = (double)clock_wall_us() / 1e6;
    const char *server =
        database_value(d->arena, conn, "SELECT extract(epoch FROM clock_timestamp())", NULL, &why);
    double after = (double)clock_wall_us() / 1e6;
    if (server == NULL) {
        doctor_unseen(f, "its clock", why != NULL ? why : "it said nothing");
        return;
    }
    double theirs = strtod(server, NULL);
    double off = theirs < before ? before - theirs : theirs > after ? theirs - after : 0;
    if (off >= CLOCK_WARN_S) {
        doctor_says(f, off >= CLOCK_WRONG_S ? DOCTOR_WRONG : DOCTOR_WARNING,
                    "its clock and that of this machine are %.0f s apart", off);
        doctor_remedy(f, "on both machines: apt-get install systemd-timesyncd && timedatectl "
                         "set-ntp true");
    }
}

/* ---- is there a copy? ----------------------------------------------------------------------- */

static const char archiving[] =
    "SELECT CASE WHEN current_setting('archive_mode') = 'off' THEN 'off'"
    " WHEN last_failed_time > coalesce(last_archived_time, '-infinity') THEN 'fails'"
    " WHEN last_archived_time > now() - interval '2 days' THEN 'works' ELSE 'off' END"
    " FROM pg_stat_archiver";

static void look_backup(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    const char *why;
    struct slice spool = slice_from(d->place->spool);
    const char *slash = spool.len > 0 ? memrchr(spool.ptr, '/', spool.len) : NULL;
    const char *stamp = slash == NULL ? "/var/lib/firstline/last-backup"
                                      : text_printf(d->arena, "%.*s/last-backup",
                                                    (int)(slash - spool.ptr), spool.ptr);
    struct stat st;
    bool stamped = stat(stamp, &st) == 0;
    long long days = stamped ? (clock_wall_us() / 1000000 - st.st_mtime) / SECONDS_PER_DAY : 0;
    PGconn *conn = doctor_connection(d, f);
    if (conn == NULL)
        return;
    const char *works = database_value(d->arena, conn, archiving, NULL, &why);
    if (works != NULL && strcmp(works, "fails") == 0) {
        doctor_says(f, DOCTOR_WRONG, "the server cannot archive its log, so its disk fills up");
        doctor_remedy(f, "%s",
                      doctor_psql(d, "SELECT last_failed_wal, last_failed_time FROM "
                                     "pg_stat_archiver"));
    } else if ((works == NULL || strcmp(works, "works") != 0) && (!stamped || days >= 2)) {
        if (stamped)
            doctor_says(f, DOCTOR_WARNING, "the last backup is %lld days old (%s)", days, stamp);
        else
            doctor_says(
                f, DOCTOR_WARNING,
                "nothing tells of a backup: the server does not archive, and there is no %s",
                stamp);
        /* The folder first: a dump holds people's data, and is readable for all by itself. */
        doctor_remedy(f,
                      "each night as root: install -d -o postgres -m 700 /var/backups/firstline && "
                      "runuser -u postgres -- pg_dump -Fc -f /var/backups/firstline/firstline.dump "
                      "%s && touch %s   (man firstline-backup)",
                      d->database.name, stamp);
    }
}

static const struct doctor_check checks[] = {
    {"database", "the database is there", look_reached, .timeout_ms = 8000},
    {"entry", "it lets firstline in", look_entry, .timeout_ms = 8000},
    {"schema", "its tables are of this version", look_schema, .because = "entry rights"},
    {"zone", "days are counted alike on both sides", look_zone, .because = "database entry schema"},
    {"database-clock", "its clock is ours", look_clock, .because = "database"},
    {"backup", "it is backed up", look_backup, .because = "database"},
};

const struct doctor_group doctor_database = {checks, sizeof checks / sizeof *checks, true};
