/* delivery: what takes the server too long in one transaction is tried in smaller ones: half of it
 * after a failure, twice as much after a success. */
#include "store/delivery.h"

#include <stdlib.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/xalloc.h"
#include "store/batch.h"

/* A file as it was read: records first .. first + count belong to it. */
struct load {
    const struct spool_name *name;
    char *content;
    size_t first, count;
};

struct delivery {
    struct spool *spool;
    struct recent *recent;              /* NULL: none */
    struct batch_writer *first, *again; /* for what comes from the spool, and from recent */
    size_t records_max;                 /* in one transaction */
    enum spool_folder from;             /* of this run, and */
    struct history_name before, after;  /* the histories of the server around it */
    struct load loads[BATCH_RECORDS_MAX];
    size_t load_count, record_count, bytes;
    struct record records[BATCH_RECORDS_MAX];
    struct batch_item items[BATCH_RECORDS_MAX];
    struct spool_record kept[BATCH_RECORDS_MAX]; /* what of a file is remembered, on its way */
};

struct delivery *delivery_new(struct spool *spool, struct recent *recent) {
    struct delivery *d = xcalloc(1, sizeof *d);
    d->spool = spool;
    d->recent = recent;
    d->first = batch_writer_new(false);
    d->again = batch_writer_new(true);
    d->records_max = BATCH_RECORDS_MAX;
    return d;
}

void delivery_free(struct delivery *d) {
    batch_writer_free(d->first);
    batch_writer_free(d->again);
    free(d);
}

/* ---- reading ------------------------------------------------------------------------------- */

static void forget_loads(struct delivery *d) {
    for (size_t i = 0; i < d->load_count; i++)
        free(d->loads[i].content);
    d->load_count = d->record_count = d->bytes = 0;
}

enum loading { LOADED = 0, LOAD_FULL, LOAD_NOTHING, LOAD_FAILED };

