/* answer: one field's value judged by the field's type. */
#ifndef LEAD_ANSWER_H
#define LEAD_ANSWER_H

#include "lead/submission.h"

/* What was sent under the field's name, files left out. */
struct sent {
    const struct field *field;
    const struct pair *const *pairs; /* in the order they came */
    size_t count;                    /* at most PAIRS_MAX */
};

/* Marks are added to those of the lead. Only the arena can fail. */
MUST_CHECK enum errcode answer_judge(struct arena *a, const struct submission_input *in,
                                     const struct sent *sent, struct marks *marks,
                                     struct answer *out);

#endif
