/* octets: our own check, because libyaml's message gives an offset and not a line. */
#include "form/octets.h"

#include "base/utf8.h"

#define BYTE_ORDER_MARK "\xEF\xBB\xBF"

int octets_line(struct slice text, size_t at) {
    int line = 1;
    for (size_t i = 0; i < at && i < text.len; i++)
        line += text.ptr[i] == '\n';
    return line;
}

/* By its mark, or by the half of an ASCII letter: no definition begins with a NUL. */
static bool is_utf16(struct slice text) {
    return slice_starts(text, "\xFF\xFE") || slice_starts(text, "\xFE\xFF") ||
           (text.len >= 2 && (text.ptr[0] == '\0') != (text.ptr[1] == '\0'));
}

bool octets_check(struct problems *problems, const char *path, struct slice *text) {
    if (is_utf16(*text)) {
        problems_add(problems, path, 0, "saved as UTF-16: save the file as UTF-8");
        return false;
    }
    if (slice_starts(*text, BYTE_ORDER_MARK))
        *text = slice_sub(*text, sizeof BYTE_ORDER_MARK - 1, text->len);
    for (size_t i = 0; i < text->len;) {
        size_t n = utf8_sequence_length(slice_sub(*text, i, 4));
        unsigned char c = (unsigned char)text->ptr[i];
        if (n == 0 || c == 0x7f || (c < 0x20 && c != '\t' && c != '\r' && c != '\n')) {
            problems_add(problems, path, octets_line(*text, i),
                         n == 0 ? "not UTF-8: save the file in that encoding"
                                : "a control character (0x%02x)",
                         c);
            return false;
        }
        i += n;
    }
    return true;
}
