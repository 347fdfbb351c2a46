/* recent_file: one job at a time goes to the keeper. Whose job it is owns it until it has seen it
 * done; who does not wait that long leaves it to the keeper. The lock is never held while the disk
 * works, nor is anything of the file looked at by others then. */
#include "store/recent_file.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/write_all.h"
#include "base/xalloc.h"
#include "base/xthread.h"

#define NO_DEADLINE (-1)

struct job {
    bool ends, begins;         /* the file that grows, and one of this */
    struct recent_label label; /* then */
    size_t octets, count;      /* of text, which is appended to it */
};

struct recent_file {
    struct spool *spool;
    const struct spool_dir *dir;
    pthread_t keeper;

    pthread_mutex_t lock; /* guards what follows */
    pthread_cond_t asked, moved;
    enum job_state { FREE = 0, ASKED, DONE } state;
    long long asked_ms;
    bool left; /* whoever asked waits no longer, and it is still ASKED */
    bool good; /* how it went, if DONE */
    bool stops;
    long long rest_until_ms; /* the disk was slow */

    /* the keeper's while it is ASKED; else guarded as well */
    struct job job;
    int fd; /* of the file that grows; -1: none */
    struct recent_name grows;
    long long grows_since_ms;
    char *text; /* kept between jobs */
    size_t capacity;
};

/* ---- the keeper ---------------------------------------------------------------------------- */

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

static bool do_job(struct recent_file *f, const struct job *job) {
    if (job->ends)
        end_file(f);
    if (job->begins && !begin_file(f, &job->label))
        return false;
    if (job->octets == 0)
        return true;
    if (!write_all(f->fd, (struct slice){f->text, job->octets})) {
        break_off(f);
        return false;
    }
    f->grows.records += job->count;
    f->grows.octets += (long long)job->octets;
    return true;
}

static void tell_failure(size_t count) {
    static struct log_gate gate;
    log_limited(&gate, LOG_ERROR, "recent_failed", "records=%zu why=\"%s\"", count,
                strerror(errno));
}

static void *keep(void *arg) {
    struct recent_file *f = arg;
    pthread_mutex_lock(&f->lock);
    while (!f->stops) {
        if (f->state != ASKED) {
            pthread_cond_wait(&f->asked, &f->lock);
            continue;
        }
        pthread_mutex_unlock(&f->lock);
        bool good = do_job(f, &f->job);
        if (!good)
            tell_failure(f->job.count);
        pthread_mutex_lock(&f->lock);
        f->good = good;
        f->state = f->left ? FREE : DONE;
        f->left = false;
        pthread_mutex_unlock(&f->lock); /* first: who wakes needs it */
        pthread_cond_broadcast(&f->moved);
        pthread_mutex_lock(&f->lock);
    }
    pthread_mutex_unlock(&f->lock);
    return NULL;
}

/* ---- asking it; the lock is held ----------------------------------------------------------- */

/* true: it is so, before the deadline. */
static bool wait_for(struct recent_file *f, enum job_state state, long long deadline) {
    struct timespec until = {.tv_sec = deadline / 1000, .tv_nsec = deadline % 1000 * 1000000};
    int e = 0;
    while (f->state != state && e == 0)
        e = deadline == NO_DEADLINE ? pthread_cond_wait(&f->moved, &f->lock)
                                    : pthread_cond_timedwait(&f->moved, &f->lock, &until);
    return f->state == state;
}

/* Nobody else's job is on its way. One that hangs already is not waited for. */
static bool take(struct recent_file *f, long long deadline) {
    if (deadline != NO_DEADLINE && f->state != FREE && clock_ms() - f->asked_ms >= RECENT_SLOW_MS)
        return false;
    return wait_for(f, FREE, deadline);
}

