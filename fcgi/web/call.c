/* call: see the header. */
#include "web/call.h"

#include "web/reply.h"

bool call_fail(struct call *c, int status) {
    c->response->status = status;
    reply_error(c->arena, c->request, c->definitions, c->form, c->response);
    return false;
}

bool call_ok(struct call *c, enum errcode e) {
    return e == OK ? true : call_fail(c, e == ERR_UNAVAILABLE ? 503 : 413);
}

struct slice call_value(const struct call *c, const char *name) {
    const struct pair *p = pairs_find(&c->pairs, name);
    return p == NULL ? SLICE_NONE : p->value;
}

struct slice call_host(const struct call *c) {
    struct slice port;
    return slice_cut(c->request->host, ':', &port);
}
