/* tally: what is counted where, what a new set of forms takes over from the one before, also from
 * requests that still hold that one, and how much text it may give. */
#include "unit.h"

#include <pthread.h>
#include <string.h>

#include "form_fixture.h"

#include "base/bounds.h"
#include "lead/tally.h"

#define THREADS 4
#define ROUNDS 20000

static const char head[] = "title: T\nsubmit: S\nthanks: D\ndefault_category: other\n"
                           "fields:\n  - {name: a, type: text, label: A}\n";

/* The file of a form with these rules, each with a pattern of its own; to be freed. */
static char *form_text(const char *const *rules, size_t count) {
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    fprintf(out, "%s%s", head, count == 0 ? "" : "rules:\n");
    for (size_t i = 0; i < count; i++)
        fprintf(out, "  - {name: '%s', category: urgent, when: [{field: a, matches: x%zu}]}\n",
                rules[i], i);
    fclose(out);
    return text;
}

/* Two forms with the same rules, x and y. */
static struct form_set *build(const char *const *rules, size_t count) {
    char *text = form_text(rules, count);
    struct form_file files[] = {fixture_file("categories.yaml", FIXTURE_CATEGORIES),
                                fixture_file("page.html", FIXTURE_PAGE),
                                fixture_file("x.yaml", text), fixture_file("y.yaml", text)};
    struct form_set *set;
    char *problems = fixture_build(files, COUNT(files), &set);
    assert_string_equal(problems, "");
    free(problems);
    free(text);
    return set;
}

static const struct form *form_x(const struct form_set *set) {
    return form_find(set, SLICE_LIT("x"));
}

/* rule: index, or the number of rules for the default. */
static void hit(struct tally *t, const struct form *form, size_t rule) {
    struct classification c = {.rule = rule < form->rule_count ? &form->rules[rule] : NULL};
    tally_count(t, form, &c);
}

/* The text stays in the arena. */
static const char *written(const struct tally *t, struct arena *a) {
    struct buf b;
    struct slice out;
    arena_reset(a);
    buf_init(&b, a, RESPONSE_BYTES_MAX);
    tally_write(t, &b);
    buf_char(&b, '\0');
    assert_int_equal(buf_done(&b, &out), OK);
    return out.ptr;
}

static void assert_has(const char *text, const char *line) {
    if (strstr(text, line) == NULL)
        fail_msg("not there: %s\n%s", line, text);
}

static void test_counts(void **state) {
    (void)state;
    static const char *const rules[] = {"one", "say \"two\" \\ to"};
    struct arena *a = arena_new(ARENA_BYTES_MAX);
    struct form_set *set = build(rules, COUNT(rules));
    struct tally *t = tally_new(set, NULL);
    struct classification c = {.rule = &form_x(set)->rules[1], .marks = {1 << MARK_PATTERN_LIMIT}};
    c.limited[0] = true;
    tally_count(t, form_x(set), &c);
    hit(t, form_x(set), 1);
    hit(t, form_x(set), 2);
    assert_string_equal(
        written(t, a),
        "# HELP firstline_rule_hits_total Leads that the rule decided; without a rule, the "
        "default.\n"
        "# TYPE firstline_rule_hits_total counter\n"
        "firstline_rule_hits_total{form=\"x\",rule=\"one\"} 0\n"
        "firstline_rule_hits_total{form=\"x\",rule=\"say \\\"two\\\" \\\\ to\"} 2\n"
        "firstline_rule_hits_total{form=\"x\",rule=\"\"} 1\n"
        "firstline_rule_hits_total{form=\"y\",rule=\"one\"} 0\n"
        "firstline_rule_hits_total{form=\"y\",rule=\"say \\\"two\\\" \\\\ to\"} 0\n"
        "firstline_rule_hits_total{form=\"y\",rule=\"\"} 0\n"
        "# HELP firstline_rule_limit_hits_total Leads for which a pattern of the rule ran into a "
        "limit.\n"
        "# TYPE firstline_rule_limit_hits_total counter\n"
        "firstline_rule_limit_hits_total{form=\"x\",rule=\"one\"} 1\n"
        "firstline_rule_limit_hits_total{form=\"x\",rule=\"say \\\"two\\\" \\\\ to\"} 0\n"
        "firstline_rule_limit_hits_total{form=\"y\",rule=\"one\"} 0\n"
        "firstline_rule_limit_hits_total{form=\"y\",rule=\"say \\\"two\\\" \\\\ to\"} 0\n"
        "# HELP firstline_rules_left_out Rules and defaults that this answer has no room for.\n"
        "# TYPE firstline_rules_left_out gauge\n"
        "firstline_rules_left_out 0\n");
    tally_free(t);
    form_set_free(set);
    arena_free(a);
}

