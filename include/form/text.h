/* text: words of the owner for people, in the languages of his forms. */
#ifndef FORM_TEXT_H
#define FORM_TEXT_H

#include <stdbool.h>

#include "base/bounds.h"
#include "base/slice.h"

/* An index into the languages of the loaded set (form/texts). Russian and English are always there,
 * in these places; any other language is a file and has no name in the source. */
enum language { LANGUAGE_RU = 0, LANGUAGE_EN, LANGUAGE__MAX = LANGUAGES_MAX };

struct text {
    struct slice in[LANGUAGE__MAX]; /* unset: not given in that language */
};

/* In l, or in any other language that is there, or empty. */
struct slice text_in(const struct text *t, enum language l);

#endif
