/* utf8: the one strict check of text (RFC 3629: no overlong form, no surrogate, nothing above
 * U+10FFFF), and counting of characters. */
#ifndef BASE_UTF8_H
#define BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/slice.h"

/* utf8_sequence_length of what begins with 0x80 or more and is not two octets long. */
size_t utf8_long_sequence(struct slice s);

/* Octets of the well-formed sequence s begins with, 0 when it is not well-formed or s is empty.
 * Inline, because each lead is gone through by characters again and again. */
static inline size_t utf8_sequence_length(struct slice s) {
    const unsigned char *p = (const unsigned char *)s.ptr;
    if (s.len > 0 && p[0] < 0x80)
        return 1;
    if (s.len > 1 && p[0] >= 0xC2 && p[0] <= 0xDF)
        return (p[1] & 0xC0) == 0x80 ? 2 : 0;
    return utf8_long_sequence(s);
}

/* The code point s begins with in *out, and its octets; 0 as above, *out untouched then. */
size_t utf8_decode(struct slice s, uint32_t *out);

/* Writes the code point c, which is no surrogate, and gives its octets. */
#define UTF8_OCTETS_MAX 4
size_t utf8_encode(uint32_t c, char out[UTF8_OCTETS_MAX]);

bool utf8_valid(struct slice s);
bool utf8_is_ascii(struct slice s); /* of any octets */

/* Well-formed, and without NUL, C0 but TAB CR LF, and DEL: what a field's value may be. */
bool utf8_is_text(struct slice s);

/* Characters (code points) of valid UTF-8. */
size_t utf8_length(struct slice s);

/* At most characters of s, or at most octets of it, cut on a character's edge. */
struct slice utf8_cut(struct slice s, size_t characters);
struct slice utf8_cut_octets(struct slice s, size_t octets);

#endif
