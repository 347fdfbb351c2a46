/* touch: attribution as sent, and only made even: what a source or a click id means, and which
 * channel comes of it, is decided in the database over the raw values, so that a better dictionary
 * regroups the past. Nothing here can fail a submission: what is not understood stays unset. */
#include "lead/touch.h"

#include <string.h>

#include "base/reading.h"
#include "base/utf8.h"
#include "body/urlencoded.h"

/* Some prove that an advertisement was paid for, some (ysclid, fbclid) do not; here all are kept.
 */
static const char *const click_names[] = {"yclid",     "ymclid", "yadclid", "yadordid",   "ysclid",
                                          "etext",     "gclid",  "gbraid",  "wbraid",     "srsltid",
                                          "msclkid",   "fbclid", "igshid",  "rb_clickid", "twclid",
                                          "li_fat_id", "ttclid", "dclid",   "erid"};

struct attribution {
    struct arena *arena;
    struct touch *out;
    struct slice utm_referrer;
    bool tagged; /* an utm key was there, with whatever value */
};

/* One line of valid text, or unset. */
static struct slice one_line(struct slice s) {
    if (s.ptr == NULL)
        return SLICE_NONE;
    s = slice_trim(s);
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] < 0x20)
            return SLICE_NONE;
    return s.len == 0 || !utf8_is_text(s) ? SLICE_NONE : s;
}

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
    s = one_line(s);
    return is_host(url_host(s)) ? s : SLICE_NONE;
}

static struct slice without_www(struct slice host) {
    bool has_www = host.len > 4 && slice_eq_nocase(slice_sub(host, 0, 4), "www.");
    return has_www ? slice_sub(host, 4, host.len) : host;
}

static bool same_site(struct slice host, struct slice own_host) {
    return host.len > 0 && own_host.len > 0 && reading_eq(without_www(host), without_www(own_host));
}

