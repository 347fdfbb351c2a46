/* response: status line and header fields, the security headers on every answer. */
#include "http/response.h"

#include <limits.h>

#include "base/buf.h"

#define HEAD_BYTES_MAX 4096

static const char *status_reason(int status) {
    static const struct {
        int status;
        const char *reason;
    } table[] = {{200, "OK"},
                 {201, "Created"},
                 {204, "No Content"},
                 {301, "Moved Permanently"},
                 {303, "See Other"},
                 {304, "Not Modified"},
                 {400, "Bad Request"},
                 {401, "Unauthorized"},
                 {403, "Forbidden"},
                 {404, "Not Found"},
                 {405, "Method Not Allowed"},
                 {409, "Conflict"},
                 {413, "Content Too Large"},
                 {415, "Unsupported Media Type"},
                 {422, "Unprocessable Content"},
                 {429, "Too Many Requests"},
                 {503, "Service Unavailable"}};
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (table[i].status == status)
            return table[i].reason;
    return "Internal Server Error";
}

static const char *const content_types[] = {
    [CONTENT_HTML] = "text/html; charset=utf-8",
    [CONTENT_JSON] = "application/json; charset=utf-8",
    [CONTENT_METRICS] = "text/plain; version=0.0.4; charset=utf-8",
    [CONTENT_STYLE] = "text/css; charset=utf-8",
    [CONTENT_SCRIPT] = "text/javascript; charset=utf-8",
    [CONTENT_NONE] = NULL,
};

/* A page of a form needs no script and nothing from other hosts; the frame is the owner's and may
 * bring styles and pictures of the same site, and a counter of those that site.yaml allows.
 * form-action also governs where a sent form may be redirected to, and the owner's thank-you page
 * may be on another host. */
static void write_security(struct buf *b, struct slice allow) {
    static const char *const open_to_allowed[] = {"script-src 'self'", "connect-src 'self'",
                                                  "img-src 'self' data:"};
    buf_lit(b, "Vary: Accept, Accept-Language, Origin\r\n"
               "X-Content-Type-Options: nosniff\r\n"
               "Referrer-Policy: strict-origin-when-cross-origin\r\n"
               "Content-Security-Policy: default-src 'none'; style-src 'self' 'unsafe-inline'; "
               "font-src 'self'; ");
    for (size_t i = 0; i < sizeof open_to_allowed / sizeof *open_to_allowed; i++) {
        buf_lit(b, open_to_allowed[i]);
        buf_raw(b, allow);
        buf_lit(b, "; ");
    }
    buf_lit(b, "form-action 'self' https:; base-uri 'none'; frame-ancestors 'self'\r\n");
}

static const char data_security[] =
    "X-Content-Type-Options: nosniff\r\n"
    "Referrer-Policy: no-referrer\r\n"
    "Content-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
    "Cross-Origin-Resource-Policy: same-origin\r\n";

static void write_cors(struct buf *b, const struct response *r) {
    if (r->allowed_origin.ptr == NULL)
        return;
    buf_lit(b, "Access-Control-Allow-Origin: ");
    buf_raw(b, r->allowed_origin);
    buf_lit(b, "\r\n");
    if (r->preflight)
        buf_lit(b, "Access-Control-Allow-Methods: POST\r\n"
                   "Access-Control-Allow-Headers: Content-Type, Accept\r\n"
                   "Access-Control-Max-Age: 3600\r\n");
}

static const char *const cache_controls[] = {
    [CACHING_NO_STORE] = "Cache-Control: no-store\r\n",
    [CACHING_REVALIDATE] = "Cache-Control: private, no-cache\r\n",
    [CACHING_MINUTES] = "Cache-Control: public, max-age=600\r\n",
};

static void write_field(struct buf *b, const char *name, struct slice value) {
    if (value.ptr == NULL)
        return;
    buf_lit(b, name);
    buf_raw(b, value);
    buf_lit(b, "\r\n");
}

static enum errcode write_head(struct arena *a, const struct response *r, struct slice *out) {
    struct buf b;
    buf_init(&b, a, HEAD_BYTES_MAX);
    buf_lit(&b, "Status: ");
    buf_uint(&b, (unsigned)r->status);
    buf_char(&b, ' ');
    buf_lit(&b, status_reason(r->status));
    buf_lit(&b, "\r\n");
    if (r->content != CONTENT_NONE)
        write_field(&b, "Content-Type: ", slice_from(content_types[r->content]));
    buf_lit(&b, "Content-Length: ");
    buf_uint(&b, r->body.len);
    buf_lit(&b, "\r\n");
    write_field(&b, "Location: ", r->location);
    write_field(&b, "Allow: ", r->allow);
    write_field(&b, "Content-Language: ", r->language);
    if (r->retry_after_s > 0)
        buf_printf(&b, "Retry-After: %d\r\n", r->retry_after_s);
    write_field(&b, "Set-Cookie: ", r->cookie);
    write_field(&b, "ETag: ", r->etag);
    write_cors(&b, r);
    buf_lit(&b, cache_controls[r->caching]);
    if (r->is_data)
        buf_lit(&b, data_security);
    else
        write_security(&b, r->allow_sources);
    buf_lit(&b, "\r\n");
    return buf_done(&b, out);
}

enum errcode response_write(struct arena *a, FCGX_Request *fcgi, const struct response *r,
                            bool without_body) {
    struct slice head;
    enum errcode e = write_head(a, r, &head);
    if (e != OK)
        return e;
    FCGX_PutStr(head.ptr, (int)head.len, fcgi->out);
    if (!without_body && r->body.len > 0 && r->body.len <= INT_MAX)
        FCGX_PutStr(r->body.ptr, (int)r->body.len, fcgi->out);
    return OK;
}
