/* body: chooses the parser by Content-Type and brings what it found to UTF-8. */
#include "body/body.h"

#include <string.h>

#include "base/utf8.h"
#include "body/charset.h"
#include "body/json.h"
#include "body/multipart.h"
#include "body/params.h"
#include "body/urlencoded.h"

static const char *const media_types[BODY__MAX] = {
    [BODY_URLENCODED] = "application/x-www-form-urlencoded",
    [BODY_MULTIPART] = "multipart/form-data",
    [BODY_JSON] = "application/json",
};

static bool find_type(struct slice media_type, enum body_type *out) {
    for (int t = 0; t < BODY__MAX; t++) {
        if (slice_eq_nocase(media_type, media_types[t])) {
            *out = (enum body_type)t;
            return true;
        }
    }
    return false;
}

/* RFC 2046, 5.1.1 has a list of characters; apps send others, and browsers, PHP and nginx let
 * them. What could stand in no line cannot. */
static bool is_boundary(struct slice s) {
    for (const char *no = "\r\n"; *no != '\0'; no++)
        if (slice_find(s, *no) < s.len)
            return false;
    return s.len > 0 && s.len <= BOUNDARY_MAX && slice_find(s, '\0') == s.len;
}

/* Undoes the backslashes of a quoted string in a copy. */
static enum errcode unquoted(struct arena *a, struct param p, struct slice *out) {
    if (!p.quoted || slice_find(p.raw, '\\') == p.raw.len) {
        *out = p.raw;
        return OK;
    }
    char *text = arena_alloc(a, p.raw.len);
    size_t len = 0;
    if (text == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < p.raw.len; i++) {
        i += p.raw.ptr[i] == '\\' && i + 1 < p.raw.len;
        text[len++] = p.raw.ptr[i];
    }
    *out = (struct slice){text, len};
    return OK;
}

static struct slice *format_place(struct body_format *f, struct slice name) {
    if (slice_eq_nocase(name, "charset"))
        return &f->charset;
    return slice_eq_nocase(name, "boundary") ? &f->boundary : NULL;
}

/* The first counts, as in browsers. Of two boundaries readers may take either, though. */
static enum errcode read_params(struct arena *a, struct slice rest, struct body_format *f) {
    struct param p;
    while (params_next(&rest, &p)) {
        struct slice text, *place = format_place(f, p.name);
        if (place == NULL)
            continue;
        enum errcode e = unquoted(a, p, &text);
        if (e != OK)
            return e;
        while (slice_ends(text, " "))
            text.len--;
        if (place->ptr == NULL)
            *place = text;
        else if (place == &f->boundary && !slice_eq(*place, text))
            return ERR_TYPE;
    }
    return OK;
}

enum errcode body_format_parse(struct arena *a, struct slice content_type,
                               struct body_format *out) {
    struct body_format f = {0};
    struct slice rest;
    enum charset charset;
    if (!find_type(params_head(content_type, &rest), &f.type))
        return ERR_TYPE;
    enum errcode e = read_params(a, rest, &f);
    if (e != OK)
        return e;
    if (f.type == BODY_MULTIPART && !is_boundary(f.boundary))
        return ERR_TYPE;
    if (!charset_find(f.charset, &charset))
        f.charset = SLICE_NONE;
    *out = f;
    return OK;
}

static enum errcode parse(struct arena *a, const struct body_format *format, char *bytes,
                          size_t len, struct pair_list *out) {
    switch (format->type) {
    case BODY_URLENCODED:
        return urlencoded_parse(a, bytes, len, out);
    case BODY_MULTIPART:
        return multipart_parse(a, format->boundary, bytes, len, out);
    case BODY_JSON:
        return json_parse(a, bytes, len, out);
    default:
        return ERR_TYPE;
    }
}

/* What the Content-Type declares, or the form itself in its _charset_ field. */
static bool find_declared(const struct body_format *format, const struct pair_list *list,
                          enum charset *out) {
    const struct pair *own = pairs_find(list, "_charset_");
    if (format->type == BODY_JSON)
        return true;
    if (format->charset.ptr != NULL)
        return charset_find(format->charset, out);
    return own != NULL && own->kind == PAIR_TEXT && charset_find(own->value, out);
}

struct count {
    size_t sequences; /* of several octets, well-formed */
    size_t strays;    /* octets of none */
};

/* A character that s begins and does not end. */
static bool is_cut_off(struct slice s) {
    unsigned char lead = (unsigned char)s.ptr[0];
    size_t wanted = lead < 0xC2 || lead > 0xF4 ? 0 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    if (s.len >= wanted)
        return false;
    for (size_t i = 1; i < s.len; i++)
        if ((s.ptr[i] & 0xC0) != 0x80)
            return false;
    return true;
}

/* False: s is UTF-8 and not only ASCII, which no other text is by chance. */
static bool count_octets(struct slice s, struct count *total) {
    struct count c = {0};
    size_t i = 0;
    while (i < s.len) {
        size_t n = utf8_sequence_length(slice_sub(s, i, 4));
        if (n == 0 && is_cut_off(slice_sub(s, i, s.len)))
            break;
        c.sequences += n > 1;
        c.strays += n == 0;
        i += n > 0 ? n : 1;
    }
    total->sequences += c.sequences;
    total->strays += c.strays;
    return c.strays > 0 || c.sequences == 0;
}

/* Pages in windows-1251 seldom say so in what they send. One word of UTF-8 speaks against it, and
 * so does a text of UTF-8 that was cut within a character; but a few capitals of windows-1251
 * before a quotation mark or Ё ("АЛЁНА") look like a character of UTF-8, among many octets that
 * are none. */
static bool is_windows_1251(const struct pair_list *list) {
    struct count total = {0};
    enum charset own;
    for (size_t i = 0; i < list->count; i++) {
        const struct pair *p = &list->items[i];
        if (!count_octets(p->name, &total) ||
            (!charset_find(p->charset, &own) && !count_octets(p->value, &total)))
            return false;
    }
    return total.strays > total.sequences;
}

static enum errcode convert_pair(struct arena *a, enum charset of_body, bool guessed,
                                 struct pair *p) {
    enum charset of_value = of_body;
    if (p->charset.ptr != NULL && !charset_find(p->charset, &of_value) && !guessed)
        of_value = CHARSET_UTF8; /* not one of ours: as sent */
    enum errcode e = charset_to_utf8(a, of_body, p->name, &p->name);
    if (e == OK)
        e = charset_to_utf8(a, of_value, p->value, &p->value);
    if (e != OK)
        return e;
    if (p->kind == PAIR_FILE)
        p->value = utf8_cut_octets(p->value, FILE_NAME_MAX);
    p->name_cut = p->name.len > PAIR_NAME_MAX;
    p->name = utf8_cut_octets(p->name, PAIR_NAME_MAX);
    return OK;
}

enum errcode body_parse(struct arena *a, const struct body_format *format, char *bytes, size_t len,
                        struct pair_list *out) {
    struct pair_list list = {0};
    enum charset of_body = CHARSET_UTF8;
    if (len > BODY_BYTES_MAX)
        return ERR_TOO_LARGE;
    enum errcode e = parse(a, format, bytes, len, &list);
    if (e != OK)
        return e;
    if (!find_declared(format, &list, &of_body) && is_windows_1251(&list)) {
        list.charset_guessed = true;
        of_body = CHARSET_WINDOWS_1251;
    }
    for (size_t i = 0; i < list.count; i++) {
        e = convert_pair(a, of_body, list.charset_guessed, &list.items[i]);
        if (e != OK)
            return e;
    }
    *out = list;
    return OK;
}
