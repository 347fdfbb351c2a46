/* ledger: a quarter of an hour has its place in the ring by its time, so that nothing is looked
 * for. When the ring has gone round, the place has another's numbers: what the database knows of
 * them goes, and what it does not, after more than a week without it, counts for the new one: the
 * day is wrong then, and nothing is lost. */
#include "store/ledger.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "base/metrics.h"
#include "base/xalloc.h"
#include "store/ledger_file.h"

struct ledger {
    pthread_mutex_t lock; /* guards the books */
    int folder;           /* -1: none */
    size_t count;         /* of books; the first is this process's own */
    struct ledger_book books[LEDGER_BOOKS_MAX];
};

const char *ledger_part_name(enum ledger_part part) {
    static const char *const names[LEDGER_PART__MAX] = {
        "stored", "double", "spooled", "invalid", "refused", "not_sent", "busy", "unanswered"};
    return names[part];
}

/* ---- files --------------------------------------------------------------------------------- */

static void tell_unanswered(const struct ledger_book *b, uint64_t unanswered) {
    if (unanswered == 0)
        return;
    metrics_add(METRIC_POSTS_UNANSWERED, unanswered);
    log_line(LOG_WARN, "posts_unanswered", "count=%llu ledger=%s", (unsigned long long)unanswered,
             b->name.text);
}

/* What lies there and nobody holds; the first of it is gone on with. */
static void take_over(struct ledger *l) {
    int fd = dup(l->folder);
    DIR *dir = fd == -1 ? NULL : fdopendir(fd);
    const struct dirent *entry;
    uint64_t unanswered;
    while (dir != NULL && l->count < LEDGER_BOOKS_MAX && (entry = readdir(dir)) != NULL) {
        if (!slice_ends(slice_from(entry->d_name), LEDGER_SUFFIX))
            continue;
        struct ledger_book *b = &l->books[l->count];
        if (ledger_file_take(l->folder, entry->d_name, b, &unanswered)) {
            tell_unanswered(b, unanswered);
            l->count++;
        }
    }
    if (dir != NULL)
        closedir(dir);
}

static bool open_files(struct ledger *l, const char *dir) {
    (void)mkdir(dir, 0700); /* if it failed, so does this: */
    l->folder = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (l->folder == -1)
        return false;
    take_over(l);
    if (l->count == 0 && ledger_file_make(l->folder, &l->books[0]))
        l->count = 1;
    return l->count > 0;
}

struct ledger *ledger_open(const char *dir) {
    struct ledger *l = xcalloc(1, sizeof *l);
    pthread_mutex_init(&l->lock, NULL);
    l->folder = -1;
    if (*dir != '\0' && open_files(l, dir))
        return l;
    if (*dir != '\0')
        log_line(LOG_WARN, "ledger_unavailable", "folder=%s why=\"%s\" meanwhile=\"%s\"", dir,
                 strerror(errno), "counted in memory: a kill loses the last seconds");
    ledger_file_none(&l->books[0]);
    l->count = 1;
    return l;
}

void ledger_close(struct ledger *l) {
    if (l == NULL)
        return;
    for (size_t i = 0; i < l->count; i++)
        ledger_file_close(&l->books[i]);
    if (l->folder != -1)
        close(l->folder);
    pthread_mutex_destroy(&l->lock);
    free(l);
}

/* ---- counting ------------------------------------------------------------------------------ */

static void subtract(struct ledger_counts *from, const struct ledger_counts *told) {
    from->whole -= told->whole;
    for (int i = 0; i < LEDGER_PARTS_ROOM; i++)
        from->parts[i] -= told->parts[i];
}

/* Without a start while it is in the making: who is killed then leaves nothing half done. */
static void begin_slot(struct ledger_slot *s, int64_t start_s) {
    s->start_s = 0;
    atomic_signal_fence(memory_order_seq_cst);
    subtract(&s->now, &s->told);
    s->told = (struct ledger_counts){0};
    atomic_signal_fence(memory_order_seq_cst);
    s->start_s = start_s;
}

/* The first quarter of 1970 would be the sign of an empty place. */
static int64_t slot_start(int64_t now_us) {
    int64_t now_s = now_us / 1000000;
    return now_s < LEDGER_SLOT_S ? LEDGER_SLOT_S : now_s - now_s % LEDGER_SLOT_S;
}

