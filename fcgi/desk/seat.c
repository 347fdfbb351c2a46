/* seat: libpq's pipelines, with a deadline on every wait. Whatever is not as it should be ends the
 * connection: the next request gets a new one, and nothing of this one can be left in it. */
#include "desk/seat.h"

#include <assert.h>
#include <openssl/evp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/xalloc.h"
#include "store/database_name.h"

#define TEXT_OF(n) TEXT_OF_(n)
#define TEXT_OF_(n) #n

#define KNOWN_MAX 64     /* statements that a connection has prepared */
#define KNOWN_BYTES 1024 /* of one; a longer one is asked each time as if it were new */

/* Its name is made of its text: behind a pooler a connection may have what another seat prepared,
 * and nothing but this very text may run by that name. PostgreSQL cuts a name at 63 octets. */
#define NAME_PREFIX "desk_"
#define NAME_HASH_OCTETS 24
#define NAME_BYTES (sizeof NAME_PREFIX + 2 * (size_t)NAME_HASH_OCTETS)

struct known {
    char sql[KNOWN_BYTES], name[NAME_BYTES];
};

struct seat {
    PGconn *conn; /* NULL: not connected */
    PGresult *results[SEAT_ASKS_MAX];
    PGresult *refusal;
    bool refused_known; /* it refuses a statement that was prepared */

    struct known *known;            /* by the connection */
    size_t known_count, known_sent; /* that it has, and that it may have */
    bool pooled;                    /* what one request has prepared the next may not find */
};

struct seat *seat_new(void) {
    struct seat *s = xcalloc(1, sizeof(struct seat));
    s->known = xcalloc(KNOWN_MAX, sizeof *s->known);
    return s;
}

static void forget(struct seat *s) {
    for (size_t i = 0; i < SEAT_ASKS_MAX; i++) {
        PQclear(s->results[i]);
        s->results[i] = NULL;
    }
    PQclear(s->refusal);
    s->refusal = NULL;
    s->refused_known = false;
}

static void disconnect(struct seat *s) {
    PQfinish(s->conn);
    s->conn = NULL;
    s->known_count = s->known_sent = 0;
}

void seat_free(struct seat *s) {
    forget(s);
    disconnect(s);
    free(s->known);
    free(s);
}

const PGresult *seat_result(const struct seat *s, size_t i) { return s->results[i]; }

const PGresult *seat_refusal(const struct seat *s) { return s->refusal; }

/* What a server says besides is nothing that anybody here could act upon. */
static void drop_notice(void *arg, const PGresult *result) {
    (void)arg;
    (void)result;
}

static enum errcode connect_anew(struct seat *s) {
    static struct log_gate gate;
    const char *const keys[] = {
        "dbname",          "client_encoding",      "fallback_application_name",
        "connect_timeout", "target_session_attrs", NULL};
    const char *const values[] = {database_name(),         "UTF8",       "firstline desk",
                                  TEXT_OF(DESK_CONNECT_S), "read-write", NULL};
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
    void (*row)(void *arg, const PGresult *row); /* of the first statement; NULL: it is kept, too */
    void *arg;
};

/* What the server answers, in order: before the answer to a statement that is prepared, that. */
struct course {
    struct step {
        size_t ask;
        bool prepares, known;
    } steps[2 * SEAT_ASKS_MAX];
    size_t count;
};

static void add_step(struct course *c, struct step step) { c->steps[c->count++] = step; }

static size_t known_index(const struct seat *s, const char *sql) {
    size_t i = 0;
    while (i < s->known_sent && strcmp(s->known[i].sql, sql) != 0)
        i++;
    return i;
}

/* false: libcrypto is out of memory. */
static bool make_known(struct known *k, const char *sql) {
    unsigned char hash[EVP_MAX_MD_SIZE];
    size_t len = strlen(sql);
    if (EVP_Digest(sql, len, hash, NULL, EVP_sha256(), NULL) != 1)
        return false;
    memcpy(k->sql, sql, len + 1);
    memcpy(k->name, NAME_PREFIX, sizeof NAME_PREFIX);
    for (size_t i = 0; i < NAME_HASH_OCTETS; i++)
        ascii_hex(hash[i], k->name + sizeof NAME_PREFIX - 1 + 2 * i);
    k->name[NAME_BYTES - 1] = '\0';
    return true;
}

/* Taken for known at once; the server does nothing after what it refuses. */
static bool send_known(struct seat *s, const struct seat_ask *a, size_t i, struct course *c) {
    struct known *known = &s->known[known_index(s, a->sql)];
    if (known == &s->known[s->known_sent]) {
        if (!make_known(known, a->sql) || PQsendPrepare(s->conn, known->name, a->sql, 0, NULL) != 1)
            return false;
        s->known_sent++;
        add_step(c, (struct step){.ask = i, .prepares = true, .known = true});
    }
    add_step(c, (struct step){.ask = i, .known = true});
    return PQsendQueryPrepared(s->conn, known->name, a->count, a->values, NULL, NULL, 0) == 1;
}

static bool send_ask(struct seat *s, const struct seat_ask *a, size_t i, struct course *c) {
    bool room = strlen(a->sql) < KNOWN_BYTES && known_index(s, a->sql) < KNOWN_MAX;
    if (a->often && room && !s->pooled)
        return send_known(s, a, i, c);
    add_step(c, (struct step){.ask = i});
    return PQsendQueryParams(s->conn, a->sql, a->count, NULL, a->values, NULL, NULL, 0) == 1;
}

static bool is_good(ExecStatusType status) {
    return status == PGRES_TUPLES_OK || status == PGRES_COMMAND_OK;
}

