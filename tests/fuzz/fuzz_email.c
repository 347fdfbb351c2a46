/* fuzz_email: an address that is taken is within its bounds and has its @, nothing in it is capital
 * or unseen, and its canonical form is taken again and does not change. An invisible character
 * anywhere in the text changes nothing at all. */
#include <assert.h>
#include <string.h>

#include "base/bounds.h"
#define FUZZ_ARENA_BYTES (1024 * 1024)
#include "fuzz_arena.h"

#include "base/utf8.h"
#include "lead/email.h"

static int prepare(void) {
    reading_start();
    return 0;
}

static enum errcode parse(struct slice text, struct email *out) {
    struct reading r;
    bool repaired = false;
    enum errcode e = reading_make(arena, text, &r, &repaired);
    return e == OK ? email_parse(arena, &r, out) : e;
}

static void check_canonical(const struct email *email) {
    struct slice text = email->canonical, folded;
    struct reading r;
    struct email again;
    bool repaired = false;
    size_t at = slice_find(text, '@');
    assert(at > 0 && at <= EMAIL_LOCAL_MAX && at + 1 < text.len && text.len <= EMAIL_BYTES_MAX);
    assert(slice_find(slice_sub(text, at + 1, text.len), '@') == text.len - at - 1);
    assert(utf8_is_text(text) && reading_make(arena, text, &r, &repaired) == OK);
    assert(slice_eq(text, r.seen) && slice_eq(text, r.typed));
    assert(reading_fold(arena, text, &folded) == OK && slice_eq(text, folded));
    assert(email_parse(arena, &r, &again) == OK && slice_eq(text, again.canonical));
    assert(!again.says_more && again.unverified <= email->unverified);
}

/* A zero width space at a character's edge. */
static void check_invisible(struct slice text, size_t where, const struct email *email) {
    static const char invisible[] = "\xE2\x80\x8B";
    struct email again;
    where = utf8_cut_octets(text, where % (text.len + 1)).len;
    char *p = arena_alloc(arena, text.len + sizeof invisible - 1);
    assert(p != NULL);
    memcpy(p, text.ptr, where);
    memcpy(p + where, invisible, sizeof invisible - 1);
    memcpy(p + where + sizeof invisible - 1, text.ptr + where, text.len - where);
    assert(parse((struct slice){p, text.len + sizeof invisible - 1}, &again) == OK);
    assert(slice_eq(email->canonical, again.canonical) && email->says_more == again.says_more);
    assert(email->unverified == again.unverified);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct slice text = {(const char *)data, size};
    struct email email;
    if (size > PAIR_VALUE_MAX)
        return 0;
    arena_reset(arena);
    enum errcode e = parse(text, &email);
    assert(e == OK || e == ERR_SYNTAX);
    if (e != OK)
        return 0;
    check_canonical(&email);
    /* between CR and LF it would make two line ends of one */
    if (slice_find(text, '\r') == size)
        check_invisible(text, data[size / 2] * (size_t)7 + data[size - 1], &email);
    return 0;
}
