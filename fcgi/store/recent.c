/* recent: one file grows at a time, for whoever delivers (store/recent_file); all that is to be
 * known of the others is in the listing of their folder. Neither lock is held while the disk works:
 * one that hangs keeps nobody else from delivering, or from asking how things are. */
#include "store/recent.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/xalloc.h"
#include "store/recent_file.h"
#include "store/recent_name.h"

struct recent {
    struct spool *spool;
    const struct spool_dir *dir;
    long long age_us, octets_max; /* what was promised, and what it may cost */
    struct spool_name *names;     /* the delivering thread's, and */
    long long apart_us;           /* how far the clocks were apart; 0: not looked at yet */
    struct recent_file *file;     /* that grows */

    pthread_mutex_t lock; /* guards what follows */
    struct receipt_of {
        struct uuid id;
        struct history_name history; /* empty: there is none */
    } receipts[RECENT_RECEIPTS_MAX];
    struct history_look seen;
    unsigned cuts; /* how often a server had forgotten under the same name */
    bool blind;

    pthread_mutex_t told_lock; /* guards what follows */
    long long gap_until_ms;    /* by then it is as long ago as was promised that something was not
                                * kept, or dropped too early */
    struct recent_state stock;
};

/* Of nobody: with a letter that no server's has. */
static const struct history_name unknown = {"_unknown"};

/* The last record of a file that was delivered by a process before this one: if the server has
 * forgotten it meanwhile, that is to be seen. */
static void learn_receipt(struct recent *r, const struct spool_name *name) {
    struct receipt_of *last = &r->receipts[RECENT_RECEIPTS_MAX - 1];
    struct spool_reader reader;
    struct spool_record record;
    struct recent_name e;
    struct slice content;
    if (!recent_name_parse(name, &e) || recent_read(r, name, &content) != OK)
        return;
    spool_reader_init(&reader, content);
    while (spool_reader_next(&reader, &record)) {
        last->id = record.id;
        recent_label_history(&e.label, &last->history);
    }
    free((char *)content.ptr);
}

/* What a process before this one had found to be unconfirmed stays so; of what it had not, the
 * newest is asked for. */
static void learn(struct recent *r) {
    struct spool_sum sum;
    struct recent_name e;
    size_t count, newest = 0;
    if (spool_dir_list(r->dir, SPOOL_RECENT, r->names, RECENT_LIST_MAX, &count, &sum) != OK)
        return; /* recent_unconfirmed tells */
    for (size_t i = 0; i < count; i++) {
        if (!recent_name_parse(&r->names[i], &e) || recent_label_cuts(&e.label) < r->cuts)
            continue;
        r->cuts = recent_label_cuts(&e.label);
        newest = i;
    }
    if (count > 0)
        learn_receipt(r, &r->names[newest]);
}

struct recent *recent_new(struct spool *spool, int minutes, long long octets_max) {
    struct recent *r = xcalloc(1, sizeof *r);
    r->spool = spool;
    r->dir = spool_folders(spool);
    r->age_us = minutes * 60LL * 1000000;
    r->octets_max = octets_max;
    r->names = xcalloc(2 * RECENT_LIST_MAX, sizeof *r->names);
    r->file = recent_file_new(spool);
    r->blind = true;
    pthread_mutex_init(&r->lock, NULL);
    pthread_mutex_init(&r->told_lock, NULL);
    learn(r);
    return r;
}

/* The history that took something, told apart from what it was before it was cut. */
static struct recent_label label_of(const struct recent *r, const struct history_name *history) {
    struct recent_label label;
    recent_label_make(history, r->cuts, &label);
    return label;
}

static void note_gap(struct recent *r) {
    pthread_mutex_lock(&r->told_lock);
    r->gap_until_ms = clock_ms() + r->age_us / 1000;
    pthread_mutex_unlock(&r->told_lock);
}

void recent_free(struct recent *r) {
    if (r == NULL)
        return;
    recent_file_free(r->file);
    pthread_mutex_destroy(&r->lock);
    pthread_mutex_destroy(&r->told_lock);
    free(r->names);
    free(r);
}

void recent_keep(struct recent *r, const struct history_name *before,
                 const struct history_name *after, const struct spool_record *records,
                 size_t count) {
    const struct history_name *history = history_same(before, after) ? before : &unknown;
    pthread_mutex_lock(&r->lock);
    struct recent_label label = label_of(r, history);
    r->receipts[1] = r->receipts[0];
    r->receipts[0].id = records[count - 1].id;
    r->receipts[0].history = *history;
    pthread_mutex_unlock(&r->lock);
    if (!recent_file_append(r->file, &label, records, count))
        note_gap(r);
}

/* ---- what the server says ------------------------------------------------------------------ */

bool recent_is_other(struct recent *r, const struct history_name *history) {
    pthread_mutex_lock(&r->lock);
    bool other = r->seen.name.text[0] != '\0' && !history_same(&r->seen.name, history);
    pthread_mutex_unlock(&r->lock);
    return other;
}

