/* clean: repair of what is no text. */
#include "unit.h"

#define FIXTURE_ARENA_BYTES (16 * 1024)
#include "arena_fixture.h"

#include "lead/clean.h"

static void assert_slice(struct slice got, const char *want) {
    if (!slice_eq_lit(got, want))
        fail_msg("\"%.*s\", not \"%s\"", SLICE_ARG(got), want);
}

#define FFFD "\xEF\xBF\xBD"

static void test_repair(void **state) {
    (void)state;
    static const struct {
        const char *text;
        size_t len;
        const char *want;
        bool changed;
    } cases[] = {
        {"", 0, "", false},
        {"ы\x01\n", 4, "ы\x01\n", false},
        {"\xFF", 1, FFFD, true},
        {"a\xD1", 2, "a" FFFD, true},
        {"a\0b", 3, "a" FFFD "b", true},
        {"\xED\xA0\x80", 3, FFFD FFFD FFFD, true},
        {"\xE2\x82"
         "ы",
         4, FFFD FFFD "ы", true},
        {"\xF0\x9F\x98\x80", 4, "😀", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool changed = false;
        struct slice out;
        assert_int_equal(
            clean_repair(arena, (struct slice){cases[i].text, cases[i].len}, &out, &changed), OK);
        assert_slice(out, cases[i].want);
        assert_int_equal(changed, cases[i].changed);
    }
    bool changed = true;
    struct slice out;
    assert_int_equal(clean_repair(arena, SLICE_NONE, &out, &changed), OK);
    assert_null(out.ptr);
    assert_true(changed);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_repair)};
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
