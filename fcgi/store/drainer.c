/* drainer: one step after the other, each followed by the wait that it asks for. A file is removed
 * after all of its records are committed, or kept in bad because the database refuses them; until
 * then it stays, and is handed in again after whatever went wrong. lock guards stopping and woken.
 *
 * A file that fails again and again while others would go through must not hold them up: each pass
 * that fails lets the next one step over one file more. And what takes the server too long in one
 * transaction is tried in smaller ones. */
#include "store/drainer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/xalloc.h"
#include "base/xthread.h"
#include "store/batch.h"

#define IDLE_MS 1000 /* another process or an operator may have put files into the spool */
#define BUSY_MS 1000
#define PAUSES_PER_DELIVERY 3 /* so that a quarter of the time is ours */
#define RETRY_FIRST_MS 100
#define STEPS_OVER_MAX 7 /* also bounds the wait: 100 ms * 2^7 */

/* A file as it was read: records first .. first + count belong to it. */
struct load {
    const struct spool_name *name;
    char *content;
    size_t first, count;
};

struct drainer {
    pthread_t thread;
    pthread_mutex_t lock;
    pthread_cond_t wake;
    bool stopping, woken;
    atomic_llong busy_until_ms;
    struct breaker *breaker;
    struct spool *spool;
    /* the rest is the thread's own */
    struct pg *pg;
    struct batch_writer *batch;
    size_t records_max; /* in one transaction */
    int steps_over;     /* files that the next pass may step over */
    size_t delivered;   /* in this pass */
    bool taken;         /* the last transaction went through */
    struct load loads[BATCH_RECORDS_MAX];
    size_t load_count, record_count, bytes;
    struct record records[BATCH_RECORDS_MAX];
    struct batch_item items[BATCH_RECORDS_MAX];
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
    struct timespec until = {.tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000};
    pthread_mutex_lock(&d->lock);
    while (!d->stopping && !(until_woken && d->woken) && clock_ms() < until_ms)
        pthread_cond_timedwait(&d->wake, &d->lock, &until);
    if (until_woken)
        d->woken = false;
    pthread_mutex_unlock(&d->lock);
}

/* ---- reading ------------------------------------------------------------------------------- */

static void forget_loads(struct drainer *d) {
    for (size_t i = 0; i < d->load_count; i++)
        free(d->loads[i].content);
    d->load_count = d->record_count = d->bytes = 0;
}

enum loading { LOADED = 0, LOAD_FULL, LOAD_NOTHING, LOAD_FAILED };

/* Adds the records of a whole file, unless there is no room for them. */
static enum loading add_records(struct drainer *d, const struct spool_name *name,
                                struct slice content, size_t count) {
    struct spool_reader reader;
    struct spool_record r;
    size_t first = d->record_count;
    bool fits = count <= BATCH_RECORDS_MAX - first &&
                (first == 0 || content.len <= BATCH_BYTES_MAX - d->bytes);
    if (!fits)
        return LOAD_FULL;
    spool_reader_init(&reader, content);
    while (spool_reader_next(&reader, &r))
        d->records[d->record_count++] = (struct record){.id = r.id, .json = r.payload};
    d->bytes += content.len < BATCH_BYTES_MAX - d->bytes ? content.len : BATCH_BYTES_MAX - d->bytes;
    d->loads[d->load_count++] = (struct load){name, (char *)content.ptr, first, count};
    return LOADED;
}

static enum loading load_file(struct drainer *d, const struct spool_name *name) {
    struct slice content;
    const char *damage;
    bool more;
    enum errcode e = spool_read(d->spool, name, &content, &more);
    if (e != OK)
        return e == ERR_NOT_FOUND ? LOAD_NOTHING : LOAD_FAILED;
    size_t count = spool_file_check(content, &damage);
    enum loading result;
    if (more || count > BATCH_RECORDS_MAX || content.len > BATCH_BYTES_MAX * 2)
        damage = "far too large"; /* for a batch: its records are written again in smaller ones */
    if (damage != NULL)
        result =
            spool_set_aside(d->spool, name, content, damage) == OK ? LOAD_NOTHING : LOAD_FAILED;
    else
        result = add_records(d, name, content, count);
    if (result != LOADED)
        free((char *)content.ptr);
    return result;
}

