/* plain: text that anybody may have written, for people and their terminals: nothing in it commands
 * one, ends a line, or turns the text round. sql/211_plain.sql has the same characters. */
#ifndef BASE_PLAIN_H
#define BASE_PLAIN_H

#include "base/slice.h"

/* Writes s with '?' for each control character (C0, DEL, C1), line or paragraph separator, mark of
 * direction, and octet that is no UTF-8; gives the octets, at most s.len. out has room for s.len
 * and may be s.ptr. */
size_t plain_copy(struct slice s, char *out);

/* The same of a string, in its place. */
void plain_string(char *s);

#endif
