/* tags: attribution as sent, and only made even: what a source or a click id means, and which
 * channel comes of it, is decided in the database over the raw address, so that a better dictionary
 * regroups the past. Nothing here can fail a submission: what is not understood stays unset. */
#include "lead/tags.h"

#include <string.h>

#include "base/reading.h"
#include "base/utf8.h"
#include "body/charset.h"
#include "body/urlencoded.h"

/* Some prove that an advertisement was paid for, some (ysclid, fbclid) do not; here all are kept.
 */
static const char *const click_names[] = {
    "yclid",  "ymclid",    "yadclid", "yadordid", "ysclid", "etext",      "gclid",
    "gbraid", "wbraid",    "srsltid", "msclkid",  "fbclid", "igshid",     "rb_clickid",
    "twclid", "li_fat_id", "ttclid",  "dclid",    "erid",   "gad_source", "gad_campaignid",
    "epik",   "rdt_cid",   "sccid",   "_openstat"};
#define CLICKS (sizeof click_names / sizeof *click_names)

struct slice tags_line(struct slice s) {
    if (s.ptr == NULL)
        return SLICE_NONE;
    s = slice_trim(s);
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] < 0x20)
            return SLICE_NONE;
    return s.len == 0 || !utf8_is_text(s) ? SLICE_NONE : s;
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
    struct slice s = tags_line(raw);
    if (s.ptr == NULL || means_nothing(s) || slice_find(s, '{') < s.len ||
        slice_find(s, '}') < s.len)
        return SLICE_NONE;
    return utf8_cut_octets(s, URL_BYTES_MAX);
}

/* Read first: a brace of full width is a brace, and composing may lengthen. */
static enum errcode keep_utm(struct arena *a, enum utm u, struct slice raw, struct tags *t) {
    bool lower = u == UTM_SOURCE || u == UTM_MEDIUM || u == UTM_CAMPAIGN;
    struct slice value = tags_line(raw);
    if (value.ptr == NULL)
        return OK;
    enum errcode e = reading_seen(a, value, &value);
    if (e == OK)
        value = value_of(value);
    if (e == OK && value.ptr != NULL && lower)
        e = reading_fold(a, value, &value);
    return e == OK ? arena_copy(a, utf8_cut_octets(value, URL_BYTES_MAX), &t->utm[u]) : e;
}

static enum errcode keep_click(struct arena *a, const char *name, struct slice raw,
                               struct tags *t) {
    struct slice value = value_of(raw);
    if (value.ptr == NULL || t->click_id_count == CLICK_IDS_MAX)
        return OK;
    struct pair *p = &t->click_ids[t->click_id_count];
    *p = (struct pair){.name = slice_from(name)};
    enum errcode e = arena_copy(a, value, &p->value);
    t->click_id_count += e == OK;
    return e;
}

/* Which key a name is: an utm, UTM__MAX for utm_referrer, from there on a click id; others, with
 * utm_ in front: KEY_UTM; -1: it has nothing to say. */
#define KEY_CLICK (UTM__MAX + 1)
#define KEY_UTM 63 /* the last bit of tags.met */
_Static_assert(KEY_CLICK + CLICKS <= KEY_UTM, "tags.met is too small");

static int key_of(struct slice name) {
    if (slice_eq_nocase(slice_sub(name, 0, 4), "utm_")) {
        struct slice key = slice_sub(name, 4, name.len);
        for (int u = 0; u < UTM__MAX; u++)
            if (slice_eq_nocase(key, utm_names[u]))
                return u;
        return slice_eq_nocase(key, "referrer") ? UTM__MAX : KEY_UTM;
    }
    for (int i = 0; i < (int)CLICKS; i++)
        if (slice_eq_nocase(name, click_names[i]))
            return KEY_CLICK + i;
    return -1;
}

enum errcode tags_take(struct arena *a, const struct pair *p, struct tags *t) {
    int key = key_of(p->name);
    if (key < 0 || (t->met >> key & 1) != 0)
        return OK;
    t->met |= UINT64_C(1) << key;
    t->any = true;
    if (key < UTM__MAX)
        return keep_utm(a, (enum utm)key, p->value, t);
    if (key == UTM__MAX)
        t->utm_referrer = p->value;
    else if (key < KEY_CLICK + (int)CLICKS)
        return keep_click(a, click_names[key - KEY_CLICK], p->value, t);
    return OK;
}

/* ---- the pieces of an address ---------------------------------------------------------------- */

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

/* Where the fragment begins: the # of an escaped & does not count. */
static size_t fragment_at(struct slice url) {
    for (size_t i = 0; i < url.len; i++) {
        struct slice rest = slice_sub(url, i, url.len);
        bool behind_and = i > 0 && (url.ptr[i - 1] == '&' || url.ptr[i - 1] == ';');
        if (rest.ptr[0] == '#' && !(behind_and && without_escape(rest).len < rest.len))
            return i;
    }
    return url.len;
}

