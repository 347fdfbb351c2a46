/* desk: what each thread has, and the addresses. */
#include "desk/desk.h"

#include <assert.h>
#include <stdlib.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/xalloc.h"
#include "desk/bridge.h"
#include "desk/entry.h"
#include "desk/errand.h"
#include "desk/form_list.h"
#include "desk/import.h"
#include "desk/signin.h"

struct desk {
    const struct desk_context *context;
    struct token_keys *keys; /* the thread's own */
    struct seat *seat;
    struct matcher *matcher;
    struct arena *scratch;
    const struct definitions *held; /* from handle to done */
};

static void *begin(const void *context) {
    const struct desk_context *c = context;
    struct desk *d = xmalloc(sizeof *d);
    *d = (struct desk){.context = c,
                       .keys = token_keys_copy(c->keys),
                       .seat = seat_new(),
                       .matcher = matcher_new(),
                       .scratch = arena_new(ARENA_BYTES_MAX)};
    return d;
}

static void end(void *mine) {
    struct desk *d = mine;
    arena_free(d->scratch);
    matcher_free(d->matcher);
    seat_free(d->seat);
    token_keys_free(d->keys);
    free(d);
}

/* Before anybody is known: by the browser's first choice. */
static enum language browser_language(const struct request *r) {
    return slice_starts(r->accept_language, "en") ? LANGUAGE_EN : LANGUAGE_RU;
}

static void route(struct errand *c) {
    struct slice path = c->request->path;
    if (slice_eq_lit(path, "/desk/session"))
        signin_serve(c);
    else if (slice_starts(path, "/desk/api/"))
        bridge_serve(c);
    else if (slice_eq_lit(path, "/desk/forms"))
        form_list_serve(c);
    else if (slice_starts(path, "/desk/lead/"))
        entry_serve_lead(c, slice_sub(path, sizeof "/desk/lead/" - 1, path.len));
    else if (slice_starts(path, "/desk/read/"))
        entry_serve_read(c, slice_sub(path, sizeof "/desk/read/" - 1, path.len));
    else if (slice_starts(path, "/desk/import/"))
        import_serve(c, slice_sub(path, sizeof "/desk/import/" - 1, path.len));
    else
        (void)errand_fail(c, 404, "42P01", SAID_UNKNOWN, SLICE_NONE, SLICE_NONE);
}

static void handle(void *mine, struct arena *a, struct request *request, struct response *out) {
    struct desk *d = mine;
    assert(d->held == NULL);
    d->held = live_get(d->context->live);
    *out = (struct response){.body = SLICE_LIT(""), .content = CONTENT_JSON, .is_data = true};
    struct errand c = {
        .context = d->context,
        .keys = d->keys,
        .seat = d->seat,
        .matcher = d->matcher,
        .arena = a,
        .scratch = d->scratch,
        .request = request,
        .response = out,
        .definitions = d->held,
        .now_us = clock_wall_us(),
        .language = browser_language(request),
    };
    route(&c);
    seat_leave(d->seat);
    if (c.turn.ptr != NULL)
        turns_give(d->context->turns, c.turn);
    log_line(LOG_DEBUG, "request", "id=%.*s status=%d", SLICE_ARG(request->id), out->status);
}

static void done(void *mine) {
    struct desk *d = mine;
    live_put(d->context->live, d->held);
    d->held = NULL;
}

const struct handler desk_handler = {
    .begin = begin,
    .handle = handle,
    .done = done,
    .end = end,
    .arena_bytes_max = DESK_ARENA_BYTES_MAX,
    .body_bytes_max = DESK_BODY_BYTES_MAX,
};
