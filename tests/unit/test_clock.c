/* clock: the calendar against known days and a walk through all of them; zones. */
#include "unit.h"

#include <time.h>

#include "base/clock.h"

#define US 1000000LL

static const struct {
    int year, month, day;
    int32_t days;
} known[] = {
    {1, 1, 1, -719162},   {1900, 2, 28, -25509}, {1900, 3, 1, -25508},    {1969, 12, 31, -1},
    {1970, 1, 1, 0},      {1970, 3, 1, 59},      {1972, 2, 29, 789},      {2000, 2, 29, 11016},
    {2000, 3, 1, 11017},  {2024, 2, 29, 19782},  {2024, 12, 31, 20088},   {2026, 11, 22, 20779},
    {2038, 1, 19, 24855}, {2100, 3, 1, 47541},   {9999, 12, 31, 2932896},
};

static void test_known_days(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(known); i++) {
        int32_t days = 1;
        int y, m, d;
        assert_true(clock_day_from_date(known[i].year, known[i].month, known[i].day, &days));
        assert_int_equal(days, known[i].days);
        clock_date_from_day(days, &y, &m, &d);
        assert_int_equal(y, known[i].year);
        assert_int_equal(m, known[i].month);
        assert_int_equal(d, known[i].day);
    }
}

static void test_no_such_date(void **state) {
    (void)state;
    static const int dates[][3] = {
        {2026, 2, 29}, {1900, 2, 29}, {2000, 2, 30}, {2024, 2, 30}, {2026, 4, 31},
        {2026, 1, 32}, {2026, 1, 0},  {2026, 1, -1}, {2026, 0, 1},  {2026, 13, 1},
        {0, 1, 1},     {-1, 1, 1},    {10000, 1, 1}, {2026, -5, 1},
    };
    for (size_t i = 0; i < COUNT(dates); i++) {
        int32_t days = 77;
        assert_false(clock_day_from_date(dates[i][0], dates[i][1], dates[i][2], &days));
        assert_int_equal(days, 77);
    }
}

static void test_every_day(void **state) {
    (void)state;
    int y = 1, m = 1, d = 1, count = 0;
    for (int32_t day = -719162; day <= 2932896; day++, count++) {
        int32_t back;
        int last_y = y, last_m = m, last_d = d;
        clock_date_from_day(day, &y, &m, &d);
        if (!clock_day_from_date(y, m, d, &back) || back != day)
            fail_msg("day %d", day);
        bool next_day = y == last_y && m == last_m && d == last_d + 1;
        bool next_month = y == last_y && m == last_m + 1 && d == 1;
        bool next_year = y == last_y + 1 && m == 1 && d == 1;
        if (count > 0 && !next_day && !next_month && !next_year)
            fail_msg("after %d-%d-%d comes %d-%d-%d", last_y, last_m, last_d, y, m, d);
    }
}

