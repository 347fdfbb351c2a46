/* around: only an address that we signed for this form leads back, and only one of this site is
 * signed. */
#include "unit.h"

#include "base/bounds.h"
#include "web/around.h"

#define FIXTURE_ARENA_BYTES ((size_t)1024 * 1024)
#include "arena_fixture.h"

static struct token_keys *keys;

static struct slice seal(struct slice uri) {
    struct slice out;
    assert_int_equal(around_seal(keys, arena, SLICE_LIT("cargo"), uri, &out), OK);
    return out;
}

static void test_pages(void **state) {
    (void)state;
    static const struct {
        const char *uri;
        bool good;
    } cases[] = {
        {"/", true},
        {"/a/b.html?c=d&e", true},
        {"/%D0%B0?x=%0d%0a", true},
        {"/f", true},
        {"/forms/", true},
        {"", false},
        {"a", false},
        {"//evil.example/", false},
        {"///", false},
        {"/\\evil.example", false},
        {"/a\\b", false},
        {"/a b", false},
        {"/a\r\nSet-Cookie: x", false},
        {"/a\x7f", false},
        {"/\xd0\xb0", false}, /* a browser would have encoded it */
        {"https://evil.example/", false},
        {"/f/cargo?embed=", false}, /* opened by itself */
        {"/f/", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct slice value = seal(slice_from(cases[i].uri)), uri;
        if ((value.ptr != NULL) != cases[i].good)
            fail_msg("%s", cases[i].uri);
        if (!cases[i].good)
            continue;
        assert_true(around_open(keys, SLICE_LIT("cargo"), value, &uri));
        assert_true(slice_eq_lit(uri, cases[i].uri));
        assert_false(around_open(keys, SLICE_LIT("callback"), value, &uri));
    }
}

static void test_bound(void **state) {
    (void)state;
    char text[URL_BYTES_MAX + 2];
    memset(text, 'a', sizeof text);
    text[0] = '/';
    struct slice uri, value = seal((struct slice){text, URL_BYTES_MAX});
    assert_true(around_open(keys, SLICE_LIT("cargo"), value, &uri));
    assert_int_equal(uri.len, URL_BYTES_MAX);
    assert_null(seal((struct slice){text, URL_BYTES_MAX + 1}).ptr);
}

/* Whatever octet of a value is another one, it leads nowhere. */
static void test_forged(void **state) {
    (void)state;
    struct slice value = seal(SLICE_LIT("/page?a=b")), uri;
    char forged[128];
    for (size_t i = 0; i < value.len; i++) {
        memcpy(forged, value.ptr, value.len);
        forged[i] = forged[i] == 'b' ? 'c' : 'b';
        assert_false(
            around_open(keys, SLICE_LIT("cargo"), (struct slice){forged, value.len}, &uri));
    }
    static const char *const bad[] = {"", " ", "/", " /", "x /", "/evil"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_false(around_open(keys, SLICE_LIT("cargo"), slice_from(bad[i]), &uri));
    assert_false(around_open(keys, SLICE_LIT("cargo"), SLICE_NONE, &uri));
}

static void test_links(void **state) {
    (void)state;
    static const struct {
        const char *uri, *link;
    } cases[] = {
        {"/", "/?firstline=cargo.ID#cargo--messages"},
        {"/a?b=c", "/a?b=c&firstline=cargo.ID#cargo--messages"},
        {"/a?", "/a?firstline=cargo.ID#cargo--messages"},
        {"/a?firstline=old&b=c&firstline=older", "/a?b=c&firstline=cargo.ID#cargo--messages"},
        {"/a?b=c&&d", "/a?b=c&d&firstline=cargo.ID#cargo--messages"},
        {"/a?firstliner=x", "/a?firstliner=x&firstline=cargo.ID#cargo--messages"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct slice out;
        assert_int_equal(around_link(arena, slice_from(cases[i].uri), SLICE_LIT("ID"),
                                     SLICE_LIT("cargo"), "messages", &out),
                         OK);
        if (!slice_eq_lit(out, cases[i].link))
            fail_msg("%s: %.*s", cases[i].uri, SLICE_ARG(out));
    }
}

static int setup(void **state) {
    return token_keys_load(NULL, &keys) == OK ? arena_setup(state) : -1;
}

static int teardown(void **state) {
    token_keys_free(keys);
    return arena_teardown(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pages),
        cmocka_unit_test(test_bound),
        cmocka_unit_test(test_forged),
        cmocka_unit_test(test_links),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
