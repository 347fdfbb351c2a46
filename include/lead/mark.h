/* mark: suspicions and troubles of a lead: kept on it, never a reason to refuse. */
#ifndef LEAD_MARK_H
#define LEAD_MARK_H

#include <stdbool.h>
#include <stdint.h>

enum mark {
    MARK_TRAP_FILLED = 0,  /* the field that people do not see was filled */
    MARK_TOO_FAST,         /* sent under FILL_TIME_MIN_S after the page was made */
    MARK_PHONE_UNVERIFIED, /* a possible number that is valid nowhere */
    MARK_EMAIL_UNVERIFIED, /* the domain could not be brought to ASCII */
    MARK_FILE_NOT_KEPT,
    MARK_PLACE_TROUBLE, /* the geo database gave an error */
    MARK_PATTERN_LIMIT, /* a rule's pattern ran into a limit and was taken as not holding */
    MARK_EVIDENCE_CUT,
    MARK_TEXT_REPAIRED,   /* octets that are no text were replaced in the raw record, or control
                           * characters left out of an answer */
    MARK_CONTACT_UNREAD,  /* a phone or an address that could not be read, beside one that could */
    MARK_FIELD_CUT,       /* of a field that is not the form's only the beginning is kept */
    MARK_PART_NOT_READ,   /* a part of a multipart body that may mean several things */
    MARK_CHARSET_GUESSED, /* taken for windows-1251, which was not declared */
    MARK_OWN_ID,          /* the key it brought is none that a program makes now */
    MARK__MAX
};

const char *mark_name(enum mark m); /* "trap_filled" ... static; the word in the record */

/* Any number of marks, each once. Zeroed: none. */
struct marks {
    uint32_t bits; /* for marks_add and marks_has; tests compare it whole */
};

void marks_add(struct marks *all, enum mark m); /* again is fine */
bool marks_has(struct marks all, enum mark m);

#endif
