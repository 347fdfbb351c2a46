/* responder: routes, and the way of one submission as a straight line. Each step reads the structs
 * of those before it and fills its own; whatever ends the way early fills the response and says
 * so by returning false. */
#include "web/responder.h"

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
#include "web/page.h"
#include "web/reply.h"
#include "web/thanks_html.h"

#define URL_MAX 4096

struct responder {
    struct responder_context context;
    struct matcher *matcher;
};

/* Everything of one request; lives on the stack of responder_handle. */
struct call {
    struct responder *responder;
    struct arena *arena;
    struct request *request;
    struct response *response;
    const struct definitions *definitions;
    const struct form *form;
    enum language language;
    int64_t now_us;
    struct slice origin; /* as the form lists it; unset: not on the list */
    struct place place;
    enum errcode place_error; /* OK: place is known */
    struct day_span today;    /* where the visitor is */
    struct slice around;      /* address of the page that the form was sent from; unset: its own */

    struct pair_list pairs;
    struct token token;
    bool keyed;
    struct submission submission;
};

struct responder *responder_new(const struct responder_context *context) {
    struct responder *r = xmalloc(sizeof *r);
    *r = (struct responder){.context = *context, .matcher = matcher_new()};
    return r;
}

void responder_free(struct responder *r) {
    matcher_free(r->matcher);
    free(r);
}

static bool end_with_error(struct call *c, int status) {
    c->response->status = status;
    reply_error(c->arena, c->request, c->definitions, c->form, c->response);
    return false;
}

/* A step that ran out of arena ends here: the visitor sent more than we can hold. */
static bool end_unless_ok(struct call *c, enum errcode e) {
    return e == OK ? true : end_with_error(c, 413);
}

static struct slice pair_value(const struct pair_list *pairs, const char *name) {
    const struct pair *p = pairs_find(pairs, name);
    return p == NULL ? SLICE_NONE : p->value;
}

/* ---- pages --------------------------------------------------------------------------------- */

/* The address of the page, as the browser's bar shows it. */
static enum errcode address_of_page(struct call *c, struct slice *out) {
    struct buf b;
    if (c->request->host.ptr == NULL || c->request->uri.ptr == NULL)
        return OK;
    buf_init(&b, c->arena, URL_MAX);
    buf_raw(&b, c->request->scheme.ptr == NULL ? SLICE_LIT("http") : c->request->scheme);
    buf_lit(&b, "://");
    buf_raw(&b, c->request->host);
    buf_raw(&b, c->request->uri);
    enum errcode e = buf_done(&b, out);
    return e == ERR_TOO_LARGE ? OK : e; /* an endless address is not worth refusing a page */
}

static struct slice own_host(const struct call *c) {
    struct slice port;
    return slice_cut(c->request->host, ':', &port);
}

/* Where the visitor came from, for the hidden fields; and for the link to the other language, which
 * has only the form's own address, the tags of the page before it. */
static enum errcode take_touch(struct call *c, struct page_form *p) {
    struct slice url = SLICE_NONE, tags = SLICE_NONE;
    struct page_touch touch;
    struct buf b;
    enum errcode e = address_of_page(c, &url);
    if (e != OK)
        return e;
    touch_of_page(url, c->request->referer, own_host(c), &touch);
    p->landing = touch.landing;
    p->referrer = touch.referrer;
    if (touch.from_referer)
        e = touch_tags(c->arena, touch.landing, &tags);
    if (e != OK || tags.ptr == NULL)
        return e;
    buf_init(&b, c->arena, 3 * PARAM_BYTES_MAX);
    buf_raw(&b, p->query);
    buf_char(&b, '&');
    buf_raw(&b, tags);
    return buf_done(&b, &p->query);
}

/* A fresh page has a new token; a page that comes back keeps the one it was sent with, so that
 * the corrected submission is still the same one. */
static enum errcode fill_own_fields(struct call *c, bool again, struct page_form *p) {
    bool keep = again && c->keyed;
    if (again) {
        p->landing = c->submission.landing;
        p->referrer = c->submission.referrer;
    } else {
        enum errcode e = take_touch(c, p);
        if (e != OK)
            return e;
        e = reply_query(c->request, "embed").ptr == NULL
                ? OK
                : around_seal(c->responder->context.keys, c->arena, c->form->name, c->request->uri,
                              &p->around);
        if (e != OK)
            return e;
    }
    if (keep) {
        p->token = pair_value(&c->pairs, "_submission");
        return OK;
    }
    return token_issue(c->responder->context.keys, c->arena, c->form->name, c->now_us, &p->token);
}

