/* clean: two passes, so that the copy has just the room it needs, and none is made of good text. */
#include "lead/clean.h"

#include <assert.h>
#include <string.h>

#include "base/utf8.h"

#define REPLACEMENT "\xEF\xBF\xBD"

/* Octets of the good character s begins with; 0: the first octet is to be replaced. */
static size_t good_length(struct slice s) { return s.ptr[0] == '\0' ? 0 : utf8_sequence_length(s); }

enum errcode clean_repair(struct arena *a, struct slice s, struct slice *out, bool *changed) {
    size_t bad = 0, step = 0;
    for (size_t i = 0; i<s.len; i += step> 0 ? step : 1) {
        step = good_length(slice_sub(s, i, 4));
        bad += step == 0;
    }
    if (bad == 0) {
        *out = s;
        return OK;
    }
    size_t bytes = s.len + bad * (sizeof REPLACEMENT - 2);
    char *p = arena_alloc(a, bytes);
    if (p == NULL)
        return ERR_TOO_LARGE;
    size_t n = 0;
    for (size_t i = 0; i<s.len; i += step> 0 ? step : 1) {
        step = good_length(slice_sub(s, i, 4));
        struct slice piece = step > 0 ? slice_sub(s, i, step) : SLICE_LIT(REPLACEMENT);
        memcpy(p + n, piece.ptr, piece.len);
        n += piece.len;
    }
    assert(n == bytes);
    *out = (struct slice){p, n};
    *changed = true;
    return OK;
}
