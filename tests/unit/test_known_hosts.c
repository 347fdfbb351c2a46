/* known_hosts: hosts.yaml, what is none, and which host is whose. */
#include "unit.h"

#include "form_fixture.h"

static struct form_set *build(const char *hosts, const char *problems) {
    struct form_set *set;
    struct form_file files[] = {
        fixture_file("categories.yaml", FIXTURE_CATEGORIES), fixture_file("hosts.yaml", hosts),
        fixture_file("page.html", FIXTURE_PAGE),
        fixture_file("x.yaml", "title: x\ndefault_category: other\nlanguages: [ru]\n"
                               "fields: [{name: phone, type: phone, label: x}]\n")};
    char *said = fixture_build(files, COUNT(files), &set);
    assert_string_equal(said, problems);
    free(said);
    return set;
}

#define EXPECTED                                                                                   \
    "expected a host such as shop.example, in small letters, without https://, port and path, "    \
    "found "

static void test_no_hosts(void **state) {
    (void)state;
    static const char *const bad[] = {
        "https://a.example", "a.example:8080", "a.example/x", "A.example",   "a..example",
        ".a.example",        "a.example.",     "-a.example",  "a b.example", "a'b.example"};
    for (size_t i = 0; i < COUNT(bad); i++) {
        char text[128], want[512];
        snprintf(text, sizeof text, "own:\n  - ok.example\n  - \"%s\"\n", bad[i]);
        snprintf(want, sizeof want, "hosts.yaml:3: " EXPECTED "\"%s\"\n", bad[i]);
        form_set_free(build(text, want));
    }
    form_set_free(build("payments: [a.example]\n",
                        "hosts.yaml:1: unknown key \"payments\", did you mean \"payment\"?\n"));
    form_set_free(build("own: []\n", "hosts.yaml:1: an empty list of hosts\n"));
}

static void test_bounds(void **state) {
    (void)state;
    char text[(KNOWN_HOSTS_MAX + 1) * 8 + 16];
    for (int count = KNOWN_HOSTS_MAX; count <= KNOWN_HOSTS_MAX + 1; count++) {
        size_t n = (size_t)snprintf(text, sizeof text, "login:\n");
        for (int i = 0; i < count; i++)
            n += (size_t)snprintf(text + n, sizeof text - n, "- a%d\n", i);
        form_set_free(
            build(text, count == KNOWN_HOSTS_MAX ? "" : "hosts.yaml:2: more than 200 hosts\n"));
    }
}

static void test_whose(void **state) {
    (void)state;
    struct form_set *set =
        build("own: [shop.example, www.b.example, пример.рф]\npayment: pay.example\n", "");
    const struct known_hosts *k = form_set_hosts(set);
    static const struct {
        const char *host;
        bool own, detour;
    } cases[] = {
        {"site.example", true, false},
        {"www.site.example", true, false},
        {"SITE.example", true, false},
        {"shop.example", true, false},
        {"www.shop.example", true, false},
        {"b.example", true, false},
        {"a.shop.example", false, false},
        {"notshop.example", false, false},
        {"xn--e1afmkfd.xn--p1ai", true, false},
        {"pay.example", false, true},
        {"a.b.PAY.example", false, true},
        {"notpay.example", false, false},
        {"pay.example.evil.example", false, false},
        {"", false, false},
        {NULL, false, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct slice host = slice_from(cases[i].host);
        assert_int_equal(known_own(k, SLICE_LIT("site.example"), host), cases[i].own);
        assert_int_equal(known_detour(k, host), cases[i].detour);
        assert_false(known_detour(NULL, host));
    }
    assert_false(known_own(k, SLICE_NONE, SLICE_NONE));
    assert_true(known_own(NULL, SLICE_LIT("site.example"), SLICE_LIT("site.example")));
    form_set_free(set);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_hosts),
        cmocka_unit_test(test_bounds),
        cmocka_unit_test(test_whose),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
