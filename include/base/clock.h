/* clock: monotonic time for deadlines, wall time for records, and the day in the one configured
 * zone. Deadlines never use wall time, so a jump of the clock moves none of them. */
#ifndef BASE_CLOCK_H
#define BASE_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#include "base/errcode.h"
#include "base/slice.h"

#define CLOCK_ISO_BYTES 28 /* "2026-11-22T01:23:45.678901Z" and the NUL */
#define CLOCK_DAY_BYTES 11 /* "2026-11-22" */
#define SECONDS_PER_DAY 86400

long long clock_ms(void);    /* monotonic, since some point before the start */
int64_t clock_wall_us(void); /* microseconds since 1970-01-01T00:00:00Z */
void clock_iso(int64_t wall_us, char out[CLOCK_ISO_BYTES]);             /* UTC; years 1 to 9999 */
void clock_day_iso(int32_t days_since_1970, char out[CLOCK_DAY_BYTES]); /* as well */

/* The zone of days (an IANA name such as Europe/Moscow). Start-up only, before threads. false:
 * the name is unknown to the system, and nothing was changed. */
MUST_CHECK bool clock_zone_set(const char *name);

/* Whole days in seconds since 1970-01-01, towards the past before it. */
int32_t clock_whole_days(int64_t seconds);

/* Days since 1970-01-01 of that instant, in the configured zone (UTC when none was set). */
int32_t clock_day(int64_t wall_us);

/* The same, and the minute of that day, 0 to 1439, as the clocks of the zone show it: an hour that
 * is skipped in spring is not there, one that comes twice in autumn is there twice. */
void clock_local(int64_t wall_us, int32_t *day, int *minute);

/* Days since 1970-01-01 of a date such as 2026-11-28. false: it is none, *day is untouched. */
bool clock_read_day(struct slice s, int32_t *day);

/* The first instant at which the clocks of the configured zone show what s says, such as
 * 2026-11-28 23:10; of an hour that they skip, what they would have shown. false: s is no such
 * time, and *wall_us is untouched. */
bool clock_read(struct slice s, int64_t *wall_us);

/* Days since 1970-01-01 of a date of the Gregorian calendar. false: there is no such date. */
bool clock_day_from_date(int year, int month, int day, int32_t *out);
void clock_date_from_day(int32_t days, int *year, int *month, int *day);

#endif
