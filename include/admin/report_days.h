/* report_days: the days a report is about, as they are asked for on the command line. */
#ifndef ADMIN_REPORT_DAYS_H
#define ADMIN_REPORT_DAYS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/clock.h"

struct report_days {
    char from[CLOCK_DAY_BYTES], to[CLOCK_DAY_BYTES]; /* both belong to it */
};

/* Each word is 2026-11-28, today, yesterday, or NULL: to is then today, and from so that there are
 * REPORT_DAYS days. today: in the zone of the office, days since 1970-01-01. false: *why says which
 * word is none, or that they are the wrong way round or more than REPORT_DAYS_MAX days. */
bool report_days_read(const char *from, const char *to, int32_t today, struct report_days *out,
                      const char **why);

#endif
