/* patience: waits for what another thread does. */
#ifndef UNIT_PATIENCE_H
#define UNIT_PATIENCE_H

#include <time.h>

#include "unit.h"

#include "base/clock.h"

#define PATIENCE_MS 60000 /* for what a quick machine does at once */

#define UNTIL(condition)                                                                           \
    do {                                                                                           \
        long long until_ms = clock_ms() + PATIENCE_MS;                                             \
        while (!(condition)) {                                                                     \
            if (clock_ms() > until_ms)                                                             \
                fail_msg("never: %s", #condition);                                                 \
            nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);                               \
        }                                                                                          \
    } while (0)

#endif
