/* oddity: characters that look like a part of YAML and are none, or are not seen at all: word
 * processors, chats and web pages put them in, and a file with them looks right. */
#ifndef FORM_ODDITY_H
#define FORM_ODDITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

#define ODDITY_NAME_BYTES 128

enum oddity_kind {
    ODDITY_NONE = 0,
    ODDITY_BLANK,     /* a blank that is no space, or a line end that editors do not show */
    ODDITY_INVISIBLE, /* zero width, bidi mark, byte order mark */
    ODDITY_QUOTE,     /* “ ” « » ‘ ’ */
    ODDITY_DASH,      /* – — − */
    ODDITY_WIDE       /* ： and other full-width forms */
};

struct oddity {
    enum oddity_kind kind;
    char name[ODDITY_NAME_BYTES]; /* "U+2014 EM DASH" */
    const char *advice;           /* "a list item begins with - and a space" */
};

/* What s begins with. false: with nothing odd; *out is untouched. */
bool oddity_at(struct slice s, struct oddity *out);

/* The first odd character of s, anywhere. */
bool oddity_in(struct slice s, struct oddity *out);

/* The first of a line of YAML that stands where YAML looks for its own signs: before a key, a
 * value or an item. What stands inside a text is none of ours. */
bool oddity_of_line(struct slice line, struct oddity *out);

/* A letter that is not Latin among Latin ones: the name of it. */
bool oddity_letter(struct slice word, char name[ODDITY_NAME_BYTES]);

#endif
