/* condition_in: the answer is one of these words, in any case. */
#include "base/bounds.h"
#include "form/condition_kind.h"

/* What has few values, or values that somebody has set: a choice, a box, a short text. */
static bool goes(const struct field *f) {
    const struct field_kind *kind = field_kind(f);
    return (kind->keys & (FIELD_KEY_CHOICES | FIELD_KEY_PATTERN)) != 0 ||
           (kind->control == CONTROL_TICK && !kind->is_agreement);
}

/* The words that an answer to the field can be; count 0: any. */
static size_t possible_words(const struct field *f, const char *known[FIELD_CHOICES_MAX]) {
    size_t count = 0;
    if (field_kind(f)->control == CONTROL_TICK) {
        known[count++] = "true";
        known[count++] = "false";
    }
    for (size_t i = 0; i < f->choice_count; i++)
        if (f->choices[i].value.ptr != NULL)
            known[count++] = f->choices[i].value.ptr; /* copies end with a NUL */
    return count;
}

static void check_words(struct loader *l, const yaml_node_t *value,
                        const struct condition_draft *d) {
    const char *known[FIELD_CHOICES_MAX];
    size_t count = possible_words(d->field, known);
    for (size_t i = 0; i < d->c.word_count && count > 0; i++) {
        size_t j = 0;
        while (j < count && !slice_eq_lit(d->c.words[i], known[j]))
            j++;
        if (j == count)
            loader_unknown(l, value, "choice", d->c.words[i], known, count);
    }
}

static void read(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                 struct condition_draft *d) {
    struct condition *c = &d->c;
    (void)key;
    if (!loader_words(l, value, "words", CONDITION_WORDS_MAX, &c->words, &c->word_count))
        return;
    if (d->field != NULL)
        check_words(l, value, d);
    for (size_t i = 0; i < c->word_count; i++) /* they are compared with what is seen of answers */
        c->words[i] = loader_seen(l, c->words[i]);
}

const struct condition_kind condition_in = {
    .goes = goes,
    .read = read,
    .holds = condition_words_hold,
    .fails = " is not in the list",
    .same = condition_words_same,
};
