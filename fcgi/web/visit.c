/* visit: the hidden fields are sealed with the visitor's address and browser. A page that a cache
 * hands to others has a seal that is not theirs, so nobody is given another's advertisement; who
 * changes his network between opening and sending is judged by the page that he sends from. */
#include "web/visit.h"

#include "base/buf.h"
#include "lead/tags.h"

/* The address of the page, as the browser's bar shows it. */
static enum errcode address_of_page(struct call *c, struct slice *out) {
    struct buf b;
    if (c->request->host.ptr == NULL || c->request->uri.ptr == NULL)
        return OK;
    buf_init(&b, c->arena, CALL_URL_MAX);
    buf_raw(&b, c->request->scheme.ptr == NULL ? SLICE_LIT("http") : c->request->scheme);
    buf_lit(&b, "://");
    buf_raw(&b, c->request->host);
    buf_raw(&b, c->request->uri);
    enum errcode e = buf_done(&b, out);
    return e == ERR_TOO_LARGE ? OK : e; /* an endless address is not worth refusing a page */
}

/* What is sealed; it begins as nothing else does that token_prove is asked for. */
static enum errcode sealed_text(struct call *c, struct slice landing, struct slice referrer,
                                struct slice *out) {
    const struct slice parts[] = {landing, referrer, c->request->address, c->request->user_agent};
    struct buf b;
    buf_init(&b, c->arena, BODY_BYTES_MAX + 3 * PARAM_BYTES_MAX);
    buf_lit(&b, "visit");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        buf_char(&b, '\n');
        buf_raw(&b, parts[i]);
    }
    return buf_done(&b, out);
}

static enum errcode seal(struct call *c, const struct page_touch *touch, struct page_form *p) {
    struct slice text;
    p->landing = touch->landing;
    p->referrer = touch->referrer;
    if (p->landing.ptr == NULL && p->referrer.ptr == NULL)
        return OK;
    enum errcode e = sealed_text(c, p->landing, p->referrer, &text);
    return e != OK ? e : token_prove(c->context->keys, c->arena, c->form->name, text, &p->visitor);
}

/* The link to the other language has only the form's own address: it gets the tags of the page
 * before it. */
static enum errcode add_tags(struct call *c, struct slice landing, struct page_form *p) {
    struct slice tags;
    struct buf b;
    enum errcode e = tags_pieces(c->arena, landing, &tags);
    if (e != OK || tags.ptr == NULL)
        return e;
    buf_init(&b, c->arena, 3 * PARAM_BYTES_MAX);
    buf_raw(&b, p->query);
    buf_char(&b, '&');
    buf_raw(&b, tags);
    return buf_done(&b, &p->query);
}

static const struct known_hosts *hosts(const struct call *c) {
    return form_set_hosts(c->definitions->forms);
}

enum errcode visit_opened(struct call *c, struct page_form *p) {
    struct slice url = SLICE_NONE;
    struct page_touch touch;
    enum errcode e = address_of_page(c, &url);
    if (e != OK)
        return e;
    touch_of_page(url, c->request->referer, call_host(c), hosts(c), &touch);
    e = seal(c, &touch, p);
    return e == OK && touch.from_referer ? add_tags(c, touch.landing, p) : e;
}

static enum errcode judge_seal(struct call *c, enum touch_seal *out) {
    struct slice text, proof = call_value(c, "_visitor");
    *out = SEAL_NONE;
    if (proof.len == 0)
        return OK;
    enum errcode e = sealed_text(c, c->submission.landing, c->submission.referrer, &text);
    if (e == OK)
        *out = token_proved(c->context->keys, c->form->name, text, proof) == PROOF_GOOD
                   ? SEAL_GOOD
                   : SEAL_OTHERS;
    return e;
}

static enum errcode input_of(struct call *c, struct touch_input *out) {
    *out = (struct touch_input){
        .landing = c->submission.landing,
        .referrer = c->submission.referrer,
        .script = call_value(c, "_touch"),
        .http_referer = c->request->referer,
        .own_host = call_host(c),
        .hosts = hosts(c),
        .pairs = &c->pairs,
        .now_us = c->now_us,
    };
    return judge_seal(c, &out->seal);
}

enum errcode visit_again(struct call *c, struct page_form *p) {
    struct touch_input in;
    struct page_touch touch;
    enum errcode e = input_of(c, &in);
    if (e == OK)
        e = touch_settle(c->arena, &in, &touch);
    if (e != OK)
        return e;
    if (in.script.len > 0 && in.script.len <= TOUCH_NOTE_BYTES_MAX)
        p->touch = in.script;
    return seal(c, &touch, p);
}

enum errcode visit_sent(struct call *c, struct touch *out) {
    struct touch_input in;
    enum errcode e = input_of(c, &in);
    return e == OK ? touch_parse(c->arena, &in, out) : e;
}
