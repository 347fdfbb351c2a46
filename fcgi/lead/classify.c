/* classify: rules in order, conditions in order, and for each condition of the rule that wins the
 * value that made it hold. A condition that cannot be decided (no value, no place, a pattern that
 * ran into a limit) does not hold, negated or not: a rule must not win by what is not known. */
#include "lead/classify.h"

#include <assert.h>

#include "base/bounds.h"
#include "base/log.h"
#include "base/reading.h"
#include "base/utf8.h"

enum outcome { UNDECIDED = 0, HOLDS_NOT, HOLDS };

struct facts {
    struct matcher *matcher;
    const struct submission *submission;
    const struct place *place;
    const struct touch *touch;
    struct day_span today;
    size_t marks;
    bool *limited; /* of the rule that is tried */
};

/* What a condition looks at; a place has names in two languages, a choice may have many values. */
struct values {
    struct slice items[FIELD_CHOICES_MAX];
    size_t count;
};

static void add(struct values *v, struct slice s) {
    if (s.ptr != NULL && v->count < FIELD_CHOICES_MAX)
        v->items[v->count++] = s;
}

static void field_values(const struct answer *answer, struct values *v) {
    if (answer->state != ANSWER_VALID)
        return;
    if (answer->value.chosen_count == 0)
        add(v, answer->value.text.seen);
    for (size_t i = 0; i < answer->value.chosen_count; i++)
        add(v, answer->value.chosen[i]->seen);
}

static struct slice phone_country(const struct submission *s) {
    for (size_t i = 0; i < s->form->field_count; i++)
        if (s->form->fields[i].type == FIELD_PHONE && s->answers[i].state == ANSWER_VALID &&
            s->answers[i].phones.count > 0)
            return s->answers[i].phones.items[0].country;
    return SLICE_NONE;
}

static struct slice utm_value(const struct touch *touch, struct slice name) {
    for (enum utm u = 0; u < UTM__MAX; u++)
        if (slice_eq_lit(name, utm_name(u)))
            return touch->utm[u];
    return SLICE_NONE;
}

static void values_of(const struct facts *f, const struct condition *c, struct values *v) {
    v->count = 0;
    switch (c->subject) {
    case SUBJECT_FIELD:
        field_values(&f->submission->answers[c->field], v);
        return;
    case SUBJECT_PHONE_COUNTRY:
        add(v, phone_country(f->submission));
        return;
    case SUBJECT_UTM:
        if (f->touch != NULL)
            add(v, utm_value(f->touch, c->utm));
        return;
    default:
        break;
    }
    if (f->place == NULL)
        return;
    if (c->subject == SUBJECT_COUNTRY)
        add(v, f->place->country);
    add(v, c->subject == SUBJECT_REGION ? f->place->region : SLICE_NONE);
    add(v, c->subject == SUBJECT_REGION ? f->place->region_ru : SLICE_NONE);
    add(v, c->subject == SUBJECT_CITY ? f->place->city : SLICE_NONE);
    add(v, c->subject == SUBJECT_CITY ? f->place->city_ru : SLICE_NONE);
}

static struct slice subject_name(const struct facts *f, const struct condition *c) {
    static const char *const names[SUBJECT__MAX] = {[SUBJECT_COUNTRY] = "country",
                                                    [SUBJECT_REGION] = "region",
                                                    [SUBJECT_CITY] = "city",
                                                    [SUBJECT_PHONE_COUNTRY] = "phone_country"};
    if (c->subject == SUBJECT_FIELD)
        return f->submission->form->fields[c->field].name;
    return c->subject == SUBJECT_UTM ? c->utm : slice_from(names[c->subject]);
}

static void report_limit(struct facts *f, const struct condition *c) {
    static struct log_gate gate;
    f->marks |= (size_t)1 << MARK_PATTERN_LIMIT;
    *f->limited = true;
    log_limited(&gate, LOG_WARN, "pattern_limit", "form=%.*s line=%d",
                SLICE_ARG(f->submission->form->name), c->line);
}

static enum outcome test_matches(struct facts *f, const struct condition *c, const struct values *v,
                                 struct evidence *e) {
    for (size_t i = 0; i < v->count; i++) {
        enum match_result r = matcher_run(f->matcher, c->code, v->items[i], &e->start, &e->end);
        if (r == MATCH_LIMIT) {
            report_limit(f, c);
            return UNDECIDED;
        }
        if (r == MATCH_YES) {
            e->has_span = true;
            e->matched = slice_sub(v->items[i], e->start, e->end - e->start);
            return HOLDS;
        }
    }
    return v->count == 0 ? UNDECIDED : HOLDS_NOT;
}

