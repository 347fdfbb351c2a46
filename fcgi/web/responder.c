/* responder: routes, and the way of one submission as a straight line. Each step reads the structs
 * of those before it and fills its own; whatever ends the way early fills the response and says
 * so by returning false. */
#include "web/responder.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/xalloc.h"
#include "body/body.h"
#include "lead/record.h"
#include "web/around.h"
#include "web/call.h"
#include "web/reply.h"
#include "web/send.h"
#include "web/visit.h"

struct responder {
    struct responder_context context;
    struct matcher *matcher;
    struct token_keys *keys;        /* the thread's own; context.keys is these */
    const struct definitions *held; /* from responder_handle to responder_done */
    struct ledger_post post;        /* from the beginning of responder_handle to its end */
};

struct responder *responder_new(const struct responder_context *context) {
    struct responder *r = xmalloc(sizeof *r);
    *r = (struct responder){.context = *context, .matcher = matcher_new()};
    r->keys = token_keys_copy(context->keys);
    r->context.keys = r->keys;
    return r;
}

void responder_free(struct responder *r) {
    assert(r->held == NULL);
    token_keys_free(r->keys);
    matcher_free(r->matcher);
    free(r);
}

/* ---- the way of a submission ----------------------------------------------------------------- */

/* From a page of this site or of one on the list; or nobody says from where. */
static bool may_send(const struct call *c) {
    const struct request *r = c->request;
    if (r->origin.ptr == NULL || c->origin.ptr != NULL)
        return true;
    struct slice authority = slice_sub(r->origin, slice_find(r->origin, '/') + 2, r->origin.len);
    return r->host.len > 0 && slice_eq(authority, r->host);
}

static bool take_body(struct call *c) {
    struct request *r = c->request;
    struct body_format format;
    if (r->body_too_large)
        return call_fail(c, 413);
    if (r->content_encoding.ptr != NULL ||
        body_format_parse(c->arena, r->content_type, &format) != OK)
        return call_fail(c, 415);
    if (format.type == BODY_JSON && !may_send(c))
        return call_fail(c, 403);
    enum errcode e = body_parse(c->arena, &format, r->body, r->body_len, &c->pairs);
    if (e == OK)
        return true;
    return call_fail(c, e == ERR_SYNTAX ? 400 : e == ERR_UNAVAILABLE ? 503 : 413);
}

/* Of a plain form, which browsers send anywhere: it may come from anywhere until its definition
 * lists sites. Then others' visitors get the form as a page of ours, filled in, and send it from
 * there. */
static enum fault origin_fault(const struct call *c) {
    return c->form->origin_count == 0 || may_send(c) ? FAULT_NONE : FAULT_ORIGIN;
}

/* The receipt in advance that the page carried, or a new one; so too in place of a UUID that is
 * nobody's key. A page with a token is ours, whatever
 * a proxy in front has made of the host that its origin is compared with. */
static enum fault take_token(struct call *c) {
    struct slice text = call_value(c, "_submission");
    uuid_make(c->now_us, &c->token.id);
    if (text.len == 0)
        return origin_fault(c);
    struct token token;
    switch (token_judge(c->context->keys, c->form->name, text, c->now_us, &token)) {
    case TOKEN_GOOD:
        if (c->now_us - token.issued_us < FILL_TIME_MIN_S * 1000000LL)
            marks_add(&c->submission.marks, MARK_TOO_FAST);
        break;
    case TOKEN_UUID:
        if (origin_fault(c) != FAULT_NONE)
            return FAULT_ORIGIN;
        break;
    case TOKEN_ODD_UUID:
        marks_add(&c->submission.marks, MARK_OWN_ID);
        return origin_fault(c);
    case TOKEN_EXPIRED:
        return FAULT_EXPIRED;
    case TOKEN_BAD:
        return FAULT_KEY;
    }
    c->token = token;
    c->keyed = true;
    return FAULT_NONE;
}

static bool judge_submission(struct call *c) {
    const struct submission_input in = {
        .form = c->form,
        .language = c->language,
        .pairs = &c->pairs,
        .today = c->today,
        .matcher = c->matcher,
        .visitor_country = c->place.country,
    };
    if (!call_ok(c, submission_parse(c->arena, &in, &c->submission)))
        return false;
    metrics_add(METRIC_FIELDS_UNKNOWN, c->submission.unknown_count);
    c->submission.key_fault = take_token(c);
    if (c->place_error == ERR_IO)
        marks_add(&c->submission.marks, MARK_PLACE_TROUBLE);
    return submission_valid(&c->submission);
}

static enum errcode make_record(struct call *c, struct classification *class, struct record *out) {
    const struct place *place = c->place_error == OK ? &c->place : NULL;
    struct touch touch;
    struct uuid spare;
    enum errcode e = visit_sent(c, &touch);
    if (e != OK)
        return e;
    const struct classify_input asked = {.matcher = c->matcher,
                                         .submission = &c->submission,
                                         .place = place,
                                         .touch = &touch,
                                         .today = c->today,
                                         .received_us = c->now_us};
    classify(&asked, class);
    uuid_make(c->now_us, &spare);
    struct record_input in = {
        .id = c->token.id,
        .spare_id = spare,
        .keyed = c->keyed,
        .received_us = c->now_us,
        .submission = &c->submission,
        .place = place,
        .touch = &touch,
        .classification = class,
        .rule_set = form_set_version(c->definitions->forms),
        .address = c->request->address,
        .user_agent = c->request->user_agent,
    };
    return record_encode(c->arena, &in, out);
}

