/* disk: the system calls by which the spool writes, taken over for a test. They do what they are
 * told, fail where the test says so, and write down what happened to the folders of one spool, so
 * that the state of the disk after a power cut at any point can be worked out.
 *
 * To be included by one test only: it defines write(2) and its like. */
#ifndef UNIT_DISK_H
#define UNIT_DISK_H

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "unit.h"

#include "store/spool.h"

enum call { CALL_OPEN = 0, CALL_WRITE, CALL_FSYNC, CALL_RENAME, CALL_SYNC_FOLDER, CALL__MAX };
static const char *const call_names[CALL__MAX] = {"open", "write", "fsync", "rename",
                                                  "fsync of the folder"};

#define FOLDERS SPOOL_FOLDER__MAX
#define OPS_MAX 256
#define INODES_MAX 32
#define CONTENT_MAX 8192
#define NAME_BYTES 160
#define DESCRIPTORS 256

enum op_kind { OP_LINK = 0, OP_UNLINK, OP_WRITE, OP_SYNC, OP_SYNC_FOLDER };

/* LINK and UNLINK: name in folder stands for inode, or for nothing. WRITE: inode has bytes more. */
struct op {
    enum op_kind kind;
    int folder, inode;
    size_t bytes;
    char name[NAME_BYTES];
};

static struct {
    /* the fault */
    enum call call;
    int error, nth;       /* from 1; 0: no fault */
    bool forever, partly; /* partly: a write takes half and says so */
    int calls[CALL__MAX];
    void (*at_write)(void), (*at_rename)(void); /* NULL: nothing else happens meanwhile */
    /* the record */
    bool recording;
    ino_t folder_inodes[FOLDERS];
    int inode_of[DESCRIPTORS]; /* + 1 */
    char content[INODES_MAX][CONTENT_MAX];
    size_t written[INODES_MAX];
    int inode_count;
    struct op ops[OPS_MAX];
    int op_count;
    unsigned long long free_bytes; /* 0: the disk's own */
    unsigned long long freed;      /* of them, by each file that is removed */
} disk;

static void disk_fail(enum call call, int nth, int error, bool forever) {
    memset(disk.calls, 0, sizeof disk.calls);
    disk.call = call;
    disk.nth = nth;
    disk.error = error;
    disk.forever = forever;
    disk.partly = error == 0;
}

static void disk_well(void) { disk_fail(CALL_OPEN, 0, 0, false); }

static bool must_fail(enum call call) {
    int n = ++disk.calls[call];
    return disk.nth > 0 && call == disk.call && (n == disk.nth || (disk.forever && n > disk.nth));
}

static int folder_of(int fd) {
    struct stat st;
    for (int i = 0; disk.recording && fstat(fd, &st) == 0 && i < FOLDERS; i++)
        if (st.st_ino == disk.folder_inodes[i] && S_ISDIR(st.st_mode))
            return i;
    return -1;
}

/* From now on what happens to the folders of that spool is written down, and may fail. */
__attribute__((unused)) static void disk_watch(const char *root) {
    for (int i = 0; i < FOLDERS; i++) {
        char path[256];
        struct stat st;
        snprintf(path, sizeof path, "%s/%s", root, spool_folder_name((enum spool_folder)i));
        assert_int_equal(stat(path, &st), 0);
        disk.folder_inodes[i] = st.st_ino;
    }
    disk.op_count = disk.inode_count = 0;
    memset(disk.inode_of, 0, sizeof disk.inode_of);
    disk.recording = true;
}

static int inode_of(int fd) { return fd >= 0 && fd < DESCRIPTORS ? disk.inode_of[fd] - 1 : -1; }

static struct op *add_op(enum op_kind kind, int folder, int inode, const char *name) {
    assert_in_range(disk.op_count, 0, OPS_MAX - 1);
    struct op *op = &disk.ops[disk.op_count++];
    *op = (struct op){.kind = kind, .folder = folder, .inode = inode};
    snprintf(op->name, sizeof op->name, "%s", name);
    return op;
}

/* The inode a name stands for now, or -1. */
static int find_name(int folder, const char *name) {
    for (int i = disk.op_count - 1; i >= 0; i--) {
        const struct op *op = &disk.ops[i];
        if (op->kind <= OP_UNLINK && op->folder == folder && strcmp(op->name, name) == 0)
            return op->kind == OP_LINK ? op->inode : -1;
    }
    return -1;
}

