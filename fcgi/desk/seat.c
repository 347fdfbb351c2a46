/* seat: libpq's pipelines, with a deadline on every wait. Whatever is not as it should be ends the
 * connection: the next request gets a new one, and nothing of this one can be left in it. */
#include "desk/seat.h"

#include <assert.h>
#include <poll.h>
#include <stdlib.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/xalloc.h"

#define TEXT_OF(n) TEXT_OF_(n)
#define TEXT_OF_(n) #n

struct seat {
    PGconn *conn; /* NULL: not connected */
    PGresult *results[SEAT_ASKS_MAX];
    PGresult *refusal;
};

struct seat *seat_new(void) {
    return xcalloc(1, sizeof(struct seat));
}

static void forget(struct seat *s) {
    for (size_t i = 0; i < SEAT_ASKS_MAX; i++) {
        PQclear(s->results[i]);
        s->results[i] = NULL;
    }
    PQclear(s->refusal);
    s->refusal = NULL;
}

static void disconnect(struct seat *s) {
    PQfinish(s->conn);
    s->conn = NULL;
}

void seat_free(struct seat *s) {
    forget(s);
    disconnect(s);
    free(s);
}

const PGresult *seat_result(const struct seat *s, size_t i) { return s->results[i]; }

const PGresult *seat_refusal(const struct seat *s) { return s->refusal; }

static bool is_set(const char *name) {
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

/* What a server says besides is nothing that anybody here could act upon. */
static void drop_notice(void *arg, const PGresult *result) {
    (void)arg;
    (void)result;
}

static enum errcode connect_anew(struct seat *s) {
    static struct log_gate gate;
    bool named = is_set("PGDATABASE") || is_set("PGSERVICE");
    const char *const keys[] = {
        "dbname",          "client_encoding",      "fallback_application_name",
        "connect_timeout", "target_session_attrs", NULL};
    const char *const values[] = {named ? NULL : "firstline", "UTF8",       "firstline desk",
                                  TEXT_OF(DESK_CONNECT_S),    "read-write", NULL};
    s->conn = PQconnectdbParams(keys, values, 0);
    if (PQstatus(s->conn) == CONNECTION_OK && PQsetnonblocking(s->conn, 1) == 0 &&
        PQenterPipelineMode(s->conn) == 1) {
        PQsetNoticeReceiver(s->conn, drop_notice, NULL);
        return OK;
    }
    struct slice rest, why = slice_cut(slice_from(PQerrorMessage(s->conn)), '\n', &rest);
    log_limited(&gate, LOG_ERROR, "desk_database", "why=\"%.*s\"", SLICE_ARG(why));
    disconnect(s);
    return ERR_UNAVAILABLE;
}

/* ---- a trip ---------------------------------------------------------------------------------- */

/* Until a result can be had without waiting. false: the time is up, or the connection is gone. */
static bool wait_for_result(PGconn *conn, long long deadline) {
    for (;;) {
        int unsent = PQflush(conn);
        if (unsent == -1)
            return false;
        if (unsent == 0 && !PQisBusy(conn))
            return true;
        struct pollfd p = {.fd = PQsocket(conn),
                           .events = (short)(unsent > 0 ? POLLIN | POLLOUT : POLLIN)};
        long long left = deadline - clock_ms();
        if (left <= 0 || (poll(&p, 1, (int)left) > 0 && PQconsumeInput(conn) == 0))
            return false;
    }
}

struct taker {
    void (*row)(void *arg, const PGresult *row); /* NULL: results are kept */
    void *arg;
};

static bool is_good(ExecStatusType status) {
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

/* Of the statement that has the turn. Takes result over. */
static void take_result(struct seat *s, size_t i, PGresult *result, const struct taker *t) {
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_SINGLE_TUPLE) {
        t->row(t->arg, result);
        PQclear(result);
    } else if (is_good(status) && s->results[i] == NULL) {
        s->results[i] = result;
    } else if (status == PGRES_FATAL_ERROR && s->refusal == NULL) {
        s->refusal = result;
    } else {
        PQclear(result);
    }
}

/* To the sync that ends the trip. A refusal without SQLSTATE is libpq's own: the connection broke.
 */
static enum errcode receive(struct seat *s, size_t count, const struct taker *t) {
    long long deadline = clock_ms() + DESK_TRIP_MS;
    size_t i = 0;
    for (;;) {
        if (!wait_for_result(s->conn, deadline))
            return ERR_UNAVAILABLE;
        PGresult *result = PQgetResult(s->conn);
        if (result == NULL) {
            if (PQstatus(s->conn) != CONNECTION_OK || ++i > count)
                return ERR_UNAVAILABLE;
            if (i < count && t->row != NULL)
                PQsetSingleRowMode(s->conn);
            continue;
        }
        if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
            PQclear(result);
            break;
        }
        if (i >= count) {
            PQclear(result);
            return ERR_UNAVAILABLE;
        }
        take_result(s, i, result, t);
    }
    if (s->refusal == NULL)
        return OK;
    return PQresultErrorField(s->refusal, PG_DIAG_SQLSTATE) == NULL ? ERR_UNAVAILABLE : ERR_REFUSED;
}

static enum errcode trip(struct seat *s, const struct seat_ask *asks, size_t count,
                         const struct taker *t) {
    assert(count <= SEAT_ASKS_MAX);
    forget(s);
    bool sent = s->conn != NULL;
    for (size_t i = 0; i < count && sent; i++)
        sent = PQsendQueryParams(s->conn, asks[i].sql, asks[i].count, NULL, asks[i].values, NULL,
                                 NULL, 0) == 1;
    if (sent && t->row != NULL)
        PQsetSingleRowMode(s->conn);
    enum errcode e = sent && PQpipelineSync(s->conn) == 1 ? receive(s, count, t) : ERR_UNAVAILABLE;
    if (e == ERR_UNAVAILABLE)
        disconnect(s);
    return e;
}

enum errcode seat_ask(struct seat *s, const struct seat_ask *asks, size_t count) {
    return trip(s, asks, count, &(struct taker){0});
}

enum errcode seat_rows(struct seat *s, const struct seat_ask *ask,
                       void (*row)(void *arg, const PGresult *row), void *arg) {
    return trip(s, ask, 1, &(struct taker){row, arg});
}

/* Nothing was done before the first trip, so that it may be made twice. */
enum errcode seat_begin(struct seat *s, const struct seat_ask *asks, size_t count) {
    bool old = s->conn != NULL;
    if (!old && connect_anew(s) != OK)
        return ERR_UNAVAILABLE;
    enum errcode e = seat_ask(s, asks, count);
    if (e != ERR_UNAVAILABLE || !old)
        return e;
    return connect_anew(s) == OK ? seat_ask(s, asks, count) : ERR_UNAVAILABLE;
}

void seat_leave(struct seat *s) {
    static const struct seat_ask rollback = {.sql = "ROLLBACK"};
    forget(s);
    if (s->conn == NULL || PQtransactionStatus(s->conn) == PQTRANS_IDLE)
        return;
    if (seat_ask(s, &rollback, 1) != OK || PQtransactionStatus(s->conn) != PQTRANS_IDLE)
        disconnect(s);
    forget(s);
}
