/* request: what nginx sent, copied out of libfcgi once, in the request's arena. */
#ifndef HTTP_REQUEST_H
#define HTTP_REQUEST_H

#include <fcgiapp.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/errcode.h"
#include "base/slice.h"

enum method {
    METHOD_GET = 0,
    METHOD_HEAD,
    METHOD_POST,
    METHOD_OPTIONS,
    METHOD_DELETE,
    METHOD_OTHER
};

struct request {
    enum method method;
    struct slice path;  /* decoded by nginx, without the query */
    struct slice uri;   /* as the browser sent it, with the query */
    struct slice query; /* not decoded; empty when none */
    struct slice scheme, host;
    struct slice content_type, content_encoding, accept, accept_language, origin, referer;
    struct slice user_agent, address;
    struct slice cookie, fetch_site, if_none_match, idempotency_key;
    struct slice user; /* whom nginx has signed in; only where it passes REMOTE_USER */
    struct slice id;   /* nginx's $request_id, for the log */
    char *body;        /* may be decoded in place */
    size_t body_len;
    bool body_too_large; /* more than the handler takes: body is empty, 413 */
};

/* Reads parameters and the whole body, to its end, whatever the method: octets left on the
 * connection could be taken for another request. ERR_INCOMPLETE: the peer went away, or sent other
 * than CONTENT_LENGTH octets: no answer is owed. ERR_TOO_LARGE: more parameters than PARAMS_MAX. */
MUST_CHECK enum errcode request_read(struct arena *a, FCGX_Request *fcgi, size_t body_bytes_max,
                                     struct request *out);

#endif
