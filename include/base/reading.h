/* reading: what a person sees of a text. Judges, bounds, patterns, rules, contact points and
 * fingerprints look at this and at nothing else, so that an invisible character, another blank or
 * another form of a digit cannot change what is decided. Unicode's properties, NFC and case come
 * from ICU. */
#ifndef BASE_READING_H
#define BASE_READING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* A stretch of seen and the stretch of typed that it was read from. */
struct reading_step {
    uint32_t seen, typed; /* where both begin; they end where the next step begins */
};

struct reading {
    struct slice typed; /* as sent, but: line ends are LF, other C0 and C1 are gone, and so are the
                         * blanks at both ends; what is kept and shown */
    struct slice seen;  /* NFC; without default-ignorable characters (soft hyphen, zero width and
                         * bidi marks, variation selectors); every blank a space, VT, FF, NEL,
                         * U+2028 and U+2029 line ends as well, every dash '-', decimal digits of any script
                         * and full-width forms their ASCII; trimmed of spaces and line ends */
    const struct reading_step *steps; /* NULL: seen is typed */
    size_t step_count;
};

/* Before threads: builds the sets of characters. Exits when ICU's data are missing. */
void reading_start(void);

/* *repaired becomes true when control characters were dropped; it is never made false. Not UTF-8,
 * or NUL: ERR_SYNTAX. Points into sent where nothing had to change. */
MUST_CHECK enum errcode reading_make(struct arena *a, struct slice sent, struct reading *out,
                                     bool *repaired);

/* What of typed stands for the octets start..end of seen: for evidence. */
struct slice reading_typed(const struct reading *r, size_t start, size_t end);

/* The seen of s, for words of definitions. s is valid UTF-8. */
MUST_CHECK enum errcode reading_seen(struct arena *a, struct slice s, struct slice *out);

/* Simple case folding (Unicode's C and S: one character for one), of text as it is seen. */
MUST_CHECK enum errcode reading_fold(struct arena *a, struct slice seen, struct slice *out);
uint32_t reading_fold_character(uint32_t c);

#endif
