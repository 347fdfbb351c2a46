/* report_days: words of the command line. */
#include "unit.h"

#include "admin/report_days.h"
#include "base/bounds.h"

#define TODAY 20784 /* 2026-11-27 */

static const struct {
    const char *from, *to, *first, *last; /* first NULL: refused */
} cases[] = {
    {NULL, NULL, "2026-10-29", "2026-11-27"},
    {"2026-11-01", NULL, "2026-11-01", "2026-11-27"},
    {NULL, "2026-03-30", "2026-03-01", "2026-03-30"},
    {"yesterday", "today", "2026-11-26", "2026-11-27"},
    {"today", NULL, "2026-11-27", "2026-11-27"},
    {"yesterday", "yesterday", "2026-11-26", "2026-11-26"},
    {"2024-02-29", "2024-03-01", "2024-02-29", "2024-03-01"},
    {"2016-11-27", "2026-11-27", "2016-11-27", "2026-11-27"}, /* REPORT_DAYS_MAX */
    {"2016-11-26", "2026-11-27", NULL, NULL},
    {"2026-11-28", "2026-11-27", NULL, NULL},
    {"2026-12-01", NULL, NULL, NULL},
    {"2026-02-29", NULL, NULL, NULL},
    {"2026-11-31", NULL, NULL, NULL},
    {"01.11.2026", NULL, NULL, NULL},
    {"2026-11", NULL, NULL, NULL},
    {"tomorrow", NULL, NULL, NULL},
    {"Today", NULL, NULL, NULL},
    {"", NULL, NULL, NULL},
    {NULL, "", NULL, NULL},
    {"2026-11-01'; DROP", NULL, NULL, NULL},
};

static void test_cases(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct report_days days = {"", ""};
        const char *why = NULL;
        bool good = report_days_read(cases[i].from, cases[i].to, TODAY, &days, &why);
        if (good != (cases[i].first != NULL) || good != (why == NULL))
            fail_msg("case %zu: %s", i, why != NULL ? why : "taken");
        if (good) {
            assert_string_equal(days.from, cases[i].first);
            assert_string_equal(days.to, cases[i].last);
        }
    }
}

static void test_which_word_is_wrong(void **state) {
    (void)state;
    struct report_days days;
    const char *why = NULL;
    assert_false(report_days_read("x", NULL, TODAY, &days, &why));
    assert_non_null(strstr(why, "--from"));
    assert_false(report_days_read("today", "x", TODAY, &days, &why));
    assert_non_null(strstr(why, "--to"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_which_word_is_wrong),
    };
    return cmocka_run_group_tests_name("report_days", tests, NULL, NULL);
}
