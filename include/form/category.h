/* category: the classes of leads, from categories.yaml. Immutable once loaded. */
#ifndef FORM_CATEGORY_H
#define FORM_CATEGORY_H

#include <stddef.h>

#include "form/text.h"

struct category {
    struct slice name;   /* [a-z][a-z0-9-]*, e.g. high-margin */
    struct slice colour; /* one word: red, green, grey ... */
    int rank;            /* 1..999, smaller is worked first */
    struct text label;
};

struct loader;
struct yaml_node_s; /* libyaml's yaml_node_t */

/* Reads categories.yaml: sets categories and category_count of the loader, sorted by rank. */
void category_load(struct loader *l, struct slice text, const char *path);

/* The category of that name, or NULL, which is reported. */
const struct category *category_named(struct loader *l, const struct yaml_node_s *node);

extern const struct loader_table category_table;

#endif
