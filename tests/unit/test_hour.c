/* The condition hour: how it is written, and when it holds, in zones with whole and broken hours
 * and in the nights when the clocks are changed. */
#include "unit.h"

#include <string.h>

#include "base/bounds.h"
#define FIXTURE_ARENA_BYTES (64 * 1024)
#include "arena_fixture.h"

#include "base/clock.h"
#include "form/condition_kind.h"
#include "form_fixture.h"

#define US 1000000LL
#define MINUTE_US (60 * US)

/* A form with a rule of this one condition; NULL: *problems says why, to be freed. */
static struct form_set *load(const char *hour, char **problems) {
    struct form_set *set;
    char *yaml = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&yaml, &len);
    fprintf(out,
            "title: T\ndefault_category: other\nfields: [{name: a, type: text, label: A}]\n"
            "rules:\n  - name: r\n    category: urgent\n    when:\n      - {hour: %s}\n",
            hour);
    fclose(out);
    *problems = fixture_form((struct slice){yaml, len}, &set);
    free(yaml);
    return set;
}

static struct form_set *load_good(const char *hour) {
    char *problems;
    struct form_set *set = load(hour, &problems);
    if (set == NULL)
        fail_msg("%s: %s", hour, problems);
    free(problems);
    return set;
}

static const struct condition *condition_in_set(const struct form_set *set) {
    return &form_at(set, 0)->rules[0].conditions[0];
}

static enum condition_outcome at(const struct form_set *set, int64_t us) {
    const struct facts f = {.arena = arena, .form = form_at(set, 0), .received_us = us};
    struct evidence e;
    return condition_try(condition_in_set(set), &f, &e);
}

/* 23 November 2026 is a Monday. */
static const struct {
    const char *hour, *said;
    bool holds;
} cases[] = {
    {"9-18", "2026-11-26 08:59", false},
    {"9-18", "2026-11-26 09:00", true},
    {"9-18", "2026-11-26 17:59", true},
    {"9-18", "2026-11-26 18:00", false},
    {"09-18", "2026-11-26 09:00", true},
    {"9:30-18:05", "2026-11-26 09:29", false},
    {"9:30-18:05", "2026-11-26 09:30", true},
    {"9:30-18:05", "2026-11-26 18:04", true},
    {"9:30-18:05", "2026-11-26 18:05", false},
    {"0-24", "2026-11-26 00:00", true},
    {"0-24", "2026-11-26 23:59", true},
    {"22-24", "2026-11-26 23:59", true},
    {"22-24", "2026-11-26 00:00", false},
    {"22-0", "2026-11-26 23:59", true},
    {"22-0", "2026-11-26 00:00", false},
    /* over midnight */
    {"18-9", "2026-11-26 17:59", false},
    {"18-9", "2026-11-26 18:00", true},
    {"18-9", "2026-11-27 00:00", true},
    {"18-9", "2026-11-27 08:59", true},
    {"18-9", "2026-11-27 09:00", false},
    /* days */
    {"sat", "2026-11-27 23:59", false},
    {"sat", "2026-11-28 00:00", true},
    {"sat", "2026-11-28 23:59", true},
    {"sat", "2026-11-29 00:00", false},
    {"mon-fri", "2026-11-23 00:00", true},
    {"mon-fri", "2026-11-27 23:59", true},
    {"mon-fri", "2026-11-28 00:00", false},
    {"mon-fri", "2026-11-29 12:00", false},
    {"sat-mon", "2026-11-27 12:00", false}, /* over the end of the week */
    {"sat-mon", "2026-11-28 12:00", true},
    {"sat-mon", "2026-11-30 12:00", true},
    {"sat-mon", "2026-12-01 12:00", false},
    {"[mon, wed]", "2026-11-23 12:00", true},
    {"[mon, wed]", "2026-11-24 12:00", false},
    {"[mon, wed]", "2026-11-25 12:00", true},
    {"'mon, wed fri'", "2026-11-27 12:00", true},
    {"'mon, wed fri'", "2026-11-24 12:00", false},
    /* both: a night is of the day on which it begins */
    {"mon-fri 9-18", "2026-11-27 12:00", true},
    {"mon-fri 9-18", "2026-11-27 18:00", false},
    {"mon-fri 9-18", "2026-11-28 12:00", false},
    {"fri 18-9", "2026-11-27 08:00", false},
    {"fri 18-9", "2026-11-27 18:00", true},
    {"fri 18-9", "2026-11-28 08:59", true},
    {"fri 18-9", "2026-11-28 09:00", false},
    {"fri 18-9", "2026-11-28 18:00", false},
    {"sun 22-6", "2026-11-29 05:59", false},
    {"sun 22-6", "2026-11-30 05:59", true},
    {"[mon-fri 9-18, sat 10-14]", "2026-11-28 10:00", true},
    {"[mon-fri 9-18, sat 10-14]", "2026-11-28 14:00", false},
    {"[mon-fri 9-18, sat 10-14]", "2026-11-27 14:00", true},
    {"[mon-fri 9-18, sat 10-14], not: true", "2026-11-27 14:00", false},
    {"[mon-fri 9-18, sat 10-14], not: true", "2026-11-28 14:00", true},
    /* as people write it */
    {"пн-пт 9-18", "2026-11-27 12:00", true},
    {"пн-пт 9-18", "2026-11-28 12:00", false},
    {"'Сб, Вс'", "2026-11-29 12:00", true},
    {"воскресенье", "2026-11-29 12:00", true},
    {"Monday - Friday 9 - 18", "2026-11-27 12:00", true},
    {"'\u043f\u043d\u2013\u043f\u0442\u00a09\u201318'", "2026-11-27 12:00", true},
};

