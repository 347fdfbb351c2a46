/* options: a command line read by a table; and what a password may be. */
#include "unit.h"

#include "admin/password.h"
#include "admin/text.h"
#include "base/bounds.h"
#include "command/options.h"

static const char *name, *zone;
static bool head;

static const struct option_row rows[] = {
    {"name", &name, NULL}, {"zone", &zone, NULL}, {"head", NULL, &head}};

static const struct {
    const char *line; /* words with blanks between */
    int words;        /* -1: refused */
    const char *name, *zone;
    bool head;
} cases[] = {
    {"cmd", 0, NULL, NULL, false},
    {"cmd add olga", 2, NULL, NULL, false},
    {"cmd add --name Olga olga --head", 2, "Olga", NULL, true},
    {"cmd --name=Olga --zone=", 0, "Olga", "", false},
    {"cmd --name --head", 0, "--head", NULL, false},
    {"cmd -", 1, NULL, NULL, false},
    {"cmd --", 1, NULL, NULL, false},
    {"cmd --name", -1, NULL, NULL, false},
    {"cmd --nmae x", -1, NULL, NULL, false},
    {"cmd --head=yes", -1, NULL, NULL, true},
    {"cmd --name a --name b", -1, "a", NULL, false},
    {"cmd one two three", -1, NULL, NULL, false},
};

static void test_cases(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char line[64], *argv[8], *save = NULL;
        const char *words[2];
        int argc = 0;
        snprintf(line, sizeof line, "%s", cases[i].line);
        for (char *w = strtok_r(line, " ", &save); w != NULL; w = strtok_r(NULL, " ", &save))
            argv[argc++] = w;
        name = zone = NULL;
        head = false;
        int got = options_read(argc, argv, rows, COUNT(rows), words, COUNT(words));
        bool good = got == cases[i].words && head == cases[i].head;
        good = good && (name == NULL) == (cases[i].name == NULL) &&
               (zone == NULL) == (cases[i].zone == NULL);
        if (!good || (name != NULL && strcmp(name, cases[i].name) != 0))
            fail_msg("%s: %d words", cases[i].line, got);
    }
}

static void test_passwords(void **state) {
    (void)state;
    struct arena *a = text_arena();
    char *longest = text_alloc(a, STAFF_PASSWORD_MAX + 2);
    memset(longest, 'x', STAFF_PASSWORD_MAX);
    assert_null(password_fault(longest));
    longest[STAFF_PASSWORD_MAX] = 'x';
    assert_non_null(password_fault(longest));
    assert_null(password_fault("восемь!!"));
    assert_non_null(password_fault("семь!!!"));
    assert_non_null(password_fault("password\x7f"));
    assert_non_null(password_fault("password\xff"));
    assert_null(password_fault(password_make(a)));
    assert_string_not_equal(password_make(a), password_make(a));
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases),
                                       cmocka_unit_test(test_passwords)};
    return cmocka_run_group_tests_name("options", tests, NULL, NULL);
}
