/* slice: cutting and comparing, with unset and empty slices everywhere. */
#include "unit.h"

#include "base/slice.h"

static void test_unset_and_empty(void **state) {
    (void)state;
    struct slice rest = SLICE_LIT("x"), none = SLICE_NONE, empty = SLICE_LIT("");
    assert_null(slice_from(NULL).ptr);
    assert_non_null(slice_from("").ptr);
    assert_true(slice_eq(none, empty));
    assert_true(slice_eq_lit(none, ""));
    assert_true(slice_starts(none, ""));
    assert_true(slice_ends(none, ""));
    assert_false(slice_starts(none, "a"));
    assert_int_equal(slice_compare(none, empty), 0);
    assert_null(slice_sub(none, 0, 5).ptr);
    assert_null(slice_sub(none, 3, 5).ptr);
    assert_null(slice_trim(none).ptr);
    assert_int_equal(slice_find(none, 'a'), 0);
    assert_null(slice_cut(none, 'a', &rest).ptr);
    assert_null(rest.ptr);
}

static void test_eq(void **state) {
    (void)state;
    assert_true(slice_eq(SLICE_LIT("a\0b"), SLICE_LIT("a\0b")));
    assert_false(slice_eq(SLICE_LIT("a\0b"), SLICE_LIT("a\0c")));
    assert_false(slice_eq_lit(SLICE_LIT("abc"), "ab"));
    assert_false(slice_eq_lit(SLICE_LIT("ab"), "abc"));
    assert_true(slice_eq_nocase(SLICE_LIT("Content-TYPE"), "cONTENT-type"));
    assert_false(slice_eq_nocase(SLICE_LIT("a["), "a{")); /* 0x20 apart, no letters */
    assert_false(slice_eq_nocase(SLICE_LIT("И"), "и"));
}

static void test_starts_and_ends(void **state) {
    (void)state;
    assert_true(slice_starts(SLICE_LIT("abc"), "ab"));
    assert_true(slice_starts(SLICE_LIT("abc"), "abc"));
    assert_false(slice_starts(SLICE_LIT("abc"), "abcd"));
    assert_true(slice_ends(SLICE_LIT("abc"), "bc"));
    assert_false(slice_ends(SLICE_LIT("abc"), "ab"));
    assert_false(slice_ends(SLICE_LIT("c"), "bc"));
}

static void test_compare(void **state) {
    (void)state;
    assert_true(slice_compare(SLICE_LIT("a"), SLICE_LIT("b")) < 0);
    assert_true(slice_compare(SLICE_LIT("b"), SLICE_LIT("ab")) > 0);
    assert_true(slice_compare(SLICE_LIT("a"), SLICE_LIT("ab")) < 0);
    assert_true(slice_compare(SLICE_LIT("ab"), SLICE_LIT("a")) > 0);
    assert_true(slice_compare(SLICE_LIT("\x7f"), SLICE_LIT("\x80")) < 0); /* octets, unsigned */
    assert_int_equal(slice_compare(SLICE_LIT("ab"), SLICE_LIT("ab")), 0);
}

static void test_sub(void **state) {
    (void)state;
    struct slice s = SLICE_LIT("abcde");
    assert_true(slice_eq_lit(slice_sub(s, 1, 3), "bcd"));
    assert_true(slice_eq_lit(slice_sub(s, 3, 9), "de"));
    assert_true(slice_eq_lit(slice_sub(s, 1, SIZE_MAX), "bcde"));
    assert_int_equal(slice_sub(s, 5, 1).len, 0);
    assert_ptr_equal(slice_sub(s, SIZE_MAX, SIZE_MAX).ptr, s.ptr + 5);
}

static void test_trim(void **state) {
    (void)state;
    assert_true(slice_eq_lit(slice_trim(SLICE_LIT(" \t\r\n\f\va b \n")), "a b"));
    assert_int_equal(slice_trim(SLICE_LIT("  ")).len, 0);
    assert_true(slice_eq_lit(slice_trim(SLICE_LIT("\u00a0a")), "\u00a0a")); /* ASCII only */
}

static void test_cut(void **state) {
    (void)state;
    struct slice rest;
    assert_true(slice_eq_lit(slice_cut(SLICE_LIT("a=b=c"), '=', &rest), "a"));
    assert_true(slice_eq_lit(rest, "b=c"));
    assert_int_equal(slice_cut(SLICE_LIT("=b"), '=', &rest).len, 0);
    assert_true(slice_eq_lit(slice_cut(SLICE_LIT("a="), '=', &rest), "a"));
    assert_non_null(rest.ptr); /* empty, not unset */
    assert_int_equal(rest.len, 0);
    assert_true(slice_eq_lit(slice_cut(SLICE_LIT("a"), '=', &rest), "a"));
    assert_null(rest.ptr);
    struct slice s = SLICE_LIT("a");
    assert_true(slice_eq_lit(slice_cut(s, 'x', &s), "a")); /* rest may be the slice itself */
}

static void test_classes(void **state) {
    (void)state;
    for (int c = 0; c < 256; c++) {
        bool digit = c >= 48 && c <= 57, upper = c >= 65 && c <= 90, lower = c >= 97 && c <= 122;
        assert_int_equal(ascii_is_digit((char)c), digit);
        assert_int_equal(ascii_is_alpha((char)c), upper || lower);
        assert_int_equal(ascii_is_space((char)c), c == 32 || (c >= 9 && c <= 13));
        assert_int_equal((unsigned char)ascii_lower((char)c), upper ? c + 32 : c);
        bool hex = digit || (upper && c <= 'F') || (lower && c <= 'f');
        assert_int_equal(ascii_hex_value((char)c) >= 0, hex);
    }
    assert_int_equal(ascii_hex_value('0'), 0);
    assert_int_equal(ascii_hex_value('9'), 9);
    assert_int_equal(ascii_hex_value('a'), 10);
    assert_int_equal(ascii_hex_value('F'), 15);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_unset_and_empty),
        cmocka_unit_test(test_eq),
        cmocka_unit_test(test_starts_and_ends),
        cmocka_unit_test(test_compare),
        cmocka_unit_test(test_sub),
        cmocka_unit_test(test_trim),
        cmocka_unit_test(test_cut),
        cmocka_unit_test(test_classes),
    };
    return cmocka_run_group_tests_name("slice", tests, NULL, NULL);
}
