/* spool_dir: system calls, in the order that makes a file durable before anybody is told so. */
#include "store/spool_dir.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/uuid.h"
#include "base/write_all.h"

#define OPEN_FOLDER (O_RDONLY | O_DIRECTORY | O_CLOEXEC)

const char *spool_folder_name(enum spool_folder folder) {
    static const char *const names[SPOOL_FOLDER__MAX] = {"tmp", "new", "bad", "recent"};
    return names[folder];
}

/* ---- folders ------------------------------------------------------------------------------- */

static bool sync_folder(int at, const char *name) {
    int fd = openat(at, name, OPEN_FOLDER);
    if (fd == -1)
        return false;
    bool good = fsync(fd) == 0;
    int trouble = errno;
    close(fd);
    errno = trouble;
    return good;
}

/* The folder above one that was there already may be closed to us; then whoever made it has to have
 * synced it. */
static bool make_folder(const char *path) {
    char above[PATH_MAX];
    bool made = mkdir(path, 0700) == 0;
    if (!made && errno != EEXIST)
        return false;
    snprintf(above, sizeof above, "%s/..", path);
    return sync_folder(AT_FDCWD, above) || (!made && errno == EACCES);
}

static bool make_all_above(const char *path) {
    char part[PATH_MAX];
    size_t n = strlen(path);
    if (n == 0 || n >= sizeof part - 8) {
        errno = ENAMETOOLONG;
        return false;
    }
    for (size_t i = 1; i <= n; i++) {
        if (path[i] != '/' && path[i] != '\0')
            continue;
        snprintf(part, sizeof part, "%.*s", (int)i, path);
        if (i < n && access(part, F_OK) == 0)
            continue; /* not ours to make or to sync */
        if (!make_folder(part))
            return false;
    }
    return true;
}

enum errcode spool_dir_make(const char *path, struct spool_dir *out) {
    char folder[PATH_MAX];
    if (!make_all_above(path))
        return ERR_IO;
    for (int i = 0; i < SPOOL_FOLDER__MAX; i++) {
        snprintf(folder, sizeof folder, "%s/%s", path, spool_folder_name((enum spool_folder)i));
        if (!make_folder(folder) || !sync_folder(AT_FDCWD, folder))
            return ERR_IO;
    }
    return spool_dir_open(path, out);
}

enum errcode spool_dir_open(const char *path, struct spool_dir *out) {
    struct spool_dir d = {.root = open(path, OPEN_FOLDER), .folders = {-1, -1, -1, -1}};
    bool good = d.root != -1;
    for (int i = 0; good && i < SPOOL_FOLDER__MAX; i++) {
        d.folders[i] = openat(d.root, spool_folder_name((enum spool_folder)i), OPEN_FOLDER);
        good = d.folders[i] != -1 || (i == SPOOL_RECENT && errno == ENOENT);
    }
    if (good) {
        *out = d;
        return OK;
    }
    int trouble = errno;
    spool_dir_close(&d);
    errno = trouble;
    return ERR_IO;
}

void spool_dir_close(struct spool_dir *d) {
    for (int i = 0; i < SPOOL_FOLDER__MAX; i++)
        if (d->folders[i] != -1)
            close(d->folders[i]);
    if (d->root != -1)
        close(d->root);
}

/* ---- names --------------------------------------------------------------------------------- */

void spool_name_make(size_t records, struct spool_name *out) {
    static _Atomic long long last_us;
    long long now = clock_wall_us(), last = atomic_load(&last_us), mine;
    uint32_t chance;
    do
        mine = now > last ? now : last + 1;
    while (!atomic_compare_exchange_weak(&last_us, &last, mine));
    random_bytes(&chance, sizeof chance);
    snprintf(out->text, sizeof out->text, "%016llx-%08x-%08x.%zu", mine, (unsigned)getpid(), chance,
             records);
}

static bool hex_run(const char **p, size_t digits, int64_t *out) {
    uint64_t n = 0;
    for (size_t i = 0; i < digits; i++) {
        int value = ascii_hex_value((*p)[i]);
        if (value == -1)
            return false;
        n = n << 4 | (unsigned)value;
    }
    *p += digits;
    *out = (int64_t)n;
    return true;
}

bool spool_name_parse(const char *name, int64_t *wall_us, unsigned long *records) {
    int64_t time, process, chance;
    const char *p = name;
    if (!hex_run(&p, 16, &time) || time <= 0 || *p++ != '-' || !hex_run(&p, 8, &process) ||
        *p++ != '-' || !hex_run(&p, 8, &chance) || *p++ != '.' || !ascii_is_digit(*p))
        return false;
    char *end;
    *records = strtoul(p, &end, 10);
    *wall_us = time;
    return *end == '\0' && *records <= SPOOL_FILE_BYTES_MAX;
}

/* ---- one file ------------------------------------------------------------------------------ */

static bool write_synced(const struct spool_dir *d, const char *name, struct slice content) {
    int fd = openat(d->folders[SPOOL_TMP], name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd == -1)
        return false;
    FAULT_POINT("spool-open");
    bool good = write_all(fd, content);
    FAULT_POINT("spool-write");
    good = good && fsync(fd) == 0;
    FAULT_POINT("spool-fsync");
    int trouble = errno;
    if (close(fd) == -1 && good) { /* some network file systems report only here */
        trouble = errno;
        good = false;
    }
    if (!good)
        unlinkat(d->folders[SPOOL_TMP], name, 0);
    errno = trouble;
    return good;
}

