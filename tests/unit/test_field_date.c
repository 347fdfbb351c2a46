/* field_date: the days that a browser's picker offers. */
#include "unit.h"

#define FIXTURE_ARENA_BYTES (64 * 1024)
#include "arena_fixture.h"

#include "base/clock.h"
#include "form/field_kind.h"

/* Today is 2026-11-26 where the visitor may be, or the 27th. */
static void test_limits(void **state) {
    (void)state;
    static const struct {
        bool has_min, has_max, within; /* of from_days 2, to_days 4 */
        int min, max;                  /* days from today on */
        const char *attributes;
    } cases[] = {
        {false, false, false, 0, 0, ""},
        {true, false, false, -1, 0, " min=\"2026-11-25\""},
        {false, true, false, 0, 1, " max=\"2026-11-27\""},
        {false, false, true, 0, 0, " min=\"2026-11-28\" max=\"2026-12-02\""},
        {true, false, true, 1, 0, " min=\"2026-11-28\" max=\"2026-12-02\""},
        {true, false, true, 3, 0, " min=\"2026-11-29\" max=\"2026-12-02\""},
        {false, true, true, 0, 4, " min=\"2026-11-28\" max=\"2026-11-30\""},
        {false, true, true, 0, 7, " min=\"2026-11-28\" max=\"2026-12-02\""},
    };
    const int32_t today = 20783;
    char iso[CLOCK_DAY_BYTES];
    clock_day_iso(today, iso);
    assert_string_equal(iso, "2026-11-26");
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct field f = {.type = FIELD_DATE,
                          .has_min = cases[i].has_min,
                          .has_max = cases[i].has_max,
                          .has_within = cases[i].within,
                          .min = today + cases[i].min,
                          .max = today + cases[i].max,
                          .from_days = 2,
                          .to_days = 4};
        struct buf b;
        struct slice said;
        buf_init(&b, arena, 1024);
        field_date.limits(&b, &f, today, today + 1);
        assert_int_equal(buf_done(&b, &said), OK);
        if (!slice_eq(said, slice_from(cases[i].attributes)))
            fail_msg("case %zu: %.*s", i, SLICE_ARG(said));
        arena_reset(arena);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_limits)};
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
