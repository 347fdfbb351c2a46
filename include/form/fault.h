/* fault: what can be wrong with an answer, by the codes of the contract's errors[].code. */
#ifndef FORM_FAULT_H
#define FORM_FAULT_H

#include "form/texts.h"

enum fault {
    FAULT_NONE = 0,
    FAULT_REQUIRED,
    FAULT_TEXT, /* not UTF-8, or NUL */
    FAULT_TOO_SHORT,
    FAULT_TOO_LONG,
    FAULT_PATTERN,
    FAULT_PHONE,
    FAULT_EMAIL,
    FAULT_NUMBER,
    FAULT_TOO_SMALL,
    FAULT_TOO_BIG,
    FAULT_DATE,
    FAULT_TOO_EARLY,
    FAULT_TOO_LATE,
    FAULT_CHOICE,
    FAULT_REPEATED, /* sent more than once */
    FAULT_CONSENT,
    FAULT_CONTACT,    /* none of the form's any_of fields is filled */
    FAULT_EXPIRED,    /* the page was open too long: send once more */
    FAULT_KEY,        /* _submission is neither a token of ours nor a UUID */
    FAULT_ORIGIN,     /* from a page of a site that the form does not list: send it from ours */
    FAULT_NUMBER_TWO, /* two readings: number and other of the value */
    FAULT_DATE_TWO,
    FAULT_UNREAD,    /* the last two of any kind that has no codes of its own */
    FAULT_AMBIGUOUS, /* two readings */
    FAULT__MAX
};

const char *fault_code(enum fault f); /* "required", "too_long" ... static */

/* The sentence for people; lead/message puts the values in. */
enum word fault_word(enum fault f);

#endif
