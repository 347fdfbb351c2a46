/* classify: the first rule that holds gives the category; what made it hold is kept. */
#ifndef LEAD_CLASSIFY_H
#define LEAD_CLASSIFY_H

#include "lead/geo.h"
#include "lead/submission.h"
#include "lead/touch.h"

/* One per thread: match data and limits for all patterns. */
struct matcher;
struct matcher *matcher_new(void); /* start-up only: exits when out of memory */
void matcher_free(struct matcher *m);

enum match_result { MATCH_NO = 0, MATCH_YES, MATCH_LIMIT };

/* Subject is valid UTF-8. First match's octets in *start, *end (MATCH_YES only). A match limit,
 * or PATTERN_TIME_MAX_MS used up: MATCH_LIMIT. Without JIT when the JIT stack is too small. */
enum match_result matcher_run(struct matcher *m, const pcre2_code *code, struct slice subject,
                              size_t *start, size_t *end);

struct evidence {
    const struct condition *condition;
    struct slice what;    /* the field's name, or country, region, city, phone_country, utm_... */
    struct slice matched; /* the characters that matched, or the value compared */
    size_t start, end;    /* octets within the value, matches only */
    bool has_span;
};

struct classification {
    const struct category *category;
    const struct rule *rule; /* NULL: no rule held, the form's default */
    struct evidence evidence[EVIDENCE_MAX];
    size_t evidence_count;
    size_t marks; /* bits of enum mark: MARK_PATTERN_LIMIT */
};

/* place may be NULL. today: days since 1970 in the configured zone. Cannot fail. */
void classify(struct matcher *m, const struct submission *s, const struct place *place,
              const struct touch *touch, int32_t today, struct classification *out);

#endif