/* What an empty value looks like in the tags of careless tools. */
static bool means_nothing(struct slice s) {
    static const char *const words[] = {"(none)", "(not set)", "null", "undefined"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (slice_eq_nocase(s, words[i]))
            return true;
    return s.len == 0;
}

/* A value to keep, or unset: so is a {macro} that the advertiser's tool has not filled in. */
static struct slice value_of(struct slice raw) {
    struct slice s = one_line(raw);
    if (s.ptr == NULL || means_nothing(s) || slice_find(s, '{') < s.len ||
        slice_find(s, '}') < s.len)
        return SLICE_NONE;
    return utf8_cut_octets(s, URL_BYTES_MAX);
}

/* Read first: a brace of full width is a brace, and composing may lengthen. */
static enum errcode keep_utm(struct attribution *r, enum utm u, struct slice raw) {
    bool lower = u == UTM_SOURCE || u == UTM_MEDIUM || u == UTM_CAMPAIGN;
    struct slice value = one_line(raw);
    r->tagged = true;
    if (value.ptr == NULL || r->out->utm[u].ptr != NULL)
        return OK;
    enum errcode e = reading_seen(r->arena, value, &value);
    if (e == OK)
        value = value_of(value);
    if (e == OK && value.ptr != NULL && lower)
        e = reading_fold(r->arena, value, &value);
    return e == OK ? arena_copy(r->arena, utf8_cut_octets(value, URL_BYTES_MAX), &r->out->utm[u])
                   : e;
}

static enum errcode keep_click(struct attribution *r, const char *name, struct slice raw) {
    struct slice value = value_of(raw);
    struct touch *t = r->out;
    for (size_t i = 0; i < t->click_id_count; i++)
        if (slice_eq_lit(t->click_ids[i].name, name))
            return OK;
    if (value.ptr == NULL || t->click_id_count == CLICK_IDS_MAX)
        return OK;
    struct pair *p = &t->click_ids[t->click_id_count];
    *p = (struct pair){.name = slice_from(name)};
    enum errcode e = arena_copy(r->arena, value, &p->value);
    t->click_id_count += e == OK;
    return e;
}

/* Takes a key that belongs to attribution; others pass by. */
static enum errcode keep(struct attribution *r, const struct pair *p) {
    if (slice_eq_nocase(slice_sub(p->name, 0, 4), "utm_")) {
        struct slice key = slice_sub(p->name, 4, p->name.len);
        for (enum utm u = 0; u < UTM__MAX; u++)
            if (slice_eq_nocase(key, utm_names[u]))
                return keep_utm(r, u, p->value);
        if (slice_eq_nocase(key, "referrer") && r->utm_referrer.ptr == NULL)
            r->utm_referrer = p->value;
        return OK;
    }
    for (size_t i = 0; i < sizeof click_names / sizeof *click_names; i++)
        if (slice_eq_nocase(p->name, click_names[i]))
            return keep_click(r, click_names[i], p->value);
    return OK;
}

static bool is_attribution(struct slice name) {
    if (slice_eq_nocase(slice_sub(name, 0, 4), "utm_"))
        return name.len <= PAIR_NAME_MAX;
    for (size_t i = 0; i < sizeof click_names / sizeof *click_names; i++)
        if (slice_eq_nocase(name, click_names[i]))
            return true;
    return false;
}

/* The & of a link that was escaped for HTML and then followed as it stood, more than once maybe:
 * what of it still stands in front of a name. */
static struct slice without_escape(struct slice piece) {
    static const char *const rests[] = {"amp;", "#038;", "#38;", "#x26;"};
    for (size_t i = 0; i < sizeof rests / sizeof *rests;) {
        bool found = slice_eq_nocase(slice_sub(piece, 0, strlen(rests[i])), rests[i]);
        if (found)
            piece = slice_sub(piece, strlen(rests[i]), piece.len);
        i = found ? 0 : i + 1;
    }
    return piece;
}

/* What stands between ? and #, where the # of an escaped & does not count; unset when no ?. */
static struct slice query_of(struct slice url) {
    struct slice query;
    (void)slice_cut(url, '?', &query);
    for (size_t i = 0; i < query.len; i++) {
        struct slice rest = slice_sub(query, i, query.len);
        if (slice_starts(rest, "#") && without_escape(rest).len == rest.len)
            query.len = i;
    }
    return query;
}

/* Copies the `name=value` pieces of attribution, still encoded, with & between; the first
 * PAIRS_MAX of them. Other pieces must not cost these their place in a list of pairs, nor memory.
 */
static size_t gather(struct slice query, char *out) {
    size_t len = 0, count = 0;
    while (query.ptr != NULL && count < PAIRS_MAX) {
        struct slice piece = without_escape(slice_cut(query, '&', &query));
        if (!is_attribution(slice_sub(piece, 0, slice_find(piece, '='))))
            continue;
        if (count++ > 0)
            out[len++] = '&';
        memcpy(out + len, piece.ptr, piece.len);
        len += piece.len;
    }
    return len;
}

static enum errcode read_query(struct attribution *r, struct slice url) {
    struct slice query = query_of(url);
    struct pair_list list = {0};
    if (query.ptr == NULL)
        return OK;
    char *pieces = arena_alloc(r->arena, query.len + 1);
    if (pieces == NULL)
        return ERR_TOO_LARGE;
    enum errcode e = urlencoded_parse(r->arena, pieces, gather(query, pieces), &list);
    for (size_t i = 0; e == OK && i < list.count; i++)
        e = keep(r, &list.items[i]);
    return e;
}

/* Whether a query has anything of attribution; the page's own ?id=5 says nothing. */
static bool has_attribution(const struct attribution *r) {
    return r->tagged || r->out->click_id_count > 0 || r->utm_referrer.ptr != NULL;
}

static enum errcode read_landing(struct attribution *r, const struct touch_input *in) {
    struct slice landing = url_or_none(in->landing), referer = url_or_none(in->http_referer);
    enum errcode e = OK;
    if (landing.ptr != NULL)
        e = read_query(r, landing);
    if (e == OK && !has_attribution(r) && same_site(url_host(referer), in->own_host)) {
        e = read_query(r, referer);
        if (landing.ptr == NULL && has_attribution(r))
            landing = referer;
    }
    r->out->seen = landing.ptr != NULL;
    landing = utf8_cut_octets(landing, URL_BYTES_MAX);
    return e == OK ? arena_copy(r->arena, landing, &r->out->landing) : e;
}

static enum errcode read_fields(struct attribution *r, const struct pair_list *pairs) {
    bool tagged = has_attribution(r);
    enum errcode e = OK;
    for (size_t i = 0; !tagged && pairs != NULL && e == OK && i < pairs->count; i++)
        if (pairs->items[i].kind == PAIR_TEXT)
            e = keep(r, &pairs->items[i]);
    return e;
}

static enum errcode read_referrer(struct attribution *r, const struct touch_input *in) {
    struct slice referrer = url_or_none(r->utm_referrer);
    if (referrer.ptr == NULL)
        referrer = url_or_none(in->referrer);
    if (referrer.ptr == NULL && !same_site(url_host(url_or_none(in->http_referer)), in->own_host))
        referrer = url_or_none(in->http_referer);
    struct slice host = url_host(referrer);
    enum errcode e =
        arena_copy(r->arena, utf8_cut_octets(referrer, URL_BYTES_MAX), &r->out->referrer);
    if (e != OK || host.ptr == NULL || same_site(host, in->own_host))
        return e;
    return reading_fold(r->arena, host, &r->out->referrer_host);
}

enum errcode touch_tags(struct arena *a, struct slice url, struct slice *out) {
    struct slice query = query_of(url);
    *out = SLICE_NONE;
    if (query.ptr == NULL)
        return OK;
    char *pieces = arena_alloc(a, query.len + 1);
    if (pieces == NULL)
        return ERR_TOO_LARGE;
    size_t len = gather(query, pieces);
    if (len > 0)
        *out = (struct slice){pieces, len};
    return OK;
}

/* Whether the query has a piece that attribution reads. */
static bool is_tagged(struct slice url) {
    struct slice query = query_of(url);
    for (size_t i = 0; query.ptr != NULL && i < PAIRS_MAX; i++) {
        struct slice piece = without_escape(slice_cut(query, '&', &query));
        if (is_attribution(slice_sub(piece, 0, slice_find(piece, '='))))
            return true;
    }
    return false;
}

void touch_of_page(struct slice url, struct slice http_referer, struct slice own_host,
                   struct page_touch *out) {
    bool inner = same_site(url_host(one_line(http_referer)), own_host);
    if (inner && !is_tagged(url))
        *out = (struct page_touch){http_referer, SLICE_NONE, true};
    else
        *out = (struct page_touch){url, http_referer, false};
}

enum errcode touch_parse(struct arena *a, const struct touch_input *in, struct touch *out) {
    struct touch t = {0};
    struct attribution r = {.arena = a, .out = &t};
    enum errcode e = read_landing(&r, in);
    if (e == OK)
        e = read_fields(&r, in->pairs);
    if (e == OK)
        e = read_referrer(&r, in);
    if (e == OK)
        *out = t;
    return e;
}
