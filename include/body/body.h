/* body: a request's body to pairs, by its content type. The one door of this layer. */
#ifndef BODY_BODY_H
#define BODY_BODY_H

#include "body/pairs.h"

enum body_type { BODY_URLENCODED = 0, BODY_MULTIPART, BODY_JSON, BODY__MAX };

struct body_format {
    enum body_type type;
    struct slice charset;  /* as declared, unset when not */
    struct slice boundary; /* multipart only */
};

/* Reads a Content-Type header (RFC 9110, 8.3). Not one of the three types, a charset we do not
 * take (utf-8, windows-1251, koi8-r and their usual other names), a missing or bad boundary:
 * ERR_TYPE. Slices point into content_type or the arena. */
MUST_CHECK enum errcode body_format_parse(struct arena *a, struct slice content_type,
                                          struct body_format *out);

/* Decodes the whole body. Names and values come out as UTF-8 when the charset was declared; with
 * none declared they are as sent, and may be invalid UTF-8: the submission judges each field.
 * bytes may be changed in place (pairs point into it). Errors: ERR_SYNTAX (JSON or multipart that
 * is none, duplicate JSON keys, JSON depth or nodes), ERR_TOO_MANY, ERR_TOO_LARGE. */
MUST_CHECK enum errcode body_parse(struct arena *a, const struct body_format *format, char *bytes,
                                   size_t len, struct pair_list *out);

#endif