static enum outcome test_in(const struct condition *c, const struct values *v, struct evidence *e) {
    for (size_t i = 0; i < v->count; i++)
        for (size_t w = 0; w < c->word_count; w++)
            if (reading_eq(v->items[i], c->words[w])) {
                e->matched = v->items[i];
                return HOLDS;
            }
    return v->count == 0 ? UNDECIDED : HOLDS_NOT;
}

static enum outcome test_numbers(const struct facts *f, const struct condition *c,
                                 struct evidence *e) {
    assert(c->subject == SUBJECT_FIELD);
    const struct answer *answer = &f->submission->answers[c->field];
    if (answer->state != ANSWER_VALID)
        return UNDECIDED;
    const struct field *field = &f->submission->form->fields[c->field];
    double value = answer->value.number;
    bool holds;
    if (c->test == TEST_WITHIN_DAYS)
        holds = value >= f->today.first && value <= (double)f->today.last + c->days;
    else
        holds = (!c->has_min || value >= c->min) && (!c->has_max || value <= c->max);
    e->matched = answer->value.text.typed;
    e->number = answer->value.number;
    e->has_number = !field_kind_is_picker(field);
    return holds ? HOLDS : HOLDS_NOT;
}

static void cut_evidence(struct facts *f, struct evidence *e) {
    if (e->matched.ptr == NULL)
        return;
    struct slice kept = utf8_cut(e->matched, EVIDENCE_TEXT_MAX);
    if (kept.len < e->matched.len)
        f->marks |= (size_t)1 << MARK_EVIDENCE_CUT;
    e->matched = kept;
}

/* Evidence of a text names what was typed, wherever that is more than what is seen of it. */
static void name_typed(struct facts *f, struct evidence *e) {
    if (e->condition->subject != SUBJECT_FIELD || !e->has_span)
        return;
    const struct answer *answer = &f->submission->answers[e->condition->field];
    const struct reading r = answer->value.text;
    if (answer->value.chosen_count > 0 ||
        reading_span(f->submission->arena, &r, &e->start, &e->end) != OK)
        return;
    e->matched = slice_sub(r.typed, e->start, e->end - e->start);
}

static bool condition_holds(struct facts *f, const struct condition *c, struct evidence *e) {
    enum outcome outcome;
    *e = (struct evidence){.condition = c, .what = subject_name(f, c)};
    if (c->test == TEST_RANGE || c->test == TEST_WITHIN_DAYS) {
        outcome = test_numbers(f, c, e);
    } else {
        struct values v;
        values_of(f, c, &v);
        outcome = c->test == TEST_IN ? test_in(c, &v, e) : test_matches(f, c, &v, e);
    }
    return outcome == (c->negated ? HOLDS_NOT : HOLDS);
}

static bool rule_holds(struct facts *f, const struct rule *rule, struct evidence *evidence) {
    assert(rule->condition_count <= EVIDENCE_MAX);
    for (size_t i = 0; i < rule->condition_count; i++)
        if (!condition_holds(f, &rule->conditions[i], &evidence[i]))
            return false;
    return true;
}

void classify(struct matcher *m, const struct submission *s, const struct place *place,
              const struct touch *touch, struct day_span today, struct classification *out) {
    struct facts f = {
        .matcher = m, .submission = s, .place = place, .touch = touch, .today = today};
    const struct form *form = s->form;
    assert(form->rule_count <= FORM_RULES_MAX);
    *out = (struct classification){.category = form->default_category};
    for (size_t i = 0; i < form->rule_count && out->rule == NULL; i++) {
        f.limited = &out->limited[i];
        if (!rule_holds(&f, &form->rules[i], out->evidence))
            continue;
        out->rule = &form->rules[i];
        out->category = out->rule->category;
        out->evidence_count = out->rule->condition_count;
    }
    for (size_t i = 0; i < out->evidence_count; i++) {
        name_typed(&f, &out->evidence[i]);
        cut_evidence(&f, &out->evidence[i]);
    }
    out->marks = f.marks;
}
