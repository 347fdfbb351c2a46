/* spool_dir: the folders of the spool and the few things that are done to files in them. A file is
 * written in tmp, synced, and only then given its name in new or bad, so that whatever has a name
 * there was whole once. (In recent files grow: store/recent.) Used by the service and by `firstline
 * spool`. */
#ifndef STORE_SPOOL_DIR_H
#define STORE_SPOOL_DIR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bounds.h"
#include "base/errcode.h"
#include "base/slice.h"

enum spool_folder { SPOOL_TMP = 0, SPOOL_NEW, SPOOL_BAD, SPOOL_RECENT, SPOOL_FOLDER__MAX };

struct spool_dir {
    int root, folders[SPOOL_FOLDER__MAX]; /* descriptors */
};

struct spool_name {
    char text[SPOOL_NAME_MAX + 1];
};

const char *spool_folder_name(enum spool_folder folder);

/* Makes the folders that are missing, for us alone, and syncs them and those above them.
 * spool_dir_open takes what is there and makes nothing; a spool from before 0.2.0 has no recent,
 * and every use of that folder fails then. Both: ERR_IO with errno set. */
MUST_CHECK enum errcode spool_dir_make(const char *path, struct spool_dir *out);
MUST_CHECK enum errcode spool_dir_open(const char *path, struct spool_dir *out);
void spool_dir_close(struct spool_dir *d);

/* A name that no other file has or had. Names sort by the time they were made, also when the clock
 * was set back; the number of records is part of it, so that a folder can be summed up by its names
 * alone. Thread-safe. */
void spool_name_make(size_t records, struct spool_name *out);

/* false: the name is not of that form. */
MUST_CHECK bool spool_name_parse(const char *name, int64_t *wall_us, unsigned long *records);

/* Makes the file durable under that name, which is fresh, or leaves nothing:
 * ERR_IO with errno set. One try: after a failed fsync the kernel may have dropped what it could
 * not write and say that all is well, so a caller tries again under a new name or not at all. */
MUST_CHECK enum errcode spool_dir_write(const struct spool_dir *d, enum spool_folder folder,
                                        const struct spool_name *name, struct slice content);

/* Durable. The new name is free. */
MUST_CHECK enum errcode spool_dir_move(const struct spool_dir *d, enum spool_folder from,
                                       const struct spool_name *name, enum spool_folder to,
                                       const struct spool_name *new_name);

/* Not synced: a file that comes back after a power cut is delivered once more, which is harmless.
 */
void spool_dir_remove(const struct spool_dir *d, enum spool_folder folder,
                      const struct spool_name *name);

/* At most SPOOL_FILE_BYTES_MAX of the file; free() it. *more: there was more than that.
 * ERR_NOT_FOUND, ERR_IO, ERR_UNAVAILABLE (no memory now). */
MUST_CHECK enum errcode spool_dir_read(const struct spool_dir *d, enum spool_folder folder,
                                       const struct spool_name *name, struct slice *out,
                                       bool *more);

/* What the names of a folder say. Reasons (REASON_SUFFIX) are not counted. */
struct spool_sum {
    size_t files, records;
    int64_t oldest_us; /* 0: the folder is empty */
};
#define SPOOL_REASON_SUFFIX ".reason"

/* The first names in order, at most max, into names, which has room for 2 * max; how many. */
MUST_CHECK enum errcode spool_dir_list(const struct spool_dir *d, enum spool_folder folder,
                                       struct spool_name *names, size_t max, size_t *count,
                                       struct spool_sum *sum);

#endif
