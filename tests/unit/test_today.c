/* today: around midnight in zones far from the configured one. */
#include "unit.h"

#include <time.h>

#include "base/clock.h"
#include "lead/today.h"

#define US INT64_C(1000000)
#define HOUR_US (3600 * US)
#define NOON_US INT64_C(1795348800000000) /* 2026-11-22T12:00:00Z */
#define DAY 20779                         /* the same day */
#define JULY_US INT64_C(1782907200000000) /* 2026-07-01T12:00:00Z: summer time in America */
#define JULY_DAY 20635

static void check(int64_t now_us, const char *country, const char *zone, int32_t first,
                  int32_t last) {
    struct day_span span = {0};
    today_of(now_us, slice_from(country), slice_from(zone), &span);
    if (span.first != first || span.last != last)
        fail_msg("%s %s at %lld s: %d..%d, not %d..%d", country == NULL ? "" : country,
                 zone == NULL ? "" : zone, (long long)(now_us / US), span.first, span.last, first,
                 last);
}

/* A minute before and at the midnight of the zone; the configured one is Moscow's, UTC+3. */
static void test_zones_around_midnight(void **state) {
    (void)state;
    static const struct {
        const char *zone;
        int64_t midnight_us;
        int32_t first[2], last[2];
    } cases[] = {
        /* UTC+10: their midnight is 17:00 in Moscow, where it stays the 22nd */
        {"Asia/Vladivostok", NOON_US + 2 * HOUR_US, {DAY, DAY}, {DAY, DAY + 1}},
        /* UTC+14 */
        {"Pacific/Kiritimati", NOON_US - 2 * HOUR_US, {DAY, DAY}, {DAY, DAY + 1}},
        /* UTC-8 in winter: when it is the 22nd there, it has long been in Moscow */
        {"America/Los_Angeles", NOON_US - 4 * HOUR_US, {DAY - 1, DAY}, {DAY, DAY}},
        /* UTC-7 in summer */
        {"America/Los_Angeles",
         JULY_US - 5 * HOUR_US,
         {JULY_DAY - 1, JULY_DAY},
         {JULY_DAY, JULY_DAY}},
        /* before its own midnight Moscow has the earlier day alone */
        {"Europe/Moscow", NOON_US + 9 * HOUR_US, {DAY, DAY + 1}, {DAY, DAY + 1}},
        {"Europe/Kaliningrad", NOON_US + 10 * HOUR_US, {DAY, DAY + 1}, {DAY + 1, DAY + 1}},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        for (int after = 0; after < 2; after++)
            check(cases[i].midnight_us - (after ? 0 : 60 * US), "XX", cases[i].zone,
                  cases[i].first[after], cases[i].last[after]);
}

static void test_countries(void **state) {
    (void)state;
    /* from Kaliningrad, UTC+2, to Kamchatka, UTC+12 */
    check(NOON_US - 1, "RU", NULL, DAY, DAY);
    check(NOON_US, "RU", NULL, DAY, DAY + 1);
    check(NOON_US + 10 * HOUR_US - 1, "RU", NULL, DAY, DAY + 1);
    check(NOON_US + 10 * HOUR_US, "RU", NULL, DAY + 1, DAY + 1);
    /* Hawaii, UTC-10 */
    check(NOON_US - 2 * HOUR_US - 1, "US", NULL, DAY - 1, DAY);
    check(NOON_US - 2 * HOUR_US, "US", NULL, DAY, DAY);
    /* a zone that is not known leaves the country's */
    check(NOON_US, "RU", "Asia/Atlantis", DAY, DAY + 1);
    check(NOON_US, "RU", "", DAY, DAY + 1);
    /* a known one is more than the country */
    check(NOON_US, "RU", "Europe/Samara", DAY, DAY);
}

static void test_unknown(void **state) {
    (void)state;
    static const char long_name[] = "Asia/Vladivostok/Asia/Vladivostok/Asia/Vladivostok/Asia/x";
    static const char *const countries[] = {NULL, "", "R", "RUS", "ru", "ZZ", "#c"};
    for (size_t i = 0; i < COUNT(countries); i++)
        check(NOON_US + 8 * HOUR_US, countries[i], long_name, DAY, DAY);
}

/* Long before and after what was written down: the offset that was known last, or first. */
static void test_other_years(void **state) {
    (void)state;
    int64_t year_us = 366 * 24 * HOUR_US;
    struct day_span span;
    for (int years = -60; years <= 60; years += 20) {
        int64_t now_us = NOON_US + years * year_us + 3 * HOUR_US; /* 15:00 UTC */
        today_of(now_us, SLICE_NONE, SLICE_LIT("Asia/Vladivostok"), &span);
        assert_int_equal(span.first, clock_day(now_us));
        assert_int_equal(span.last, clock_day(now_us) + 1);
    }
}

/* The system's own answer, hour by hour over a year, for zones that change their offset. */
static void test_every_change(void **state) {
    (void)state;
    static const char *const names[] = {"America/Los_Angeles", "Europe/Berlin", "Africa/Casablanca",
                                        "Australia/Lord_Howe", "Asia/Vladivostok"};
    static int32_t day[366 * 24];
    for (size_t i = 0; i < COUNT(names); i++) {
        assert_true(clock_zone_set(names[i]));
        for (size_t h = 0; h < COUNT(day); h++)
            day[h] = clock_day(NOON_US + (int64_t)h * HOUR_US);
        assert_true(clock_zone_set("UTC"));
        for (size_t h = 0; h < COUNT(day); h++) {
            int64_t now_us = NOON_US + (int64_t)h * HOUR_US;
            int32_t utc = clock_day(now_us);
            check(now_us, NULL, names[i], day[h] < utc ? day[h] : utc, day[h] > utc ? day[h] : utc);
        }
    }
    assert_true(clock_zone_set("Europe/Moscow"));
}

/* What today_start walked through is not left behind. */
static void test_configured_zone_stays(void **state) {
    (void)state;
    struct tm t;
    time_t at = NOON_US / US;
    localtime_r(&at, &t);
    assert_int_equal(t.tm_gmtoff, 3 * 3600);
    assert_string_equal(getenv("TZ"), "Europe/Moscow");
}

static int setup(void **state) {
    (void)state;
    struct day_span span;
    if (!clock_zone_set("Europe/Moscow"))
        return -1;
    today_of(NOON_US, SLICE_LIT("RU"), SLICE_LIT("Asia/Vladivostok"), &span); /* before the start */
    if (span.first != DAY || span.last != DAY)
        return -1;
    today_start(NOON_US);
    today_start(NOON_US);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_configured_zone_stays),
        cmocka_unit_test(test_zones_around_midnight),
        cmocka_unit_test(test_countries),
        cmocka_unit_test(test_unknown),
        cmocka_unit_test(test_other_years),
        cmocka_unit_test(test_every_change),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
