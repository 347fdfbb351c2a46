/* pg: libpq without ever blocking on it. Every wait is a poll(2) with what is left of a deadline.
 * PQcancel is not used: a cancelled wait for a standby would read as success. */
#include "store/pg.h"

#include <libpq-fe.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/xalloc.h"

#define BACKOFF_FIRST_MS 100
#define BACKOFF_LAST_MS 10000

struct pg {
    PGconn *conn;       /* NULL: not connected */
    long long retry_at; /* clock_ms of the next try */
    int backoff_ms;     /* 0: the last attempt went well */
    bool warned;        /* a WARNING came with the running statement */
};

struct pg *pg_new(void) {
    return xcalloc(1, sizeof(struct pg));
}

void pg_free(struct pg *pg) {
    if (pg == NULL)
        return;
    PQfinish(pg->conn);
    free(pg);
}

bool pg_connected(const struct pg *pg) { return pg->conn != NULL; }

long long pg_wait_ms(const struct pg *pg) {
    long long left = pg->retry_at - clock_ms();
    return pg->conn != NULL || left < 0 ? 0 : left;
}

/* A warning at COMMIT says that the wait for a standby was given up: stored here, perhaps nowhere
 * else. intake.submit itself warns of nothing, so any warning makes the outcome unknown. */
static void on_notice(void *arg, const PGresult *result) {
    struct pg *pg = arg;
    const char *severity = PQresultErrorField(result, PG_DIAG_SEVERITY_NONLOCALIZED);
    if (severity != NULL && strcmp(severity, "WARNING") == 0)
        pg->warned = true;
}

/* libpq's messages end with a newline and may hold several lines; the first says it. */
static struct slice first_line(const char *message) {
    struct slice rest;
    return slice_cut(slice_from(message), '\n', &rest);
}

/* Half of the wait is fixed, half is chance, so that several processes do not knock together. */
static void back_off(struct pg *pg) {
    unsigned char chance;
    random_bytes(&chance, 1);
    int next = pg->backoff_ms == 0 ? BACKOFF_FIRST_MS : pg->backoff_ms * 2;
    pg->backoff_ms = next > BACKOFF_LAST_MS ? BACKOFF_LAST_MS : next;
    pg->retry_at = clock_ms() + pg->backoff_ms / 2 + pg->backoff_ms * chance / 510;
}

static void drop(struct pg *pg) {
    PQfinish(pg->conn);
    pg->conn = NULL;
}

/* Waits for the socket, at most until deadline. false: the time is up. */
static bool wait_for(PGconn *conn, short events, long long deadline) {
    struct pollfd p = {.fd = PQsocket(conn), .events = events};
    for (;;) {
        long long left = deadline - clock_ms();
        if (left <= 0)
            return false;
        int n = poll(&p, 1, (int)left);
        if (n != 0)
            return true; /* ready, or EINTR or an error, which the next libpq call finds */
    }
}

static bool finish_connecting(PGconn *conn, long long deadline) {
    PostgresPollingStatusType next = PGRES_POLLING_WRITING;
    while (next != PGRES_POLLING_OK) {
        if (next == PGRES_POLLING_FAILED || PQstatus(conn) == CONNECTION_BAD)
            return false;
        if (!wait_for(conn, next == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline))
            return false;
        next = PQconnectPoll(conn);
    }
    return PQsetnonblocking(conn, 1) == 0;
}

enum errcode pg_connect(struct pg *pg) {
    static const char *const names[] = {"application_name", "client_encoding",
                                        "target_session_attrs", "fallback_application_name", NULL};
    static const char *const values[] = {"firstline", "UTF8", "read-write", "firstline", NULL};
    if (pg->conn != NULL)
        return OK;
    if (pg_wait_ms(pg) > 0)
        return ERR_UNAVAILABLE;
    pg->conn = PQconnectStartParams(names, values, 0);
    if (pg->conn == NULL || !finish_connecting(pg->conn, clock_ms() + CONNECT_DEADLINE_MS)) {
        struct slice why =
            first_line(pg->conn == NULL ? "out of memory" : PQerrorMessage(pg->conn));
        if (pg->backoff_ms == 0)
            log_line(LOG_ERROR, "database_away", "why=\"%.*s\"",
                     SLICE_ARG(why.len > 0 ? why : SLICE_LIT("no answer in time")));
        drop(pg);
        back_off(pg);
        return ERR_UNAVAILABLE;
    }
    PQsetNoticeReceiver(pg->conn, on_notice, pg);
    log_line(LOG_INFO, "database_connected", "host=%s database=%s user=%s server=%d",
             PQhost(pg->conn), PQdb(pg->conn), PQuser(pg->conn), PQserverVersion(pg->conn));
    pg->backoff_ms = 0;
    return OK;
}