/* The folder's descriptor is opened before the rename, so that an error between the two is told to
 * it, and is used for one fsync only. */
static bool rename_synced(int from, const char *name, const struct spool_dir *d,
                          enum spool_folder to, const char *new_name) {
    int folder = openat(d->root, spool_folder_name(to), OPEN_FOLDER);
    if (folder == -1)
        return false;
    bool renamed = renameat(from, name, d->folders[to], new_name) == 0;
    FAULT_POINT("spool-rename");
    bool good = renamed && fsync(folder) == 0;
    FAULT_POINT("spool-dirsync");
    int trouble = errno;
    close(folder);
    errno = trouble;
    return good;
}

enum errcode spool_dir_write(const struct spool_dir *d, enum spool_folder folder,
                             const struct spool_name *name, struct slice content) {
    if (!write_synced(d, name->text, content))
        return ERR_IO;
    if (rename_synced(d->folders[SPOOL_TMP], name->text, d, folder, name->text))
        return OK;
    /* Nobody is told that it is kept, so nobody may find it half kept. */
    int trouble = errno;
    unlinkat(d->folders[SPOOL_TMP], name->text, 0);
    unlinkat(d->folders[folder], name->text, 0);
    errno = trouble;
    return ERR_IO;
}

enum errcode spool_dir_move(const struct spool_dir *d, enum spool_folder from,
                            const struct spool_name *name, enum spool_folder to,
                            const struct spool_name *new_name) {
    return rename_synced(d->folders[from], name->text, d, to, new_name->text) ? OK : ERR_IO;
}

void spool_dir_remove(const struct spool_dir *d, enum spool_folder folder,
                      const struct spool_name *name) {
    unlinkat(d->folders[folder], name->text, 0);
}

static bool read_all(int fd, char *out, size_t bytes, size_t *done) {
    *done = 0;
    while (*done < bytes) {
        ssize_t n = read(fd, out + *done, bytes - *done);
        if (n == -1 && errno == EINTR)
            continue;
        if (n == -1)
            return false;
        if (n == 0)
            break; /* shorter than it was a moment ago */
        *done += (size_t)n;
    }
    return true;
}

enum errcode spool_dir_read(const struct spool_dir *d, enum spool_folder folder,
                            const struct spool_name *name, struct slice *out, bool *more) {
    struct stat st;
    int fd = openat(d->folders[folder], name->text, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    if (fd == -1)
        return errno == ENOENT ? ERR_NOT_FOUND : ERR_IO;
    if (fstat(fd, &st) == -1 || !S_ISREG(st.st_mode)) {
        close(fd);
        return ERR_IO;
    }
    *more = st.st_size > SPOOL_FILE_BYTES_MAX;
    size_t bytes = *more ? SPOOL_FILE_BYTES_MAX : (size_t)st.st_size, done = 0;
    char *text = malloc(bytes + 1);
    bool good = text != NULL && read_all(fd, text, bytes, &done);
    close(fd);
    if (!good) {
        free(text);
        return text == NULL ? ERR_UNAVAILABLE : ERR_IO;
    }
    *out = (struct slice){text, done};
    return OK;
}

/* ---- a folder ------------------------------------------------------------------------------ */

static int compare_names(const void *a, const void *b) {
    return strcmp(((const struct spool_name *)a)->text, ((const struct spool_name *)b)->text);
}

static void add_to_sum(struct spool_sum *sum, const char *name) {
    int64_t time;
    unsigned long records;
    sum->files++;
    if (!spool_name_parse(name, &time, &records)) {
        sum->records++; /* set aside alone, or a stranger's: at least one, as long as none looks */
        return;
    }
    sum->records += records;
    if (sum->oldest_us == 0 || time < sum->oldest_us)
        sum->oldest_us = time;
}

/* A folder may hold far more names than are wanted at once: keep twice as many as asked for, and
 * when these are full, the smaller half. */
enum errcode spool_dir_list(const struct spool_dir *d, enum spool_folder folder,
                            struct spool_name *names, size_t max, size_t *count,
                            struct spool_sum *sum) {
    int fd = openat(d->root, spool_folder_name(folder), OPEN_FOLDER);
    DIR *dir = fd == -1 ? NULL : fdopendir(fd);
    const struct dirent *entry;
    size_t n = 0;
    *sum = (struct spool_sum){0};
    if (dir == NULL) {
        if (fd != -1)
            close(fd);
        return ERR_IO;
    }
    while ((entry = readdir(dir)) != NULL) {
        size_t length = strlen(entry->d_name);
        if (entry->d_name[0] == '.' || length > SPOOL_NAME_MAX ||
            slice_ends((struct slice){entry->d_name, length}, SPOOL_REASON_SUFFIX))
            continue;
        add_to_sum(sum, entry->d_name);
        if (n == 2 * max) {
            qsort(names, n, sizeof *names, compare_names);
            n = max;
        }
        memcpy(names[n++].text, entry->d_name, length + 1);
    }
    closedir(dir);
    qsort(names, n, sizeof *names, compare_names);
    *count = n > max ? max : n;
    return OK;
}
