/* lettering: the letters of a name: in which case they are compared, and whether they are what they
 * look like. */
#ifndef LEAD_LETTERING_H
#define LEAD_LETTERING_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"

/* seen in lower case, one character to one (base/reading), and in NFC again, which folding may
 * leave: ǰ has no capital, so that J with its mark is composed only when it is small. */
MUST_CHECK enum errcode lettering_fold(struct arena *a, struct slice seen, struct slice *out);

/* Letters, marks, digits, punctuation and symbols of Unicode; not U+FFFD, which stands for what
 * was lost. */
bool lettering_is_visible(uint32_t c);

/* Characters that only look like letters or are none (emoji, the letters of mathematics,
 * ligatures), or letters of several alphabets together: a Cyrillic а among Latin letters. ASCII
 * digits and punctuation belong to every alphabet; Chinese, Japanese and Korean letters look like
 * no other's and stand beside Latin ones every day. s is valid UTF-8, as it is seen and folded. */
bool lettering_is_doubtful(struct slice s);

#endif
