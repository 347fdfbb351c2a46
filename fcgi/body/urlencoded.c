/* urlencoded: the body is cut at '&', each piece at its first '=', and both halves are decoded
 * where they stand: decoding never makes a text longer, so writing stays behind reading. */
#include "body/urlencoded.h"

/* The octet that "%XX" at p stands for, or -1: it is no escape and stays as sent. */
static int escaped(const char *p, const char *end) {
    if (end - p < 3 || p[0] != '%')
        return -1;
    int high = ascii_hex_value(p[1]), low = ascii_hex_value(p[2]);
    return high < 0 || low < 0 ? -1 : high * 16 + low;
}

struct slice urlencoded_decode(char *bytes, size_t len, bool plus) {
    const char *p = bytes, *end = bytes + len;
    char *out = bytes;
    while (p < end) {
        int c = escaped(p, end);
        *out++ = c >= 0 ? (char)c : plus && *p == '+' ? ' ' : *p;
        p += c >= 0 ? 3 : 1;
    }
    return (struct slice){bytes, (size_t)(out - bytes)};
}

static enum errcode add_piece(struct arena *a, char *bytes, size_t len, struct pair_list *out) {
    size_t name_len = slice_find((struct slice){bytes, len}, '=');
    size_t value_at = name_len < len ? name_len + 1 : len;
    struct pair p = {.name = urlencoded_decode(bytes, name_len, true),
                     .value = urlencoded_decode(bytes + value_at, len - value_at, true)};
    return pairs_add(a, out, p);
}

enum errcode urlencoded_parse(struct arena *a, char *bytes, size_t len, struct pair_list *out) {
    struct pair_list list = {0};
    size_t at = 0;
    while (at < len) {
        size_t piece = slice_find((struct slice){bytes + at, len - at}, '&');
        enum errcode e = piece == 0 ? OK : add_piece(a, bytes + at, piece, &list);
        if (e != OK)
            return e;
        at += piece < len - at ? piece + 1 : piece;
    }
    *out = list;
    return OK;
}