/* A copy: the definitions are let go before the response is written. */
static void name_language(struct call *c) {
    memcpy(c->response->language, texts_code(c->form->texts, c->language), LANGUAGE_CODE_BYTES);
}

static bool send_page(struct call *c, int status, enum caching caching, enum errcode e) {
    if (!end_unless_ok(c, e))
        return false;
    c->response->status = status;
    c->response->content = CONTENT_HTML;
    c->response->caching = caching;
    name_language(c);
    c->response->retry_after_s = status == 503 ? RETRY_AFTER_S : 0;
    return true;
}

static enum errcode write_form(struct call *c, bool again, struct page_form *p, struct slice *out) {
    struct page_look look = page_look(c->definitions->forms);
    p->form = c->form;
    p->language = c->language;
    p->submission = again ? &c->submission : NULL;
    p->query = c->request->query;
    p->today = c->today;
    enum errcode e = fill_own_fields(c, again, p);
    return e == OK ? page_form(c->arena, &look, p, out) : e;
}

static bool send_form_page(struct call *c, int status, bool again, bool busy) {
    struct page_form p = {.busy = busy};
    if (!again)
        p.fragment = reply_query(c->request, "fragment").ptr != NULL ||
                     reply_query(c->request, "embed").ptr != NULL;
    /* asked for by an id, which send_embedded would have found */
    p.forgotten = p.fragment && reply_query(c->request, "embed").len > 0;
    enum errcode e = write_form(c, again, &p, &c->response->body);
    /* values that were typed stay out of caches; a fresh page may be kept for the back button */
    return send_page(c, status, again ? CACHING_NO_STORE : CACHING_REVALIDATE, e);
}

static struct sent_key sent_key(const struct call *c, struct slice id) {
    return (struct sent_key){.id = id, .form = c->form->name, .address = c->request->address};
}

/* id and proof as the redirect after a submission carries them, either may be unset. false: nothing
 * to thank for, and a form may stand there instead. */
static bool send_thanks(struct call *c, struct slice id, struct slice proof, bool fragment) {
    const struct responder_context *context = &c->responder->context;
    struct page_look look = page_look(c->definitions->forms);
    struct uuid receipt;
    struct page_thanks t = {.form = c->form,
                            .language = c->language,
                            .proof = PROOF_BAD,
                            .sent = SLICE_LIT(""),
                            .fragment = fragment};
    if (uuid_parse(id, &receipt))
        t.proof = token_proved(context->keys, c->arena, c->form->name, uuid_slice(&receipt), proof);
    if (t.proof == PROOF_BAD && fragment)
        return false;
    if (t.proof == PROOF_GOOD) {
        struct sent_key key = sent_key(c, uuid_slice(&receipt));
        t.receipt = key.id;
        (void)sent_find(context->sent, c->arena, &key, clock_ms(), &t.sent);
    }
    return send_page(c, 200, CACHING_NO_STORE,
                     page_thanks(c->arena, &look, &t, &c->response->body));
}

static bool send_thanks_page(struct call *c) {
    return send_thanks(c, reply_query(c->request, "receipt"), reply_query(c->request, "proof"),
                       false);
}

/* The form inside of a page again, after something was sent from there: ?embed= has what the
 * redirect put into that page's address: an id, and for thanks a proof behind a point. false:
 * nothing to show but a fresh form. */
static bool send_embedded(struct call *c) {
    struct slice proof, id = slice_cut(reply_query(c->request, "embed"), '.', &proof);
    struct sent_key key = sent_key(c, id);
    if (id.len == 0)
        return false;
    if (proof.ptr != NULL)
        return send_thanks(c, id, proof, true);
    return sent_find(c->responder->context.sent, c->arena, &key, clock_ms(), &c->response->body) &&
           send_page(c, 200, CACHING_NO_STORE, OK);
}

/* ---- the way of a submission ------------------------------------------------------------------
 */

/* A site that is not on the list may send a plain form, as a link may; but not JSON. */
static bool may_send(struct call *c) {
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
        return end_with_error(c, 413);
    if (r->content_encoding.ptr != NULL ||
        body_format_parse(c->arena, r->content_type, &format) != OK)
        return end_with_error(c, 415);
    if (format.type == BODY_JSON && !may_send(c))
        return end_with_error(c, 403);
    enum errcode e = body_parse(c->arena, &format, r->body, r->body_len, &c->pairs);
    if (e == OK)
        return true;
    return end_with_error(c, e == ERR_SYNTAX ? 400 : e == ERR_UNAVAILABLE ? 503 : 413);
}

