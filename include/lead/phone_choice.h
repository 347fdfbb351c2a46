/* phone_choice: which numbers a run of digits holds, and which of its digits are none. */
#ifndef LEAD_PHONE_CHOICE_H
#define LEAD_PHONE_CHOICE_H

#include "lead/phone_reading.h"
#include "lead/phone_run.h"

struct phone_span {
    size_t first, last; /* pieces of the run */
    struct phone_reading reading;
};

struct phone_choice {
    struct phone_span spans[PHONE_READS_MAX]; /* in the order of the text, none overlaps */
    size_t count;
    bool unsure;    /* what was chosen is likelier than something else, and no more */
    bool ambiguous; /* as likely: then spans mean nothing */
};

/* A run behind a +, 00 or 8-10 begins with a number, or has none. */
void phone_choose(struct phone_reader *r, struct slice text, const struct phone_run *run,
                  struct phone_choice *out);

/* Of a run behind a +, 00 or 8-10, the digits behind these, which begin with a country's code; else
 * unset. */
struct slice phone_run_code(struct slice text, const struct phone_run *run);

#endif
