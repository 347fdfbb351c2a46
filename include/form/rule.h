/* rule: name, category and conditions that must all hold. Immutable once loaded. */
#ifndef FORM_RULE_H
#define FORM_RULE_H

#include <stdbool.h>
#include <stddef.h>

#include "form/category.h"
#include "form/condition.h"

/* An example of a rule: raw values by field name, as a visitor would type them; a date may be
 * `+3d` (days from today). place and utm values under country, region, city, utm_source ..., and
 * under at when the lead came (clock_read), which is today then. What is not given is not known. */
struct example {
    struct slice *names, *values;
    size_t count;
    bool expected; /* under expect: this rule decides; under not: it does not */
    int line;
};

struct rule {
    struct slice name;
    const struct category *category;
    struct condition *conditions;
    size_t condition_count;
    struct example *examples;
    size_t example_count;
    int line;
};

struct form;
struct loader;

/* Reads what node holds into *out and reports what is wrong. form has its fields and the rules
 * before this one. */
void rule_load(struct loader *l, const struct yaml_node_s *node, const struct form *form,
               struct rule *out);

/* Reports rules of a form without other problems that an earlier rule leaves nothing to. */
void rule_check_dead(struct loader *l, const struct form *form);

extern const struct loader_table rule_table;

#endif
