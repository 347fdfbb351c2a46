/* writer: the database is asked only while the breaker is closed. Whatever it did not certainly
 * keep goes to the spool, and is asked for again from there: receipts tell what is known already.
 */
#include "store/writer.h"

#include <stdio.h>
#include <stdlib.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/xalloc.h"

#define LOOK_AGAIN_MS 10000

struct writer {
    struct breaker *breaker;
    struct spool *spool;
    struct recent *recent;
    struct pg *pg;
    struct batch_writer *batch;
    long long look_again_ms; /* when a connection is made anew for what it is to say */
    struct spool_record records[BATCH_RECORDS_MAX]; /* what of a batch is spooled, on its way */
};

struct writer *writer_new(struct breaker *breaker, struct hosts *hosts, struct spool *spool,
                          struct recent *recent) {
    struct writer *w = xmalloc(sizeof *w);
    *w = (struct writer){.breaker = breaker,
                         .spool = spool,
                         .recent = recent,
                         .pg = pg_new(hosts),
                         .batch = batch_writer_new(false)};
    return w;
}

void writer_free(struct writer *w) {
    pg_free(w->pg);
    batch_writer_free(w->batch);
    free(w);
}

void writer_connect(struct writer *w) {
    if (pg_connect(w->pg, clock_ms() + CONNECT_DEADLINE_MS) == OK) {
        pg_log_connected(w->pg);
        breaker_close(w->breaker);
        return;
    }
    breaker_tell_outdated(w->breaker, pg_outdated(w->pg));
    breaker_trip(w->breaker, pg_reason(w->pg));
    breaker_still_open(w->breaker); /* the drainer's tries begin */
}

/* The connection goes with it: after an outage another server may be the one that takes writes. A
 * host that answers and takes none loses its turn. */
static void give_up(struct writer *w, const char *why) {
    const char *server = pg_server(w->pg);
    char text[2 * SPOOL_REASON_MAX];
    bool named = slice_starts(slice_from(why), server); /* it could not be connected to */
    snprintf(text, sizeof text, "%s%s%s", named ? "" : server, named ? "" : ": ", why);
    breaker_tell_outdated(w->breaker, pg_outdated(w->pg));
    breaker_trip(w->breaker, text);
    pg_leave(w->pg);
}

/* Settings are read when a connection is made, so it takes a new one to see them mended; or to see
 * who is behind a pooler now, where what is remembered would be of the server that greeted. */
static void look_again(struct writer *w) {
    long long now = clock_ms();
    bool other = w->recent != NULL && recent_is_other(w->recent, pg_history(w->pg));
    if ((pg_durable(w->pg) && !other) || now < w->look_again_ms)
        return;
    w->look_again_ms = now + LOOK_AGAIN_MS;
    pg_disconnect(w->pg);
}

/* Leaves every item with what the database said; true if the drainer has to look after it. */
static bool ask_database(struct writer *w, struct batch_item **items, size_t count,
                         struct written_to *to) {
    long long deadline = clock_ms() + BATCH_DEADLINE_MS;
    for (size_t i = 0; i < count; i++)
        items[i]->result = ERR_UNAVAILABLE;
    if (breaker_is_open(w->breaker))
        return false;
    look_again(w);
    if (pg_connect(w->pg, deadline) != OK) {
        give_up(w, pg_reason(w->pg));
        return true;
    }
    if (!pg_durable(w->pg))
        return false;
    to->before = *pg_history(w->pg);
    bool answered = batch_write(w->batch, w->pg, items, count, deadline);
    if (answered)
        breaker_proved(w->breaker);
    else
        give_up(w, pg_reason(w->pg));
    /* A connection that broke may have been made anew, to a server that forgets. */
    for (size_t i = 0; i < count && !pg_durable(w->pg); i++)
        if (items[i]->result == OK)
            items[i]->result = ERR_UNAVAILABLE;
    to->after = *pg_history(w->pg);
    return !answered;
}

static void settle_spooled(struct batch_item *item) {
    item->result = OK;
    item->receipt = (struct receipt){item->record->id, OUTCOME_SPOOLED};
}

/* A record that the database refuses was said all the same: it is kept where an operator sees it
 * and sends it again when the cause is gone. So the visitor is thanked. */
static void keep_refused(struct writer *w, struct batch_item *item) {
    struct spool_record r = {item->record->id, item->record->json};
    if (spool_keep_refused(w->spool, &r, item->reason) == OK)
        settle_spooled(item);
    else
        item->result = ERR_UNAVAILABLE;
}

static bool spool_rest(struct writer *w, struct batch_item **items, size_t count) {
    struct batch_item *rest[BATCH_RECORDS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (items[i]->result == ERR_REFUSED)
            keep_refused(w, items[i]);
        else if (items[i]->result != OK)
            rest[n++] = items[i];
    }
    for (size_t i = 0; i < n; i++)
        w->records[i] = (struct spool_record){rest[i]->record->id, rest[i]->record->json};
    if (n == 0 || spool_write(w->spool, w->records, n) != OK)
        return false;
    for (size_t i = 0; i < n; i++)
        settle_spooled(rest[i]);
    return true;
}

bool writer_write(struct writer *w, struct batch_item **items, size_t count,
                  struct written_to *to) {
    bool lost = ask_database(w, items, count, to);
    bool spooled = w->spool != NULL && spool_rest(w, items, count);
    return lost || spooled;
}

void writer_remember(const struct writer *w, struct batch_item *const *items, size_t count,
                     const struct written_to *to) {
    struct spool_record records[BATCH_RECORDS_MAX];
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        if (items[i]->result == OK && items[i]->receipt.outcome != OUTCOME_SPOOLED)
            records[n++] = (struct spool_record){items[i]->record->id, items[i]->record->json};
    if (w->recent != NULL && n > 0)
        recent_keep(w->recent, &to->before, &to->after, records, n);
}

bool writer_look(struct writer *w) {
    if (breaker_is_open(w->breaker))
        return false;
    if (pg_hung_up(w->pg))
        give_up(w, "the server ended the connection");
    else if (pg_connect(w->pg, clock_ms() + CONNECT_DEADLINE_MS) != OK)
        give_up(w, pg_reason(w->pg));
    return breaker_is_open(w->breaker);
}
