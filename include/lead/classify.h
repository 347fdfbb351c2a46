/* classify: the first rule that holds gives the category; what made it hold is kept. */
#ifndef LEAD_CLASSIFY_H
#define LEAD_CLASSIFY_H

#include "base/bounds.h"
#include "form/condition_kind.h"
#include "lead/geo.h"
#include "lead/submission.h"
#include "lead/touch.h"

struct classify_input {
    struct matcher *matcher; /* the time of patterns goes on from submission_parse */
    const struct submission *submission;
    const struct place *place; /* NULL: unknown */
    const struct touch *touch; /* NULL: unknown */
    struct day_span today;     /* where the visitor is */
    int64_t received_us;       /* 0: unknown */
};

struct classification {
    const struct category *category;
    const struct rule *rule;                /* NULL: no rule held, the form's default */
    struct evidence evidence[EVIDENCE_MAX]; /* matched is at most EVIDENCE_TEXT_MAX characters */
    size_t evidence_count;
    struct marks marks;           /* MARK_PATTERN_LIMIT, MARK_EVIDENCE_CUT */
    bool limited[FORM_RULES_MAX]; /* by rule of the form: a pattern of it ran into a limit, maybe
                                   * since those before it had used up the time for all */
};

/* What a rule's words are compared with when kind, which looks at a place, is asked of p. */
void classify_place_names(const struct place *p, const struct condition_kind *kind,
                          struct condition_values *out);

/* Missing values and places make a condition not hold, negated or not; so does a pattern limit.
 * Cannot fail. */
void classify(const struct classify_input *in, struct classification *out);

#endif
