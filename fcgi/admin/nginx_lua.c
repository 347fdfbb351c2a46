/* nginx_lua: braces outside of strings and comments are counted. */
#include "admin/nginx_lua.h"

#include <stddef.h>

/* Of "[[", "[=[", "[==[" and so on at the beginning: the signs between. -1: it is none. */
static int long_bracket(struct slice s) {
    size_t n = 1;
    while (n < s.len && s.ptr[n] == '=')
        n++;
    return s.len > n && s.ptr[0] == '[' && s.ptr[n] == '[' ? (int)(n - 1) : -1;
}

/* Behind "]]" with as many signs between; the length of s: it does not end. */
static size_t long_length(struct slice s, int level) {
    for (size_t at = 0; at + (size_t)level + 1 < s.len; at++) {
        size_t n = at + 1;
        while (n < s.len && s.ptr[n] == '=')
            n++;
        if (s.ptr[at] == ']' && n < s.len && s.ptr[n] == ']' && n - at - 1 == (size_t)level)
            return n + 1;
    }
    return s.len;
}

static size_t string_length(struct slice s) {
    size_t at = 1;
    while (at < s.len && s.ptr[at] != s.ptr[0])
        at += s.ptr[at] == '\\' ? 2 : 1;
    return at + 1;
}

/* Of the string, the comment or the single octet at the beginning. */
static size_t piece_length(struct slice s) {
    bool comment = s.len > 1 && s.ptr[0] == '-' && s.ptr[1] == '-';
    struct slice inner = slice_sub(s, comment ? 2 : 0, s.len);
    int level = long_bracket(inner);
    if (level >= 0)
        return s.len - inner.len + long_length(inner, level);
    if (comment)
        return slice_find(s, '\n');
    return s.ptr[0] == '"' || s.ptr[0] == '\'' ? string_length(s) : 1;
}

bool nginx_lua_skip(struct slice *rest, int *line) {
    int depth = 1;
    while (rest->len > 0 && depth > 0) {
        char c = rest->ptr[0];
        size_t n = piece_length(*rest);
        n = n < rest->len ? n : rest->len;
        depth += (c == '{') - (c == '}');
        for (size_t i = 0; i < n; i++)
            *line += rest->ptr[i] == '\n';
        *rest = slice_sub(*rest, n, rest->len);
    }
    return depth == 0;
}
