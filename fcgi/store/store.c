/* store: the pending list, and whose turn it is to write. lock guards first, last, pending, the
 * turn and stopping; an item belongs to whoever writes from the moment it is linked until its
 * semaphore is posted. A lead that comes alone is written by its own thread: two switches of
 * threads less.
 *
 * Two threads write batches, as a rule one of them; the other looks whether it hangs where it
 * remembers what the database has: then it takes the turn, and that one finds it gone. */
#include "store/store.h"

#include <pthread.h>
#include <semaphore.h>
#include <stdlib.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/metrics.h"
#include "base/xalloc.h"
#include "base/xthread.h"
#include "store/batch.h"
#include "store/breaker.h"
#include "store/drainer.h"
#include "store/hosts.h"
#include "store/keeper.h"
#include "store/writer.h"

struct waiter {
    struct batch_item item;
    struct waiter *next;
    sem_t done;
};

#define WRITERS 2
#define LOOK_AT_OTHER_MS 250

struct store {
    pthread_t threads[WRITERS];
    pthread_mutex_t lock;
    pthread_cond_t work;
    struct waiter *first, *last;
    size_t pending;
    bool writing;       /* somebody has the turn: one of our threads, or one with a lone lead */
    unsigned long turn; /* its number */
    size_t unended;     /* turns, with those that were taken away */
    long long remembering_ms; /* since when it only remembers; 0: it does not */
    bool stopping;
    struct breaker *breaker;
    struct hosts *hosts;
    struct spool *spool; /* NULL: none; not owned, nor is */
    struct recent *recent;
    struct drainer *drainer;
    struct keeper *keeper; /* NULL: none */
    struct writer *writer; /* of whoever has the turn */
};

/* Takes from the front of the list what one transaction may hold. */
static size_t take_batch(struct store *s, struct waiter **taken) {
    size_t count = 0, bytes = 0;
    while (s->first != NULL && count < BATCH_RECORDS_MAX) {
        struct waiter *w = s->first;
        if (count > 0 && w->item.record->json.len > BATCH_BYTES_MAX - bytes)
            break;
        bytes += w->item.record->json.len;
        taken[count++] = w;
        s->first = w->next;
    }
    if (s->first == NULL)
        s->last = NULL;
    s->pending -= count;
    return count;
}

/* The lock is held, or there are no threads yet. */
static unsigned long begin_turn(struct store *s) {
    s->writing = true;
    s->remembering_ms = 0;
    s->unended++;
    return ++s->turn;
}

/* The lock is held. One that was taken away is another's by now. */
static void end(struct store *s, unsigned long turn) {
    s->unended--;
    if (s->turn == turn)
        s->writing = false;
}

static void end_turn(struct store *s, unsigned long turn) {
    pthread_mutex_lock(&s->lock);
    end(s, turn);
    if (s->stopping)
        pthread_cond_broadcast(&s->work);
    else if (!s->writing && s->first != NULL)
        pthread_cond_signal(&s->work);
    pthread_mutex_unlock(&s->lock);
}

/* From here on the turn may be taken away. */
static void only_remembers(struct store *s) {
    pthread_mutex_lock(&s->lock);
    s->remembering_ms = clock_ms();
    pthread_mutex_unlock(&s->lock);
}

static bool is_free(const struct store *s) {
    return !s->writing ||
           (s->remembering_ms != 0 && clock_ms() - s->remembering_ms >= RECENT_SLOW_MS);
}

static void write_batch(struct store *s, struct waiter **taken, size_t count) {
    struct batch_item *items[BATCH_RECORDS_MAX];
    struct written_to to = {0};
    for (size_t i = 0; i < count; i++)
        items[i] = &taken[i]->item;
    drainer_give_way(s->drainer);
    if (writer_write(s->writer, items, count, &to))
        drainer_wake(s->drainer);
    only_remembers(s);
    writer_remember(s->writer, items, count, &to);
    for (size_t i = 0; i < count; i++)
        sem_post(&taken[i]->done); /* the waiter's memory is gone after this */
}

/* Its number, to be ended after; 0: something is pending, or somebody writes. */
static unsigned long take_turn(struct store *s) {
    pthread_mutex_lock(&s->lock);
    bool alone = !s->stopping && is_free(s) && s->first == NULL;
    unsigned long turn = alone ? begin_turn(s) : 0;
    pthread_mutex_unlock(&s->lock);
    return turn;
}

/* For work, or to see whether whoever has the turn hangs. */
static void wait_for_work(struct store *s) {
    xcond_wait(&s->work, &s->lock, clock_ms() + LOOK_AT_OTHER_MS);
}

