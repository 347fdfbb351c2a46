/* still_clock: both clocks, which stand still until the test moves them. To be included by one file
 * of a program: it defines clock_gettime(2). Whoever waits for a deadline
 * waits by the kernel's clock, which goes on: as a rule it never comes. */
#ifndef UNIT_STILL_CLOCK_H
#define UNIT_STILL_CLOCK_H

#include <time.h>

#define SECOND_US 1000000LL
#define DAY_US (86400 * SECOND_US)

static _Atomic long long still_us = 36500 * DAY_US;           /* since the machine started */
static _Atomic long long still_wall_us = 20000 * DAY_US + 17; /* since 1970 */

int clock_gettime(clockid_t id, struct timespec *t) {
    long long us = id == CLOCK_REALTIME ? still_wall_us : still_us;
    *t = (struct timespec){.tv_sec = us / SECOND_US, .tv_nsec = us % SECOND_US * 1000};
    return 0;
}

static void pass_us(long long us) {
    still_us += us;
    still_wall_us += us;
}

static void pass(long long ms) { pass_us(ms * 1000); }

#endif
