/* text: words for people in the languages that firstline speaks. */
#ifndef FORM_TEXT_H
#define FORM_TEXT_H

#include <stdbool.h>

#include "base/slice.h"

enum language { LANGUAGE_RU = 0, LANGUAGE_EN, LANGUAGE__MAX };

struct text {
    struct slice in[LANGUAGE__MAX]; /* unset: not given in that language */
};

const char *language_code(enum language l); /* "ru" */
bool language_find(struct slice code, enum language *out);

/* In l, or in any other language that is there, or empty. */
struct slice text_in(const struct text *t, enum language l);

#endif
