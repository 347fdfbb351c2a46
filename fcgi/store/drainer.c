/* drainer: one step after the other, each followed by the wait that it asks for. lock guards
 * stopping and woken.
 *
 * A file that fails again and again while others would go through must not hold them up: each pass
 * that fails lets the next one step over one file more. */
#include "store/drainer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/xalloc.h"
#include "base/xthread.h"
#include "store/delivery.h"

#define IDLE_MS 1000 /* another process or an operator may have put files into the spool */
#define BUSY_MS 1000
#define PAUSES_PER_DELIVERY 3 /* so that a quarter of the time is ours */
#define RETRY_FIRST_MS 100
#define LOOK_MS 1000       /* between two looks, and how long files are handed in in one go */
#define AWAY_QUIET_MS 1000 /* how often another reason of an outage is told, and */
#define AWAY_MS 30000      /* the same one */
#define STEPS_OVER_MAX 7   /* also bounds the wait: 100 ms * 2^7 */

struct drainer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping, woken;
    atomic_llong busy_until_ms;
    struct breaker *breaker;
    struct spool *spool;   /* NULL: none */
    struct recent *recent; /* NULL: none */
    /* the rest is the thread's own */
    struct pg *pg;
    struct delivery *delivery;
    int steps_over;       /* files that the next pass may step over */
    long long look_at_ms; /* when the server is looked at next */
    size_t again_at;      /* where handing in again goes on: behind what failed */
    struct still_away {   /* what the log was told of an outage that lasts */
        long long since_ms, told_ms;
        char why[SPOOL_REASON_MAX];
    } away;
};

static bool must_stop(struct drainer *d) {
    pthread_mutex_lock(&d->lock);
    bool stop = d->stopping;
    pthread_mutex_unlock(&d->lock);
    return stop;
}

/* Until there is something to do, at most wait_ms. */
static void rest(struct drainer *d, long long wait_ms, bool until_woken) {
    long long until_ms = clock_ms() + wait_ms;
    pthread_mutex_lock(&d->lock);
    while (!d->stopping && !(until_woken && d->woken) && clock_ms() < until_ms)
        xcond_wait(&d->wake, &d->lock, until_ms);
    if (until_woken)
        d->woken = false;
    pthread_mutex_unlock(&d->lock);
}

/* One transaction's worth from names on. */
static struct delivery_report deliver_some(struct drainer *d, enum spool_folder from,
                                           const struct spool_name *names, size_t count) {
    long long start = clock_ms();
    struct delivery_report report = delivery_run(d->delivery, d->pg, from, names, count);
    if (report.taken)
        breaker_proved(d->breaker);
    /* Waiting for a database that hangs took nothing from anybody. */
    bool away = report.asked && !report.taken;
    if (away)
        breaker_tell_outdated(d->breaker, pg_outdated(d->pg));
    if (!away && clock_ms() < atomic_load(&d->busy_until_ms))
        rest(d, (clock_ms() - start + 1) * PAUSES_PER_DELIVERY, false);
    return report;
}

static void tell_delivered(size_t records) {
    if (records > 0)
        log_line(LOG_INFO, "spool_delivered", "records=%zu", records);
}

/* Over a new connection the spool goes first: a server that answers a question may still hang at a
 * commit (a standby is missing, a halted process holds a lock), and no visitor is to find that out.
 * One that has left every record unanswered, as locked by somebody, has not shown that it can.
 * After a failure the next try is with another file. true also if there is nothing to try with. */
static bool takes_from_spool(struct drainer *d) {
    size_t count = 0;
    const struct spool_name *names = d->spool == NULL ? NULL : spool_list(d->spool, &count);
    if (count == 0 || !spool_lock(d->spool))
        return true;
    size_t at = (size_t)d->steps_over < count ? (size_t)d->steps_over : count - 1;
    struct delivery_report report = deliver_some(d, SPOOL_NEW, names + at, 1);
    tell_delivered(report.records);
    if (!report.asked || report.proved)
        return true;
    if (d->steps_over < STEPS_OVER_MAX)
        d->steps_over++;
    return false;
}

