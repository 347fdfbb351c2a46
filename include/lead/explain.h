/* explain: why a lead has its category, in one sentence for people. */
#ifndef LEAD_EXPLAIN_H
#define LEAD_EXPLAIN_H

#include "lead/classify.h"

/* `to has "Хабаровск"; weight_kg is 2000; the visitor's country is RU`: what held, one clause for
 * each condition of the rule; unset when no rule held. Lives in the arena. ERR_TOO_LARGE: the arena
 * is full. */
MUST_CHECK enum errcode explain(struct arena *a, const struct classification *c, struct slice *out);

#endif
