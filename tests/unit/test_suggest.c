/* suggest: near words and words that are not near. */
#include "unit.h"

#include "base/suggest.h"

static const char *const words[] = {"text",   "textarea", "phone",    "email",   "number",
                                    "date",   "choice",   "checkbox", "consent", "file",
                                    "hidden", "to",       "Тула"};

static const struct {
    const char *said, *meant; /* NULL: nothing is near */
} cases[] = {
    {"emial", "email"},
    {"emai", "email"},
    {"e-mail", "email"},
    {"EMAIL", "email"},
    {"email", "email"},
    {"tetx", "text"},
    {"txt", "text"},
    {"checkbx", "checkbox"},
    {"chekcbxo", "checkbox"},
    {"chekcbox", "checkbox"},
    {"fiel", "file"},
    {"ot", "to"},
    {"phonne", "phone"},
    {"consnet", "consent"},
    {"", NULL},
    {"zzzzz", NULL},
    {"mail2", NULL},
    {"telephone", NULL},
    {"x", NULL},
    {"textareaarea", NULL},
    {"Тулу", "Тула"}, /* a third of its characters, of which each is two octets */
    {"ТУЛА", "Тула"},
    {"Турин", NULL},
    {"Tула\xFF", NULL},
};

static void test_cases(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *got = suggest(slice_from(cases[i].said), words, COUNT(words));
        if (cases[i].meant == NULL ? got != NULL : got == NULL || strcmp(got, cases[i].meant) != 0)
            fail_msg("%s: %s", cases[i].said, got == NULL ? "nothing" : got);
    }
    assert_null(suggest(SLICE_NONE, words, COUNT(words)));
    assert_null(suggest(SLICE_LIT("text"), words, 0));
}

static void test_long_words(void **state) {
    (void)state;
    char longest[65], longer[66];
    memset(longest, 'a', 64);
    memset(longer, 'a', 65);
    longest[64] = longer[65] = '\0';
    const char *const one[] = {longest}, *const too_long[] = {longer, ""};
    assert_ptr_equal(suggest(slice_from(longest), one, 1), longest);
    assert_null(suggest(slice_from(longer), one, 1));
    assert_null(suggest(slice_from(longest), too_long, 2));
}

static void consider(const char *sought, const char *word, struct suggestion *nearest) {
    struct suggest_letters a, b;
    suggest_read(slice_from(sought), &a);
    suggest_read(slice_from(word), &b);
    suggest_consider(&a, slice_from(word), &b, nearest);
}

static void test_one_at_a_time(void **state) {
    (void)state;
    char longest[SUGGEST_WORD_MAX + 1], longer[SUGGEST_WORD_MAX + 2];
    struct suggestion nearest = {.distance = 0};
    static const char *const considered[] = {"", "Tambov", "Tula", "Tver", "Tverc", "tverr"};
    static const char *const best[] = {"", "", "", "Tver", "Tver", "tverr"};
    for (size_t i = 0; i < COUNT(considered); i++) {
        consider("Tverr", considered[i], &nearest);
        assert_string_equal(nearest.word, best[i]);
    }
    memset(longest, 'a', sizeof longest);
    memset(longer, 'a', sizeof longer);
    longest[SUGGEST_WORD_MAX] = longer[SUGGEST_WORD_MAX + 1] = '\0';
    nearest = (struct suggestion){.distance = 0};
    consider(longest, longer, &nearest);
    assert_string_equal(nearest.word, "");
    consider(longest, longest, &nearest);
    assert_string_equal(nearest.word, longest);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_long_words),
        cmocka_unit_test(test_one_at_a_time),
    };
    return cmocka_run_group_tests_name("suggest", tests, NULL, NULL);
}
