/* keeper: asks, tells the log, sleeps. What goes wrong is no reason to do anything else than to try
 * again: whether the database is there is for writer and drainer to say. */
#include "store/keeper.h"

#include <libpq-fe.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdlib.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/xalloc.h"
#include "base/xthread.h"
#include "store/counter.h"
#include "store/pg.h"
#include "store/teller.h"

#define KEEP_MS 1000
#define AWAY_MS 5000        /* between two tries to connect while the breaker is open */
#define NOTE_AGAIN_MS 60000 /* after hosts could not be noted */
#define SCHEMA_KEEPS 4      /* the first schema that has intake.keep_order */
#define QUERY "SELECT login, pid, why, round(extract(epoch FROM held), 1) FROM intake.keep_order()"

struct keeper {
    pthread_t thread;
    pthread_mutex_t lock; /* guards stopping */
    pthread_cond_t wake;
    bool stopping;
    struct breaker *breaker;
    void (*ended)(void *arg);
    void *arg;
    struct host_note *note; /* NULL: none */
    /* the rest is the thread's own */
    struct pg *pg;
    struct teller *teller; /* NULL: none */
    struct counter counter;
    long long next_ms;          /* when to look the next time */
    unsigned long openings;     /* of the breaker, before the connection was made */
    long long connect_again_ms; /* not earlier, while the breaker is open */
    unsigned long noted;        /* the hosts that this server was told */
    long long note_again_ms;    /* not earlier */
};

static bool must_stop(struct keeper *k) {
    long long now_ms = clock_ms();
    k->next_ms = k->next_ms + KEEP_MS > now_ms ? k->next_ms + KEEP_MS : now_ms;
    pthread_mutex_lock(&k->lock);
    while (!k->stopping && clock_ms() < k->next_ms)
        xcond_wait(&k->wake, &k->lock, k->next_ms);
    bool stop = k->stopping;
    pthread_mutex_unlock(&k->lock);
    return stop;
}

/* After an outage another server may be the one that takes writes. While one lasts the connection
 * is kept, for it may be one that the keeper can end. */
static bool is_connected(struct keeper *k) {
    bool open = breaker_is_open(k->breaker);
    unsigned long openings = breaker_openings(k->breaker);
    if (pg_hung_up(k->pg) || (!open && openings != k->openings))
        pg_disconnect(k->pg);
    if (pg_connected(k->pg))
        return true;
    long long now = clock_ms();
    if (open && now < k->connect_again_ms)
        return false;
    k->connect_again_ms = now + AWAY_MS;
    k->openings = openings;
    k->noted = 0; /* it may be another server, or its schema another one */
    return pg_connect(k->pg, now + CONNECT_DEADLINE_MS) == OK;
}

static void tell(const PGresult *result) {
    for (int i = 0; i < PQntuples(result); i++)
        log_line(LOG_WARN, "session_ended", "login=\"%s\" pid=%s why=\"%s\" seconds=%s",
                 PQgetvalue(result, i, 0), PQgetvalue(result, i, 1), PQgetvalue(result, i, 2),
                 PQgetvalue(result, i, 3));
    metrics_add(METRIC_SESSIONS_ENDED, (uint64_t)PQntuples(result));
}

static void keep_order(struct keeper *k) {
    static struct log_gate gate;
    PGresult *result;
    if (pg_schema(k->pg) < SCHEMA_KEEPS)
        return;
    if (pg_ask(k->pg, QUERY, clock_ms() + BATCH_DEADLINE_MS, &result) != OK) {
        if (!breaker_is_open(k->breaker))
            log_limited(&gate, LOG_WARN, "keep_order_failed", "server=\"%s\" why=\"%s\"",
                        pg_server(k->pg), pg_reason(k->pg));
        return;
    }
    tell(result);
    if (PQntuples(result) > 0)
        k->ended(k->arg);
    PQclear(result);
}

/* Only to a database that takes leads: what one that does not take them does to this connection is
 * not to be found out. */
static void tell_counts(struct keeper *k, bool last) {
    if (k->teller == NULL || breaker_is_open(k->breaker))
        return;
    if (pg_connected(k->pg) || (last && is_connected(k)))
        teller_tell(k->teller, k->pg, last);
}

static void count_leads(struct keeper *k) {
    if (!breaker_is_open(k->breaker) && pg_connected(k->pg))
        counter_count(&k->counter, k->pg);
}

/* Nothing depends on it at once: a lead has its addresses, and is grouped by them at any time. */
static void tell_hosts(struct keeper *k) {
    static struct log_gate gate;
    unsigned long number = k->note == NULL ? 0 : host_note_number(k->note);
    long long now = clock_ms();
    if (number == k->noted || now < k->note_again_ms || !pg_connected(k->pg) ||
        breaker_is_open(k->breaker))
        return;
    if (host_note_tell(k->note, k->pg, now + BATCH_DEADLINE_MS) == OK) {
        k->noted = number;
        return;
    }
    k->note_again_ms = now + NOTE_AGAIN_MS;
    log_limited(&gate, LOG_WARN, "hosts_not_noted", "server=\"%s\" why=\"%s\"", pg_server(k->pg),
                pg_reason(k->pg));
}

static void *keeper_main(void *arg) {
    struct keeper *k = arg;
    while (!must_stop(k)) {
        if (is_connected(k))
            keep_order(k);
        tell_counts(k, false);
        count_leads(k);
        tell_hosts(k);
    }
    tell_counts(k, true);
    return NULL;
}

struct keeper *keeper_new(struct breaker *breaker, struct hosts *hosts, struct keeper_tells tells,
                          void (*ended)(void *arg), void *arg) {
    struct keeper *k = xcalloc(1, sizeof *k);
    k->breaker = breaker;
    k->ended = ended;
    k->arg = arg;
    k->pg = pg_new(hosts);
    k->teller = tells.ledger == NULL ? NULL : teller_new(tells.ledger);
    k->note = tells.note;
    pthread_mutex_init(&k->lock, NULL);
    xcond_init(&k->wake);
    xthread(&k->thread, NULL, keeper_main, k, "keeper");
    return k;
}

void keeper_stop(struct keeper *k) {
    pthread_mutex_lock(&k->lock);
    k->stopping = true;
    pthread_cond_signal(&k->wake);
    pthread_mutex_unlock(&k->lock);
    pthread_join(k->thread, NULL);
    pg_free(k->pg);
    teller_free(k->teller);
    pthread_cond_destroy(&k->wake);
    pthread_mutex_destroy(&k->lock);
    free(k);
}
