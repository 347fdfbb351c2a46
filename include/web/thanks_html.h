/* thanks_html: what follows a sent form: that it was received, under which number, what was sent,
 * what happens next and where to go; as a page or inside of one. */
#ifndef WEB_THANKS_HTML_H
#define WEB_THANKS_HTML_H

#include "base/buf.h"
#include "web/page.h"

/* The answers as they were typed, for the visitor who sent them (page_thanks.sent): without boxes
 * of consent and hidden fields. Empty when nothing is left to show. */
MUST_CHECK enum errcode thanks_html_keep(struct arena *a, const struct submission *s,
                                         struct slice *out);

void thanks_html_write(struct buf *b, const struct page_look *look, const struct page_thanks *t);

/* The page's title: that of the thanks, or that there is nothing to thank for. */
struct slice thanks_html_title(const struct page_thanks *t);

/* `Or call us: 8 800 …`, with a link that dials; nothing without a number. */
void thanks_html_call(struct buf *b, const struct page_look *look, enum language l);

#endif
