/* urlencoded: application/x-www-form-urlencoded (WHATWG URL, section 5.1), also query strings. */
#ifndef BODY_URLENCODED_H
#define BODY_URLENCODED_H

#include "body/pairs.h"

/* Undoes %XX where it stands; what is no whole escape stays. plus: '+' is a space. */
struct slice urlencoded_decode(char *bytes, size_t len, bool plus);

/* Takes any bytes: a broken %-escape stays as sent, '+' is a space, an empty pair is skipped.
 * Decodes in place: pairs point into bytes. Errors of pairs_add. Empty body: no pairs. */
MUST_CHECK enum errcode urlencoded_parse(struct arena *a, char *bytes, size_t len,
                                         struct pair_list *out);

#endif
