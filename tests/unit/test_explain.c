/* explain: what is said of each kind of condition, and of the longest sentence there can be. */
#include "unit.h"

#include <string.h>

#define FIXTURE_ARENA_BYTES (1024 * 1024)
#include "arena_fixture.h"

#include "lead/explain.h"
#include "lead_form.h"

static const struct rule some_rule = {.name = NAME("x")};

static void assert_says(const struct evidence *e, const char *want) {
    struct classification c = {.rule = &some_rule, .evidence_count = 1};
    struct slice got;
    c.evidence[0] = *e;
    assert_int_equal(explain(arena, &c, &got), OK);
    assert_int_equal(got.len, strlen(want));
    assert_memory_equal(got.ptr, want, got.len);
}

static void test_each_kind(void **state) {
    (void)state;
    static const struct condition matches = {ON_FIELD(matches)}, range = {ON_FIELD(range)},
                                  in = {ON_FIELD(in)}, within = {ON_FIELD(within_days)};
    static const struct condition no_match = {ON_FIELD(matches), .negated = true},
                                  not_in = {ON_FIELD(in), .negated = true},
                                  out_of_range = {ON_FIELD(range), .negated = true};
    static const struct condition country = {.kind = &condition_country},
                                  region = {.kind = &condition_region},
                                  no_city = {.kind = &condition_city, .negated = true},
                                  hour = {.kind = &condition_hour, .negated = true},
                                  phone = {.kind = &condition_phone_country},
                                  utm = {.kind = &condition_matches, .subject = &condition_utm};
    const struct {
        struct evidence evidence;
        const char *says;
    } cases[] = {
        {{&matches, NAME("to"), NAME("Хабаровск"), 0, 0, 18, true, false}, "to has \"Хабаровск\""},
        {{&range, NAME("kg"), NAME("2 т"), 2000, 0, 0, false, true}, "kg is 2000"},
        {{&out_of_range, NAME("kg"), NAME("5"), 0.5, 0, 0, false, true}, "kg is 0.5"},
        {{&in, NAME("kind"), NAME("box"), 0, 0, 0, false, false}, "kind is box"},
        {{&within, NAME("on"), NAME("2026-11-24"), 0, 0, 0, false, false}, "on is 2026-11-24"},
        {{.condition = &no_match, .what = NAME("to")}, "to does not match"},
        {{.condition = &not_in, .what = NAME("kind")}, "kind is not in the list"},
        {{&country, NAME("country"), NAME("RU"), 0, 0, 0, false, false},
         "the visitor's country is RU"},
        {{&region, NAME("region"), NAME("Krai"), 0, 0, 4, true, false},
         "the visitor's region has \"Krai\""},
        {{.condition = &no_city, .what = NAME("city")}, "the visitor's city is not in the list"},
        {{&phone, NAME("phone_country"), NAME("KZ"), 0, 0, 0, false, false},
         "the phone's country is KZ"},
        {{.condition = &hour, .matched = NAME("Saturday 23:05")},
         "the time of arrival is Saturday 23:05"},
        {{&utm, NAME("source"), NAME("ya"), 0, 0, 2, true, false}, "utm_source has \"ya\""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_says(&cases[i].evidence, cases[i].says);
}

static void test_no_rule(void **state) {
    (void)state;
    const struct classification c = {.rule = NULL};
    struct slice got = SLICE_LIT("x");
    assert_int_equal(explain(arena, &c, &got), OK);
    assert_null(got.ptr);
}

/* As many conditions as a rule may have, each with as long a name and match as may be. */
static void test_longest(void **state) {
    (void)state;
    static const struct condition utm = {.kind = &condition_matches, .subject = &condition_utm};
    static char name[PAIR_NAME_MAX], match[4 * EVIDENCE_TEXT_MAX];
    struct classification c = {.rule = &some_rule, .evidence_count = EVIDENCE_MAX};
    struct slice got;
    memset(name, 'n', sizeof name);
    memset(match, 'm', sizeof match);
    for (size_t i = 0; i < EVIDENCE_MAX; i++)
        c.evidence[i] = (struct evidence){
            &utm, {name, sizeof name}, {match, sizeof match}, 0, 0, sizeof match, true, false};
    assert_int_equal(explain(arena, &c, &got), OK);
    assert_true(got.len > EVIDENCE_MAX * (sizeof name + sizeof match));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_each_kind),
                                       cmocka_unit_test(test_no_rule),
                                       cmocka_unit_test(test_longest)};
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
