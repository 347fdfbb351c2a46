/* cost_cell: what stands in the cells of a file of costs: amounts and days, as accounts and
 * spreadsheets write them. What may mean two things is refused: a sum has to be right. */
#ifndef ADMIN_COST_CELL_H
#define ADMIN_COST_CELL_H

#include "base/arena.h"
#include "base/bounds.h"

enum amount_kind {
    AMOUNT_GOOD = 0,
    AMOUNT_NONE,     /* no number */
    AMOUNT_NEGATIVE, /* a number, with a minus */
    AMOUNT_TWO,      /* 1,234 may be a thousand or one and a bit */
    AMOUNT_LARGE     /* more than COST_DIGITS_MAX or COST_DECIMALS_MAX digits */
};

#define COST_AMOUNT_BYTES (COST_DIGITS_MAX + COST_DECIMALS_MAX + 2)

/* Takes valid UTF-8. 1234.56, 1234,56, and thousands in groups of three set off by blanks (of any
 * kind), commas or points, always the same, where the decimal mark is another. out: digits with a
 * point, exactly as many as were typed, and without leading noughts. */
enum amount_kind cost_amount(struct arena *a, struct slice cell, char out[COST_AMOUNT_BYTES]);

#define COST_DAY_BYTES 11

/* 2026-11-01 or 01.11.2026, of the years 2000 to 2099. out: the first of these. false: no day. */
bool cost_day(struct arena *a, struct slice cell, char out[COST_DAY_BYTES]);

/* A word as tags of a link are read: no blanks at the ends; empty for what systems write when there
 * is nothing: (none), (not set), null, undefined, a macro {...} that was not filled in. */
struct slice cost_word(struct arena *a, struct slice cell);

/* By which two words are found to be the same; case does not count. */
struct slice cost_folded(struct arena *a, struct slice word);

#endif
