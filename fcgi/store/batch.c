/* batch: many records, one transaction, and none of them pays for another's fault. */
#include "store/batch.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/xalloc.h"

#define QUICK_FAILURE_MS 500
#define RACING_TRIES 5
#define RACING_PAUSE_NS (10 * 1000 * 1000L)
#define HALVINGS_MAX 16 /* 2^16 > BATCH_RECORDS_MAX */

_Static_assert(BATCH_RECORDS_MAX < 1 << HALVINGS_MAX, "a halved batch fits the stack of ranges");

struct batch_writer {
    bool again;
    bool asked_again; /* in this batch: a transaction before broke, and may have been committed */
    char *text;       /* the JSON array; kept between batches */
    size_t capacity;
    struct pg_answer answers[BATCH_RECORDS_MAX];
};

struct batch_writer *batch_writer_new(bool again) {
    struct batch_writer *w = xcalloc(1, sizeof *w);
    w->again = again;
    return w;
}

void batch_writer_free(struct batch_writer *w) {
    if (w == NULL)
        return;
    free(w->text);
    free(w);
}

static size_t array_bytes(struct batch_item *const *items, size_t count) {
    size_t n = 2 + count;
    for (size_t i = 0; i < count; i++)
        n += items[i]->record->json.len;
    return n;
}

/* false: no memory now, which the caller treats like a database that is away. */
static bool build_array(struct batch_writer *w, struct batch_item *const *items, size_t count,
                        struct slice *out) {
    size_t need = array_bytes(items, count) + 1;
    if (need > w->capacity) {
        char *grown = realloc(w->text, need * 2);
        if (grown == NULL)
            return false;
        w->text = grown;
        w->capacity = need * 2;
    }
    char *p = w->text;
    for (size_t i = 0; i < count; i++) {
        *p++ = i == 0 ? '[' : ',';
        memcpy(p, items[i]->record->json.ptr, items[i]->record->json.len);
        p += items[i]->record->json.len;
    }
    *p++ = ']';
    *p = '\0';
    *out = (struct slice){w->text, (size_t)(p - w->text)};
    return true;
}

static enum errcode send_once(struct batch_writer *w, struct pg *pg, struct batch_item **items,
                              size_t count, long long deadline) {
    struct slice array;
    if (!build_array(w, items, count, &array))
        return ERR_UNAVAILABLE;
    metrics_add(METRIC_BATCHES, 1);
    metrics_observe(HISTOGRAM_BATCH_RECORDS, (double)count);
    struct pg_batch batch = {array, count, w->again};
    enum errcode e = pg_submit(pg, &batch, deadline, w->answers);
    if (e != OK)
        metrics_add(METRIC_BATCHES_FAILED, 1);
    return e;
}

/* A connection that was idle while the server restarted breaks at the first use. Receipts make a
 * second sending safe, so try once more at once on a fresh connection; but not when the visitors
 * have waited already. */
static enum errcode send(struct batch_writer *w, struct pg *pg, struct batch_item **items,
                         size_t count, long long deadline) {
    bool was_connected = pg_connected(pg);
    long long quick_until = clock_ms() + QUICK_FAILURE_MS;
    enum errcode e = send_once(w, pg, items, count, deadline);
    bool broke = was_connected && !pg_connected(pg) && e != OK;
    if (broke && clock_ms() < quick_until) {
        w->asked_again = true;
        e = send_once(w, pg, items, count, deadline);
    }
    return e == ERR_TIMEOUT ? ERR_UNAVAILABLE : e;
}

static void settle(const struct batch_writer *w, struct batch_item *item,
                   const struct pg_answer *answer) {
    enum outcome replay = w->asked_again ? OUTCOME_UNSURE : OUTCOME_REPLAY;
    const enum outcome outcomes[] = {[VERDICT_NEW] = OUTCOME_NEW,
                                     [VERDICT_REPLAY] = replay,
                                     [VERDICT_DIFFERS] = OUTCOME_DIFFERS};
    bool stored = answer->verdict != VERDICT_NONE && answer->verdict != VERDICT_RACING;
    item->result = stored ? OK : ERR_UNAVAILABLE;
    if (stored)
        item->receipt = (struct receipt){answer->receipt, outcomes[answer->verdict]};
}

static void fail_range(struct batch_item **items, size_t count, enum errcode e,
                       const char *reason) {
    for (size_t i = 0; i < count; i++) {
        items[i]->result = e;
        snprintf(items[i]->reason, sizeof items[i]->reason, "%s", reason);
    }
}

/* Moves the records that another transaction is just writing to the front; their number. */
static size_t keep_racing(struct batch_writer *w, struct batch_item **items, size_t count) {
    size_t racing = 0;
    for (size_t i = 0; i < count; i++) {
        settle(w, items[i], &w->answers[i]);
        if (w->answers[i].verdict != VERDICT_RACING)
            continue;
        struct batch_item *item = items[i];
        items[i] = items[racing];
        items[racing++] = item;
    }
    return racing;
}

/* Writes one range whole, or says why not. A record that races is asked for again. */
static enum errcode write_range(struct batch_writer *w, struct pg *pg, struct batch_item **items,
                                size_t count, long long deadline) {
    for (int attempt = 0; count > 0 && attempt < RACING_TRIES; attempt++) {
        if (attempt > 0)
            nanosleep(&(struct timespec){.tv_nsec = RACING_PAUSE_NS}, NULL);
        enum errcode e = send(w, pg, items, count, deadline);
        if (e != OK) {
            fail_range(items, count, e, pg_reason(pg));
            return e;
        }
        count = keep_racing(w, items, count);
    }
    return OK;
}

bool batch_write(struct batch_writer *w, struct pg *pg, struct batch_item **items, size_t count,
                 long long deadline) {
    struct range {
        size_t first, count;
    } ranges[HALVINGS_MAX + 1];
    size_t depth = 0;
    bool away = false;
    w->asked_again = false;
    assert(count > 0 && count <= BATCH_RECORDS_MAX);
    ranges[depth++] = (struct range){0, count};
    while (depth > 0) {
        struct range r = ranges[--depth];
        if (away) { /* the halves that are left need not ask any more */
            fail_range(items + r.first, r.count, ERR_UNAVAILABLE, "");
            continue;
        }
        enum errcode e = write_range(w, pg, items + r.first, r.count, deadline);
        away = e != OK && e != ERR_REFUSED;
        if (e == ERR_REFUSED && r.count > 1) {
            size_t half = r.count / 2;
            ranges[depth++] = (struct range){r.first + half, r.count - half};
            ranges[depth++] = (struct range){r.first, half};
        }
    }
    return !away;
}
