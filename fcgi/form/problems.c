/* problems: a list of what is wrong, kept until all files are read. What is added is copied and
 * made printable, because names and words in it come from files that anybody may have written. */
#include "form/problems.h"

#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "base/plain.h"
#include "base/xalloc.h"

#define MESSAGE_BYTES_MAX 1024

static char *printable(struct slice s) {
    char *copy = xstrdup(s);
    plain_string(copy);
    return copy;
}

void problems_vadd(struct problems *p, const char *path, int line, const char *format,
                   va_list args) {
    char message[MESSAGE_BYTES_MAX];
    if (p->count == CONFIG_ERRORS_MAX) {
        p->left_out++;
        return;
    }
    if (p->items == NULL)
        p->items = xcalloc(CONFIG_ERRORS_MAX, sizeof *p->items);
    int n = vsnprintf(message, sizeof message, format, args);
    size_t len = n < 0 ? 0 : (size_t)n;
    if (len > sizeof message - 1)
        len = sizeof message - 1;
    p->items[p->count++] = (struct problem){.path = printable(slice_from(path)),
                                            .line = line,
                                            .message = printable((struct slice){message, len})};
}

void problems_add(struct problems *p, const char *path, int line, const char *format, ...) {
    va_list args;
    va_start(args, format);
    problems_vadd(p, path, line, format, args);
    va_end(args);
}

static int order(const void *left, const void *right) {
    const struct problem *a = left, *b = right;
    int by_path = strcmp(a->path, b->path);
    if (by_path != 0)
        return by_path;
    if (a->line != b->line)
        return a->line < b->line ? -1 : 1;
    return strcmp(a->message, b->message);
}

void problems_sort(struct problems *p) {
    if (p->count > 1)
        qsort(p->items, p->count, sizeof *p->items, order);
}

size_t problems_print(struct problems *p, FILE *out) {
    problems_sort(p);
    for (size_t i = 0; i < p->count; i++) {
        const struct problem *item = &p->items[i];
        if (item->line > 0)
            fprintf(out, "%s:%d: %s\n", item->path, item->line, item->message);
        else
            fprintf(out, "%s: %s\n", item->path, item->message);
    }
    if (p->left_out > 0)
        fprintf(out, "and %zu more\n", p->left_out);
    return p->count + (p->left_out > 0);
}

void problems_free(struct problems *p) {
    for (size_t i = 0; i < p->count; i++) {
        free(p->items[i].path);
        free(p->items[i].message);
    }
    free(p->items);
    *p = (struct problems){0};
}
