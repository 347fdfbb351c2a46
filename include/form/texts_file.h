/* texts_file: the languages of a set, from their files. */
#ifndef FORM_TEXTS_FILE_H
#define FORM_TEXTS_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "form/texts.h"

struct form_file;
struct loader;

/* The languages: the built-in ones, and what texts/<code>.yaml among the files (others are passed
 * over) changes in them or adds. out is zeroed before, and closed by the owner whatever happens. */
void texts_load(struct loader *l, const struct form_file *files, size_t count, struct texts *out);
bool texts_is_file(struct slice name);
bool texts_is_code(struct slice s); /* two or three letters a-z */
void texts_close(struct texts *t);

extern const struct loader_table texts_table, texts_dates_table, texts_errors_table,
    texts_pages_table;

#endif
