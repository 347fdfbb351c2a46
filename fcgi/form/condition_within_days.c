/* condition_within_days: a date from today, where the visitor is, to so many days ahead, both
 * included. */
#include "base/bounds.h"
#include "form/condition_kind.h"

static bool goes(const struct field *f) { return (field_kind(f)->keys & FIELD_KEY_DAYS) != 0; }

static void read(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                 struct condition_draft *d) {
    (void)key;
    (void)loader_integer(l, value, 0, DEFINITION_DAYS_MAX, &d->c.days);
}

static enum condition_outcome holds(const struct condition *c, const struct facts *f,
                                    struct evidence *e) {
    const struct field_value *said = f->said[c->field];
    if (said == NULL)
        return CONDITION_UNDECIDED;
    e->matched = said->text.typed;
    return said->number >= f->today && said->number <= (double)f->today_last + c->days
               ? CONDITION_HOLDS
               : CONDITION_HOLDS_NOT;
}

static bool same(const struct condition *a, const struct condition *b) {
    return a->days == b->days;
}

const struct condition_kind condition_within_days = {
    .goes = goes,
    .read = read,
    .holds = holds,
    .same = same,
};
