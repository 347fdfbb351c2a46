/* email: addresses beside what only looks like them. */
#include "unit.h"

#define FIXTURE_ARENA_BYTES (64 * 1024)
#include "arena_fixture.h"

#include "base/bounds.h"
#include "lead/email.h"

static const char *row(char c, size_t n) {
    static char text[512];
    memset(text, c, n);
    text[n] = '\0';
    return text;
}

static enum errcode parse(const char *text, struct email *out) {
    struct reading r;
    bool repaired = false;
    arena_reset(arena);
    enum errcode e = reading_make(arena, slice_from(text), &r, &repaired);
    return e == OK ? email_parse(arena, &r, out) : e;
}

enum { UNVERIFIED = 1, SAYS_MORE = 2 };

struct good {
    const char *text, *canonical;
    int flags;
};

static void expect(const struct good *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct email email = {0};
        enum errcode e = parse(cases[i].text, &email);
        int flags = (email.unverified ? UNVERIFIED : 0) | (email.says_more ? SAYS_MORE : 0);
        if (e != OK || !slice_eq_lit(email.canonical, cases[i].canonical) ||
            flags != cases[i].flags)
            fail_msg("\"%s\": %s \"%.*s\" %d", cases[i].text, errcode_name(e),
                     e == OK ? (int)email.canonical.len : 0, e == OK ? email.canonical.ptr : "",
                     flags);
    }
}

static void expect_refused(const char *const *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct email email = {0};
        if (parse(cases[i], &email) != ERR_SYNTAX)
            fail_msg("\"%s\" is taken as \"%.*s\"", cases[i], SLICE_ARG(email.canonical));
    }
}

static void test_taken(void **state) {
    (void)state;
    static const struct good cases[] = {
        {"ivan@example.com", "ivan@example.com", 0},
        {"Ivan.Petrov@Example.COM", "ivan.petrov@example.com", 0},
        {"ivan+tag@example.com", "ivan+tag@example.com", 0},
        {"8-912-345@example.com", "8-912-345@example.com", 0},
        {"!#$%&'*+/=?^_`{|}~-.@a-b.c", "!#$%&'*+/=?^_`{|}~-.@a-b.c", 0},
        {"a@1.2.3.4.c", "a@1.2.3.4.c", 0},
        {"a@r3---sn.example", "a@r3---sn.example", 0},
        {"o'brien@example.com", "o'brien@example.com", 0},
        {"анна@mail.ru", "анна@mail.ru", 0},
        {"ivan@пример.рф", "ivan@xn--e1afmkfd.xn--p1ai", 0},
        {"ivan@ПРИМЕР.РФ", "ivan@xn--e1afmkfd.xn--p1ai", 0},
        {"ivan@XN--E1AFMKFD.xn--p1ai", "ivan@xn--e1afmkfd.xn--p1ai", 0},
        {"иван-2024@пример.рф", "иван-2024@xn--e1afmkfd.xn--p1ai", 0},
        {"ұлан.қуат@пошта.қаз", "ұлан.қуат@xn--80a1acn3a.xn--80ao21a", 0},
        {"їжак@пошта.укр", "їжак@xn--80a1acn3a.xn--j1amh", 0},
        {"müller@bücher.example", "müller@xn--bcher-kva.example", 0},
        {"用户@例え.テスト", "用户@xn--r8jz45g.xn--zckzah", 0},
        {"tokyo東京@example.com", "tokyo東京@example.com", 0},
        {"root@localhost", "root@localhost", UNVERIFIED},
        /* no top-level domain has digits: a telephone that was glued to it, an address of IP */
        {"ivan@example.ru89123456789", "ivan@example.ru89123456789", UNVERIFIED},
        {"ivan@example.ru.89123456789", "ivan@example.ru.89123456789", UNVERIFIED},
        {"a@1.2.3.4", "a@1.2.3.4", UNVERIFIED},
        /* ру, typed on the Russian keyboard: .рф and its like have no Latin names */
        {"ivan@mail.ру", "ivan@mail.xn--p1ag", UNVERIFIED},
        {"ivan@mail.XN--P1AG", "ivan@mail.xn--p1ag", UNVERIFIED},
        {"ivan@mail.почта.рф", "ivan@mail.xn--80a1acny.xn--p1ai", 0},
        {"ivan@почта.com", "ivan@xn--80a1acny.com", 0},
        {"ivan@mail.中国", "ivan@mail.xn--fiqs8s", 0},
        {"a@xn--a.example", "a@xn--a.example", UNVERIFIED},
        {"a@\xCC\x81"
         "b.example",
         "a@\xCC\x81"
         "b.example",
         UNVERIFIED}, /* begins with a mark */
    };
    expect(cases, COUNT(cases));
}

