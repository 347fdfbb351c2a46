/* buf: the bound, running out of arena, and each escaper. */
#include "unit.h"

#include "base/buf.h"

typedef void escape_fn(struct buf *b, struct slice s);

struct escape_case {
    struct slice in;
    const char *out;
};

#define IN(s) SLICE_LIT(s)
#define BAD "\xEF\xBF\xBD"

static void run(escape_fn *escape, const struct escape_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++) {
        struct arena *a = arena_new(65536);
        struct buf b;
        struct slice out;
        buf_init(&b, a, 4096);
        escape(&b, cases[i].in);
        assert_int_equal(buf_done(&b, &out), OK);
        if (!slice_eq_lit(out, cases[i].out))
            fail_msg("got %.*s, wanted %s", SLICE_ARG(out), cases[i].out);
        arena_free(a);
    }
}

static void test_html(void **state) {
    (void)state;
    static const struct escape_case cases[] = {
        {{NULL, 0}, ""},
        {IN(""), ""},
        {IN("Иван 🚚"), "Иван 🚚"},
        {IN("<b a=\"1\" c='2'>&amp;"), "&lt;b a=&quot;1&quot; c=&#39;2&#39;&gt;&amp;amp;"},
        {IN("a\tb\r\nc"), "a\tb\r\nc"},
        {IN("a\0b\x01\x1b"), "a" BAD "b" BAD BAD},
        {IN("\xFF<\xC3"), BAD "&lt;" BAD},
        {IN("\xE2\x82<"), BAD BAD "&lt;"}, /* a cut sequence does not swallow what follows */
        {IN("\xC0\xBC"), BAD BAD},         /* overlong '<' */
        {IN("\xED\xA0\x80"), BAD BAD BAD},
    };
    run(buf_html_text, cases, COUNT(cases));
    run(buf_html_attr, cases, COUNT(cases));
}

static void test_json(void **state) {
    (void)state;
    static const struct escape_case cases[] = {
        {{NULL, 0}, "null"},
        {IN(""), "\"\""},
        {IN("Иван"), "\"Иван\""},
        {IN("a\"b\\c/"), "\"a\\\"b\\\\c/\""},
        {IN("\n\r\t\0\x1f\x7f"), "\"\\n\\u000d\\u0009\\u0000\\u001f\\u007f\""},
    };
    run(buf_json, cases, COUNT(cases));
}

static void test_label(void **state) {
    (void)state;
    static const struct escape_case cases[] = {
        {{NULL, 0}, ""},
        {IN("far city, heavy"), "far city, heavy"},
        {IN("\\\"\n"), "\\\\\\\"\\n"},
        {IN("say \"n\\n\"\nИван {}="), "say \\\"n\\\\n\\\"\\nИван {}="},
    };
    run(buf_label, cases, COUNT(cases));
}

static void test_plain(void **state) {
    (void)state;
    struct arena *a = arena_new(65536);
    struct buf b;
    struct slice out;
    buf_init(&b, a, 4096);
    assert_int_equal(buf_done(&b, &out), OK);
    assert_non_null(out.ptr); /* empty, not unset */
    assert_int_equal(out.len, 0);
    buf_raw(&b, SLICE_LIT("a\0"));
    buf_char(&b, 'b');
    buf_lit(&b, "<c>");
    buf_uint(&b, UINT64_MAX);
    buf_uint(&b, 0);
    buf_printf(&b, "[%s %d]", "x", -1);
    buf_printf(&b, "%s", "");
    assert_int_equal(buf_done(&b, &out), OK);
    assert_true(slice_eq(out, SLICE_LIT("a\0b<c>184467440737095516150[x -1]")));
    arena_free(a);
}

static void test_growing_keeps_the_text(void **state) {
    (void)state;
    struct arena *a = arena_new(1024 * 1024);
    struct buf b;
    struct slice out;
    buf_init(&b, a, 200000);
    for (unsigned i = 0; i < 30000; i++)
        buf_printf(&b, "%05u ", i);
    assert_int_equal(buf_done(&b, &out), OK);
    assert_int_equal(out.len, 180000);
    for (unsigned i = 0; i < 30000; i++)
        assert_int_equal(strtoul(out.ptr + 6 * (size_t)i, NULL, 10), i);
    arena_free(a);
}

static void put_raw(struct buf *b, const char *s) { buf_lit(b, s); }
static void put_printf(struct buf *b, const char *s) { buf_printf(b, "%s", s); }

/* n octets fit into a buf of n, by each way of writing; n + 1 do not, and then it stays full. */
static void test_bound(void **state) {
    (void)state;
    static const size_t bounds[] = {1, 10, 1023, 1024, 1025, 5000};
    void (*const ways[])(struct buf *, const char *) = {put_raw, put_printf};
    for (size_t i = 0; i < COUNT(bounds) * 2; i++) {
        size_t n = bounds[i / 2];
        struct arena *a = arena_new(65536);
        char *text = calloc(1, n + 1);
        struct buf b;
        struct slice out = SLICE_LIT("unchanged");
        memset(text, 'x', n);
        buf_init(&b, a, n);
        ways[i % 2](&b, text);
        assert_int_equal(buf_done(&b, &out), OK);
        assert_int_equal(out.len, n);
        ways[i % 2](&b, "y");
        assert_int_equal(buf_done(&b, &out), ERR_TOO_LARGE);
        assert_int_equal(out.len, n);
        ways[i % 2](&b, ""); /* nothing un-fills it */
        assert_int_equal(buf_done(&b, &out), ERR_TOO_LARGE);
        free(text);
        arena_free(a);
    }
}

static void test_every_arena(void **state) {
    (void)state;
    size_t fitted = 0;
    for (size_t cap = 1; cap < 8192; cap += 7) {
        struct arena *a = arena_new(cap);
        struct buf b;
        struct slice out;
        buf_init(&b, a, 100000);
        for (int i = 0; i < 300; i++)
            buf_json(&b, SLICE_LIT("a\nb"));
        enum errcode e = buf_done(&b, &out);
        assert_true(e == ERR_TOO_LARGE || (e == OK && out.len == 1800));
        fitted += e == OK;
        arena_free(a);
    }
    assert_true(fitted > 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_html),
        cmocka_unit_test(test_json),
        cmocka_unit_test(test_label),
        cmocka_unit_test(test_plain),
        cmocka_unit_test(test_growing_keeps_the_text),
        cmocka_unit_test(test_bound),
        cmocka_unit_test(test_every_arena),
    };
    return cmocka_run_group_tests_name("buf", tests, NULL, NULL);
}
