/* site.yaml and firstline.css: what good ones become, and each way to be wrong, by line. Both go
 * into headers and styles, so what could end one is refused. Run from the root of the source. */
#include "unit.h"

#include <string.h>

#include "base/bounds.h"
#include "form_fixture.h"

static char *build(const char *site, const char *style, struct form_set **set) {
    struct form_file files[5] = {
        fixture_file("categories.yaml", FIXTURE_CATEGORIES),
        fixture_file("page.html", FIXTURE_PAGE),
        fixture_file("x.yaml", "title: T\ndefault_category: other\n"
                               "fields: [{name: a, type: text, label: A}]\n"),
    };
    size_t count = 3;
    if (site != NULL)
        files[count++] = fixture_file("site.yaml", site);
    if (style != NULL)
        files[count++] = fixture_file("firstline.css", style);
    return fixture_build(files, count, set);
}

static struct form_set *build_good(const char *site, const char *style) {
    struct form_set *set;
    char *problems = build(site, style, &set);
    assert_string_equal(problems, "");
    free(problems);
    return set;
}

static void check_text(struct slice got, const char *expected) {
    if (expected == NULL)
        assert_null(got.ptr);
    else if (!slice_eq_lit(got, expected))
        fail_msg("got \"%.*s\", expected \"%s\"", SLICE_ARG(got), expected);
}

static void test_no_file(void **state) {
    (void)state;
    struct form_set *set = build_good(NULL, NULL);
    const struct site *s = form_set_site(set);
    check_text(s->home, "/");
    check_text(s->phone, NULL);
    check_text(s->accent, NULL);
    check_text(s->logo, NULL);
    check_text(s->allow, "");
    check_text(form_set_style(set), NULL);
    assert_int_equal(form_count(set), 1);
    form_set_free(set);
}

static void test_all_keys(void **state) {
    (void)state;
    struct form_set *set = build_good("home: https://example.org/\nphone: 8 800 000-00-00\n"
                                      "accent: '#Ffd500'\nlogo: /img/logo.svg\n"
                                      "allow: ['https://a.example', 'https://b.example:8443']\n",
                                      "a{}\n");
    const struct site *s = form_set_site(set);
    check_text(s->home, "https://example.org/");
    check_text(s->phone, "8 800 000-00-00");
    check_text(s->logo, "/img/logo.svg");
    check_text(s->allow, " https://a.example https://b.example:8443");
    check_text(form_set_style(set),
               ":root{--firstline-accent:#Ffd500;--firstline-accent-ink:#000}\na{}\n");
    assert_int_equal(form_count(set), 1); /* it is no form */
    form_set_free(set);
    set = build_good("phone: 88000000000\nallow: https://a.example\n", "a{}");
    check_text(form_set_site(set)->phone, "88000000000");
    check_text(form_set_site(set)->allow, " https://a.example");
    check_text(form_set_style(set), "a{}");
    form_set_free(set);
}

#define PATH                                                                                       \
    "expected a path on this site, such as /thanks.html, or an https:// address; no blanks, line " \
    "ends, backslashes or // at the start\n"
#define PHONE                                                                                      \
    "site.yaml:1: expected one number of digits, blanks, brackets and -, such as 8 800 "           \
    "000-00-00, "
#define COLOUR "site.yaml:1: expected a colour in quotes, such as \"#0a58ca\", found "
#define ORIGIN                                                                                     \
    "site.yaml:1: expected an origin such as https://mc.example.org, in small letters and "        \
    "without a path, found "

