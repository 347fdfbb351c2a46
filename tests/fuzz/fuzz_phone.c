/* fuzz_phone: whatever is typed, what comes out has the shape of E.164; the octets that were read
 * as the number are a prefix and its national digits; and a number that was found valid is found
 * again, the same or none, with marks and blanks between its digits. The first octet chooses the
 * region. */
#include <assert.h>
#include <string.h>

#include "base/bounds.h"
#include "base/reading.h"
#define FUZZ_ARENA_BYTES (256 * 1024)
#include "fuzz_arena.h"

#include "../unit/phone_oracle.h"
#include "lead/phone.h"

static int prepare(void) {
    reading_start();
    phone_start();
    return 0;
}

static struct phone_list parse(struct slice text, const struct phone_context *context) {
    struct phone_list list;
    assert(phone_parse(arena, text, context, &list) == OK);
    assert(list.count <= PHONE_NUMBERS_MAX && !(list.ambiguous && list.count > 0));
    return list;
}

static void check_digits(struct slice s, size_t min, size_t max) {
    assert(s.len >= min && s.len <= max);
    for (size_t i = 0; i < s.len; i++)
        assert(ascii_is_digit(s.ptr[i]));
}

/* The number with marks between its digits, as the octets of data choose them. */
static void check_marks(const struct phone *p, const struct phone_context *context,
                        struct slice data) {
    static const char *const marks[] = {"", "", "", "(", ")", "-", ".", "_", "/", "·", "•", " "};
    char text[256];
    size_t n = 0;
    for (size_t i = 0; i < p->e164.len; i++) {
        unsigned char chance = (unsigned char)data.ptr[i % data.len];
        const char *mark = marks[(chance + i) % (sizeof marks / sizeof *marks)];
        text[n++] = p->e164.ptr[i];
        memcpy(text + n, mark, strlen(mark));
        n += strlen(mark);
    }
    text[n] = '\0';
    if (strstr(text, "24/7") != NULL)
        return; /* that is what it looks like */
    struct phone_list again = parse((struct slice){text, n}, context);
    assert(again.count == 0 || (again.count == 1 && slice_eq(again.items[0].e164, p->e164)));
}

static void check(struct slice text, const struct phone *p, const struct phone_context *context) {
    assert(p->e164.len > 0 && p->e164.ptr[0] == '+');
    check_digits(slice_sub(p->e164, 1, p->e164.len), 4, 15);
    if (p->extension.ptr != NULL)
        check_digits(p->extension, 1, PHONE_EXTENSION_MAX);
    assert(p->country.ptr == NULL || p->country.len == 2 || slice_eq_lit(p->country, "001"));
    assert(oracle_holds(text, p));
    if (p->verdict != PHONE_VALID)
        return;
    struct phone_list again = parse(p->e164, context);
    assert(again.count == 1 && slice_eq(again.items[0].e164, p->e164));
    assert(again.items[0].verdict == PHONE_VALID && !again.unsure && !again.says_more);
    check_marks(p, context, text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char *const regions[] = {"RU", "DE", "US", "KZ", "IT", "", "xx"};
    struct reading reading;
    bool repaired = false;
    if (size == 0 || size > PAIR_VALUE_MAX)
        return 0;
    struct phone_context context = {
        slice_from(regions[data[0] % (sizeof regions / sizeof *regions)]), false};
    struct slice text = {(const char *)data + 1, size - 1};
    arena_reset(arena);
    if (reading_make(arena, text, &reading, &repaired) == OK)
        text = reading.seen;
    struct phone_list list = parse(text, &context);
    for (size_t i = 0; i < list.count; i++)
        check(text, &list.items[i], &context);
    return 0;
}
