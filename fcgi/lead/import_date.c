/* import_date: the date is read by form/date, as that of a form is; the time behind it here. */
#include "lead/import_date.h"

#include <stdio.h>

#include "base/clock.h"
#include "form/date.h"

#define US_PER_S INT64_C(1000000)

enum import_reading import_day_read(struct slice seen, const struct texts *texts,
                                    enum import_order order, int32_t *day) {
    int32_t two[2]; /* English alone asks back */
    enum date_reading reading = date_read(seen, texts, LANGUAGE_EN, two);
    if (reading == DATE_NONE)
        return IMPORT_DATE_NONE;
    if (reading == DATE_TWO && order == IMPORT_ORDER_UNKNOWN)
        return IMPORT_DATE_TWO;
    *day = two[reading == DATE_TWO && order == IMPORT_DAY_FIRST];
    return IMPORT_DATE_ONE;
}

enum import_order import_order_proved(struct slice seen) {
    int parts[3] = {0, 0, 0};
    size_t digits[3] = {0, 0, 0}, part = 0;
    for (size_t i = 0; i < seen.len; i++) {
        char c = seen.ptr[i];
        if (c == ' ' || c == ',') /* a time follows */
            break;
        if (c == '/' || c == '-') {
            if (++part == 3)
                return IMPORT_ORDER_UNKNOWN;
        } else if (!ascii_is_digit(c) || ++digits[part] > 4) {
            return IMPORT_ORDER_UNKNOWN;
        } else {
            parts[part] = 10 * parts[part] + (c - '0');
        }
    }
    if (part != 2 || digits[0] > 2 || digits[1] > 2)
        return IMPORT_ORDER_UNKNOWN;
    if (parts[0] > 12 && parts[0] <= 31 && parts[1] <= 12)
        return IMPORT_DAY_FIRST;
    return parts[1] > 12 && parts[1] <= 31 && parts[0] <= 12 ? IMPORT_MONTH_FIRST
                                                             : IMPORT_ORDER_UNKNOWN;
}

/* One or two digits, and no more; -1: there are none. */
static int take_number(struct slice *s) {
    int n = 0;
    size_t digits = 0;
    while (digits < 3 && digits < s->len && ascii_is_digit(s->ptr[digits]))
        n = 10 * n + (s->ptr[digits++] - '0');
    *s = slice_sub(*s, digits, s->len);
    return digits == 1 || digits == 2 ? n : -1;
}

static bool take(struct slice *s, const char *word) {
    if (s->len < strlen(word) || !slice_eq_nocase(slice_sub(*s, 0, strlen(word)), word))
        return false;
    *s = slice_sub(*s, strlen(word), s->len);
    return true;
}

/* hh:mm[:ss[.fraction]] [AM|PM], in seconds; -1: it is none. */
static int take_time(struct slice *s) {
    int hour = take_number(s), minute = take(s, ":") ? take_number(s) : -1;
    int second = minute >= 0 && take(s, ":") ? take_number(s) : 0;
    if (take(s, "."))
        while (s->len > 0 && ascii_is_digit(s->ptr[0]))
            *s = slice_sub(*s, 1, s->len);
    struct slice half = slice_trim(*s);
    bool am = take(&half, "am"), pm = !am && take(&half, "pm");
    if (am || pm) {
        *s = half;
        if (hour < 1 || hour > 12)
            return -1;
        hour = hour % 12 + (pm ? 12 : 0);
    }
    bool good =
        hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
    return good ? 3600 * hour + 60 * minute + second : -1;
}

enum zone { ZONE_OURS = 0, ZONE_TOLD, ZONE_WRONG };

/* Z, UTC, +03:00, -0330, +03, or nothing; seconds to the east. */
static enum zone read_zone(struct slice s, int *east) {
    *east = 0;
    s = slice_trim(s);
    if (s.len == 0)
        return ZONE_OURS;
    if (slice_eq_nocase(s, "z") || slice_eq_nocase(s, "utc") || slice_eq_nocase(s, "gmt"))
        return ZONE_TOLD;
    int sign = take(&s, "+") ? 1 : take(&s, "-") ? -1 : 0;
    struct slice hours = slice_sub(s, 0, 2);
    s = slice_sub(s, 2, s.len);
    (void)take(&s, ":");
    int h = take_number(&hours), m = s.len == 0 ? 0 : take_number(&s);
    if (sign == 0 || h < 0 || h > 14 || m < 0 || m > 59 || s.len > 0)
        return ZONE_WRONG;
    *east = sign * (3600 * h + 60 * m);
    return ZONE_TOLD;
}

/* Where the time begins, or s.len: before the first colon its hour. */
static size_t find_time(struct slice s) {
    size_t at = slice_find(s, ':');
    if (at == s.len)
        return at;
    while (at > 0 && ascii_is_digit(s.ptr[at - 1]))
        at--;
    return at;
}

/* What stands between a date and its time. */
static struct slice without_joint(struct slice s) {
    static const char *const joints[] = {" ", ",", "T", "t", " в", " at"};
    for (size_t i = 0; i < sizeof joints / sizeof *joints;)
        if (slice_ends(s, joints[i]) && s.len > strlen(joints[i])) {
            s.len -= strlen(joints[i]);
            i = 0;
        } else {
            i++;
        }
    return s;
}

static int64_t moment_of(int32_t day, int seconds) {
    char iso[CLOCK_DAY_BYTES], text[sizeof iso + 8];
    int64_t us = 0;
    clock_day_iso(day, iso);
    snprintf(text, sizeof text, "%s %02d:%02d", iso, seconds / 3600, seconds / 60 % 60);
    (void)clock_read(slice_from(text), &us);
    return us + seconds % 60 * US_PER_S;
}

enum import_reading import_moment_read(struct slice seen, const struct texts *texts,
                                       enum import_order order, struct import_moment *out) {
    size_t at = find_time(seen);
    struct slice date = at == seen.len ? seen : without_joint(slice_sub(seen, 0, at));
    struct slice time = slice_sub(seen, at, seen.len);
    struct import_moment m;
    int east, seconds = 12 * 3600;
    enum import_reading reading = import_day_read(date, texts, order, &m.day);
    if (time.len > 0)
        seconds = take_time(&time);
    enum zone zone = read_zone(time, &east);
    if (seconds < 0 || zone == ZONE_WRONG)
        return IMPORT_DATE_NONE;
    if (reading != IMPORT_DATE_ONE)
        return reading;
    if (zone == ZONE_TOLD) {
        m.at_us = ((int64_t)m.day * SECONDS_PER_DAY + seconds - east) * US_PER_S;
        m.day = clock_day(m.at_us);
    } else {
        m.at_us = moment_of(m.day, seconds);
    }
    *out = m;
    return IMPORT_DATE_ONE;
}
