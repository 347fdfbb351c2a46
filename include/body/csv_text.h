/* csv_text: a file that a spreadsheet or another system has written, to UTF-8, in pieces: UTF-8
 * with or without its mark, UTF-16, windows-1251. */
#ifndef BODY_CSV_TEXT_H
#define BODY_CSV_TEXT_H

#include <stdbool.h>

#include "base/slice.h"

enum csv_encoding {
    CSV_TEXT_UNDECIDED = 0, /* ASCII so far, which is the same in the next two */
    CSV_TEXT_UTF8,
    CSV_TEXT_WINDOWS_1251,
    CSV_TEXT_UTF16LE,
    CSV_TEXT_UTF16BE,
    CSV_TEXT__MAX
};

struct csv_text {
    enum csv_encoding encoding; /* may be set before the first piece: then nothing is looked for */
    bool begun;                 /* the mark in front was looked for */
};

/* "utf-8", "windows-1251", "utf-16"; "ascii" for one that needed none of them. */
const char *csv_encoding_name(enum csv_encoding e);
bool csv_encoding_find(struct slice name, enum csv_encoding *out);

#define CSV_TEXT_PER_OCTET 3 /* octets of room for each of a piece */

/* Converts a piece into room; gives the octets written. *taken: those of in that are done with; the
 * others come again with the next piece. last: there is none, and all are taken. It is decided by
 * the first octet that is not ASCII with what follows it in its piece: where most of that is no
 * UTF-8, it is windows-1251. What is no character later becomes U+FFFD in UTF-16, and stays as it
 * is in UTF-8, for the judges to refuse. */
size_t csv_text_convert(struct csv_text *t, struct slice in, bool last, char *room, size_t *taken);

#endif
