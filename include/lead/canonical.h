/* canonical: an answer's value as one text that does not depend on how it was typed, and the
 * fingerprint of a submission made of these. */
#ifndef LEAD_CANONICAL_H
#define LEAD_CANONICAL_H

#include "base/buf.h"
#include "lead/contacts.h"

/* Phones as E.164 (`;ext=12` behind, a comma and a space between two), the canonical e-mail, the
 * shortest number, an ISO date, true or false, choices with a line end between, other text as
 * it is seen. answer is valid. Points into the answer where it can. */
MUST_CHECK enum errcode canonical_text(struct arena *a, const struct field *field,
                                       const struct answer *answer, struct slice *out);

#define FINGERPRINT_BYTES 65
/* 64 hexadecimal digits and NUL: SHA-256 over the form's name, the contact points in sorted order
 * and the valid answers with their names, with all that is seen of those that say more than their
 * value. Every part has its length in front, so that no two
 * submissions give the same octets. ERR_UNAVAILABLE: libcrypto is out of memory. */
MUST_CHECK enum errcode canonical_fingerprint(struct arena *a, const struct submission *s,
                                              const struct contact_list *contacts,
                                              char out[FINGERPRINT_BYTES]);

#endif
