/* request: FastCGI parameters and body to one plain struct. Only names of the table below are
 * looked at, and of a name that repeats the first counts. */
#include "http/request.h"

#include <arpa/inet.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/bounds.h"

#define DRAIN_BYTES_MAX (16 * 1024 * 1024) /* nginx has its own, lower cap */

struct param {
    const char *name;
    size_t offset; /* of the slice in struct request */
};

#define PARAM(NAME, MEMBER)                                                                        \
    { NAME, offsetof(struct request, MEMBER) }

static const struct param params[] = {
    PARAM("DOCUMENT_URI", path),
    PARAM("REQUEST_URI", uri),
    PARAM("QUERY_STRING", query),
    PARAM("REQUEST_SCHEME", scheme),
    PARAM("HTTP_HOST", host),
    PARAM("CONTENT_TYPE", content_type),
    PARAM("HTTP_CONTENT_ENCODING", content_encoding),
    PARAM("HTTP_ACCEPT", accept),
    PARAM("HTTP_ACCEPT_LANGUAGE", accept_language),
    PARAM("HTTP_ORIGIN", origin),
    PARAM("HTTP_REFERER", referer),
    PARAM("HTTP_USER_AGENT", user_agent),
    PARAM("HTTP_COOKIE", cookie),
    PARAM("HTTP_SEC_FETCH_SITE", fetch_site),
    PARAM("HTTP_IF_NONE_MATCH", if_none_match),
    PARAM("HTTP_IDEMPOTENCY_KEY", idempotency_key),
    PARAM("REMOTE_USER", user),
    PARAM("REMOTE_ADDR", address),
    PARAM("REQUEST_ID", id),
};

static enum method method_from(struct slice s) {
    static const struct {
        const char *name;
        enum method method;
    } table[] = {{"GET", METHOD_GET},
                 {"HEAD", METHOD_HEAD},
                 {"POST", METHOD_POST},
                 {"OPTIONS", METHOD_OPTIONS},
                 {"DELETE", METHOD_DELETE}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (slice_eq_lit(s, table[i].name))
            return table[i].method;
    return METHOD_OTHER;
}

/* An empty parameter is how nginx passes a header that was not sent: leave it unset. Of a long one
 * (the address of the page before, say) the beginning will do. */
static enum errcode take_param(struct arena *a, struct request *r, struct slice name,
                               struct slice value) {
    for (size_t i = 0; i < sizeof params / sizeof *params; i++) {
        if (!slice_eq_lit(name, params[i].name))
            continue;
        struct slice *member = (struct slice *)((char *)r + params[i].offset);
        if (member->ptr != NULL || value.len == 0)
            return OK;
        return arena_copy(a, slice_sub(value, 0, PARAM_BYTES_MAX), member);
    }
    return OK;
}

/* A request that reached nginx over a Unix socket has "unix:" there. What is no address is unset:
 * the database would refuse the lead for it. */
static void drop_no_address(struct request *r) {
    char text[INET6_ADDRSTRLEN + 1];
    unsigned char octets[sizeof(struct in6_addr)];
    if (r->address.ptr == NULL)
        return;
    snprintf(text, sizeof text, "%.*s", SLICE_ARG(r->address));
    if (r->address.len >= sizeof text ||
        (inet_pton(AF_INET, text, octets) != 1 && inet_pton(AF_INET6, text, octets) != 1))
        r->address = SLICE_NONE;
}

struct head {
    struct slice method, length;
};

static enum errcode read_params(struct arena *a, char **envp, struct request *r, struct head *h) {
    for (size_t i = 0; envp[i] != NULL; i++) {
        struct slice value, name = slice_cut(slice_from(envp[i]), '=', &value);
        if (i >= PARAMS_MAX)
            return ERR_TOO_LARGE;
        if (slice_eq_lit(name, "REQUEST_METHOD"))
            h->method = value;
        else if (slice_eq_lit(name, "CONTENT_LENGTH"))
            h->length = value;
        enum errcode e = take_param(a, r, name, value);
        if (e != OK)
            return e;
    }
    return OK;
}

/* Decimal digits only; empty is 0. */
static enum errcode parse_length(struct slice s, size_t *out) {
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_is_digit(s.ptr[i]) || n > DRAIN_BYTES_MAX)
            return ERR_INCOMPLETE;
        n = n * 10 + (size_t)(s.ptr[i] - '0');
    }
    *out = n;
    return OK;
}

/* Reads stdin to its end and keeps what fits; the octets seen. */
static size_t read_all(FCGX_Stream *in, char *keep, size_t keep_max) {
    size_t total = 0;
    char trash[4096];
    while (total < DRAIN_BYTES_MAX) {
        bool fits = total < keep_max;
        size_t want = fits ? keep_max - total : sizeof trash;
        if (want > INT_MAX)
            want = INT_MAX;
        int n = FCGX_GetStr(fits ? keep + total : trash, (int)want, in);
        if (n <= 0)
            break;
        total += (size_t)n;
    }
    return total;
}

static enum errcode read_body(struct arena *a, FCGX_Request *fcgi, size_t length, size_t bytes_max,
                              struct request *r) {
    size_t keep_max = length > bytes_max ? 0 : length;
    r->body = arena_alloc(a, keep_max + 1);
    if (r->body == NULL)
        return ERR_TOO_LARGE;
    size_t got = read_all(fcgi->in, r->body, keep_max);
    if (got != length || FCGX_GetError(fcgi->in) != 0)
        return ERR_INCOMPLETE;
    r->body_too_large = length > bytes_max;
    r->body_len = keep_max;
    r->body[r->body_len] = '\0';
    return OK;
}

enum errcode request_read(struct arena *a, FCGX_Request *fcgi, size_t body_bytes_max,
                          struct request *out) {
    struct request r = {0};
    struct head h = {SLICE_NONE, SLICE_NONE};
    size_t length = 0;
    enum errcode params_ok = read_params(a, fcgi->envp, &r, &h);
    enum errcode e = parse_length(h.length, &length);
    if (e == OK)
        e = read_body(a, fcgi, length, body_bytes_max, &r);
    if (e != OK)
        return e;
    if (params_ok != OK)
        return params_ok;
    r.method = method_from(h.method);
    drop_no_address(&r);
    if (r.query.ptr == NULL)
        r.query = SLICE_LIT("");
    *out = r;
    return OK;
}
