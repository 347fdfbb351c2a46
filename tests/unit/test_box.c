/* box: ticked, not ticked, or not to be understood; with hidden twins. */
#include "unit.h"

#define FIXTURE_ARENA_BYTES (64 * 1024)
#include "arena_fixture.h"

#include "form/box.h"

#define NBSP "\xC2\xA0"

static const struct field field = {
    .label = {{{"Согласен на" NBSP "обработку данных.", 55}, {"I agree to the processing", 25}}}};

static enum box_reading read_box(const char *const *sent, size_t count) {
    struct reading readings[4];
    bool repaired = false;
    enum box_reading out = BOX_UNREAD;
    arena_reset(arena);
    for (size_t i = 0; i < count; i++)
        assert_int_equal(reading_make(arena, slice_from(sent[i]), &readings[i], &repaired), OK);
    assert_int_equal(box_read(arena, readings, count, &field, &out), OK);
    return out;
}

static void test_words(void **state) {
    (void)state;
    static const char *const yes[] = {
        "on", "true", "TRUE", "1", "１", "yes", "Y", "y", "checked", "selected", "Accepted",
        "accept", "agree", "I agree", "I accept", "ok", "OK", "да", "Да", "ДА", "д", "согласен",
        "Согласен", "Согласна", "принимаю", "+", "t\xC2\xADrue", "Да.", "Согласен. ", "✓",
        "☑\uFE0F", "✔",
        /* the label, as a page or a program copies it */
        "Согласен на" NBSP "обработку данных.", "согласен на обработку данных",
        "Согласен на обработку данных *",
        "СОГЛАСЕН НА ОБРАБОТКУ ДАННЫХ:", "I agree to the processing", "I agree to the processing."};
    static const char *const no[] = {"off", "false", "False",     "0",    "no", "N", "n",  "нет",
                                     "Нет", "н",     "unchecked", "null", "",   " ", NBSP, "Нет."};
    static const char *const unread[] = {"maybe",
                                         "2",
                                         "-1",
                                         "onn",
                                         "o",
                                         "да нет",
                                         "не согласен",
                                         "Согласен на обработку",
                                         "I do not agree",
                                         ".",
                                         "*",
                                         "yes no",
                                         "да?",
                                         "☐",
                                         "нет, спасибо"};
    for (size_t i = 0; i < COUNT(yes); i++)
        if (read_box(&yes[i], 1) != BOX_YES)
            fail_msg("\"%s\"", yes[i]);
    for (size_t i = 0; i < COUNT(no); i++)
        if (read_box(&no[i], 1) != BOX_NO)
            fail_msg("\"%s\"", no[i]);
    for (size_t i = 0; i < COUNT(unread); i++)
        if (read_box(&unread[i], 1) != BOX_UNREAD)
            fail_msg("\"%s\"", unread[i]);
}

static void test_twins(void **state) {
    (void)state;
    static const struct {
        const char *sent[4];
        size_t count;
        enum box_reading reading;
    } cases[] = {
        {{NULL}, 0, BOX_NO},
        {{"true", "false"}, 2, BOX_YES},
        {{"false", "true"}, 2, BOX_YES},
        {{"0", "1"}, 2, BOX_YES},
        {{"1", "0"}, 2, BOX_YES},
        {{"off", "on"}, 2, BOX_YES},
        {{"on", "off"}, 2, BOX_YES},
        {{"", "on"}, 2, BOX_YES},
        {{"0", "false"}, 2, BOX_NO},
        {{"false", "false"}, 2, BOX_NO},
        {{"", ""}, 2, BOX_NO},
        {{"on", "on", "off", "on"}, 4, BOX_YES},
        {{"on", "maybe"}, 2, BOX_UNREAD},
        {{"maybe", "on"}, 2, BOX_UNREAD},
        {{"off", "maybe"}, 2, BOX_UNREAD},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (read_box(cases[i].sent, cases[i].count) != cases[i].reading)
            fail_msg("case %zu", i);
}

/* A label that is unset, or nothing but marks, is no yes. */
static void test_no_label(void **state) {
    (void)state;
    static const struct field none = {.label = {{{NULL, 0}, {"*", 1}}}};
    struct reading readings[] = {{SLICE_LIT("."), SLICE_LIT(".")},
                                 {SLICE_LIT("*"), SLICE_LIT("*")}};
    enum box_reading out = BOX_YES;
    for (size_t i = 0; i < COUNT(readings); i++) {
        assert_int_equal(box_read(arena, &readings[i], 1, &none, &out), OK);
        assert_int_equal(out, BOX_UNREAD);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_words), cmocka_unit_test(test_twins),
                                       cmocka_unit_test(test_no_label)};
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
