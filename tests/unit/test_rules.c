/* Rules by examples: tests/rules/NAME.eval against tests/rules/NAME.yaml, or the shipped form of
 * that name. One case a line: category | rule | field=value; field=value. Run from the root of the
 * source. */
#include "unit.h"

#include <string.h>

#include "base/clock.h"
#include "command/example.h"
#include "form/directory.h"
#include "form_fixture.h"

#define FACTS_MAX 16

struct run {
    struct arena *arena;
    struct matcher *matcher;
    const struct form *form;
    const char *file;
    int line;
    size_t cases, failures;
};

static char *read_text(const char *path) {
    char *text = NULL;
    size_t len = 0;
    FILE *in = fopen(path, "r");
    FILE *out = open_memstream(&text, &len);
    if (in == NULL)
        fail_msg("%s: cannot be read", path);
    for (int c = fgetc(in); c != EOF; c = fgetc(in))
        fputc(c, out);
    fclose(in);
    fclose(out);
    return text;
}

static void read_facts(struct run *run, struct slice text, struct example *out) {
    static struct slice names[FACTS_MAX], values[FACTS_MAX];
    *out = (struct example){.names = names, .values = values};
    while (text.ptr != NULL) {
        struct slice fact = slice_cut(text, ';', &text);
        struct slice value, name = slice_cut(slice_trim(fact), '=', &value);
        if (value.ptr == NULL || out->count == FACTS_MAX)
            fail_msg("%s:%d: expected field=value", run->file, run->line);
        names[out->count] = name;
        values[out->count++] = value;
    }
}

static void run_case(struct run *run, struct slice line) {
    struct slice rest, facts;
    struct slice category = slice_trim(slice_cut(line, '|', &rest));
    struct slice rule = slice_trim(slice_cut(rest, '|', &facts));
    struct example example;
    struct example_result r;
    if (facts.ptr == NULL)
        fail_msg("%s:%d: expected category | rule | facts", run->file, run->line);
    read_facts(run, facts, &example);
    arena_reset(run->arena);
    assert_int_equal(
        example_run(run->arena, run->matcher, run->form, &example, clock_wall_us(), &r), OK);
    struct slice got = r.classification.rule == NULL ? SLICE_LIT("-") : r.classification.rule->name;
    run->cases++;
    if (r.refused == NULL && slice_eq(category, r.classification.category->name) &&
        slice_eq(rule, got))
        return;
    run->failures++;
    print_error("%s:%d: expected %.*s by \"%.*s\", got %.*s by \"%.*s\"%s%.*s\n", run->file,
                run->line, SLICE_ARG(category), SLICE_ARG(rule),
                SLICE_ARG(r.classification.category->name), SLICE_ARG(got),
                r.refused == NULL ? "" : ", refused: ",
                SLICE_ARG(r.refused == NULL ? SLICE_LIT("") : r.refused->name));
}

static void run_file(const struct form *form, const char *file, size_t cases) {
    struct run run = {.form = form, .file = file};
    char *text = read_text(file);
    run.arena = arena_new(ARENA_BYTES_MAX);
    run.matcher = matcher_new();
    for (struct slice rest = slice_from(text); rest.ptr != NULL;) {
        struct slice line = slice_trim(slice_cut(rest, '\n', &rest));
        run.line++;
        if (line.len > 0 && line.ptr[0] != '#')
            run_case(&run, line);
    }
    matcher_free(run.matcher);
    arena_free(run.arena);
    free(text);
    assert_int_equal(run.failures, 0);
    assert_int_equal(run.cases, cases); /* so that a file cut short is noticed */
}

static void test_cargo(void **state) {
    (void)state;
    struct problems problems = {0};
    struct form_set *set = NULL;
    assert_int_equal(form_set_load("forms", &problems, &set), OK);
    run_file(form_find(set, SLICE_LIT("cargo")), "tests/rules/cargo.eval", 54);
    form_set_free(set);
}

static void test_everything(void **state) {
    (void)state;
    struct form_set *set;
    char *yaml = read_text("tests/rules/everything.yaml");
    char *problems = fixture_form(slice_from(yaml), &set);
    assert_string_equal(problems, "");
    run_file(form_at(set, 0), "tests/rules/everything.eval", 65);
    form_set_free(set);
    free(problems);
    free(yaml);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cargo),
        cmocka_unit_test(test_everything),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
