/* params: the parameters of a header value, `type; name=value; name="quoted"` (RFC 9110, 5.6.6),
 * for Content-Type and for the headers of multipart parts. Clients write them in many ways: any
 * text is taken, and what readers may disagree about is said. */
#ifndef BODY_PARAMS_H
#define BODY_PARAMS_H

#include <stdbool.h>

#include "base/slice.h"

struct param {
    struct slice name;
    struct slice raw;   /* between the quotes, escapes not yet undone; empty without '=' */
    struct slice least; /* the beginning of raw that the most cautious reader takes */
    bool quoted;
    bool sure; /* every reader takes raw */
};

/* What stands before the first ';', trimmed; *rest is for params_next. */
struct slice params_head(struct slice header, struct slice *rest);

/* Takes the next parameter off *rest; false when none is left. Empty ones are skipped. A quoted
 * value ends at the first quote that ';' or the end follows, so that quotes inside belong to it
 * (`"19".jpg"`); without such a quote it is all that is left. A bare value runs to ';' (boundaries
 * are sent with '=' and '/' in them, file names with blanks). Not sure: a value that has quotes
 * inside, that does not end, or that is bare and has blanks. */
bool params_next(struct slice *rest, struct param *out);

#endif
