/* marked: our lines in a file that is not ours, put in, changed and taken out again. */
#include "unit.h"

#include "admin/marked.h"
#include "admin/text.h"

#define B MARKED_BEGIN "\n"
#define E MARKED_END "\n"

static const struct {
    const char *before, *lines, *after;
} cases[] = {
    {"local all all peer\n", "local a b peer\n", B "local a b peer\n" E "local all all peer\n"},
    {B "old\n" E "rest\n", "new\n", B "new\n" E "rest\n"},
    {"first\n" B "old\n" E "rest\n", "new\n", B "new\n" E "first\nrest\n"},
    {"first\n" B "old\n" E "rest\n", "", "first\nrest\n"},
    {"no block here\n", "", "no block here\n"},
    {"", "x\n", B "x\n" E},
    {"without an end", "x\n", B "x\n" E "without an end"},
    {"  " B "old\n\t" E "rest", "", "rest"},
    {B "never closed\n", "", B "never closed\n"},
    {"rest\n" B "old\n" MARKED_END, "", "rest\n"},
};

static void test_put(void **state) {
    (void)state;
    struct arena *a = text_arena();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct slice got = marked_put(a, slice_from(cases[i].before), slice_from(cases[i].lines));
        if (!slice_eq_lit(got, cases[i].after))
            fail_msg("case %zu: \"%.*s\"", i, SLICE_ARG(got));
    }
    arena_free(a);
}

static void test_find(void **state) {
    (void)state;
    assert_true(slice_eq_lit(marked_find(SLICE_LIT("x\n" B "a\nb\n" E "y\n")), "a\nb\n"));
    assert_true(marked_find(SLICE_LIT("x\n" B "a\nb\n")).ptr == NULL);
    assert_true(marked_find(SLICE_LIT("")).ptr == NULL);
    assert_true(slice_eq_lit(marked_find(SLICE_LIT(B E)), ""));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_put), cmocka_unit_test(test_find)};
    return cmocka_run_group_tests_name("marked", tests, NULL, NULL);
}
