/* example: runs what a visitor would type through the same judging and classifying as a request,
 * for the examples of rules and for their tests. */
#ifndef COMMAND_EXAMPLE_H
#define COMMAND_EXAMPLE_H

#include "lead/classify.h"

struct example_result {
    struct submission submission;
    struct classification classification;
    const struct field *refused; /* the first field whose value was not taken, or NULL */
    enum fault fault;            /* of that field */
};

/* A value of a date field may be `+3d`, days from the day of now_us, or of
 * the example's own time. Fields that the example does
 * not give are missing, which is no mistake here. Lives in a. The arena only: ERR_TOO_LARGE; too
 * long a value: as pairs_add. */
MUST_CHECK enum errcode example_run(struct arena *a, struct matcher *m, const struct form *form,
                                    const struct example *example, int64_t now_us,
                                    struct example_result *out);

#endif
