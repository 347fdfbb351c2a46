/* text: the choice of what to show when a language is not there. */
#include "form/text.h"

struct slice text_in(const struct text *t, enum language l) {
    if (t->in[l].ptr != NULL)
        return t->in[l];
    for (int i = 0; i < LANGUAGE__MAX; i++)
        if (t->in[i].ptr != NULL)
            return t->in[i];
    return SLICE_LIT("");
}
