/* email: an address checked and made canonical; international domains by libidn2. */
#ifndef LEAD_EMAIL_H
#define LEAD_EMAIL_H

#include <stdbool.h>

#include "base/arena.h"

struct email {
    struct slice canonical; /* local part lower-cased (ASCII), domain as A-labels, lower case */
    bool unverified;        /* libidn2 refused the domain: canonical has it as typed; or the
                             * domain is a single label, which no mail goes to from outside */
};

/* Trims, takes an optional mailto: and angle brackets off. Checks what the HTML input type=email
 * checks, with UTF-8 allowed in local part (RFC 6531) and domain; quoted local parts and address
 * literals are not taken. Not an address: ERR_SYNTAX. */
MUST_CHECK enum errcode email_parse(struct arena *a, struct slice text, struct email *out);

#endif