void ledger_begin(struct ledger *l, struct ledger_post *p, int64_t now_us) {
    if (l == NULL)
        return;
    int64_t start_s = slot_start(now_us);
    size_t i = (size_t)(start_s / LEDGER_SLOT_S % LEDGER_SLOTS);
    pthread_mutex_lock(&l->lock);
    struct ledger_book *own = &l->books[0];
    if (p->open) /* this thread's last was never counted as answered: a difference, for ever */
        own->in_flight[p->slot]--;
    if (own->page->slots[i].start_s != start_s)
        begin_slot(&own->page->slots[i], start_s);
    own->page->slots[i].now.whole++;
    own->in_flight[i]++;
    pthread_mutex_unlock(&l->lock);
    *p = (struct ledger_post){.open = true, .slot = i};
}

void ledger_end(struct ledger *l, struct ledger_post *p, enum ledger_part part) {
    if (l == NULL)
        return;
    pthread_mutex_lock(&l->lock);
    struct ledger_book *own = &l->books[0];
    own->page->slots[p->slot].now.parts[part]++;
    if (p->open) /* else it is counted twice, which shows as well */
        own->in_flight[p->slot]--;
    pthread_mutex_unlock(&l->lock);
    p->open = false;
}

/* ---- telling ------------------------------------------------------------------------------- */

static uint64_t received(const struct ledger_book *b, size_t i) {
    return b->page->slots[i].now.whole - b->in_flight[i];
}

static bool is_told(const struct ledger_book *b, size_t i) {
    const struct ledger_slot *s = &b->page->slots[i];
    bool same = received(b, i) == s->told.whole &&
                memcmp(s->now.parts, s->told.parts, sizeof s->now.parts) == 0;
    return s->start_s == 0 || (same && !b->again[i]);
}

static void collect(const struct ledger_book *b, struct ledger_batch *out) {
    out->name = b->name;
    out->count = 0;
    for (size_t i = 0; i < LEDGER_SLOTS && out->count < LEDGER_ROWS_MAX; i++) {
        if (is_told(b, i))
            continue;
        struct ledger_row *row = &out->rows[out->count++];
        row->start_s = b->page->slots[i].start_s;
        row->received = received(b, i);
        memcpy(row->parts, b->page->slots[i].now.parts, sizeof row->parts);
    }
}

bool ledger_untold(struct ledger *l, struct ledger_batch *out) {
    out->count = 0;
    pthread_mutex_lock(&l->lock);
    for (size_t i = 0; i < l->count && out->count == 0; i++) {
        out->book = i;
        collect(&l->books[i], out);
    }
    pthread_mutex_unlock(&l->lock);
    return out->count > 0;
}

void ledger_told(struct ledger *l, const struct ledger_batch *batch) {
    pthread_mutex_lock(&l->lock);
    struct ledger_book *b = &l->books[batch->book];
    for (size_t k = 0; k < batch->count; k++) {
        const struct ledger_row *row = &batch->rows[k];
        size_t i = (size_t)(row->start_s / LEDGER_SLOT_S % LEDGER_SLOTS);
        struct ledger_slot *s = &b->page->slots[i];
        if (s->start_s != row->start_s)
            continue; /* the ring has gone round meanwhile */
        s->told.whole = row->received;
        memcpy(s->told.parts, row->parts, sizeof row->parts);
        b->again[i] = false;
    }
    pthread_mutex_unlock(&l->lock);
}

void ledger_tell_again(struct ledger *l) {
    pthread_mutex_lock(&l->lock);
    for (size_t i = 0; i < l->count; i++)
        memset(l->books[i].again, true, sizeof l->books[i].again);
    pthread_mutex_unlock(&l->lock);
}

static bool is_done(const struct ledger_book *b, int64_t before_s) {
    for (size_t i = 0; i < LEDGER_SLOTS; i++)
        if (!is_told(b, i) || b->page->slots[i].start_s >= before_s)
            return false;
    return true;
}

void ledger_tidy(struct ledger *l, int64_t now_us) {
    int64_t before_s = now_us / 1000000 - LEDGER_KEEP_S;
    pthread_mutex_lock(&l->lock);
    for (size_t i = l->count; --i > 0;) {
        if (!is_done(&l->books[i], before_s))
            continue;
        ledger_file_remove(l->folder, &l->books[i]);
        l->books[i] = l->books[--l->count];
    }
    pthread_mutex_unlock(&l->lock);
}
