/* phone_run: a text cut into runs of digits. A run is what a person may have written as one or
 * more numbers: digits with blanks and marks between them. It consists of pieces: a number begins
 * and ends where a piece does. Takes text as it is seen (base/reading). */
#ifndef LEAD_PHONE_RUN_H
#define LEAD_PHONE_RUN_H

#include <stdbool.h>
#include <stdint.h>

#include "base/bounds.h"
#include "base/slice.h"

/* Digits with at most `-._~·•` between them. A blank, a slash or a bracket ends it. */
struct phone_piece {
    size_t first;      /* its first digit in the run's digits */
    size_t start, end; /* octets of the text, from the first digit to behind the last */
    bool bracketed;    /* behind an opening bracket */
};

struct phone_run {
    char digits[PHONE_RUN_MAX + 1]; /* NUL-terminated */
    size_t count;
    struct phone_piece pieces[PHONE_PIECES_MAX];
    size_t piece_count;
    size_t start, end; /* octets of the text, the + included */
    bool plus;         /* a + before it, or a messenger's link, whose numbers have none */
    bool too_long;     /* more digits or pieces than fit: only start, end and plus are right */
};

struct phone_scan {
    struct slice text;
    size_t at;       /* where the next run is looked for; the caller may move it on */
    size_t link_end; /* in a link up to here, where %2B is a + */
    bool plus;       /* one was seen, and no digit since */
};

/* The next run; false: no more digits. Moves at behind it. Linear time over all calls. */
bool phone_run_next(struct phone_scan *s, struct phone_run *r);

/* The digits of pieces first to last. */
struct slice phone_run_digits(const struct phone_run *r, size_t first, size_t last);

/* Whether c, decoded, is something said: a letter or a digit, not a mark, a blank or an emoji. */
bool phone_is_word(uint32_t c);

#endif
