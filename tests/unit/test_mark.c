/* mark: each is there when it was added and only then, and has a name of its own. */
#include "unit.h"

#include <string.h>

#include "lead/mark.h"

static void each_is_its_own(void **state) {
    (void)state;
    for (enum mark m = 0; m < MARK__MAX; m++) {
        struct marks all = {0};
        marks_add(&all, m);
        marks_add(&all, m);
        for (enum mark other = 0; other < MARK__MAX; other++)
            assert_int_equal(marks_has(all, other), other == m);
    }
}

static void all_fit_together(void **state) {
    struct marks all = {0};
    (void)state;
    for (enum mark m = 0; m < MARK__MAX; m++) {
        assert_false(marks_has(all, m));
        marks_add(&all, m);
    }
    for (enum mark m = 0; m < MARK__MAX; m++)
        assert_true(marks_has(all, m));
}

/* The words are stored, and read by people and reports: they do not change. */
static void names_are_those_of_the_record(void **state) {
    static const char *const names[MARK__MAX] = {
        "trap_filled",     "too_fast",       "phone_unverified", "email_unverified",
        "file_not_kept",   "place_trouble",  "pattern_limit",    "evidence_cut",
        "text_repaired",   "contact_unread", "field_cut",        "part_not_read",
        "charset_guessed", "own_id"};
    (void)state;
    for (enum mark m = 0; m < MARK__MAX; m++)
        assert_string_equal(mark_name(m), names[m]);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_its_own),
        cmocka_unit_test(all_fit_together),
        cmocka_unit_test(names_are_those_of_the_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
