/* spool: when to write, when not to any more, and what to do with what cannot be read. */
#include "store/spool.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/xalloc.h"

#define FLOOR_PERCENT 5
#define WRITE_TRIES 2
#define TMP_AGE_MAX_S 600 /* by then whoever wrote it has failed, and told so */

struct spool {
    struct spool_dir dir;
    long long floor_bytes;
    struct spool_name *names; /* of the last spool_list, and */
    size_t listed;            /* how many: the delivering thread's */
    bool locked;              /* the delivering thread's */
    atomic_llong bad;
    atomic_bool failing;

    pthread_mutex_t lock; /* guards what follows */
    struct stock {
        long long files, records, oldest_us;
    } stock;
    size_t writing;        /* files whose writing has begun, and */
    unsigned long written; /* how often one ended */
};

static void sweep_tmp(struct spool *s) {
    size_t count;
    struct spool_sum sum;
    struct stat st;
    if (spool_dir_list(&s->dir, SPOOL_TMP, s->names, SPOOL_LIST_MAX, &count, &sum) != OK)
        return;
    for (size_t i = 0; i < count; i++) {
        const char *name = s->names[i].text;
        if (fstatat(s->dir.folders[SPOOL_TMP], name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
            st.st_mtime + TMP_AGE_MAX_S < clock_wall_us() / 1000000)
            spool_dir_remove(&s->dir, SPOOL_TMP, &s->names[i]);
    }
}

enum errcode spool_open(const char *dir, long long floor_bytes, struct spool **out) {
    struct spool_dir d;
    size_t count;
    if (spool_dir_make(dir, &d) != OK) {
        log_line(LOG_ERROR, "spool_unusable", "folder=%s why=\"%s\"", dir, strerror(errno));
        return ERR_IO;
    }
    struct spool *s = xcalloc(1, sizeof *s);
    s->dir = d;
    s->floor_bytes = floor_bytes;
    s->names = xcalloc(2 * SPOOL_LIST_MAX, sizeof *s->names);
    pthread_mutex_init(&s->lock, NULL);
    sweep_tmp(s);
    (void)spool_list(s, &count);
    *out = s;
    return OK;
}

void spool_close(struct spool *s) {
    if (s == NULL)
        return;
    spool_dir_close(&s->dir);
    pthread_mutex_destroy(&s->lock);
    free(s->names);
    free(s);
}

const struct spool_dir *spool_folders(const struct spool *s) { return &s->dir; }

/* ---- writing ------------------------------------------------------------------------------- */

/* What is free above the floor; below 0: nothing may be written. Delivery needs no room, so what
 * was kept always gets out again; but a disk that is full to the last block takes the database and
 * the logs down with it. */
static long long room_bytes(const struct spool *s) {
    struct statvfs fs;
    if (fstatvfs(s->dir.root, &fs) == -1 || fs.f_favail == 0)
        return -1;
    unsigned long long block = fs.f_frsize;
    long long share = (long long)(block * fs.f_blocks / 100 * FLOOR_PERCENT);
    long long floor = s->floor_bytes;
    return (long long)(block * fs.f_bavail) - (share < floor ? share : floor);
}

bool spool_has_room(const struct spool *s, long long bytes) { return room_bytes(s) >= bytes; }

static enum errcode write_file(struct spool *s, enum spool_folder folder,
                               const struct spool_name *name, struct slice content) {
    static struct log_gate full, failed;
    if (!spool_has_room(s, (long long)content.len)) {
        log_limited(&full, LOG_ERROR, "spool_full", "bytes=%zu", content.len);
        return ERR_UNAVAILABLE;
    }
    enum errcode e = spool_dir_write(&s->dir, folder, name, content);
    atomic_store(&s->failing, e != OK);
    if (e != OK)
        log_limited(&failed, LOG_ERROR, "spool_failed", "folder=%s why=\"%s\"",
                    spool_folder_name(folder), strerror(errno));
    return e;
}

static enum errcode write_records(struct spool *s, enum spool_folder folder,
                                  const struct spool_record *records, size_t count,
                                  struct spool_name *name) {
    size_t bytes = spool_file_bytes(records, count);
    char *text = malloc(bytes);
    enum errcode e = ERR_UNAVAILABLE;
    assert(count > 0);
    if (text != NULL)
        spool_file_encode(records, count, text);
    for (int i = 0; text != NULL && i < WRITE_TRIES && e != OK; i++) {
        spool_name_make(count, name);
        e = write_file(s, folder, name, (struct slice){text, bytes});
    }
    free(text);
    if (e != OK)
        metrics_add(METRIC_SPOOL_FAILURES, 1);
    return e == OK ? OK : ERR_UNAVAILABLE;
}

static void begin_writing(struct spool *s) {
    pthread_mutex_lock(&s->lock);
    s->writing++;
    pthread_mutex_unlock(&s->lock);
}

/* name: NULL if nothing was kept. */
static void end_writing(struct spool *s, const struct spool_name *name, size_t records) {
    int64_t time = 0;
    unsigned long ignored;
    pthread_mutex_lock(&s->lock);
    s->writing--;
    s->written++;
    if (name != NULL) {
        s->stock.files++;
        s->stock.records += (long long)records;
        if (s->stock.oldest_us == 0 && spool_name_parse(name->text, &time, &ignored))
            s->stock.oldest_us = (long long)time;
    }
    pthread_mutex_unlock(&s->lock);
}

enum errcode spool_write(struct spool *s, const struct spool_record *records, size_t count) {
    struct spool_name name;
    begin_writing(s);
    enum errcode e = write_records(s, SPOOL_NEW, records, count, &name);
    end_writing(s, e == OK ? &name : NULL, count);
    return e;
}

/* For people, beside the file it explains; what matters is in the file, so a failure is no more
 * than logged. */
static void write_reason(struct spool *s, const struct spool_name *name, const char *reason) {
    struct spool_name beside;
    char text[SPOOL_REASON_MAX + 2];
    int n = snprintf(text, sizeof text, "%s\n", reason);
    size_t bytes = (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    snprintf(beside.text, sizeof beside.text, "%.*s%s",
             SPOOL_NAME_MAX - (int)sizeof SPOOL_REASON_SUFFIX, name->text, SPOOL_REASON_SUFFIX);
    if (spool_dir_write(&s->dir, SPOOL_BAD, &beside, (struct slice){text, bytes}) != OK)
        log_line(LOG_WARN, "spool_reason_failed", "file=%s why=\"%s\"", name->text,
                 strerror(errno));
}

enum errcode spool_keep_refused(struct spool *s, const struct spool_record *record,
                                const char *reason) {
    struct spool_name name;
    enum errcode e = write_records(s, SPOOL_BAD, record, 1, &name);
    if (e != OK)
        return e;
    write_reason(s, &name, reason);
    atomic_fetch_add(&s->bad, 1);
    metrics_add(METRIC_SPOOL_REFUSED, 1);
    /* the reason may quote the visitor: the log has the record's id only */
    log_line(LOG_ERROR, "record_refused", "id=%s file=bad/%s do=\"firstline spool list\"",
             record->id.text, name.text);
    return OK;
}

/* ---- delivering ---------------------------------------------------------------------------- */

bool spool_lock(struct spool *s) {
    if (!s->locked)
        s->locked = flock(s->dir.root, LOCK_EX | LOCK_NB) == 0;
    return s->locked;
}

/* Of new. A file that is written meanwhile may be in the sum or not, and is counted by its writer:
 * then the count goes on as it is. The oldest is right anyhow, for what is written is younger. */
static enum errcode take_stock(struct spool *s, size_t *count) {
    struct spool_sum sum;
    pthread_mutex_lock(&s->lock);
    unsigned long before = s->written;
    bool quiet = s->writing == 0;
    pthread_mutex_unlock(&s->lock);
    enum errcode e = spool_dir_list(&s->dir, SPOOL_NEW, s->names, SPOOL_LIST_MAX, count, &sum);
    if (e != OK)
        return e;
    pthread_mutex_lock(&s->lock);
    if (quiet && s->writing == 0 && s->written == before)
        s->stock = (struct stock){(long long)sum.files, (long long)sum.records, 0};
    if (sum.files > 0)
        s->stock.oldest_us = (long long)sum.oldest_us;
    pthread_mutex_unlock(&s->lock);
    return OK;
}

const struct spool_name *spool_list(struct spool *s, size_t *count) {
    static struct log_gate gate;
    struct spool_sum bad;
    size_t ignored;
    if (spool_dir_list(&s->dir, SPOOL_BAD, s->names, SPOOL_LIST_MAX, &ignored, &bad) == OK)
        atomic_store(&s->bad, (long long)bad.files);
    *count = 0;
    if (take_stock(s, count) != OK)
        log_limited(&gate, LOG_ERROR, "spool_unreadable", "why=\"%s\"", strerror(errno));
    s->listed = *count;
    return s->names;
}

enum errcode spool_read(struct spool *s, const struct spool_name *name, struct slice *out,
                        bool *more) {
    return spool_dir_read(&s->dir, SPOOL_NEW, name, out, more);
}

/* A file is no longer in new; next is the one after it, or NULL. */
static void uncount(struct spool *s, size_t records, const struct spool_name *next) {
    unsigned long ignored;
    int64_t time;
    pthread_mutex_lock(&s->lock);
    s->stock.files--;
    s->stock.records -= (long long)records;
    if (next != NULL && spool_name_parse(next->text, &time, &ignored))
        s->stock.oldest_us = (long long)time;
    if (s->stock.files <= 0)
        s->stock = (struct stock){0};
    pthread_mutex_unlock(&s->lock);
}

void spool_delivered(struct spool *s, const struct spool_name *name, size_t records) {
    bool last = (size_t)(name - s->names) + 1 == s->listed;
    spool_dir_remove(&s->dir, SPOOL_NEW, name);
    uncount(s, records, last ? NULL : name + 1);
    metrics_add(METRIC_SPOOL_DELIVERED, records);
}

/* Writes the readable records again, in files of at most a batch; their number, or -1. */
static long save_readable(struct spool *s, struct slice content) {
    struct spool_record records[BATCH_RECORDS_MAX];
    struct spool_reader reader;
    size_t n = 0, bytes = 0;
    long all = 0;
    bool more = true;
    spool_reader_init(&reader, content);
    while (more) {
        more = spool_reader_next(&reader, &records[n]);
        bytes += more ? records[n++].payload.len : 0;
        bool full = n == BATCH_RECORDS_MAX || bytes > BATCH_BYTES_MAX - RECORD_BYTES_MAX;
        if (n == 0 || (more && !full))
            continue;
        if (spool_write(s, records, n) != OK)
            return -1;
        all += (long)n;
        n = bytes = 0;
    }
    return all;
}

/* First the copy, then the move: a power cut between leaves both, and receipts see to the rest. */
enum errcode spool_set_aside(struct spool *s, const struct spool_name *name, struct slice content,
                             const char *damage) {
    char reason[SPOOL_REASON_MAX];
    int64_t time;
    unsigned long named = 0;
    long saved = save_readable(s, content);
    if (saved < 0 || spool_dir_move(&s->dir, SPOOL_NEW, name, SPOOL_BAD, name) != OK)
        return ERR_UNAVAILABLE;
    snprintf(reason, sizeof reason, "damaged: %s; %ld readable records were written again", damage,
             saved);
    write_reason(s, name, reason);
    uncount(s, spool_name_parse(name->text, &time, &named) ? named : 1, NULL);
    atomic_fetch_add(&s->bad, 1);
    metrics_add(METRIC_SPOOL_DAMAGED, 1);
    log_line(LOG_ERROR, "spool_file_damaged", "file=bad/%s why=\"%s\" readable=%ld", name->text,
             damage, saved);
    return OK;
}

void spool_look(struct spool *s, struct spool_state *out) {
    pthread_mutex_lock(&s->lock);
    struct stock stock = s->stock;
    pthread_mutex_unlock(&s->lock);
    long long room = room_bytes(s);
    *out = (struct spool_state){
        .files = stock.files,
        .records = stock.records,
        .oldest_us = stock.oldest_us,
        .bad = atomic_load(&s->bad),
        .room_bytes = room > 0 ? room : 0,
        .writable = !atomic_load(&s->failing) && room >= RECORD_BYTES_MAX,
    };
}
