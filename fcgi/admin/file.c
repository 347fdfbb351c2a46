/* file: as administrators' editors do it. */
#include "admin/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "admin/text.h"
#include "base/bounds.h"
#include "base/read_all.h"
#include "base/write_all.h"

#define XATTR_MAX 4096

enum errcode file_read(struct arena *a, const char *path, struct slice *out) {
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd == -1)
        return errno == ENOENT || errno == ENOTDIR ? ERR_NOT_FOUND : ERR_IO;
    struct stat st;
    if (fstat(fd, &st) == -1 || st.st_size > ADMIN_FILE_BYTES_MAX) {
        close(fd);
        return ERR_TOO_LARGE;
    }
    size_t bytes_max = st.st_size > 0 ? (size_t)st.st_size : 4096; /* files of /proc say 0 */
    char *text = text_alloc(a, bytes_max + 2);
    size_t n = 0;
    bool good = read_all(fd, text, bytes_max + 1, &n);
    int saved = errno;
    close(fd);
    errno = saved;
    if (!good)
        return ERR_IO;
    text[n] = '\0';
    *out = (struct slice){text, n};
    return OK;
}

/* Of the old file, if it has that. false: it cannot be had here. */
static bool copy_attribute(int fd, const char *old, const char *name) {
    char value[XATTR_MAX];
    ssize_t n = getxattr(old, name, value, sizeof value);
    if (n == -1)
        return errno != ERANGE;
    return fsetxattr(fd, name, value, (size_t)n, 0) == 0;
}

/* Who else may read or write it: without that list the mode would give to the group what was meant
 * for a single one. The label is the system's policy, which gives a new file one of its own. */
static bool take_over(int fd, const char *old) {
    (void)copy_attribute(fd, old, "security.selinux");
    return copy_attribute(fd, old, "system.posix_acl_access");
}

static bool write_new(const char *path, struct slice text, struct file_owner owner,
                      const char *old) {
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (fd == -1)
        return false;
    bool good = write_all(fd, text) && fchown(fd, owner.uid, owner.gid) == 0 &&
                fchmod(fd, owner.mode) == 0 && take_over(fd, old) && fsync(fd) == 0;
    int saved = errno;
    close(fd);
    if (!good)
        unlink(path);
    errno = saved;
    return good;
}

enum errcode file_replace(struct arena *a, const char *path, struct slice text,
                          struct file_owner owner) {
    char real[PATH_MAX];
    struct stat st;
    if (realpath(path, real) == NULL) {
        if (errno != ENOENT)
            return ERR_IO;
        snprintf(real, sizeof real, "%s", path);
    } else if (stat(real, &st) == 0) {
        owner = (struct file_owner){st.st_uid, st.st_gid, st.st_mode & 07777};
    }
    /* Hidden: whoever includes all files of a folder does not take it, should it ever stay there.
     */
    const char *slash = strrchr(real, '/');
    int folder = slash != NULL ? (int)(slash + 1 - real) : 0;
    const char *beside =
        text_printf(a, "%.*s.%s.firstline-%d", folder, real, real + folder, (int)getpid());
    if (!write_new(beside, text, owner, real))
        return ERR_IO;
    if (rename(beside, real) == 0)
        return OK;
    int saved = errno;
    unlink(beside);
    errno = saved;
    return ERR_IO;
}
