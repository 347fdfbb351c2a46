/* words: what firstline itself says on pages and in answers, beside the owner's texts. */
#ifndef WEB_WORDS_H
#define WEB_WORDS_H

#include "base/slice.h"
#include "form/text.h"

enum word {
    WORD_SEND = 0,
    WORD_REQUIRED,   /* the star's meaning */
    WORD_NOT_CHOSEN, /* first line of an optional list */
    WORD_READ_DOCUMENT,
    WORD_THANKS,
    WORD_THANKS_TEXT,
    WORD_RECEIPT,
    WORD_ONCE_MORE, /* link back to an empty form */
    WORD_CORRECT,   /* heads the list of errors */
    WORD_BUSY,      /* 503: nothing lost, send again */
    WORD_BAD_BODY,
    WORD_FORBIDDEN,
    WORD_NOT_FOUND,
    WORD_NOT_ALLOWED,
    WORD_TOO_LARGE,
    WORD_BAD_TYPE,
    WORD_TROUBLE,
    WORD__MAX
};

struct slice word_in(enum word w, enum language l);

/* The sentence for a status that ends a request before a form is there. */
enum word word_of_status(int status);

/* The short code of that status in errors[].code; static. */
const char *code_of_status(int status);

#endif
