/* recent_file: one thread at a time works on the file. The lock says which, and is never held while
 * the disk works. */
#include "store/recent_file.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/write_all.h"
#include "base/xalloc.h"
#include "base/xthread.h"

#define NO_DEADLINE (-1)

struct recent_file {
    struct spool *spool;
    const struct spool_dir *dir;

    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t free;
    bool busy; /* somebody works on it */
    long long since_ms;
    long long rest_until_ms; /* the disk was slow */

    /* of whoever works on it */
    int fd; /* -1: there is none */
    struct recent_name grows;
    long long grows_since_ms;
    char *text; /* what is appended; kept between appends */
    size_t capacity;
};

/* ---- who works on it ----------------------------------------------------------------------- */

static long long busy_ms(const struct recent_file *f) {
    return f->busy ? clock_ms() - f->since_ms : 0;
}

/* true: it is the caller's until give. One at which another hangs already is not waited for. */
static bool take(struct recent_file *f, long long deadline) {
    int e = 0;
    while (f->busy && e == 0 && (deadline == NO_DEADLINE || busy_ms(f) < RECENT_SLOW_MS))
        e = deadline == NO_DEADLINE ? pthread_cond_wait(&f->free, &f->lock)
                                    : xcond_wait(&f->free, &f->lock, deadline);
    if (f->busy)
        return false;
    f->busy = true;
    f->since_ms = clock_ms();
    return true;
}

static void take_for_sure(struct recent_file *f) {
    pthread_mutex_lock(&f->lock);
    (void)take(f, NO_DEADLINE);
    pthread_mutex_unlock(&f->lock);
}

static void tell_slow(long long took_ms) {
    static struct log_gate gate;
    log_limited(&gate, LOG_ERROR, "recent_slow", "took_ms=%lld rests_ms=%d", took_ms,
                RECENT_REST_MS);
}

static void give(struct recent_file *f) {
    pthread_mutex_lock(&f->lock);
    long long took_ms = busy_ms(f);
    f->busy = false;
    if (took_ms >= RECENT_SLOW_MS)
        f->rest_until_ms = clock_ms() + RECENT_REST_MS;
    pthread_mutex_unlock(&f->lock);
    pthread_cond_signal(&f->free);
    if (took_ms >= RECENT_SLOW_MS)
        tell_slow(took_ms);
}

/* Within RECENT_SLOW_MS, unless the disk rests. */
static bool take_to_append(struct recent_file *f) {
    pthread_mutex_lock(&f->lock);
    long long now_ms = clock_ms();
    bool rests = now_ms < f->rest_until_ms;
    bool taken = !rests && take(f, now_ms + RECENT_SLOW_MS);
    bool hangs = !taken && !rests;
    long long took_ms = busy_ms(f);
    if (hangs)
        f->rest_until_ms = clock_ms() + RECENT_REST_MS;
    pthread_mutex_unlock(&f->lock);
    if (hangs)
        tell_slow(took_ms);
    return taken;
}

/* ---- the file ------------------------------------------------------------------------------ */

void recent_file_rename(const struct spool_dir *dir, const struct spool_name *name,
                        const struct recent_name *fresh) {
    int folder = dir->folders[SPOOL_RECENT];
    struct spool_name text;
    recent_name_write(fresh, &text);
    if (renameat(folder, name->text, folder, text.text) == -1 && errno != ENOENT)
        log_line(LOG_WARN, "recent_rename_failed", "file=recent/%s why=\"%s\"", name->text,
                 strerror(errno));
}

static void name_while_growing(const struct recent_file *f, struct spool_name *out) {
    struct recent_name bare = f->grows;
    bare.records = 0;
    bare.octets = 0;
    recent_name_write(&bare, out);
}

/* Gives the file that grows its lasting name. */
static void end_file(struct recent_file *f) {
    struct spool_name name;
    if (f->fd == -1)
        return;
    close(f->fd);
    f->fd = -1;
    name_while_growing(f, &name);
    if (f->grows.records > 0)
        recent_file_rename(f->dir, &name, &f->grows);
}

