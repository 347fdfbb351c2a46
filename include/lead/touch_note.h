/* touch_note: the hidden _touch, in which touch.js (fcgi/form/touch.js) says what it knows. */
#ifndef LEAD_TOUCH_NOTE_H
#define LEAD_TOUCH_NOTE_H

#include <stdint.h>

#include "base/arena.h"

/* As sent: an address here may be anything. */
struct touch_note {
    struct slice landing, referrer;             /* of the last touch */
    struct slice first_landing, first_referrer; /* of the first, when that is another */
    int64_t at_us, first_at_us;                 /* when; 0: unset, or no time that can be */
    unsigned touches;                           /* 0: unset */
    struct slice ym_uid;                        /* digits */
};

/* What is no JSON object, or longer than TOUCH_NOTE_BYTES_MAX, says nothing. Errors: the arena
 * only. */
MUST_CHECK enum errcode touch_note_read(struct arena *a, struct slice text, int64_t now_us,
                                        struct touch_note *out);

#endif
