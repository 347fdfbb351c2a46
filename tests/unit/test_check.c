/* firstline check: what it prints and returns. Run from the root of the source. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unistd.h>

#include "command/check.h"
#include "form_fixture.h"

static char dir[] = "/tmp/firstline-check-XXXXXX";

static void write_file(const char *name, const char *text) {
    char path[300];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

/* Runs it with standard output and error in a file each; returns the exit code. */
static const struct place_check *places; /* of each run */

static int run(const char *path, bool json, char out[4096], char err[4096]) {
    char *into[2] = {out, err};
    FILE *files[2] = {tmpfile(), tmpfile()};
    int saved[2] = {dup(1), dup(2)};
    fflush(NULL);
    for (int i = 0; i < 2; i++)
        dup2(fileno(files[i]), i + 1);
    int code = check_run(path, places, json);
    fflush(NULL);
    for (int i = 0; i < 2; i++) {
        dup2(saved[i], i + 1);
        close(saved[i]);
        rewind(files[i]);
        into[i][fread(into[i], 1, 4095, files[i])] = '\0';
        fclose(files[i]);
    }
    return code;
}

#define GOOD                                                                                       \
    "title: T\ndefault_category: other\nfields:\n"                                                 \
    "  - {name: n, type: number, label: N}\n  - {name: a, type: text, label: A}\n"                 \
    "rules:\n  - name: early\n    category: other\n"                                               \
    "    when: [{field: a, matches: x}]\n"                                                         \
    "  - name: big\n    category: urgent\n    when:\n"                                             \
    "      - {field: n, min: 5}\n      - {field: a, matches: y}\n"

static void test_shipped(void **state) {
    (void)state;
    char out[4096], err[4096];
    assert_int_equal(run("forms", false, out, err), 0);
    assert_string_equal(err, "");
    assert_non_null(strstr(out, "form      fields  rules  examples  languages\n"));
    assert_non_null(strstr(out, "callback       3      0         0  ru en\n"));
    assert_non_null(strstr(out, "\nforms is right, version "));
    assert_int_equal(run("forms", true, out, err), 0);
    assert_string_equal(err, "");
    assert_string_equal(out, "[]\n");
}

static void test_examples(void **state) {
    (void)state;
    static const struct {
        const char *examples, *message;
    } cases[] = {
        {"    expect: [{n: 5, a: y}]\n", NULL},
        {"    not: [{n: 4, a: y}]\n", NULL},
        {"    not: [{n: 5, a: yx}]\n", NULL},
        {"    expect: [{n: 4, a: y}]\n",
         ":15: expected rule \"big\", got none; the condition in line 13 does not hold\n"},
        {"    expect: [{n: 5}]\n",
         ":15: expected rule \"big\", got none; the condition in line 14 does not hold\n"},
        {"    expect: [{n: 5, a: yx}]\n",
         ":15: expected rule \"big\", got \"early\" because a has \"x\"\n"},
        {"    expect: [{n: 4, a: yx}]\n",
         ":15: expected rule \"big\", got \"early\" because a has \"x\"; the condition in line 13 "
         "does not hold\n"},
        {"    not: [{n: 5, a: ay}]\n",
         ":15: rule \"big\" decides here and should not: n is 5; a has \"y\"\n"},
        {"    expect:\n      - {n: 5, a: y}\n      - {n: five, a: y}\n",
         ":17: the form does not take this \"n\" (number), so no rule sees it\n"},
        {"  - {name: night, category: other, when: [{hour: 22-6}], expect: [{at: 2026-11-28 "
         "23:10}], "
         "not: [{at: 2026-11-28 12:00}, {n: 1}]}\n",
         NULL},
        {"  - {name: night, category: other, when: [{hour: 22-6}], expect: [{n: 1}]}\n",
         ":15: expected rule \"night\", got none; the condition in line 15 does not hold\n"},
    };
    char out[4096], err[4096], form[2048];
    assert_non_null(mkdtemp(dir));
    write_file("categories.yaml", FIXTURE_CATEGORIES);
    write_file("page.html", FIXTURE_PAGE);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        snprintf(form, sizeof form, "%s%s", GOOD, cases[i].examples);
        write_file("x.yaml", form);
        int code = run(dir, false, out, err);
        assert_int_equal(code, cases[i].message == NULL ? 0 : EX_CONFIG);
        const char *message = strstr(err, "x.yaml");
        if (cases[i].message == NULL)
            assert_string_equal(err, "");
        else
            assert_string_equal(message == NULL ? err : message + strlen("x.yaml"),
                                cases[i].message);
        assert_int_equal(out[0] == '\0', cases[i].message != NULL);
    }
}

static void test_json(void **state) {
    (void)state;
    char out[4096], err[4096], expected[4096];
    write_file("x.yaml", "titel: \"T\"\n");
    assert_int_equal(run(dir, true, out, err), EX_CONFIG);
    assert_string_equal(err, "");
    snprintf(expected, sizeof expected,
             "[\n{\"path\":\"%s/x.yaml\",\"line\":1,\"message\":\"a form without "
             "\\\"default_category\\\"\"},\n"
             "{\"path\":\"%s/x.yaml\",\"line\":1,\"message\":\"a form without \\\"fields\\\"\"},\n"
             "{\"path\":\"%s/x.yaml\",\"line\":1,\"message\":\"a form without \\\"title\\\"\"},\n"
             "{\"path\":\"%s/x.yaml\",\"line\":1,\"message\":\"unknown key \\\"titel\\\", did you "
             "mean \\\"title\\\"?\"}\n]\n",
             dir, dir, dir, dir);
    assert_string_equal(out, expected);
    /* what was left alone is told, and is no error */
    write_file("x.yaml", GOOD);
    write_file("x.yaml~", "]");
    assert_int_equal(run(dir, true, out, err), 0);
    snprintf(expected, sizeof expected,
             "[\n{\"path\":\"%s/x.yaml~\",\"line\":0,\"message\":\"left alone: a copy that an "
             "editor keeps\",\"note\":true}\n]\n",
             dir);
    assert_string_equal(out, expected);
    assert_int_equal(run(dir, false, out, err), 0);
    assert_string_equal(err, "");
    snprintf(expected, sizeof expected,
             "%s/x.yaml~: left alone: a copy that an editor keeps\nform ", dir);
    assert_memory_equal(out, expected, strlen(expected));
    write_file("x.yaml", "titel: \"T\"\n");
    assert_int_equal(run(dir, false, out, err), EX_CONFIG);
    assert_string_equal(out, "");
    assert_non_null(strstr(err, "left alone"));
    static const char *const names[] = {"x.yaml~", "x.yaml", "categories.yaml", "page.html"};
    for (size_t i = 0; i < 4; i++) {
        char path[300];
        snprintf(path, sizeof path, "%s/%s", dir, names[i]);
        unlink(path);
    }
    rmdir(dir);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shipped),
        cmocka_unit_test(test_examples),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