static enum errcode flush(struct pg *pg, long long deadline) {
    int left;
    while ((left = PQflush(pg->conn)) == 1) {
        if (!wait_for(pg->conn, POLLIN | POLLOUT, deadline))
            return ERR_TIMEOUT;
        if (PQconsumeInput(pg->conn) == 0)
            return ERR_UNAVAILABLE;
    }
    return left == 0 ? OK : ERR_UNAVAILABLE;
}

/* The result of the one statement. On OK the caller clears *out, which is never NULL. */
static enum errcode receive(struct pg *pg, long long deadline, PGresult **out) {
    PGresult *result = NULL;
    for (;;) {
        while (PQisBusy(pg->conn)) {
            if (!wait_for(pg->conn, POLLIN, deadline)) {
                PQclear(result);
                return ERR_TIMEOUT;
            }
            if (PQconsumeInput(pg->conn) == 0)
                break; /* PQgetResult makes the error result */
        }
        PGresult *next = PQgetResult(pg->conn);
        if (next == NULL)
            break;
        PQclear(result);
        result = next;
    }
    *out = result;
    return result == NULL ? ERR_TIMEOUT : OK;
}

static enum verdict verdict_from(const char *word) {
    static const struct {
        const char *word;
        enum verdict verdict;
    } table[] = {{"new", VERDICT_NEW},
                 {"replay", VERDICT_REPLAY},
                 {"differs", VERDICT_DIFFERS},
                 {"racing", VERDICT_RACING}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (strcmp(word, table[i].word) == 0)
            return table[i].verdict;
    return VERDICT_NONE;
}

static void read_answers(const PGresult *result, size_t count, struct pg_answer *answers) {
    memset(answers, 0, count * sizeof *answers);
    for (int row = 0; row < PQntuples(result); row++) {
        long n = strtol(PQgetvalue(result, row, 0), NULL, 10);
        if (n < 1 || (size_t)n > count)
            continue;
        struct pg_answer *a = &answers[n - 1];
        if (uuid_parse(slice_from(PQgetvalue(result, row, 1)), &a->receipt))
            a->verdict = verdict_from(PQgetvalue(result, row, 2));
    }
}

/* An error that names its SQLSTATE was answered by the server, so nothing was stored; one without
 * came from a lost connection, perhaps after the commit. */
static enum errcode judge_failure(const PGresult *result) {
    static struct log_gate gate;
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    struct slice why = first_line(message != NULL ? message : PQresultErrorMessage(result));
    if (state == NULL) {
        log_limited(&gate, LOG_WARN, "batch_unknown", "why=\"%.*s\"", SLICE_ARG(why));
        return ERR_TIMEOUT;
    }
    if (strncmp(state, "22", 2) == 0 || strncmp(state, "23", 2) == 0) {
        /* the message may quote the visitor's data: the state alone goes to the log */
        log_limited(&gate, LOG_WARN, "batch_refused", "sqlstate=%s", state);
        return ERR_REFUSED;
    }
    log_limited(&gate, LOG_ERROR, "batch_failed", "sqlstate=%s why=\"%.*s\"", state,
                SLICE_ARG(why));
    return ERR_UNAVAILABLE;
}

static enum errcode judge(const struct pg *pg, const PGresult *result, size_t count,
                          struct pg_answer *answers) {
    if (PQresultStatus(result) != PGRES_TUPLES_OK || PQnfields(result) != 3)
        return judge_failure(result);
    if (pg->warned) {
        log_line(LOG_ERROR, "batch_unknown", "why=\"the server warned at commit\"");
        return ERR_TIMEOUT;
    }
    read_answers(result, count, answers);
    return OK;
}

enum errcode pg_submit(struct pg *pg, struct slice records, size_t count,
                       struct pg_answer *answers) {
    long long deadline = clock_ms() + BATCH_DEADLINE_MS;
    const char *const values[] = {records.ptr};
    const int lengths[] = {(int)records.len};
    PGresult *result = NULL;
    enum errcode e = pg_connect(pg);
    if (e != OK)
        return e;
    pg->warned = false;
    /* unnamed, so that a pooler in transaction mode may stand between */
    if (PQsendQueryParams(pg->conn, "SELECT n, receipt, outcome FROM intake.submit($1)", 1, NULL,
                          values, lengths, NULL, 0) == 0)
        e = ERR_TIMEOUT; /* the connection broke; what was sent before is over */
    if (e == OK)
        e = flush(pg, deadline);
    if (e == OK)
        e = receive(pg, deadline, &result);
    if (e == OK)
        e = judge(pg, result, count, answers);
    PQclear(result);
    if (e == ERR_TIMEOUT || PQstatus(pg->conn) == CONNECTION_BAD)
        drop(pg);
    return e;
}
