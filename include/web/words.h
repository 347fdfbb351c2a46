/* words: which of firstline's sentences goes with a status that ends a request early. */
#ifndef WEB_WORDS_H
#define WEB_WORDS_H

#include "form/texts.h"

/* The sentence for a status that ends a request before a form is there. */
enum word word_of_status(int status);

/* The short code of that status in errors[].code; static. */
const char *code_of_status(int status);

#endif
