/* text: what the arena refuses ends the command. */
#include "admin/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/bounds.h"
#include "base/xalloc.h"

struct arena *text_arena(void) {
    return arena_new(ADMIN_BYTES_MAX);
}

void *text_alloc(struct arena *a, size_t n) {
    void *p = arena_calloc(a, 1, n);
    if (p == NULL)
        xalloc_fail();
    return p;
}

char *text_copy(struct arena *a, struct slice s) {
    char *p = text_alloc(a, s.len + 1);
    if (s.len > 0)
        memcpy(p, s.ptr, s.len);
    return p;
}

char *text_printf(struct arena *a, const char *format, ...) {
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    size_t bytes = n < 0 ? 1 : (size_t)n + 1;
    char *p = text_alloc(a, bytes);
    vsnprintf(p, bytes, format, again);
    va_end(again);
    return p;
}

bool text_line(struct slice *rest, struct slice *line) {
    if (rest->ptr == NULL || rest->len == 0)
        return false;
    *line = slice_cut(*rest, '\n', rest);
    return true;
}
