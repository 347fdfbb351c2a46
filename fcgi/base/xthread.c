/* xthread: threads that either start or end the process, and what they wait for. */
#include "base/xthread.h"

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>
#include <time.h>

void xthread(pthread_t *thread, const pthread_attr_t *attr, void *(*body)(void *), void *arg,
             const char *name) {
    if (pthread_create(thread, attr, body, arg) == 0)
        return;
    fprintf(stderr, "error no_thread for=%s\n", name);
    exit(EX_OSERR);
}

void xcond_init(pthread_cond_t *cond) {
    pthread_condattr_t attr;
    pthread_condattr_init(&attr);
    pthread_condattr_setclock(&attr, CLOCK_MONOTONIC);
    pthread_cond_init(cond, &attr);
    pthread_condattr_destroy(&attr);
}

int xcond_wait(pthread_cond_t *cond, pthread_mutex_t *lock, long long deadline_ms) {
    struct timespec until = {.tv_sec = deadline_ms / 1000, .tv_nsec = deadline_ms % 1000 * 1000000};
    return pthread_cond_timedwait(cond, lock, &until);
}
