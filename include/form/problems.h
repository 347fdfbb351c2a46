/* problems: the errors of definitions, collected so that one run reports all of them. */
#ifndef FORM_PROBLEMS_H
#define FORM_PROBLEMS_H

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
};

/* "unknown type \"emial\", did you mean \"email\"?" */
void problems_add(struct problems *p, const char *path, int line, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/* `path:line: message` a line, sorted by path and line; the number of lines printed. */
size_t problems_print(struct problems *p, FILE *out);
void problems_free(struct problems *p);

#endif
