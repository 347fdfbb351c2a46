/* email: the one address that a text stands for, checked and made canonical. */
#ifndef LEAD_EMAIL_H
#define LEAD_EMAIL_H

#include <stdbool.h>

#include "base/reading.h"

struct email {
    struct slice canonical; /* the address, both parts NFC and folded to lower case one character
                             * to one (straße and strasse stay two), the domain in A-labels */
    bool unverified;        /* it may not be what it looks like, or no mail may go there: the
                             * domain as lead/mail_domain says, the letters of the local part as
                             * lead/lettering says, an apostrophe was typed as a quote, or an i as
                             * Turkish keyboards have it */
    bool says_more;         /* words stand beside it: a name, a second address, a subject */
};

/* Takes what the HTML input type=email takes, with letters beyond ASCII in the local part (RFC
 * 6531) and the domain; quoted local parts and address literals are not taken. Around it may be:
 *   mailto: with its %-escapes and ?subject=, angle and other brackets, quotes, a full stop, comma
 *   or the like after it, spaces beside @;
 *   any words before <address>, words with a colon and a space before it, digits after it, any
 *   words after <address>;
 *   more addresses: the first is taken. One in angle brackets after another that differs may be
 *   either's: not taken, and neither are more than EMAIL_ADDRESSES_MAX.
 * Any other word may be a part of the address that came apart (ivan petrov@example.com,
 * ivan@example.co m): that would be somebody else's. Not an address then: ERR_SYNTAX. */
MUST_CHECK enum errcode email_parse(struct arena *a, const struct reading *r, struct email *out);

#endif
