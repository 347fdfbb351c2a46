/* charset: labels after the WHATWG Encoding standard, conversion by tables that iconv fills once.
 * Not by iconv itself: each iconv_open of these sets loads a library from disk and iconv_close
 * unloads it, which has no place in a request. Both sets agree with ASCII, so a text without high
 * octets is its own conversion. */
#include "body/charset.h"

#include <iconv.h>
#include <pthread.h>
#include <string.h>

#include "base/utf8.h"

/* no character of either set needs more in UTF-8, nor does U+FFFD */
#define UTF8_PER_OCTET_MAX CHARSET_UTF8_PER_OCTET
#define HIGH 0x80

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

struct symbol {
    char utf8[UTF8_PER_OCTET_MAX];
    unsigned char len;
};

/* Written once by fill_tables, read-only after; len 0: the system has no converter. */
static struct symbol tables[CHARSET__MAX][256 - HIGH];
static pthread_once_t filled = PTHREAD_ONCE_INIT;

/* An octet that the set does not define becomes U+FFFD. */
static void fill_symbol(iconv_t cd, unsigned octet, struct symbol *symbol) {
    char high = (char)octet, *in = &high, *out = symbol->utf8;
    size_t in_left = 1, out_left = sizeof symbol->utf8;
    if (iconv(cd, &in, &in_left, &out, &out_left) == (size_t)-1) {
        memcpy(symbol->utf8, "\xEF\xBF\xBD", 3);
        out_left = 0;
    }
    symbol->len = (unsigned char)(sizeof symbol->utf8 - out_left);
}

static void fill_table(const char *name, struct symbol *table) {
    iconv_t cd = iconv_open("UTF-8", name);
    if (cd == (iconv_t)-1) // NOLINT(performance-no-int-to-ptr): as iconv_open(3) says it
        return;
    for (unsigned octet = HIGH; octet < 256; octet++)
        fill_symbol(cd, octet, &table[octet - HIGH]);
    iconv_close(cd);
}

static void fill_tables(void) {
    fill_table("CP1251", tables[CHARSET_WINDOWS_1251]);
    fill_table("KOI8-R", tables[CHARSET_KOI8_R]);
}

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

static size_t convert(const struct symbol *table, struct slice s, char *room) {
    char *out = room;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (c < HIGH) {
            *out++ = s.ptr[i];
            continue;
        }
        const struct symbol *symbol = &table[c - HIGH];
        memcpy(out, symbol->utf8, symbol->len);
        out += symbol->len;
    }
    return (size_t)(out - room);
}

enum errcode charset_to_utf8(struct arena *a, enum charset from, struct slice s,
                             struct slice *out) {
    if (from == CHARSET_UTF8 || utf8_is_ascii(s)) {
        *out = s;
        return OK;
    }
    size_t room_bytes;
    if (__builtin_mul_overflow(s.len, UTF8_PER_OCTET_MAX, &room_bytes))
        return ERR_TOO_LARGE;
    char *room = arena_alloc(a, room_bytes);
    if (room == NULL)
        return ERR_TOO_LARGE;
    pthread_once(&filled, fill_tables);
    if (tables[from][0].len == 0)
        return ERR_UNAVAILABLE;
    *out = (struct slice){room, convert(tables[from], s, room)};
    return OK;
}

size_t charset_write(enum charset from, struct slice s, char *room) {
    if (from == CHARSET_UTF8 || utf8_is_ascii(s)) {
        memcpy(room, s.ptr, s.len);
        return s.len;
    }
    pthread_once(&filled, fill_tables);
    return tables[from][0].len == 0 ? 0 : convert(tables[from], s, room);
}
