/* today: which days it is where the visitor is. */
#ifndef LEAD_TODAY_H
#define LEAD_TODAY_H

#include <stdint.h>

#include "base/slice.h"

/* Days since 1970. A date that is not before first is not yesterday's for the visitor; last is the
 * furthest today. Mostly both are the same. */
struct day_span {
    int32_t first, last;
};

/* Reads the system's time zones (zone.tab beside them) with their changes from a year before now
 * to TODAY_YEARS after it, past which the last goes on. At start, after clock_zone_set and before
 * threads, since it walks through the zones by TZ; may be called again. Without it, or without
 * zone.tab, today is the configured zone's. */
void today_start(int64_t now_us);

/* The day of the configured zone, widened by that of the visitor's zone (an IANA name) if it is
 * known, else by those of all zones of his country (ISO 3166-1 alpha-2). Both may be unset. */
void today_of(int64_t now_us, struct slice country, struct slice zone, struct day_span *out);

#endif
