/* send: pages are made from what the steps before have left in the call; what a page shows of a
 * submission that is answered by a redirect is kept for it (web/sent). */
#include "web/send.h"

#include "base/bounds.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/metrics.h"
#include "web/around.h"
#include "web/page.h"
#include "web/reply.h"
#include "web/thanks_html.h"
#include "web/visit.h"

/* ---- pages ----------------------------------------------------------------------------------- */

/* A fresh page has a new token; a page that comes back keeps the one it was sent with, so that
 * the corrected submission is still the same one. */
static enum errcode fill_own_fields(struct call *c, bool again, struct page_form *p) {
    bool keep = again && c->keyed;
    enum errcode e = again ? visit_again(c, p) : visit_opened(c, p);
    if (e == OK && !again && reply_query(c->request, "embed").ptr != NULL)
        e = around_seal(c->context->keys, c->arena, c->form->name, c->request->uri, &p->around);
    if (e != OK)
        return e;
    if (keep) {
        p->token = call_value(c, "_submission");
        return OK;
    }
    return token_issue(c->context->keys, c->arena, c->form->name, c->now_us, &p->token);
}

static bool send_page(struct call *c, int status, enum caching caching, enum errcode e) {
    if (!call_ok(c, e))
        return false;
    c->response->status = status;
    c->response->content = CONTENT_HTML;
    c->response->caching = caching;
    c->response->language = slice_from(texts_code(c->form->texts, c->language));
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

bool send_form(struct call *c, int status, bool again, bool busy) {
    struct page_form p = {.busy = busy};
    struct slice embed = reply_query(c->request, "embed");
    if (!again)
        p.fragment = reply_query(c->request, "fragment").ptr != NULL || embed.ptr != NULL;
    /* asked for by an id, which send_embedded would have found */
    p.forgotten = p.fragment && around_what(embed, c->form->name).len > 0;
    enum errcode e = write_form(c, again, &p, &c->response->body);
    /* values that were typed stay out of caches; a fresh page may be kept for the back button */
    return send_page(c, status, again ? CACHING_NO_STORE : CACHING_REVALIDATE, e);
}

static struct sent_key sent_key(const struct call *c, struct slice id) {
    return (struct sent_key){.id = id, .form = c->form->name, .address = c->request->address};
}

/* id and proof as the redirect after a submission carries them, either may be unset. false: nothing
 * to thank for, and a form may stand there instead. */
static bool send_thanks_for(struct call *c, struct slice id, struct slice proof, bool fragment) {
    const struct responder_context *context = c->context;
    struct page_look look = page_look(c->definitions->forms);
    struct uuid receipt;
    struct page_thanks t = {.form = c->form,
                            .language = c->language,
                            .proof = PROOF_BAD,
                            .sent = SLICE_LIT(""),
                            .fragment = fragment};
    if (uuid_parse(id, &receipt))
        t.proof = token_proved(context->keys, c->form->name, uuid_slice(&receipt), proof);
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

bool send_thanks(struct call *c) {
    return send_thanks_for(c, reply_query(c->request, "receipt"), reply_query(c->request, "proof"),
                           false);
}

bool send_embedded(struct call *c) {
    struct slice what = around_what(reply_query(c->request, "embed"), c->form->name);
    struct slice proof, id = slice_cut(what, '.', &proof);
    struct sent_key key = sent_key(c, id);
    if (id.len == 0)
        return false;
    if (proof.ptr != NULL)
        return send_thanks_for(c, id, proof, true);
    return sent_find(c->context->sent, c->arena, &key, clock_ms(), &c->response->body) &&
           send_page(c, 200, CACHING_NO_STORE, OK);
}

/* ---- after a submission ---------------------------------------------------------------------- */

/* Back to the page around the form, which shows what is kept under that id. */
static bool send_back(struct call *c, struct slice what, const char *part) {
    enum errcode e =
        around_link(c->arena, c->around, what, c->form->name, part, &c->response->location);
    c->response->status = 303;
    c->response->content = CONTENT_NONE;
    return call_ok(c, e);
}

/* The form with its mistakes, kept for the page around it. false: it has to be a page of its own.
 */
static bool keep_faults(struct call *c, struct uuid *id) {
    struct page_form p = {.fragment = true};
    struct slice text;
    uuid_make(c->now_us, id);
    struct sent_key key = sent_key(c, uuid_slice(id));
    return around_seal(c->context->keys, c->arena, c->form->name, c->around, &p.around) == OK &&
           write_form(c, true, &p, &text) == OK &&
           sent_keep(c->context->sent, &key, text, clock_ms());
}

bool send_faults(struct call *c) {
    struct uuid id;
    metrics_add(METRIC_SUBMISSIONS_INVALID, 1);
    if (!reply_wants_json(c->request)) {
        if (c->around.ptr != NULL && keep_faults(c, &id))
            return send_back(c, uuid_slice(&id), "messages");
        return send_form(c, 422, true, false);
    }
    c->response->status = 422;
    c->response->content = CONTENT_JSON;
    return call_ok(c, reply_faults_json(c->arena, &c->submission, &c->response->body));
}

static enum errcode write_next(struct call *c, const struct uuid *receipt, struct slice *out) {
    struct slice own = c->form->thanks_url, proof = SLICE_NONE;
    struct buf b;
    enum errcode e = OK;
    buf_init(&b, c->arena, CALL_URL_MAX);
    if (own.len > 0) {
        buf_raw(&b, own);
        buf_char(&b, slice_find(own, '?') < own.len ? '&' : '?');
    } else {
        buf_lit(&b, "/f/");
        buf_raw(&b, c->form->name);
        buf_lit(&b, "/thanks?lang=");
        buf_lit(&b, texts_code(c->form->texts, c->language));
        buf_char(&b, '&');
        e = token_prove(c->context->keys, c->arena, c->form->name, uuid_slice(receipt), &proof);
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
    if (thanks_html_keep(c->arena, &c->submission, &text) == OK)
        (void)sent_keep(c->context->sent, &key, text, clock_ms());
}

/* Thanks inside of the page that the form was sent from. */
static bool send_receipt_back(struct call *c, struct slice receipt) {
    struct slice what, proof;
    struct buf b;
    enum errcode e = token_prove(c->context->keys, c->arena, c->form->name, receipt, &proof);
    if (!call_ok(c, e))
        return false;
    buf_init(&b, c->arena, CALL_URL_MAX);
    buf_raw(&b, receipt);
    buf_char(&b, '.');
    buf_raw(&b, proof);
    return call_ok(c, buf_done(&b, &what)) && send_back(c, what, "thanks");
}

/* A copy: the receipt on the caller's stack is gone when the response is written. */
bool send_receipt(struct call *c, const struct uuid *receipt) {
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
        buf_init(&b, c->arena, CALL_URL_MAX);
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
    return call_ok(c, e);
}

bool send_busy(struct call *c) {
    if (reply_wants_json(c->request))
        return call_fail(c, 503);
    return send_form(c, 503, true, true);
}