size_t recent_receipts(struct recent *r, const struct history_name *history,
                       struct uuid out[RECENT_RECEIPTS_MAX]) {
    size_t n = 0;
    pthread_mutex_lock(&r->lock);
    for (size_t i = 0; i < RECENT_RECEIPTS_MAX; i++)
        if (history_same(&r->receipts[i].history, history))
            out[n++] = r->receipts[i].id;
    pthread_mutex_unlock(&r->lock);
    return n;
}

static void note_cut(struct recent *r) {
    r->cuts++;
    memset(r->receipts, 0, sizeof r->receipts); /* said once; they are unconfirmed now */
}

bool recent_see(struct recent *r, const struct history_look *look) {
    struct history_look was;
    pthread_mutex_lock(&r->lock);
    was = r->seen;
    bool same = history_same(&was.name, &look->name);
    bool cut = !look->remembered || (same && look->wal < was.wal);
    if (cut)
        note_cut(r);
    else if (r->receipts[0].history.text[0] != '\0')
        r->receipts[RECENT_RECEIPTS_MAX - 1] = r->receipts[0];
    r->seen = *look;
    r->blind = false;
    struct recent_label label = label_of(r, &look->name);
    pthread_mutex_unlock(&r->lock);
    bool other = cut || (!same && was.name.text[0] != '\0');
    if (other)
        log_line(LOG_WARN, cut ? "history_cut" : "history_changed",
                 "was=%s now=%s wal_was=%lld wal=%lld do=\"hand in again what is remembered\"",
                 was.name.text, look->name.text, was.wal, look->wal);
    if (cut) /* before anything is kept: a process after this one learns of it */
        recent_file_begin(r->file, &label);
    return other;
}

void recent_blind(struct recent *r) {
    pthread_mutex_lock(&r->lock);
    r->blind = true;
    pthread_mutex_unlock(&r->lock);
}

void recent_forget(struct spool *spool) {
    const struct spool_dir *dir = spool_folders(spool);
    struct spool_name *names = xcalloc(2 * RECENT_LIST_MAX, sizeof *names);
    struct spool_sum sum;
    struct recent_name e;
    size_t count = 0;
    if (spool_dir_list(dir, SPOOL_RECENT, names, RECENT_LIST_MAX, &count, &sum) != OK)
        log_line(LOG_ERROR, "recent_unreadable", "why=\"%s\"", strerror(errno));
    for (size_t i = 0; i < count; i++)
        if (recent_name_parse(&names[i], &e))
            spool_dir_remove(dir, SPOOL_RECENT, &names[i]);
    free(names);
}

/* ---- the files ----------------------------------------------------------------------------- */

/* As it is now; the delivering thread's. */
struct scene {
    long long now_us;
    struct recent_label label; /* of the server of now; empty: not seen yet */
    struct spool_name own;     /* stem of the file that grows */
    bool blind, room;
    struct recent_state sum;
    size_t files;
};

/* All that is remembered has become older at once, and goes for its age. */
static void look_at_clocks(struct recent *r, long long now_us) {
    long long apart_us = now_us - clock_ms() * 1000;
    long long jump_us = r->apart_us == 0 ? 0 : apart_us - r->apart_us;
    r->apart_us = apart_us;
    if (jump_us < RECENT_GROWS_MS * 1000LL)
        return;
    note_gap(r);
    log_line(LOG_WARN, "clock_jumped", "seconds=%lld so=\"what is remembered goes too early\"",
             jump_us / 1000000);
}

static void set_scene(struct recent *r, struct scene *s) {
    struct recent_name grows;
    *s = (struct scene){.now_us = clock_wall_us(),
                        .room = spool_has_room(r->spool, RECENT_ROOM_BYTES)};
    look_at_clocks(r, s->now_us);
    pthread_mutex_lock(&r->lock);
    if (r->seen.name.text[0] != '\0')
        s->label = label_of(r, &r->seen.name);
    s->blind = r->blind || s->label.text[0] == '\0';
    pthread_mutex_unlock(&r->lock);
    if (recent_file_look(r->file, s->blind ? NULL : &s->label, &grows)) {
        s->own = grows.stem;
        s->sum.records = (long long)grows.records;
    }
}

static long long octets_of(const struct recent *r, const struct spool_name *name) {
    struct stat st;
    int folder = r->dir->folders[SPOOL_RECENT];
    return fstatat(folder, name->text, &st, AT_SYMLINK_NOFOLLOW) == 0 ? st.st_size : 0;
}

static void drop(struct recent *r, struct scene *s, const struct spool_name *name,
                 const struct recent_name *e) {
    static struct log_gate gate;
    spool_dir_remove(r->dir, SPOOL_RECENT, name);
    s->files--;
    s->sum.octets -= e->octets;
    s->sum.records -= (long long)e->records;
    s->room = spool_has_room(r->spool, RECENT_ROOM_BYTES);
    long long age_us = s->now_us - e->begun_us;
    if (age_us >= r->age_us && recent_label_same(&e->label, &s->label))
        return;
    note_gap(r);
    log_limited(&gate, LOG_ERROR, "recent_short",
                "kept_seconds=%lld promised_seconds=%lld octets_max=%lld "
                "do=\"raise remember-mib, or give the spool's disk room\"",
                age_us / 1000000, r->age_us / 1000000, r->octets_max);
}