/* After half a record: what follows it is not to be looked for. */
static void break_off(struct recent_file *f) {
    struct spool_name name;
    int trouble = errno;
    name_while_growing(f, &name);
    if (f->grows.records == 0)
        spool_dir_remove(f->dir, SPOOL_RECENT, &name);
    end_file(f);
    errno = trouble;
}

static bool begin_file(struct recent_file *f, const struct recent_label *label) {
    struct spool_name name;
    if (!spool_has_room(f->spool, RECENT_ROOM_BYTES)) {
        errno = ENOSPC;
        return false;
    }
    recent_name_make(label, &f->grows);
    recent_name_write(&f->grows, &name);
    f->grows_since_ms = clock_ms();
    f->fd = openat(f->dir->folders[SPOOL_RECENT], name.text,
                   O_WRONLY | O_CREAT | O_EXCL | O_APPEND | O_CLOEXEC, 0600);
    return f->fd != -1;
}

static bool has_aged(const struct recent_file *f) {
    return clock_ms() - f->grows_since_ms >= RECENT_GROWS_MS;
}

static bool reserve(struct recent_file *f, size_t octets) {
    if (octets <= f->capacity)
        return true;
    char *grown = realloc(f->text, octets * 2);
    if (grown == NULL)
        return false;
    f->text = grown;
    f->capacity = octets * 2;
    return true;
}

static bool append(struct recent_file *f, const struct recent_label *label,
                   const struct spool_record *records, size_t count) {
    size_t most = spool_file_bytes(records, count);
    bool fits = f->grows.records + count <= BATCH_RECORDS_MAX &&
                f->grows.octets + (long long)most <= BATCH_BYTES_MAX;
    if (f->fd != -1 && (!fits || has_aged(f) || !recent_label_same(&f->grows.label, label)))
        end_file(f);
    if (!reserve(f, most) || (f->fd == -1 && !begin_file(f, label)))
        return false;
    size_t octets = spool_file_grow(records, count, f->grows.octets == 0, f->text);
    if (!write_all(f->fd, (struct slice){f->text, octets})) {
        break_off(f);
        return false;
    }
    f->grows.records += count;
    f->grows.octets += (long long)octets;
    return true;
}

/* ---- from outside -------------------------------------------------------------------------- */

struct recent_file *recent_file_new(struct spool *spool) {
    struct recent_file *f = xcalloc(1, sizeof *f);
    f->spool = spool;
    f->dir = spool_folders(spool);
    f->fd = -1;
    pthread_mutex_init(&f->lock, NULL);
    xcond_init(&f->free);
    return f;
}

void recent_file_free(struct recent_file *f) {
    end_file(f);
    pthread_cond_destroy(&f->free);
    pthread_mutex_destroy(&f->lock);
    free(f->text);
    free(f);
}

bool recent_file_append(struct recent_file *f, const struct recent_label *label,
                        const struct spool_record *records, size_t count) {
    static struct log_gate gate;
    if (!take_to_append(f))
        return false;
    bool kept = append(f, label, records, count);
    if (!kept)
        log_limited(&gate, LOG_ERROR, "recent_failed", "records=%zu why=\"%s\"", count,
                    strerror(errno));
    give(f);
    return kept;
}

void recent_file_begin(struct recent_file *f, const struct recent_label *label) {
    take_for_sure(f);
    end_file(f);
    (void)begin_file(f, label);
    give(f);
}

bool recent_file_look(struct recent_file *f, const struct recent_label *label,
                      struct recent_name *out) {
    take_for_sure(f);
    if (has_aged(f) || (label != NULL && !recent_label_same(&f->grows.label, label)))
        end_file(f);
    *out = f->grows;
    bool grows = f->fd != -1;
    give(f);
    return grows;
}