/* A button of the page asks for the form in another language, with all that was typed. */
static bool is_unsent(const struct call *c) {
    return reply_query(c->request, "unsent").ptr != NULL && !reply_wants_json(c->request);
}

static void settle(struct call *c, enum ledger_part part) {
    c->part = part;
    c->settled = true;
}

static void settle_stored(struct call *c, enum outcome outcome) {
    static const enum ledger_part by_outcome[] = {[OUTCOME_NEW] = LEDGER_STORED,
                                                  [OUTCOME_DIFFERS] = LEDGER_STORED,
                                                  [OUTCOME_REPLAY] = LEDGER_DOUBLE,
                                                  [OUTCOME_SPOOLED] = LEDGER_SPOOLED,
                                                  [OUTCOME_UNSURE] = LEDGER_SPOOLED};
    settle(c, by_outcome[outcome]);
}

static void take_submission(struct call *c) {
    struct classification class;
    struct record record;
    struct receipt receipt;
    if (!take_body(c))
        return;
    (void)around_open(c->context->keys, c->form->name, call_value(c, "_around"), &c->around);
    bool valid = judge_submission(c);
    if (c->response->status != 0)
        return;
    if (is_unsent(c)) {
        settle(c, LEDGER_NOT_SENT);
        (void)send_form(c, 200, true, false);
        return;
    }
    if (!valid) {
        settle(c, LEDGER_INVALID);
        (void)send_faults(c);
        return;
    }
    if (!call_ok(c, make_record(c, &class, &record)))
        return;
    enum errcode e = store_submit(c->context->store, &record, &receipt);
    if (e != OK) {
        (void)send_busy(c);
        return;
    }
    settle_stored(c, receipt.outcome);
    if (receipt.outcome != OUTCOME_REPLAY) /* counted when it came first */
        tally_count(c->definitions->tally, c->form, &class);
    (void)send_receipt(c, &receipt.id);
}

/* ---- routes ---------------------------------------------------------------------------------- */

/* What is answered is the definition's own spelling, never an echo of the header. */
static void find_origin(struct call *c) {
    const struct slice *origin = &c->request->origin;
    for (size_t i = 0; origin->ptr != NULL && i < c->form->origin_count; i++)
        if (slice_eq(*origin, c->form->origins[i]))
            c->response->allowed_origin = c->origin = c->form->origins[i];
}

static void refuse_method(struct call *c, const char *allow) {
    (void)call_fail(c, 405);
    c->response->allow = slice_from(allow);
}

static void answer_options(struct call *c, const char *allow) {
    c->response->status = 204;
    c->response->content = CONTENT_NONE;
    c->response->allow = slice_from(allow);
    c->response->preflight = true;
}

static bool reads(const struct request *r) {
    return r->method == METHOD_GET || r->method == METHOD_HEAD;
}

/* Where the visitor is, and what day. Looked up before anything is judged; it cannot refuse. */
static void find_place(struct call *c) {
    c->place_error = geo_find(c->definitions->geo, c->arena, c->request->address, &c->place);
    today_of(c->now_us, c->place.country, c->place.time_zone, &c->today);
}

static void serve_form(struct call *c) {
    static const char allow[] = "GET, HEAD, POST, OPTIONS";
    find_place(c);
    if (c->request->method == METHOD_POST)
        take_submission(c);
    else if (reads(c->request))
        (void)(send_embedded(c) || send_form(c, 200, false, false));
    else if (c->request->method == METHOD_OPTIONS)
        answer_options(c, allow);
    else
        refuse_method(c, allow);
}

static void serve_thanks(struct call *c) {
    if (reads(c->request))
        (void)send_thanks(c);
    else
        refuse_method(c, "GET, HEAD");
}

/* What the owner's pages load: the same for all visitors. Unset: there is none. */
static void serve_file(struct call *c, struct slice body, enum content content) {
    if (body.ptr == NULL)
        (void)call_fail(c, 404);
    else if (!reads(c->request))
        refuse_method(c, "GET, HEAD");
    else {
        c->response->body = body;
        c->response->status = 200;
        c->response->content = content;
        c->response->caching = CACHING_MINUTES;
    }
}

/* The counters that the owner lets into pages. */
static void allow_sources(struct call *c) {
    if (c->response->content == CONTENT_HTML)
        c->response->allow_sources = form_set_site(c->definitions->forms)->allow;
}

/* Messengers and mail programs take the end of the sentence for a part of the address, and people
 * put a slash behind it. No form's name has these. */
