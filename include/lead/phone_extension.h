/* phone_extension: what to dial behind a number. */
#ifndef LEAD_PHONE_EXTENSION_H
#define LEAD_PHONE_EXTENSION_H

#include "base/bounds.h"
#include "base/slice.h"

/* `доб. 12`, `вн.12`, `ext 5`, `x5`, `#5`, `;ext=5`, `,,5#`, `p5` and the like, from at on, which
 * is behind a number; also after a comma or in brackets. Where it ends, or at when there is none:
 * no such word, no digits, more than PHONE_EXTENSION_MAX of them, or digits that go on
 * (`30-40-51`). */
size_t phone_extension_read(struct slice text, size_t at, struct slice *out);

#endif
