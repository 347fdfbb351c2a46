/* date: the forms that are taken, and days that there are not. */
#include "unit.h"

#include "lead/date.h"

static void test_taken(void **state) {
    (void)state;
    static const struct {
        const char *text, *iso;
    } cases[] = {
        {"2026-11-24", "2026-11-24"}, {"24.11.2026", "2026-11-24"}, {"4.1.2027", "2027-01-04"},
        {"04.1.2027", "2027-01-04"},  {"24.11.26", "2026-11-24"},   {"1.1.00", "2000-01-01"},
        {"24/11/2026", "2026-11-24"}, {"4/1/2027", "2027-01-04"},   {"29.02.2028", "2028-02-29"},
        {"31.12.9999", "9999-12-31"}, {"0001-01-01", "0001-01-01"}, {"29.02.2000", "2000-02-29"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int32_t day = 0;
        char iso[DATE_TEXT_BYTES] = "";
        if (date_parse(slice_from(cases[i].text), &day))
            date_iso(day, iso);
        assert_string_equal(iso, cases[i].iso);
    }
}

static void test_refused(void **state) {
    (void)state;
    static const char *const cases[] = {
        "",           "24",         "24.11",       "24.11.",     "24.11.2026.", "24.11.2026 г",
        "2026-11-2",  "2026-1-24",  "26-11-24",    "24-11-2026", "2026.11.24",  "2026/11/24",
        "24/11/26",   "24.11.126",  "24.11.12026", "124.1.2026", "004.1.2026",  "4.011.2026",
        "4.111.2026", "29.02.2026", "29.02.2100",  "31.04.2026", "32.01.2026",  "0.1.2026",
        "1.0.2026",   "1.13.2026",  "2026-00-10",  "0000-01-01", "-1.1.2026",   "1..2026",
        "a.b.c",      "24.11/2026", "24 11 2026",  "+4.1.2026",  "２4.11.2026", "2026-11-24T10:00",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        int32_t day;
        if (date_parse(slice_from(cases[i]), &day))
            fail_msg("\"%s\" is day %d", cases[i], day);
    }
}

static void test_known_days(void **state) {
    (void)state;
    int32_t day;
    assert_true(date_parse(SLICE_LIT("1970-01-01"), &day));
    assert_int_equal(day, 0);
    assert_true(date_parse(SLICE_LIT("22.11.2026"), &day));
    assert_int_equal(day, 20779);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_taken), cmocka_unit_test(test_refused),
                                       cmocka_unit_test(test_known_days)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
