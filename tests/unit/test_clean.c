/* clean: trimming, line ends, repair and letter case. */
#include "unit.h"

#define FIXTURE_ARENA_BYTES (16 * 1024)
#include "arena_fixture.h"

#include "lead/clean.h"

static void assert_slice(struct slice got, const char *want) {
    if (!slice_eq_lit(got, want))
        fail_msg("\"%.*s\", not \"%s\"", SLICE_ARG(got), want);
}

#define NBSP "\xC2\xA0"
#define FFFD "\xEF\xBF\xBD"

static void test_trim(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},         {" ", ""},        {NBSP, ""},           {NBSP " " NBSP "\t", ""},
        {"a", "a"},       {" a b ", "a b"}, {NBSP "a" NBSP, "a"}, {" " NBSP " ы " NBSP, "ы"},
        {"\xC2", "\xC2"}, {"\xA0", "\xA0"}, {"Р", "Р"}, /* ends with the octet A0 */
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_slice(clean_trim(slice_from(cases[i][0])), cases[i][1]);
}

static void test_line_ends(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"a\nb", "a\nb"},   {"a\r\nb", "a\nb"}, {"a\rb", "a\nb"}, {"\r", "\n"},
        {"\r\r\n", "\n\n"}, {"\n\r", "\n\n"},   {"", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct slice out;
        assert_int_equal(clean_line_ends(arena, slice_from(cases[i][0]), &out), OK);
        assert_slice(out, cases[i][1]);
    }
}

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

static void test_lower(void **state) {
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},         {"ABCxyz@[", "abcxyz@["}, {"АБВЯабвя", "абвяабвя"},
        {"ЁЂЏѐ", "ёђџѐ"}, {"ҐґӘәҚҢ", "ґґәәқң"},     {"É×ß", "É×ß"},
        {"😀Ы", "😀ы"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct slice out;
        assert_int_equal(clean_lower(arena, slice_from(cases[i][0]), &out), OK);
        assert_slice(out, cases[i][1]);
    }
}

static void test_equal(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        bool equal;
    } cases[] = {
        {"", "", true},
        {"a", "", false},
        {"", "a", false},
        {"Хабаровск", "ХАБАРОВСК", true},
        {"Королёв", "королев", true},
        {"КОРОЛЁВ", "Королев", true},
        {"St Petersburg", "st petersburg", true},
        {"Хабаровск", "Хабаровский", false},
        {"Cа", "Са", false}, /* Latin against Cyrillic */
        {"\xFF", "\xFF", true},
        {"\xFF", "\xFE", false},
        {"\xFF", "\xC3\xBF", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (clean_eq(slice_from(cases[i].a), slice_from(cases[i].b)) != cases[i].equal)
            fail_msg("%s and %s", cases[i].a, cases[i].b);
    assert_int_equal(clean_starts(SLICE_LIT("ДОБ. 12"), SLICE_LIT("доб")), 6);
    assert_int_equal(clean_starts(SLICE_LIT("до"), SLICE_LIT("доб")), 0);
    assert_int_equal(clean_starts(SLICE_LIT("да"), SLICE_LIT("доб")), 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_trim), cmocka_unit_test(test_line_ends),
        cmocka_unit_test(test_repair), cmocka_unit_test(test_lower), cmocka_unit_test(test_equal)};
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
