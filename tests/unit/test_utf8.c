/* utf8: each edge of the table of well-formed sequences (Unicode 15, table 3-7), and every code
 * point there is. */
#include "unit.h"

#include "base/utf8.h"

static const struct {
    struct slice s;
    size_t len; /* 0: not well-formed */
} edges[] = {
    {SLICE_LIT(""), 0},
    {SLICE_LIT("\0"), 1},
    {SLICE_LIT("\x7f"), 1},
    {SLICE_LIT("\x80"), 0},
    {SLICE_LIT("\xBF"), 0},
    {SLICE_LIT("\xC0\x80"), 0},
    {SLICE_LIT("\xC1\xBF"), 0},
    {SLICE_LIT("\xC2\x7f"), 0},
    {SLICE_LIT("\xC2\x80"), 2},
    {SLICE_LIT("\xDF\xBF"), 2},
    {SLICE_LIT("\xDF\xC0"), 0},
    {SLICE_LIT("\xDF"), 0},
    {SLICE_LIT("\xE0\x9F\xBF"), 0},
    {SLICE_LIT("\xE0\xA0\x80"), 3},
    {SLICE_LIT("\xE0\xA0"), 0},
    {SLICE_LIT("\xE0\xA0\x7f"), 0},
    {SLICE_LIT("\xE0\xA0\xC0"), 0},
    {SLICE_LIT("\xE1\x80\x80"), 3},
    {SLICE_LIT("\xE1\x7f\x80"), 0},
    {SLICE_LIT("\xEC\xBF\xBF"), 3},
    {SLICE_LIT("\xED\x9F\xBF"), 3},
    {SLICE_LIT("\xED\xA0\x80"), 0},
    {SLICE_LIT("\xED\xBF\xBF"), 0},
    {SLICE_LIT("\xEE\x80\x80"), 3},
    {SLICE_LIT("\xEF\xBF\xBF"), 3},
    {SLICE_LIT("\xF0\x8F\xBF\xBF"), 0},
    {SLICE_LIT("\xF0\x90\x80\x80"), 4},
    {SLICE_LIT("\xF0\x90\x80"), 0},
    {SLICE_LIT("\xF0\x90\x80\xC0"), 0},
    {SLICE_LIT("\xF0\x90\x7f\x80"), 0},
    {SLICE_LIT("\xF3\xBF\xBF\xBF"), 4},
    {SLICE_LIT("\xF4\x8F\xBF\xBF"), 4},
    {SLICE_LIT("\xF4\x90\x80\x80"), 0},
    {SLICE_LIT("\xF5\x80\x80\x80"), 0},
    {SLICE_LIT("\xF8\x88\x80\x80\x80"), 0},
    {SLICE_LIT("\xFE"), 0},
    {SLICE_LIT("\xFF"), 0},
};

static void test_edges(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(edges); i++) {
        char *copy = malloc(edges[i].s.len + 1); /* so that reading past the end is seen */
        memcpy(copy, edges[i].s.ptr, edges[i].s.len);
        struct slice s = {realloc(copy, edges[i].s.len + (edges[i].s.len == 0)), edges[i].s.len};
        if (utf8_sequence_length(s) != edges[i].len)
            fail_msg("edge %zu: %zu", i, utf8_sequence_length(s));
        if (s.len > 0)
            assert_int_equal(utf8_valid(s), edges[i].len == s.len);
        free((char *)s.ptr);
    }
}

static size_t encode(unsigned c, char out[4]) {
    if (c < 0x80)
        return (void)(out[0] = (char)c), 1;
    size_t n = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    static const unsigned heads[] = {0, 0, 0xC0, 0xE0, 0xF0};
    for (size_t i = n - 1; i > 0; i--, c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)(heads[n] | c);
    return n;
}

static void test_every_code_point(void **state) {
    (void)state;
    char text[4];
    for (unsigned c = 0; c < 0x120000; c++) {
        size_t n = encode(c, text);
        bool scalar = c < 0x110000 && (c < 0xD800 || c > 0xDFFF);
        if (utf8_sequence_length((struct slice){text, n}) != (scalar ? n : 0))
            fail_msg("U+%04X", c);
        if (n > 1 && utf8_sequence_length((struct slice){text, n - 1}) != 0)
            fail_msg("cut U+%04X", c);
    }
}

