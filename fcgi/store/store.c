/* store: the pending list and the writer thread. lock guards first, last, pending and stopping;
 * an item belongs to the writer from the moment it is linked until its semaphore is posted. */
#include "store/store.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <time.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "base/xalloc.h"
#include "store/batch.h"

struct waiter {
    struct batch_item item;
    struct waiter *next;
    sem_t done;
};

struct store {
    pthread_t writer;
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct waiter *first, *last;
    size_t pending;
    bool stopping;
    atomic_bool connected;
    struct pg *pg;              /* the writer's */
    struct batch_writer *batch; /* the writer's */
};

/* An idle writer without a connection wakes up to try again, so that the first visitor after an
 * outage does not pay for it. */
static void wait_for_work(struct store *s) {
    long long wait_ms = pg_wait_ms(s->pg);
    if (pg_connected(s->pg)) {
        pthread_cond_wait(&s->work, &s->lock);
        return;
    }
    long long until_ms = clock_ms() + wait_ms;
    struct timespec until = {.tv_sec = until_ms / 1000, .tv_nsec = until_ms % 1000 * 1000000};
    pthread_cond_timedwait(&s->work, &s->lock, &until);
}

/* Takes from the front of the list what one transaction may hold. */
static size_t take_batch(struct store *s, struct waiter **taken) {
    size_t count = 0, bytes = 0;
    while (s->first != NULL && count < BATCH_RECORDS_MAX) {
        struct waiter *w = s->first;
        if (count > 0 && w->item.json.len > BATCH_BYTES_MAX - bytes)
            break;
        bytes += w->item.json.len;
        taken[count++] = w;
        s->first = w->next;
    }
    if (s->first == NULL)
        s->last = NULL;
    s->pending -= count;
    return count;
}

static void write_batch(struct store *s, struct waiter **taken, size_t count) {
    struct batch_item *items[BATCH_RECORDS_MAX];
    for (size_t i = 0; i < count; i++)
        items[i] = &taken[i]->item;
    batch_write(s->batch, s->pg, items, count);
    atomic_store(&s->connected, pg_connected(s->pg));
    for (size_t i = 0; i < count; i++)
        sem_post(&taken[i]->done); /* the waiter's memory is gone after this */
}

static void connect_in_the_background(struct store *s) {
    enum errcode e = pg_connect(s->pg); /* has logged; the next batch or wake-up tries again */
    atomic_store(&s->connected, e == OK);
}

static void *writer_main(void *arg) {
    struct store *s = arg;
    struct waiter *taken[BATCH_RECORDS_MAX];
    connect_in_the_background(s);
    pthread_mutex_lock(&s->lock);
    while (!s->stopping || s->first != NULL) {
        if (s->first == NULL) {
            wait_for_work(s);
            if (s->first == NULL && !pg_connected(s->pg) && !s->stopping) {
                pthread_mutex_unlock(&s->lock);
                connect_in_the_background(s);
                pthread_mutex_lock(&s->lock);
            }
            continue;
        }
        size_t count = take_batch(s, taken);
        pthread_mutex_unlock(&s->lock);
        write_batch(s, taken, count);
        pthread_mutex_lock(&s->lock);
    }
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

struct store *store_new(void) {
    struct store *s = xcalloc(1, sizeof *s);
    pthread_condattr_t attr;
    pthread_mutex_init(&s->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&s->work, &attr);
    pthread_condattr_destroy(&attr);
    s->pg = pg_new();
    s->batch = batch_writer_new();
    if (pthread_create(&s->writer, NULL, writer_main, s) != 0) {
        fputs("error no_thread for=writer\n", stderr);
        exit(EX_OSERR);
    }
    return s;
}

void store_stop(struct store *s) {
    pthread_mutex_lock(&s->lock);
    s->stopping = true;
    pthread_cond_signal(&s->work);
    pthread_mutex_unlock(&s->lock);
    pthread_join(s->writer, NULL);
    pg_free(s->pg);
    batch_writer_free(s->batch);
    pthread_cond_destroy(&s->work);
    pthread_mutex_destroy(&s->lock);
    free(s);
}

static bool enqueue(struct store *s, struct waiter *w) {
    pthread_mutex_lock(&s->lock);
    bool room = !s->stopping && s->pending < PENDING_MAX;
    if (room) {
        if (s->last == NULL)
            s->first = w;
        else
            s->last->next = w;
        s->last = w;
        s->pending++;
        pthread_cond_signal(&s->work);
    }
    pthread_mutex_unlock(&s->lock);
    return room;
}

static void count(const struct batch_item *item) {
    static const enum metric by_outcome[] = {[OUTCOME_NEW] = METRIC_LEADS_NEW,
                                             [OUTCOME_REPLAY] = METRIC_LEADS_REPLAY,
                                             [OUTCOME_DIFFERS] = METRIC_LEADS_DIFFERS};
    if (item->result == OK)
        metrics_add(by_outcome[item->receipt.outcome], 1);
    else
        metrics_add(
            item->result == ERR_REFUSED ? METRIC_SUBMISSIONS_REFUSED : METRIC_SUBMISSIONS_BUSY, 1);
}

enum errcode store_submit(struct store *s, struct slice json, struct receipt *out) {
    struct waiter w = {.item = {.json = json, .result = ERR_UNAVAILABLE}};
    sem_init(&w.done, 0, 0);
    if (enqueue(s, &w))
        while (sem_wait(&w.done) == -1)
            ; /* EINTR: signals are blocked in threads, but a debugger may interrupt */
    sem_destroy(&w.done);
    count(&w.item);
    if (w.item.result == OK)
        *out = w.item.receipt;
    return w.item.result;
}

void store_look(struct store *s, struct store_state *out) {
    pthread_mutex_lock(&s->lock);
    *out = (struct store_state){.connected = atomic_load(&s->connected), .pending = s->pending};
    pthread_mutex_unlock(&s->lock);
}
