/* doctor: the groups' processes. A finding is one write to a pipe, smaller than PIPE_BUF, so it
 * arrives whole. Who is late is killed with all his children, his check is reported, and a new
 * process goes on behind it. */
#include "admin/doctor.h"

#include <assert.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "admin/doctor_check.h"
#include "base/clock.h"
#include "base/plain.h"
#include "base/write_all.h"
#include "base/xalloc.h"

static const struct doctor_group *const groups[] = {
    &doctor_database, &doctor_tables,  &doctor_machine, &doctor_spool,
    &doctor_nginx,    &doctor_service, &doctor_desk};
#define GROUPS (sizeof groups / sizeof *groups)

struct message {
    size_t index; /* in its group */
    enum doctor_state state;
    char found[DOCTOR_FOUND_MAX + 1], remedy[DOCTOR_REMEDY_MAX + 1];
};
static_assert(sizeof(struct message) <= PIPE_BUF, "a message is one write");

/* ---- what a check says ---------------------------------------------------------------------- */

static void put(char *to, size_t room, const char *format, va_list args) {
    vsnprintf(to, room, format, args);
    plain_string(to);
}

void doctor_says(struct doctor_finding *f, enum doctor_state state, const char *format, ...) {
    va_list args;
    va_start(args, format);
    f->state = state;
    put(f->found, sizeof f->found, format, args);
    va_end(args);
}

void doctor_remedy(struct doctor_finding *f, const char *format, ...) {
    va_list args;
    va_start(args, format);
    put(f->remedy, sizeof f->remedy, format, args);
    va_end(args);
}

void doctor_unseen(struct doctor_finding *f, const char *what, const char *why) {
    doctor_says(f, DOCTOR_WARNING, "%s could not be looked at: %s", what, why);
    if (geteuid() != 0)
        doctor_remedy(f, "run it as root: sudo firstline doctor");
}

/* ---- a group's process ---------------------------------------------------------------------- */

static void say_nothing(void) { /* what libraries and other modules log is said by the findings */
    int null = open("/dev/null", O_WRONLY | O_CLOEXEC);
    if (null != -1)
        dup2(null, STDERR_FILENO);
}

static _Noreturn void look_on(struct doctor *d, const struct doctor_group *g, size_t from, int to) {
    setpgid(0, 0);
    signal(SIGPIPE, SIG_IGN);
    say_nothing();
    for (size_t i = from; i < g->count; i++) {
        struct doctor_finding f = {.state = DOCTOR_WELL};
        g->checks[i].look(d, &g->checks[i], &f);
        struct message m = {.index = i, .state = f.state};
        memcpy(m.found, f.found, sizeof m.found);
        memcpy(m.remedy, f.remedy, sizeof m.remedy);
        if (!write_all(to, (struct slice){(const char *)&m, sizeof m}))
            break;
    }
    PQfinish(d->conn);
    _exit(0);
}

/* ---- beside all of them --------------------------------------------------------------------- */

struct worker {
    const struct doctor_group *group;
    struct doctor_finding *findings; /* of the group */
    pid_t pid;
    int fd;      /* -1: it does not run */
    int time_ms; /* of the whole look */
    bool silent; /* a check of it was ended */
    size_t next;
    long long deadline_ms; /* of the check that it is at */
};

static long long check_ms(const struct worker *w) {
    int ms = w->group->checks[w->next].timeout_ms;
    return (long long)(ms > 0 ? ms : DOCTOR_CHECK_MS) * w->time_ms / DOCTOR_TIME_MS;
}

static void start(struct worker *w, const struct doctor *d, long long end_ms) {
    int fds[2];
    if (w->next == w->group->count || clock_ms() >= end_ms)
        return;
    if (pipe2(fds, O_CLOEXEC) == -1)
        xalloc_fail();
    fflush(NULL);
    w->pid = fork();
    if (w->pid == -1)
        xalloc_fail();
    if (w->pid == 0) {
        struct doctor own = *d;
        own.database_silent = w->silent && w->group->asks_database;
        look_on(&own, w->group, w->next, fds[1]);
    }
    setpgid(w->pid, w->pid); /* here, too: whoever comes first */
    close(fds[1]);
    w->fd = fds[0];
    w->deadline_ms = clock_ms() + check_ms(w);
}

/* Not waited for: who hangs in a system call ends when that does. */
static void end(struct worker *w) {
    kill(-w->pid, SIGKILL);
    waitpid(w->pid, NULL, WNOHANG);
    close(w->fd);
    w->fd = -1;
}

