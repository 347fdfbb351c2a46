/* xthread: a thread that either starts or ends the process. */
#include "base/xthread.h"

#include <stdio.h>
#include <stdlib.h>
#include <sysexits.h>

void xthread(pthread_t *thread, const pthread_attr_t *attr, void *(*body)(void *), void *arg,
             const char *name) {
    if (pthread_create(thread, attr, body, arg) == 0)
        return;
    fprintf(stderr, "error no_thread for=%s\n", name);
    exit(EX_OSERR);
}
