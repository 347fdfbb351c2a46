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

/* RFC 2046, 5.1.1: bchars, 1 to 70 of them, the last no space. */
static bool is_boundary(struct slice s) {
    if (s.len == 0 || s.len > BOUNDARY_MAX || s.ptr[s.len - 1] == ' ')
        return false;
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (!ascii_is_alpha(c) && !ascii_is_digit(c) &&
            (c == '\0' || strchr("'()+_,-./:=? ", c) == NULL))
            return false;
    }
    return true;
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

static enum errcode read_params(struct arena *a, struct slice rest, struct body_format *f) {
    struct param p;
    enum errcode e;
    while ((e = params_next(&rest, &p)) == OK) {
        struct slice *place = format_place(f, p.name);
        if (place == NULL)
            continue;
        if (place->ptr != NULL)
            return ERR_TYPE;
        e = unquoted(a, p, place);
        if (e != OK)
            return e;
    }
    return e == ERR_NOT_FOUND ? OK : ERR_TYPE;
}

enum errcode body_format_parse(struct arena *a, struct slice content_type,
                               struct body_format *out) {
    struct body_format f = {0};
    struct slice rest;
    enum charset charset = CHARSET_UTF8;
    if (!find_type(params_head(content_type, &rest), &f.type))
        return ERR_TYPE;
    enum errcode e = read_params(a, rest, &f);
    if (e != OK)
        return e;
    if (f.charset.ptr != NULL && !charset_find(f.charset, &charset))
        return ERR_TYPE;
    if (f.type == BODY_JSON && charset != CHARSET_UTF8)
        return ERR_TYPE;
    if (f.type == BODY_MULTIPART && !is_boundary(f.boundary))
        return ERR_TYPE;
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

/* The charset of what declares none itself: the Content-Type's, or the form's own statement in
 * the _charset_ field. */
static enum charset default_charset(const struct body_format *format,
                                    const struct pair_list *list) {
    enum charset found = CHARSET_UTF8;
    const struct pair *own = pairs_find(list, "_charset_");
    if (format->charset.ptr != NULL)
        (void)charset_find(format->charset, &found);
    else if (own != NULL && own->kind == PAIR_TEXT)
        (void)charset_find(own->value, &found);
    return found;
}

static enum errcode convert_pair(struct arena *a, enum charset of_body, struct pair *p) {
    enum charset of_value = of_body;
    if (p->charset.ptr != NULL && !charset_find(p->charset, &of_value))
        of_value = CHARSET_UTF8; /* not one of ours: as sent */
    enum errcode e = charset_to_utf8(a, of_body, p->name, &p->name);
    if (e == OK)
        e = charset_to_utf8(a, of_value, p->value, &p->value);
    if (e != OK)
        return e;
    if (p->kind == PAIR_FILE)
        p->value = utf8_cut_octets(p->value, FILE_NAME_MAX);
    return p->name.len > PAIR_NAME_MAX || p->value.len > PAIR_VALUE_MAX ? ERR_TOO_LARGE : OK;
}

enum errcode body_parse(struct arena *a, const struct body_format *format, char *bytes, size_t len,
                        struct pair_list *out) {
    struct pair_list list = {0};
    if (len > BODY_BYTES_MAX)
        return ERR_TOO_LARGE;
    enum errcode e = parse(a, format, bytes, len, &list);
    if (e != OK)
        return e;
    enum charset of_body =
        format->type == BODY_JSON ? CHARSET_UTF8 : default_charset(format, &list);
    for (size_t i = 0; i < list.count; i++) {
        e = convert_pair(a, of_body, &list.items[i]);
        if (e != OK)
            return e;
    }
    *out = list;
    return OK;
}