static void give_up(struct worker *w, const char *why) {
    struct doctor_finding *f = &w->findings[w->next++];
    doctor_says(f, DOCTOR_WARNING, "could not be looked at: %s", why);
    doctor_remedy(f, "firstline doctor, once more; if that says the same, look what is slow here");
    w->silent = true;
}

/* false: it has come to its end, or broke off. */
static bool take(struct worker *w) {
    struct message m;
    ssize_t n = read(w->fd, &m, sizeof m);
    if (n == -1 && errno == EINTR)
        return true;
    if (n != (ssize_t)sizeof m || m.index != w->next)
        return false;
    struct doctor_finding *f = &w->findings[w->next++];
    f->state = m.state;
    memcpy(f->found, m.found, sizeof f->found);
    memcpy(f->remedy, m.remedy, sizeof f->remedy);
    if (w->next < w->group->count)
        w->deadline_ms = clock_ms() + check_ms(w);
    return true;
}

static void watch(struct worker *w, const struct doctor *d, bool ready, long long end_ms) {
    if (w->fd == -1)
        return;
    bool goes_on = !ready || take(w);
    bool late = clock_ms() >= (w->deadline_ms < end_ms ? w->deadline_ms : end_ms);
    if (goes_on && (!late || ready))
        return;
    end(w);
    if (w->next < w->group->count)
        give_up(w, late ? "it took too long" : "the look at it broke off");
    start(w, d, end_ms);
}

/* false: none runs any more. */
static bool watch_all(struct worker *workers, const struct doctor *d, long long end_ms) {
    struct pollfd p[GROUPS];
    long long next_ms = end_ms;
    bool any = false;
    for (size_t i = 0; i < GROUPS; i++) {
        p[i] = (struct pollfd){.fd = workers[i].fd, .events = POLLIN};
        any = any || workers[i].fd != -1;
        if (workers[i].fd != -1 && workers[i].deadline_ms < next_ms)
            next_ms = workers[i].deadline_ms;
    }
    if (!any)
        return false;
    long long left_ms = next_ms - clock_ms();
    int ready = poll(p, GROUPS, left_ms > 0 ? (int)left_ms : 0);
    for (size_t i = 0; i < GROUPS; i++)
        watch(&workers[i], d, ready > 0 && p[i].revents != 0, end_ms);
    return true;
}

static const struct doctor_finding *find(const struct doctor_finding *all, size_t count,
                                         struct slice id) {
    for (size_t i = 0; i < count; i++)
        if (slice_eq_lit(id, all[i].id))
            return &all[i];
    assert(!"a table names a check that there is not");
    return NULL;
}

/* One cause is one finding: what follows from it is not counted beside it. */
static void explain(const struct doctor_check *c, struct doctor_finding *f,
                    const struct doctor_finding *all, size_t count) {
    struct slice rest = slice_from(c->because);
    while (rest.ptr != NULL && f->state > DOCTOR_UNSEEN) {
        const struct doctor_finding *cause = find(all, count, slice_cut(rest, ' ', &rest));
        if (cause->state <= DOCTOR_UNSEEN)
            continue;
        doctor_says(f, DOCTOR_UNSEEN, "see %s", cause->id);
        doctor_remedy(f, "%s", "");
    }
}

size_t doctor_look(struct arena *a, const struct doctor_place *place, struct doctor_finding *out) {
    struct doctor d = {.arena = a, .place = place};
    struct worker workers[GROUPS];
    size_t count = 0;
    long long end_ms = clock_ms() + place->time_ms;
    doctor_find_program(&d);
    for (size_t i = 0; i < GROUPS; i++) {
        workers[i] = (struct worker){
            .group = groups[i], .findings = out + count, .fd = -1, .time_ms = place->time_ms};
        for (size_t k = 0; k < groups[i]->count; k++, count++) {
            assert(count < DOCTOR_CHECKS_MAX);
            out[count] = (struct doctor_finding){.id = groups[i]->checks[k].id,
                                                 .about = groups[i]->checks[k].about};
        }
        start(&workers[i], &d, end_ms);
    }
    while (watch_all(workers, &d, end_ms))
        ;
    for (size_t i = 0; i < GROUPS; i++)
        while (workers[i].next < workers[i].group->count)
            give_up(&workers[i], "the time was over");
    size_t at = count;
    for (size_t i = GROUPS; i-- > 0;) /* effects stand behind their causes: so from the end */
        for (size_t k = groups[i]->count; k-- > 0;)
            explain(&groups[i]->checks[k], &out[--at], out, count);
    return count;
}