/* Rules change places, one goes, one comes; a request in flight still counts in the old set. */
static void test_reload(void **state) {
    (void)state;
    static const char *const old_rules[] = {"stays", "goes"};
    static const char *const new_rules[] = {"comes", "stays"};
    struct arena *a = arena_new(ARENA_BYTES_MAX);
    struct form_set *old_set = build(old_rules, 2), *new_set = build(new_rules, 2);
    struct tally *old = tally_new(old_set, NULL);
    for (size_t rule = 0; rule <= 2; rule++)
        hit(old, form_x(old_set), rule);
    struct tally *fresh = tally_new(new_set, old);
    hit(old, form_x(old_set), 0);
    hit(old, form_x(old_set), 1);
    tally_free(old);
    form_set_free(old_set);
    hit(fresh, form_x(new_set), 1);
    const char *text = written(fresh, a);
    assert_has(text, "hits_total{form=\"x\",rule=\"comes\"} 0\n");
    assert_has(text, "hits_total{form=\"x\",rule=\"stays\"} 3\n");
    assert_has(text, "hits_total{form=\"x\",rule=\"\"} 1\n");
    assert_has(text, "hits_total{form=\"y\",rule=\"stays\"} 0\n");
    assert_null(strstr(text, "goes"));
    struct form_set *back_set = build(old_rules, 2);
    struct tally *back = tally_new(back_set, fresh);
    tally_free(fresh);
    form_set_free(new_set);
    text = written(back, a);
    assert_has(text, "hits_total{form=\"x\",rule=\"stays\"} 3\n");
    assert_has(text, "hits_total{form=\"x\",rule=\"goes\"} 0\n");
    tally_free(back);
    form_set_free(back_set);
    arena_free(a);
}

struct load {
    struct tally *tally;
    const struct form *form;
};

static void *count(void *arg) {
    struct load *load = arg;
    for (int i = 0; i < ROUNDS; i++)
        hit(load->tally, load->form, 0);
    return NULL;
}

static void test_threads(void **state) {
    (void)state;
    static const char *const rules[] = {"one"};
    struct arena *a = arena_new(ARENA_BYTES_MAX);
    struct form_set *sets[2] = {build(rules, 1), build(rules, 1)};
    struct tally *old = tally_new(sets[0], NULL), *fresh = tally_new(sets[1], old);
    struct load loads[2] = {{old, form_x(sets[0])}, {fresh, form_x(sets[1])}};
    pthread_t threads[THREADS];
    char line[100];
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, count, &loads[i % 2]), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    snprintf(line, sizeof line, "hits_total{form=\"x\",rule=\"one\"} %d\n", THREADS * ROUNDS);
    assert_has(written(fresh, a), line);
    for (int i = 0; i < 2; i++) {
        tally_free(loads[i].tally);
        form_set_free(sets[i]);
    }
    arena_free(a);
}

static size_t lines_with(const char *text, const char *start) {
    size_t n = 0;
    for (const char *p = strstr(text, start); p != NULL; p = strstr(p + 1, start))
        n++;
    return n;
}

/* As many rules as a form may have, with names from short to the longest there can be. */
static void test_bound(void **state) {
    (void)state;
    static char names[FORM_RULES_MAX][4 * DEFINITION_WORD_MAX + 8];
    const char *rules[FORM_RULES_MAX];
    struct arena *a = arena_new(ARENA_BYTES_MAX);
    for (int wide = 0; wide <= 1; wide++) {
        for (size_t i = 0; i < FORM_RULES_MAX; i++) {
            int n = snprintf(names[i], sizeof names[i], "%03zu", i);
            for (int c = n; wide && c < DEFINITION_WORD_MAX; c++)
                strcat(names[i], "\U0001F4E6");
            rules[i] = names[i];
        }
        struct form_set *set = build(rules, FORM_RULES_MAX);
        struct tally *t = tally_new(set, NULL);
        const char *text = written(t, a), *gauge = strstr(text, "\nfirstline_rules_left_out ");
        size_t left_out = strtoul(gauge + strlen("\nfirstline_rules_left_out "), NULL, 10);
        size_t shown = lines_with(text, "\nfirstline_rule_hits_total{");
        assert_true(strlen(text) <= TALLY_BYTES_MAX);
        assert_int_equal(shown + left_out, 2 * (FORM_RULES_MAX + 1));
        assert_int_equal(left_out > 0, wide);
        /* the default of the first form, and if there is room of the second, has no patterns */
        assert_int_equal(lines_with(text, "\nfirstline_rule_limit_hits_total{"),
                         shown - (wide ? 1 : 2));
        tally_free(t);
        form_set_free(set);
    }
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_reload),
        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_bound),
    };
    return cmocka_run_group_tests_name("tally", tests, NULL, NULL);
}
