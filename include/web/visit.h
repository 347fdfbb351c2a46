/* visit: where the visitor of a request came from: what his form's page keeps of it, sealed for
 * him, and what is read of it when he sends. */
#ifndef WEB_VISIT_H
#define WEB_VISIT_H

#include "lead/touch.h"
#include "web/call.h"
#include "web/page.h"

/* Fills landing, referrer and their seal of a fresh page, and the tags into the query of its link
 * to the other language. */
MUST_CHECK enum errcode visit_opened(struct call *c, struct page_form *p);

/* The same of a page that comes back: what counted of the submission. */
MUST_CHECK enum errcode visit_again(struct call *c, struct page_form *p);

/* Of the submission of the call. It cannot refuse a lead: errors of the arena only. */
MUST_CHECK enum errcode visit_sent(struct call *c, struct touch *out);

#endif
