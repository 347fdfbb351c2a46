/* email: addresses beside what only looks like them. */
#include "unit.h"

#define FIXTURE_ARENA_BYTES (16 * 1024)
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
    arena_reset(arena);
    return email_parse(arena, slice_from(text), out);
}

static void test_taken(void **state) {
    (void)state;
    static const struct {
        const char *text, *canonical;
        bool unverified;
    } cases[] = {
        {"ivan@example.com", "ivan@example.com", false},
        {"Ivan.Petrov@Example.COM", "ivan.petrov@example.com", false},
        {"  ivan@example.com\r\n", "ivan@example.com", false},
        {"\xC2\xA0ivan@example.com", "ivan@example.com", false},
        {"<ivan@example.com>", "ivan@example.com", false},
        {"mailto:ivan@example.com", "ivan@example.com", false},
        {"<MAILTO: ivan@example.com >", "ivan@example.com", false},
        {"ivan+tag@example.com", "ivan+tag@example.com", false},
        {"!#$%&'*+/=?^_`{|}~-.@a-b.c1", "!#$%&'*+/=?^_`{|}~-.@a-b.c1", false},
        {"a@1.2.3.4", "a@1.2.3.4", false},
        {"a@r3---sn.example", "a@r3---sn.example", false},
        {"ivan@пример.рф", "ivan@xn--e1afmkfd.xn--p1ai", false},
        {"ivan@ПРИМЕР.РФ", "ivan@xn--e1afmkfd.xn--p1ai", false},
        {"ivan@XN--E1AFMKFD.xn--p1ai", "ivan@xn--e1afmkfd.xn--p1ai", false},
        {"иван@пример.рф", "иван@xn--e1afmkfd.xn--p1ai", false},
        {"a@straße.example", "a@xn--strae-oqa.example", false},
        {"root@localhost", "root@localhost", true},
        {"a@b。c", "a@b.c", false}, /* found by fuzzing: a full stop of its own */
        {"a@xn--a.example", "a@xn--a.example", true},
        {"a@e☃\xE2\x81\xA4.example", NULL, false},
        {"a@\xCC\x81"
         "b.example",
         "a@\xCC\x81"
         "b.example",
         true}, /* begins with a mark */
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct email email;
        enum errcode e = parse(cases[i].text, &email);
        if (cases[i].canonical == NULL) {
            assert_int_equal(e, ERR_SYNTAX);
            continue;
        }
        if (e != OK || !slice_eq_lit(email.canonical, cases[i].canonical) ||
            email.unverified != cases[i].unverified)
            fail_msg("\"%s\": %s \"%.*s\"", cases[i].text, errcode_name(e),
                     e == OK ? (int)email.canonical.len : 0, e == OK ? email.canonical.ptr : "");
    }
}

static void test_refused(void **state) {
    (void)state;
    static const char *const cases[] = {
        "",
        "ivan",
        "@",
        "@a.b",
        "a@",
        "a@@b.c",
        "a@b@c.d",
        "a b@c.d",
        "a@b c.d",
        "a@.b",
        "a@b.",
        "a@b..c",
        "a@-b.c",
        "a@b-.c",
        "a@b_c.d",
        "\"a\"@b.c",
        "a@[1.2.3.4]",
        "a(x)@b.c",
        "a,b@c.d",
        "a@b.c,",
        "a@b.c>",
        "<a@b.c",
        "a;b@c.d",
        "a@b.c d@e.f",
        "a\\@b.c",
        "a@b.c\x01",
        "a\xFF@b.c",
        "a@b\xFF.c",
        "a@b。",
        "mailto:",
        "<>",
        "a\xC2\xA0"
        "b@c.d",
        "a\xE2\x80\x8B@b.c",
        "\xC2\x80@b.c",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct email email;
        if (parse(cases[i], &email) != ERR_SYNTAX)
            fail_msg("\"%s\" is taken", cases[i]);
    }
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
    for (size_t bytes = 16; e != OK; bytes += 16) {
        struct arena *small = arena_new(bytes);
        struct email email;
        e = email_parse(small, SLICE_LIT("ivan@пример.рф"), &email);
        assert_true(e == OK || e == ERR_TOO_LARGE);
        arena_free(small);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_taken), cmocka_unit_test(test_refused),
                                       cmocka_unit_test(test_bounds),
                                       cmocka_unit_test(test_small_arena)};
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
