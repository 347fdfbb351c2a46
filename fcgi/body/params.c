/* params: one pass over a header value; each call eats one parameter and its ';'. */
#include "body/params.h"

struct slice params_head(struct slice header, struct slice *rest) {
    return slice_trim(slice_cut(header, ';', rest));
}

static struct slice skip(struct slice s, size_t n) { return slice_sub(s, n, s.len); }

static bool is_blank(char c) { return c == ' ' || c == '\t'; }

static struct slice skip_blanks(struct slice s) {
    while (s.len > 0 && is_blank(s.ptr[0]))
        s = skip(s, 1);
    return s;
}

static struct slice skip_blank_parameters(struct slice s) {
    while (s.len > 0 && (is_blank(s.ptr[0]) || s.ptr[0] == ';'))
        s = skip(s, 1);
    return s;
}

/* Reads behind the opening quote; what is left of s begins with ';', or is nothing. */
static struct slice take_quoted(struct slice s, struct param *p) {
    size_t quotes = 0;
    p->least = slice_sub(s, 0, slice_find(s, ';'));
    p->least.len = slice_find(p->least, '"');
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '\\' && i + 1 < s.len) {
            i++;
            continue;
        }
        if (s.ptr[i] != '"')
            continue;
        struct slice behind = skip_blanks(skip(s, i + 1));
        quotes++;
        if (behind.len == 0 || behind.ptr[0] == ';') {
            p->raw = slice_sub(s, 0, i);
            p->sure = quotes == 1;
            return behind;
        }
    }
    p->raw = s;
    p->sure = false;
    return skip(s, s.len);
}

static struct slice take_bare(struct slice s, struct param *p) {
    p->raw = slice_trim(slice_sub(s, 0, slice_find(s, ';')));
    p->least = p->raw;
    for (size_t i = 0; i < p->least.len; i++)
        if (ascii_is_space(p->raw.ptr[i]))
            p->least.len = i;
    p->sure = p->least.len == p->raw.len;
    return skip(s, slice_find(s, ';'));
}

bool params_next(struct slice *rest, struct param *out) {
    struct slice s = skip_blank_parameters(*rest);
    if (s.len == 0)
        return false;
    struct slice segment = slice_sub(s, 0, slice_find(s, ';'));
    size_t name_len = slice_find(segment, '=');
    *out = (struct param){.name = slice_trim(slice_sub(segment, 0, name_len)), .sure = true};
    out->raw = out->least = skip(segment, segment.len);
    s = skip(s, name_len);
    if (name_len < segment.len) {
        s = skip_blanks(skip(s, 1));
        out->quoted = s.len > 0 && s.ptr[0] == '"';
        s = out->quoted ? take_quoted(skip(s, 1), out) : take_bare(s, out);
    }
    *rest = s;
    return true;
}
