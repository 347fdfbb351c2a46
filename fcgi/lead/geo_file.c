/* geo_file: libmaxminddb maps the file it is given, and trusts it. A file that is cut while it is
 * mapped ends the process with SIGBUS, so it gets a sealed copy that nobody else has. A file that
 * was made to be evil or is broken may crash the library or keep it busy for ever, so a child
 * process with limits goes through all of it first, with the same calls that requests will make;
 * what the child survives, the threads survive. */
#include "lead/geo_file.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/write_all.h"
#include "base/xalloc.h"
#include "lead/geo_entry.h"

#define WALK_WORD "walk-geo-database" /* no command for people */
#define WALK_FD 3
#define WALK_LOOK_MS 2
#define COPY_BYTES ((size_t)64 * 1024)

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
        if (n == -1 || total > GEO_FILE_BYTES_MAX ||
            !write_all(to, (struct slice){bytes, (size_t)n}))
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

struct walk {
    const MMDB_s *db;
    bool (*see)(void *arg, MMDB_entry_s *entry);
    void *arg;
    unsigned char *seen; /* a bit for each octet of the data section */
};

/* Records are shared by many networks: each is shown once. */
static bool walk_record(struct walk *w, MMDB_entry_s *entry) {
    if (entry->offset >= w->db->data_section_size)
        return false;
    unsigned char bit = (unsigned char)(1U << entry->offset % 8);
    if (w->seen[entry->offset / 8] & bit)
        return true;
    w->seen[entry->offset / 8] |= bit;
    return w->see(w->arg, entry);
}

static bool walk_side(struct walk *w, uint8_t type, MMDB_entry_s *entry) {
    if (type == MMDB_RECORD_TYPE_DATA)
        return walk_record(w, entry);
    return type == MMDB_RECORD_TYPE_SEARCH_NODE || type == MMDB_RECORD_TYPE_EMPTY;
}

/* Node by node, not along the tree: a tree that bites its own tail has no end, its nodes have. A
 * lookup takes at most 128 steps whatever the tree is like. */
static bool walk_nodes(struct walk *w) {
    for (uint32_t i = 0; i < w->db->metadata.node_count; i++) {
        MMDB_search_node_s node;
        if (MMDB_read_node(w->db, i, &node) != MMDB_SUCCESS ||
            !walk_side(w, node.left_record_type, &node.left_record_entry) ||
            !walk_side(w, node.right_record_type, &node.right_record_entry))
            return false;
    }
    return true;
}

bool geo_file_each(const MMDB_s *db, bool (*see)(void *arg, MMDB_entry_s *entry), void *arg) {
    struct walk w = {.db = db, .see = see, .arg = arg};
    w.seen = xcalloc(db->data_section_size / 8 + 1, 1);
    bool good = walk_nodes(&w);
    free(w.seen);
    return good;
}

/* ---- in the child -------------------------------------------------------------------------- */

static size_t memory_in_use(void) {
    char text[64];
    FILE *f = fopen("/proc/self/statm", "re");
    if (f == NULL)
        return 0;
    size_t pages = fgets(text, sizeof text, f) == NULL ? 0 : strtoul(text, NULL, 10);
    fclose(f);
    return pages * (size_t)sysconf(_SC_PAGESIZE);
}

/* The limit on memory counts from what is in use, so that it also fits a build with sanitizers,
 * whose shadow memory is terabytes of addresses. */
static bool limit(size_t in_use, long long file_bytes) {
    rlim_t memory = in_use + (rlim_t)file_bytes + (rlim_t)GEO_WALK_MEMORY_MAX;
    struct rlimit cpu = {GEO_WALK_CPU_S, GEO_WALK_CPU_S}, as = {memory, memory}, core = {0, 0};
    return setrlimit(RLIMIT_CPU, &cpu) == 0 && setrlimit(RLIMIT_AS, &as) == 0 &&
           setrlimit(RLIMIT_CORE, &core) == 0;
}

/* As lookups will, and then all of it. */
static bool read_record(void *arg, MMDB_entry_s *entry) {
    (void)arg;
    struct geo_entry unused;
    MMDB_entry_data_list_s *list = NULL;
    bool good = MMDB_get_entry_data_list(entry, &list) == MMDB_SUCCESS;
    MMDB_free_entry_data_list(list);
    return good && geo_entry_read(entry, &unused) == MMDB_SUCCESS;
}

static bool walk_all(int fd) {
    MMDB_s db;
    if (geo_file_open(fd, &db) != MMDB_SUCCESS)
        return false;
    bool good = geo_file_each(&db, read_record, NULL);
    MMDB_close(&db);
    return good;
}

/* A sanitizer or the loader may have much to say about its end; the parent says it in one line. */
static void be_quiet(void) {
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (null != -1)
        (void)dup2(null, STDERR_FILENO);
}

bool geo_walk_asked(int argc, char **argv) { return argc == 2 && strcmp(argv[1], WALK_WORD) == 0; }

int geo_walk_main(void) {
    struct stat st;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    be_quiet();
    bool good = fstat(WALK_FD, &st) == 0 && limit(memory_in_use(), st.st_size) && walk_all(WALK_FD);
    return good ? EXIT_SUCCESS : EXIT_FAILURE;
}

/* ---- in the parent ------------------------------------------------------------------------- */

/* Not a plain fork: on a reload this process has threads, and a lock that one of them held at that
 * moment would stay locked in the child for ever. */
static bool start_walk(int fd, pid_t *child) {
    char *argv[] = {"firstline", WALK_WORD, NULL};
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attr;
    sigset_t none;
    sigemptyset(&none);
    posix_spawn_file_actions_init(&files);
    posix_spawnattr_init(&attr);
    posix_spawn_file_actions_adddup2(&files, fd, WALK_FD);
    posix_spawnattr_setflags(&attr, POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigmask(&attr, &none);
    bool started = posix_spawn(child, "/proc/self/exe", &files, &attr, argv, environ) == 0;
    posix_spawnattr_destroy(&attr);
    posix_spawn_file_actions_destroy(&files);
    return started;
}

/* false: it ended badly, or had to be ended. */
static bool end_walk(pid_t child) {
    const struct timespec pause = {.tv_nsec = WALK_LOOK_MS * 1000000L};
    long long deadline = clock_ms() + GEO_WALK_WALL_MS;
    int status;
    pid_t ended;
    while ((ended = waitpid(child, &status, WNOHANG)) == 0 && clock_ms() < deadline)
        nanosleep(&pause, NULL);
    if (ended == child)
        return WIFEXITED(status) && WEXITSTATUS(status) == EXIT_SUCCESS;
    kill(child, SIGKILL);
    waitpid(child, &status, 0);
    return false;
}

bool geo_file_walk(int fd) {
    pid_t child;
    return start_walk(fd, &child) && end_walk(child);
}
