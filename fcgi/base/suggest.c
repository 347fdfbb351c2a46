/* suggest: optimal string alignment distance over short words, by characters. */
#include "base/suggest.h"

#include <string.h>

#include "base/reading.h"
#include "base/utf8.h"

static size_t min_of(size_t a, size_t b) { return a < b ? a : b; }

void suggest_read(struct slice word, struct suggest_letters *out) {
    out->count = 0;
    for (size_t i = 0; i < word.len && word.len <= SUGGEST_WORD_MAX;) {
        uint32_t c;
        size_t n = utf8_decode(slice_sub(word, i, UTF8_OCTETS_MAX), &c);
        if (n == 0) {
            out->count = 0;
            return;
        }
        out->items[out->count++] = reading_fold_character(c);
        i += n;
    }
}

static size_t distance(const struct suggest_letters *a, const struct suggest_letters *b) {
    size_t rows[3][SUGGEST_WORD_MAX + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    for (size_t j = 0; j <= b->count; j++)
        last[j] = j;
    for (size_t i = 1; i <= a->count; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b->count; j++) {
            uint32_t x = a->items[i - 1], y = b->items[j - 1];
            row[j] = min_of(min_of(last[j] + 1, row[j - 1] + 1), last[j - 1] + (x != y));
            if (i > 1 && j > 1 && x == b->items[j - 2] && a->items[i - 2] == y)
                row[j] = min_of(row[j], before[j - 2] + 1);
        }
        size_t *spare = before;
        before = last;
        last = row;
        row = spare;
    }
    return last[b->count];
}

/* Whether word is near to what is sought, and nearer than before. */
static bool is_nearer(const struct suggest_letters *sought, const struct suggest_letters *word,
                      size_t *best) {
    size_t a = sought->count, b = word->count, limit = b / 3 > 0 ? b / 3 : 1;
    if (a == 0 || b == 0 || (a > b ? a - b : b - a) > limit) /* so many edits at least */
        return false;
    size_t d = distance(sought, word);
    if (d > limit || d >= *best)
        return false;
    *best = d;
    return true;
}

const char *suggest(struct slice s, const char *const *words, size_t count) {
    const char *best = NULL;
    size_t best_distance = SUGGEST_WORD_MAX;
    struct suggest_letters sought, word;
    suggest_read(s, &sought);
    for (size_t i = 0; i < count; i++) {
        suggest_read(slice_from(words[i]), &word);
        if (is_nearer(&sought, &word, &best_distance))
            best = words[i];
    }
    return best;
}

void suggest_consider(const struct suggest_letters *sought, struct slice word,
                      const struct suggest_letters *letters, struct suggestion *nearest) {
    size_t best = nearest->word[0] == '\0' ? SUGGEST_WORD_MAX : nearest->distance;
    if (!is_nearer(sought, letters, &best))
        return;
    memcpy(nearest->word, word.ptr, word.len);
    nearest->word[word.len] = '\0';
    nearest->distance = best;
}
