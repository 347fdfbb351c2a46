/* breaker: when a try is due, who gets which connection, and that outages do not add up. */
#include "unit.h"

#include "store/breaker.h"

static void test_begins_open_without_a_try(void **state) {
    (void)state;
    struct breaker *b = breaker_new();
    struct pg *mine = NULL;
    assert_true(breaker_is_open(b));
    assert_false(breaker_pass(b, &mine));
    assert_true(breaker_wait_ms(b) > 1000000); /* the writer tries first */
    breaker_free(b);
}

static void test_closing_hands_over_the_connection(void **state) {
    (void)state;
    struct breaker *b = breaker_new();
    struct pg *mine = pg_new(), *fresh = pg_new(), *again = pg_new();
    breaker_close(b, fresh);
    assert_false(breaker_is_open(b));
    assert_int_equal(breaker_wait_ms(b), -1);
    assert_true(breaker_pass(b, &mine));
    assert_ptr_equal(mine, fresh); /* the old one is freed: the sanitizer would see a leak */
    assert_true(breaker_pass(b, &mine));
    assert_ptr_equal(mine, fresh); /* offered once */
    breaker_close(b, again);       /* and never fetched: freed with the breaker */
    breaker_free(b);
    pg_free(mine);
}

/* Each wait is between a half and the whole of what is due. */
static void assert_wait(struct breaker *b, long long due) {
    long long left = breaker_wait_ms(b);
    assert_in_range(left, due / 2 - due / 10, due);
}

static void test_waits_double_up_to_ten_seconds(void **state) {
    (void)state;
    struct breaker *b = breaker_new();
    breaker_close(b, pg_new());
    breaker_trip(b, "test");
    for (long long due = 100; due < 10000; due *= 2) {
        assert_wait(b, due);
        breaker_still_open(b);
    }
    assert_wait(b, 10000);
    breaker_still_open(b);
    assert_wait(b, 10000);
    breaker_trip(b, "test"); /* while open it changes nothing */
    assert_wait(b, 10000);
    breaker_free(b);
}

static void test_only_a_batch_that_went_through_forgets(void **state) {
    (void)state;
    struct breaker *b = breaker_new();
    breaker_close(b, pg_new());
    for (long long due = 100; due <= 800; due *= 2) { /* a server that connects and fails */
        breaker_trip(b, "test");
        assert_wait(b, due);
        breaker_close(b, pg_new());
    }
    breaker_proved(b);
    breaker_trip(b, "test");
    assert_wait(b, 100);
    breaker_free(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_begins_open_without_a_try),
        cmocka_unit_test(test_closing_hands_over_the_connection),
        cmocka_unit_test(test_waits_double_up_to_ten_seconds),
        cmocka_unit_test(test_only_a_batch_that_went_through_forgets),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
