/* import_id: the id of a lead that is made of what it says. */
#ifndef LEAD_IMPORT_ID_H
#define LEAD_IMPORT_ID_H

#include "base/uuid.h"
#include "lead/submission.h"

/* Version 8 of RFC 9562, of a SHA-256 over the form's name and either number, the row's in the
 * other system, or, where that is empty, the fingerprint (lead/canonical) and the date.
 * ERR_UNAVAILABLE as there. */
MUST_CHECK enum errcode import_id(struct arena *a, const struct submission *s, struct slice number,
                                  int64_t at_us, struct uuid *out);

#endif
