/* fuzz_phone: whatever is typed, what comes out has the shape of E.164, and a number that was
 * found valid is found again, alone and the same, in its own E.164 form. The first octet chooses
 * the region. */
#include <assert.h>
#include <string.h>

#include "base/bounds.h"
#define FUZZ_ARENA_BYTES (64 * 1024)
#include "fuzz_arena.h"

#include "lead/phone.h"

static int prepare(void) {
    phone_start();
    return 0;
}

static void check_digits(struct slice s, size_t min, size_t max) {
    assert(s.len >= min && s.len <= max);
    for (size_t i = 0; i < s.len; i++)
        assert(ascii_is_digit(s.ptr[i]));
}

static void check(const struct phone *p, struct slice region) {
    struct phone_list again;
    assert(p->e164.len > 0 && p->e164.ptr[0] == '+');
    check_digits(slice_sub(p->e164, 1, p->e164.len), 4, 17);
    if (p->extension.ptr != NULL)
        check_digits(p->extension, 1, PHONE_EXTENSION_MAX);
    assert(p->country.ptr == NULL || p->country.len == 2 || slice_eq_lit(p->country, "001"));
    if (p->verdict != PHONE_VALID)
        return;
    assert(phone_parse(arena, p->e164, region, &again) == OK);
    assert(again.count == 1 && slice_eq(again.items[0].e164, p->e164));
    assert(again.items[0].verdict == PHONE_VALID);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const regions[] = {"RU", "DE", "US", "KZ", "IT", "", "xx"};
    struct phone_list list;
    if (size == 0 || size > PAIR_VALUE_MAX)
        return 0;
    struct slice region = slice_from(regions[data[0] % (sizeof regions / sizeof *regions)]);
    arena_reset(arena);
    assert(phone_parse(arena, (struct slice){(const char *)data + 1, size - 1}, region, &list) ==
           OK);
    assert(list.count <= PHONE_NUMBERS_MAX);
    for (size_t i = 0; i < list.count; i++)
        check(&list.items[i], region);
    return 0;
}
