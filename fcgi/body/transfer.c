/* transfer: both decodings write behind where they read, since no text grows by them. */
#include "body/transfer.h"

#include "body/charset.h"

static int base64_value(char c) {
    if (c >= 'A' && c <= 'Z')
        return c - 'A';
    if (c >= 'a' && c <= 'z')
        return c - 'a' + 26;
    if (ascii_is_digit(c))
        return c - '0' + 52;
    return c == '+' ? 62 : c == '/' ? 63 : -1;
}

/* Whole groups of four, padded to the end; line ends and blanks between them are nothing. */
static bool decode_base64(char *bytes, size_t *len) {
    size_t out = 0, symbols = 0;
    int padding = 0;
    unsigned group = 0;
    for (size_t i = 0; i < *len; i++) {
        if (ascii_is_space(bytes[i]))
            continue;
        int value = base64_value(bytes[i]);
        bool pads = bytes[i] == '=' && symbols % 4 >= 2;
        if (!pads && (value < 0 || padding > 0))
            return false;
        padding += pads;
        group = group << 6 | (unsigned)(pads ? 0 : value);
        if (++symbols % 4 != 0)
            continue;
        for (int shift = 16; shift >= 8 * padding; shift -= 8)
            bytes[out++] = (char)(group >> shift & 0xFF);
    }
    *len = out;
    return symbols % 4 == 0;
}

/* Octets of the line end at s with the blanks before it, 0: there is none. */
static size_t line_end_length(struct slice s) {
    size_t i = 0;
    while (i < s.len && (s.ptr[i] == ' ' || s.ptr[i] == '\t'))
        i++;
    i += i < s.len && s.ptr[i] == '\r';
    return i < s.len && s.ptr[i] == '\n' ? i + 1 : 0;
}

static bool decode_quoted_printable(char *bytes, size_t *len) {
    struct slice text = {bytes, *len};
    size_t out = 0, i = 0;
    while (i < text.len) {
        if (bytes[i] != '=') {
            bytes[out++] = bytes[i++];
            continue;
        }
        size_t soft = line_end_length(slice_sub(text, i + 1, text.len));
        int high = i + 2 < text.len ? ascii_hex_value(bytes[i + 1]) : -1;
        int low = i + 2 < text.len ? ascii_hex_value(bytes[i + 2]) : -1;
        if (soft == 0 && (high < 0 || low < 0))
            return false;
        if (soft == 0)
            bytes[out++] = (char)(high * 16 + low);
        i += soft > 0 ? 1 + soft : 3;
    }
    *len = out;
    return true;
}

bool transfer_decode(struct slice encoding, char *bytes, size_t *len) {
    static const char *const plain[] = {"", "7bit", "8bit", "binary"};
    enum charset charset;
    if (slice_eq_nocase(encoding, "base64"))
        return decode_base64(bytes, len);
    if (slice_eq_nocase(encoding, "quoted-printable"))
        return decode_quoted_printable(bytes, len);
    for (size_t i = 0; i < sizeof plain / sizeof *plain; i++)
        if (slice_eq_nocase(encoding, plain[i]))
            return true;
    return charset_find(encoding, &charset);
}
