/* faults: what is left out, since there are too many, is counted in both. */
#include "command/faults.h"

#include <stdio.h>

#include "base/buf.h"
#include "base/xalloc.h"

#define JSON_BYTES_MAX ((size_t)4 * 1024 * 1024) /* CONFIG_ERRORS_MAX of bounded length fit */

void faults_print(struct problems *p, bool json) {
    if (!json) {
        problems_print(p, stderr);
        return;
    }
    struct arena *arena = arena_new(2 * JSON_BYTES_MAX);
    struct buf b;
    struct slice text;
    buf_init(&b, arena, JSON_BYTES_MAX);
    problems_sort(p);
    buf_lit(&b, "{\"errors\":[");
    for (size_t i = 0; i < p->count; i++) {
        buf_lit(&b, i == 0 ? "\n{\"path\":" : ",\n{\"path\":");
        buf_json(&b, slice_from(p->items[i].path));
        buf_printf(&b, ",\"line\":%d,\"message\":", p->items[i].line);
        buf_json(&b, slice_from(p->items[i].message));
        buf_char(&b, '}');
    }
    buf_printf(&b, "],\"left_out\":%zu}\n", p->left_out);
    if (buf_done(&b, &text) != OK)
        xalloc_fail();
    fwrite(text.ptr, 1, text.len, stdout);
    arena_free(arena);
}
