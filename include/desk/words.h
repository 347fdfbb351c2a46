/* words: what the desk's program itself says to the staff, in the languages that the database
 * speaks to them. Nearly all that people read comes from there, or from the forms. */
#ifndef DESK_WORDS_H
#define DESK_WORDS_H

#include "form/text.h"

enum desk_word {
    SAID_SIGN_IN = 0, /* nobody has signed in */
    SAID_WRONG_PASSWORD,
    SAID_NO_PASSWORD, /* the server lets people in without one */
    SAID_WAIT,        /* too many tries; a number of minutes follows */
    SAID_OTHER_SITE,
    SAID_BAD_BODY,
    SAID_TYPE,
    SAID_TOO_LARGE,
    SAID_METHOD,
    SAID_UNKNOWN,
    SAID_UNKNOWN_FORM,
    SAID_UNKNOWN_NAME, /* of a column or argument, which follows */
    SAID_MISSING,      /* an argument, which follows */
    SAID_BAD_NUMBER,   /* limit, offset */
    SAID_BAD_KEY,      /* Idempotency-Key */
    SAID_BAD_VALUE,
    SAID_NO_RIGHT,
    SAID_TURNS,    /* too many requests of one person at once */
    SAID_BUSY,     /* somebody else has what is wanted */
    SAID_TOO_SLOW, /* the statement */
    SAID_MANY_ROWS,
    SAID_NO_DATABASE,
    SAID_TROUBLE,
    SAID_CHANNEL,
    SAID_MISTAKES, /* a lead by hand is not taken as it is */
    SAID__MAX
};

struct slice desk_word(enum desk_word w, enum language l); /* static */

#endif
