/* form_html: a form's definition, and what was typed into it, as an HTML form. */
#ifndef WEB_FORM_HTML_H
#define WEB_FORM_HTML_H

#include "base/buf.h"
#include "web/page.h"

/* The <form> element with all its fields, messages at each, and firstline's own hidden ones. */
void form_html_write(struct buf *b, const struct page_form *p);

/* Whether something is wrong, of which the page's title warns. */
bool form_html_is_error(const struct page_form *p);

/* The summary of what is wrong, with a link to each field; nothing where nothing is. */
void form_html_messages(struct buf *b, const struct page_look *look, const struct page_form *p);

#endif
