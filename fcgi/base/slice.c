/* slice: comparing and cutting of strings that are not ours. */
#include "base/slice.h"

#include <string.h>

bool slice_eq_nocase(struct slice a, const char *b) {
    if (a.len != strlen(b))
        return false;
    for (size_t i = 0; i < a.len; i++)
        if (ascii_lower(a.ptr[i]) != ascii_lower(b[i]))
            return false;
    return true;
}

bool slice_ends(struct slice s, const char *suffix) {
    size_t n = strlen(suffix);
    return s.len >= n && (n == 0 || memcmp(s.ptr + s.len - n, suffix, n) == 0);
}

int slice_compare(struct slice a, struct slice b) {
    size_t n = a.len < b.len ? a.len : b.len;
    int order = n == 0 ? 0 : memcmp(a.ptr, b.ptr, n);
    if (order != 0)
        return order;
    return a.len == b.len ? 0 : a.len < b.len ? -1 : 1;
}

struct slice slice_trim(struct slice s) {
    while (s.len > 0 && ascii_is_space(s.ptr[0])) {
        s.ptr++;
        s.len--;
    }
    while (s.len > 0 && ascii_is_space(s.ptr[s.len - 1]))
        s.len--;
    return s;
}

size_t slice_find(struct slice s, char c) {
    const char *hit = s.len == 0 ? NULL : memchr(s.ptr, c, s.len);
    return hit == NULL ? s.len : (size_t)(hit - s.ptr);
}

struct slice slice_cut(struct slice s, char c, struct slice *rest) {
    size_t at = slice_find(s, c);
    *rest = at == s.len ? SLICE_NONE : slice_sub(s, at + 1, s.len);
    return (struct slice){s.ptr, at};
}

bool ascii_is_space(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v';
}

void ascii_hex(unsigned char octet, char out[2]) {
    static const char digits[] = "0123456789abcdef";
    out[0] = digits[octet >> 4];
    out[1] = digits[octet & 15];
}
