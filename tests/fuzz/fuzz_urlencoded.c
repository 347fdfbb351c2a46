/* fuzz_urlencoded: any octets; what was decoded, encoded and parsed again, is the same pairs. */
#include "fuzz_pairs.h"

#include "body/urlencoded.h"

/* At most three octets for one, and the separators. */
#define ENCODED_MAX (3 * BODY_BYTES_MAX + 2 * PAIRS_MAX)

static void escape(struct buf *b, struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        buf_printf(b, "%%%02X", (unsigned char)s.ptr[i]);
}

static struct slice encode(struct arena *a, const struct pair_list *list) {
    struct buf b;
    struct slice text;
    buf_init(&b, a, ENCODED_MAX);
    for (size_t i = 0; i < list->count; i++) {
        escape(&b, list->items[i].name);
        buf_char(&b, '=');
        escape(&b, list->items[i].value);
        buf_char(&b, '&');
    }
    enum errcode e = buf_done(&b, &text);
    assert(e == OK);
    (void)e;
    return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct slice text = {(const char *)data, size};
    if (size > BODY_BYTES_MAX)
        return 0;
    struct parsed p = parse_checked(urlencoded_parse, text, true);
    assert(p.code == OK || p.code == ERR_TOO_MANY || p.code == ERR_TOO_LARGE);
    if (p.code == OK) {
        struct arena *a = arena_new(2 * ENCODED_MAX);
        struct parsed again = parsed_new(urlencoded_parse, encode(a, &p.list), ARENA_BYTES_MAX);
        check_same(&p, &again);
        parsed_free(&again);
        arena_free(a);
    }
    parsed_free(&p);
    return 0;
}
