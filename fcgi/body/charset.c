/* charset: labels after the WHATWG Encoding standard, conversion by iconv. Both one-octet sets
 * agree with ASCII, so a text without high octets is its own conversion; most names and values
 * are, and iconv is not asked about them. */
#include "body/charset.h"

#include <errno.h>
#include <iconv.h>
#include <string.h>

/* no character of either set needs more in UTF-8, nor does U+FFFD */
#define UTF8_PER_OCTET_MAX 3

static const struct {
    const char *label;
    enum charset charset;
} labels[] = {
    {"unicode-1-1-utf-8", CHARSET_UTF8},
    {"unicode11utf8", CHARSET_UTF8},
    {"unicode20utf8", CHARSET_UTF8},
    {"utf-8", CHARSET_UTF8},
    {"utf8", CHARSET_UTF8},
    {"x-unicode20utf8", CHARSET_UTF8},
    {"cp1251", CHARSET_WINDOWS_1251},
    {"windows-1251", CHARSET_WINDOWS_1251},
    {"x-cp1251", CHARSET_WINDOWS_1251},
    {"cskoi8r", CHARSET_KOI8_R},
    {"koi", CHARSET_KOI8_R},
    {"koi8", CHARSET_KOI8_R},
    {"koi8-r", CHARSET_KOI8_R},
    {"koi8_r", CHARSET_KOI8_R},
};

static const char *const iconv_names[CHARSET__MAX] = {
    [CHARSET_UTF8] = "UTF-8",
    [CHARSET_WINDOWS_1251] = "CP1251",
    [CHARSET_KOI8_R] = "KOI8-R",
};

bool charset_find(struct slice name, enum charset *out) {
    struct slice trimmed = slice_trim(name);
    for (size_t i = 0; i < sizeof labels / sizeof labels[0]; i++) {
        if (slice_eq_nocase(trimmed, labels[i].label)) {
            *out = labels[i].charset;
            return true;
        }
    }
    return false;
}

static bool is_ascii(struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] >= 0x80)
            return false;
    return true;
}

/* The room is enough for any input and one-octet sets have no cut sequences, so iconv stops early
 * at undefined octets only; each is replaced, and the loop runs at most once an octet. */
static size_t convert(iconv_t cd, struct slice s, char *room) {
    char *in = (char *)s.ptr, *out = room; /* iconv does not write to its input */
    size_t in_left = s.len, out_left = s.len * UTF8_PER_OCTET_MAX;
    while (iconv(cd, &in, &in_left, &out, &out_left) == (size_t)-1 && errno == EILSEQ) {
        memcpy(out, "\xEF\xBF\xBD", 3);
        out += 3;
        out_left -= 3;
        in++;
        in_left--;
    }
    return (size_t)(out - room);
}

enum errcode charset_to_utf8(struct arena *a, enum charset from, struct slice s,
                             struct slice *out) {
    if (from == CHARSET_UTF8 || is_ascii(s)) {
        *out = s;
        return OK;
    }
    size_t room_bytes;
    if (__builtin_mul_overflow(s.len, UTF8_PER_OCTET_MAX, &room_bytes))
        return ERR_TOO_LARGE;
    char *room = arena_alloc(a, room_bytes);
    if (room == NULL)
        return ERR_TOO_LARGE;
    iconv_t cd = iconv_open("UTF-8", iconv_names[from]);
    if (cd == (iconv_t)-1)
        return ERR_UNAVAILABLE;
    *out = (struct slice){room, convert(cd, s, room)};
    iconv_close(cd);
    return OK;
}
