/* condition_range: a number, a date or whatever else has bounds is not below min and not above max.
 */
#include "form/condition_kind.h"

static bool goes(const struct field *f) { return field_kind(f)->bound != NULL; }

static void read(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                 struct condition_draft *d) {
    struct condition *c = &d->c;
    bool is_min = slice_eq_lit(slice_from(key->name), "min");
    double *bound = is_min ? &c->min : &c->max;
    bool *has = is_min ? &c->has_min : &c->has_max;
    if (d->field == NULL)
        return;
    *has = field_kind(d->field)->bound(l, value, bound);
    if (c->has_min && c->has_max && c->min > c->max)
        loader_problem(l, value, "max is below min: this never holds");
}

static enum condition_outcome holds(const struct condition *c, const struct facts *f,
                                    struct evidence *e) {
    const struct field_value *said = f->said[c->field];
    if (said == NULL)
        return CONDITION_UNDECIDED;
    e->matched = said->text.typed;
    e->number = said->number;
    e->has_number = !field_kind_is_picker(&f->form->fields[c->field]);
    return (!c->has_min || said->number >= c->min) && (!c->has_max || said->number <= c->max)
               ? CONDITION_HOLDS
               : CONDITION_HOLDS_NOT;
}

static bool same_bound(bool has_a, double a, bool has_b, double b) {
    return has_a == has_b && (!has_a || !(a < b || a > b));
}

static bool same(const struct condition *a, const struct condition *b) {
    return same_bound(a->has_min, a->min, b->has_min, b->min) &&
           same_bound(a->has_max, a->max, b->has_max, b->max);
}

const struct condition_kind condition_range = {
    .goes = goes,
    .read = read,
    .holds = holds,
    .same = same,
};
