/* nginx_conf: the tree of what "nginx -T" prints. */
#include "unit.h"

#include "text_fixture.h"

#include "admin/nginx_conf.h"
#include "base/bounds.h"

static const struct nginx_directive *read_good(const char *dump) {
    const struct nginx_directive *top = NULL;
    assert_int_equal(nginx_conf_read(arena, slice_from(dump), &top), OK);
    return top;
}

static enum errcode read_bad(const char *dump) {
    const struct nginx_directive *top = NULL;
    return nginx_conf_read(arena, slice_from(dump), &top);
}

/* The tree as text: names, words, blocks in braces, where each stands. */
static const char *shape(const struct nginx_directive *d) {
    const char *text = "";
    for (; d != NULL; d = nginx_conf_next(d)) {
        const char *args = "";
        int depth = 0;
        for (size_t i = 0; i < d->arg_count; i++)
            args = text_printf(arena, "%s %s", args, d->args[i]);
        for (const struct nginx_directive *p = d->parent; p != NULL; p = p->parent)
            depth++;
        text = text_printf(arena, "%s%*s%s%s%s @%s:%d\n", text, depth, "", d->name, args,
                           d->block ? " {}" : "", d->file, d->line);
    }
    return text;
}

#define MAIN "# configuration file /etc/nginx/nginx.conf:\n"

static void test_includes(void **state) {
    (void)state;
    const char *dump =
        MAIN "user www-data;\nhttp {\n  include conf.d/*.conf;\n  gzip on;\n}\n"
             "# configuration file /etc/nginx/conf.d/a.conf:\nserver { # one\n  listen 80;\n}\n\n"
             "# configuration file /etc/nginx/conf.d/b.conf:\nserver {\n  include snippets/x;}\n\n"
             "# configuration file /etc/nginx/snippets/x:\nlocation ~ \\.php$ { return 404; }\n";
    assert_string_equal(shape(read_good(dump)), "user www-data @/etc/nginx/nginx.conf:1\n"
                                                "http {} @/etc/nginx/nginx.conf:2\n"
                                                " include conf.d/*.conf @/etc/nginx/nginx.conf:3\n"
                                                " server {} @/etc/nginx/conf.d/a.conf:1\n"
                                                "  listen 80 @/etc/nginx/conf.d/a.conf:2\n"
                                                " server {} @/etc/nginx/conf.d/b.conf:1\n"
                                                "  include snippets/x @/etc/nginx/conf.d/b.conf:2\n"
                                                "  location ~ \\.php$ {} @/etc/nginx/snippets/x:1\n"
                                                "   return 404 @/etc/nginx/snippets/x:1\n"
                                                " gzip on @/etc/nginx/nginx.conf:4\n");
}

static void test_words(void **state) {
    (void)state;
    const struct nginx_directive *d = read_good(
        MAIN
        "set $a \"x; { } 'y' \\\" z\"; log_format f 'a' \"b\"\n  'c';\nroot /srv/${host}/www;\n");
    assert_string_equal(d->args[1], "x; { } 'y' \" z");
    assert_int_equal(d->next->arg_count, 4);
    assert_string_equal(d->next->args[3], "c");
    assert_int_equal(d->next->line, 1);
    assert_string_equal(d->next->next->args[0], "/srv/${host}/www");
    assert_false(d->next->next->block);
}

static void test_lua(void **state) {
    (void)state;
    static const char *const blocks[] = {
        "{}",
        "{ local t = { a = {} } }",
        "{ ngx.say('}', \"}\\\"}\") }",
        "{ -- don't }\n }",
        "{ --[[ } \n } ]] }",
        "{ x = [==[ } ]=] } ]==] }",
        "{ a[b[1]] = #t # { } }",
        "{ x = a - -b; y = [=[]=] }",
    };
    for (size_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        const struct nginx_directive *d =
            read_good(text_printf(arena, MAIN "content_by_lua_block %s\ngzip on;\n", blocks[i]));
        assert_false(d->block);
        assert_string_equal(d->next->name, "gzip");
        assert_null(d->next->next);
        int lines = 2;
        for (const char *p = blocks[i]; *p != '\0'; p++)
            lines += *p == '\n';
        assert_int_equal(d->next->line, lines);
        assert_int_equal(d->next->at, strlen("content_by_lua_block \n") + strlen(blocks[i]));
    }
    assert_int_equal(read_bad(MAIN "init_by_lua_block { x = '}' \n"), ERR_SYNTAX);
    assert_int_equal(read_bad(MAIN "init_by_lua_block { [==[ } ]=] "), ERR_SYNTAX);
    assert_int_equal(read_bad(MAIN "init_by_lua_block { 'x\\"), ERR_SYNTAX);
}