/* Adds the records of a whole file, unless there is no room for them. */
static enum loading add_records(struct delivery *d, const struct spool_name *name,
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

/* A file of recent ends where the last append did, which is no damage. */
static enum loading take_recent(struct delivery *d, const struct spool_name *name,
                                struct slice content, size_t count) {
    if (count > BATCH_RECORDS_MAX)
        return LOAD_FAILED; /* none of ours */
    if (count > 0)
        return add_records(d, name, content, count);
    recent_confirmed(d->recent, name, &d->before, 0);
    return LOAD_NOTHING;
}

static enum loading take_spooled(struct delivery *d, const struct spool_name *name,
                                 struct slice content, size_t count, const char *damage) {
    if (damage == NULL)
        return add_records(d, name, content, count);
    return spool_set_aside(d->spool, name, content, damage) == OK ? LOAD_NOTHING : LOAD_FAILED;
}

static enum loading load_file(struct delivery *d, const struct spool_name *name) {
    struct slice content;
    const char *damage;
    bool more = false;
    enum errcode e = d->from == SPOOL_RECENT ? recent_read(d->recent, name, &content)
                                             : spool_read(d->spool, name, &content, &more);
    if (e != OK)
        return e == ERR_NOT_FOUND ? LOAD_NOTHING : LOAD_FAILED;
    size_t count = spool_file_check(content, &damage);
    if (more || count > BATCH_RECORDS_MAX || content.len > BATCH_BYTES_MAX * 2)
        damage = "far too large"; /* for a batch: its records are written again in smaller ones */
    enum loading result = d->from == SPOOL_RECENT ? take_recent(d, name, content, count)
                                                  : take_spooled(d, name, content, count, damage);
    if (result != LOADED)
        free((char *)content.ptr);
    return result;
}

/* As many files, from names on, as one transaction may hold. How many names were dealt with; what
 * could not be read is passed by. */
static size_t load_files(struct delivery *d, const struct spool_name *names, size_t count) {
    static struct log_gate gate;
    size_t i = 0;
    for (; i < count && d->load_count < BATCH_RECORDS_MAX; i++) {
        enum loading result = load_file(d, &names[i]);
        if (result == LOAD_FULL)
            break;
        if (result == LOAD_FAILED)
            log_limited(&gate, LOG_ERROR, "spool_unreadable", "file=%s/%s",
                        spool_folder_name(d->from), names[i].text);
    }
    return i;
}

/* ---- delivering ---------------------------------------------------------------------------- */

/* Hands in what was loaded. false: the database did not take all of it. */
static bool hand_in(struct delivery *d, struct pg *pg) {
    struct batch_item *items[BATCH_RECORDS_MAX];
    struct batch_writer *writer = d->from == SPOOL_RECENT ? d->again : d->first;
    bool good = pg_connect(pg, clock_ms() + CONNECT_DEADLINE_MS) == OK;
    d->before = *pg_history(pg);
    for (size_t i = 0; i < d->record_count; i++) {
        d->items[i].record = &d->records[i];
        d->items[i].result = ERR_UNAVAILABLE;
        items[i] = &d->items[i];
    }
    for (size_t i = 0; good && i < d->record_count; i += d->records_max) {
        size_t left = d->record_count - i;
        good = batch_write(writer, pg, items + i, left < d->records_max ? left : d->records_max,
                           clock_ms() + BATCH_DEADLINE_MS);
    }
    size_t next = good ? d->records_max * 2 : d->records_max / 2;
    d->records_max = next > BATCH_RECORDS_MAX ? BATCH_RECORDS_MAX : next == 0 ? 1 : next;
    d->after = *pg_history(pg);
    return good;
}

/* The visitor holds a receipt that is not the lead's id: it is the only trace of which lead it is.
 */
static void note_receipt(const struct batch_item *item) {
    static const char *const outcomes[] = {
        [OUTCOME_REPLAY] = "replay", [OUTCOME_UNSURE] = "replay", [OUTCOME_DIFFERS] = "differs"};
    if (!slice_eq(uuid_slice(&item->receipt.id), uuid_slice(&item->record->id)))
        log_line(LOG_INFO, "receipt_resolved", "receipt=%s lead=%s outcome=%s",
                 item->record->id.text, item->receipt.id.text, outcomes[item->receipt.outcome]);
}

static bool has_answer(const struct batch_item *item) {
    return item->result == OK || item->result == ERR_REFUSED;
}

/* Nothing is kept in bad before all of the file has its answer: it would be at each try. */
static bool is_settled(struct delivery *d, const struct load *l) {
    bool all = true;
    for (size_t k = l->first; k < l->first + l->count; k++)
        all &= has_answer(&d->items[k]);
    for (size_t k = l->first; all && k < l->first + l->count; k++) {
        const struct batch_item *item = &d->items[k];
        struct spool_record r = {item->record->id, item->record->json};
        if (item->result == OK)
            note_receipt(item);
        else
            all = spool_keep_refused(d->spool, &r, item->reason) == OK;
    }
    return all;
}

static void remember(struct delivery *d, const struct load *l) {
    size_t n = 0;
    for (size_t k = l->first; k < l->first + l->count; k++)
        if (d->items[k].result == OK)
            d->kept[n++] = (struct spool_record){d->records[k].id, d->records[k].json};
    if (d->recent != NULL && n > 0)
        recent_keep(d->recent, &d->before, &d->after, d->kept, n);
}

static bool is_new(const struct receipt *r) {
    return r->outcome == OUTCOME_NEW || r->outcome == OUTCOME_DIFFERS;
}

static size_t count_restored(const struct delivery *d, const struct load *l) {
    size_t n = 0;
    for (size_t k = l->first; k < l->first + l->count; k++)
        n += d->items[k].result == OK && is_new(&d->items[k].receipt);
    return n;
}

/* A file that is all settled. One of recent of which it is unknown which of two servers has it is
 * left to the next look. */
static void let_go(struct delivery *d, const struct load *l, struct delivery_report *report) {
    if (d->from == SPOOL_RECENT) {
        size_t restored = count_restored(d, l);
        report->restored += restored;
        if (history_same(&d->before, &d->after))
            (restored > 0 ? recent_restored : recent_confirmed)(d->recent, l->name, &d->before,
                                                                l->count);
    } else {
        remember(d, l);
        spool_delivered(d->spool, l->name, l->count);
    }
    FAULT_POINT("drain-unlink");
    report->records += l->count;
}

static void settle(struct delivery *d, struct delivery_report *report) {
    for (size_t i = 0; i < d->load_count; i++) {
        const struct load *l = &d->loads[i];
        for (size_t k = l->first; k < l->first + l->count; k++)
            report->proved |= has_answer(&d->items[k]);
        if (is_settled(d, l))
            let_go(d, l, report);
        else if (report->failed == NULL)
            report->failed = l->name;
    }
}

struct delivery_report delivery_run(struct delivery *d, struct pg *pg, enum spool_folder from,
                                    const struct spool_name *names, size_t count) {
    d->from = from;
    struct delivery_report report = {.names = load_files(d, names, count)};
    FAULT_POINT("drain-read");
    report.asked = d->record_count > 0;
    report.taken = report.asked && hand_in(d, pg);
    FAULT_POINT("drain-commit");
    settle(d, &report);
    metrics_add(METRIC_LEADS_RESTORED, report.restored);
    forget_loads(d);
    return report;
}
