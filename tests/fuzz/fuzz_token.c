/* fuzz_token: no text that was not issued is good, and one octet changed in an issued one makes it
 * bad. Two octets choose place and change, the rest is the text. */
#include <assert.h>
#include <string.h>

#include "base/bounds.h"
#define FUZZ_ARENA_BYTES (64 * 1024)
#include "fuzz_arena.h"

#include "lead/token.h"

#define NOW INT64_C(1795348800000000)

static struct token_keys *keys;

static int prepare(void) { return token_keys_load(NULL, &keys) != OK; }

static void check_issued(struct slice form, uint8_t place, uint8_t change) {
    struct token t;
    struct slice issued;
    char copy[256];
    assert(token_issue(keys, arena, form, NOW, &issued) == OK && issued.len < sizeof copy);
    assert(token_judge(keys, form, issued, NOW, &t) == TOKEN_GOOD && t.issued_us == NOW);
    memcpy(copy, issued.ptr, issued.len);
    copy[place % issued.len] = (char)(copy[place % issued.len] ^ change);
    enum token_verdict verdict = token_judge(keys, form, (struct slice){copy, issued.len}, NOW, &t);
    assert(verdict == (change == 0 ? TOKEN_GOOD : TOKEN_BAD));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct token t;
    struct uuid id;
    if (size < 2 || size > PAIR_VALUE_MAX)
        return 0;
    struct slice text = {(const char *)data + 2, size - 2};
    arena_reset(arena);
    enum token_verdict verdict = token_judge(keys, SLICE_LIT("cargo"), text, NOW, &t);
    assert(uuid_parse(slice_trim(text), &id) ? verdict == TOKEN_UUID || verdict == TOKEN_ODD_UUID
                                             : verdict == TOKEN_BAD);
    check_issued(text, data[0], data[1]);
    return 0;
}
