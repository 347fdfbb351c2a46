/* marked: cut out what was there, put in what is to be there. */
#include "admin/marked.h"

#include "admin/text.h"

/* Where the whole block stands in text, marks included; len 0: nowhere. *inside is what is between.
 */
static struct slice find_block(struct slice text, struct slice *inside) {
    struct slice rest = text, line, begin = SLICE_NONE;
    while (text_line(&rest, &line)) {
        struct slice bare = slice_trim(line);
        if (slice_eq_lit(bare, MARKED_BEGIN)) {
            begin = line;
        } else if (begin.ptr != NULL && slice_eq_lit(bare, MARKED_END)) {
            const char *end = rest.ptr != NULL ? rest.ptr : text.ptr + text.len;
            const char *first = begin.ptr + begin.len + 1;
            *inside = (struct slice){first, (size_t)(line.ptr - first)};
            return (struct slice){begin.ptr, (size_t)(end - begin.ptr)};
        }
    }
    return SLICE_NONE;
}

struct slice marked_find(struct slice text) {
    struct slice inside = SLICE_NONE;
    return find_block(text, &inside).ptr == NULL ? SLICE_NONE : inside;
}

struct slice marked_put(struct arena *a, struct slice text, struct slice lines) {
    struct slice inside, block = find_block(text, &inside);
    struct slice before = block.ptr == NULL ? (struct slice){text.ptr, 0}
                                            : slice_sub(text, 0, (size_t)(block.ptr - text.ptr));
    struct slice after = slice_sub(text, before.len + block.len, text.len);
    const char *whole = lines.len == 0
                            ? text_printf(a, "%.*s%.*s", SLICE_ARG(before), SLICE_ARG(after))
                            : text_printf(a, MARKED_BEGIN "\n%.*s" MARKED_END "\n%.*s%.*s",
                                          SLICE_ARG(lines), SLICE_ARG(before), SLICE_ARG(after));
    return slice_from(whole);
}