static void test_cases(void **state) {
    (void)state;
    static const char *const zones[] = {"UTC",
                                        "Europe/Moscow",
                                        "Asia/Kolkata",
                                        "Asia/Kathmandu",
                                        "America/St_Johns",
                                        "Pacific/Kiritimati"};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct form_set *set = load_good(cases[i].hour);
        for (size_t z = 0; z < COUNT(zones); z++) {
            int64_t us;
            assert_true(clock_zone_set(zones[z]));
            assert_true(clock_read(slice_from(cases[i].said), &us));
            enum condition_outcome want = cases[i].holds ? CONDITION_HOLDS : CONDITION_HOLDS_NOT;
            /* the minute's first and last moment */
            if (at(set, us) != want || at(set, us + MINUTE_US - 1) != want)
                fail_msg("%s at %s in %s", cases[i].hour, cases[i].said, zones[z]);
        }
        form_set_free(set);
    }
    assert_true(clock_zone_set("UTC"));
}

/* Minutes of 48 hours around the change in which it holds. */
static int minutes(const char *hour, const char *zone, int64_t from_s) {
    int n = 0;
    struct form_set *set = load_good(hour);
    assert_true(clock_zone_set(zone));
    for (int64_t us = from_s * US; us < (from_s + 48 * 3600) * US; us += MINUTE_US)
        n += at(set, us) == CONDITION_HOLDS;
    form_set_free(set);
    assert_true(clock_zone_set("UTC"));
    return n;
}

/* The clocks of Berlin change on Sundays at 01:00 UTC; those of Lord Howe go back by half an hour
 * at 15:00 UTC of a Saturday, when it is 2:00 of Sunday there. From noon UTC of the Saturday on,
 * for Lord Howe from midnight. */
static void test_changes(void **state) {
    (void)state;
    const int64_t spring = 1774699200, autumn = 1792843200, howe = 1775260800;
    assert_int_equal(minutes("sun", "Europe/Berlin", spring), 23 * 60);
    assert_int_equal(minutes("2-3", "Europe/Berlin", spring), 60); /* of Monday alone */
    assert_int_equal(minutes("sat 18-9", "Europe/Berlin", spring), 14 * 60);
    assert_int_equal(minutes("sun", "Europe/Berlin", autumn), 25 * 60);
    assert_int_equal(minutes("2-3", "Europe/Berlin", autumn), 3 * 60);
    assert_int_equal(minutes("sat 18-9", "Europe/Berlin", autumn), 16 * 60);
    assert_int_equal(minutes("sun 1:30-2", "Australia/Lord_Howe", howe), 60);
    assert_int_equal(minutes("sun", "Australia/Lord_Howe", howe), 24 * 60 + 30);
}

/* A time that is not known is neither within nor without. */
static void test_unknown(void **state) {
    (void)state;
    static const char *const hours[] = {"0-24", "0-24, not: true"};
    for (size_t i = 0; i < COUNT(hours); i++) {
        struct form_set *set = load_good(hours[i]);
        assert_int_equal(at(set, 0), CONDITION_UNDECIDED);
        form_set_free(set);
    }
}

