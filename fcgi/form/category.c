/* category: categories.yaml, the classes that rules sort leads into. */
#include "form/category.h"

#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "form/loader.h"

static const char *const colours[] = {"red",  "orange", "yellow", "green", "blue", "violet",
                                      "pink", "brown",  "grey",   "black", "white"};

static void read_name(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into) {
    struct category *c = into;
    (void)key;
    char why[LOADER_WHY_BYTES];
    if (!loader_word(l, value, &c->name) || loader_is_name(c->name, '-', PAIR_NAME_MAX))
        return;
    loader_why(c->name, why);
    loader_problem(l, value,
                   "bad category name \"%.*s\": a letter a-z first, then a-z, 0-9 and -%s",
                   SLICE_ARG(c->name), why);
}

static void read_colour(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                        void *into) {
    struct category *c = into;
    (void)key;
    if (!loader_word(l, value, &c->colour))
        return;
    for (size_t i = 0; i < sizeof colours / sizeof *colours; i++)
        if (slice_eq_lit(c->colour, colours[i]))
            return;
    loader_unknown(l, value, "colour", c->colour, colours, sizeof colours / sizeof *colours);
}

static void read_rank(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into) {
    struct category *c = into;
    (void)key;
    (void)loader_integer(l, value, 1, 999, &c->rank);
}

static const struct loader_key category_keys[] = {
    {.name = "name", .read = read_name, .required = true},
    {.name = "colour", .read = read_colour, .required = true},
    {.name = "rank", .read = read_rank, .required = true},
    {.name = "label",
     .read = loader_read_text,
     .offset = offsetof(struct category, label),
     .required = true},
};
const struct loader_table category_table = LOADER_TABLE("a category", category_keys);

static int by_rank(const void *left, const void *right) {
    const struct category *a = left, *b = right;
    if (a->rank != b->rank)
        return a->rank < b->rank ? -1 : 1;
    return slice_compare(a->name, b->name);
}

static void read_categories(struct loader *l, const struct loader_key *key,
                            const yaml_node_t *value, void *into) {
    struct category *items;
    (void)key;
    (void)into;
    size_t count = loader_list(l, value, "categories", CATEGORIES_MAX);
    items = loader_alloc(l, count, sizeof *items);
    for (size_t i = 0; i < count; i++) {
        const yaml_node_t *node = loader_item(l, value, i);
        (void)loader_keys(l, node, &category_table, &items[i]);
        for (size_t j = 0; j < i && items[i].name.ptr != NULL; j++)
            if (slice_eq(items[j].name, items[i].name))
                loader_problem(l, node, "the category \"%.*s\" is already there",
                               SLICE_ARG(items[i].name));
    }
    if (count > 1)
        qsort(items, count, sizeof *items, by_rank);
    l->categories = items;
    l->category_count = count;
}

static const struct loader_key file_keys[] = {
    {.name = "categories", .read = read_categories, .required = true},
};
static const struct loader_table file_table = LOADER_TABLE("categories.yaml", file_keys);

void category_load(struct loader *l, struct slice text, const char *path) {
    struct problems *problems = l->source.problems;
    for (int i = 0; i < LANGUAGE__MAX; i++)
        l->speaks[i] = false; /* a label in one language serves the others */
    if (!source_open(&l->source, path, text, problems))
        return;
    (void)loader_keys(l, source_root(&l->source), &file_table, NULL);
    source_close(&l->source);
}

const struct category *category_named(struct loader *l, const yaml_node_t *node) {
    const char *known[CATEGORIES_MAX];
    size_t known_count = 0;
    struct slice name;
    if (!loader_word(l, node, &name) || l->category_count == 0)
        return NULL; /* no categories at all was reported with their file */
    for (size_t i = 0; i < l->category_count; i++) {
        if (slice_eq(l->categories[i].name, name))
            return &l->categories[i];
        if (l->categories[i].name.ptr != NULL)
            known[known_count++] = l->categories[i].name.ptr; /* copies end with a NUL */
    }
    loader_unknown(l, node, "category", name, known, known_count);
    return NULL;
}
