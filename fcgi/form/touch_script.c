/* touch_script: the file is one function, called here with what is known of this site. Nothing has
 * to be escaped: hosts are letters, digits, dots and hyphens (form/known_hosts). Small enough to be
 * worth loading on every page: a test has the bound. */
#include "form/touch_script.h"

#include "base/bounds.h"
#include "base/buf.h"
#include "base/xalloc.h"
#include "form/loader.h"

__asm__(".pushsection .rodata\n"
        "touch_script_file: .incbin \"fcgi/form/touch.js\"\n"
        ".byte 0\n"
        ".popsection\n");
extern const char touch_script_file[] __attribute__((visibility("hidden")));

/* What a browser has no use for is left out: indents, and comments, which have lines of their own.
 */
static void write_source(struct buf *b, struct slice source) {
    bool comment = false;
    while (source.ptr != NULL) {
        struct slice line = slice_trim(slice_cut(source, '\n', &source));
        comment |= slice_starts(line, "/*");
        if (!comment && line.len > 0) {
            buf_raw(b, line);
            buf_char(b, '\n');
        }
        comment &= !slice_ends(line, "*/");
    }
}

static void write_hosts(struct buf *b, const struct known_hosts *hosts, enum known from,
                        enum known to) {
    bool first = true;
    buf_char(b, '[');
    for (enum known kind = from; kind <= to; kind++)
        for (size_t i = 0; i < hosts->lists[kind].count; i++) {
            buf_lit(b, first ? "\"" : ",\"");
            buf_raw(b, hosts->lists[kind].items[i]);
            buf_char(b, '"');
            first = false;
        }
    buf_char(b, ']');
}

struct slice touch_script_make(struct loader *l, const struct site *site,
                               const struct known_hosts *hosts) {
    struct slice out;
    struct buf b;
    buf_init(&b, l->arena, RESPONSE_BYTES_MAX);
    write_source(&b, slice_from(touch_script_file));
    buf_char(&b, '(');
    write_hosts(&b, hosts, KNOWN_OWN, KNOWN_OWN);
    buf_char(&b, ',');
    write_hosts(&b, hosts, KNOWN_PAYMENT, KNOWN_LOGIN);
    buf_printf(&b, ",\"%.*s\",%d);\n", SLICE_ARG(site->touch_consent), site->touch_days);
    if (buf_done(&b, &out) != OK)
        xalloc_fail();
    return out;
}