static void test_evidence(void **state) {
    (void)state;
    struct form_set *set = load_good("mon-fri 9-18, not: true");
    struct facts f = {.arena = arena, .form = form_at(set, 0)};
    struct evidence e;
    assert_true(clock_read(SLICE_LIT("2026-11-28 23:05"), &f.received_us));
    assert_int_equal(condition_try(condition_in_set(set), &f, &e), CONDITION_HOLDS);
    condition_tell(&f, &e);
    assert_true(slice_eq_lit(e.matched, "Saturday 23:05"));
    void *rest;
    do /* without memory the day is all */
        rest = arena_alloc(arena, 1);
    while (rest != NULL);
    condition_tell(&f, &e);
    assert_true(slice_eq_lit(e.matched, "Saturday"));
    arena_reset(arena);
    form_set_free(set);
}

#define EXPECTED(found)                                                                            \
    "x.yaml:8: expected days and hours such as 9-18, sat-sun or mon-fri 9-18, found \"" found "\"" \
    "\n"

static void test_errors(void **state) {
    (void)state;
    static const struct {
        const char *hour, *problems;
    } wrong[] = {
        {"18", EXPECTED("18")},
        {"9-", EXPECTED("9-")},
        {"9-25", EXPECTED("9-25")},
        {"24-9", EXPECTED("24-9")},
        {"9-24:30", EXPECTED("9-24:30")},
        {"9-18:60", EXPECTED("9-18:60")},
        {"9:5-18", EXPECTED("9:5-18")},
        {"009-18", EXPECTED("009-18")},
        {"9-18 mon", EXPECTED("9-18 mon")},
        {"9-18-20", EXPECTED("9-18-20")},
        {"mon-", EXPECTED("mon-")},
        {"mon-9", EXPECTED("mon-9")},
        {"'-'", EXPECTED("-")},
        {"','", EXPECTED(",")},
        {"9-9", "x.yaml:8: 9-9 is no time: for the whole day name the day alone\n"},
        {"mno-fri", "x.yaml:8: unknown day \"mno\", did you mean \"mon\"?\n"},
        {"mon-fry 9-18", "x.yaml:8: unknown day \"fry\", did you mean \"fri\"?\n"},
        {"[mon, ср, пш]", "x.yaml:8: unknown day \"пш\", did you mean \"пн\"?\n"},
        {"[]", "x.yaml:8: an empty list of hours\n"},
        {"{from: 9}", "x.yaml:8: expected a list of hours, found keys\n"},
        {"9-18, matches: x", "x.yaml:8: a condition has one test: make two of this one\n"},
        {"9-18, country: RU", "x.yaml:8: a condition looks at one thing: make two of this one\n"},
        {"9-18, field: a", "x.yaml:8: a condition looks at one thing: make two of this one\n"},
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        char *problems;
        struct form_set *set = load(wrong[i].hour, &problems);
        if (set != NULL || strcmp(problems, wrong[i].problems) != 0)
            fail_msg("%s:\n%s", wrong[i].hour, problems);
        free(problems);
    }
}

static void test_bound(void **state) {
    (void)state;
    for (int count = CONDITION_WORDS_MAX; count <= CONDITION_WORDS_MAX + 1; count++) {
        char list[8 * CONDITION_WORDS_MAX] = "[sat";
        char *problems;
        for (int i = 1; i < count; i++)
            strcat(list, ", sun");
        struct form_set *set = load(strcat(list, "]"), &problems);
        assert_int_equal(set != NULL, count == CONDITION_WORDS_MAX);
        assert_string_equal(problems, set != NULL ? "" : "x.yaml:8: more than 256 hours\n");
        form_set_free(set);
        free(problems);
    }
}

static void test_same(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        bool same;
    } pairs[] = {
        {"mon-fri 9-18", "[пн-пт 09:00-18:00]", true},
        {"mon-fri 9-18", "mon-fri 9-19", false},
        {"mon-fri 9-18", "mon-thu 9-18", false},
        {"8-18", "9-18", false},
        {"9-18", "9-18, not: true", false},
        {"9-18", "[9-18, sat]", false},
        {"mon-sun", "0-24", true},
    };
    for (size_t i = 0; i < COUNT(pairs); i++) {
        struct form_set *a = load_good(pairs[i].a), *b = load_good(pairs[i].b);
        if (condition_same(condition_in_set(a), condition_in_set(b)) != pairs[i].same)
            fail_msg("%s and %s", pairs[i].a, pairs[i].b);
        form_set_free(a);
        form_set_free(b);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),   cmocka_unit_test(test_changes),
        cmocka_unit_test(test_unknown), cmocka_unit_test(test_evidence),
        cmocka_unit_test(test_errors),  cmocka_unit_test(test_bound),
        cmocka_unit_test(test_same),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
