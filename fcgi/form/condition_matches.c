/* condition_matches: a pattern is found in a value. What it found is the evidence. */
#include "base/bounds.h"
#include "form/condition_kind.h"

/* What is written as text. */
static bool goes(const struct field *f) {
    return field_kind(f)->bound == NULL && field_kind(f)->control != CONTROL_TICK;
}

/* How long a text the pattern may meet. */
static size_t characters_max(const struct condition_draft *d) {
    if (d->c.subject == &condition_utm)
        return URL_BYTES_MAX;
    return d->field == NULL || d->field->length_max == 0 ? TEXT_LENGTH_MAX : d->field->length_max;
}

static void read(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                 struct condition_draft *d) {
    (void)key;
    d->c.code = loader_pattern(l, value, false, characters_max(d), &d->c.pattern);
}

static enum condition_outcome holds(const struct condition *c, const struct facts *f,
                                    struct evidence *e) {
    struct condition_values v;
    condition_values_of(c, f, &v);
    for (size_t i = 0; i < v.count; i++) {
        enum match_result r = matcher_run(f->matcher, c->code, v.items[i], &e->start, &e->end);
        if (r == MATCH_LIMIT)
            return CONDITION_LIMIT;
        if (r == MATCH_NO)
            continue;
        e->has_span = true;
        e->matched = slice_sub(v.items[i], e->start, e->end - e->start);
        return CONDITION_HOLDS;
    }
    return v.count == 0 ? CONDITION_UNDECIDED : CONDITION_HOLDS_NOT;
}

/* Names what was typed, wherever that is more than what is seen of it; a choice is as the form has
 * it. */
static void tell(const struct facts *f, struct evidence *e) {
    const struct condition *c = e->condition;
    if (c->subject != &condition_field || !e->has_span || f->said[c->field]->chosen_count > 0)
        return;
    const struct reading *r = &f->said[c->field]->text;
    if (reading_span(f->arena, r, &e->start, &e->end) == OK)
        e->matched = slice_sub(r->typed, e->start, e->end - e->start);
}

static bool same(const struct condition *a, const struct condition *b) {
    return slice_eq(a->pattern, b->pattern);
}

const struct condition_kind condition_matches = {
    .goes = goes,
    .on_utm = true,
    .read = read,
    .holds = holds,
    .tell = tell,
    .fails = " does not match",
    .same = same,
};
