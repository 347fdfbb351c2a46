/* moved_clock: the monotonic clock, as far ahead as the test says. To be included by one file of a
 * program: it defines clock_gettime(2). Waits that have begun take as long as they take. */
#ifndef UNIT_MOVED_CLOCK_H
#define UNIT_MOVED_CLOCK_H

#include <stdatomic.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static atomic_llong clock_ahead_ms;
static atomic_llong clock_step_ms; /* by so much more at each look */

int clock_gettime(clockid_t id, struct timespec *t) {
    int result = (int)syscall(SYS_clock_gettime, id, t);
    if (result == 0 && id == CLOCK_MONOTONIC) {
        long long ms = atomic_fetch_add(&clock_ahead_ms, atomic_load(&clock_step_ms));
        t->tv_sec += ms / 1000;
        t->tv_nsec += ms % 1000 * 1000000;
        t->tv_sec += t->tv_nsec / 1000000000;
        t->tv_nsec %= 1000000000;
    }
    return result;
}

static void clock_forward(long long ms) { atomic_fetch_add(&clock_ahead_ms, ms); }

#endif
