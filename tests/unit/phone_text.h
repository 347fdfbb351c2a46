/* phone_text: what phone_parse makes of a text, as text. The file defines FIXTURE_ARENA_BYTES and
 * includes arena_fixture.h first. */
#ifndef UNIT_PHONE_TEXT_H
#define UNIT_PHONE_TEXT_H

#include "base/reading.h"
#include "lead/phone.h"

/* A table's row: what is typed, and what describe_phones says of it. */
struct phone_case {
    const char *text, *numbers;
};

static struct slice phone_seen(struct slice typed) {
    struct reading r;
    bool repaired = false;
    assert_int_equal(reading_make(arena, typed, &r, &repaired), OK);
    return r.seen;
}

static struct phone_list parse_phones(struct slice seen, const char *region, bool foreign) {
    struct phone_context context = {slice_from(region), foreign};
    struct phone_list list;
    assert_int_equal(phone_parse(arena, seen, &context, &list), OK);
    assert_true(list.count <= PHONE_NUMBERS_MAX && !(list.ambiguous && list.count > 0));
    return list;
}

/* "e164[;ext=n] country[?]" of each number, joined by ", "; ? is possible but not valid. A ! at the
 * end: not sure. "ambiguous" when it is. */
static const char *describe_phones(const struct phone_list *list) {
    static char out[512];
    size_t n = 0;
    out[0] = '\0';
    if (list->ambiguous)
        return "ambiguous";
    for (size_t i = 0; i < list->count; i++) {
        const struct phone *p = &list->items[i];
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%.*s", i == 0 ? "" : ", ",
                              SLICE_ARG(p->e164));
        if (p->extension.ptr != NULL)
            n += (size_t)snprintf(out + n, sizeof out - n, ";ext=%.*s", SLICE_ARG(p->extension));
        if (p->country.ptr != NULL)
            n += (size_t)snprintf(out + n, sizeof out - n, " %.*s", SLICE_ARG(p->country));
        if (p->verdict != PHONE_VALID)
            n += (size_t)snprintf(out + n, sizeof out - n, "?");
    }
    snprintf(out + n, sizeof out - n, "%s", list->unsure ? "!" : "");
    return out;
}

/* All rows that are wrong are named. */
static inline void check_phones(const struct phone_case *cases, size_t count, const char *region,
                                bool foreign) {
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        arena_reset(arena);
        struct slice seen = phone_seen(slice_from(cases[i].text));
        struct phone_list list = parse_phones(seen, region, foreign);
        const char *got = describe_phones(&list);
        if (strcmp(got, cases[i].numbers) == 0)
            continue;
        print_error("\"%s\": \"%s\", not \"%s\"\n", cases[i].text, got, cases[i].numbers);
        wrong++;
    }
    assert_int_equal(wrong, 0);
}

static int phone_setup(void **state) {
    phone_start();
    return arena_setup(state);
}

#define IVAN "+79123456789 RU"
#define MOSCOW "+74951234567 RU"

#endif
