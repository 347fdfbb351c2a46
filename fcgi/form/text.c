/* text: the languages, and the choice of what to show when one of them is not there. */
#include "form/text.h"

static const char *const codes[LANGUAGE__MAX] = {[LANGUAGE_RU] = "ru", [LANGUAGE_EN] = "en"};

const char *language_code(enum language l) { return codes[l]; }

bool language_find(struct slice code, enum language *out) {
    for (int i = 0; i < LANGUAGE__MAX; i++) {
        if (slice_eq_lit(code, codes[i])) {
            *out = (enum language)i;
            return true;
        }
    }
    return false;
}

struct slice text_in(const struct text *t, enum language l) {
    if (t->in[l].ptr != NULL)
        return t->in[l];
    for (int i = 0; i < LANGUAGE__MAX; i++)
        if (t->in[i].ptr != NULL)
            return t->in[i];
    return SLICE_LIT("");
}