/* One client each. */
static void test_spellings(void **state) {
    (void)state;
    static const struct good cases[] = {
        {"андрей@почта.рф", "андрей@xn--80a1acny.xn--p1ai", 0},
        {"Андрей@почта.рф", "андрей@xn--80a1acny.xn--p1ai", 0},
        {"АНДРЕЙ@ПОЧТА.РФ", "андрей@xn--80a1acny.xn--p1ai", 0},
        {"андреи\u0306@почта.рф", "андрей@xn--80a1acny.xn--p1ai", 0},
        {"АНДРЕИ\u0306@xn--80a1acny.XN--P1AI", "андрей@xn--80a1acny.xn--p1ai", 0},
        {"ЇЖАК@example.com", "їжак@example.com", 0},
        {"MÜLLER@example.com", "müller@example.com", 0},
        /* not composed before it is folded; ſ is an old s */
        {"J\u030Cana@example.com", "\u01F0ana@example.com", 0},
        {"\u01F0ana@example.com", "\u01F0ana@example.com", 0},
        {"\u017F\u0301@example.com", "\u015B@example.com", 0},
        {"a@J\u030C.example", "a@xn--ska.example", 0},
        {"a@\u01F0.example", "a@xn--ska.example", 0},
        /* one character to one: straße and strasse are two mailboxes, and two domains */
        {"straße@example.com", "straße@example.com", 0},
        {"STRA\u1E9EE@example.com", "straße@example.com", 0},
        {"STRASSE@example.com", "strasse@example.com", 0},
        {"a@straße.example", "a@xn--strae-oqa.example", 0},
        {"a@STRA\u1E9EE.example", "a@xn--strae-oqa.example", 0},
        {"a@strasse.example", "a@strasse.example", 0},
        /* the Turkish letters are nobody else's i, though a telephone may have made them of one */
        {"IVAN@example.com", "ivan@example.com", 0},
        {"\u0130van@example.com", "\u0130van@example.com", UNVERIFIED},
        {"\u0131van@example.com", "\u0131van@example.com", UNVERIFIED},
        /* full width, and the full stops of other scripts */
        {"ｉｖａｎ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ivan@example.com", 0},
        {"a@b。c", "a@b.c", 0},
        {"a@b｡c", "a@b.c", 0},
        {"иван@почта。рф", "иван@xn--80a1acny.xn--p1ai", 0},
    };
    expect(cases, COUNT(cases));
}

static void test_invisible(void **state) {
    (void)state;
    static const struct good cases[] = {
        {"  ivan@example.com\r\n", "ivan@example.com", 0},
        {"\u00A0ivan@example.com\t", "ivan@example.com", 0},
        {"\u200Bivan@example.com\uFEFF", "ivan@example.com", 0},
        {"iv\u00ADan@exam\u200Bple.com", "ivan@example.com", 0},
        {"\u202Aivan@example.com\u202C", "ivan@example.com", 0},
        {"ivan@exam\u200Cple.com", "ivan@example.com", 0},
        {"иван@поч\u200Cта.рф", "иван@xn--80a1acny.xn--p1ai", 0},
        {"иван@поч\u200Dта.рф", "иван@xn--80a1acny.xn--p1ai", 0},
        {"андре\u200Cй@почта.рф", "андрей@xn--80a1acny.xn--p1ai", 0},
        /* a joiner between what composes */
        {"иван@андреи\u200C\u0306.рф", "иван@xn--80aidqrt.xn--p1ai", 0},
    };
    expect(cases, COUNT(cases));
}

/* A joiner that IDNA allows makes another domain; any other is dirt. */
static void test_joiners(void **state) {
    (void)state;
    static const struct good cases[] = {
        {"a@نامه\u200Cای.com", "a@xn--mgba3gch31f060k.com", 0},
        {"a@نامهای.com", "a@xn--mgba3gch31f.com", 0},
        {"a@xn--mgba3gch31f060k.com", "a@xn--mgba3gch31f060k.com", 0},
        {"\u200Ba@\u200Bنامه\u200Cای\u200B.com\u200C", "a@xn--mgba3gch31f060k.com", 0},
        {"a@نامه\u200C\u200Cای.com", "a@xn--mgba3gch31f060k.com", 0},
        {"a@نامه\u200Dای.com", "a@xn--mgba3gch31f.com", 0},
        {"a@\u200Cنامه\u200C\u200Dای\u200C.com", "a@xn--mgba3gch31f.com", 0},
        {"Анна <a@نامه\u200Cای.com>", "a@xn--mgba3gch31f060k.com", SAYS_MORE},
        {"a@क्\u200Dष.com", "a@xn--11b2ezcw70k.com", 0},
        {"a@क्\u200Cष.com", "a@xn--11b2ezcs70k.com", 0},
        {"a@क्ष.com", "a@xn--11b2ezc.com", 0},
        {"a@क\u200Dष.com", "a@xn--11b2e.com", 0},
        {"a@नामه\u200Cای.com", "a@नामهای.com", UNVERIFIED}, /* both directions in a label */
    };
    expect(cases, COUNT(cases));
}

