/* pairs: the list that every body becomes. It grows by doubling inside the arena up to PAIRS_MAX.
 */
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
    if (list->count == list->capacity && !grow(a, list))
        return ERR_TOO_LARGE;
    list->items[list->count++] = p;
    return OK;
}

bool pair_is(const struct pair *p, struct slice name) {
    return !p->name_cut && slice_eq(p->name, name);
}

const struct pair *pairs_find(const struct pair_list *list, const char *name) {
    for (size_t i = 0; i < list->count; i++)
        if (pair_is(&list->items[i], slice_from(name)))
            return &list->items[i];
    return NULL;
}
