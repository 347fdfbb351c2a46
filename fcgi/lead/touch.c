/* touch: which of the addresses that are known of a visit are this visitor's. Nothing here can fail
 * a submission: what is not understood, or may be another visitor's, stays unset, since a wrong
 * channel is worse than none. */
#include "lead/touch.h"

#include <string.h>

#include "base/reading.h"
#include "base/utf8.h"
#include "lead/tags.h"
#include "lead/touch_note.h"

/* What stands for the host of an absolute URL, as typed; unset when it is none of ours to keep:
 * a script or a data URL must not become a link on somebody's desk. */
static struct slice url_host(struct slice url) {
    static const char *const schemes[] = {"https://", "http://", "android-app://"};
    if (url.ptr == NULL)
        return SLICE_NONE;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++) {
        size_t n = strlen(schemes[i]);
        if (!slice_eq_nocase(slice_sub(url, 0, n), schemes[i]))
            continue;
        struct slice host = slice_sub(url, n, url.len);
        for (const char *end = "/?#\\"; *end != '\0'; end++)
            host.len = slice_find(host, *end);
        size_t at = slice_find(host, '@');
        if (at < host.len)
            host = slice_sub(host, at + 1, host.len);
        host.len = slice_find(host, ':');
        return slice_ends(host, ".") ? slice_sub(host, 0, host.len - 1) : host;
    }
    return SLICE_NONE;
}

static bool is_host(struct slice host) {
    for (size_t i = 0; i < host.len; i++) {
        char c = host.ptr[i];
        if (!ascii_is_alpha(c) && !ascii_is_digit(c) && c != '.' && c != '-' && c != '_' &&
            (unsigned char)c < 0x80)
            return false;
    }
    return host.len > 0 && host.len <= HOST_BYTES_MAX;
}

static struct slice url_or_none(struct slice s) {
    s = tags_line(s);
    return is_host(url_host(s)) ? s : SLICE_NONE;
}

/* ---- a form that is opened ------------------------------------------------------------------- */

void touch_of_page(struct slice url, struct slice http_referer, struct slice own_host,
                   const struct known_hosts *hosts, struct page_touch *out) {
    struct slice from = url_host(tags_line(http_referer));
    bool own = known_own(hosts, own_host, from);
    if (tags_in(url) || (!own && !known_detour(hosts, from)))
        *out = (struct page_touch){.landing = url, .referrer = http_referer};
    else if (own && tags_in(http_referer))
        *out = (struct page_touch){.landing = http_referer, .from_referer = true};
    else
        *out = (struct page_touch){.landing = SLICE_NONE};
}

/* ---- a form that is sent --------------------------------------------------------------------- */

/* The address without its scheme, which a proxy in front may hide, and its fragment, which a header
 * has not. */
static struct slice page_of(struct slice url) {
    struct slice page = slice_sub(url, 0, slice_find(url, '#'));
    return slice_sub(page, slice_find(page, ':'), page.len);
}

static bool same_page(struct slice a, struct slice b) {
    return a.len > 0 && slice_eq(page_of(a), page_of(b));
}

/* A page of this very site says its whole address; of another host a browser tells no more than the
 * name, which is no reason to doubt what the page itself has written. */
static void settle_hidden(const struct touch_input *in, struct page_touch *out) {
    struct slice page = url_or_none(in->http_referer), host = url_host(page);
    bool own = known_own(in->hosts, in->own_host, host);
    bool elsewhere = !known_own(NULL, in->own_host, host) && in->landing.ptr != NULL;
    bool stands = in->seal == SEAL_NONE && (!own || elsewhere || same_page(in->landing, page));
    *out = (struct page_touch){.landing = SLICE_NONE, .proved = in->seal == SEAL_GOOD};
    if (stands || out->proved) {
        out->landing = url_or_none(in->landing);
        out->referrer = url_or_none(in->referrer);
    } else if (own && tags_in(page)) {
        out->landing = page;
    }
}

static void settle(const struct touch_input *in, const struct touch_note *note,
                   struct page_touch *out) {
    struct slice landing = url_or_none(note->landing);
    if (landing.ptr == NULL)
        settle_hidden(in, out);
    else
        *out = (struct page_touch){
            .landing = landing, .referrer = url_or_none(note->referrer), .proved = true};
}

enum errcode touch_settle(struct arena *a, const struct touch_input *in, struct page_touch *out) {
    struct touch_note note;
    enum errcode e = touch_note_read(a, in->script, in->now_us, &note);
    if (e == OK)
        settle(in, &note, out);
    return e;
}

static enum errcode read_tags(struct arena *a, const struct touch_input *in, struct slice landing,
                              struct tags *t) {
    enum errcode e = tags_read(a, landing, t);
    bool plain = !t->any;
    for (size_t i = 0; plain && in->pairs != NULL && e == OK && i < in->pairs->count; i++)
        if (in->pairs->items[i].kind == PAIR_TEXT)
            e = tags_take(a, &in->pairs->items[i], t);
    return e;
}

static enum errcode keep_url(struct arena *a, struct slice url, struct slice *out) {
    return arena_copy(a, utf8_cut_octets(url, URL_BYTES_MAX), out);
}

/* The page of another site on which the form stands says where he came from, if nothing better
 * does. A page of the own site is where nobody comes from: the database, which does not know the
 * host of the request, would take it for another site. */
static enum errcode keep_referrer(struct arena *a, const struct touch_input *in,
                                  struct slice referrer, bool final, struct touch *t) {
    struct slice page = url_or_none(in->http_referer);
    if (referrer.ptr == NULL && !final && !known_own(in->hosts, in->own_host, url_host(page)))
        referrer = page;
    struct slice host = url_host(referrer);
    if (host.ptr == NULL || known_own(in->hosts, in->own_host, host))
        return OK;
    enum errcode e = keep_url(a, referrer, &t->referrer);
    if (e != OK || known_detour(in->hosts, host))
        return e;
    return reading_fold(a, host, &t->referrer_host);
}

static enum errcode keep_note(struct arena *a, const struct touch_note *note, struct touch *t) {
    t->touches = note->touches;
    t->at_us = note->at_us;
    t->ym_uid = note->ym_uid;
    enum errcode e = keep_url(a, url_or_none(note->first_landing), &t->first_landing);
    if (e != OK || t->first_landing.ptr == NULL)
        return e;
    t->first_at_us = note->first_at_us;
    return keep_url(a, url_or_none(note->first_referrer), &t->first_referrer);
}

enum errcode touch_parse(struct arena *a, const struct touch_input *in, struct touch *out) {
    struct touch t = {0};
    struct tags tags = {0};
    struct touch_note note;
    struct page_touch page;
    enum errcode e = touch_note_read(a, in->script, in->now_us, &note);
    if (e != OK)
        return e;
    settle(in, &note, &page);
    t.seen = page.landing.ptr != NULL;
    e = read_tags(a, in, page.landing, &tags);
    memcpy(t.utm, tags.utm, sizeof t.utm);
    memcpy(t.click_ids, tags.click_ids, sizeof t.click_ids);
    t.click_id_count = tags.click_id_count;
    if (e == OK)
        e = keep_url(a, page.landing, &t.landing);
    if (url_or_none(tags.utm_referrer).ptr != NULL)
        page.referrer = url_or_none(tags.utm_referrer);
    if (e == OK)
        e = keep_referrer(a, in, page.referrer, page.proved, &t);
    if (e == OK && note.landing.ptr != NULL)
        e = keep_note(a, &note, &t);
    if (e == OK)
        *out = t;
    return e;
}
