/* faults: what is wrong with a submission, for a program: the same to visitors and to the staff. */
#ifndef LEAD_FAULTS_H
#define LEAD_FAULTS_H

#include "base/buf.h"
#include "lead/submission.h"

/* {"field","code","message"} of each, with commas between: the items of an array. What is wrong
 * with the form as a whole has null for a field. */
void faults_write(struct buf *b, const struct submission *s);

/* The sentence for an answer that is not taken, in the arena of b; empty: none, or no room. */
struct slice faults_message(struct arena *a, const struct submission *s, const struct field *field,
                            enum fault f);

#endif
