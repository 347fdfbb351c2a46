/* clean: what was sent, kept verbatim as far as the database can hold it. */
#ifndef LEAD_CLEAN_H
#define LEAD_CLEAN_H

#include <stdbool.h>

#include "base/arena.h"

/* Every octet that is no part of valid UTF-8, and NUL, becomes U+FFFD, and *changed true (it is
 * never made false); otherwise out is s. Unset stays unset. */
MUST_CHECK enum errcode clean_repair(struct arena *a, struct slice s, struct slice *out,
                                     bool *changed);

#endif
