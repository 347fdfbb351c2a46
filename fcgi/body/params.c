/* params: one pass over a header value; each call eats one parameter and its ';'. */
#include "body/params.h"

struct slice params_head(struct slice header, struct slice *rest) {
    return slice_trim(slice_cut(header, ';', rest));
}

static struct slice skip(struct slice s, size_t n) { return slice_sub(s, n, s.len); }

static struct slice skip_blank_parameters(struct slice s) {
    while (s.len > 0 && (s.ptr[0] == ' ' || s.ptr[0] == '\t' || s.ptr[0] == ';'))
        s = skip(s, 1);
    return s;
}

/* Length of the value without its quotes; s begins after the opening one. s.len: no closing one. */
static size_t quoted_length(struct slice s) {
    size_t i = 0;
    while (i < s.len && s.ptr[i] != '"')
        i += s.ptr[i] == '\\' && i + 1 < s.len ? 2 : 1;
    return i;
}

static size_t bare_length(struct slice s) {
    size_t i = 0;
    while (i < s.len && s.ptr[i] != ';' && !ascii_is_space(s.ptr[i]))
        i++;
    return i;
}

enum errcode params_next(struct slice *rest, struct param *out) {
    struct slice s = skip_blank_parameters(*rest);
    if (s.len == 0)
        return ERR_NOT_FOUND;
    size_t name_len = slice_find(s, '=');
    struct param p = {.name = slice_sub(s, 0, name_len)};
    if (name_len == 0 || name_len == s.len || bare_length(p.name) != name_len)
        return ERR_SYNTAX;
    s = skip(s, name_len + 1);
    p.quoted = s.len > 0 && s.ptr[0] == '"';
    if (p.quoted)
        s = skip(s, 1);
    size_t len = p.quoted ? quoted_length(s) : bare_length(s);
    if (p.quoted && len == s.len)
        return ERR_SYNTAX;
    p.raw = slice_sub(s, 0, len);
    struct slice between = slice_cut(skip(s, len + (p.quoted ? 1 : 0)), ';', rest);
    if (slice_trim(between).len > 0)
        return ERR_SYNTAX;
    *out = p;
    return OK;
}