/* As many files, from names on, as one transaction may hold. How many names were dealt with; what
 * could not be read is passed by. */
static size_t load_files(struct drainer *d, const struct spool_name *names, size_t count) {
    static struct log_gate gate;
    size_t i = 0;
    for (; i < count && d->load_count < BATCH_RECORDS_MAX; i++) {
        enum loading result = load_file(d, &names[i]);
        if (result == LOAD_FULL)
            break;
        if (result == LOAD_FAILED)
            log_limited(&gate, LOG_ERROR, "spool_unreadable", "file=new/%s", names[i].text);
    }
    return i;
}

/* ---- delivering ---------------------------------------------------------------------------- */

/* Hands in what was loaded. false: the database did not take all of it. */
static bool hand_in(struct drainer *d) {
    struct batch_item *items[BATCH_RECORDS_MAX];
    bool good = true;
    for (size_t i = 0; i < d->record_count; i++) {
        d->items[i].record = &d->records[i];
        d->items[i].result = ERR_UNAVAILABLE;
        items[i] = &d->items[i];
    }
    for (size_t i = 0; good && i < d->record_count; i += d->records_max) {
        size_t left = d->record_count - i;
        good =
            batch_write(d->batch, d->pg, items + i, left < d->records_max ? left : d->records_max,
                        clock_ms() + BATCH_DEADLINE_MS);
    }
    if (good)
        breaker_proved(d->breaker);
    return good;
}

/* The visitor holds a receipt that is not the lead's id: it is the only trace of which lead it is.
 */
static void note_receipt(const struct batch_item *item) {
    static const char *const outcomes[] = {
        [OUTCOME_REPLAY] = "replay", [OUTCOME_DIFFERS] = "differs"};
    if (!slice_eq(uuid_slice(&item->receipt.id), uuid_slice(&item->record->id)))
        log_line(LOG_INFO, "receipt_resolved", "receipt=%s lead=%s outcome=%s",
                 item->record->id.text, item->receipt.id.text, outcomes[item->receipt.outcome]);
}

static bool settle_item(struct drainer *d, struct batch_item *item) {
    struct spool_record r = {item->record->id, item->record->json};
    if (item->result == ERR_REFUSED)
        return spool_keep_refused(d->spool, &r, item->reason) == OK;
    if (item->result == OK)
        note_receipt(item);
    return item->result == OK;
}

/* Removes what is all settled. The first file that is not, or NULL. */
static const struct spool_name *settle(struct drainer *d) {
    const struct spool_name *failed = NULL;
    for (size_t i = 0; i < d->load_count; i++) {
        const struct load *l = &d->loads[i];
        bool all = true;
        for (size_t k = 0; k < l->count; k++)
            all &=
                d->items[l->first + k].result == OK || d->items[l->first + k].result == ERR_REFUSED;
        for (size_t k = 0; all && k < l->count; k++)
            all = settle_item(d, &d->items[l->first + k]);
        if (all) {
            spool_delivered(d->spool, l->name, l->count);
            FAULT_POINT("drain-unlink");
            d->delivered += l->count;
        } else if (failed == NULL) {
            failed = l->name;
        }
    }
    return failed;
}

static void give_way(struct drainer *d, long long took_ms) {
    if (clock_ms() < atomic_load(&d->busy_until_ms))
        rest(d, took_ms * PAUSES_PER_DELIVERY, false);
}

/* One transaction's worth from names on. How many names were dealt with; *failed is the first file
 * that is still there, or NULL. */
static size_t deliver_some(struct drainer *d, const struct spool_name *names, size_t count,
                           const struct spool_name **failed) {
    long long start = clock_ms();
    size_t dealt = load_files(d, names, count);
    FAULT_POINT("drain-read");
    *failed = NULL;
    d->taken = true;
    if (d->record_count > 0 || d->load_count > 0) {
        bool good = d->record_count == 0 || hand_in(d);
        size_t next = good ? d->records_max * 2 : d->records_max / 2;
        d->records_max = next > BATCH_RECORDS_MAX ? BATCH_RECORDS_MAX : next == 0 ? 1 : next;
        d->taken = good;
        FAULT_POINT("drain-commit");
        *failed = settle(d);
    }
    forget_loads(d);
    if (d->taken) /* waiting for a database that hangs took nothing from anybody */
        give_way(d, clock_ms() - start + 1);
    return dealt;
}

