/* charset: text of the two Cyrillic one-octet sets to UTF-8, by iconv. */
#ifndef BODY_CHARSET_H
#define BODY_CHARSET_H

#include <stdbool.h>

#include "base/arena.h"

enum charset { CHARSET_UTF8 = 0, CHARSET_WINDOWS_1251, CHARSET_KOI8_R, CHARSET__MAX };

/* Knows the WHATWG Encoding labels of the three, in any case and with white space around. */
bool charset_find(struct slice name, enum charset *out);

/* A converted copy in the arena; UTF-8 and pure ASCII come back as they are, unchecked. An octet
 * that the set does not define becomes U+FFFD. ERR_TOO_LARGE when the arena is full,
 * ERR_UNAVAILABLE when the system has no such converter or no memory for it. */
MUST_CHECK enum errcode charset_to_utf8(struct arena *a, enum charset from, struct slice s,
                                        struct slice *out);

/* The same into room, which has CHARSET_UTF8_PER_OCTET octets for each of s: how many were written.
 * Of a set that the system has no converter for, 0. */
#define CHARSET_UTF8_PER_OCTET 3
size_t charset_write(enum charset from, struct slice s, char *room);

#endif
