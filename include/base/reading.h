/* reading: what a person sees of a text. Judges, bounds, patterns, rules, contact points and
 * fingerprints look at this and at nothing else, so that an invisible character, another blank or
 * another form of a digit cannot change what is decided. Unicode's properties, NFC and case come
 * from ICU. */
#ifndef BASE_READING_H
#define BASE_READING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

struct reading {
    struct slice typed; /* as sent, but: CR LF, CR, VT, FF and NEL are LF, other C0 and C1 than TAB
                         * are gone, and so are the blanks at both ends; what is kept and shown */
    struct slice seen;  /* of typed: NFC; without default-ignorable characters (soft hyphen, zero
                         * width and bidi marks, variation selectors); U+2028 and U+2029 LF, every
                         * other blank a space, every dash '-', decimal digits of any script and
                         * full-width forms their ASCII;  no spaces and line ends at its ends. The
                         * same octets as typed where  nothing of that was to do */
};

/* Builds the sets of characters, which otherwise the first reading does; exits when ICU has none
 * of its data. */
void reading_start(void);

/* *repaired becomes true when control characters were dropped; it is never made false. Not UTF-8,
 * or NUL: ERR_SYNTAX. Points into sent where nothing had to change. */
MUST_CHECK enum errcode reading_make(struct arena *a, struct slice sent, struct reading *out,
                                     bool *repaired);

/* The octets of typed that stand for start..end of seen: for evidence, which names what was
 * typed. Reads typed again: not for a loop. ERR_TOO_LARGE: the arena. */
MUST_CHECK enum errcode reading_span(struct arena *a, const struct reading *r, size_t *start,
                                     size_t *end);

/* Seen of a word of a definition, which is valid UTF-8. */
MUST_CHECK enum errcode reading_seen(struct arena *a, struct slice s, struct slice *out);

/* What is seen of one character, but for line ends and composition; false: nothing. */
bool reading_character(uint32_t c, uint32_t *seen);

/* NFC alone, of valid UTF-8. */
MUST_CHECK enum errcode reading_compose(struct arena *a, struct slice s, struct slice *out);

/* Simple case folding (Unicode's C and S: one character for one) of text as it is seen. */
MUST_CHECK enum errcode reading_fold(struct arena *a, struct slice seen, struct slice *out);
uint32_t reading_fold_character(uint32_t c);

/* Whether two texts as they are seen differ in case only; е and ё count as one letter. */
bool reading_eq(struct slice a, struct slice b);

/* Whether two names are spelt alike: case, accents, and all that is neither letter nor digit do not
 * count. "St.-Petersburg" and "st petersburg" are, "Хабаровск" and "Khabarovsk" are not,
 * nor are two without any letter or digit. */
bool reading_alike(struct slice a, struct slice b);
int reading_order(struct slice a, struct slice b); /* for lists: 0 of what is alike, -1, 1 */

/* Octets of s that are word in that sense, 0 when s does not begin with it. */
size_t reading_starts(struct slice s, struct slice word);

#endif
