/* suggest: the nearest known word for a misspelt one, for error messages. */
#ifndef BASE_SUGGEST_H
#define BASE_SUGGEST_H

#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

#define SUGGEST_WORD_MAX 64 /* octets; a longer word is near to none, as what is no UTF-8 */

/* The folded characters of a word. */
struct suggest_letters {
    uint32_t items[SUGGEST_WORD_MAX];
    size_t count; /* 0: the word is empty, too long, or no text */
};
void suggest_read(struct slice word, struct suggest_letters *out);

/* One word at a time, for lists that are not kept. Begins as {0}. */
struct suggestion {
    char word[SUGGEST_WORD_MAX + 1]; /* "": none yet */
    size_t distance;
};
/* letters are those of word. */
void suggest_consider(const struct suggest_letters *sought, struct slice word,
                      const struct suggest_letters *letters, struct suggestion *nearest);

/* The word of words[0..count) nearest to s by edits of a character (insert, delete, replace, swap
 * neighbours), if it needs at most a third of its length, at least one; NULL when none is near. */
const char *suggest(struct slice s, const char *const *words, size_t count);

#endif
