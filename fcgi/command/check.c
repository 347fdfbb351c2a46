/* check: reads the definitions as the service does, then holds each rule against its examples.
 * The examples run only on definitions without errors: what they say of others is guesswork. */
#include "command/check.h"

#include <stdio.h>
#include <sysexits.h>

#include "base/bounds.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "base/xalloc.h"
#include "command/example.h"
#include "form/directory.h"
#include "lead/explain.h"

#define JSON_BYTES_MAX (8 * 1024 * 1024)

struct check {
    struct problems problems;
    struct arena *arena; /* of one example */
    struct matcher *matcher;
    const struct form *form;
    int64_t now_us;
};

/* --- what a failing example tells ------------------------------------------------------------ */

static struct slice reason(struct check *k, const struct classification *c) {
    struct slice text;
    return explain(k->arena, c, &text) == OK ? text : SLICE_LIT("many conditions hold");
}

/* The line of the rule's first condition that does not hold for this submission, 0 when all hold:
 * asked of the classifier itself, with a form of one rule that grows by a condition at a time. */
static int failing_line(struct check *k, const struct rule *rule, const struct example *example) {
    struct rule part = *rule;
    struct form alone = *k->form;
    struct example_result r;
    alone.rules = &part;
    alone.rule_count = 1;
    for (part.condition_count = 1; part.condition_count <= rule->condition_count;
         part.condition_count++) {
        if (example_run(k->arena, k->matcher, &alone, example, k->now_us, &r) != OK)
            return 0;
        if (r.classification.rule == NULL)
            return rule->conditions[part.condition_count - 1].line;
    }
    return 0;
}

static void report_unexpected(struct check *k, const struct rule *rule,
                              const struct example *example, const struct classification *got) {
    int line = failing_line(k, rule, example);
    char where[64] = "";
    if (line > 0)
        snprintf(where, sizeof where, "; the condition in line %d does not hold", line);
    if (got->rule == NULL)
        problems_add(&k->problems, k->form->path, example->line,
                     "expected rule \"%.*s\", got none%s", SLICE_ARG(rule->name), where);
    else
        problems_add(&k->problems, k->form->path, example->line,
                     "expected rule \"%.*s\", got \"%.*s\" because %.*s%s", SLICE_ARG(rule->name),
                     SLICE_ARG(got->rule->name), SLICE_ARG(reason(k, got)), where);
}

/* --- examples -------------------------------------------------------------------------------- */

static void check_example(struct check *k, const struct rule *rule, const struct example *example) {
    struct example_result r;
    const char *path = k->form->path;
    arena_reset(k->arena);
    if (example_run(k->arena, k->matcher, k->form, example, k->now_us, &r) != OK) {
        problems_add(&k->problems, path, example->line, "the example is too large");
        return;
    }
    if (r.refused != NULL) {
        problems_add(&k->problems, path, example->line,
                     "the form does not take this \"%.*s\" (%s), so no rule sees it",
                     SLICE_ARG(r.refused->name), fault_code(r.fault));
        return;
    }
    if (marks_has(r.classification.marks, MARK_PATTERN_LIMIT))
        problems_add(&k->problems, path, example->line, "a pattern ran into a limit here");
    bool decides = r.classification.rule == rule;
    if (example->expected && !decides)
        report_unexpected(k, rule, example, &r.classification);
    else if (!example->expected && decides)
        problems_add(&k->problems, path, example->line,
                     "rule \"%.*s\" decides here and should not: %.*s", SLICE_ARG(rule->name),
                     SLICE_ARG(reason(k, &r.classification)));
}

static size_t example_count(const struct form *form) {
    size_t n = 0;
    for (size_t i = 0; i < form->rule_count; i++)
        n += form->rules[i].example_count;
    return n;
}

static void check_examples(struct check *k, const struct form_set *set) {
    k->arena = arena_new(ARENA_BYTES_MAX);
    k->matcher = matcher_new();
    k->now_us = clock_wall_us();
    for (size_t i = 0; i < form_count(set); i++) {
        k->form = form_at(set, i);
        for (size_t r = 0; r < k->form->rule_count; r++)
            for (size_t e = 0; e < k->form->rules[r].example_count; e++)
                check_example(k, &k->form->rules[r], &k->form->rules[r].examples[e]);
    }
    matcher_free(k->matcher);
    arena_free(k->arena);
}

/* --- the answer ------------------------------------------------------------------------------ */

static void write_items(struct buf *b, struct problems *p, const char *mark) {
    problems_sort(p);
    for (size_t i = 0; i < p->count; i++) {
        buf_lit(b, b->len == 1 ? "\n{\"path\":" : ",\n{\"path\":");
        buf_json(b, slice_from(p->items[i].path));
        buf_printf(b, ",\"line\":%d,\"message\":", p->items[i].line);
        buf_json(b, slice_from(p->items[i].message));
        buf_lit(b, mark);
    }
}

static void print_json(struct problems *p) {
    struct arena *arena = arena_new(2 * JSON_BYTES_MAX);
    struct buf b;
    struct slice text;
    buf_init(&b, arena, JSON_BYTES_MAX);
    buf_lit(&b, "[");
    write_items(&b, p, "}");
    write_items(&b, p->notes, ",\"note\":true}");
    buf_lit(&b, p->count + p->notes->count == 0 ? "]" : "\n]");
    if (buf_done(&b, &text) == OK)
        printf("%.*s\n", SLICE_ARG(text));
    else
        xalloc_fail(); /* 2 * CONFIG_ERRORS_MAX messages and paths of bounded length fit */
    arena_free(arena);
}

static void print_summary(const char *dir, const struct form_set *set) {
    int width = 4;
    for (size_t i = 0; i < form_count(set); i++)
        if ((int)form_at(set, i)->name.len > width)
            width = (int)form_at(set, i)->name.len;
    printf("%-*s  fields  rules  examples  languages\n", width, "form");
    for (size_t i = 0; i < form_count(set); i++) {
        const struct form *f = form_at(set, i);
        printf("%-*.*s  %6zu  %5zu  %8zu ", width, SLICE_ARG(f->name), f->field_count,
               f->rule_count, example_count(f));
        for (size_t l = 0; l < f->language_count; l++)
            printf(" %s", texts_code(f->texts, f->languages[l]));
        printf("\n");
    }
    printf("%s is right, version %s\n", dir, form_set_version(set));
}

int check_run(const char *dir, const struct place_check *places, bool json) {
    struct problems notes = {0};
    struct check k = {.problems = {.notes = &notes}};
    struct form_set *set = NULL;
    if (form_set_load(dir, &k.problems, &set) == OK) {
        check_examples(&k, set);
        if (places != NULL)
            place_check_run(places, set, &k.problems);
    }
    bool wrong = k.problems.count > 0;
    if (json) {
        print_json(&k.problems);
    } else {
        problems_print(&k.problems, stderr);
        problems_print(&notes, wrong ? stderr : stdout);
        if (!wrong)
            print_summary(dir, set);
    }
    problems_free(&k.problems);
    problems_free(&notes);
    form_set_free(set);
    return wrong ? EX_CONFIG : 0;
}
