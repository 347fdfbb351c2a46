/* report: a transaction that only reads and sees one moment. */
#include "admin/report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin/file.h"
#include "admin/text.h"

/* What the server complained of; it speaks the caller's language. */
static void note_trouble(struct report *r, const PGresult *answer) {
    struct slice rest;
    const char *state = answer != NULL ? PQresultErrorField(answer, PG_DIAG_SQLSTATE) : NULL;
    const char *what = answer != NULL ? PQresultErrorField(answer, PG_DIAG_MESSAGE_PRIMARY) : NULL;
    const char *hint = answer != NULL ? PQresultErrorField(answer, PG_DIAG_MESSAGE_HINT) : NULL;
    if (what == NULL)
        what = PQerrorMessage(r->conn);
    r->why = text_copy(r->arena, slice_cut(slice_from(what), '\n', &rest));
    r->hint = hint != NULL ? text_copy(r->arena, slice_cut(slice_from(hint), '\n', &rest)) : NULL;
    snprintf(r->sqlstate, sizeof r->sqlstate, "%s", state != NULL ? state : "");
}

static bool run(struct report *r, const char *sql) {
    PGresult *answer = PQexec(r->conn, sql);
    ExecStatusType status = PQresultStatus(answer);
    bool good = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!good)
        note_trouble(r, answer);
    PQclear(answer);
    return good;
}

PGresult *report_rows(struct report *r, const char *sql) {
    const char *days[] = {r->days.from, r->days.to};
    const Oid types[] = {1082, 1082}; /* date */
    bool asks = strstr(sql, "$1") != NULL;
    PGresult *answer = PQexecParams(r->conn, sql, asks ? 2 : 0, types, days, NULL, NULL, 0);
    if (PQresultStatus(answer) == PGRES_TUPLES_OK)
        return answer;
    note_trouble(r, answer);
    PQclear(answer);
    return NULL;
}

void report_progress(const struct report *r, const char *what) {
    if (r->progress != NULL)
        r->progress(what);
}

const char *report_json(struct report *r, const char *what, const char *sql) {
    report_progress(r, what);
    PGresult *answer = report_rows(
        r, text_printf(r->arena, "SELECT coalesce(json_agg(v), '[]') FROM (%s) AS v", sql));
    if (answer == NULL)
        return NULL;
    const char *text = text_copy(r->arena, slice_from(PQgetvalue(answer, 0, 0)));
    PQclear(answer);
    return text;
}

static bool connect_as_caller(struct report *r) {
    const char *name =
        getenv("PGDATABASE") == NULL && getenv("PGSERVICE") == NULL ? "firstline" : NULL;
    const char *keys[] = {"fallback_application_name", "client_encoding", "connect_timeout",
                          "dbname", NULL};
    const char *values[] = {"firstline report", "UTF8",
                            getenv("PGCONNECT_TIMEOUT") == NULL ? "10" : NULL, name, NULL};
    r->conn = PQconnectdbParams(keys, values, 0);
    if (r->conn != NULL && PQstatus(r->conn) == CONNECTION_OK)
        return true;
    note_trouble(r, NULL);
    return false;
}

static bool ask_office(struct report *r) {
    PGresult *answer = report_rows(
        r, "SELECT zone, currency, language, today - date '1970-01-01' FROM marketing.office");
    if (answer == NULL)
        return false;
    bool found = PQntuples(answer) == 1;
    if (found) {
        r->zone = text_copy(r->arena, slice_from(PQgetvalue(answer, 0, 0)));
        r->currency = text_copy(r->arena, slice_from(PQgetvalue(answer, 0, 1)));
        r->language = text_copy(r->arena, slice_from(PQgetvalue(answer, 0, 2)));
        r->today = (int32_t)strtol(PQgetvalue(answer, 0, 3), NULL, 10);
    } else {
        r->why = "marketing.office has no row";
    }
    PQclear(answer);
    return found;
}

bool report_open(struct report *r) {
    return connect_as_caller(r) &&
           run(r,
               "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY; SET LOCAL DateStyle = 'ISO, YMD';"
               "SET LOCAL IntervalStyle = 'postgres'; SET LOCAL jit = off") &&
           ask_office(r) &&
           run(r, "SELECT set_config('TimeZone', o.zone, true) FROM marketing.office AS o");
}

void report_close(struct report *r) {
    PQfinish(r->conn);
    r->conn = NULL;
}

bool report_write(struct report *r, const char *path, struct slice text) {
    mode_t mask = umask(0);
    umask(mask);
    struct file_owner owner = {geteuid(), getegid(), 0666 & ~mask};
    if (file_replace(r->arena, path, text, owner) == OK)
        return true;
    r->sqlstate[0] = '\0';
    r->hint = NULL;
    r->why = text_printf(r->arena, "%s: %s", path, strerror(errno));
    return false;
}
