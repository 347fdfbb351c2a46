/* fuzz_utf8: our strict check agrees with the C library's converter (to UTF-32, which refuses
 * surrogates and overlong forms), and cuts leave valid text valid. Conversion from the one-octet
 * sets always gives valid UTF-8, one character an octet. What is made plain is valid, and stays as
 * it is when it is made so again. */
#include <assert.h>
#include <iconv.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/bounds.h"
#include "base/plain.h"
#include "base/utf8.h"
#include "body/charset.h"

/* Characters of s by iconv, or SIZE_MAX when it refuses it. */
static size_t iconv_length(struct slice s) {
    iconv_t cd = iconv_open("UTF-32LE", "UTF-8");
    assert(cd != (iconv_t)-1);
    size_t in_left = s.len, out_bytes = 4 * s.len + 4, out_left = out_bytes;
    char *room = malloc(out_bytes), *in = (char *)s.ptr, *out = room;
    assert(room != NULL);
    size_t result = iconv(cd, &in, &in_left, &out, &out_left);
    iconv_close(cd);
    free(room);
    return result == (size_t)-1 ? SIZE_MAX : (out_bytes - out_left) / 4;
}

static void check_cuts(struct slice s, size_t n) {
    struct slice cut = utf8_cut(s, n), cut_octets = utf8_cut_octets(s, n);
    size_t all = utf8_length(s);
    assert(utf8_valid(cut) && utf8_length(cut) == (n < all ? n : all));
    assert(utf8_valid(cut_octets) && cut_octets.len <= n);
    assert(cut_octets.len + 3 >= (n < s.len ? n : s.len));
}

static void check_charset(enum charset from, struct slice s) {
    struct arena *a = arena_new(4 * (BODY_BYTES_MAX + 16));
    struct slice out = SLICE_NONE;
    enum errcode e = charset_to_utf8(a, from, s, &out);
    assert(e == OK && utf8_valid(out) && utf8_length(out) == s.len);
    (void)e;
    arena_free(a);
}

static void check_plain(struct slice s) {
    char *copy = malloc(s.len + 1), *again = malloc(s.len + 1);
    assert(copy != NULL && again != NULL);
    struct slice plain = {copy, plain_copy(s, copy)};
    assert(plain.len <= s.len && utf8_is_text(plain));
    assert(plain_copy(plain, again) == plain.len && memcmp(copy, again, plain.len) == 0);
    if (utf8_valid(s))
        assert(utf8_length(plain) == utf8_length(s));
    free(copy);
    free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size > BODY_BYTES_MAX)
        return 0;
    char *copy = malloc(size + (size == 0));
    assert(copy != NULL);
    if (size > 0)
        memcpy(copy, data, size);
    struct slice s = {copy, size};
    bool valid = utf8_valid(s);
    size_t length = iconv_length(s);
    assert(valid == (length != SIZE_MAX));
    assert(!utf8_is_text(s) || valid);
    if (valid) {
        assert(utf8_length(s) == length);
        for (size_t n = 0; n < size + 2 && n < 64; n++)
            check_cuts(s, n);
    }
    check_plain(s);
    check_charset(CHARSET_WINDOWS_1251, s);
    check_charset(CHARSET_KOI8_R, s);
    free(copy);
    return 0;
}