/* Of the step that has the turn. Takes result over. */
static void take_result(struct seat *s, const struct step *step, PGresult *result,
                        const struct taker *t) {
    ExecStatusType status = PQresultStatus(result);
    if (status == PGRES_SINGLE_TUPLE && t->row != NULL) {
        t->row(t->arg, result);
        PQclear(result);
    } else if (is_good(status) && !step->prepares && s->results[step->ask] == NULL) {
        s->results[step->ask] = result;
    } else if (is_good(status) && step->prepares) {
        s->known_count++;
        PQclear(result);
    } else if (status == PGRES_FATAL_ERROR && s->refusal == NULL) {
        s->refusal = result;
        s->refused_known = step->known;
    } else {
        PQclear(result);
    }
}

/* Its rows come one by one. */
static void begin_step(struct seat *s, const struct course *c, size_t i, const struct taker *t) {
    if (i < c->count && t->row != NULL && c->steps[i].ask == 0 && !c->steps[i].prepares)
        PQsetSingleRowMode(s->conn);
}

/* To the sync that ends the trip. A refusal without SQLSTATE is libpq's own: the connection broke.
 */
static enum errcode receive(struct seat *s, const struct course *c, const struct taker *t) {
    long long deadline = clock_ms() + DESK_TRIP_MS;
    size_t i = 0;
    begin_step(s, c, i, t);
    for (;;) {
        if (!wait_for_result(s->conn, deadline))
            return ERR_UNAVAILABLE;
        PGresult *result = PQgetResult(s->conn);
        if (result == NULL) {
            if (PQstatus(s->conn) != CONNECTION_OK || ++i > c->count)
                return ERR_UNAVAILABLE;
            begin_step(s, c, i, t);
            continue;
        }
        if (PQresultStatus(result) == PGRES_PIPELINE_SYNC) {
            PQclear(result);
            break;
        }
        if (i >= c->count) {
            PQclear(result);
            return ERR_UNAVAILABLE;
        }
        take_result(s, &c->steps[i], result, t);
    }
    if (s->refusal == NULL)
        return OK;
    return PQresultErrorField(s->refusal, PG_DIAG_SQLSTATE) == NULL ? ERR_UNAVAILABLE : ERR_REFUSED;
}

static bool refusal_is(const struct seat *s, const char *state) {
    return strcmp(PQresultErrorField(s->refusal, PG_DIAG_SQLSTATE), state) == 0;
}

/* After a refusal. Behind a pooler the connection is now one, now another; and what was prepared
 * may be of before an update. */
static enum errcode doubt_known(struct seat *s) {
    bool elsewhere = refusal_is(s, "26000") || refusal_is(s, "42P05");
    if (!s->refused_known || (!elsewhere && !refusal_is(s, "0A000")))
        return ERR_REFUSED;
    s->pooled = s->pooled || elsewhere;
    return ERR_UNAVAILABLE;
}

static enum errcode trip(struct seat *s, const struct seat_ask *asks, size_t count,
                         const struct taker *t) {
    struct course c = {.count = 0};
    assert(count <= SEAT_ASKS_MAX);
    forget(s);
    bool sent = s->conn != NULL;
    for (size_t i = 0; i < count && sent; i++)
        sent = send_ask(s, &asks[i], i, &c);
    enum errcode e = sent && PQpipelineSync(s->conn) == 1 ? receive(s, &c, t) : ERR_UNAVAILABLE;
    s->known_sent = s->known_count;
    if (e == ERR_REFUSED)
        e = doubt_known(s);
    if (e == ERR_UNAVAILABLE)
        disconnect(s);
    return e;
}

enum errcode seat_ask(struct seat *s, const struct seat_ask *asks, size_t count) {
    return trip(s, asks, count, &(struct taker){0});
}

enum errcode seat_rows(struct seat *s, const struct seat_ask *asks, size_t count,
                       void (*row)(void *arg, const PGresult *row), void *arg) {
    return trip(s, asks, count, &(struct taker){row, arg});
}

/* A pooler tells a client a number of its own making, not the one of a process behind it. Seen
 * here, it spoils no request; a statement that is refused for it in a later trip would. */
static enum errcode reach(struct seat *s) {
    static const struct seat_ask ask = {.sql = "SELECT pg_catalog.pg_backend_pid()"};
    if (connect_anew(s) != OK)
        return ERR_UNAVAILABLE;
    enum errcode e = seat_ask(s, &ask, 1);
    if (e != OK)
        disconnect(s);
    else if (strtol(PQgetvalue(s->results[0], 0, 0), NULL, 10) != PQbackendPID(s->conn))
        s->pooled = true;
    return e;
}

/* Nothing was done before the first trip, so that it may be made twice. */
enum errcode seat_begin(struct seat *s, const struct seat_ask *asks, size_t count) {
    bool old = s->conn != NULL;
    enum errcode e = old ? OK : reach(s);
    bool pooled = s->pooled;
    if (e == OK)
        e = seat_ask(s, asks, count);
    if (e != ERR_UNAVAILABLE || (!old && s->pooled == pooled))
        return e;
    e = reach(s);
    return e == OK ? seat_ask(s, asks, count) : e;
}

void seat_leave(struct seat *s) {
    static const struct seat_ask rollback = {.sql = "ROLLBACK", .often = true};
    forget(s);
    if (s->conn == NULL || PQtransactionStatus(s->conn) == PQTRANS_IDLE)
        return;
    if (seat_ask(s, &rollback, 1) != OK || PQtransactionStatus(s->conn) != PQTRANS_IDLE)
        disconnect(s);
    forget(s);
}
