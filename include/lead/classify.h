/* classify: the first rule that holds gives the category; what made it hold is kept. */
#ifndef LEAD_CLASSIFY_H
#define LEAD_CLASSIFY_H

#include "base/bounds.h"
#include "lead/geo.h"
#include "lead/matcher.h"
#include "lead/submission.h"
#include "lead/touch.h"

struct evidence {
    const struct condition *condition;
    struct slice what;    /* the field's name, or country, region, city, phone_country, utm_... */
    struct slice matched; /* the characters that matched (at most EVIDENCE_TEXT_MAX), or the value
                           * compared; unset when there was none and that is what held */
    double number;        /* TEST_RANGE on a number field: the value compared */
    size_t start, end;    /* octets within the value, matches only */
    bool has_span, has_number;
};

struct classification {
    const struct category *category;
    const struct rule *rule; /* NULL: no rule held, the form's default */
    struct evidence evidence[EVIDENCE_MAX];
    size_t evidence_count;
    size_t marks;                 /* bits of enum mark: MARK_PATTERN_LIMIT, MARK_EVIDENCE_CUT */
    bool limited[FORM_RULES_MAX]; /* by rule of the form: a pattern of it ran into a limit, maybe
                                   * since those before it had used up the time for all */
};

/* Missing values and places make a condition not hold, negated or not; so does a pattern limit.
 * The time of patterns goes on from submission_parse. place may be NULL. A date within so many
 * days is one from the first day of today to so many after the last. Cannot fail. */
void classify(struct matcher *m, const struct submission *s, const struct place *place,
              const struct touch *touch, struct day_span today, struct classification *out);

#endif
