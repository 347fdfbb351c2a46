/* geo_file: libmaxminddb maps the file it is given, and trusts it. A file that is cut while it is
 * mapped ends the process with SIGBUS, so it gets a sealed copy that nobody else has. A file that
 * was made to be evil or is broken may crash the library or keep it busy for ever, so a child
 * process with limits goes through all of it first, with the same calls that requests will make;
 * what the child survives, the threads survive. */
#include "lead/geo_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/bounds.h"
#include "base/log.h"
#include "base/xalloc.h"
#include "lead/geo_entry.h"

#define COPY_BYTES ((size_t)64 * 1024)

static bool write_all(int fd, const char *p, size_t n) {
    while (n > 0) {
        ssize_t done = write(fd, p, n);
        if (done == -1 && errno == EINTR)
            continue;
        if (done == -1)
            return false;
        p += done;
        n -= (size_t)done;
    }
    return true;
}

/* Octets copied, or -1. The file may grow meanwhile: the bound is on what is read. */
static long long copy_all(int from, int to) {
    char bytes[COPY_BYTES];
    long long total = 0;
    for (;;) {
        ssize_t n = read(from, bytes, sizeof bytes);
        if (n == -1 && errno == EINTR)
            continue;
        if (n == 0)
            return total;
        total += n;
        if (total > GEO_FILE_BYTES_MAX)
            errno = EFBIG;
        if (n == -1 || total > GEO_FILE_BYTES_MAX || !write_all(to, bytes, (size_t)n))
            return -1;
    }
}

/* NULL, or what is wrong; errno says more, unless it is 0. */
static const char *check_source(int fd) {
    struct stat st;
    if (fd == -1 || fstat(fd, &st) == -1)
        return "cannot be opened";
    errno = 0;
    return S_ISREG(st.st_mode) ? NULL : "no regular file";
}

static const char *seal(int from, int to) {
    const int seals = F_SEAL_WRITE | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_SEAL;
    long long bytes = to == -1 ? -1 : copy_all(from, to);
    if (bytes == -1)
        return "cannot be copied to memory";
    if (bytes == 0)
        return "empty";
    return fcntl(to, F_ADD_SEALS, seals) == -1 ? "cannot be sealed" : NULL;
}

enum errcode geo_file_seal(const char *path, int *out) {
    int from = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), to = -1;
    const char *why = check_source(from);
    if (why == NULL) {
        to = memfd_create("firstline-geo", MFD_CLOEXEC | MFD_ALLOW_SEALING);
        why = seal(from, to);
    }
    if (why != NULL)
        log_line(LOG_ERROR, "geo_file", "path=%s why=\"%s\" error=\"%s\"", path, why,
                 errno == 0 ? "" : strerrordesc_np(errno));
    if (from != -1)
        close(from);
    if (why != NULL && to != -1)
        close(to);
    if (why != NULL)
        return ERR_CONFIG;
    *out = to;
    return OK;
}

int geo_file_open(int fd, MMDB_s *out) {
    char path[64];
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    return MMDB_open(path, MMDB_MODE_MMAP, out);
}

static size_t memory_in_use(void) {
    unsigned long pages = 0;
    FILE *f = fopen("/proc/self/statm", "re");
    if (f == NULL)
        return 0;
    if (fscanf(f, "%lu", &pages) != 1)
        pages = 0;
    fclose(f);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* ---- in the child -------------------------------------------------------------------------- */

struct walk {
    MMDB_s db;
    unsigned char *seen; /* a bit for each octet of the data section */
    size_t bytes;
};

/* The limit on memory counts from what is in use, so that it also fits a build with sanitizers,
 * whose shadow memory is terabytes of addresses. */
static bool limit(size_t in_use, long long file_bytes) {
    rlim_t memory = in_use + (rlim_t)file_bytes + (rlim_t)GEO_WALK_MEMORY_MAX;
    struct rlimit cpu = {GEO_WALK_CPU_S, GEO_WALK_CPU_S}, as = {memory, memory}, core = {0, 0};
    return setrlimit(RLIMIT_CPU, &cpu) == 0 && setrlimit(RLIMIT_AS, &as) == 0 &&
           setrlimit(RLIMIT_CORE, &core) == 0;
}

/* Records are shared by many networks: each is read once. */
static bool walk_record(struct walk *w, MMDB_entry_s *entry) {
    struct geo_entry unused;
    MMDB_entry_data_list_s *list = NULL;
    if (entry->offset >= w->bytes)
        return false;
    unsigned char bit = (unsigned char)(1U << entry->offset % 8);
    if (w->seen[entry->offset / 8] & bit)
        return true;
    w->seen[entry->offset / 8] |= bit;
    bool good = MMDB_get_entry_data_list(entry, &list) == MMDB_SUCCESS;
    MMDB_free_entry_data_list(list);
    return good && geo_entry_read(entry, &unused) == MMDB_SUCCESS;
}

static bool walk_side(struct walk *w, uint8_t type, MMDB_entry_s *entry) {
    if (type == MMDB_RECORD_TYPE_DATA)
        return walk_record(w, entry);
    return type == MMDB_RECORD_TYPE_SEARCH_NODE || type == MMDB_RECORD_TYPE_EMPTY;
}

/* Node by node, not along the tree: a tree that bites its own tail has no end, its nodes have. A
 * lookup takes at most 128 steps whatever the tree is like. */
static bool walk_all(int fd, long long bytes) {
    struct walk w = {.bytes = (size_t)bytes};
    if (geo_file_open(fd, &w.db) != MMDB_SUCCESS)
        return false;
    w.seen = xcalloc((size_t)bytes / 8 + 1, 1);
    for (uint32_t i = 0; i < w.db.metadata.node_count; i++) {
        MMDB_search_node_s node;
        if (MMDB_read_node(&w.db, i, &node) != MMDB_SUCCESS ||
            !walk_side(&w, node.left_record_type, &node.left_record_entry) ||
            !walk_side(&w, node.right_record_type, &node.right_record_entry))
            return false;
    }
    return true;
}

/* A sanitizer or the loader may have much to say about its end; the parent says it in one line. */
static void be_quiet(void) {
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (null != -1)
        (void)dup2(null, STDERR_FILENO);
}

static _Noreturn void walk_and_exit(int fd, size_t in_use) {
    struct stat st;
    be_quiet();
    bool good = fstat(fd, &st) == 0 && limit(in_use, st.st_size) && walk_all(fd, st.st_size);
    _exit(good ? EXIT_SUCCESS : EXIT_FAILURE);
}

bool geo_file_walk(int fd) {
    int status;
    size_t in_use = memory_in_use();
    pid_t child = fork();
    if (child == 0)
        walk_and_exit(fd, in_use);
    if (child == -1)
        return false;
    while (waitpid(child, &status, 0) == -1)
        if (errno != EINTR)
            return false;
    return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
}
