/* file: whole files of the machine, read and replaced. A replacement is made beside the old one,
 * synced and renamed, with owner, mode and access list of the old: whoever reads it meanwhile has
 * the old or the new, never a part. A symbolic link stays one: what it leads to is replaced. */
#ifndef ADMIN_FILE_H
#define ADMIN_FILE_H

#include <sys/types.h>

#include "base/arena.h"
#include "base/errcode.h"
#include "base/slice.h"

/* NUL-terminated, in the arena. ERR_NOT_FOUND: there is none; ERR_TOO_LARGE: more than
 * ADMIN_FILE_BYTES_MAX; ERR_IO: errno says why. */
MUST_CHECK enum errcode file_read(struct arena *a, const char *path, struct slice *out);

/* Of a new file; an old one keeps its own. */
struct file_owner {
    uid_t uid;
    gid_t gid;
    mode_t mode;
};

/* ERR_IO: errno says why, and the old file is as it was. */
MUST_CHECK enum errcode file_replace(struct arena *a, const char *path, struct slice text,
                                     struct file_owner owner);

#endif
