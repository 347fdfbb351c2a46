/* phone: numbers as people type them, by libphonenumber behind phone_number.cc. */
#ifndef LEAD_PHONE_H
#define LEAD_PHONE_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/bounds.h"

enum phone_verdict {
    PHONE_VALID = 0, /* assigned by its country's plan */
    PHONE_POSSIBLE   /* right length, but no such range: kept, marked */
};

struct phone {
    struct slice e164;      /* +79123456789 */
    struct slice extension; /* digits; unset when none */
    struct slice country;   /* ISO 3166-1 alpha-2, "001" for no country's, unset when unknown */
    enum phone_verdict verdict;
};

struct phone_list {
    struct phone items[PHONE_NUMBERS_MAX];
    size_t count;
};

/* Finds up to PHONE_NUMBERS_MAX numbers in text of any length (each at most PHONE_TEXT_MAX
 * characters): `8 (912) 345-67-89`, `89123456789 доб. 12`, two numbers with a comma, a slash or
 * «или» between, foreign ones with + or 00. region is for numbers without a country code. A number
 * without its area code is none. Each number once; runs of digits past PHONE_TRIES_MAX are not
 * looked at. None found: count 0. Never fails but for the arena: ERR_TOO_LARGE. */
MUST_CHECK enum errcode phone_parse(struct arena *a, struct slice text, struct slice region,
                                    struct phone_list *out);

/* Before threads: libphonenumber builds its tables on first use. */
void phone_start(void);

#endif
