/* buf: text that grows in an arena, with an escaper for each context. Writing past its bound, or
 * out of arena, sets a flag once and drops the rest: check with buf_done at the end, not at each
 * call. Escapers are chosen by function name; buf_raw is for text of our own. */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/errcode.h"
#include "base/slice.h"

struct buf {
    struct arena *arena;
    char *ptr;
    size_t len, capacity, bytes_max;
    bool full;
};

void buf_init(struct buf *b, struct arena *a, size_t bytes_max);

/* The text written so far; lives in the arena. ERR_TOO_LARGE when anything was dropped. */
MUST_CHECK enum errcode buf_done(const struct buf *b, struct slice *out);

/* As buf_raw, where room has to be made first. */
void buf_grow(struct buf *b, struct slice s);

/* Inline, since a lead is written in many small pieces. */
static inline void buf_raw(struct buf *b, struct slice s) {
    if (b->full || s.len > b->capacity - b->len) {
        buf_grow(b, s);
    } else if (s.len > 0) {
        memcpy(b->ptr + b->len, s.ptr, s.len);
        b->len += s.len;
    }
}

static inline void buf_lit(struct buf *b, const char *s) {
    buf_raw(b, (struct slice){s, strlen(s)});
}

static inline void buf_char(struct buf *b, char c) { buf_raw(b, (struct slice){&c, 1}); }

void buf_uint(struct buf *b, uint64_t n);
void buf_printf(struct buf *b, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Escaped for HTML text and for a double-quoted attribute. Any octets; what is not valid UTF-8
 * becomes U+FFFD. */
void buf_html_text(struct buf *b, struct slice s);
void buf_html_attr(struct buf *b, struct slice s);

/* A JSON string with its quotes; unset gives null. Takes valid UTF-8. */
void buf_json(struct buf *b, struct slice s);

/* Escaped for the value of a label in Prometheus text, between double quotes. */
void buf_label(struct buf *b, struct slice s);

#endif
