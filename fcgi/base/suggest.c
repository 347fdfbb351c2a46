/* suggest: optimal string alignment distance over short ASCII words. */
#include "base/suggest.h"

#include <string.h>

#define WORD_MAX 64

static size_t min_of(size_t a, size_t b) { return a < b ? a : b; }

static size_t distance(struct slice a, struct slice b) {
    size_t rows[3][WORD_MAX + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b.len; j++)
        last[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            char x = ascii_lower(a.ptr[i - 1]), y = ascii_lower(b.ptr[j - 1]);
            row[j] = min_of(min_of(last[j] + 1, row[j - 1] + 1), last[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == ascii_lower(b.ptr[j - 2]) && ascii_lower(a.ptr[i - 2]) == y)
                row[j] = min_of(row[j], before[j - 2] + 1);
        }
        size_t *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b.len];
}

const char *suggest(struct slice s, const char *const *words, size_t count) {
    const char *best = NULL;
    size_t best_distance = WORD_MAX;
    if (s.len == 0 || s.len > WORD_MAX)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        struct slice word = slice_from(words[i]);
        if (word.len == 0 || word.len > WORD_MAX)
            continue;
        size_t d = distance(s, word);
        size_t limit = word.len / 3 > 0 ? word.len / 3 : 1;
        if (d <= limit && d < best_distance) {
            best = words[i];
            best_distance = d;
        }
    }
    return best;
}