int openat(int at, const char *path, int flags, ...) {
    if (flags & O_CREAT && must_fail(CALL_OPEN)) {
        errno = disk.error;
        return -1;
    }
    int fd = (int)syscall(SYS_openat, at, path, flags, 0600);
    if (fd >= 0 && fd < DESCRIPTORS)
        disk.inode_of[fd] = 0;
    int folder = flags & O_CREAT && fd >= 0 ? folder_of(at) : -1;
    if (folder >= 0) {
        assert_in_range(disk.inode_count, 0, INODES_MAX - 1);
        assert_in_range(fd, 0, DESCRIPTORS - 1);
        disk.inode_of[fd] = disk.inode_count + 1;
        disk.written[disk.inode_count] = 0;
        add_op(OP_LINK, folder, disk.inode_count++, path);
    }
    return fd;
}

ssize_t write(int fd, const void *bytes, size_t n) {
    int inode = inode_of(fd);
    if (inode >= 0 && must_fail(CALL_WRITE)) {
        if (disk.partly && n > 1) {
            n /= 2;
        } else {
            errno = disk.error;
            return -1;
        }
    }
    if (inode >= 0 && disk.at_write != NULL)
        disk.at_write();
    ssize_t done = syscall(SYS_write, fd, bytes, n);
    if (inode >= 0 && done > 0) {
        assert_in_range(disk.written[inode] + (size_t)done, 1, CONTENT_MAX);
        memcpy(disk.content[inode] + disk.written[inode], bytes, (size_t)done);
        disk.written[inode] += (size_t)done;
        add_op(OP_WRITE, -1, inode, "")->bytes = (size_t)done;
    }
    return done;
}

int fsync(int fd) {
    int inode = inode_of(fd), folder = folder_of(fd);
    if ((inode >= 0 && must_fail(CALL_FSYNC)) || (folder >= 0 && must_fail(CALL_SYNC_FOLDER))) {
        errno = disk.error;
        return -1;
    }
    if (inode >= 0)
        add_op(OP_SYNC, -1, inode, "");
    if (folder >= 0)
        add_op(OP_SYNC_FOLDER, folder, -1, "");
    return 0; /* the test's own disk need not turn */
}

int close(int fd) {
    if (fd >= 0 && fd < DESCRIPTORS)
        disk.inode_of[fd] = 0;
    return (int)syscall(SYS_close, fd);
}

int renameat(int from, const char *name, int to, const char *new_name) {
    int source = folder_of(from), target = folder_of(to);
    if (source >= 0 && must_fail(CALL_RENAME)) {
        errno = disk.error;
        return -1;
    }
    if (source >= 0 && disk.at_rename != NULL)
        disk.at_rename();
    int inode = source >= 0 ? find_name(source, name) : -1;
    int result = (int)syscall(SYS_renameat, from, name, to, new_name);
    if (result == 0 && source >= 0) {
        add_op(OP_LINK, target, inode, new_name);
        add_op(OP_UNLINK, source, -1, name);
    }
    return result;
}

int unlinkat(int at, const char *name, int flags) {
    int folder = folder_of(at);
    int result = (int)syscall(SYS_unlinkat, at, name, flags);
    disk.free_bytes += disk.freed;
    if (result == 0 && folder >= 0)
        add_op(OP_UNLINK, folder, -1, name);
    return result;
}

int fstatvfs(int fd, struct statvfs *out) {
    struct statfs_words {
        long type, block;
        unsigned long blocks, free, available, files, files_free;
        int id[2];
        long name, fragment, flags, spare[4];
    } words;
    if (syscall(SYS_fstatfs, fd, &words) == -1)
        return -1;
    *out = (struct statvfs){.f_bsize = (unsigned long)words.block,
                            .f_frsize = (unsigned long)words.block,
                            .f_blocks = words.blocks,
                            .f_bavail = words.available,
                            .f_favail = words.files_free};
    if (disk.free_bytes > 0) { /* a disk of 10 GiB */
        *out = (struct statvfs){.f_bsize = 1,
                                .f_frsize = 1,
                                .f_blocks = 10ul << 30,
                                .f_bavail = disk.free_bytes,
                                .f_favail = 1};
    }
    return 0;
}

#endif