/* Two texts of pieces: what stands behind the first ? of the address, and in its fragment, which is
 * text of pieces if it has a =, after a ? of its own. */
struct query {
    struct slice parts[2];
};

/* A query that was escaped as a whole, once. */
static bool is_escaped(struct slice text) {
    bool has = false;
    for (size_t i = 0; i + 3 <= text.len && !has; i++)
        has = slice_eq_nocase(slice_sub(text, i, 3), "%3d");
    return has && slice_find(text, '=') == text.len;
}

/* room is for a query that has to be decoded; a longer one is left as it is. */
static struct query query_of(struct slice url, char *room, size_t size) {
    struct query q;
    size_t fragment = fragment_at(url);
    struct slice own, rest = slice_sub(url, fragment, url.len);
    (void)slice_cut(slice_sub(url, 0, fragment), '?', &q.parts[0]);
    if (is_escaped(q.parts[0]) && q.parts[0].len <= size) {
        memcpy(room, q.parts[0].ptr, q.parts[0].len);
        q.parts[0] = urlencoded_decode(room, q.parts[0].len, false);
    }
    (void)slice_cut(rest, '?', &own);
    if (own.ptr == NULL)
        own = slice_sub(rest, rest.len > 0, rest.len);
    q.parts[1] = slice_find(own, '=') < own.len ? own : SLICE_NONE;
    return q;
}

/* The next piece of *text; false: there is no more. A second ? separates as well. */
static bool next_piece(struct slice *text, struct slice *piece) {
    if (text->ptr == NULL)
        return false;
    size_t end = slice_find(*text, '&'), mark = slice_find(*text, '?');
    if (mark < end)
        end = mark;
    *piece = without_escape(slice_sub(*text, 0, end));
    *text = end < text->len ? slice_sub(*text, end + 1, text->len) : SLICE_NONE;
    return true;
}

static bool has_key(struct slice piece) {
    struct slice name = slice_sub(piece, 0, slice_find(piece, '='));
    return name.len <= PAIR_NAME_MAX && key_of(name) >= 0;
}

/* Copies the `name=value` pieces that have something to say, still encoded, with & between; the
 * first PAIRS_MAX of them. Other pieces must not cost these their place in a list of pairs, nor
 * memory. */
static size_t gather(struct slice text, char *out, size_t len, size_t *count) {
    struct slice piece;
    while (*count < PAIRS_MAX && next_piece(&text, &piece)) {
        if (!has_key(piece))
            continue;
        if ((*count)++ > 0)
            out[len++] = '&';
        memcpy(out + len, piece.ptr, piece.len);
        len += piece.len;
    }
    return len;
}

enum errcode tags_pieces(struct arena *a, struct slice url, struct slice *out) {
    size_t len = 0, count = 0, room = url.len + 2;
    *out = SLICE_NONE;
    char *pieces = arena_alloc(a, room), *plain = arena_alloc(a, room);
    if (pieces == NULL || plain == NULL)
        return ERR_TOO_LARGE;
    struct query q = query_of(url, plain, room);
    for (size_t i = 0; i < 2; i++)
        len = gather(q.parts[i], pieces, len, &count);
    if (count > 0)
        *out = (struct slice){pieces, len};
    return OK;
}

bool tags_in(struct slice url) {
    char plain[URL_BYTES_MAX];
    struct query q = query_of(url, plain, sizeof plain);
    struct slice piece;
    for (size_t i = 0; i < 2; i++)
        while (next_piece(&q.parts[i], &piece))
            if (has_key(piece))
                return true;
    return false;
}

/* Decoded octets as text: without NUL, and windows-1251 where they are no UTF-8. A system without
 * that converter leaves them, and they are no text. */
static enum errcode as_text(struct arena *a, struct slice *s) {
    char *copy = arena_alloc(a, s->len + 1);
    size_t n = 0;
    if (copy == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < s->len; i++)
        if (s->ptr[i] != '\0')
            copy[n++] = s->ptr[i];
    *s = (struct slice){copy, n};
    enum errcode e = utf8_valid(*s) ? OK : charset_to_utf8(a, CHARSET_WINDOWS_1251, *s, s);
    return e == ERR_UNAVAILABLE ? OK : e;
}

enum errcode tags_read(struct arena *a, struct slice url, struct tags *t) {
    struct pair_list list = {0};
    struct slice pieces;
    enum errcode e = tags_pieces(a, url, &pieces);
    if (e == OK && pieces.ptr != NULL)
        e = urlencoded_parse(a, (char *)pieces.ptr, pieces.len, &list);
    for (size_t i = 0; e == OK && i < list.count; i++) {
        e = as_text(a, &list.items[i].value);
        if (e == OK)
            e = tags_take(a, &list.items[i], t);
    }
    return e;
}