static void test_lettering(void **state) {
    (void)state;
    static const struct good cases[] = {
        {"iv\u0430n@example.com", "iv\u0430n@example.com", UNVERIFIED}, /* Cyrillic а */
        {"ивaн@example.com", "ивaн@example.com", UNVERIFIED},           /* Latin a */
        {"\u03BFleg@example.com", "\u03BFleg@example.com", UNVERIFIED}, /* Greek ο */
        {"ivan@ex\u0430mple.com", "ivan@xn--exmple-4nf.com", UNVERIFIED},
        {"ivan@xn--exmple-4nf.com", "ivan@xn--exmple-4nf.com", UNVERIFIED},
        {"ivan@почта.com", "ivan@xn--80a1acny.com", 0}, /* each label by itself */
        {"\U0001F600@example.com", "\U0001F600@example.com", UNVERIFIED},
        {"ivan\u2764\uFE0F@example.com", "ivan\u2764@example.com", UNVERIFIED},
        {"ivan@i\u2764.ws", "ivan@i\u2764.ws", UNVERIFIED},
        {"ivan@xn--i-7iq.ws", "ivan@xn--i-7iq.ws", UNVERIFIED},
        {"ivan1\uFE0F\u20E3@example.com", "ivan1@example.com", 0},          /* a digit in a frame */
        {"\uFB01nance@example.com", "\uFB01nance@example.com", UNVERIFIED}, /* out of a PDF */
        {"\U0001D422van@example.com", "\U0001D422van@example.com", UNVERIFIED},
        {"ivan@\uFB01nance.example", "ivan@finance.example", 0}, /* as UTS 46 maps it */
        /* smart punctuation */
        {"o\u2019brien@example.com", "o'brien@example.com", UNVERIFIED},
        {"O\u2018Brien@example.com", "o'brien@example.com", UNVERIFIED},
        {"first\u2013last@example.com", "first-last@example.com", 0},
    };
    expect(cases, COUNT(cases));
}

static void test_wrapped(void **state) {
    (void)state;
    static const struct good cases[] = {
        {"<ivan@example.com>", "ivan@example.com", 0},
        {"<ivan@example.com", "ivan@example.com", 0},
        {"ivan@example.com>", "ivan@example.com", 0},
        {"ivan@example.com.", "ivan@example.com", 0},
        {"ivan@example.com...", "ivan@example.com", 0},
        {"ivan@example.com,", "ivan@example.com", 0},
        {"ivan@example.com;", "ivan@example.com", 0},
        {"ivan@example.com!", "ivan@example.com", 0},
        {"a@b.c。", "a@b.c", 0},
        {"a@b.", "a@b", UNVERIFIED},
        {"(ivan@example.com)", "ivan@example.com", 0},
        {"[ivan@example.com].", "ivan@example.com", 0},
        {"\"ivan@example.com\"", "ivan@example.com", 0},
        {"'ivan@example.com'", "ivan@example.com", 0},
        {"'ivan@example.com.'", "ivan@example.com", 0},
        {"`ivan@example.com`", "ivan@example.com", 0},
        {"«ivan@example.com»", "ivan@example.com", 0},
        {"„ivan@example.com“", "ivan@example.com", 0},
        {"\u2018ivan@example.com\u2019", "ivan@example.com", 0},
        {"'ivan@example.com", "'ivan@example.com", 0}, /* may begin a local part */
        {"- ivan@example.com", "ivan@example.com", 0},
        {"\u2709 ivan@example.com", "ivan@example.com", 0},
        /* autocorrect */
        {"ivan @ example.com", "ivan@example.com", 0},
        {"ivan@ example.com", "ivan@example.com", 0},
        {"ivan\u00A0@example.com", "ivan@example.com", 0},
    };
    expect(cases, COUNT(cases));
}

