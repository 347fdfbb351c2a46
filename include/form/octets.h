/* octets: what a definition file is made of, before YAML or a page is read in it. */
#ifndef FORM_OCTETS_H
#define FORM_OCTETS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "form/problems.h"

/* Cuts a byte order mark, as Windows editors write it, from the front of *text. false: it is no
 * UTF-8 text without control characters (but TAB, CR, LF); the first trouble is reported. */
bool octets_check(struct problems *problems, const char *path, struct slice *text);

int octets_line(struct slice text, size_t at); /* 1-based */

#endif
