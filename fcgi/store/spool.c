/* spool: when to write, when not to any more, and what to do with what cannot be read. */
#include "store/spool.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
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
    atomic_llong files, records, oldest_us, bad;
    atomic_bool failing;
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
    sweep_tmp(s);
    (void)spool_list(s, &count);
    *out = s;
    return OK;
}

void spool_close(struct spool *s) {
    if (s == NULL)
        return;
    spool_dir_close(&s->dir);
    free(s->names);
    free(s);
}

/* ---- writing ------------------------------------------------------------------------------- */

/* Delivery needs no room, so what was kept always gets out again; but a disk that is full to the
 * last block takes the database and the logs down with it. */
static bool has_room(const struct spool *s, size_t bytes) {
    struct statvfs fs;
    if (fstatvfs(s->dir.root, &fs) == -1)
        return false;
    unsigned long long block = fs.f_frsize, free_bytes = block * fs.f_bavail;
    unsigned long long share = block * fs.f_blocks / 100 * FLOOR_PERCENT;
    unsigned long long floor = (unsigned long long)s->floor_bytes;
    return free_bytes >= bytes + (share < floor ? share : floor) && fs.f_favail != 0;
}

static enum errcode write_file(struct spool *s, enum spool_folder folder,
                               const struct spool_name *name, struct slice content) {
    static struct log_gate full, failed;
    if (!has_room(s, content.len)) {
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

static void count_file(struct spool *s, const struct spool_name *name, size_t records) {
    unsigned long n;
    int64_t time = 0;
    long long none = 0;
    atomic_fetch_add(&s->files, 1);
    atomic_fetch_add(&s->records, (long long)records);
    if (spool_name_parse(name->text, &time, &n))
        atomic_compare_exchange_strong(&s->oldest_us, &none, (long long)time);
}

enum errcode spool_write(struct spool *s, const struct spool_record *records, size_t count) {
    struct spool_name name;
    enum errcode e = write_records(s, SPOOL_NEW, records, count, &name);
    if (e == OK)
        count_file(s, &name, count);
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

const struct spool_name *spool_list(struct spool *s, size_t *count) {
    static struct log_gate gate;
    struct spool_sum sum, bad;
    size_t ignored;
    *count = s->listed = 0;
    if (spool_dir_list(&s->dir, SPOOL_BAD, s->names, SPOOL_LIST_MAX, &ignored, &bad) == OK)
        atomic_store(&s->bad, (long long)bad.files);
    if (spool_dir_list(&s->dir, SPOOL_NEW, s->names, SPOOL_LIST_MAX, count, &sum) != OK) {
        log_limited(&gate, LOG_ERROR, "spool_unreadable", "why=\"%s\"", strerror(errno));
        return s->names;
    }
    atomic_store(&s->files, (long long)sum.files);
    atomic_store(&s->records, (long long)sum.records);
    atomic_store(&s->oldest_us, (long long)sum.oldest_us);
    s->listed = *count;
    return s->names;
}

enum errcode spool_read(struct spool *s, const struct spool_name *name, struct slice *out,
                        bool *more) {
    return spool_dir_read(&s->dir, SPOOL_NEW, name, out, more);
}

void spool_delivered(struct spool *s, const struct spool_name *name, size_t records) {
    size_t next = (size_t)(name - s->names) + 1;
    unsigned long ignored;
    int64_t time;
    spool_dir_remove(&s->dir, SPOOL_NEW, name);
    if (next < s->listed && spool_name_parse(name[1].text, &time, &ignored))
        atomic_store(&s->oldest_us, (long long)time);
    atomic_fetch_sub(&s->files, 1);
    atomic_fetch_sub(&s->records, (long long)records);
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
    long saved = save_readable(s, content);
    if (saved < 0 || spool_dir_move(&s->dir, SPOOL_NEW, name, SPOOL_BAD, name) != OK)
        return ERR_UNAVAILABLE;
    snprintf(reason, sizeof reason, "damaged: %s; %ld readable records were written again", damage,
             saved);
    write_reason(s, name, reason);
    atomic_fetch_sub(&s->files, 1);
    atomic_fetch_add(&s->bad, 1);
    metrics_add(METRIC_SPOOL_DAMAGED, 1);
    log_line(LOG_ERROR, "spool_file_damaged", "file=bad/%s why=\"%s\" readable=%ld", name->text,
             damage, saved);
    return OK;
}

void spool_look(struct spool *s, struct spool_state *out) {
    *out = (struct spool_state){
        .files = atomic_load(&s->files),
        .records = atomic_load(&s->records),
        .oldest_us = atomic_load(&s->oldest_us),
        .bad = atomic_load(&s->bad),
        .writable = !atomic_load(&s->failing) && has_room(s, RECORD_BYTES_MAX),
    };
    if (out->files <= 0) /* counted by two threads: it may be off by one for a moment */
        *out = (struct spool_state){.bad = out->bad, .writable = out->writable};
}