static void test_mailto(void **state) {
    (void)state;
    static const struct good cases[] = {
        {"mailto:ivan@example.com", "ivan@example.com", 0},
        {"<MAILTO: ivan@example.com >", "ivan@example.com", 0},
        {"mailto://ivan@example.com", "ivan@example.com", 0},
        {"mailto:%20ivan%40example.com", "ivan@example.com", 0},
        {"mailto:ivan%2Btag@example.com", "ivan+tag@example.com", 0},
        {"mailto:iv%E2%80%8Ban@example.com", "ivan@example.com", 0},
        {"mailto:%D0%90%D0%BD%D0%BD%D0%B0@почта.рф", "анна@xn--80a1acny.xn--p1ai", 0},
        {"ivan%40@example.com", "ivan%40@example.com", 0}, /* no link: a percent sign */
        {"mailto:100%@example.com", "100%@example.com", 0},
        {"mailto:ivan@example.com?subject=Offer", "ivan@example.com", SAYS_MORE},
        {"mailto:ivan@example.com?subject=My offer, 2@3", "ivan@example.com", SAYS_MORE},
        {"mailto:ivan@example.com?", "ivan@example.com", 0},
        {"Иван <mailto:ivan@example.com?subject=a b>", "ivan@example.com", SAYS_MORE},
        /* what mail programs and Markdown make of a link: the same twice */
        {"ivan@example.com <mailto:ivan@example.com>", "ivan@example.com", 0},
        {"Иван <ivan@example.com <mailto:ivan@example.com>>", "ivan@example.com", SAYS_MORE},
        {"[ivan@example.com](mailto:ivan@example.com)", "ivan@example.com", 0},
    };
    expect(cases, COUNT(cases));
}

static void test_words_beside(void **state) {
    (void)state;
    static const struct good cases[] = {
        {"Иван <ivan@example.com>", "ivan@example.com", SAYS_MORE},
        {"\"Петров, Иван\" <ivan@example.com>", "ivan@example.com", SAYS_MORE},
        {"Петров, Иван<ivan@example.com>,", "ivan@example.com", SAYS_MORE},
        {"<ivan@example.com> или звоните", "ivan@example.com", SAYS_MORE},
        {".ivan <ivan@example.com>", "ivan@example.com", SAYS_MORE},
        {"E-mail: ivan@example.com", "ivan@example.com", SAYS_MORE},
        {"моя почта: ivan@example.com", "ivan@example.com", SAYS_MORE},
        {"ivan@example.com, +7 912 345-67-89", "ivan@example.com", SAYS_MORE},
        /* several: the first */
        {"ivan@example.com, petr@example.com", "ivan@example.com", SAYS_MORE},
        {"ivan@example.com;petr@example.com", "ivan@example.com", SAYS_MORE},
        {"ivan@example.com petr@example.com", "ivan@example.com", SAYS_MORE},
        {"ivan@example.com\npetr@example.com", "ivan@example.com", SAYS_MORE},
        {"ivan@example.com / petr@example.com", "ivan@example.com", SAYS_MORE},
        {"\"Smith, A\" <a@example.com>; \"Jones, B\" <b@example.com>", "a@example.com", SAYS_MORE},
        {"Ivan@example.com ivan@Example.com", "ivan@example.com", 0},
    };
    expect(cases, COUNT(cases));
}

static void test_refused(void **state) {
    (void)state;
    static const char *const cases[] = {
        "",
        "ivan",
        "@",
        "@a.b",
        "a@",
        "a@.",
        "a@@b.c",
        "a@b@c.d",
        "a@.b",
        "a@b..c",
        "a@-b.c",
        "a@b-.c",
        "a@b_c.d",
        "\"a\"@b.c",
        "a@[1.2.3.4]",
        "a(x)@b.c",
        "a\\@b.c",
        "a@b.c/",
        "a\xFF@b.c",
        "a@b\xFF.c",
        "a\uFFFD@b.c",
        "a@b\uE000.c", /* for private use */
        "a@。",
        "mailto:",
        "mailto:a%00@b.c",
        "mailto:a%FF@b.c",
        "mailto:a%20b@c.d",
        "mailto:a%40b%40c.d",
        "mailto:a%E2%80%9Bb@c.d", /* found by fuzzing: a quote as an escape */
        "mailto:a@b%E2%80%9Bc瀂d",
        "<>",
        "a\n@b.c",
    };
    expect_refused(cases, COUNT(cases));
}

