/* suggest: the nearest known word for a misspelt one, for error messages. */
#ifndef BASE_SUGGEST_H
#define BASE_SUGGEST_H

#include <stddef.h>

#include "base/slice.h"

/* The word of words[0..count) nearest to s by edits (insert, delete, replace, swap neighbours),
 * if it needs at most a third of its length, at least one; NULL when none is near. */
const char *suggest(struct slice s, const char *const *words, size_t count);

#endif
