/* child: fork, take on the user, exec; read both pipes until they are closed or the time is over.
 */
#include "admin/child.h"

#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "admin/text.h"
#include "base/bounds.h"
#include "base/clock.h"
#include "base/write_all.h"
#include "base/xalloc.h"

#define SEARCH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

bool child_take_on(const char *user) {
    const struct passwd *p = getpwnam(user);
    if (p == NULL || initgroups(user, p->pw_gid) == -1 || setgid(p->pw_gid) == -1 ||
        setuid(p->pw_uid) == -1)
        return false;
    return setenv("HOME", p->pw_dir, 1) == 0;
}

/* A folder that the other user may not enter would fail half of all programs. */
static _Noreturn void become(const struct child *c, int in, const int out[2]) {
    bool good = dup2(in, STDIN_FILENO) != -1 && dup2(out[0], STDOUT_FILENO) != -1 &&
                dup2(out[1], STDERR_FILENO) != -1 && (c->user == NULL || child_take_on(c->user));
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    setenv("PATH", SEARCH, 1);
    setenv("LC_ALL", "C.UTF-8", 1);
    if (good && c->user != NULL)
        good = chdir("/") == 0;
    if (good)
        execvp(c->argv[0], (char *const *)c->argv);
    dprintf(STDERR_FILENO, "%s: %s\n", c->argv[0], strerror(errno));
    _exit(CHILD_NOT_RUN);
}

/* In a file without a name rather than a pipe: it is there as a whole, and nobody waits. */
static int input_file(struct slice input) {
    int fd = memfd_create("input", MFD_CLOEXEC);
    if (fd == -1 || !write_all(fd, input) || lseek(fd, 0, SEEK_SET) == -1)
        xalloc_fail();
    return fd;
}

struct stream {
    int fd; /* -1: at its end */
    char *text;
    size_t len;
};

static void take(struct stream *s) {
    char dropped[4096];
    bool room = s->len < CHILD_OUTPUT_MAX;
    ssize_t n = room ? read(s->fd, s->text + s->len, CHILD_OUTPUT_MAX - s->len)
                     : read(s->fd, dropped, sizeof dropped);
    if (n == -1 && errno == EINTR)
        return;
    if (n > 0) {
        s->len += room ? (size_t)n : 0;
        return;
    }
    close(s->fd);
    s->fd = -1;
}

/* false: the time is over. */
static bool listen_to(struct stream streams[2], long long deadline_ms) {
    while (streams[0].fd != -1 || streams[1].fd != -1) {
        struct pollfd p[2] = {{.fd = streams[0].fd, .events = POLLIN},
                              {.fd = streams[1].fd, .events = POLLIN}};
        long long left_ms = deadline_ms - clock_ms();
        if (left_ms <= 0)
            return false;
        if (poll(p, 2, (int)left_ms) == -1 && errno != EINTR)
            return false;
        for (int i = 0; i < 2; i++)
            if (streams[i].fd != -1 && p[i].revents != 0)
                take(&streams[i]);
    }
    return true;
}

static int wait_for(pid_t pid, bool in_time) {
    int status = 0;
    if (!in_time)
        kill(pid, SIGKILL);
    while (waitpid(pid, &status, 0) == -1 && errno == EINTR)
        ;
    if (!in_time)
        return CHILD_TOO_LONG;
    return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}

static struct stream stream_new(struct arena *a, int fd) {
    return (struct stream){.fd = fd, .text = text_alloc(a, CHILD_OUTPUT_MAX + 1)};
}

/* Only as long as what was read: output is small, and many children are run. */
static char *keep(struct arena *a, const struct stream *s) {
    return text_copy(a, (struct slice){s->text, s->len});
}

struct child_end child_run(struct arena *a, const struct child *c) {
    int out[2], error[2], in = input_file(c->input);
    if (pipe2(out, O_CLOEXEC) == -1 || pipe2(error, O_CLOEXEC) == -1)
        xalloc_fail();
    fflush(NULL);
    pid_t pid = fork();
    if (pid == -1)
        xalloc_fail();
    if (pid == 0)
        become(c, in, (int[2]){out[1], error[1]});
    close(in);
    close(out[1]);
    close(error[1]);
    struct arena *scratch = arena_new(2 * (CHILD_OUTPUT_MAX + 4096));
    struct stream streams[2] = {stream_new(scratch, out[0]), stream_new(scratch, error[0])};
    int timeout_ms = c->timeout_ms > 0 ? c->timeout_ms : CHILD_TIMEOUT_MS;
    bool in_time = listen_to(streams, clock_ms() + timeout_ms);
    struct child_end end = {
        .code = wait_for(pid, in_time), .out = keep(a, &streams[0]), .error = keep(a, &streams[1])};
    for (int i = 0; i < 2; i++)
        if (streams[i].fd != -1)
            close(streams[i].fd);
    arena_free(scratch);
    return end;
}

const char *child_reason(struct arena *a, const struct child_end *end) {
    struct slice rest = slice_from(end->error), line, last = SLICE_NONE;
    while (text_line(&rest, &line))
        if (slice_trim(line).len > 0)
            last = slice_trim(line);
    if (last.len > 0)
        return text_copy(a, last);
    if (end->code == CHILD_TOO_LONG)
        return "it took too long and was ended";
    return text_printf(a, "it ended with status %d", end->code);
}

bool child_there_is(const char *program) {
    struct slice rest = SLICE_LIT(SEARCH);
    while (rest.ptr != NULL) {
        char path[4096];
        struct slice dir = slice_cut(rest, ':', &rest);
        int n = snprintf(path, sizeof path, "%.*s/%s", SLICE_ARG(dir), program);
        if (n > 0 && (size_t)n < sizeof path && access(path, X_OK) == 0)
            return true;
    }
    return false;
}
