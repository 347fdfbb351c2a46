/* pg: libpq without ever blocking on it. Every wait is a poll(2) with what is left of a deadline.
 * PQcancel is not used: a cancelled wait for a standby would read as success. */
#include "store/pg.h"

#include <assert.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/xalloc.h"
#include "store/handshake.h"

#define SUBMIT_QUERY "SELECT n, receipt, outcome FROM intake.submit($1)"
#define AGAIN_QUERY "SELECT n, receipt, outcome FROM intake.submit_again($1)"
#define LOOK_QUERY "SELECT history, wal, remembered FROM intake.look($1::uuid[])"
#define SUBMIT_NAME "firstline_submit"

struct pg {
    struct hosts *hosts;
    struct hosts_target target;        /* the last that was tried, and */
    char server[SPOOL_REASON_MAX / 2]; /* its name, for people */
    PGconn *conn;                      /* NULL: not connected */
    bool anew;                         /* the target did not answer when it was tried before */
    bool proved;                       /* something went through over this connection */
    bool unfit;                        /* the target answers, and did not do what it was asked to */
    bool durable;                      /* the server's settings keep what it commits */
    bool outdated;                     /* what failed last did so because the schema is too old */
    int schema;                        /* the number of the schema */
    struct history_name history;
    bool warned;   /* a WARNING came with the running statement */
    bool prepared; /* this connection knows SUBMIT_NAME */
    bool pooled;   /* no connection is known to keep it: a pooler in transaction mode is between */
    char reason[SPOOL_REASON_MAX];
};

struct pg *pg_new(struct hosts *hosts) {
    struct pg *pg = xcalloc(1, sizeof *pg);
    pg->hosts = hosts;
    return pg;
}

void pg_free(struct pg *pg) {
    if (pg == NULL)
        return;
    PQfinish(pg->conn);
    free(pg);
}

bool pg_connected(const struct pg *pg) { return pg->conn != NULL; }

bool pg_anew(const struct pg *pg) { return pg->anew; }

bool pg_hung_up(const struct pg *pg) {
    struct pollfd p = {.fd = PQsocket(pg->conn), .events = POLLRDHUP};
    return pg->conn != NULL && poll(&p, 1, 0) == 1;
}

bool pg_durable(const struct pg *pg) { return pg->durable; }

bool pg_outdated(const struct pg *pg) { return pg->outdated; }

const struct history_name *pg_history(const struct pg *pg) { return &pg->history; }

int pg_schema(const struct pg *pg) { return pg->schema; }

const char *pg_server(const struct pg *pg) { return pg->server; }

const char *pg_reason(const struct pg *pg) { return pg->reason; }

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

static void keep_reason(struct pg *pg, const char *state, const char *message) {
    struct slice why =
        first_line(message == NULL || *message == '\0' ? "no answer in time" : message);
    snprintf(pg->reason, sizeof pg->reason, "%s%s%.*s", state, *state == '\0' ? "" : " ",
             SLICE_ARG(why));
}

void pg_disconnect(struct pg *pg) {
    PQfinish(pg->conn);
    pg->conn = NULL;
    pg->prepared = false;
}