static struct slice without_sentence_end(struct slice path) {
    static const char ends[] = "/.,;:!?)]}>'\"* ";
    while (path.len > 0 && memchr(ends, path.ptr[path.len - 1], sizeof ends - 1) != NULL)
        path.len--;
    return path;
}

/* As much of it as is kept of a landing address; what must not stand in a header is escaped. */
static void write_query(struct buf *b, struct slice query) {
    for (size_t i = 0; i < query.len && b->len < URL_BYTES_MAX; i++) {
        if (query.ptr[i] > ' ' && query.ptr[i] <= '~')
            buf_char(b, query.ptr[i]);
        else
            buf_printf(b, "%%%02X", (unsigned char)query.ptr[i]);
    }
}

/* To the address without its slip, with the query, which may tell the channel. */
static void send_to_address(struct call *c, const char *tail) {
    struct response *r = c->response;
    struct buf b;
    buf_init(&b, c->arena, CALL_URL_MAX);
    buf_lit(&b, "/f/");
    buf_raw(&b, c->form->name);
    buf_lit(&b, tail);
    if (c->request->query.len > 0) {
        buf_char(&b, '?');
        write_query(&b, c->request->query);
    }
    r->status = 301;
    r->content = CONTENT_NONE;
    (void)call_ok(c, buf_done(&b, &r->location));
}

/* /f/<form> and /f/<form>/thanks. What is sent to an address with a slip is taken there: a
 * redirect could lose it. */
static void serve_forms(struct call *c) {
    struct slice asked = slice_sub(c->request->path, 3, c->request->path.len);
    struct slice path = without_sentence_end(asked), tail, name = slice_cut(path, '/', &tail);
    c->form = form_find(c->definitions->forms, name);
    if (c->form == NULL || (tail.ptr != NULL && !slice_eq_lit(tail, "thanks"))) {
        (void)call_fail(c, 404);
        return;
    }
    c->language = reply_language(c->request, c->form->texts, c->form);
    find_origin(c);
    if (path.len < asked.len && reads(c->request))
        send_to_address(c, tail.ptr != NULL ? "/thanks" : "");
    else if (tail.ptr != NULL)
        serve_thanks(c);
    else
        serve_form(c);
}

static void serve_state(struct call *c, bool health) {
    struct store *store = c->context->store;
    if (!reads(c->request))
        refuse_method(c, "GET, HEAD");
    else if (health)
        reply_health(c->arena, c->definitions, store, c->response);
    else
        reply_metrics(c->arena, c->definitions, store, c->response);
}

static void route(struct call *c) {
    struct slice path = c->request->path;
    if (slice_eq_lit(path, "/f/firstline.css"))
        serve_file(c, form_set_style(c->definitions->forms), CONTENT_STYLE);
    else if (slice_eq_lit(path, "/f/touch.js"))
        serve_file(c, form_set_script(c->definitions->forms), CONTENT_SCRIPT);
    else if (slice_starts(path, "/f/"))
        serve_forms(c);
    else if (slice_eq_lit(path, "/healthz"))
        serve_state(c, true);
    else if (slice_eq_lit(path, "/metrics"))
        serve_state(c, false);
    else
        (void)call_fail(c, 404);
}

/* ---- the balance: each is counted twice, as read and as what it became ----------------------- */

static bool is_counted(const struct request *r) {
    return r->method == METHOD_POST && slice_starts(r->path, "/f/");
}

static enum ledger_part part_of(const struct call *c) {
    if (c->settled)
        return c->part;
    return c->response->status >= 500 ? LEDGER_BUSY : LEDGER_REFUSED;
}

void responder_handle(struct responder *r, struct arena *a, struct request *request,
                      struct response *out) {
    long long start_ms = clock_ms();
    assert(r->held == NULL);
    r->held = live_get(r->context.live);
    *out = (struct response){.body = SLICE_LIT("")};
    struct call c = {
        .context = &r->context,
        .matcher = r->matcher,
        .arena = a,
        .request = request,
        .response = out,
        .definitions = r->held,
        .now_us = clock_wall_us(),
    };
    bool counted = is_counted(request);
    if (counted)
        ledger_begin(r->context.ledger, &r->post, c.now_us);
    route(&c);
    if (counted)
        ledger_end(r->context.ledger, &r->post, part_of(&c));
    allow_sources(&c);
    log_line(LOG_DEBUG, "request", "id=%.*s status=%d", SLICE_ARG(request->id), out->status);
    metrics_observe(HISTOGRAM_REQUEST_SECONDS, (double)(clock_ms() - start_ms) / 1000);
}

void responder_done(struct responder *r) {
    live_put(r->context.live, r->held);
    r->held = NULL;
}

static void *begin(const void *context) { return responder_new(context); }

static void handle(void *mine, struct arena *a, struct request *request, struct response *out) {
    responder_handle(mine, a, request, out);
}

static void done(void *mine) { responder_done(mine); }

static void end(void *mine) { responder_free(mine); }

const struct handler responder_handler = {
    .begin = begin,
    .handle = handle,
    .done = done,
    .end = end,
    .arena_bytes_max = ARENA_BYTES_MAX,
    .body_bytes_max = BODY_BYTES_MAX,
};