static void tell_delivered(const struct drainer *d) {
    if (d->delivered > 0)
        log_line(LOG_INFO, "spool_delivered", "records=%zu", d->delivered);
}

/* Over a new connection the spool goes first: a server that answers a question may still hang at a
 * commit (a standby is missing, a halted process holds a lock), and no visitor is to find that out.
 * After a failure the next try is with another file. true also if there is nothing to try with. */
static bool takes_from_spool(struct drainer *d, struct pg *pg) {
    const struct spool_name *failed;
    struct pg *own = d->pg;
    size_t count = 0;
    const struct spool_name *names = d->spool == NULL ? NULL : spool_list(d->spool, &count);
    if (count == 0 || !spool_lock(d->spool))
        return true;
    size_t at = (size_t)d->steps_over < count ? (size_t)d->steps_over : count - 1;
    d->pg = pg;
    d->delivered = 0;
    deliver_some(d, names + at, 1, &failed);
    d->pg = own;
    tell_delivered(d);
    if (!d->taken && d->steps_over < STEPS_OVER_MAX)
        d->steps_over++;
    return d->taken;
}

/* Over a new connection, which the writer gets if all is well with it. */
static void try_database(struct drainer *d) {
    struct pg *pg = pg_new();
    enum errcode e = pg_connect(pg, clock_ms() + CONNECT_DEADLINE_MS);
    if (e == OK)
        e = pg_probe(pg, clock_ms() + BATCH_DEADLINE_MS);
    if (e == OK && takes_from_spool(d, pg)) {
        breaker_close(d->breaker, pg);
        return;
    }
    breaker_still_open(d->breaker);
    pg_free(pg);
}

/* Delivers the listed files; false: not all of them. */
static bool deliver(struct drainer *d, const struct spool_name *names, size_t count) {
    int stepped_over = 0;
    d->delivered = 0;
    for (size_t i = 0; i < count;) {
        const struct spool_name *failed;
        if (must_stop(d) || breaker_is_open(d->breaker))
            break;
        i += deliver_some(d, names + i, count - i, &failed);
        if (failed == NULL)
            continue;
        if (!pg_connected(d->pg) || stepped_over++ == d->steps_over)
            break;
        i = (size_t)(failed - names) + 1;
    }
    tell_delivered(d);
    return stepped_over == 0 && pg_connected(d->pg);
}

/* What is to be done now; how long there is nothing to do then. */
static long long step(struct drainer *d) {
    long long wait_ms = breaker_wait_ms(d->breaker);
    bool ours = d->spool != NULL && spool_lock(d->spool);
    size_t count = 0;
    if (wait_ms == 0) {
        try_database(d);
        wait_ms = breaker_wait_ms(d->breaker);
    }
    if (d->spool == NULL || wait_ms >= 0)
        return wait_ms >= 0 && wait_ms < IDLE_MS ? wait_ms : IDLE_MS;
    const struct spool_name *names = spool_list(d->spool, &count);
    if (count == 0 || !ours)
        return IDLE_MS;
    if (deliver(d, names, count)) {
        d->steps_over = 0;
        return d->delivered > 0 ? 0 : IDLE_MS; /* more may have come meanwhile */
    }
    wait_ms = (long long)RETRY_FIRST_MS << d->steps_over;
    if (d->steps_over < STEPS_OVER_MAX)
        d->steps_over++;
    return wait_ms;
}

static void *drainer_main(void *arg) {
    struct drainer *d = arg;
    while (!must_stop(d))
        rest(d, step(d), true);
    return NULL;
}

struct drainer *drainer_new(struct breaker *breaker, struct spool *spool) {
    struct drainer *d = xcalloc(1, sizeof *d);
    pthread_condattr_t attr;
    d->breaker = breaker;
    d->spool = spool;
    d->pg = pg_new();
    d->batch = batch_writer_new();
    d->records_max = BATCH_RECORDS_MAX;
    pthread_mutex_init(&d->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&d->wake, &attr);
    pthread_condattr_destroy(&attr);
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
    batch_writer_free(d->batch);
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