/* The receipt in advance that the page carried, or a new one. */
static enum fault take_token(struct call *c, size_t *marks) {
    struct slice text = pair_value(&c->pairs, "_submission");
    uuid_make(c->now_us, &c->token.id);
    if (text.len == 0)
        return FAULT_NONE;
    struct token token;
    switch (
        token_judge(c->responder->context.keys, c->arena, c->form->name, text, c->now_us, &token)) {
    case TOKEN_GOOD:
        if (c->now_us - token.issued_us < FILL_TIME_MIN_S * 1000000LL)
            *marks |= 1u << MARK_TOO_FAST;
        break;
    case TOKEN_UUID:
        break;
    case TOKEN_EXPIRED:
        return FAULT_EXPIRED;
    case TOKEN_BAD:
        return FAULT_KEY;
    }
    c->token = token;
    c->keyed = true;
    return FAULT_NONE;
}

/* Back to the page around the form, which shows what is kept under that id. */
static bool send_back(struct call *c, struct slice what, const char *part) {
    enum errcode e =
        around_link(c->arena, c->around, what, c->form->name, part, &c->response->location);
    c->response->status = 303;
    c->response->content = CONTENT_NONE;
    return end_unless_ok(c, e);
}

/* The form with its mistakes, kept for the page around it. false: it has to be a page of its own.
 */
static bool keep_faults(struct call *c, struct uuid *id) {
    struct page_form p = {.fragment = true};
    struct slice text;
    uuid_make(c->now_us, id);
    struct sent_key key = sent_key(c, uuid_slice(id));
    return around_seal(c->responder->context.keys, c->arena, c->form->name, c->around, &p.around) ==
               OK &&
           write_form(c, true, &p, &text) == OK &&
           sent_keep(c->responder->context.sent, &key, text, clock_ms());
}

static bool send_faults(struct call *c) {
    struct uuid id;
    metrics_add(METRIC_SUBMISSIONS_INVALID, 1);
    if (!reply_wants_json(c->request)) {
        if (c->around.ptr != NULL && keep_faults(c, &id))
            return send_back(c, uuid_slice(&id), "messages");
        return send_form_page(c, 422, true, false);
    }
    c->response->status = 422;
    c->response->content = CONTENT_JSON;
    return end_unless_ok(c, reply_faults_json(c->arena, &c->submission, &c->response->body));
}

static bool judge_submission(struct call *c) {
    const struct submission_input in = {
        .form = c->form,
        .language = c->language,
        .pairs = &c->pairs,
        .today = c->today,
        .matcher = c->responder->matcher,
        .visitor_country = c->place.country,
    };
    size_t marks = 0;
    enum fault key_fault = take_token(c, &marks);
    if (!end_unless_ok(c, submission_parse(c->arena, &in, &c->submission)))
        return false;
    metrics_add(METRIC_FIELDS_UNKNOWN, c->submission.unknown_count);
    c->submission.key_fault = key_fault;
    if (c->place_error == ERR_IO)
        marks |= 1u << MARK_PLACE_TROUBLE;
    c->submission.marks |= marks;
    return submission_valid(&c->submission);
}

/* Where the visitor came from; it cannot refuse a lead. */
static enum errcode find_touch(struct call *c, struct touch *touch) {
    const struct request *r = c->request;
    struct touch_input in = {
        .landing = c->submission.landing,
        .referrer = c->submission.referrer,
        .http_referer = r->referer,
        .own_host = own_host(c),
        .pairs = &c->pairs,
    };
    return touch_parse(c->arena, &in, touch);
}

static enum errcode make_record(struct call *c, struct classification *class, struct record *out) {
    const struct place *place = c->place_error == OK ? &c->place : NULL;
    struct touch touch;
    struct uuid spare;
    enum errcode e = find_touch(c, &touch);
    if (e != OK)
        return e;
    classify(c->responder->matcher, &c->submission, place, &touch, c->today, class);
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
        .marks = c->submission.marks | class->marks,
    };
    return record_encode(c->arena, &in, out);
}

