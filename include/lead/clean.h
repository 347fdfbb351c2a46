/* clean: text as people and browsers send it, made even: ends, line ends, letter case, octets. */
#ifndef LEAD_CLEAN_H
#define LEAD_CLEAN_H

#include <stdbool.h>

#include "base/arena.h"

/* Cuts ASCII white space and no-break spaces (U+00A0) from both ends. */
struct slice clean_trim(struct slice s);

/* A copy with every CR LF and lone CR made LF; the same slice when there is no CR. */
MUST_CHECK enum errcode clean_line_ends(struct arena *a, struct slice s, struct slice *out);

/* Every octet that is no part of valid UTF-8, and NUL, becomes U+FFFD, and *changed true (it is
 * never made false); otherwise out is s. Unset stays unset. */
MUST_CHECK enum errcode clean_repair(struct arena *a, struct slice s, struct slice *out,
                                     bool *changed);

/* A lower-case copy: ASCII and Cyrillic letters. Takes valid UTF-8. */
MUST_CHECK enum errcode clean_lower(struct arena *a, struct slice s, struct slice *out);

/* Equal when the case of ASCII and Cyrillic letters is left out, and ё is е. */
bool clean_eq(struct slice a, struct slice b);

/* Octets of s that are word in that sense, 0 when s does not begin with it. */
size_t clean_starts(struct slice s, struct slice word);

#endif
