/* Patterns: which are fast enough to go live, and what "whole" means. */
#include "unit.h"

#include <string.h>

#include "form/pattern.h"

struct trial {
    const char *pattern;
    size_t characters_max;
    bool good;
};

static const struct trial trials[] = {
    {"(?i)морожен|заморож|рефрижератор", 4000, true},
    {"(?i)\\b(?:дер|село|аул)\\b", 4000, true},
    {"^[\\w.+-]+$", 4000, true},
    {"^\\d{10}(?:\\d{2})?$", 200, true},
    {"[А-ЯЁ][а-яё]+(?: [А-ЯЁ][а-яё]+){1,2}", 200, true},
    {"\\s+$", 200, true},
    {"^(a+)+$", 200, false},
    {"^(a|a)*$", 200, false},
    {"^(\\w+\\s?)*$", 200, false},
    {"(?:\\d+)*x", 200, false},
    {"^(а+)+$", 200, false},
    {"^(?:я|я)*!$", 200, false},
    {"^(?:\\s*)*x", 200, false},
    {"^ё(?:ж+)+$", 200, false},    /* explodes only on its own word and letter, ёжжжж */
    {"^(?:из|и|з)+$", 200, false}, /* on изизиз */
    {"(x+x+)+y", 200, false},
    {"^(a+)+$", 5, true}, /* a field of five characters cannot hurt */
};

static void test_trials(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof trials / sizeof *trials; i++) {
        struct pattern_list list = {0};
        struct pattern_error error = {""};
        struct slice source = slice_from(trials[i].pattern);
        pcre2_code *code = pattern_compile(&list, source, false, &error);
        assert_non_null(code);
        bool good = pattern_try(code, source, trials[i].characters_max, &error);
        if (good != trials[i].good)
            fail_msg("%s: %s", trials[i].pattern, good ? "went through" : error.message);
        if (!good)
            assert_non_null(strstr(error.message, "pattern is too slow: runs into the "));
        pattern_list_free(&list);
    }
}

static void test_smallest_subject(void **state) {
    (void)state;
    struct pattern_list list = {0};
    struct pattern_error error;
    pcre2_code *code = pattern_compile(&list, SLICE_LIT("a*"), false, &error);
    assert_true(pattern_try(code, SLICE_LIT("a*"), 1, &error));
    assert_true(pattern_try(code, SLICE_LIT("a*"), 8192, &error));
    pattern_list_free(&list);
}

static bool matches(const pcre2_code *code, const char *subject) {
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    int rc = pcre2_match(code, (PCRE2_SPTR)subject, strlen(subject), 0, 0, data, NULL);
    pcre2_match_data_free(data);
    return rc > 0;
}

static void test_whole(void **state) {
    (void)state;
    struct pattern_list list = {0};
    struct pattern_error error;
    pcre2_code *whole = pattern_compile(&list, SLICE_LIT("\\d{2}|\\d{4}"), true, &error);
    pcre2_code *part = pattern_compile(&list, SLICE_LIT("\\d{2}|\\d{4}"), false, &error);
    assert_true(matches(whole, "12"));
    assert_true(matches(whole, "1234"));
    assert_false(matches(whole, "123"));
    assert_false(matches(whole, "12\n"));
    assert_true(matches(part, "a123\n"));
    pattern_list_free(&list);
}

/* UTF and UCP are on: letters are letters in any script, and case folds. */
static void test_unicode(void **state) {
    (void)state;
    struct pattern_list list = {0};
    struct pattern_error error;
    pcre2_code *code = pattern_compile(&list, SLICE_LIT("(?i)\\bсело\\b"), false, &error);
    assert_true(matches(code, "из СЕЛО Ивановка"));
    assert_false(matches(code, "пересело"));
    code = pattern_compile(&list, SLICE_LIT("^.$"), false, &error);
    assert_true(matches(code, "ё"));
    pattern_list_free(&list);
}

/* Patterns are tried on what is seen, and may be typed with what is not seen so. */
static void test_seen(void **state) {
    static const struct {
        const char *pattern, *seen, *finds;
    } cases[] = {
        {"хабаровск|(?i)a", "хабаровск|(?i)a", "хабаровск"},
        {"а – я", "а \\x2d я", "а - я"},
        {"[а–я]+", "[а\\x2dя]+", "я-а"}, /* no range: a dash was written, not a minus */
        {"2\u00A0т", "2\\x20т", "2 т"},
        {"(?x) 2\u00A0т", "(?x) 2\\x20т", "2 т"},
        {"и\u0306", "й", "й"},
        {"e\u0301?x", "\u00E9?x", "x"},
        {"со\u00ADюз", "союз", "союз"},
        {"\uFF08\uFF12\uFF09", "\\x282\\x29", "(2)"},
        {"\\–", "\\-", "-"},
        {"\\\\–", "\\\\\\x2d", "\\-"},
        {"\\Q–\\E", "\\Q–\\E", "–"},
    };
    struct arena *arena = arena_new(1 << 20);
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct pattern_list list = {0};
        struct pattern_error error = {""};
        struct slice seen;
        assert_int_equal(pattern_seen(arena, slice_from(cases[i].pattern), &seen), OK);
        if (!slice_eq_lit(seen, cases[i].seen))
            fail_msg("%s: %.*s", cases[i].pattern, SLICE_ARG(seen));
        pcre2_code *code = pattern_compile(&list, seen, false, &error);
        assert_non_null(code);
        pcre2_match_data *data = pcre2_match_data_create(1, NULL);
        assert_true(pcre2_match(code, (PCRE2_SPTR)cases[i].finds, PCRE2_ZERO_TERMINATED, 0, 0, data,
                                NULL) > 0);
        pcre2_match_data_free(data);
        pattern_list_free(&list);
    }
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trials),           cmocka_unit_test(test_seen),
        cmocka_unit_test(test_smallest_subject), cmocka_unit_test(test_whole),
        cmocka_unit_test(test_unicode),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
