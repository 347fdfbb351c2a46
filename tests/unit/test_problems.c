/* Problems: order, bound, and that nothing in them can forge a line. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "form/problems.h"

static char *print(struct problems *p, size_t *lines) {
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    *lines = problems_print(p, out);
    fclose(out);
    return text;
}

static void test_order(void **state) {
    (void)state;
    struct problems p = {0};
    size_t lines;
    problems_add(&p, "b.yaml", 2, "two");
    problems_add(&p, "b.yaml", 10, "ten");
    problems_add(&p, "b.yaml", 2, "a %s", "word");
    problems_add(&p, "b.yaml", 0, "whole");
    problems_add(&p, "a.yaml", 99, "first");
    char *text = print(&p, &lines);
    assert_int_equal(lines, 5);
    assert_string_equal(text, "a.yaml:99: first\nb.yaml: whole\nb.yaml:2: a word\nb.yaml:2: two\n"
                              "b.yaml:10: ten\n");
    free(text);
    problems_free(&p);
    assert_int_equal(p.count, 0);
}

static void test_none(void **state) {
    (void)state;
    struct problems p = {0};
    size_t lines;
    char *text = print(&p, &lines);
    assert_int_equal(lines, 0);
    assert_string_equal(text, "");
    free(text);
    problems_free(&p);
}

static void test_printable(void **state) {
    (void)state;
    struct problems p = {0};
    size_t lines;
    problems_add(&p, "a\nb\xff.yaml", 1, "it says \"%s\"", "\x1b[31mя\xd1\x7f");
    char *text = print(&p, &lines);
    assert_string_equal(text, "a?b?.yaml:1: it says \"?[31mя??\"\n");
    free(text);
    problems_free(&p);
}

static void test_long(void **state) {
    (void)state;
    struct problems p = {0};
    char word[5000];
    memset(word, 'x', sizeof word);
    word[sizeof word - 1] = '\0';
    problems_add(&p, "a", 1, "%s", word);
    assert_int_equal(strlen(p.items[0].message), 1023);
    problems_free(&p);
}

static void test_bound(void **state) {
    (void)state;
    struct problems p = {0};
    size_t lines;
    for (int i = 1; i <= CONFIG_ERRORS_MAX; i++)
        problems_add(&p, "a", i, "x");
    assert_int_equal(p.count, CONFIG_ERRORS_MAX);
    assert_int_equal(p.left_out, 0);
    problems_add(&p, "a", 1, "y");
    problems_add(&p, "a", 1, "z");
    assert_int_equal(p.count, CONFIG_ERRORS_MAX);
    assert_int_equal(p.left_out, 2);
    char *text = print(&p, &lines);
    assert_int_equal(lines, CONFIG_ERRORS_MAX + 1);
    assert_non_null(strstr(text, "\nand 2 more\n"));
    free(text);
    problems_free(&p);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_order),     cmocka_unit_test(test_none),
        cmocka_unit_test(test_printable), cmocka_unit_test(test_long),
        cmocka_unit_test(test_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
