/* body: a request's body to pairs, by its content type. The one door of this layer. */
#ifndef BODY_BODY_H
#define BODY_BODY_H

#include "body/pairs.h"

enum body_type { BODY_URLENCODED = 0, BODY_MULTIPART, BODY_JSON, BODY__MAX };

struct body_format {
    enum body_type type;
    struct slice charset;  /* as declared, unset when not, or not one of charset.h */
    struct slice boundary; /* multipart only */
};

/* Reads a Content-Type header (RFC 9110, 8.3). Not one of the three types, a boundary that is
 * missing, has CR, LF or NUL, or is longer than BOUNDARY_MAX: ERR_TYPE, and so are two boundaries.
 * Other parameters are not looked at. Slices point into content_type or the
 * arena. */
MUST_CHECK enum errcode body_format_parse(struct arena *a, struct slice content_type,
                                          struct body_format *out);

/* Decodes the whole body. Names and values declared as windows-1251 or koi8-r come out as UTF-8;
 * declared as UTF-8 they are as sent, and may be invalid UTF-8: the submission judges each field.
 * What declares a charset, in this order: for a value, the Content-Type of its own multipart part
 * (one we do not know leaves the value as sent); the body's Content-Type; without that, a pair
 * named _charset_ (the hidden field that browsers fill in, WHATWG HTML 4.10.21, RFC 7578 4.6),
 * which stays in the list. JSON is always UTF-8. Where nothing is declared that we know, and the
 * octets cannot be UTF-8, they are taken for windows-1251 and list.charset_guessed is set.
 *
 * Names are at most PAIR_NAME_MAX octets: the rest is cut off, and name_cut set. Values are whole.
 *
 * bytes may be changed in place (pairs point into it). Errors: ERR_SYNTAX (JSON or multipart that
 * is none, duplicate JSON keys, JSON depth or nodes), ERR_TOO_MANY, ERR_TOO_LARGE, ERR_UNAVAILABLE
 * (no memory for a library). */
MUST_CHECK enum errcode body_parse(struct arena *a, const struct body_format *format, char *bytes,
                                   size_t len, struct pair_list *out);

#endif
