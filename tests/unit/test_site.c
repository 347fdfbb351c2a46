/* site: which server block is meant, and one line put in and taken out octet for octet. */
#include "unit.h"

#include "text_fixture.h"

#include "admin/site.h"
#include "base/bounds.h"

static const struct nginx_directive *tree(const char *http) {
    const struct nginx_directive *top = NULL;
    const char *dump =
        text_printf(arena, "# configuration file /etc/nginx/nginx.conf:\nhttp {\n%s}\n", http);
    assert_int_equal(nginx_conf_read(arena, slice_from(dump), &top), OK);
    return top;
}

static const char *labels(const char *http, const char *wanted) {
    const struct nginx_directive *sites[SETUP_SITES_MAX];
    size_t n = site_candidates(arena, tree(http), wanted, sites);
    const char *all = "";
    for (size_t i = 0; i < n; i++)
        all = text_printf(arena, "%s%s|", all, site_label(arena, sites[i]));
    return all;
}

#define AT(n) "(/etc/nginx/nginx.conf:" #n ")|"
#define PAIR                                                                                       \
    "server { listen 80; server_name a.ru; }\n"                                                    \
    "server { listen 443 ssl; server_name www.a.ru a.ru; }\n"
#define STATUS "server { listen 127.0.0.1:9145; include /e/firstline-status.conf; }\n"

static const struct {
    const char *http, *wanted, *found;
} choices[] = {
    {"", NULL, ""},
    {"server { listen 80; }\n", NULL, "without a name " AT(2)},
    {"server { server_name _; }\n" STATUS, NULL, "_ " AT(2)},
    {"server { server_name a.ru; return 301 https://a.ru; }\nserver { server_name a.ru; }\n", NULL,
     "a.ru " AT(3)},
    {PAIR, NULL, "a.ru " AT(2) "www.a.ru a.ru " AT(3)},
    {PAIR, "a.ru", "www.a.ru a.ru " AT(3)},
    {PAIR, "/etc/nginx/nginx.conf:2", "a.ru " AT(2)},
    {PAIR, "b.ru", ""},
    {PAIR PAIR, "www.a.ru", "www.a.ru a.ru " AT(3) "www.a.ru a.ru " AT(5)},
    {"server { server_name a; server_name b \"\"; }\n", "b", "a b \"\" " AT(2)},
};

static void test_choices(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(choices); i++)
        assert_string_equal(labels(choices[i].http, choices[i].wanted), choices[i].found);
}

static void test_bound(void **state) {
    (void)state;
    const struct nginx_directive *sites[SETUP_SITES_MAX];
    struct buf {
        char text[(SETUP_SITES_MAX + 1) * 40];
    } *many = text_alloc(arena, sizeof *many);
    for (int extra = 0; extra < 2; extra++) {
        char *end = many->text;
        for (int i = 0; i < SETUP_SITES_MAX + extra; i++)
            end += snprintf(end, 40, "server { server_name s%d; }\n", i);
        assert_int_equal(site_candidates(arena, tree(many->text), NULL, sites), SETUP_SITES_MAX);
    }
}

static void test_line_of(void **state) {
    (void)state;
    const struct nginx_directive *sites[SETUP_SITES_MAX];
    const char *http = "server { include snippets/x; include /etc/nginx/firstline.conf; }\n"
                       "server { location / { include firstline.conf; } }\n";
    assert_int_equal(site_candidates(arena, tree(http), NULL, sites), 2);
    assert_non_null(site_line(sites[0]));
    assert_null(site_line(sites[1]));
}

static const struct {
    const char *body, *name, *host, *port, *socket;
    bool tls, proxied;
} addresses[] = {
    {"", NULL, "127.0.0.1", "80", NULL, false, false},
    {"listen 8080; server_name _ *.a.ru ~^x$ b.ru;", "b.ru", "127.0.0.1", "8080", NULL, false,
     false},
    {"listen [::]:81; server_name \"\";", NULL, "[::1]", "81", NULL, false, false},
    {"listen [::1];", NULL, "[::1]", "80", NULL, false, false},
    {"listen 10.0.0.7:82 default_server;", NULL, "10.0.0.7", "82", NULL, false, false},
    {"listen localhost;", NULL, "localhost", "80", NULL, false, false},
    {"listen *:443 ssl;", NULL, "127.0.0.1", "443", NULL, true, false},
    {"listen 0.0.0.0:80; listen 443 ssl;", NULL, "127.0.0.1", "443", NULL, true, false},
    {"listen 80 proxy_protocol;", NULL, "127.0.0.1", "80", NULL, false, true},
    {"listen unix:/run/x.sock;", NULL, "127.0.0.1", "80", "/run/x.sock", false, false},
};