static void *write_batches(void *arg) {
    struct store *s = arg;
    struct waiter *taken[BATCH_RECORDS_MAX];
    pthread_mutex_lock(&s->lock);
    while (!s->stopping || s->first != NULL || s->unended > 0) {
        if (s->first == NULL || !is_free(s)) {
            wait_for_work(s);
            continue;
        }
        size_t count = take_batch(s, taken);
        unsigned long turn = begin_turn(s);
        pthread_mutex_unlock(&s->lock);
        write_batch(s, taken, count);
        pthread_mutex_lock(&s->lock);
        end(s, turn); /* this thread looks for more itself */
    }
    pthread_cond_broadcast(&s->work);
    pthread_mutex_unlock(&s->lock);
    return NULL;
}

static void *connect_and_write(void *arg) {
    struct store *s = arg;
    writer_connect(s->writer);
    drainer_wake(s->drainer);
    end_turn(s, s->turn); /* which store_new gave to this thread */
    return write_batches(s);
}

struct store *store_new(struct spool *spool, struct recent *recent) {
    struct store *s = xcalloc(1, sizeof *s);
    pthread_mutex_init(&s->lock, NULL);
    xcond_init(&s->work);
    begin_turn(s);
    s->spool = spool;
    s->recent = recent;
    s->breaker = breaker_new();
    s->hosts = hosts_new();
    s->writer = writer_new(s->breaker, s->hosts, spool, recent);
    s->drainer = drainer_new(s->breaker, s->hosts, spool, recent);
    for (size_t i = 0; i < WRITERS; i++)
        xthread(&s->threads[i], NULL, i == 0 ? connect_and_write : write_batches, s, "writer");
    return s;
}

static void try_again(void *arg) {
    struct store *s = arg;
    breaker_hurry(s->breaker);
    drainer_wake(s->drainer);
}

void store_keep_order(struct store *s, struct keeper_tells tells) {
    s->keeper = keeper_new(s->breaker, s->hosts, tells, try_again, s);
}

void store_stop(struct store *s) {
    if (s->keeper != NULL)
        keeper_stop(s->keeper);
    pthread_mutex_lock(&s->lock);
    s->stopping = true;
    pthread_cond_broadcast(&s->work);
    pthread_mutex_unlock(&s->lock);
    for (size_t i = 0; i < WRITERS; i++)
        pthread_join(s->threads[i], NULL);
    drainer_stop(s->drainer);
    writer_free(s->writer);
    hosts_free(s->hosts);
    breaker_free(s->breaker);
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
        if (!s->writing) /* else whoever writes looks for more, or hangs: wait_for_work */
            pthread_cond_signal(&s->work);
    }
    pthread_mutex_unlock(&s->lock);
    FAULT_POINT("queued");
    return room;
}

static void count(const struct batch_item *item) {
    static const enum metric by_outcome[] = {[OUTCOME_NEW] = METRIC_LEADS_NEW,
                                             [OUTCOME_REPLAY] = METRIC_LEADS_REPLAY,
                                             [OUTCOME_DIFFERS] = METRIC_LEADS_DIFFERS,
                                             [OUTCOME_SPOOLED] = METRIC_LEADS_SPOOLED,
                                             [OUTCOME_UNSURE] = METRIC_LEADS_REPLAY};
    if (item->result == OK)
        metrics_add(by_outcome[item->receipt.outcome], 1);
    else
        metrics_add(
            item->result == ERR_REFUSED ? METRIC_SUBMISSIONS_REFUSED : METRIC_SUBMISSIONS_BUSY, 1);
}

enum errcode store_submit(struct store *s, const struct record *record, struct receipt *out) {
    struct waiter w = {.item = {.record = record, .result = ERR_UNAVAILABLE}};
    sem_init(&w.done, 0, 0);
    unsigned long turn = take_turn(s);
    if (turn != 0) {
        FAULT_POINT("queued");
        write_batch(s, (struct waiter *[]){&w}, 1);
        end_turn(s, turn);
    } else if (enqueue(s, &w)) {
        while (sem_wait(&w.done) == -1)
            ; /* EINTR: signals are blocked in threads, but a debugger may interrupt */
    }
    sem_destroy(&w.done);
    count(&w.item);
    if (w.item.result == OK)
        *out = w.item.receipt;
    return w.item.result;
}

/* An idle service would learn only from the next visitor that its database is gone. */
static void look_at_database(struct store *s) {
    unsigned long turn = take_turn(s);
    if (turn == 0)
        return; /* whoever has the turn will see */
    if (writer_look(s->writer))
        drainer_wake(s->drainer);
    end_turn(s, turn);
}

void store_look(struct store *s, struct store_state *out) {
    look_at_database(s);
    struct store_state state = {.has_spool = s->spool != NULL};
    if (s->spool != NULL)
        spool_look(s->spool, &state.spool);
    state.remembers = s->recent != NULL;
    if (s->recent != NULL)
        recent_look(s->recent, &state.recent);
    state.database_up = !breaker_is_open(s->breaker);
    state.schema_outdated = breaker_outdated(s->breaker);
    pthread_mutex_lock(&s->lock);
    state.pending = s->pending;
    pthread_mutex_unlock(&s->lock);
    *out = state;
}