static bool ask(struct recent_file *f, const struct job *job, long long deadline) {
    f->job = *job;
    f->state = ASKED;
    f->asked_ms = clock_ms();
    pthread_cond_signal(&f->asked);
    if (!wait_for(f, DONE, deadline)) {
        f->left = true;
        return false;
    }
    f->state = FREE;
    pthread_cond_broadcast(&f->moved);
    return f->good;
}

/* ---- from outside -------------------------------------------------------------------------- */

struct recent_file *recent_file_new(struct spool *spool) {
    struct recent_file *f = xcalloc(1, sizeof *f);
    pthread_condattr_t attr;
    f->spool = spool;
    f->dir = spool_folders(spool);
    f->fd = -1;
    pthread_mutex_init(&f->lock, NULL);
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(&f->asked, NULL);
    pthread_cond_init(&f->moved, &attr);
    pthread_condattr_destroy(&attr);
    xthread(&f->keeper, NULL, keep, f, "keeper");
    return f;
}

void recent_file_free(struct recent_file *f) {
    pthread_mutex_lock(&f->lock);
    f->stops = true;
    pthread_cond_signal(&f->asked);
    pthread_mutex_unlock(&f->lock);
    pthread_join(f->keeper, NULL);
    end_file(f);
    pthread_cond_destroy(&f->asked);
    pthread_cond_destroy(&f->moved);
    pthread_mutex_destroy(&f->lock);
    free(f->text);
    free(f);
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
                   const struct spool_record *records, size_t count, long long deadline) {
    size_t most = spool_file_bytes(records, count);
    bool fits = f->grows.records + count <= BATCH_RECORDS_MAX &&
                f->grows.octets + (long long)most <= BATCH_BYTES_MAX;
    bool goes_on = f->fd != -1 && fits && !has_aged(f) && recent_label_same(&f->grows.label, label);
    struct job job = {.ends = !goes_on, .begins = !goes_on, .label = *label, .count = count};
    if (!reserve(f, most)) {
        tell_failure(count);
        return false;
    }
    job.octets = spool_file_grow(records, count, !goes_on || f->grows.octets == 0, f->text);
    return ask(f, &job, deadline);
}

static void rest_if_slow(struct recent_file *f, long long start_ms) {
    static struct log_gate gate;
    long long took = clock_ms() - (f->left ? f->asked_ms : start_ms);
    if (took < RECENT_SLOW_MS && !f->left)
        return;
    f->rest_until_ms = clock_ms() + RECENT_REST_MS;
    log_limited(&gate, LOG_ERROR, "recent_slow", "took_ms=%lld rests_ms=%d", took, RECENT_REST_MS);
}

bool recent_file_append(struct recent_file *f, const struct recent_label *label,
                        const struct spool_record *records, size_t count) {
    bool kept = false;
    pthread_mutex_lock(&f->lock);
    long long start_ms = clock_ms(), deadline = start_ms + RECENT_SLOW_MS;
    if (start_ms >= f->rest_until_ms && take(f, deadline))
        kept = append(f, label, records, count, deadline);
    rest_if_slow(f, start_ms);
    pthread_mutex_unlock(&f->lock);
    return kept;
}

void recent_file_begin(struct recent_file *f, const struct recent_label *label) {
    const struct job job = {.ends = true, .begins = true, .label = *label};
    pthread_mutex_lock(&f->lock);
    take(f, NO_DEADLINE);
    (void)ask(f, &job, NO_DEADLINE);
    pthread_mutex_unlock(&f->lock);
}

bool recent_file_look(struct recent_file *f, const struct recent_label *label,
                      struct recent_name *out) {
    const struct job job = {.ends = true};
    pthread_mutex_lock(&f->lock);
    take(f, NO_DEADLINE);
    bool other = label != NULL && !recent_label_same(&f->grows.label, label);
    if (f->fd != -1 && (has_aged(f) || other))
        ask(f, &job, NO_DEADLINE);
    *out = f->grows;
    bool grows = f->fd != -1;
    pthread_mutex_unlock(&f->lock);
    return grows;
}
