/* mail_domain: the domain of an address, as DNS has it; international ones by libidn2. */
#ifndef LEAD_MAIL_DOMAIN_H
#define LEAD_MAIL_DOMAIN_H

#include <stdbool.h>

#include "base/arena.h"

/* seen: folded to lower case, then encoded as UTS 46 (non-transitional) and IDNA2008 say; ß stays
 * ß, and ẞ is its capital, though libidn2's tables still make ss of it. Full stops of other
 * scripts are dots. typed: what was typed for it, where a zero width joiner may stand that is not
 * seen but belongs to the name; unset: nothing else than seen. A joiner where IDNA allows one is
 * kept, any other is dirt and goes.
 *
 * *ascii is the domain in A-labels. *doubtful becomes true (never false) when libidn2 refuses it,
 * *ascii is seen in lower case then; when it is a single label or its last one has a digit, so that
 * no mail goes to it from outside; or when the letters of a label are (lead/lettering), or those of
 * the last, not Latin, and of the one before it together. Not a domain, or longer than
 * EMAIL_BYTES_MAX: ERR_SYNTAX. */
MUST_CHECK enum errcode mail_domain_parse(struct arena *a, struct slice seen, struct slice typed,
                                          struct slice *ascii, bool *doubtful);

#endif
