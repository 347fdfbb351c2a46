/* child: another program, run to its end with a deadline. For the administrator's commands alone:
 * one thread, no other children. Nothing passes through a shell. */
#ifndef ADMIN_CHILD_H
#define ADMIN_CHILD_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

#define CHILD_NOT_RUN 127  /* there is no such program, or it may not be run */
#define CHILD_TOO_LONG 124 /* it was killed when its time was over */

struct child {
    const char *const
        *argv;        /* NULL at the end; the program is looked for in PATH, /usr/sbin and /sbin */
    const char *user; /* whom it runs as, with all his groups; NULL: as whoever runs us */
    struct slice input; /* its standard input; unset: nothing to read */
    int timeout_ms;     /* 0: CHILD_TIMEOUT_MS */
};

struct child_end {
    int code; /* exit status, 128 and the number of the signal that ended it, or one of the above */
    char *out,
        *error; /* what it wrote, each at most CHILD_OUTPUT_MAX, NUL at the end; in the arena */
};

/* In a process of its own already: takes on that user for good, with all his groups and his HOME.
 * false: only root may, or there is nobody of that name. */
bool child_take_on(const char *user);

struct child_end child_run(struct arena *a, const struct child *c);

/* The last line of what it complained of, or how it ended: for a message. In the arena. */
const char *child_reason(struct arena *a, const struct child_end *end);

bool child_there_is(const char *program); /* in PATH, /usr/sbin or /sbin */

#endif
