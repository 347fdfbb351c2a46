/* response: one HTTP answer as plain data, and its way out through libfcgi. Header values come
 * from definitions, constants and addresses that have been checked, never from a field. */
#ifndef HTTP_RESPONSE_H
#define HTTP_RESPONSE_H

#include <fcgiapp.h>
#include <stdbool.h>

#include "base/arena.h"
#include "base/errcode.h"
#include "base/slice.h"

enum content {
    CONTENT_HTML = 0,
    CONTENT_JSON,
    CONTENT_METRICS,
    CONTENT_STYLE,
    CONTENT_SCRIPT,
    CONTENT_NONE
};
enum caching { CACHING_NO_STORE = 0, CACHING_REVALIDATE, CACHING_MINUTES };

struct response {
    int status; /* 200, 201, 303 ... */
    enum content content;
    enum caching caching;
    struct slice body;
    struct slice location;       /* unset: no header */
    struct slice allow;          /* unset: no header */
    struct slice allowed_origin; /* CORS, as the form's definition spells it; unset: none */
    bool preflight;              /* answer to a CORS preflight */
    int retry_after_s;           /* 0: no header */
    struct slice cookie;         /* the whole value of Set-Cookie; unset: no header */
    struct slice etag;           /* with its quotes; unset: no header */
    struct slice language;       /* of the page, "ru"; unset: no header */
    struct slice allow_sources;  /* " https://a.example": more sources in the policy of a page */
    bool is_data;                /* never shown as a page, nor to another site */
};

/* Sends head and, unless without_body, the body, in one write each. ERR_TOO_LARGE: no arena left
 * for the head; nothing was sent. A peer that went away is no error of ours. */
MUST_CHECK enum errcode response_write(struct arena *a, FCGX_Request *fcgi,
                                       const struct response *r, bool without_body);

#endif
