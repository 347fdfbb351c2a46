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
    PAIR_FILE,   /* multipart part with a file name: value is the name, the content is not kept */
    PAIR_UNREAD  /* multipart part that can be read in more than one way, or not at all: name is
                  * what it may be called, value is empty */
};

struct pair {
    struct slice name, value;
    enum pair_kind kind;
    size_t file_bytes;    /* PAIR_FILE, PAIR_UNREAD: the size of what was sent */
    struct slice charset; /* as a multipart part declares it for its value, else unset */
    bool name_cut;        /* name is only the beginning: it is no field's */
};

struct pair_list {
    struct pair *items; /* in the arena */
    size_t count, capacity;
    bool charset_guessed; /* read as windows-1251, which nobody had declared */
};

/* Appends. More than PAIRS_MAX: ERR_TOO_MANY; arena full: ERR_TOO_LARGE. A long name or value is
 * no error: whoever looks at it knows whether it is needed. */
MUST_CHECK enum errcode pairs_add(struct arena *a, struct pair_list *list, struct pair p);

/* Whether that is the whole name of the pair. */
bool pair_is(const struct pair *p, struct slice name);

/* The first pair of that name, or NULL. */
const struct pair *pairs_find(const struct pair_list *list, const char *name);

#endif
