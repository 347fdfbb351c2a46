/* condition_kind: what several kinds do alike. */
#include "form/condition_kind.h"

void condition_add_value(struct condition_values *v, struct slice s) {
    if (s.ptr != NULL && v->count < FIELD_CHOICES_MAX)
        v->items[v->count++] = s;
}

void condition_values_of(const struct condition *c, const struct facts *f,
                         struct condition_values *v) {
    v->count = 0;
    condition_subject_of(c)->values(c, f, v);
}

static enum condition_outcome words_hold(const struct condition *c, const struct facts *f,
                                         bool (*equal)(struct slice, struct slice),
                                         struct evidence *e) {
    struct condition_values v;
    condition_values_of(c, f, &v);
    for (size_t i = 0; i < v.count; i++)
        for (size_t w = 0; w < c->word_count; w++)
            if (equal(v.items[i], c->words[w])) {
                e->matched = v.items[i];
                return CONDITION_HOLDS;
            }
    return v.count == 0 ? CONDITION_UNDECIDED : CONDITION_HOLDS_NOT;
}

enum condition_outcome condition_words_hold(const struct condition *c, const struct facts *f,
                                            struct evidence *e) {
    return words_hold(c, f, reading_eq, e);
}

enum condition_outcome condition_names_hold(const struct condition *c, const struct facts *f,
                                            struct evidence *e) {
    return words_hold(c, f, reading_alike, e);
}

bool condition_words_same(const struct condition *a, const struct condition *b) {
    if (a->word_count != b->word_count)
        return false;
    for (size_t i = 0; i < a->word_count; i++)
        if (!slice_eq(a->words[i], b->words[i]))
            return false;
    return true;
}
