/* utf8: strict decoding after RFC 3629, section 4, table of well-formed sequences. */
#include "base/utf8.h"

#include <string.h>

static bool is_tail(unsigned char c) { return (c & 0xC0) == 0x80; }

static size_t three(const unsigned char *p) {
    unsigned char low = p[0] == 0xE0 ? 0xA0 : 0x80;  /* no overlong form */
    unsigned char high = p[0] == 0xED ? 0x9F : 0xBF; /* no surrogate */
    return p[1] >= low && p[1] <= high && is_tail(p[2]) ? 3 : 0;
}

static size_t four(const unsigned char *p) {
    unsigned char low = p[0] == 0xF0 ? 0x90 : 0x80;  /* no overlong form */
    unsigned char high = p[0] == 0xF4 ? 0x8F : 0xBF; /* not above U+10FFFF */
    return p[1] >= low && p[1] <= high && is_tail(p[2]) && is_tail(p[3]) ? 4 : 0;
}

size_t utf8_long_sequence(struct slice s) {
    const unsigned char *p = (const unsigned char *)s.ptr;
    if (s.len >= 3 && p[0] >= 0xE0 && p[0] <= 0xEF)
        return three(p);
    if (s.len >= 4 && p[0] >= 0xF0 && p[0] <= 0xF4)
        return four(p);
    return 0;
}

size_t utf8_decode(struct slice s, uint32_t *out) {
    static const unsigned char lead_bits[5] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    size_t n = utf8_sequence_length(s);
    if (n == 0)
        return 0;
    uint32_t c = (unsigned char)s.ptr[0] & lead_bits[n];
    for (size_t i = 1; i < n; i++)
        c = c << 6 | ((unsigned char)s.ptr[i] & 0x3F);
    *out = c;
    return n;
}

size_t utf8_encode(uint32_t c, char out[UTF8_OCTETS_MAX]) {
    static const unsigned char lead[5] = {0, 0x00, 0xC0, 0xE0, 0xF0};
    size_t n = c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
    for (size_t i = n; i-- > 1; c >>= 6)
        out[i] = (char)(0x80 | (c & 0x3F));
    out[0] = (char)(lead[n] | c);
    return n;
}

static bool check(struct slice s, bool text_only) {
    size_t i = 0;
    while (i < s.len) {
        unsigned char c = (unsigned char)s.ptr[i];
        size_t n = utf8_sequence_length(slice_sub(s, i, UTF8_OCTETS_MAX));
        if (n == 0)
            return false;
        if (text_only && (c == 0x7f || (c < 0x20 && c != '\t' && c != '\r' && c != '\n')))
            return false;
        i += n;
    }
    return true;
}

bool utf8_is_ascii(struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] >= 0x80)
            return false;
    return true;
}

bool utf8_valid(struct slice s) { return check(s, false); }

bool utf8_is_text(struct slice s) { return check(s, true); }

#define EACH_OCTET 0x0101010101010101ULL

/* Eight octets at once: of a tail the highest bit is set and the next is not. */
size_t utf8_length(struct slice s) {
    size_t tails = 0, i = 0;
    for (uint64_t eight; s.len - i >= sizeof eight; i += sizeof eight) {
        memcpy(&eight, s.ptr + i, sizeof eight);
        tails += ((eight >> 7 & ~(eight >> 6) & EACH_OCTET) * EACH_OCTET) >> 56;
    }
    for (; i < s.len; i++)
        tails += is_tail((unsigned char)s.ptr[i]);
    return s.len - tails;
}

struct slice utf8_cut(struct slice s, size_t characters) {
    size_t i = 0;
    for (size_t n = 0; i < s.len; i++) {
        if (is_tail((unsigned char)s.ptr[i]))
            continue;
        if (n == characters)
            break;
        n++;
    }
    return slice_sub(s, 0, i);
}

/* In text that is not UTF-8 an edge may be far off: three octets back is as far as one can be. */
struct slice utf8_cut_octets(struct slice s, size_t octets) {
    size_t n = octets;
    if (s.len <= octets)
        return s;
    while (n > 0 && octets - n < 3 && is_tail((unsigned char)s.ptr[n]))
        n--;
    return slice_sub(s, 0, n);
}
