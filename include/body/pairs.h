/* pairs: what every body becomes: names and values in the order they were sent, decoded once. */
#ifndef BODY_PAIRS_H
#define BODY_PAIRS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/bounds.h"
#include "base/errcode.h"
#include "base/slice.h"

enum pair_kind {
    PAIR_TEXT = 0,
    PAIR_NUMBER, /* JSON number; value is its text as sent */
    PAIR_BOOL,   /* JSON true, false; value is that word */
    PAIR_JSON,   /* JSON object or nested array; value is its compact text */
    PAIR_FILE    /* multipart part with a file name: value is the name, the content is not kept */
};

struct pair {
    struct slice name, value;
    enum pair_kind kind;
    size_t file_bytes;    /* PAIR_FILE: the size of what was sent */
    struct slice charset; /* as a multipart part declares it for its value, else unset */
};

struct pair_list {
    struct pair *items; /* in the arena */
    size_t count, capacity;
};

/* Appends. More than PAIRS_MAX: ERR_TOO_MANY. A name of more than PAIR_NAME_MAX octets or a value
 * of more than PAIR_VALUE_MAX: ERR_TOO_LARGE. */
MUST_CHECK enum errcode pairs_add(struct arena *a, struct pair_list *list, struct pair p);

/* The first pair of that name, or NULL. */
const struct pair *pairs_find(const struct pair_list *list, const char *name);

#endif
