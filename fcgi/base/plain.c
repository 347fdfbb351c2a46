/* plain: in place, since what is left out only makes it shorter. */
#include "base/plain.h"

#include <string.h>

#include "base/utf8.h"

static bool is_plain(uint32_t c) {
    bool control = c < 0x20 || (c >= 0x7F && c <= 0x9F);
    bool separator = c == 0x2028 || c == 0x2029;
    bool direction = c == 0x061C || c == 0x200E || c == 0x200F || (c >= 0x202A && c <= 0x202E) ||
                     (c >= 0x2066 && c <= 0x2069);
    return !control && !separator && !direction;
}

size_t plain_copy(struct slice s, char *out) {
    size_t written = 0;
    for (size_t i = 0; i < s.len;) {
        uint32_t c = 0;
        size_t n = utf8_decode(slice_sub(s, i, UTF8_OCTETS_MAX), &c);
        if (n > 0 && is_plain(c)) {
            memmove(out + written, s.ptr + i, n);
            written += n;
        } else {
            out[written++] = '?';
        }
        i += n > 0 ? n : 1;
    }
    return written;
}

void plain_string(char *s) { s[plain_copy(slice_from(s), s)] = '\0'; }
