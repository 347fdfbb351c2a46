/* params: the parameters of a header value, `type; name=value; name="quoted"` (RFC 9110, 5.6.6),
 * for Content-Type and for the headers of multipart parts. */
#ifndef BODY_PARAMS_H
#define BODY_PARAMS_H

#include <stdbool.h>

#include "base/errcode.h"
#include "base/slice.h"

struct param {
    struct slice name;
    struct slice raw; /* between the quotes, escapes not yet undone */
    bool quoted;
};

/* What stands before the first ';', trimmed; *rest is for params_next. */
struct slice params_head(struct slice header, struct slice *rest);

/* Takes the next parameter off *rest. An unquoted value runs to white space or ';', which takes
 * more than RFC 9110's token: boundaries are sent with '=' and '/' in them. Empty parameters are
 * skipped. None left: ERR_NOT_FOUND. No '=', no name, a quote that does not end, text after a
 * quoted value: ERR_SYNTAX. */
MUST_CHECK enum errcode params_next(struct slice *rest, struct param *out);

#endif