static enum errcode write_next(struct call *c, const struct uuid *receipt, struct slice *out) {
    struct slice own = c->form->thanks_url, proof = SLICE_NONE;
    struct buf b;
    enum errcode e = OK;
    buf_init(&b, c->arena, URL_MAX);
    if (own.len > 0) {
        buf_raw(&b, own);
        buf_char(&b, slice_find(own, '?') < own.len ? '&' : '?');
    } else {
        buf_lit(&b, "/f/");
        buf_raw(&b, c->form->name);
        buf_printf(&b, "/thanks?lang=%s&", texts_code(c->form->texts, c->language));
        e = token_prove(c->responder->context.keys, c->arena, c->form->name, uuid_slice(receipt),
                        &proof);
    }
    buf_lit(&b, "receipt=");
    buf_raw(&b, uuid_slice(receipt));
    if (proof.ptr != NULL) {
        buf_lit(&b, "&proof=");
        buf_raw(&b, proof);
    }
    return e == OK ? buf_done(&b, out) : e;
}

/* For the page that says thanks, which may as well do without. */
static void keep_sent(struct call *c, struct slice receipt) {
    struct slice text;
    struct sent_key key = sent_key(c, receipt);
    if (thanks_html_sent(c->arena, &c->submission, &text) == OK)
        (void)sent_keep(c->responder->context.sent, &key, text, clock_ms());
}

/* Thanks inside of the page that the form was sent from. */
static bool send_receipt_back(struct call *c, struct slice receipt) {
    struct slice what, proof;
    struct buf b;
    enum errcode e =
        token_prove(c->responder->context.keys, c->arena, c->form->name, receipt, &proof);
    if (!end_unless_ok(c, e))
        return false;
    buf_init(&b, c->arena, URL_MAX);
    buf_raw(&b, receipt);
    buf_char(&b, '.');
    buf_raw(&b, proof);
    return end_unless_ok(c, buf_done(&b, &what)) && send_back(c, what, "thanks");
}

/* A copy: the receipt on the caller's stack is gone when the response is written. */
static bool send_receipt(struct call *c, const struct uuid *receipt) {
    struct response *r = c->response;
    struct slice next;
    bool own_page = c->form->thanks_url.len == 0;
    if (own_page && !reply_wants_json(c->request)) {
        keep_sent(c, uuid_slice(receipt));
        if (c->around.ptr != NULL)
            return send_receipt_back(c, uuid_slice(receipt));
    }
    enum errcode e = write_next(c, receipt, &next);
    if (e == OK && reply_wants_json(c->request)) {
        struct buf b;
        buf_init(&b, c->arena, URL_MAX);
        buf_printf(&b, "{\"ok\":true,\"receipt\":\"%s\",\"next\":", receipt->text);
        buf_json(&b, next);
        buf_lit(&b, "}\n");
        e = buf_done(&b, &r->body);
        r->status = 201;
        r->content = CONTENT_JSON;
    } else {
        r->status = 303;
        r->content = CONTENT_NONE;
        r->location = next;
    }
    return end_unless_ok(c, e);
}

static bool send_busy(struct call *c) {
    if (reply_wants_json(c->request))
        return end_with_error(c, 503);
    return send_form_page(c, 503, true, true);
}

/* A button of the page asks for the form in another language, with all that was typed. */
static bool is_unsent(const struct call *c) {
    return reply_query(c->request, "unsent").ptr != NULL && !reply_wants_json(c->request);
}

static void take_submission(struct call *c) {
    struct classification class;
    struct record record;
    struct receipt receipt;
    if (!take_body(c))
        return;
    (void)around_open(c->responder->context.keys, c->arena, c->form->name,
                      pair_value(&c->pairs, "_around"), &c->around);
    bool valid = judge_submission(c);
    if (c->response->status != 0)
        return;
    if (is_unsent(c)) {
        (void)send_form_page(c, 200, true, false);
        return;
    }
    if (!valid) {
        (void)send_faults(c);
        return;
    }
    if (!end_unless_ok(c, make_record(c, &class, &record)))
        return;
    enum errcode e = store_submit(c->responder->context.store, &record, &receipt);
    if (e != OK) {
        (void)send_busy(c);
        return;
    }
    if (receipt.outcome != OUTCOME_REPLAY) /* counted when it came first */
        tally_count(c->definitions->tally, c->form, &class);
    (void)send_receipt(c, &receipt.id);
}

/* ---- routes ------------------------------------------------------------------------------------
 */

/* What is answered is the definition's own spelling, never an echo of the header: but a copy of it,
 * since the definitions are let go before the response is written. */
static void find_origin(struct call *c) {
    const struct slice *origin = &c->request->origin;
    for (size_t i = 0; origin->ptr != NULL && i < c->form->origin_count; i++)
        if (slice_eq(*origin, c->form->origins[i]) &&
            arena_copy(c->arena, c->form->origins[i], &c->origin) == OK)
            c->response->allowed_origin = c->origin;
}

