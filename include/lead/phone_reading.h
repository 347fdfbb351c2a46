/* phone_reading: what number a row of digits is, when they are one. */
#ifndef LEAD_PHONE_READING_H
#define LEAD_PHONE_READING_H

#include <stdbool.h>

#include "base/bounds.h"
#include "base/slice.h"
#include "lead/phone_number.h"

enum phone_kind {
    PHONE_CODED = 0, /* with a country's code, or the region's prefix of a long-distance call */
    PHONE_BARE,      /* the region's, with neither */
    PHONE_GUESSED    /* with a country's code but without its +, and not the region's */
};

struct phone_reading {
    struct phone_number number;
    enum phone_kind kind;
    bool regional;  /* another region would have made another number of it */
    bool unsure;    /* the same digits are another valid number, but a less likely one */
    bool ambiguous; /* ... and as likely a one */
};

/* Digits as they were typed. */
struct phone_digits {
    struct slice digits;
    bool plus;
    size_t group[2]; /* digits in a row in the first and the second group, 0: no such group */
    bool first;      /* nothing stands before them: they may begin with a code typed twice */
    bool whole;      /* nor behind them: they may be what a + was forgotten at */
};

struct phone_reader {
    char region[3];
    unsigned reads; /* times that libphonenumber was asked */
};

/* Past PHONE_READS_MAX nothing is read any more: the caller looks at reads. Only a number whose
 * code was typed with +, 00 or 8-10 may be less than valid. The number's national digits are the
 * last of the digits, and what stands before them is a prefix: + or 00 or 810, a country's code
 * (twice at most), 8 or 0 or another prefix of a long-distance call. */
bool phone_read(struct phone_reader *r, const struct phone_digits *d, struct phone_reading *out);

#endif