void pg_leave(struct pg *pg) {
    if (pg->unfit)
        hosts_leave(pg->hosts, &pg->target);
    pg->unfit = false;
    pg_disconnect(pg);
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

/* ERR_TIMEOUT: the host that has the turn does not answer. */
static enum errcode finish_connecting(PGconn *conn, long long deadline) {
    PostgresPollingStatusType next = PGRES_POLLING_WRITING;
    while (next != PGRES_POLLING_OK) {
        if (next == PGRES_POLLING_FAILED || PQstatus(conn) == CONNECTION_BAD)
            return ERR_UNAVAILABLE;
        if (!wait_for(conn, next == PGRES_POLLING_READING ? POLLIN : POLLOUT, deadline))
            return ERR_TIMEOUT;
        next = PQconnectPoll(conn);
    }
    return PQsetnonblocking(conn, 1) == 0 ? OK : ERR_UNAVAILABLE;
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

/* What was just sent, if it was, to its result, which is never NULL on OK and then the caller's. */
static enum errcode finish(struct pg *pg, bool sent, long long deadline, PGresult **out) {
    if (!sent)
        return ERR_TIMEOUT; /* the connection broke; what was sent before is over */
    enum errcode e = flush(pg, deadline);
    return e == OK ? receive(pg, deadline, out) : e;
}

static bool is_on(const PGresult *result, int column) {
    const char *value = PQgetvalue(result, 0, column);
    return strcmp(value, "on") == 0 || strcmp(value, "remote_apply") == 0;
}

/* A server that may forget a commit is written to, but nobody is thanked on its word. */
static void look_at_settings(struct pg *pg, const PGresult *result) {
    pg->durable = is_on(result, 0) && is_on(result, 1) && is_on(result, 2);
    if (!pg->durable)
        log_line(LOG_ERROR, "database_forgets",
                 "fsync=%s full_page_writes=%s synchronous_commit=%s expected=on "
                 "thanks=\"from the spool only\"",
                 PQgetvalue(result, 0, 0), PQgetvalue(result, 0, 1), PQgetvalue(result, 0, 2));
}

/* It becomes part of a file name. */
static bool take_history(const PGresult *result, int column, struct history_name *out) {
    const char *name = PQgetvalue(result, 0, column);
    size_t length = strlen(name);
    if (length == 0 || length > HISTORY_NAME_MAX ||
        strspn(name, "0123456789abcdefghijklmnopqrstuvwxyz-") != length)
        return false;
    memcpy(out->text, name, length + 1);
    return true;
}

static bool is_row(const PGresult *result, int columns) {
    return PQresultStatus(result) == PGRES_TUPLES_OK && PQntuples(result) == 1 &&
           PQnfields(result) == columns;
}

static enum errcode greet(struct pg *pg, long long deadline) {
    PGresult *result = NULL;
    bool sent = PQsendQuery(pg->conn, handshake_query()) == 1;
    enum errcode e = finish(pg, sent, deadline, &result);
    if (e == OK && (!is_row(result, HANDSHAKE_COLUMNS) ||
                    !take_history(result, HANDSHAKE_HISTORY, &pg->history)))
        e = ERR_UNAVAILABLE;
    pg->outdated = e != OK && handshake_outdated(result, PQdb(pg->conn));
    if (e == OK) {
        look_at_settings(pg, result);
        pg->schema = (int)strtol(PQgetvalue(result, 0, HANDSHAKE_SCHEMA), NULL, 10);
    }
    PQclear(result);
    return e;
}

/* host, port and, where it is another text, the address. */
static void name_target(struct pg *pg) {
    const struct hosts_target *t = &pg->target;
    const char *host = t->host;
    pg->server[0] = '\0';
    if (host != NULL && *host == '\0')
        host = pg->conn == NULL ? t->address : PQhost(pg->conn);
    bool two = host != NULL && *t->address != '\0' && strcmp(host, t->address) != 0;
    int n = host == NULL
                ? 0
                : snprintf(pg->server, sizeof pg->server, "%s%s%s%s port %s", host, two ? " (" : "",
                           two ? t->address : "", two ? ")" : "", t->port);
    if (n < 0)
        pg->server[0] = '\0';
}

/* With the name of the target, which libpq puts before its own words only. */
static void keep_target_reason(struct pg *pg, const char *message) {
    char name[sizeof pg->server + 1] = "";
    const char *own = strstr(message, " failed: ");
    bool named = own != NULL && slice_starts(slice_from(message), "connection to server ");
    name_target(pg);
    if (pg->server[0] != '\0')
        snprintf(name, sizeof name, "%s:", pg->server);
    keep_reason(pg, name, named ? own + strlen(" failed: ") : message);
}

static bool connect_to_target(struct pg *pg, long long deadline) {
    pg->conn = hosts_start(pg->hosts, &pg->target);
    /* from its first word on: libpq's own receiver prints into the log */
    PQsetNoticeReceiver(pg->conn, on_notice, pg);
    if (pg->conn != NULL && finish_connecting(pg->conn, deadline) == OK)
        return true;
    keep_target_reason(pg, pg->conn == NULL ? "out of memory" : PQerrorMessage(pg->conn));
    pg_disconnect(pg);
    return false;
}

/* What the first of so many may take of the time. */
static long long share(long long deadline, size_t count) {
    long long now = clock_ms();
    return now + (deadline - now) / (long long)count;
}

/* What was tried before the last stands behind it. */
static void add_reason(char before[SPOOL_REASON_MAX], struct pg *pg) {
    char all[SPOOL_REASON_MAX];
    int n = snprintf(all, sizeof all, "%s%s%s", pg->reason, *before == '\0' ? "" : "; ", before);
    if (n >= 0)
        memcpy(before, all, sizeof all);
    memcpy(pg->reason, all, sizeof all);
}

/* To the first that takes writes. */
static bool connect_to_one(struct pg *pg, long long deadline) {
    struct hosts_round round;
    char before[SPOOL_REASON_MAX] = "";
    hosts_begin(pg->hosts, &round);
    for (size_t i = 0; i < round.count; i++) {
        const char *why;
        bool has_address =
            hosts_resolve(pg->hosts, &round, i, share(deadline, round.count - i), &why);
        pg->target = round.targets[i];
        if (!has_address)
            keep_target_reason(pg, why);
        else if (connect_to_target(pg, share(deadline, round.count - i)))
            return true;
        hosts_failed(pg->hosts, &pg->target);
        add_reason(before, pg);
    }
    return false;
}

enum errcode pg_connect(struct pg *pg, long long deadline) {
    if (pg->conn != NULL)
        return OK;
    pg->proved = pg->unfit = false;
    if (!connect_to_one(pg, deadline))
        return ERR_UNAVAILABLE;
    name_target(pg);
    pg->anew = hosts_answered(pg->hosts, &pg->target);
    if (greet(pg, deadline) == OK)
        return OK;
    keep_target_reason(pg, PQerrorMessage(pg->conn));
    if (!pg->outdated)
        hosts_failed(pg->hosts, &pg->target);
    pg_disconnect(pg);
    return ERR_UNAVAILABLE;
}

void pg_log_connected(const struct pg *pg) {
    const char *address = PQhostaddr(pg->conn);
    log_line(LOG_INFO, "database_connected",
             "host=%s%s%s port=%s database=%s user=%s server=%d schema=%d", PQhost(pg->conn),
             *address == '\0' ? "" : " address=", address, PQport(pg->conn), PQdb(pg->conn),
             PQuser(pg->conn), PQserverVersion(pg->conn), pg->schema);
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

/* What an SQLSTATE means for a batch: the longest prefix that is listed. 22 and 23 say that a
 * record is at fault, P0 that a trigger or function of the owner's refuses one. The server, or the
 * way to it, is at fault with the rest; 28 and 42 will not get well without a hand. */
static const struct {
    char prefix[6];
    enum errcode meaning;
    enum log_level level;
} states[] = {
    {"22", ERR_REFUSED, LOG_WARN},        {"23", ERR_REFUSED, LOG_WARN},
    {"P0", ERR_REFUSED, LOG_WARN},        {"08", ERR_UNAVAILABLE, LOG_WARN},
    {"25006", ERR_UNAVAILABLE, LOG_WARN}, {"40001", ERR_UNAVAILABLE, LOG_WARN},
    {"40P01", ERR_UNAVAILABLE, LOG_WARN}, {"53", ERR_UNAVAILABLE, LOG_WARN},
    {"55P03", ERR_UNAVAILABLE, LOG_WARN}, {"57014", ERR_UNAVAILABLE, LOG_WARN},
    {"57P01", ERR_UNAVAILABLE, LOG_WARN}, {"57P02", ERR_UNAVAILABLE, LOG_WARN},
    {"57P03", ERR_UNAVAILABLE, LOG_WARN}, {"58", ERR_UNAVAILABLE, LOG_WARN},
    {"26000", ERR_UNAVAILABLE, LOG_WARN}, {"0A000", ERR_UNAVAILABLE, LOG_WARN},
    {"XX", ERR_UNAVAILABLE, LOG_WARN},    {"28", ERR_UNAVAILABLE, LOG_ERROR},
    {"42", ERR_UNAVAILABLE, LOG_ERROR},   {"", ERR_UNAVAILABLE, LOG_ERROR},
};

/* An error that names its SQLSTATE was answered by the server, so nothing was stored; one without
 * came from a lost connection, perhaps after the commit. The same holds for what the server says
 * when it ends the connection (57P01 and the like): libpq may report it for a commit that went
 * through just before, and receipts see to that. */
static enum errcode judge_failure(struct pg *pg, const PGresult *result) {
    static struct log_gate gate;
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    size_t i = 0;
    keep_reason(pg, state == NULL ? "" : state,
                message != NULL ? message : PQresultErrorMessage(result));
    if (state == NULL) {
        log_limited(&gate, LOG_WARN, "batch_unknown", "server=\"%s\" why=\"%s\"", pg->server,
                    pg->reason);
        return ERR_TIMEOUT;
    }
    pg->outdated = handshake_outdated(result, PQdb(pg->conn));
    if (pg->outdated)
        return ERR_UNAVAILABLE;
    while (!slice_starts(slice_from(state), states[i].prefix))
        i++;                              /* the last one fits all */
    if (states[i].meaning == ERR_REFUSED) /* the message may quote the visitor's data */
        log_limited(&gate, states[i].level, "batch_refused", "sqlstate=%s", state);
    else
        log_limited(&gate, states[i].level, "batch_failed", "server=\"%s\" why=\"%s\"", pg->server,
                    pg->reason);
    return states[i].meaning;
}

/* The others of its batch were stored: it is no outage. */
static void tell_locked(const struct pg *pg, size_t count, const struct pg_answer *answers) {
    static struct log_gate gate;
    size_t locked = 0;
    for (size_t i = 0; i < count; i++)
        locked += answers[i].verdict == VERDICT_NONE;
    if (locked > 0)
        log_limited(&gate, LOG_WARN, "leads_locked", "server=\"%s\" records=%zu", pg->server,
                    locked);
}

static enum errcode judge(struct pg *pg, const PGresult *result, size_t count,
                          struct pg_answer *answers) {
    if (PQresultStatus(result) != PGRES_TUPLES_OK || PQnfields(result) != 3)
        return judge_failure(pg, result);
    if (pg->warned) {
        keep_reason(pg, "", "the server warned at commit");
        log_line(LOG_ERROR, "batch_unknown", "server=\"%s\" why=\"%s\"", pg->server, pg->reason);
        return ERR_TIMEOUT;
    }
    read_answers(result, count, answers);
    tell_locked(pg, count, answers);
    return OK;
}

static bool state_is(const PGresult *result, const char *state) {
    const char *found = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    return found != NULL && strcmp(found, state) == 0;
}

/* Parsed and planned once in a connection's life: a tenth of what a lone lead costs. */
static enum errcode prepare(struct pg *pg, long long deadline) {
    PGresult *result = NULL;
    if (pg->prepared || pg->pooled)
        return OK;
    bool sent = PQsendPrepare(pg->conn, SUBMIT_NAME, SUBMIT_QUERY, 1, NULL) == 1;
    enum errcode e = finish(pg, sent, deadline, &result);
    if (e == OK) {
        pg->prepared = PQresultStatus(result) == PGRES_COMMAND_OK;
        pg->pooled =
            state_is(result, "42P05"); /* another of the pooler's clients has prepared it */
        if (!pg->prepared && !pg->pooled)
            e = judge_failure(pg, result);
    }
    PQclear(result);
    return e;
}

static enum errcode run_submit(struct pg *pg, struct slice records, bool again, long long deadline,
                               PGresult **out) {
    const char *const values[] = {records.ptr};
    const int lengths[] = {(int)records.len};
    const char *query = again ? AGAIN_QUERY : SUBMIT_QUERY;
    pg->warned = false;
    FAULT_POINT("pg-send");
    int sent = pg->prepared && !again
                   ? PQsendQueryPrepared(pg->conn, SUBMIT_NAME, 1, values, lengths, NULL, 0)
                   : PQsendQueryParams(pg->conn, query, 1, NULL, values, lengths, NULL, 0);
    FAULT_POINT("pg-sent");
    enum errcode e = finish(pg, sent == 1, deadline, out);
    FAULT_POINT("pg-answered");
    return e;
}

/* The statement was prepared on another server connection than this (a pooler's), or for an
 * intake.submit that has been replaced by one of another type; or the server takes no writes any
 * more, and another of the hosts may be the primary now. Nothing was stored, and a new connection,
 * which the caller makes at once, puts it right. */
static bool connection_is_stale(struct pg *pg, const PGresult *result) {
    bool unknown = pg->prepared && state_is(result, "26000");
    pg->pooled = pg->pooled || unknown;
    return unknown || (pg->prepared && state_is(result, "0A000")) || state_is(result, "25006");
}

/* A host that ends a connection over which something went through may be back in a moment: it keeps
 * its turn, and the others have theirs if it is not. The schema is the same at all of them. */
static void judge_target(struct pg *pg, enum errcode e) {
    bool taken = e == OK || e == ERR_REFUSED;
    bool ended = PQstatus(pg->conn) == CONNECTION_BAD && pg->proved;
    pg->unfit = !taken && !ended && !pg->outdated;
    pg->proved |= taken;
}

/* On a connection that is there. */
static enum errcode submit(struct pg *pg, const struct pg_batch *batch, long long deadline,
                           struct pg_answer *answers) {
    PGresult *result = NULL;
    keep_reason(pg, "", NULL);
    pg->outdated = false;
    enum errcode e = batch->again ? OK : prepare(pg, deadline);
    if (e == OK)
        e = run_submit(pg, batch->records, batch->again, deadline, &result);
    if (e == OK)
        e = judge(pg, result, batch->count, answers);
    judge_target(pg, e);
    if (e == ERR_TIMEOUT || PQstatus(pg->conn) == CONNECTION_BAD || connection_is_stale(pg, result))
        pg_disconnect(pg);
    PQclear(result);
    return e;
}

enum errcode pg_submit(struct pg *pg, const struct pg_batch *batch, long long deadline,
                       struct pg_answer *answers) {
    enum errcode e = pg_connect(pg, deadline);
    return e == OK ? submit(pg, batch, deadline, answers) : e;
}

enum errcode pg_probe(struct pg *pg, long long deadline) {
    struct pg_answer none[1];
    return pg_submit(pg, &(struct pg_batch){.records = SLICE_LIT("[]")}, deadline, none);
}

/* As a text array of SQL. */
static void write_receipts(const struct uuid *receipts, size_t count, char *out) {
    *out++ = '{';
    for (size_t i = 0; i < count; i++) {
        memcpy(out, receipts[i].text, UUID_TEXT);
        out += UUID_TEXT;
        *out++ = ',';
    }
    memcpy(count > 0 ? out - 1 : out, "}", 2);
}

static bool read_look(const PGresult *result, struct history_look *out) {
    struct history_look look;
    char *end;
    if (!is_row(result, 3) || !take_history(result, 0, &look.name))
        return false;
    const char *wal = PQgetvalue(result, 0, 1), *known = PQgetvalue(result, 0, 2);
    look.wal = strtoll(wal, &end, 10);
    look.remembered = strcmp(known, "t") == 0;
    if (!ascii_is_digit(*wal) || *end != '\0' || (!look.remembered && strcmp(known, "f") != 0))
        return false; /* no reason to take the server's memory for gone */
    *out = look;
    return true;
}

/* What a result that has no rows, or other ones, says. */
static void keep_complaint(struct pg *pg, const PGresult *result) {
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *message = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    bool answered = PQresultStatus(result) == PGRES_TUPLES_OK;
    keep_reason(pg, state == NULL ? "" : state,
                message != NULL ? message
                : answered      ? "an answer of another form"
                                : PQresultErrorMessage(result));
}

static enum errcode ask_look(struct pg *pg, const char *receipts, long long deadline,
                             struct history_look *out) {
    PGresult *result = NULL;
    bool sent = PQsendQueryParams(pg->conn, LOOK_QUERY, 1, NULL, &receipts, NULL, NULL, 0) == 1;
    enum errcode e = finish(pg, sent, deadline, &result);
    if (e == OK && !read_look(result, out)) {
        keep_complaint(pg, result);
        e = ERR_UNAVAILABLE;
    }
    PQclear(result);
    return e;
}

enum errcode pg_look(struct pg *pg, const struct uuid *receipts, size_t count, long long deadline,
                     struct history_look *out) {
    char text[PG_RECEIPTS_MAX * (UUID_TEXT + 1) + 3];
    assert(count <= PG_RECEIPTS_MAX);
    enum errcode e = pg_connect(pg, deadline);
    if (e != OK)
        return e;
    write_receipts(receipts, count, text);
    keep_reason(pg, "", NULL);
    e = ask_look(pg, text, deadline, out);
    if (e != OK)
        pg_disconnect(pg);
    return e == OK ? OK : ERR_UNAVAILABLE;
}

enum errcode pg_ask(struct pg *pg, const char *query, long long deadline, PGresult **out) {
    PGresult *result = NULL;
    keep_reason(pg, "", NULL);
    enum errcode e = finish(pg, PQsendQuery(pg->conn, query) == 1, deadline, &result);
    if (e == OK && PQresultStatus(result) == PGRES_TUPLES_OK) {
        *out = result;
        return OK;
    }
    if (e == OK)
        keep_complaint(pg, result);
    PQclear(result);
    pg_disconnect(pg);
    return ERR_UNAVAILABLE;
}