/* Whether it has to go: for its age, or because all together are too many or too large. */
static bool must_go(const struct recent *r, const struct scene *s, const struct recent_name *e) {
    bool old = s->now_us - e->begun_us >= r->age_us + RECENT_GROWS_MS * 1000LL;
    bool done = !s->blind && recent_label_same(&e->label, &s->label);
    return (old && done) || s->sum.octets > r->octets_max || s->files > RECENT_LIST_MAX || !s->room;
}

/* May another process still append to it? */
static bool may_grow(const struct scene *s, const struct recent_name *e) {
    return e->records == 0 && e->begun_us <= s->now_us &&
           s->now_us - e->begun_us < 2 * RECENT_GROWS_MS * 1000LL;
}

/* As long as no server was looked at, nothing is known to be anywhere. */
static void take_stock(struct recent *r, struct scene *s) {
    if (s->blind)
        s->sum.unconfirmed = s->sum.records;
    pthread_mutex_lock(&r->told_lock);
    r->stock = s->sum;
    pthread_mutex_unlock(&r->told_lock);
}

/* Sums up the listed files and puts the octets of those that grow or did. */
static void sum_up(struct recent *r, struct scene *s, size_t count) {
    struct recent_name e;
    for (size_t i = 0; i < count; i++) {
        if (!recent_name_parse(&r->names[i], &e))
            continue;
        s->sum.octets += e.octets > 0 ? e.octets : octets_of(r, &r->names[i]);
        s->sum.records += (long long)e.records;
    }
}

const struct spool_name *recent_unconfirmed(struct recent *r, size_t *count) {
    static struct log_gate gate;
    struct scene s;
    struct spool_sum listed = {0};
    struct recent_name e;
    size_t all = 0;
    *count = 0;
    set_scene(r, &s);
    if (spool_dir_list(r->dir, SPOOL_RECENT, r->names, RECENT_LIST_MAX, &all, &listed) != OK) {
        log_limited(&gate, LOG_ERROR, "recent_unreadable", "why=\"%s\"", strerror(errno));
        return r->names;
    }
    s.files = listed.files;
    sum_up(r, &s, all);
    for (size_t i = 0; i < all; i++) {
        if (!recent_name_parse(&r->names[i], &e))
            continue;
        bool own = strcmp(e.stem.text, s.own.text) == 0;
        if (e.octets == 0)
            e.octets = octets_of(r, &r->names[i]);
        if (!own && must_go(r, &s, &e)) {
            drop(r, &s, &r->names[i], &e);
            continue;
        }
        if (s.sum.oldest_us == 0)
            s.sum.oldest_us = e.begun_us;
        if (own || s.blind || recent_label_same(&e.label, &s.label))
            continue;
        s.sum.unconfirmed += e.records > 0 ? (long long)e.records : 1;
        if (!may_grow(&s, &e))
            r->names[(*count)++] = r->names[i];
    }
    take_stock(r, &s);
    return r->names;
}

enum errcode recent_read(struct recent *r, const struct spool_name *name, struct slice *out) {
    bool more;
    return spool_dir_read(r->dir, SPOOL_RECENT, name, out, &more);
}

/* A power cut has taken some of it, or the disk. */
static void tell_damage(struct recent *r, const struct spool_name *name, size_t records) {
    log_line(LOG_ERROR, "recent_damaged", "file=recent/%s readable=%zu", name->text, records);
    note_gap(r);
}

static void confirm(struct recent *r, const struct spool_name *name,
                    const struct history_name *history, size_t records, bool anew) {
    struct recent_name e, now;
    if (!recent_name_parse(name, &e))
        return;
    if (records < e.records)
        tell_damage(r, name, records);
    e.octets = e.octets > 0 ? e.octets : octets_of(r, name);
    e.records = records;
    pthread_mutex_lock(&r->lock);
    e.label = label_of(r, history);
    pthread_mutex_unlock(&r->lock);
    if (anew) {
        recent_name_make(&e.label, &now);
        e.stem = now.stem;
    }
    pthread_mutex_lock(&r->told_lock);
    r->stock.unconfirmed -=
        r->stock.unconfirmed < (long long)records ? r->stock.unconfirmed : (long long)records;
    pthread_mutex_unlock(&r->told_lock);
    if (records > 0)
        recent_file_rename(r->dir, name, &e);
    else
        spool_dir_remove(r->dir, SPOOL_RECENT, name);
}

void recent_confirmed(struct recent *r, const struct spool_name *name,
                      const struct history_name *history, size_t records) {
    confirm(r, name, history, records, false);
}

void recent_restored(struct recent *r, const struct spool_name *name,
                     const struct history_name *history, size_t records) {
    confirm(r, name, history, records, true);
}

void recent_look(struct recent *r, struct recent_state *out) {
    pthread_mutex_lock(&r->told_lock);
    struct recent_state state = r->stock;
    state.whole = clock_ms() >= r->gap_until_ms;
    pthread_mutex_unlock(&r->told_lock);
    *out = state;
}
