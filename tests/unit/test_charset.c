/* charset: the labels, and every octet of both sets against tables made without iconv. */
#include "parse_case.h"

#include "base/utf8.h"
#include "body/charset.h"

static const struct {
    const char *label;
    bool known;
    enum charset charset;
} labels[] = {
    {"utf-8", true, CHARSET_UTF8},
    {"UTF8", true, CHARSET_UTF8},
    {" \tUtf-8\r\n", true, CHARSET_UTF8},
    {"unicode-1-1-utf-8", true, CHARSET_UTF8},
    {"windows-1251", true, CHARSET_WINDOWS_1251},
    {"CP1251", true, CHARSET_WINDOWS_1251},
    {"x-cp1251", true, CHARSET_WINDOWS_1251},
    {"KOI8-R", true, CHARSET_KOI8_R},
    {"koi", true, CHARSET_KOI8_R},
    {"koi8", true, CHARSET_KOI8_R},
    {"koi8_r", true, CHARSET_KOI8_R},
    {"cskoi8r", true, CHARSET_KOI8_R},
    {"", false, 0},
    {"utf-16", false, 0},
    {"utf-88", false, 0},
    {"utf", false, 0},
    {"windows-1252", false, 0},
    {"win1251", false, 0},
    {"koi8-u", false, 0},
    {"iso-8859-5", false, 0},
};

static void test_labels(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        enum charset found = CHARSET__MAX;
        bool known = charset_find(slice_from(labels[i].label), &found);
        if (known != labels[i].known || (known && found != labels[i].charset))
            fail_msg("label \"%s\"", labels[i].label);
    }
    enum charset found = CHARSET__MAX;
    assert_false(charset_find(SLICE_NONE, &found));
    assert_false(charset_find(SLICE_LIT("utf-8\0"), &found));
}

/* The upper halves as the Unicode consortium lists them, 0x80 first. */
static const char windows_1251[] =
    "ЂЃ‚ѓ„…†‡€‰Љ‹ЊЌЋЏђ‘’“”•–—\xEF\xBF\xBD™љ›њќћџ\u00a0ЎўЈ¤Ґ¦§Ё©Є«¬\u00ad®Ї"
    "°±Ііґµ¶·ё№є»јЅѕїАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюя";
static const char koi8_r[] = "─│┌┐└┘├┤┬┴┼▀▄█▌▐░▒▓⌠■∙√≈≤≥\u00a0⌡°²·÷═║╒ё╓╔╕╖╗╘╙╚╛╜╝╞╟╠╡Ё╢╣╤╥╦╧╨╩╪╫╬©"
                             "юабцдефгхийклмнопярстужвьызшэщчъЮАБЦДЕФГХИЙКЛМНОПЯРСТУЖВЬЫЗШЭЩЧЪ";

static void check_half(enum charset charset, const char *wanted) {
    struct arena *a = arena_new(65536);
    struct slice out = SLICE_NONE;
    char all[128];
    for (int i = 0; i < 128; i++)
        all[i] = (char)(128 + i);
    assert_int_equal(charset_to_utf8(a, charset, (struct slice){all, sizeof all}, &out), OK);
    assert_true(utf8_valid(out));
    assert_int_equal(utf8_length(out), 128);
    if (!slice_eq_lit(out, wanted))
        fail_msg("got    %.*s\nwanted %s", SLICE_ARG(out), wanted);
    arena_free(a);
}

static void test_windows_1251(void **state) {
    (void)state;
    check_half(CHARSET_WINDOWS_1251, windows_1251);
}

static void test_koi8_r(void **state) {
    (void)state;
    check_half(CHARSET_KOI8_R, koi8_r);
}

static void test_left_alone(void **state) {
    (void)state;
    struct arena *a = arena_new(16);
    struct slice out;
    struct slice text = SLICE_LIT("\xFF\xC3 not UTF-8"), ascii = SLICE_LIT("name\0\x7f");
    assert_int_equal(charset_to_utf8(a, CHARSET_UTF8, text, &out), OK);
    assert_ptr_equal(out.ptr, text.ptr);
    assert_int_equal(charset_to_utf8(a, CHARSET_KOI8_R, ascii, &out), OK);
    assert_ptr_equal(out.ptr, ascii.ptr);
    assert_int_equal(out.len, ascii.len);
    assert_int_equal(charset_to_utf8(a, CHARSET_KOI8_R, SLICE_NONE, &out), OK);
    assert_null(out.ptr);
    assert_non_null(arena_alloc(a, 16)); /* nothing was taken */
    arena_free(a);
}

static void test_replaced(void **state) {
    (void)state;
    struct arena *a = arena_new(65536);
    struct slice out;
    assert_int_equal(charset_to_utf8(a, CHARSET_WINDOWS_1251, SLICE_LIT("\x98\x98x\xC8\x98"), &out),
                     OK);
    assert_true(slice_eq_lit(out, "\xEF\xBF\xBD\xEF\xBF\xBDxИ\xEF\xBF\xBD"));
    arena_free(a);
}

static void test_every_arena(void **state) {
    (void)state;
    struct slice text = repeated("", "\x88\x98", 40, ""), out = SLICE_NONE;
    for (size_t cap = 1; cap <= 256; cap++) {
        struct arena *a = arena_new(cap);
        enum errcode e = charset_to_utf8(a, CHARSET_WINDOWS_1251, text, &out);
        assert_int_equal(e, cap < 240 ? ERR_TOO_LARGE : OK);
        arena_free(a);
    }
    free((char *)text.ptr);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_labels),   cmocka_unit_test(test_windows_1251),
        cmocka_unit_test(test_koi8_r),   cmocka_unit_test(test_left_alone),
        cmocka_unit_test(test_replaced), cmocka_unit_test(test_every_arena),
    };
    return cmocka_run_group_tests_name("charset", tests, NULL, NULL);
}
