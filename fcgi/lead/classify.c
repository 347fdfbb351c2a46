/* classify: rules in order, conditions in order, and for each condition of the rule that wins the
 * value that made it hold. A condition that cannot be decided (no value, no place, a pattern that
 * ran into a limit) does not hold, negated or not: a rule must not win by what is not known. */
#include "lead/classify.h"

#include <assert.h>

#include "base/bounds.h"
#include "base/log.h"
#include "base/utf8.h"
#include "form/facts.h"

static struct slice phone_country(const struct submission *s) {
    for (size_t i = 0; i < s->form->field_count; i++)
        if (s->form->fields[i].type == FIELD_PHONE && s->answers[i].state == ANSWER_VALID &&
            s->answers[i].phones.count > 0)
            return s->answers[i].phones.items[0].country;
    return SLICE_NONE;
}

/* Without a code all names of a country are gone through: only for who asks. */
static void know_region(const struct place *p, struct facts *out) {
    struct slice region = p->region_code.ptr != NULL ? p->region_code : p->region;
    if (region.ptr != NULL)
        (void)region_find(p->country, region, &out->region_known);
}

static void gather_place(const struct place *p, struct facts *out) {
    out->country = p->country;
    out->region[0] = p->region;
    out->region[1] = p->region_ru;
    out->region_code = p->region_code;
    out->city[0] = p->city;
    out->city[1] = p->city_ru;
}

static bool is_asked(const struct form *form, const struct condition_kind *kind) {
    for (size_t r = 0; r < form->rule_count; r++)
        for (size_t c = 0; c < form->rules[r].condition_count; c++)
            if (form->rules[r].conditions[c].kind == kind)
                return true;
    return false;
}

void classify_place_names(const struct place *p, const struct condition_kind *kind,
                          struct condition_values *out) {
    const struct condition asked = {.kind = kind};
    struct facts f = {0};
    gather_place(p, &f);
    know_region(p, &f);
    condition_values_of(&asked, &f, out);
}

static void gather(const struct classify_input *in, const struct field_value *said[FORM_FIELDS_MAX],
                   struct facts *out) {
    const struct submission *s = in->submission;
    assert(s->form->field_count <= FORM_FIELDS_MAX);
    for (size_t i = 0; i < s->form->field_count; i++)
        said[i] = s->answers[i].state == ANSWER_VALID ? &s->answers[i].value : NULL;
    *out = (struct facts){.arena = s->arena,
                          .matcher = in->matcher,
                          .form = s->form,
                          .said = said,
                          .received_us = in->received_us,
                          .today = in->today.first,
                          .today_last = in->today.last,
                          .phone_country = phone_country(s)};
    if (in->place != NULL)
        gather_place(in->place, out);
    if (in->place != NULL && is_asked(s->form, &condition_region))
        know_region(in->place, out);
    for (size_t u = 0; in->touch != NULL && u < UTM__MAX; u++)
        out->utm[u] = in->touch->utm[u];
}

static void report_limit(const struct form *form, const struct condition *c) {
    static struct log_gate gate;
    log_limited(&gate, LOG_WARN, "pattern_limit", "form=%.*s line=%d", SLICE_ARG(form->name),
                c->line);
}

static bool rule_holds(const struct facts *f, const struct rule *rule, struct evidence *evidence,
                       bool *limited) {
    assert(rule->condition_count <= EVIDENCE_MAX);
    for (size_t i = 0; i < rule->condition_count; i++) {
        enum condition_outcome o = condition_try(&rule->conditions[i], f, &evidence[i]);
        if (o == CONDITION_HOLDS)
            continue;
        *limited = o == CONDITION_LIMIT;
        if (*limited)
            report_limit(f->form, &rule->conditions[i]);
        return false;
    }
    return true;
}

static bool cut(struct evidence *e) {
    if (e->matched.ptr == NULL)
        return false;
    size_t len = e->matched.len;
    e->matched = utf8_cut(e->matched, EVIDENCE_TEXT_MAX);
    return e->matched.len < len;
}

void classify(const struct classify_input *in, struct classification *out) {
    const struct form *form = in->submission->form;
    const struct field_value *said[FORM_FIELDS_MAX];
    struct facts f;
    assert(form->rule_count <= FORM_RULES_MAX);
    *out = (struct classification){.category = form->default_category};
    gather(in, said, &f);
    for (size_t i = 0; i < form->rule_count && out->rule == NULL; i++) {
        if (rule_holds(&f, &form->rules[i], out->evidence, &out->limited[i])) {
            out->rule = &form->rules[i];
            out->category = out->rule->category;
            out->evidence_count = out->rule->condition_count;
        } else if (out->limited[i]) {
            marks_add(&out->marks, MARK_PATTERN_LIMIT);
        }
    }
    for (size_t i = 0; i < out->evidence_count; i++) {
        condition_tell(&f, &out->evidence[i]);
        if (cut(&out->evidence[i]))
            marks_add(&out->marks, MARK_EVIDENCE_CUT);
    }
}
