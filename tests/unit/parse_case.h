/* parse_case: what the tests of the body layer share: a fresh copy of a body, the pairs as one
 * line of text to compare with, and parsing under every arena cap. */
#ifndef UNIT_PARSE_CASE_H
#define UNIT_PARSE_CASE_H

#include "unit.h"

#include "base/buf.h"
#include "body/pairs.h"

/* One parser, with whatever else it takes bound to its text. */
typedef enum errcode parse_fn(struct arena *a, char *bytes, size_t len, struct pair_list *out);

struct parse_case {
    const char *what;
    struct slice sent;
    enum errcode code;
    const char *pairs; /* as pairs_text; NULL when code is not OK */
};

#define SENT(s) SLICE_LIT(s)

/* An exact copy on the heap, so that reading past its end is seen. */
static inline char *copy_of(struct slice s) {
    char *p = malloc(s.len == 0 ? 1 : s.len);
    assert_non_null(p);
    if (s.len > 0)
        memcpy(p, s.ptr, s.len);
    return p;
}

/* "name=value" joined by "|"; "#" before a number, "?" a boolean, "@" JSON, "^" a file followed
 * by its size, "!" a part that was not read, followed by its size, too. Octets below the space as
 * \xNN. */
static inline void one_text(struct buf *b, struct slice s) {
    for (size_t i = 0; i < s.len; i++) {
        if ((unsigned char)s.ptr[i] < 0x20)
            buf_printf(b, "\\x%02x", (unsigned char)s.ptr[i]);
        else
            buf_char(b, s.ptr[i]);
    }
}

static inline struct slice pairs_text(struct arena *a, const struct pair_list *list) {
    static const char *const marks[] = {"", "#", "?", "@", "^", "!"};
    struct buf b;
    struct slice text;
    buf_init(&b, a, 1024 * 1024);
    for (size_t i = 0; i < list->count; i++) {
        const struct pair *p = &list->items[i];
        buf_lit(&b, i > 0 ? "|" : "");
        buf_lit(&b, marks[p->kind]);
        one_text(&b, p->name);
        buf_char(&b, '=');
        one_text(&b, p->value);
        if (p->kind == PAIR_FILE || p->kind == PAIR_UNREAD)
            buf_printf(&b, ":%zu", p->file_bytes);
    }
    assert_int_equal(buf_done(&b, &text), OK);
    return text;
}

static inline void run_case(parse_fn *parse, const struct parse_case *c) {
    struct arena *a = arena_new(8 * 1024 * 1024);
    struct pair_list list = {.count = 77};
    char *bytes = copy_of(c->sent);
    enum errcode e = parse(a, bytes, c->sent.len, &list);
    if (e != c->code)
        fail_msg("%s: %s, not %s", c->what, errcode_name(e), errcode_name(c->code));
    if (e == OK) {
        struct slice text = pairs_text(a, &list);
        if (!slice_eq_lit(text, c->pairs))
            fail_msg("%s: got  %.*s\n  wanted %s", c->what, SLICE_ARG(text), c->pairs);
    } else {
        assert_int_equal(list.count, 77); /* out is written on success only */
    }
    free(bytes);
    arena_free(a);
}

static inline void run_cases(parse_fn *parse, const struct parse_case *cases, size_t count) {
    for (size_t i = 0; i < count; i++)
        run_case(parse, &cases[i]);
}

/* Every arena from one octet up to enough: too large or right, and right from some point on. */
static inline void run_every_arena(parse_fn *parse, struct slice sent, size_t enough) {
    size_t too_small = 0;
    bool was_ok = false;
    for (size_t cap = 1; cap <= enough; cap++) {
        struct arena *a = arena_new(cap);
        struct pair_list list = {0};
        char *bytes = copy_of(sent);
        enum errcode e = parse(a, bytes, sent.len, &list);
        assert_true(e == OK || e == ERR_TOO_LARGE);
        assert_true(e == OK || !was_ok);
        was_ok = e == OK;
        too_small += e != OK;
        free(bytes);
        arena_free(a);
    }
    assert_true(was_ok);
    assert_true(too_small > 0);
}

/* count times piece, then tail. Freed by the caller. */
static inline struct slice repeated(const char *head, const char *piece, size_t count,
                                    const char *tail) {
    size_t n = strlen(piece), at = strlen(head);
    char *p = malloc(at + n * count + strlen(tail) + 1);
    assert_non_null(p);
    memcpy(p, head, at);
    for (size_t i = 0; i < count; i++, at += n)
        memcpy(p + at, piece, n);
    memcpy(p + at, tail, strlen(tail) + 1);
    return (struct slice){p, at + strlen(tail)};
}

/* Parses text and gives back only the code and the count; frees text. */
static inline enum errcode code_of(parse_fn *parse, struct slice text, size_t *count) {
    struct arena *a = arena_new(8 * 1024 * 1024);
    struct pair_list list = {0};
    char *bytes = copy_of(text);
    enum errcode e = parse(a, bytes, text.len, &list);
    *count = list.count;
    free(bytes);
    free((char *)text.ptr);
    arena_free(a);
    return e;
}

#endif