static void test_wrong(void **state) {
    (void)state;
    static const struct {
        const char *site, *problem;
    } cases[] = {
        {"phon: 1\n", "site.yaml:1: unknown key \"phon\", did you mean \"phone\"?\n"},
        {"home: 1\n", "site.yaml:1: " PATH},
        {"home: //evil.example\n", "site.yaml:1: " PATH},
        {"phone: [1]\n", "site.yaml:1: expected a word, found a list\n"},
        {"phone: call us\n", PHONE "found \"call us\"\n"},
        {"phone: 8 800 000-00-00 доб. 12\n", PHONE "found \"8 800 000-00-00 доб. 12\"\n"},
        {"phone: 8 800 000-00-00, 8 495 000-00-00\n",
         PHONE "found \"8 800 000-00-00, 8 495 000-00-00\"\n"},
        {"phone: '11'\n", PHONE "found \"11\"\n"},
        {"phone: '1234567890123456'\n", PHONE "found \"1234567890123456\"\n"},
        {"phone: 8+800\n", PHONE "found \"8+800\"\n"},
        {"accent: #0a58ca\n", COLOUR "nothing\n"},
        {"accent: red\n", COLOUR "\"red\"\n"},
        {"accent: '#0a58c'\n", COLOUR "\"#0a58c\"\n"},
        {"accent: '#0a58caa'\n", COLOUR "\"#0a58caa\"\n"},
        {"accent: '#0a58c}'\n", COLOUR "\"#0a58c}\"\n"},
        {"logo: https://cdn.example/logo.svg\n",
         "site.yaml:1: expected a path on this site, such as /logo.svg\n"},
        {"allow: ['http://a.example']\n", ORIGIN "\"http://a.example\"\n"},
        {"allow: ['https://a.example/']\n", ORIGIN "\"https://a.example/\"\n"},
        {"allow: ['https://a.example; script-src *']\n",
         ORIGIN "\"https://a.example; script-src *\"\n"},
        {"allow: ['*']\n", ORIGIN "\"*\"\n"},
        {"allow: [\"'unsafe-inline'\"]\n", ORIGIN "\"'unsafe-inline'\"\n"},
        {"- a\n", "site.yaml:1: expected the keys of a site, found a list\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct form_set *set;
        char *got = build(cases[i].site, NULL, &set);
        if (strcmp(got, cases[i].problem) != 0)
            fail_msg("%s: got %s", cases[i].site, got);
        assert_null(set);
        free(got);
    }
}

static void test_wrong_style(void **state) {
    (void)state;
    struct form_set *set;
    char *got = build("accent: '#123456'\n", "a\x01{}", &set);
    assert_string_equal(got, "firstline.css:1: a control character (0x01)\n");
    assert_null(set);
    free(got);
}

/* n origins whose octets, each with its blank, are bytes in all. */
static char *origins(size_t n, size_t bytes) {
    char *text = NULL;
    size_t len = 0, each = bytes / n, last = bytes - each * (n - 1);
    FILE *out = open_memstream(&text, &len);
    fputs("allow: [", out);
    for (size_t i = 0; i < n; i++) {
        size_t host = (i + 1 < n ? each : last) - 1 - strlen("https://");
        fputs("'https://", out);
        for (size_t j = 0; j < host; j++)
            fputc('a', out);
        fputs("',", out);
    }
    fputs("]\n", out);
    fclose(out);
    return text;
}

static void check_origins(size_t n, size_t bytes, const char *problem) {
    struct form_set *set;
    char *site = origins(n, bytes);
    char *got = build(site, NULL, &set);
    assert_string_equal(got, problem);
    if (set != NULL)
        assert_int_equal(form_set_site(set)->allow.len, bytes);
    form_set_free(set);
    free(got);
    free(site);
}

static void test_bounds(void **state) {
    (void)state;
    check_origins(SITE_ALLOW_MAX, 400, "");
    check_origins(SITE_ALLOW_MAX + 1, 400, "site.yaml:1: more than 16 origins\n");
    check_origins(4, SITE_ALLOW_BYTES_MAX, "");
    check_origins(4, SITE_ALLOW_BYTES_MAX + 1, "site.yaml:1: more than 800 octets of origins\n");
}

static void test_ink(void **state) {
    (void)state;
    static const struct {
        const char *accent;
        bool white;
    } cases[] = {{"#000000", true},  {"#ffffff", false}, {"#0a58ca", true}, {"#ffd500", false},
                 {"#777777", false}, {"#757575", true},  {"#e00000", true}, {"#00a000", false},
                 {"#8A2BE2", true},  {"#FF8800", false}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (site_wants_white(slice_from(cases[i].accent)) != cases[i].white)
            fail_msg("%s", cases[i].accent);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_file), cmocka_unit_test(test_all_keys),
        cmocka_unit_test(test_wrong),   cmocka_unit_test(test_wrong_style),
        cmocka_unit_test(test_bounds),  cmocka_unit_test(test_ink),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
