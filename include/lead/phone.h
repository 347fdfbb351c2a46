/* phone: numbers as people type them, by libphonenumber behind phone_number.cc. */
#ifndef LEAD_PHONE_H
#define LEAD_PHONE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bounds.h"

enum phone_verdict {
    PHONE_VALID = 0, /* assigned by its country's plan */
    PHONE_POSSIBLE   /* right length, but no such range is known: kept, marked */
};

struct phone_context {
    struct slice region; /* the form's phone_region, for numbers without a country code */
    bool foreign;        /* the page's language or the visitor's country is not that region's */
};

struct phone {
    struct slice e164;      /* +79123456789 */
    struct slice extension; /* digits; unset when none */
    struct slice country;   /* ISO 3166-1 alpha-2, "001" for no country's, unset when unknown */
    enum phone_verdict verdict;
    size_t start, end; /* octets of the text read as the number, its prefix included */
};

struct phone_list {
    struct phone items[PHONE_NUMBERS_MAX];
    size_t count;
    bool says_more; /* letters or digits beside the numbers and extensions: whom to ask for, when */
    bool unsure;    /* a mark is due: the text may mean another number */
    bool ambiguous; /* it means another number as likely: then count is 0 */
};

/* Finds up to PHONE_NUMBERS_MAX numbers in a text of any length as it is seen (base/reading):
 * `8 (912) 345-67-89`, `89123456789 доб. 12`, two numbers with a comma, a slash or «или» between,
 * foreign ones with + or 00, links (`tel:`, `wa.me/`), a country's code typed twice (`+7 7912…`,
 * `8 8 912…`). Hours, rooms and years beside a number are words.
 *
 * What holds of each number: the digits of its octets (less a link's %2B and the like) are a prefix
 * and then exactly the national digits of e164; marks and blanks between them change nothing but
 * whether it is found. A code typed with +, 00 or 8-10 is never dropped: what follows it continues
 * that number, or the text is ambiguous. Without such a code only a valid number is one; a number
 * without its area code is none. Each number once; runs of digits past PHONE_TRIES_MAX, or of more
 * than PHONE_RUN_MAX digits or PHONE_PIECES_MAX pieces, are not looked at. None found: count 0.
 * Never fails but for the arena: ERR_TOO_LARGE. */
MUST_CHECK enum errcode phone_parse(struct arena *a, struct slice seen,
                                    const struct phone_context *context, struct phone_list *out);

/* Whether a number without a country code is the same in both, each two letters or unset. */
bool phone_same_plan(struct slice region, struct slice country);

/* Before threads: libphonenumber builds its tables on first use. */
void phone_start(void);

#endif
