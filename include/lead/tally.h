/* tally: how often each rule of each form decided, and how often its patterns ran into a limit.
 * It goes with one set of forms; a reload makes another one that shares the counters of all rules
 * that kept their form and name, so that those go on and no request in flight counts in vain. The
 * counters of a rule that is gone go with the last request that knows it, and begin anew if it
 * comes back: there are never more than the rules of the sets in use. */
#ifndef LEAD_TALLY_H
#define LEAD_TALLY_H

#include "base/buf.h"
#include "form/form_set.h"
#include "lead/classify.h"

struct tally; /* opaque: for each form its rules and then its default category */

/* Of forms, which outlive it. before may be NULL and is only read, while its holder keeps it.
 * Exits when out of memory, as loading does. */
struct tally *tally_new(const struct form_set *forms, const struct tally *before);
void tally_free(struct tally *t); /* any thread */

/* One lead of form, which is one of t's forms; c is what classify said of it. Any thread, without
 * a lock. */
void tally_count(struct tally *t, const struct form *form, const struct classification *c);

/* Prometheus text, at most TALLY_BYTES_MAX: a form's default has the label rule="", which no rule
 * can have. If there are more rules than that holds, always the same ones are written, and
 * firstline_rules_left_out is not 0. */
void tally_write(const struct tally *t, struct buf *b);

#endif
