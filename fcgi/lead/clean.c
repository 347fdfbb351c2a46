/* clean: only the letters that firstline's users write are folded: a full case folding is a table
 * of a thousand rows, and names of towns and units need ASCII and Cyrillic. All the letters folded
 * here keep their length in UTF-8, which clean_lower relies on. */
#include "lead/clean.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"

#define NO_BREAK_SPACE "\xC2\xA0"
#define REPLACEMENT "\xEF\xBF\xBD"

struct slice clean_trim(struct slice s) {
    for (;;) {
        s = slice_trim(s);
        size_t before = s.len;
        if (slice_starts(s, NO_BREAK_SPACE))
            s = slice_sub(s, 2, s.len);
        if (slice_ends(s, NO_BREAK_SPACE))
            s.len -= 2;
        if (s.len == before)
            return s;
    }
}

enum errcode clean_line_ends(struct arena *a, struct slice s, struct slice *out) {
    if (slice_find(s, '\r') == s.len) {
        *out = s;
        return OK;
    }
    char *p = arena_alloc(a, s.len);
    if (p == NULL)
        return ERR_TOO_LARGE;
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        bool pair_follows = s.ptr[i] == '\r' && i + 1 < s.len && s.ptr[i + 1] == '\n';
        if (!pair_follows)
            p[n++] = s.ptr[i] == '\r' ? '\n' : s.ptr[i];
    }
    *out = (struct slice){p, n};
    return OK;
}

/* Octets of the good character s begins with; 0: the first octet is to be replaced. */
static size_t good_length(struct slice s) { return s.ptr[0] == '\0' ? 0 : utf8_sequence_length(s); }

enum errcode clean_repair(struct arena *a, struct slice s, struct slice *out, bool *changed) {
    size_t bad = 0, step = 0;
    for (size_t i = 0; i<s.len; i += step> 0 ? step : 1) {
        step = good_length(slice_sub(s, i, 4));
        bad += step == 0;
    }
    if (bad == 0) {
        *out = s;
        return OK;
    }
    size_t bytes = s.len + bad * (sizeof REPLACEMENT - 2);
    char *p = arena_alloc(a, bytes);
    if (p == NULL)
        return ERR_TOO_LARGE;
    size_t n = 0;
    for (size_t i = 0; i<s.len; i += step> 0 ? step : 1) {
        step = good_length(slice_sub(s, i, 4));
        struct slice piece = step > 0 ? slice_sub(s, i, step) : SLICE_LIT(REPLACEMENT);
        memcpy(p + n, piece.ptr, piece.len);
        n += piece.len;
    }
    assert(n == bytes);
    *out = (struct slice){p, n};
    *changed = true;
    return OK;
}

static uint32_t lower(uint32_t c) {
    if (c < 0x80)
        return (uint32_t)(unsigned char)ascii_lower((char)c);
    if (c >= 0x0410 && c <= 0x042F) /* А..Я */
        return c + 0x20;
    if (c >= 0x0400 && c <= 0x040F) /* Ѐ..Џ, Ё among them */
        return c + 0x50;
    bool paired = (c >= 0x0460 && c <= 0x0481) || (c >= 0x048A && c <= 0x04BF) ||
                  (c >= 0x04D0 && c <= 0x052F); /* capital and small letter by turns */
    return paired ? c | 1 : c;
}

enum errcode clean_lower(struct arena *a, struct slice s, struct slice *out) {
    char *p = arena_alloc(a, s.len + 1);
    if (p == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0, n; i < s.len; i += n) {
        uint32_t c = 0;
        n = utf8_decode(slice_sub(s, i, 4), &c);
        assert(n > 0);
        memcpy(p + i, s.ptr + i, n);
        uint32_t small = lower(c);
        if (n == 1) {
            p[i] = (char)small;
        } else if (n == 2) {
            p[i] = (char)(0xC0 | small >> 6);
            p[i + 1] = (char)(0x80 | (small & 0x3F));
        }
    }
    *out = (struct slice){p, s.len};
    return OK;
}

/* The folded character at the start of *s, which is moved past it; a broken octet stands for
 * itself, out of the range of characters. */
static uint32_t next_folded(struct slice *s) {
    uint32_t c = 0x110000U + (unsigned char)s->ptr[0];
    size_t n = utf8_decode(slice_sub(*s, 0, 4), &c);
    *s = slice_sub(*s, n > 0 ? n : 1, s->len);
    c = lower(c);
    return c == 0x0451 ? 0x0435 : c;
}

size_t clean_starts(struct slice s, struct slice word) {
    struct slice rest = s;
    while (word.len > 0) {
        if (rest.len == 0 || next_folded(&rest) != next_folded(&word))
            return 0;
    }
    return s.len - rest.len;
}

bool clean_eq(struct slice a, struct slice b) {
    while (a.len > 0 && b.len > 0)
        if (next_folded(&a) != next_folded(&b))
            return false;
    return a.len == 0 && b.len == 0;
}
