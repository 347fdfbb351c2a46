/* database: PostgreSQL's superuser is let in by its name in the system (peer). The kernel tells the
 * server the effective user of whoever connects, so root takes that on for the moment of
 * connecting; there are no threads here. */
#include "admin/database.h"

#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "admin/child.h"
#include "admin/file.h"
#include "admin/places.h"
#include "admin/text.h"
#include "base/bounds.h"

#define SUPERUSER "postgres"

const char *database_variable(struct arena *a, struct slice text, const char *name) {
    struct slice rest = text, line, value;
    const char *found = NULL; /* of several the last counts, as for systemd */
    while (text_line(&rest, &line)) {
        struct slice key = slice_trim(slice_cut(line, '=', &value));
        if (value.ptr != NULL && slice_eq_lit(key, name))
            found = text_copy(a, slice_trim(value));
    }
    return found;
}

static const char *first_of(const char *a, const char *b, const char *c) {
    const char *either = a != NULL && a[0] != '\0' ? a : b;
    return either != NULL && either[0] != '\0' ? either : c;
}

/* One word of libpq: what the caller's environment says, what the unit's file says, or else. */
static const char *word(struct arena *a, struct slice file, const char *name,
                        const char *fallback) {
    return first_of(getenv(name), database_variable(a, file, name), fallback);
}

static enum errcode read_url(struct arena *a, struct database *d, const char **why) {
    char *complaint = NULL;
    PQconninfoOption *options = PQconninfoParse(d->url, &complaint);
    if (options == NULL) {
        struct slice rest;
        *why = text_copy(a, slice_cut(slice_from(complaint), '\n', &rest));
        PQfreemem(complaint);
        return ERR_SYNTAX;
    }
    for (const PQconninfoOption *o = options; o->keyword != NULL; o++) {
        if (o->val == NULL || o->val[0] == '\0')
            continue;
        const char *value = text_copy(a, slice_from(o->val));
        if (strcmp(o->keyword, "host") == 0)
            d->host = value;
        else if (strcmp(o->keyword, "port") == 0)
            d->port = value;
        else if (strcmp(o->keyword, "dbname") == 0)
            d->name = value;
        else if (strcmp(o->keyword, "user") == 0)
            d->admin = value;
    }
    PQconninfoFree(options);
    return OK;
}

enum errcode database_find(struct arena *a, const char *url, struct database *out,
                           const char **why) {
    struct slice file = SLICE_NONE;
    if (url == NULL && file_read(a, PLACES_ENVIRONMENT, &file) != OK)
        file = SLICE_NONE;
    struct database d = {
        .url = url, .name = "firstline", .port = "5432", .admin = SUPERUSER, .timeout_s = 10};
    d.host = "/var/run/postgresql";
    if (url == NULL) {
        d.host = word(a, file, "PGHOST", d.host);
        d.port = word(a, file, "PGPORT", d.port);
        d.name = word(a, file, "PGDATABASE", d.name);
        d.admin = first_of(getenv("PGUSER"), NULL, SUPERUSER);
    } else if (read_url(a, &d, why) != OK) {
        return ERR_SYNTAX;
    }
    d.local = d.host[0] == '/';
    if (d.local && geteuid() == 0 && getpwnam(d.admin) != NULL && strcmp(d.admin, "root") != 0)
        d.become = d.admin;
    *out = d;
    return OK;
}

static void one_line(struct arena *a, const char *message, const char **why) {
    struct slice rest, line = slice_cut(slice_from(message), '\n', &rest);
    *why = text_copy(a, slice_trim(line));
}

/* Of PQconnectdbParams: what stands behind the address wins over it. */
static PGconn *connect_now(const struct database *d, const char *name) {
    char timeout[16];
    snprintf(timeout, sizeof timeout, "%d", d->timeout_s);
    const char *keys[] = {"dbname",
                          "host",
                          "port",
                          "user",
                          "dbname",
                          "application_name",
                          "client_encoding",
                          "connect_timeout",
                          "options",
                          NULL};
    const char *values[] = {d->url != NULL ? d->url : name,
                            d->host,
                            d->port,
                            d->admin,
                            name,
                            "firstline setup",
                            "UTF8",
                            timeout,
                            "-c statement_timeout=0 -c client_min_messages=warning",
                            NULL};
    return PQconnectdbParams(keys, values, d->url != NULL);
}

PGconn *database_connect(struct arena *a, const struct database *d, const char *name,
                         const char **why) {
    const struct passwd *p = d->become != NULL ? getpwnam(d->become) : NULL;
    uid_t own = geteuid();
    *why = NULL;
    if (p != NULL && seteuid(p->pw_uid) == -1) {
        *why = text_printf(a, "cannot take on the user %s", d->become);
        return NULL;
    }
    PGconn *conn = connect_now(d, name != NULL ? name : d->name);
    if (p != NULL && seteuid(own) == -1)
        abort(); /* never go on as somebody else */
    if (conn != NULL && PQstatus(conn) == CONNECTION_OK) {
        PQclear(PQexec(conn, "SET lc_messages = 'C'")); /* a superuser may; nobody else needs it */
        return conn;
    }
    one_line(a, conn == NULL ? "out of memory" : PQerrorMessage(conn), why);
    PQfinish(conn);
    return NULL;
}

const char *database_complaint(struct arena *a, PGconn *conn, const PGresult *r) {
    ExecStatusType status = PQresultStatus(r);
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK)
        return NULL;
    const char *message = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY), *why;
    one_line(a, message != NULL ? message : PQerrorMessage(conn), &why);
    return why;
}

static PGresult *run(struct arena *a, PGconn *conn, const char *sql, const char *parameter,
                     const char **why) {
    PGresult *r =
        PQexecParams(conn, sql, parameter != NULL ? 1 : 0, NULL, &parameter, NULL, NULL, 0);
    *why = database_complaint(a, conn, r);
    return r;
}

bool database_do(struct arena *a, PGconn *conn, const char *sql, const char *parameter,
                 const char **why) {
    PQclear(run(a, conn, sql, parameter, why));
    return *why == NULL;
}

const char *database_value(struct arena *a, PGconn *conn, const char *sql, const char *parameter,
                           const char **why) {
    PGresult *r = run(a, conn, sql, parameter, why);
    const char *value = NULL;
    if (*why == NULL && PQntuples(r) > 0 && !PQgetisnull(r, 0, 0))
        value = text_copy(a, slice_from(PQgetvalue(r, 0, 0)));
    PQclear(r);
    return value;
}

bool database_run_file(struct arena *a, const struct database *d, const char *path,
                       const char **why) {
    const char *place = d->url != NULL ? d->url
                                       : text_printf(a, "host='%s' port='%s' dbname='%s' user='%s'",
                                                     d->host, d->port, d->name, d->admin);
    const char *const argv[] = {
        "psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "--single-transaction", "-d",
        place,  "-f", path, NULL};
    struct child_end end = child_run(
        a, &(struct child){.argv = argv, .user = d->become, .timeout_ms = INSTALL_TIMEOUT_MS});
    *why = end.code == 0 ? NULL : child_reason(a, &end);
    return end.code == 0;
}