static void refuse_method(struct call *c, const char *allow) {
    (void)end_with_error(c, 405);
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
        (void)(send_embedded(c) || send_form_page(c, 200, false, false));
    else if (c->request->method == METHOD_OPTIONS)
        answer_options(c, allow);
    else
        refuse_method(c, allow);
}

static void serve_thanks(struct call *c) {
    if (reads(c->request))
        (void)send_thanks_page(c);
    else
        refuse_method(c, "GET, HEAD");
}

/* A copy, since the definitions are let go before the response is written. */
static void serve_style(struct call *c) {
    struct slice style = form_set_style(c->definitions->forms);
    if (style.ptr == NULL)
        (void)end_with_error(c, 404);
    else if (!reads(c->request))
        refuse_method(c, "GET, HEAD");
    else if (end_unless_ok(c, arena_copy(c->arena, style, &c->response->body))) {
        c->response->status = 200;
        c->response->content = CONTENT_STYLE;
        c->response->caching = CACHING_MINUTES;
    }
}

/* The counters that the owner lets into pages: a copy for the same reason. */
static void allow_sources(struct call *c) {
    if (c->response->content == CONTENT_HTML)
        (void)!arena_copy(c->arena, form_set_site(c->definitions->forms)->allow,
                          &c->response->allow_sources);
}

/* Messengers and mail programs take the end of the sentence for a part of the address, and people
 * put a slash behind it. No form's name has these. */
static struct slice without_sentence_end(struct slice path) {
    static const char ends[] = "/.,;:!?)]}>'\"* ";
    while (path.len > 0 && memchr(ends, path.ptr[path.len - 1], sizeof ends - 1) != NULL)
        path.len--;
    return path;
}

static bool is_printable(struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] <= ' ' || s.ptr[i] > '~')
            return false;
    return true;
}

/* To the address without its slip, with the query, which may tell the channel. */
static void send_to_address(struct call *c, const char *tail) {
    struct response *r = c->response;
    struct buf b;
    buf_init(&b, c->arena, 2 * PARAM_BYTES_MAX);
    buf_lit(&b, "/f/");
    buf_raw(&b, c->form->name);
    buf_lit(&b, tail);
    if (c->request->query.len > 0 && is_printable(c->request->query)) {
        buf_char(&b, '?');
        buf_raw(&b, c->request->query);
    }
    r->status = 301;
    r->content = CONTENT_NONE;
    (void)end_unless_ok(c, buf_done(&b, &r->location));
}

/* /f/<form> and /f/<form>/thanks. What is sent to an address with a slip is taken there: a
 * redirect could lose it. */
static void serve_forms(struct call *c) {
    struct slice asked = slice_sub(c->request->path, 3, c->request->path.len);
    struct slice path = without_sentence_end(asked), tail, name = slice_cut(path, '/', &tail);
    c->form = form_find(c->definitions->forms, name);
    if (c->form == NULL || (tail.ptr != NULL && !slice_eq_lit(tail, "thanks"))) {
        (void)end_with_error(c, 404);
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
    struct store *store = c->responder->context.store;
    if (!reads(c->request))
        refuse_method(c, "GET, HEAD");
    else if (health)
        reply_health(c->arena, c->definitions, store, c->response);
    else
        reply_metrics(c->arena, c->definitions, store, c->response);
}

void responder_handle(struct responder *r, struct arena *a, struct request *request,
                      struct response *out) {
    long long start_ms = clock_ms();
    *out = (struct response){.body = SLICE_LIT("")};
    struct call c = {
        .responder = r,
        .arena = a,
        .request = request,
        .response = out,
        .definitions = live_get(r->context.live),
        .now_us = clock_wall_us(),
    };
    if (slice_eq_lit(request->path, "/f/firstline.css"))
        serve_style(&c);
    else if (slice_starts(request->path, "/f/"))
        serve_forms(&c);
    else if (slice_eq_lit(request->path, "/healthz"))
        serve_state(&c, true);
    else if (slice_eq_lit(request->path, "/metrics"))
        serve_state(&c, false);
    else
        (void)end_with_error(&c, 404);
    allow_sources(&c);
    log_line(LOG_DEBUG, "request", "id=%.*s status=%d", SLICE_ARG(request->id), out->status);
    live_put(r->context.live, c.definitions);
    metrics_observe(HISTOGRAM_REQUEST_SECONDS, (double)(clock_ms() - start_ms) / 1000);
}
