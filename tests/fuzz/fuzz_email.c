/* fuzz_email: an address that is taken is within its bounds, has its @, and its canonical form is
 * taken again and does not change. */
#include <assert.h>
#include <string.h>

#include "base/bounds.h"
#define FUZZ_ARENA_BYTES (64 * 1024)
#include "fuzz_arena.h"

#include "base/utf8.h"
#include "lead/email.h"

static int prepare(void) { return 0; }

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct email email, again;
    if (size > PAIR_VALUE_MAX)
        return 0;
    arena_reset(arena);
    enum errcode e = email_parse(arena, (struct slice){(const char *)data, size}, &email);
    assert(e == OK || e == ERR_SYNTAX);
    if (e != OK)
        return 0;
    size_t at = slice_find(email.canonical, '@');
    assert(email.canonical.len <= EMAIL_BYTES_MAX && utf8_is_text(email.canonical));
    assert(at > 0 && at <= EMAIL_LOCAL_MAX && at + 1 < email.canonical.len);
    assert(email_parse(arena, email.canonical, &again) == OK);
    assert(slice_eq(email.canonical, again.canonical) && email.unverified == again.unverified);
    return 0;
}