/* The reason of the moment in which it began is not the one that an operator has to mend. */
static void tell_still_away(struct drainer *d) {
    struct still_away *a = &d->away;
    long long now = clock_ms();
    if (a->since_ms == 0)
        a->since_ms = now;
    bool other = strcmp(a->why, pg_reason(d->pg)) != 0;
    if (now - a->since_ms < AWAY_QUIET_MS || now - a->told_ms < (other ? AWAY_QUIET_MS : AWAY_MS))
        return;
    a->told_ms = now;
    snprintf(a->why, sizeof a->why, "%s", pg_reason(d->pg));
    log_line(LOG_WARN, "database_still_away", "server=\"%s\" why=\"%s\"", pg_server(d->pg), a->why);
}

/* Over a new connection, since the hosts may have changed places. One that answers again may be
 * well in a moment: it is waited for as at the beginning. */
static void try_database(struct drainer *d) {
    pg_disconnect(d->pg);
    enum errcode e = pg_connect(d->pg, clock_ms() + CONNECT_DEADLINE_MS);
    if (e == OK && pg_anew(d->pg))
        breaker_proved(d->breaker);
    if (e == OK)
        e = pg_probe(d->pg, clock_ms() + BATCH_DEADLINE_MS);
    breaker_tell_outdated(d->breaker, pg_outdated(d->pg));
    if (e == OK && takes_from_spool(d) && pg_connected(d->pg)) {
        pg_log_connected(d->pg);
        breaker_close(d->breaker);
        d->away = (struct still_away){0};
    } else {
        tell_still_away(d);
        pg_leave(d->pg);
        breaker_still_open(d->breaker);
    }
}

struct pass {
    size_t records; /* that were delivered */
    bool whole;     /* no file failed, and the connection holds */
};

/* While what is remembered of it need not be looked after. */
static bool may_go_on(struct drainer *d, long long until_ms) {
    bool in_time = d->recent == NULL || clock_ms() < until_ms;
    return in_time && !must_stop(d) && !breaker_is_open(d->breaker);
}

/* Delivers the listed files, or some of them. */
static struct pass deliver(struct drainer *d, const struct spool_name *names, size_t count) {
    struct pass pass = {0};
    int stepped_over = 0;
    long long until_ms = clock_ms() + LOOK_MS;
    for (size_t i = 0; i < count && may_go_on(d, until_ms);) {
        struct delivery_report report = deliver_some(d, SPOOL_NEW, names + i, count - i);
        pass.records += report.records;
        i += report.names;
        if (report.failed == NULL)
            continue;
        if (!pg_connected(d->pg) || stepped_over++ == d->steps_over)
            break;
        i = (size_t)(report.failed - names) + 1;
    }
    tell_delivered(pass.records);
    pass.whole = stepped_over == 0 && pg_connected(d->pg);
    if (!pg_connected(d->pg))
        pg_leave(d->pg); /* it may hang for ever, and no visitor may come to find out */
    return pass;
}

/* How long there is nothing to deliver from the spool. */
static long long empty_spool(struct drainer *d, bool ours) {
    size_t count;
    const struct spool_name *names = spool_list(d->spool, &count);
    if (count == 0)
        breaker_tell_outdated(d->breaker, false);
    if (count == 0 || !ours)
        return IDLE_MS;
    struct pass pass = deliver(d, names, count);
    if (pass.whole) {
        breaker_tell_outdated(d->breaker, false);
        d->steps_over = 0;
        return pass.records > 0 ? 0 : IDLE_MS; /* more may have come meanwhile */
    }
    long long wait_ms = (long long)RETRY_FIRST_MS << d->steps_over;
    if (d->steps_over < STEPS_OVER_MAX)
        d->steps_over++;
    return wait_ms;
}

/* Is the server still the one that took what is remembered? While it does not say, nothing is
 * dropped for its age, and nothing is handed in. */
static void look_at_server(struct drainer *d) {
    static struct log_gate gate;
    struct uuid receipts[RECENT_RECEIPTS_MAX];
    struct history_look look;
    long long deadline = clock_ms() + BATCH_DEADLINE_MS;
    recent_blind(d->recent);
    if (breaker_is_open(d->breaker) || pg_connect(d->pg, deadline) != OK)
        return;
    size_t count = recent_receipts(d->recent, pg_history(d->pg), receipts);
    if (pg_look(d->pg, receipts, count, deadline, &look) != OK)
        log_limited(&gate, LOG_WARN, "look_failed", "server=\"%s\" why=\"%s\"", pg_server(d->pg),
                    pg_reason(d->pg));
    else if (!history_same(&look.name, pg_history(d->pg)))
        pg_disconnect(d->pg); /* a pooler has changed the server: the next greets us, and is looked
                               * at */
    else if (recent_see(d->recent, &look))
        pg_log_connected(d->pg);
}