/* Every pair of octets, alone and before more tails: no other two begin a sequence. */
static void test_every_two_octets(void **state) {
    (void)state;
    for (unsigned i = 0x8000; i < 0x10000; i++) {
        char two[2] = {(char)(i >> 8), (char)i};
        bool wanted = i >> 8 >= 0xC2 && i >> 8 <= 0xDF && (i & 0xC0) == 0x80;
        assert_int_equal(utf8_valid((struct slice){two, 2}), wanted);
    }
}

static void test_valid(void **state) {
    (void)state;
    assert_true(utf8_valid(SLICE_NONE));
    assert_true(utf8_valid(SLICE_LIT("Иван 🚚 \0")));
    assert_false(utf8_valid(SLICE_LIT("abc\xD0")));
    assert_false(utf8_valid(SLICE_LIT("\xD0"
                                      "abc")));
    assert_false(utf8_valid(SLICE_LIT("И\x98")));
}

static void test_is_text(void **state) {
    (void)state;
    assert_true(utf8_is_text(SLICE_LIT("Иван\tкузьмич\r\n")));
    for (int c = 0; c <= 0x80; c++) {
        char text[] = {'a', (char)c};
        bool wanted = c < 0x7f && (c >= 0x20 || c == '\t' || c == '\r' || c == '\n');
        assert_int_equal(utf8_is_text((struct slice){text, 2}), wanted);
    }
    assert_true(utf8_is_text(SLICE_LIT("\xC2\x80\xC2\x9F"))); /* C1 is odd, but text */
}

static void test_length_and_cut(void **state) {
    (void)state;
    struct slice s = SLICE_LIT("aИ€🚚");
    static const size_t octets[] = {0, 1, 3, 6, 10, 10};
    assert_int_equal(utf8_length(s), 4);
    assert_int_equal(utf8_length(SLICE_NONE), 0);
    for (size_t n = 0; n < COUNT(octets); n++) {
        assert_int_equal(utf8_cut(s, n).len, octets[n]);
        assert_ptr_equal(utf8_cut(s, n).ptr, s.ptr);
    }
    assert_null(utf8_cut(SLICE_NONE, 3).ptr);
}

/* It goes by eight octets: each end and each start within them. */
static void test_length_of_any_piece(void **state) {
    static const char text[] = "Ёж\xF0\x9F\x9A\x9A 7€, \xC2\xA0конец\x7F\x01 текста";
    (void)state;
    for (size_t start = 0; start < sizeof text; start++) {
        size_t wanted = 0;
        for (size_t len = 0; start + len < sizeof text; len++) {
            assert_int_equal(utf8_length((struct slice){text + start, len}), wanted);
            wanted += ((unsigned char)text[start + len] & 0xC0) != 0x80;
        }
    }
}

static void test_cut_octets(void **state) {
    (void)state;
    struct slice s = SLICE_LIT("aИ€🚚");
    static const size_t octets[] = {0, 1, 1, 3, 3, 3, 6, 6, 6, 6, 10, 10};
    for (size_t n = 0; n < COUNT(octets); n++)
        assert_int_equal(utf8_cut_octets(s, n).len, octets[n]);
    assert_null(utf8_cut_octets(SLICE_NONE, 3).ptr);
    /* not UTF-8: within three octets, whatever they are */
    assert_int_equal(utf8_cut_octets(SLICE_LIT("\x80\x80\x80\x80\x80\x80\x80\x80"), 7).len, 4);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_edges),
        cmocka_unit_test(test_every_code_point),
        cmocka_unit_test(test_every_two_octets),
        cmocka_unit_test(test_valid),
        cmocka_unit_test(test_is_text),
        cmocka_unit_test(test_length_and_cut),
        cmocka_unit_test(test_length_of_any_piece),
        cmocka_unit_test(test_cut_octets),
    };
    return cmocka_run_group_tests_name("utf8", tests, NULL, NULL);
}
