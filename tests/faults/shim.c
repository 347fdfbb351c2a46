/* shim: LD_PRELOAD for the program under test: lets the n-th call of a kind fail or hang, and shifts the
 * wall clock, as the suite writes into a page that both map (FIRSTLINE_SHIM names its file; see
 * shim.mjs). So a fault needs no privilege, no special disk and no restart.
 *
 * Of the files only those of the spool are touched: opened with O_EXCL, and the folders that are
 * opened to be synced. What is not armed costs one comparison. */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum call { CALL_NONE = 0, CALL_OPEN, CALL_WRITE, CALL_FSYNC, CALL_RENAME, CALL_FOLDER, CALL_MALLOC };

#define HANGS (-1)

struct page {
    _Atomic int32_t call, nth, error, forever; /* error 0: the call does half of what it is told;
                                                * HANGS: it does all, once it is disarmed */
    _Atomic int32_t seen, failed;              /* calls of that kind since it was armed */
    _Atomic int64_t wall_shift_s;
};

static struct page unarmed;
static struct page *page = &unarmed;
#define DESCRIPTORS 4096
static _Atomic bool of_spool[DESCRIPTORS];

__attribute__((constructor)) static void map_page(void) {
    const char *path = getenv("FIRSTLINE_SHIM");
    int fd = path == NULL ? -1 : (int)syscall(SYS_openat, AT_FDCWD, path, O_RDWR | O_CLOEXEC);
    if (fd == -1)
        return;
    void *at = mmap(NULL, sizeof(struct page), PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (at != MAP_FAILED)
        page = at;
    syscall(SYS_close, fd);
}

static bool must_fail(enum call call) {
    if (atomic_load(&page->call) != (int32_t)call)
        return false;
    int32_t n = atomic_fetch_add(&page->seen, 1) + 1, nth = atomic_load(&page->nth);
    if (n != nth && !(n > nth && atomic_load(&page->forever) != 0))
        return false;
    atomic_fetch_add(&page->failed, 1);
    int32_t error = atomic_load(&page->error);
    while (error == HANGS && atomic_load(&page->call) == (int32_t)call)
        usleep(10 * 1000);
    errno = error;
    return error != HANGS;
}

static void mark(int fd, bool yes) {
    if (fd >= 0 && fd < DESCRIPTORS)
        atomic_store(&of_spool[fd], yes);
}

int openat(int at, const char *path, int flags, ...) {
    va_list args;
    va_start(args, flags);
    mode_t mode = flags & O_CREAT ? va_arg(args, mode_t) : 0;
    va_end(args);
    bool file = (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL), folder = flags & O_DIRECTORY;
    if ((file && must_fail(CALL_OPEN)) || (folder && must_fail(CALL_FOLDER)))
        return -1;
    int fd = (int)syscall(SYS_openat, at, path, flags, mode);
    mark(fd, file); /* a folder is closed by closedir, unseen: its number may be a visitor's then */
    return fd;
}

ssize_t write(int fd, const void *bytes, size_t n) {
    if (fd >= 0 && fd < DESCRIPTORS && atomic_load(&of_spool[fd]) && must_fail(CALL_WRITE)) {
        if (errno != 0)
            return -1;
        n = (n + 1) / 2;
    }
    return syscall(SYS_write, fd, bytes, n);
}

int fsync(int fd) {
    if (must_fail(CALL_FSYNC))
        return -1;
    return (int)syscall(SYS_fsync, fd);
}

int fdatasync(int fd) {
    if (must_fail(CALL_FSYNC))
        return -1;
    return (int)syscall(SYS_fdatasync, fd);
}

int renameat(int from, const char *name, int to, const char *new_name) {
    if (must_fail(CALL_RENAME))
        return -1;
    return (int)syscall(SYS_renameat, from, name, to, new_name);
}

int close(int fd) {
    mark(fd, false);
    return (int)syscall(SYS_close, fd);
}

int clock_gettime(clockid_t clock, struct timespec *out) {
    int result = (int)syscall(SYS_clock_gettime, clock, out);
    if (result == 0 && clock == CLOCK_REALTIME)
        out->tv_sec += atomic_load(&page->wall_shift_s);
    return result;
}

void *__libc_malloc(size_t n);
void *__libc_calloc(size_t count, size_t n);
void *__libc_realloc(void *p, size_t n);

void *malloc(size_t n) { return must_fail(CALL_MALLOC) ? NULL : __libc_malloc(n); }

void *calloc(size_t count, size_t n) {
    return must_fail(CALL_MALLOC) ? NULL : __libc_calloc(count, n);
}

void *realloc(void *p, size_t n) { return must_fail(CALL_MALLOC) ? NULL : __libc_realloc(p, n); }
