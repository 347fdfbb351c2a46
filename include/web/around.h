/* around: the page of the site that has a form in it (?embed=, README), and the way back to it: the
 * form carries that page's address in a hidden field, signed, so that nobody else can choose where
 * a visitor is sent; mistakes and thanks come back as a parameter of that address. */
#ifndef WEB_AROUND_H
#define WEB_AROUND_H

#include <stdbool.h>

#include "lead/token.h"

/* The hidden field's value. Unset: uri (as the browser sent it, with its query) is no page of the
 * site around a form, or is not fit to be a redirect's target. Only the arena can fail. */
MUST_CHECK enum errcode around_seal(const struct token_keys *k, struct arena *a, struct slice form,
                                    struct slice uri, struct slice *out);

/* The address in such a value; false: not one that we have signed for this form. */
bool around_open(const struct token_keys *k, struct slice form, struct slice value,
                 struct slice *uri);

/* uri?…&firstline=FORM.WHAT#FORM-PART, whatever stood under firstline= before. */
MUST_CHECK enum errcode around_link(struct arena *a, struct slice uri, struct slice what,
                                    struct slice form, const char *part, struct slice *out);

/* WHAT of such a parameter; unset: it is not for this form, of which there may be several in the
 * page. */
struct slice around_what(struct slice value, struct slice form);

#endif
