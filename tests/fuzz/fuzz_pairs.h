/* fuzz_pairs: what must hold for the pairs of every parser, and parsing of a fresh copy. The copy
 * is exactly as long as its text, so that AddressSanitizer sees a read past the end. */
#ifndef FUZZ_FUZZ_PAIRS_H
#define FUZZ_FUZZ_PAIRS_H

#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "body/pairs.h"

typedef enum errcode fuzz_parse(struct arena *a, char *bytes, size_t len, struct pair_list *out);

struct parsed {
    struct arena *arena;
    char *bytes;
    size_t len;
    enum errcode code;
    struct pair_list list;
};

static inline struct parsed parsed_new(fuzz_parse *parse, struct slice text, size_t arena_bytes) {
    struct parsed p = {.arena = arena_new(arena_bytes), .bytes = malloc(text.len), .len = text.len};
    assert(text.len == 0 || p.bytes != NULL);
    if (text.len > 0)
        memcpy(p.bytes, text.ptr, text.len);
    p.code = parse(p.arena, p.bytes, p.len, &p.list);
    assert(p.code < ERR__MAX);
    return p;
}

static inline void parsed_free(struct parsed *p) {
    arena_free(p->arena);
    free(p->bytes);
}

static inline bool lies_in(struct slice s, const char *begin, size_t len) {
    return s.ptr >= begin && s.ptr <= begin + len && s.len <= (size_t)(begin + len - s.ptr);
}

/* Touches each octet: what lies outside an allocation is caught by the sanitizer. */
static inline void touch(struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        (void)*(const volatile char *)(s.ptr + i);
}

/* in_place: the parser copies nothing. */
static inline void check_pairs(const struct parsed *p, bool in_place) {
    assert(p->list.count <= PAIRS_MAX);
    for (size_t i = 0; i < p->list.count; i++) {
        const struct pair *pair = &p->list.items[i];
        assert(pair->name.ptr != NULL && pair->name.len <= p->len);
        assert(pair->value.ptr != NULL && pair->value.len <= p->len);
        assert(!in_place || lies_in(pair->name, p->bytes, p->len));
        assert(!in_place || lies_in(pair->value, p->bytes, p->len));
        touch(pair->name);
        touch(pair->value);
    }
}

static inline void check_same(const struct parsed *a, const struct parsed *b) {
    assert(a->code == b->code && a->list.count == b->list.count);
    for (size_t i = 0; i < a->list.count; i++) {
        const struct pair *x = &a->list.items[i], *y = &b->list.items[i];
        assert(slice_eq(x->name, y->name) && slice_eq(x->value, y->value));
        assert(x->kind == y->kind && x->file_bytes == y->file_bytes);
    }
}

/* Parsed twice, the same; in a small arena, the same or too large. */
static inline struct parsed parse_checked(fuzz_parse *parse, struct slice text, bool in_place) {
    struct parsed first = parsed_new(parse, text, ARENA_BYTES_MAX);
    struct parsed again = parsed_new(parse, text, ARENA_BYTES_MAX);
    struct parsed small = parsed_new(parse, text, 1 + text.len % 4096);
    if (first.code == OK)
        check_pairs(&first, in_place);
    check_same(&first, &again);
    if (small.code == OK)
        check_same(&first, &small);
    else
        assert(small.code == first.code || small.code == ERR_TOO_LARGE);
    parsed_free(&again);
    parsed_free(&small);
    return first;
}

#endif