/* Without the odd piece each would be an address, perhaps a stranger's. */
static void test_came_apart(void **state) {
    (void)state;
    static const char *const cases[] = {
        "a b@c.d",
        "a@b c.d",
        "ivan petrov@example.com",
        "ivan, petrov@example.com",
        "ivan,petrov@example.com",
        "ivan;petrov@example.com",
        "ivan - petrov@example.com",
        "ivan petrov @ example.com",
        "ivan:petrov@example.com",
        "ivan@example,com",
        "ivan@example. com",
        "ivan@example .com",
        "ivan@example.co m",
        "ivan@exam ple.com:",
        "Иван <ivan@exam ple.com>",
        "Иван <ivan petrov@example.com>",
        "ivan<petrov@example.com",
        "ivan@exam <5> ple.com",
        "ivan\u2028petrov@example.com",
        "ivan\u3000petrov@example.com",
        "ivan@example.com или petr@example.com",
        "petr@example.com <ivan@example.com>",
        "ivan@example.com @ivanov",
        "ivan@example.com/petr@example.com",
        "ivan@example.comivan@example.com",
    };
    expect_refused(cases, COUNT(cases));
}

static void test_bounds(void **state) {
    (void)state;
    struct email email;
    char text[600];
    for (size_t n = EMAIL_LOCAL_MAX; n <= EMAIL_LOCAL_MAX + 1; n++) {
        snprintf(text, sizeof text, "%s@example.com", row('a', n));
        assert_int_equal(parse(text, &email), n == EMAIL_LOCAL_MAX ? OK : ERR_SYNTAX);
    }
    for (size_t n = 63; n <= 64; n++) { /* a label, RFC 1035 */
        snprintf(text, sizeof text, "a@%s.com", row('b', n));
        assert_int_equal(parse(text, &email), n == 63 ? OK : ERR_SYNTAX);
    }
    for (size_t n = EMAIL_BYTES_MAX; n <= EMAIL_BYTES_MAX + 1; n++) {
        size_t len = (size_t)snprintf(text, sizeof text, "a@");
        while (len + 51 <= n - 10) {
            len += (size_t)snprintf(text + len, sizeof text - len, "%s.", row('b', 50));
        }
        snprintf(text + len, sizeof text - len, "%s", row('c', n - len));
        assert_int_equal(strlen(text), n);
        assert_int_equal(parse(text, &email), n == EMAIL_BYTES_MAX ? OK : ERR_SYNTAX);
    }
    /* folding grows: U+023A has two octets, its small letter three */
    for (size_t n = 21; n <= 22; n++) {
        size_t at = 0;
        for (size_t i = 0; i < n; i++)
            at += (size_t)snprintf(text + at, sizeof text - at, "\u023A");
        snprintf(text + at, sizeof text - at, "@example.com");
        assert_int_equal(parse(text, &email), 3 * n <= EMAIL_LOCAL_MAX ? OK : ERR_SYNTAX);
    }
    for (size_t n = EMAIL_ADDRESSES_MAX; n <= EMAIL_ADDRESSES_MAX + 1; n++) {
        size_t at = 0;
        for (size_t i = 0; i < n; i++)
            at += (size_t)snprintf(text + at, sizeof text - at, "ivan%zu@example.com, ", i);
        assert_int_equal(parse(text, &email), n == EMAIL_ADDRESSES_MAX ? OK : ERR_SYNTAX);
    }
    /* short as typed, too long as A-labels */
    size_t len = (size_t)snprintf(text, sizeof text, "a@");
    for (int i = 0; i < 40; i++)
        len += (size_t)snprintf(text + len, sizeof text - len, "щ.");
    snprintf(text + len, sizeof text - len, "рф");
    assert_true(strlen(text) <= EMAIL_BYTES_MAX);
    enum errcode e = parse(text, &email); /* libidn2 may say it first */
    assert_true(e == ERR_SYNTAX || (e == OK && email.unverified));
}

static void test_small_arena(void **state) {
    (void)state;
    enum errcode e = ERR_TOO_LARGE;
    struct slice text = SLICE_LIT("Иван <J\u030C@क्\u200Dष.рф>");
    for (size_t bytes = 16; e != OK && bytes < 65536; bytes += 16) {
        struct arena *small = arena_new(bytes);
        struct reading r;
        struct email email;
        bool repaired = false;
        e = reading_make(small, text, &r, &repaired);
        if (e == OK)
            e = email_parse(small, &r, &email);
        assert_true(e == OK || e == ERR_TOO_LARGE);
        arena_free(small);
    }
    assert_int_equal(e, OK);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_taken),     cmocka_unit_test(test_spellings),
        cmocka_unit_test(test_invisible), cmocka_unit_test(test_joiners),
        cmocka_unit_test(test_lettering), cmocka_unit_test(test_wrapped),
        cmocka_unit_test(test_mailto),    cmocka_unit_test(test_words_beside),
        cmocka_unit_test(test_refused),   cmocka_unit_test(test_came_apart),
        cmocka_unit_test(test_bounds),    cmocka_unit_test(test_small_arena)};
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
