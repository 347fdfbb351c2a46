/* pairs: the list that every body becomes. It grows by doubling inside the arena up to PAIRS_MAX;
 * no pair past a bound ever gets in, so the layers above need not ask again. */
#include "body/pairs.h"

#include <string.h>

#define CAPACITY_FIRST 16

static bool grow(struct arena *a, struct pair_list *list) {
    size_t capacity = list->capacity == 0 ? CAPACITY_FIRST : list->capacity * 2;
    struct pair *items = arena_calloc(a, capacity, sizeof *items);
    if (items == NULL)
        return false;
    if (list->count > 0)
        memcpy(items, list->items, list->count * sizeof *items);
    list->items = items;
    list->capacity = capacity;
    return true;
}

enum errcode pairs_add(struct arena *a, struct pair_list *list, struct pair p) {
    if (list->count >= PAIRS_MAX)
        return ERR_TOO_MANY;
    if (p.name.len > PAIR_NAME_MAX || p.value.len > PAIR_VALUE_MAX)
        return ERR_TOO_LARGE;
    if (list->count == list->capacity && !grow(a, list))
        return ERR_TOO_LARGE;
    list->items[list->count++] = p;
    return OK;
}

const struct pair *pairs_find(const struct pair_list *list, const char *name) {
    for (size_t i = 0; i < list->count; i++)
        if (slice_eq_lit(list->items[i].name, name))
            return &list->items[i];
    return NULL;
}
