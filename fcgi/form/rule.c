/* rule: one rule of a form with its conditions and examples, and the search for rules that can
 * never decide. */
#include "form/rule.h"

#include <string.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "form/form.h"
#include "form/loader.h"

struct draft {
    struct rule r;
    const struct form *form;
};

static void read_name(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into) {
    struct draft *d = into;
    (void)key;
    (void)loader_word(l, value, &d->r.name);
}

static void read_category(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                          void *into) {
    struct draft *d = into;
    (void)key;
    d->r.category = category_named(l, value);
}

static void read_when(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into) {
    struct draft *d = into;
    (void)key;
    d->r.condition_count = loader_list(l, value, "conditions", RULE_CONDITIONS_MAX);
    d->r.conditions = loader_alloc(l, d->r.condition_count, sizeof *d->r.conditions);
    for (size_t i = 0; i < d->r.condition_count; i++)
        condition_load(l, loader_item(l, value, i), d->form, &d->r.conditions[i]);
}

/* What an example may give besides the form's fields. A field of such a name comes first. */
#define TIME_FACT "at"
static const char *const facts[] = {TIME_FACT,      "country",    "region",
                                    "city",         "utm_source", "utm_medium",
                                    "utm_campaign", "utm_term",   "utm_content"};
#define FACT_COUNT (sizeof facts / sizeof *facts)

static bool is_known(const struct form *form, struct slice name) {
    if (form_field_index(form, name) < form->field_count)
        return true;
    for (size_t i = 0; i < FACT_COUNT; i++)
        if (slice_eq_lit(name, facts[i]))
            return true;
    return false;
}

static void report_unknown(struct loader *l, const yaml_node_t *at, const struct form *form,
                           struct slice name) {
    const char *known[FORM_FIELDS_MAX + FACT_COUNT];
    size_t count = 0;
    for (size_t i = 0; i < form->field_count; i++)
        if (form->fields[i].name.ptr != NULL)
            known[count++] = form->fields[i].name.ptr; /* copies end with a NUL */
    for (size_t i = 0; i < FACT_COUNT; i++)
        known[count++] = facts[i];
    loader_unknown(l, at, "field", name, known, count);
}

/* Whether it says when a lead came, and not what a field of that name holds. */
static bool is_time(const struct form *form, struct slice name) {
    return slice_eq_lit(name, TIME_FACT) && form_field_index(form, name) == form->field_count;
}

static void check_time(struct loader *l, const yaml_node_t *value) {
    int64_t us;
    if (!clock_read(source_scalar(value), &us))
        loader_problem(l, value, "expected a time such as 2026-11-28 23:10, found \"%.*s\"",
                       SLICE_ARG(utf8_cut(source_scalar(value), 40)));
}

static void read_example(struct loader *l, const yaml_node_t *node, const struct form *form,
                         struct example *out) {
    out->line = source_line(node);
    if (node->type != YAML_MAPPING_NODE ||
        node->data.mapping.pairs.start == node->data.mapping.pairs.top) {
        loader_problem(l, node, "expected an example such as {weight_kg: 1500}, found %s",
                       node->type == YAML_MAPPING_NODE ? "nothing" : source_kind(node));
        return;
    }
    const yaml_node_pair_t *pair = node->data.mapping.pairs.start;
    size_t count = (size_t)(node->data.mapping.pairs.top - pair);
    out->names = loader_alloc(l, count, sizeof *out->names);
    out->values = loader_alloc(l, count, sizeof *out->values);
    for (size_t i = 0; i < count; i++, pair++) {
        const yaml_node_t *name = source_node(&l->source, pair->key);
        const yaml_node_t *value = source_node(&l->source, pair->value);
        if (name->type != YAML_SCALAR_NODE)
            continue; /* reported when the file was opened */
        if (!is_known(form, source_scalar(name)))
            report_unknown(l, name, form, source_scalar(name));
        if (value->type != YAML_SCALAR_NODE) {
            loader_problem(l, value, "expected what a visitor types, found %s", source_kind(value));
            continue;
        }
        if (is_time(form, source_scalar(name)))
            check_time(l, value);
        out->names[out->count] = loader_copy(l, source_scalar(name));
        out->values[out->count++] = loader_copy(l, source_scalar(value));
    }
}

/* expect and not: the second that is read goes behind the first. */
static void read_examples(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                          void *into) {
    struct draft *d = into;
    size_t count = loader_list(l, value, "examples", RULE_EXAMPLES_MAX - d->r.example_count);
    for (size_t i = 0; i < count; i++) {
        struct example *example = &d->r.examples[d->r.example_count++];
        example->expected = key->scope != 0;
        read_example(l, loader_item(l, value, i), d->form, example);
    }
}

static const struct loader_key rule_keys[] = {
    {.name = "name", .read = read_name, .required = true},
    {.name = "category", .read = read_category, .required = true},
    {.name = "when", .read = read_when, .required = true},
    {.name = "expect", .read = read_examples, .scope = 1},
    {.name = "not", .read = read_examples, .scope = 0},
};
const struct loader_table rule_table = LOADER_TABLE("a rule", rule_keys);

static bool has_condition(const struct rule *r, const struct condition *c) {
    for (size_t i = 0; i < r->condition_count; i++)
        if (condition_same(&r->conditions[i], c))
            return true;
    return false;
}

/* Whatever fulfils late fulfils early too, as far as equal conditions show it. */
static bool takes_all(const struct rule *early, const struct rule *late) {
    for (size_t i = 0; i < early->condition_count; i++)
        if (!has_condition(late, &early->conditions[i]))
            return false;
    return true;
}

void rule_check_dead(struct loader *l, const struct form *form) {
    for (size_t i = 1; i < form->rule_count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (!takes_all(&form->rules[j], &form->rules[i]))
                continue;
            problems_add(l->source.problems, l->source.path, form->rules[i].line,
                         "can never decide: the rule in line %d always does before it",
                         form->rules[j].line);
            break;
        }
    }
}

static void check_name(struct loader *l, const yaml_node_t *node, const struct form *form,
                       const struct rule *rule) {
    for (size_t i = 0; i < form->rule_count && rule->name.ptr != NULL; i++)
        if (slice_eq(form->rules[i].name, rule->name))
            loader_problem(l, node, "the rule \"%.*s\" is already in line %d",
                           SLICE_ARG(rule->name), form->rules[i].line);
}

/* form->rule_count rules are before this one. */
void rule_load(struct loader *l, const yaml_node_t *node, const struct form *form,
               struct rule *out) {
    struct draft draft = {.form = form, .r = {.line = source_line(node)}};
    draft.r.examples = loader_alloc(l, RULE_EXAMPLES_MAX, sizeof *draft.r.examples);
    (void)loader_keys(l, node, &rule_table, &draft);
    check_name(l, node, form, &draft.r);
    *out = draft.r;
}