static void test_iso(void **state) {
    (void)state;
    static const struct {
        int64_t us;
        const char *text;
    } cases[] = {
        {0, "1970-01-01T00:00:00.000000Z"},
        {1795310625678901, "2026-11-22T01:23:45.678901Z"},
        {-1, "1969-12-31T23:59:59.999999Z"},
        {-US, "1969-12-31T23:59:59.000000Z"},
        {253402300799999999, "9999-12-31T23:59:59.999999Z"},
        {-62135596800 * US, "0001-01-01T00:00:00.000000Z"},
        {951782400 * US - 1, "2000-02-28T23:59:59.999999Z"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[CLOCK_ISO_BYTES];
        clock_iso(cases[i].us, text);
        assert_string_equal(text, cases[i].text);
    }
}

/* Runs before any zone is configured. */
static void test_day_without_zone(void **state) {
    (void)state;
    setenv("TZ", "Asia/Kamchatka", 1); /* the machine's zone plays no part */
    tzset();
    assert_int_equal(clock_day(0), 0);
    assert_int_equal(clock_day(86400 * US - 1), 0);
    assert_int_equal(clock_day(86400 * US), 1);
    assert_int_equal(clock_day(-1), -1);
}

static void test_zones(void **state) {
    (void)state;
    static const char *const unknown[] = {
        "", "/etc/localtime", "Europe", "Europe/Moskau", "../zoneinfo/UTC", "zone.tab", "EST5EDT,x",
    };
    assert_true(clock_zone_set("Europe/Moscow"));
    assert_int_equal(clock_day(21 * 3600 * US - 1), 0); /* 1970: UTC+3, midnight is 21:00 */
    assert_int_equal(clock_day(21 * 3600 * US), 1);
    for (size_t i = 0; i < COUNT(unknown); i++)
        assert_false(clock_zone_set(unknown[i]));
    assert_int_equal(clock_day(21 * 3600 * US), 1); /* nothing was changed */
    assert_true(clock_zone_set("Asia/Vladivostok"));
    assert_int_equal(clock_day(1795310625678901), 20779);
    assert_int_equal(clock_day(1795356000 * US - 1), 20779); /* 14:00 UTC is midnight, UTC+10 */
    assert_int_equal(clock_day(1795356000 * US), 20780);
    assert_true(clock_zone_set("UTC"));
    assert_int_equal(clock_day(21 * 3600 * US), 0);
}

/* What a definition says is an instant, and that instant is shown as it was said: in zones of half
 * and three quarter hours, east and west, and in the nights of a change. */
static void test_local(void **state) {
    (void)state;
    static const struct {
        const char *zone, *said;
        int64_t utc_s;
        int32_t day;
        int minute;
    } cases[] = {
        {"UTC", "1970-01-01 00:00", 0, 0, 0},
        {"UTC", "2026-11-28 23:10", 1795907400, 20785, 23 * 60 + 10},
        {"Europe/Moscow", "2026-11-28 23:10", 1795896600, 20785, 23 * 60 + 10},
        {"Asia/Kolkata", "2026-11-28 00:00", 1795804200, 20785, 0},
        {"Asia/Kathmandu", "2026-11-28 23:59", 1795889640, 20785, 23 * 60 + 59},
        {"America/St_Johns", "2026-11-28 23:10", 1795920000, 20785, 23 * 60 + 10},
        {"Pacific/Kiritimati", "2026-11-28 00:05", 1795773900, 20785, 5},
        {"Europe/Berlin", "2026-03-29 01:59", 1774745940, 20541, 119},
        {"Europe/Berlin", "2026-03-29 02:30", 1774747800, 20541, 210}, /* skipped: it is 3:30 */
        {"Europe/Berlin", "2026-03-29 03:00", 1774746000, 20541, 180},
        {"Europe/Berlin", "2026-10-25 02:30", 1792888200, 20751, 150}, /* the first of two */
        {"Europe/Berlin", "2026-10-25 03:00", 1792893600, 20751, 180},
        {"Europe/Berlin", "1969-12-31 23:59", -3660, -1, 23 * 60 + 59},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int64_t us = 7;
        int32_t day;
        int minute;
        assert_true(clock_zone_set(cases[i].zone));
        assert_true(clock_read(slice_from(cases[i].said), &us));
        if (us != cases[i].utc_s * US)
            fail_msg("%s in %s is %lld", cases[i].said, cases[i].zone, (long long)(us / US));
        clock_local(us + 59 * US, &day, &minute);
        assert_int_equal(day, cases[i].day);
        assert_int_equal(minute, cases[i].minute);
        assert_int_equal(clock_day(us), day);
    }
    assert_true(clock_zone_set("Europe/Berlin"));
    int32_t day;
    int minute;
    clock_local((1792888200 + 3600) * US, &day, &minute); /* the second 2:30 */
    assert_int_equal(minute, 150);
    assert_true(clock_zone_set("UTC"));
}

static void test_no_time(void **state) {
    (void)state;
    static const char *const bad[] = {
        "",
        "23:10",
        "2026-11-28",
        "2026-11-28 24:00",
        "2026-11-28 23:60",
        "2026-11-31 23:10",
        "2026-11-28T23:10",
        "2026-11-28 23:10:00",
        "2026-11-28 9:10",
        "2026-11-28  9:10",
        "28.11.2026 23:10",
        "2026-1a-28 23:10",
    };
    for (size_t i = 0; i < COUNT(bad); i++) {
        int64_t us = 7;
        if (clock_read(slice_from(bad[i]), &us) || us != 7)
            fail_msg("%s", bad[i]);
    }
}

static void test_running(void **state) {
    (void)state;
    long long ms = clock_ms();
    int64_t us = clock_wall_us();
    nanosleep(&(struct timespec){.tv_nsec = 5000000}, NULL);
    assert_true(clock_ms() >= ms + 4);
    assert_true(clock_wall_us() != us);
    assert_true(us > 1700000000 * US); /* microseconds, not something else */
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_known_days),
        cmocka_unit_test(test_no_such_date),
        cmocka_unit_test(test_every_day),
        cmocka_unit_test(test_iso),
        cmocka_unit_test(test_day_without_zone),
        cmocka_unit_test(test_zones),
        cmocka_unit_test(test_local),
        cmocka_unit_test(test_no_time),
        cmocka_unit_test(test_running),
    };
    return cmocka_run_group_tests_name("clock", tests, NULL, NULL);
}