static void test_addresses(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(addresses); i++) {
        const struct nginx_directive *sites[SETUP_SITES_MAX];
        const char *http = text_printf(arena, "server { %s }\n", addresses[i].body);
        assert_int_equal(site_candidates(arena, tree(http), NULL, sites), 1);
        struct site_address at = site_address(arena, sites[0]);
        assert_string_equal(at.host, addresses[i].host);
        assert_string_equal(at.port, addresses[i].port);
        assert_int_equal(at.tls, addresses[i].tls);
        assert_int_equal(at.proxied, addresses[i].proxied);
        assert_true((at.name == NULL) == (addresses[i].name == NULL));
        assert_true((at.socket == NULL) == (addresses[i].socket == NULL));
        if (at.name != NULL)
            assert_string_equal(at.name, addresses[i].name);
        if (at.socket != NULL)
            assert_string_equal(at.socket, addresses[i].socket);
    }
}

static const char *default_of(const char *http, size_t i) {
    const struct nginx_directive *sites[SETUP_SITES_MAX], *top = tree(http);
    size_t n = site_candidates(arena, top, NULL, sites);
    assert_true(i < n);
    return site_label(arena, site_default(arena, top, sites[i]));
}

static void test_default(void **state) {
    (void)state;
    const char *http = "server { server_name a; listen 80; listen 8080; }\n"
                       "server { server_name b; listen 80; listen 81 default_server; }\n"
                       "server { server_name c; listen 0.0.0.0:81; }\n"
                       "server { server_name d; listen 127.0.0.1:80; }\n";
    assert_string_equal(default_of(http, 1), "a (/etc/nginx/nginx.conf:2)");
    assert_string_equal(default_of(http, 2), "b (/etc/nginx/nginx.conf:3)");
    assert_string_equal(default_of(http, 3), "d (/etc/nginx/nginx.conf:5)");
}

#define OURS "include /e/firstline.conf; # firstline setup\n"

static const struct {
    const char *before;
    size_t at;
    const char *after; /* NULL: no brace is found */
} lines[] = {
    {"server {\n\tlisten 80;\n}\n", 0, "server {\n    " OURS "\tlisten 80;\n}\n"},
    {"# server {\nserver { # {\n}\n", 11, "# server {\nserver { # {\n    " OURS "}\n"},
    {"server\n# {\n{\n}\n", 0, "server\n# {\n{\n    " OURS "}\n"},
    {"server { listen 80; }\n", 0, "server {\n" OURS " listen 80; }\n"},
    {"server {}", 0, "server {\n" OURS "}"},
    {"http { server {} server {} }\n", 17, "http { server {} server {\n" OURS "} }\n"},
    {"map a b {} server {\n}\n", 11, "map a b {} server {\n    " OURS "}\n"},
    {"server {", 0, NULL},
    {"server;\nx {\n", 0, NULL},
    {"map a b {}\nserver {\n}\n", 0, NULL}, /* it was changed since */
    {"server {\n}\n", 11, NULL},
    {"", 0, NULL},
    {"server {\r\n  listen 80;\r\n}\r\n", 0, "server {\r\n    " OURS "  listen 80;\r\n}\r\n"},
};

static void test_lines(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(lines); i++) {
        struct slice before = slice_from(lines[i].before);
        struct slice got = site_put_line(arena, before, lines[i].at, "/e/firstline.conf");
        if (lines[i].after == NULL) {
            assert_null(got.ptr);
            continue;
        }
        if (!slice_eq_lit(got, lines[i].after))
            fail_msg("case %zu: \"%.*s\"", i, SLICE_ARG(got));
        got = site_take_line(arena, got);
        if (!slice_eq(got, before))
            fail_msg("case %zu, taken out: \"%.*s\"", i, SLICE_ARG(got));
        assert_true(slice_eq(site_take_line(arena, before), before));
    }
}

/* Whoever has moved it to the left: the end of his comment is not ours. */
static void test_moved(void **state) {
    (void)state;
    struct slice got = site_take_line(arena, SLICE_LIT("server { # shop\n" OURS "listen 80;\n}\n"));
    assert_true(slice_eq_lit(got, "server { # shop\nlisten 80;\n}\n"));
    got = site_take_line(arena, SLICE_LIT(OURS));
    assert_true(slice_eq_lit(got, ""));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_choices), cmocka_unit_test(test_bound),
        cmocka_unit_test(test_line_of), cmocka_unit_test(test_addresses),
        cmocka_unit_test(test_default), cmocka_unit_test(test_lines),
        cmocka_unit_test(test_moved),
    };
    return cmocka_run_group_tests_name("site", tests, arena_setup, arena_teardown);
}