static void test_in_force(void **state) {
    (void)state;
    const struct nginx_directive *top = read_good(
        MAIN
        "worker_processes 2;\nhttp { ssi on; server { ssi off; location / { return 204; } } }\n");
    const struct nginx_directive *http = top->next, *server = nginx_conf_child(http, "server");
    const struct nginx_directive *location = nginx_conf_child(server, "location");
    assert_string_equal(nginx_conf_in_force(location, top, "ssi")->args[0], "off");
    assert_string_equal(nginx_conf_in_force(http, top, "ssi")->args[0], "on");
    assert_string_equal(nginx_conf_in_force(location, top, "worker_processes")->args[0], "2");
    assert_null(nginx_conf_in_force(location, top, "gzip"));
    assert_null(nginx_conf_child(location, "ssi"));
}

static void test_broken(void **state) {
    (void)state;
    assert_int_equal(read_bad(""), ERR_SYNTAX);
    assert_int_equal(read_bad("http {}\n"), ERR_SYNTAX);
    assert_int_equal(read_bad(MAIN "http {\n"), ERR_SYNTAX);
    assert_int_equal(read_bad(MAIN "http {}}\n"), ERR_SYNTAX);
    assert_int_equal(read_bad(MAIN "gzip on\n"), ERR_SYNTAX);
    assert_int_equal(read_bad(MAIN "gzip 'on;\n"), ERR_SYNTAX);
    assert_int_equal(read_bad(MAIN ";\n"), ERR_SYNTAX);
    assert_int_equal(read_bad(MAIN "include nginx.conf;\n"), ERR_TOO_MANY);
}

static enum errcode read_many(const char *piece, size_t count, const char *end) {
    size_t n = strlen(piece), head = strlen(MAIN);
    char *dump = text_alloc(arena, head + n * count + strlen(end) * count + 1), *p = dump + head;
    memcpy(dump, MAIN, head);
    for (size_t i = 0; i < count; i++, p += n)
        memcpy(p, piece, n);
    for (size_t i = 0; i < count; i++, p += strlen(end))
        memcpy(p, end, strlen(end));
    return read_bad(dump);
}

static void test_bounds(void **state) {
    (void)state;
    assert_int_equal(read_many("a;", NGINX_DIRECTIVES_MAX, ""), OK);
    assert_int_equal(read_many("a;", NGINX_DIRECTIVES_MAX + 1, ""), ERR_TOO_MANY);
    assert_int_equal(read_many("a{", NGINX_BLOCKS_MAX, "}"), OK);
    assert_int_equal(read_many("a{", NGINX_BLOCKS_MAX + 1, "}"), ERR_TOO_MANY);
    char *words = text_alloc(arena, 2 * (NGINX_WORDS_MAX + 1) + 1);
    for (size_t i = 0; i < NGINX_WORDS_MAX; i++)
        memcpy(words + 2 * i, "a ", 2);
    assert_int_equal(read_bad(text_printf(arena, MAIN "%s;", words)), OK);
    assert_int_equal(read_bad(text_printf(arena, MAIN "%sa;", words)), ERR_TOO_MANY);
    char *word = text_alloc(arena, NGINX_WORD_MAX + 2);
    memset(word, 'w', NGINX_WORD_MAX + 1);
    const struct nginx_directive *d = read_good(text_printf(arena, MAIN "%s;", word));
    assert_int_equal(strlen(d->name), NGINX_WORD_MAX);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_includes, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_words, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_lua, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_in_force, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_broken, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_bounds, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests_name("nginx_conf", tests, NULL, NULL);
}
