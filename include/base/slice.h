/* slice: a piece of somebody else's memory, by value. Unset is ptr == NULL, empty is len == 0
 * with a pointer. A slice never owns and is not NUL-terminated. Print with "%.*s", SLICE_ARG(s). */
#ifndef BASE_SLICE_H
#define BASE_SLICE_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

struct slice {
    const char *ptr;
    size_t len;
};

#define SLICE_NONE ((struct slice){NULL, 0})
#define SLICE_LIT(s) ((struct slice){(s), sizeof(s) - 1})
#define SLICE_ARG(s) (int)(s).len, (s).ptr

/* These stand here because each lead asks them a thousand times: so a literal's length is known
 * when the program is compiled. */

static inline struct slice slice_from(const char *s) { /* NULL gives unset */
    return s == NULL ? SLICE_NONE : (struct slice){s, strlen(s)};
}

static inline bool slice_eq(struct slice a, struct slice b) {
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static inline bool slice_eq_lit(struct slice a, const char *b) {
    return slice_eq(a, slice_from(b));
}

static inline bool slice_starts(struct slice s, const char *prefix) {
    size_t n = strlen(prefix);
    return s.len >= n && (n == 0 || memcmp(s.ptr, prefix, n) == 0);
}

/* The part from first on, at most len octets; bounds are clipped to s. */
static inline struct slice slice_sub(struct slice s, size_t first, size_t len) {
    if (s.ptr == NULL)
        return SLICE_NONE;
    if (first > s.len)
        first = s.len;
    if (len > s.len - first)
        len = s.len - first;
    return (struct slice){s.ptr + first, len};
}

bool slice_eq_nocase(struct slice a, const char *b); /* ASCII letters only */
bool slice_ends(struct slice s, const char *suffix);
int slice_compare(struct slice a, struct slice b); /* by octets, the shorter first */

/* Cuts ASCII white space (and nothing else) from both ends. */
struct slice slice_trim(struct slice s);

/* Position of c, or s.len. */
size_t slice_find(struct slice s, char c);

/* What stands before the first c; *rest is what stands after it, unset when there is no c. */
struct slice slice_cut(struct slice s, char c, struct slice *rest);

/* ASCII classes; setlocale and ctype.h play no part. */
bool ascii_is_space(char c);

static inline bool ascii_is_digit(char c) { return c >= '0' && c <= '9'; }

static inline bool ascii_is_alpha(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline char ascii_lower(char c) {
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

static inline int ascii_hex_value(char c) { /* -1: not a hexadecimal digit */
    if (ascii_is_digit(c))
        return c - '0';
    c = ascii_lower(c);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void ascii_hex(unsigned char octet, char out[2]); /* its two digits, lower case */

#endif
