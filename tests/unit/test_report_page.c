/* report_page: data inside of a script, and the page they go into. */
#include "unit.h"

#include "admin/report_page.h"
#include "admin/text.h"

static const struct {
    const char *json, *written;
} cases[] = {
    {"", ""},
    {"[1,2]", "[1,2]"},
    {"[\"</script>\"]", "[\"\\u003c/script>\"]"},
    {"[\"<!--<script\"]", "[\"\\u003c!--\\u003cscript\"]"},
    {"<", "\\u003c"},
    {"[\"\xE2\x80\xA8\"]", "[\"\\u2028\"]"},
    {"[\"a\xE2\x80\xA9\xE2\x80\xA9"
     "b\"]",
     "[\"a\\u2029\\u2029b\"]"},
    {"[\"\xE2\x80\xA7\xE2\x80\"]", "[\"\xE2\x80\xA7\xE2\x80\"]"}, /* others, and half of one */
    {"[\"Лид\"]", "[\"Лид\"]"},
};

static void test_script_json(void **state) {
    (void)state;
    struct arena *a = text_arena();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf b;
        struct slice got;
        buf_init(&b, a, 1000);
        report_script_json(&b, slice_from(cases[i].json));
        assert_int_equal(buf_done(&b, &got), OK);
        if (!slice_eq_lit(got, cases[i].written))
            fail_msg("%s: %.*s", cases[i].json, SLICE_ARG(got));
    }
    arena_free(a);
}

/* Whatever builds it: one place for the data, nothing left to fill in, nothing that is fetched. */
static void test_template(void **state) {
    (void)state;
    struct slice page = report_template();
    const char *mark = strstr(page.ptr, "<!--data-->");
    assert_non_null(mark);
    assert_null(strstr(mark + 1, "<!--"));
    assert_non_null(strstr(page.ptr, "default-src 'none'"));
    assert_non_null(strstr(page.ptr, "Observable, Inc."));
    assert_null(strstr(page.ptr, "<script src"));
    assert_null(strstr(page.ptr, "<link rel=\"stylesheet"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_script_json),
        cmocka_unit_test(test_template),
    };
    return cmocka_run_group_tests_name("report_page", tests, NULL, NULL);
}
