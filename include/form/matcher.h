/* matcher: runs compiled patterns within limits. One per thread, for all patterns: match data,
 * limits, and the processor time that the patterns of one request may take together; where the
 * clock says that it is up, what the thread did between them counts as well. */
#ifndef FORM_MATCHER_H
#define FORM_MATCHER_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdbool.h>

#include "base/slice.h"

struct matcher;
struct matcher *matcher_new(void);    /* start-up only: exits when out of memory */
void matcher_free(struct matcher *m); /* NULL is fine */

/* A new request: PATTERN_TIME_MAX_MS are there again. submission_parse does it. */
void matcher_begin(struct matcher *m);

enum match_result { MATCH_NO = 0, MATCH_YES, MATCH_LIMIT };

/* Subject is valid UTF-8. First match's octets in *start, *end (MATCH_YES only). A match limit,
 * or PATTERN_TIME_MAX_MS used up: MATCH_LIMIT. Without JIT when the JIT stack is too small. */
enum match_result matcher_run(struct matcher *m, const pcre2_code *code, struct slice subject,
                              size_t *start, size_t *end);

#endif
