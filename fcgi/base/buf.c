/* buf: growing text and the escapers. A new context gets a function of its own here. */
#include "base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"

void buf_init(struct buf *b, struct arena *a, size_t bytes_max) {
    *b = (struct buf){.arena = a, .bytes_max = bytes_max};
}

enum errcode buf_done(const struct buf *b, struct slice *out) {
    if (b->full)
        return ERR_TOO_LARGE;
    *out = b->ptr == NULL ? SLICE_LIT("") : (struct slice){b->ptr, b->len};
    return OK;
}

/* Doubling keeps copies linear; the old text stays in the arena until its reset. One octet more
 * than the capacity is there for the NUL that vsnprintf writes behind the text. */
static bool reserve(struct buf *b, size_t need) {
    if (b->full)
        return false;
    if (need > b->bytes_max - b->len) {
        b->full = true;
        return false;
    }
    if (need <= b->capacity - b->len)
        return true;
    size_t capacity = b->capacity < 512 ? 1024 : b->capacity * 2;
    while (capacity < b->len + need)
        capacity *= 2;
    if (capacity > b->bytes_max)
        capacity = b->bytes_max;
    char *p = arena_alloc(b->arena, capacity + 1);
    if (p == NULL) {
        b->full = true;
        return false;
    }
    if (b->len > 0)
        memcpy(p, b->ptr, b->len);
    b->ptr = p;
    b->capacity = capacity;
    return true;
}

void buf_grow(struct buf *b, struct slice s) {
    if (s.len == 0 || !reserve(b, s.len))
        return;
    memcpy(b->ptr + b->len, s.ptr, s.len);
    b->len += s.len;
}

void buf_uint(struct buf *b, uint64_t n) {
    char digits[20]; /* of 2^64 */
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n > 0);
    buf_raw(b, (struct slice){digits + at, sizeof digits - at});
}

void buf_printf(struct buf *b, const char *format, ...) {
    va_list args;
    va_start(args, format);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    if (n <= 0 || !reserve(b, (size_t)n))
        return;
    va_start(args, format);
    vsnprintf(b->ptr + b->len, (size_t)n + 1, format, args);
    va_end(args);
    b->len += (size_t)n;
}

#define REPLACED "\xEF\xBF\xBD"

/* What HTML has instead of an octet of ASCII: nothing for most. */
static const char *const html_instead[0x80] = {
    [0x00 ... 0x08] = REPLACED,
    [0x0E ... 0x1F] = REPLACED,
    ['&'] = "&amp;",
    ['<'] = "&lt;",
    ['>'] = "&gt;",
    ['"'] = "&quot;",
    ['\''] = "&#39;",
};

/* Runs of harmless octets are copied at once; broken UTF-8 is replaced octet by octet. */
static void html(struct buf *b, struct slice s) {
    size_t start = 0, i = 0;
    while (i < s.len) {
        unsigned char c = (unsigned char)s.ptr[i];
        size_t n = utf8_sequence_length((struct slice){s.ptr + i, s.len - i});
        const char *instead = c < 0x80 ? html_instead[c] : n == 0 ? REPLACED : NULL;
        if (instead == NULL) {
            i += n;
            continue;
        }
        buf_raw(b, slice_sub(s, start, i - start));
        buf_lit(b, instead);
        start = ++i;
    }
    buf_raw(b, slice_sub(s, start, i - start));
}

void buf_html_text(struct buf *b, struct slice s) { html(b, s); }

void buf_html_attr(struct buf *b, struct slice s) { html(b, s); }

/* Looked up for each octet of a record. */
static const bool json_escapes[256] = {
    [0x00 ... 0x1F] = true, ['"'] = true, ['\\'] = true, [0x7F] = true};

void buf_json(struct buf *b, struct slice s) {
    if (s.ptr == NULL) {
        buf_lit(b, "null");
        return;
    }
    buf_char(b, '"');
    size_t start = 0;
    for (size_t i = 0; i < s.len; i++) {
        unsigned char c = (unsigned char)s.ptr[i];
        if (!json_escapes[c])
            continue;
        buf_raw(b, slice_sub(s, start, i - start));
        start = i + 1;
        if (c == '"' || c == '\\') {
            buf_char(b, '\\');
            buf_char(b, (char)c);
        } else if (c == '\n') {
            buf_lit(b, "\\n");
        } else {
            buf_printf(b, "\\u%04x", c);
        }
    }
    buf_raw(b, slice_sub(s, start, s.len - start));
    buf_char(b, '"');
}

void buf_label(struct buf *b, struct slice s) {
    for (size_t i = 0; i < s.len; i++) {
        char c = s.ptr[i];
        if (c == '\\' || c == '"' || c == '\n')
            buf_char(b, '\\');
        buf_char(b, c == '\n' ? 'n' : c);
    }
}
