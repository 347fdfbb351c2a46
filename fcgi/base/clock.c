/* clock: the two clocks of the system and the civil calendar. */
#include "base/clock.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#define US_PER_S 1000000

static unsigned zones_set; /* how often one was; written at start-up, before threads */

/* Towards the past, before 1970 as well. */
static time_t whole_seconds(int64_t wall_us) {
    return (time_t)(wall_us / US_PER_S - (wall_us % US_PER_S < 0));
}

long long clock_ms(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (long long)t.tv_sec * 1000 + t.tv_nsec / 1000000;
}

int64_t clock_wall_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * US_PER_S + t.tv_nsec / 1000;
}

int32_t clock_whole_days(int64_t seconds) {
    return (int32_t)(seconds / SECONDS_PER_DAY - (seconds % SECONDS_PER_DAY < 0));
}

/* Each lead has several of these, and snprintf takes ten times as long. */
static char *put_digits(char *at, unsigned value, size_t count) {
    for (size_t i = count; i > 0; i--, value /= 10)
        at[i - 1] = (char)('0' + value % 10);
    return at + count;
}

static char *put_day(char *at, int32_t days) {
    int year, month, day;
    clock_date_from_day(days, &year, &month, &day);
    at = put_digits(at, (unsigned)year, 4);
    *at++ = '-';
    at = put_digits(at, (unsigned)month, 2);
    *at++ = '-';
    return put_digits(at, (unsigned)day, 2);
}

void clock_day_iso(int32_t days, char out[CLOCK_DAY_BYTES]) { *put_day(out, days) = '\0'; }

void clock_iso(int64_t wall_us, char out[CLOCK_ISO_BYTES]) {
    int64_t seconds = whole_seconds(wall_us);
    int32_t days = clock_whole_days(seconds);
    unsigned of_day = (unsigned)(seconds - (int64_t)days * SECONDS_PER_DAY);
    char *at = put_day(out, days);
    *at++ = 'T';
    at = put_digits(at, of_day / 3600, 2);
    *at++ = ':';
    at = put_digits(at, of_day / 60 % 60, 2);
    *at++ = ':';
    at = put_digits(at, of_day % 60, 2);
    *at++ = '.';
    at = put_digits(at, (unsigned)(wall_us - seconds * US_PER_S), 6);
    *at++ = 'Z';
    *at = '\0';
}

/* Folders and lists of zones lie among the zones: only a file that begins like one is one. */
static bool is_zone_file(const char *path) {
    char magic[4] = {0};
    FILE *f = fopen(path, "rb");
    if (f == NULL)
        return false;
    bool is_zone = fread(magic, sizeof magic, 1, f) == 1 && memcmp(magic, "TZif", 4) == 0;
    fclose(f);
    return is_zone;
}

bool clock_zone_set(const char *name) {
    char path[256];
    if (name[0] == '\0' || name[0] == '/' || strstr(name, "..") != NULL)
        return false;
    int n = snprintf(path, sizeof path, "/usr/share/zoneinfo/%s", name);
    if (n < 0 || (size_t)n >= sizeof path)
        return false;
    /* glibc takes an unknown zone for UTC without a word, so look for its file */
    if (strcmp(name, "UTC") != 0 && !is_zone_file(path))
        return false;
    setenv("TZ", name, 1);
    tzset();
    zones_set++;
    return true;
}

static struct tm local_time(time_t seconds) {
    struct tm t;
    /* without a zone of ours not the machine's, which differs between machines */
    if (zones_set > 0)
        localtime_r(&seconds, &t);
    else
        gmtime_r(&seconds, &t);
    return t;
}

int32_t clock_day(int64_t wall_us) {
    int32_t day;
    int minute;
    clock_local(wall_us, &day, &minute);
    return day;
}

/* Each thread remembers the last second it asked for: the C library looks through the changes of
 * the zone, and lets one thread at a time do so. */
void clock_local(int64_t wall_us, int32_t *day, int *minute) {
    static _Thread_local struct {
        bool is_known;
        unsigned zone;
        time_t seconds;
        int32_t day;
        int minute;
    } last;
    time_t seconds = whole_seconds(wall_us);
    if (!last.is_known || last.zone != zones_set || last.seconds != seconds) {
        struct tm t = local_time(seconds);
        last.is_known = true;
        last.zone = zones_set;
        last.seconds = seconds;
        last.day = 0;
        (void)clock_day_from_date(t.tm_year + 1900, t.tm_mon + 1, t.tm_mday, &last.day);
        last.minute = t.tm_hour * 60 + t.tm_min;
    }
    *day = last.day;
    *minute = last.minute;
}

static int digits_value(struct slice s, size_t first, size_t len) {
    int n = 0;
    for (size_t i = first; i < first + len; i++)
        n = 10 * n + (s.ptr[i] - '0');
    return n;
}

/* Whether s is of the shape, in which d is any digit. */
static bool is_shaped(struct slice s, const char *shape) {
    if (s.len != strlen(shape))
        return false;
    for (size_t i = 0; i < s.len; i++)
        if (shape[i] == 'd' ? !ascii_is_digit(s.ptr[i]) : s.ptr[i] != shape[i])
            return false;
    return true;
}

bool clock_read_day(struct slice s, int32_t *day) {
    return is_shaped(s, "dddd-dd-dd") &&
           clock_day_from_date(digits_value(s, 0, 4), digits_value(s, 5, 2), digits_value(s, 8, 2),
                               day);
}

bool clock_read(struct slice s, int64_t *wall_us) {
    int32_t day;
    if (!is_shaped(s, "dddd-dd-dd dd:dd") || !clock_read_day(slice_sub(s, 0, 10), &day))
        return false;
    int hour = digits_value(s, 11, 2), minute = digits_value(s, 14, 2);
    if (hour > 23 || minute > 59)
        return false;
    /* By the offset of the day before, unless the clocks have been changed since. */
    time_t shown = (time_t)day * SECONDS_PER_DAY + hour * 3600 + minute * 60;
    time_t before = shown - local_time(shown - SECONDS_PER_DAY).tm_gmtoff;
    time_t after = shown - local_time(shown + SECONDS_PER_DAY).tm_gmtoff;
    bool is_after = before + local_time(before).tm_gmtoff != shown &&
                    after + local_time(after).tm_gmtoff == shown;
    *wall_us = (int64_t)(is_after ? after : before) * US_PER_S;
    return true;
}

static bool is_leap(int y) { return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0; }

static int month_length(int year, int month) {
    static const int lengths[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap(year) ? 29 : lengths[month - 1];
}

/* Counts from 1 March of year 0, so that the leap day is a year's last. */
bool clock_day_from_date(int year, int month, int day, int32_t *out) {
    if (year < 1 || year > 9999 || month < 1 || month > 12 || day < 1 ||
        day > month_length(year, month))
        return false;
    int y = month <= 2 ? year - 1 : year;
    int era = y / 400;
    int of_era = y - era * 400;
    int of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    *out = era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719468;
    return true;
}

void clock_date_from_day(int32_t days, int *year, int *month, int *day) {
    int z = days + 719468;
    int era = z / 146097;
    int doe = z - era * 146097;
    int yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int mp = (5 * doy + 2) / 153;
    *day = doy - (153 * mp + 2) / 5 + 1;
    *month = mp < 10 ? mp + 3 : mp - 9;
    *year = yoe + era * 400 + (*month <= 2);
}
