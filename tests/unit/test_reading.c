#include "unit.h"

#define FIXTURE_ARENA_BYTES (4 * 1024 * 1024)
#include "arena_fixture.h"
#include "base/reading.h"
#include "base/utf8.h"

static struct reading read_text(struct slice sent, bool *repaired) {
    struct reading r;
    arena_reset(arena);
    assert_int_equal(reading_make(arena, sent, &r, repaired), OK);
    return r;
}

static void check(const char *sent, const char *typed, const char *seen, bool is_repaired) {
    bool repaired = false;
    struct reading r = read_text(slice_from(sent), &repaired);
    if (!slice_eq_lit(r.typed, typed) || !slice_eq_lit(r.seen, seen) || repaired != is_repaired)
        fail_msg("\"%s\": typed \"%.*s\", seen \"%.*s\", repaired %d", sent, SLICE_ARG(r.typed),
                 SLICE_ARG(r.seen), repaired);
}

static void what_is_seen(void **state) {
    static const struct {
        const char *typed, *seen;
    } cases[] = {
        {"Иван", "Иван"},
        {"two words", "two words"},
        {"", ""},
        /* composition */
        {"и\u0306", "й"},
        {"Андрее\u0308в и\u0306", "Андреёв й"},
        {"e\u0301", "\u00E9"},
        {"e\u0323\u0301 = e\u0301\u0323", "\u1EB9\u0301 = \u1EB9\u0301"},
        {"\u212B\u2126", "\u00C5\u03A9"},
        {"\u1100\u1161\u11A8", "\uAC01"},
        /* invisible */
        {"+1\u200E 912", "+1 912"},
        {"+1\uFE0E\u200B\u2069 912", "+1 912"},
        {"со\u00ADеди\u00ADнение", "соединение"},
        {"и\u200D\u0306", "й"}, /* dropped first, composed after */
        {"a\u034F\u061C\u180E\u2060\u2064b", "ab"},
        {"a\U000E0100\U000E0041b", "ab"},
        {"8\uFE0F\u20E3 9\u20E3", "8 9"},
        {"a\u115F\u3164\uFFA0b", "ab"},
        {"\uFFFC+1\uFFFC 912", "+1 912"},
        {"\uFFF9a\uFFFAb\uFFFBc", "abc"},
        {"\u200B\u00AD\uFEFF\uFFFC", ""},
        /* blanks */
        {"2\u00A0000\u202Fкг", "2 000 кг"},
        {"a\tb\u3000c\u2003d\u1680e\u2800f", "a b c d e f"},
        /* dashes */
        {"а\u2010б\u2011в\u2012г\u2013д\u2014е\u2015ж\u2212з\uFF0Dи\uFE63к\u2043л",
         "а-б-в-г-д-е-ж-з-и-к-л"},
        /* digits */
        {"\u0668\u0669\u0661\u0662", "8912"},
        {"\u06F8\u06F9 \u0967\u0968 \U0001D7D7", "89 12 9"},
        /* full width */
        {"\uFF0B\uFF17\uFF08\uFF19\uFF11\uFF12\uFF09", "+7(912)"},
        {"\uFF49\uFF56\uFF41\uFF4E\uFF20\uFF45", "ivan@e"},
        /* and what stays */
        {"\u00BD \u2075 \u2460 \u00B5 straße I\u0307", "\u00BD \u2075 \u2460 \u00B5 straße \u0130"},
        {"1 \u00D7 2", "1 \u00D7 2"},
        {"👨‍👩‍👧 ❤️", "👨👩👧 ❤"},
        {"a\nb", "a\nb"},
        {"\uFFFD", "\uFFFD"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        check(cases[i].typed, cases[i].typed, cases[i].seen, false);
}

static void what_is_kept(void **state) {
    (void)state;
    check("  Иван\t\n", "Иван", "Иван", false);
    check("\u00A0Иван\u3000", "Иван", "Иван", false);
    check("a\r\nb\rc\nd", "a\nb\nc\nd", "a\nb\nc\nd", false);
    check("a\vb\fc\xC2\x85"
          "d\u2028e\u2029f\r\r\n",
          "a\nb\nc\nd\u2028e\u2029f", "a\nb\nc\nd\ne\nf", false);
    check("a\x03"
          "b\x1F"
          "c\x7F"
          "d\xC2\x80"
          "e",
          "abcde", "abcde", true);
    check("a\tb", "a\tb", "a b", false);
    check("\x01", "", "", true);
    check("❤️", "❤️", "❤", false);
    check("\u2800", "", "", false);
}

static void plain_text_is_not_copied(void **state) {
    static const char text[] =
        "Перевезти станки, 2 т: Рязань - Хабаровск, «срочно» (№ 5) ё й\nвторая";
    bool repaired = false;
    (void)state;
    struct reading r = read_text(SLICE_LIT(text), &repaired);
    assert_ptr_equal(r.typed.ptr, text);
    assert_ptr_equal(r.seen.ptr, text);
}

static void no_text_is_refused(void **state) {
    static const struct slice cases[] = {SLICE_LIT("a\0b"),
                                         SLICE_LIT("\xFF"),
                                         SLICE_LIT("\xD0"),
                                         SLICE_LIT("\xED\xA0\x80"),
                                         SLICE_LIT("\xC0\x80"),
                                         SLICE_LIT("a\xD0"),
                                         SLICE_LIT("\xD0"
                                                   "a"),
                                         SLICE_LIT("\xC1\xA1"),
                                         SLICE_LIT("\xD0\xD0\xB0")};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct reading r;
        bool repaired = false;
        assert_int_equal(reading_make(arena, cases[i], &r, &repaired), ERR_SYNTAX);
    }
}

/* Whatever is seen is seen again as it is, and has no character of the kinds that are changed. */
static void a_reading_is_its_own_reading(void **state) {
    (void)state;
    for (uint32_t c = 1; c < 0x110000; c++) {
        char text[2 * UTF8_OCTETS_MAX + 2] = "a";
        size_t n = 1;
        struct slice seen, again;
        if (c >= 0xD800 && c < 0xE000)
            continue;
        n += utf8_encode(c, text + n);
        text[n++] = 'b';
        arena_reset(arena);
        assert_int_equal(reading_seen(arena, (struct slice){text, n}, &seen), OK);
        assert_int_equal(reading_seen(arena, seen, &again), OK);
        if (!slice_eq(seen, again))
            fail_msg("U+%04X", c);
    }
}

static void evidence_is_what_was_typed(void **state) {
    static const struct {
        const char *typed, *find, *span;
    } cases[] = {
        {"в Хабаровск скоро", "Хабаровск", "Хабаровск"},
        {"в Хаба\u00ADровск скоро", "Хабаровск", "Хаба\u00ADровск"},
        {"в \u200BХабаровск\u200B скоро", "Хабаровск", "Хабаровск"},
        {"Андреи\u0306 и", "й", "и\u0306"},
        {"\u200B\u2003а–б", "а-б", "а–б"},
        {"❤️ и\u0306и\u0306 ёлка", "ёлка", "ёлка"},
        {"\uFF12\uFF15\uFF10\uFF10", "500", "\uFF15\uFF10\uFF10"},
        {"a\u202F000", " 0", "\u202F0"},
        {"12", "", ""},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        bool repaired = false;
        struct reading r = read_text(slice_from(cases[i].typed), &repaired);
        size_t length = strlen(cases[i].find);
        const char *found = memmem(r.seen.ptr, r.seen.len, cases[i].find, length);
        assert_non_null(found);
        size_t start = (size_t)(found - r.seen.ptr), end = start + length;
        assert_int_equal(reading_span(arena, &r, &start, &end), OK);
        struct slice span = slice_sub(r.typed, start, end - start);
        if (length > 0 && !slice_eq_lit(span, cases[i].span))
            fail_msg("\"%s\": \"%.*s\"", cases[i].typed, SLICE_ARG(span));
    }
}

/* A base with thousands of marks in the worst order costs no more than its length. */
static void many_marks_stay_as_they_are(void **state) {
    static char text[8192];
    size_t n = 0;
    bool repaired = false;
    (void)state;
    text[n++] = 'a';
    while (n + 4 < sizeof text) {
        n += utf8_encode(0x0301, text + n);
        n += utf8_encode(0x0323, text + n);
    }
    struct reading r = read_text((struct slice){text, n}, &repaired);
    assert_true(slice_eq(r.seen, r.typed));
    /* one below the bound is ordered: 31 marks behind the base */
    r = read_text((struct slice){text, 1 + 2 * 31}, &repaired);
    assert_false(slice_eq(r.seen, r.typed));
    r = read_text((struct slice){text, 1 + 2 * 32}, &repaired);
    assert_true(slice_eq(r.seen, r.typed));
}

static void case_is_folded_one_to_one(void **state) {
    static const struct {
        const char *text, *folded;
    } cases[] = {{"АНДРЕЙ Ёлкин", "андрей ёлкин"},
                 {"Straße STRASSE", "straße strasse"},
                 {"\u1E9E", "ß"},
                 {"ΣΑΣ ς", "σασ σ"},
                 {"İI", "İi"},
                 {"\u023A", "\u2C65"},
                 {"ҐЇ ĞÇ Ա", "ґї ğç ա"}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct slice folded;
        assert_int_equal(reading_fold(arena, slice_from(cases[i].text), &folded), OK);
        if (!slice_eq_lit(folded, cases[i].folded))
            fail_msg("\"%s\": \"%.*s\"", cases[i].text, SLICE_ARG(folded));
    }
}

static void letters_are_equal_in_any_case(void **state) {
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
        {"straße", "strasse", false},
        {"\xFF", "\xFF", true},
        {"\xFF", "\xFE", false},
        {"\xFF", "\xC3\xBF", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++)
        if (reading_eq(slice_from(cases[i].a), slice_from(cases[i].b)) != cases[i].equal)
            fail_msg("%s and %s", cases[i].a, cases[i].b);
    assert_int_equal(reading_starts(SLICE_LIT("ДОБ. 5"), SLICE_LIT("доб")), 6);
    assert_int_equal(reading_starts(SLICE_LIT("до"), SLICE_LIT("доб")), 0);
    assert_int_equal(reading_starts(SLICE_LIT(""), SLICE_LIT("x")), 0);
}

static void names_are_alike_in_any_spelling(void **state) {
    static const struct {
        const char *a, *b;
        int order;
    } cases[] = {
        {"St.-Petersburg", "st petersburg", 0},
        {"North Ossetia–Alania", "North Ossetia-Alania", 0},
        {"Tver’ Oblast", "Tver Oblast", 0},
        {"Могилёвская область", "могилевская  область", 0},
        {"Ханты-Мансийск", "ХАНТЫ МАНСИИСК", 0}, /* й is и with a mark */
        {"Córdoba", "Cordoba", 0},
        {"Co\xCC\x81rdoba", "Córdoba", 0}, /* as one character and as two */
        {"Hà Nội", "ha noi", 0},
        {"(Якутия)", "Якутия", 0},
        {"서울", "서울특별시", -1},
        {"부산", "북산", -1}, /* what Hangul is made of are no accents */
        {"Хабаровск", "Хабаровский край", -1},
        {"Хабаровск", "Khabarovsk", 1},
        {"Moscow", "Moscow Oblast", -1},
        {"", "a", -1},
        {"\xFF", "a", 1},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct slice a = slice_from(cases[i].a), b = slice_from(cases[i].b);
        if (reading_order(a, b) != cases[i].order || reading_order(b, a) != -cases[i].order ||
            reading_alike(a, b) != (cases[i].order == 0))
            fail_msg("%s and %s: %d", cases[i].a, cases[i].b, reading_order(a, b));
    }
    assert_false(reading_alike(SLICE_LIT("-"), SLICE_LIT("-"))); /* no name */
    assert_false(reading_alike(SLICE_LIT(""), SLICE_LIT("")));
    assert_true(reading_alike(SLICE_LIT("\xFF"), SLICE_LIT("\xFF")));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_seen),
        cmocka_unit_test(what_is_kept),
        cmocka_unit_test(plain_text_is_not_copied),
        cmocka_unit_test(no_text_is_refused),
        cmocka_unit_test(a_reading_is_its_own_reading),
        cmocka_unit_test(evidence_is_what_was_typed),
        cmocka_unit_test(many_marks_stay_as_they_are),
        cmocka_unit_test(case_is_folded_one_to_one),
        cmocka_unit_test(letters_are_equal_in_any_case),
        cmocka_unit_test(names_are_alike_in_any_spelling),
    };
    return cmocka_run_group_tests_name("reading", tests, arena_setup, arena_teardown);
}
