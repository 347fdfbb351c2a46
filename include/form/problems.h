/* problems: the errors of definitions, collected so that one run reports all of them. */
#ifndef FORM_PROBLEMS_H
#define FORM_PROBLEMS_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

struct problem {
    char *path;
    int line; /* 1-based; 0: the file as a whole */
    char *message;
};

struct problems {
    struct problem *items;
    size_t count, left_out; /* past CONFIG_ERRORS_MAX only counted */
    struct problems *notes; /* what is no error but should be told; NULL: it is not */
};

/* "unknown type \"emial\", did you mean \"email\"?" Copies path and message; octets that are not
 * text (a file's name may hold anything) become '?', so that no definition can forge a line. */
void problems_add(struct problems *p, const char *path, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));
void problems_vadd(struct problems *p, const char *path, int line, const char *format, va_list args)
    __attribute__((format(printf, 4, 0)));

/* By path, then line, then message. */
void problems_sort(struct problems *p);

/* `path:line: message` a line, sorted by path and line; the number of lines printed. */
size_t problems_print(struct problems *p, FILE *out);
void problems_free(struct problems *p);

#endif
