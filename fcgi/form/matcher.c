/* matcher: PCRE2 within limits. Whatever is not a clean yes or no counts as a limit: the caller
 * goes on without the pattern and marks the lead.
 *
 * Time is the thread's own processor time: a busy machine that takes the thread off the processor
 * for a while must not change how a lead is classified. To ask for it is a system call; the common
 * clock is none, and as long as that has not gone on so far the thread's own has not. */
#include "form/matcher.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "base/bounds.h"
#include "base/metrics.h"
#include "base/xalloc.h"

#define NS_PER_S 1000000000LL
#define TIME_MAX_NS (PATTERN_TIME_MAX_MS * 1000000LL)

struct matcher {
    pcre2_match_context *context;
    pcre2_match_data *data;
    int64_t spent_ns; /* by the common clock */
    int64_t begun_ns; /* by the thread's own */
};

struct matcher *matcher_new(void) {
    struct matcher *m = xcalloc(1, sizeof *m);
    m->context = pcre2_match_context_create(NULL);
    m->data = pcre2_match_data_create(1, NULL);
    if (m->context == NULL || m->data == NULL)
        xalloc_fail();
    pcre2_set_match_limit(m->context, PATTERN_MATCH_LIMIT);
    pcre2_set_depth_limit(m->context, PATTERN_DEPTH_LIMIT);
    pcre2_set_heap_limit(m->context, PATTERN_HEAP_LIMIT_KIB);
    return m;
}

void matcher_free(struct matcher *m) {
    if (m == NULL)
        return;
    pcre2_match_data_free(m->data);
    pcre2_match_context_free(m->context);
    free(m);
}

static int64_t ns(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return (int64_t)t.tv_sec * NS_PER_S + t.tv_nsec;
}

void matcher_begin(struct matcher *m) {
    m->spent_ns = 0;
    m->begun_ns = ns(CLOCK_THREAD_CPUTIME_ID);
}

static bool has_time(const struct matcher *m) {
    return m->spent_ns < TIME_MAX_NS || ns(CLOCK_THREAD_CPUTIME_ID) - m->begun_ns < TIME_MAX_NS;
}

static int match(struct matcher *m, const pcre2_code *code, struct slice subject) {
    PCRE2_SPTR text = (PCRE2_SPTR)(subject.len == 0 ? "" : subject.ptr);
    int rc = pcre2_match(code, text, subject.len, 0, 0, m->data, m->context);
    if (rc == PCRE2_ERROR_JIT_STACKLIMIT)
        rc = pcre2_match(code, text, subject.len, 0, PCRE2_NO_JIT, m->data, m->context);
    return rc;
}

enum match_result matcher_run(struct matcher *m, const pcre2_code *code, struct slice subject,
                              size_t *start, size_t *end) {
    int rc = PCRE2_ERROR_MATCHLIMIT;
    if (has_time(m)) {
        int64_t begun = ns(CLOCK_MONOTONIC);
        rc = match(m, code, subject);
        m->spent_ns += ns(CLOCK_MONOTONIC) - begun;
    }
    if (rc == PCRE2_ERROR_NOMATCH)
        return MATCH_NO;
    if (rc < 0) {
        metrics_add(METRIC_PATTERN_LIMITS, 1);
        return MATCH_LIMIT;
    }
    const PCRE2_SIZE *span = pcre2_get_ovector_pointer(m->data);
    *start = span[0];
    *end = span[1];
    return MATCH_YES;
}