/* What the server of now was not the one to take is handed in again, for a second: what waits in
 * the spool is then looked after again. A file that cannot be handed in holds up none of those
 * behind it. How long there is nothing more to do. */
static long long look_back(struct drainer *d) {
    long long until_ms = clock_ms() + LOOK_MS;
    size_t count, records = 0, restored = 0;
    bool whole = true;
    if (clock_ms() < d->look_at_ms)
        return d->look_at_ms - clock_ms();
    look_at_server(d);
    const struct spool_name *names = recent_unconfirmed(d->recent, &count);
    size_t i = d->again_at < count ? d->again_at : 0;
    while (i < count && may_go_on(d, until_ms) && (whole || pg_connected(d->pg))) {
        struct delivery_report report = deliver_some(d, SPOOL_RECENT, names + i, count - i);
        records += report.records;
        restored += report.restored;
        whole &= report.failed == NULL;
        i = report.failed == NULL ? i + report.names : (size_t)(report.failed - names) + 1;
    }
    d->again_at = whole ? 0 : i;
    if (records > 0)
        log_line(restored > 0 ? LOG_WARN : LOG_INFO, "handed_in_again",
                 "records=%zu restored=%zu history=%s", records, restored, pg_history(d->pg)->text);
    if (!pg_connected(d->pg))
        pg_leave(d->pg);
    bool more = i < count && whole && pg_connected(d->pg);
    d->look_at_ms = clock_ms() + (more ? 0 : LOOK_MS);
    return more ? 0 : LOOK_MS;
}

/* What is to be done now; how long there is nothing to do then. */
static long long step(struct drainer *d) {
    long long wait_ms = breaker_wait_ms(d->breaker), look_ms = IDLE_MS;
    bool ours = d->spool != NULL && spool_lock(d->spool);
    if (wait_ms == 0) {
        try_database(d);
        wait_ms = breaker_wait_ms(d->breaker);
    }
    if (wait_ms < 0)
        wait_ms = d->spool != NULL ? empty_spool(d, ours) : IDLE_MS;
    if (ours && d->recent != NULL)
        look_ms = look_back(d);
    wait_ms = wait_ms < look_ms ? wait_ms : look_ms;
    return wait_ms < IDLE_MS ? wait_ms : IDLE_MS;
}

static void *drainer_main(void *arg) {
    struct drainer *d = arg;
    while (!must_stop(d))
        rest(d, step(d), true);
    return NULL;
}

struct drainer *drainer_new(struct breaker *breaker, struct hosts *hosts, struct spool *spool,
                            struct recent *recent) {
    struct drainer *d = xcalloc(1, sizeof *d);
    d->breaker = breaker;
    d->spool = spool;
    d->recent = recent;
    d->pg = pg_new(hosts);
    d->delivery = delivery_new(spool, recent);
    pthread_mutex_init(&d->lock, NULL);
    xcond_init(&d->wake);
    xthread(&d->thread, NULL, drainer_main, d, "drainer");
    return d;
}

void drainer_stop(struct drainer *d) {
    pthread_mutex_lock(&d->lock);
    d->stopping = true;
    pthread_cond_signal(&d->wake);
    pthread_mutex_unlock(&d->lock);
    pthread_join(d->thread, NULL);
    pg_free(d->pg);
    delivery_free(d->delivery);
    pthread_cond_destroy(&d->wake);
    pthread_mutex_destroy(&d->lock);
    free(d);
}

void drainer_wake(struct drainer *d) {
    pthread_mutex_lock(&d->lock);
    d->woken = true;
    pthread_cond_signal(&d->wake);
    pthread_mutex_unlock(&d->lock);
}

void drainer_give_way(struct drainer *d) { atomic_store(&d->busy_until_ms, clock_ms() + BUSY_MS); }
