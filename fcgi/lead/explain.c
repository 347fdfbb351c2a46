/* explain: a clause for each piece of evidence. */
#include "lead/explain.h"

#include "base/buf.h"
#include "form/condition_kind.h"
#include "form/number.h"

/* A clause is a name, a few words of ours and EVIDENCE_TEXT_MAX characters of up to four octets. */
#define EXPLANATION_BYTES_MAX (EVIDENCE_MAX * (4 * EVIDENCE_TEXT_MAX + 128))

static void write_clause(struct buf *b, const struct evidence *e) {
    const struct condition_subject *subject = condition_subject_of(e->condition);
    buf_lit(b, subject->says);
    if (subject->name != NULL)
        buf_raw(b, e->what);
    if (e->has_number) {
        char number[NUMBER_TEXT_BYTES];
        number_text(e->number, number);
        buf_lit(b, " is ");
        buf_lit(b, number);
    } else if (e->has_span) {
        buf_lit(b, " has \"");
        buf_raw(b, e->matched);
        buf_char(b, '"');
    } else if (e->matched.ptr != NULL) {
        buf_lit(b, " is ");
        buf_raw(b, e->matched);
    } else { /* negated: nothing was found, and that is what held */
        buf_lit(b, e->condition->kind->fails);
    }
}

enum errcode explain(struct arena *a, const struct classification *c, struct slice *out) {
    struct buf b;
    *out = SLICE_NONE;
    if (c->rule == NULL)
        return OK;
    buf_init(&b, a, EXPLANATION_BYTES_MAX);
    for (size_t i = 0; i < c->evidence_count; i++) {
        buf_lit(&b, i == 0 ? "" : "; ");
        write_clause(&b, &c->evidence[i]);
    }
    return buf_done(&b, out);
}
