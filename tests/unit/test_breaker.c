/* breaker: when a try is due, what is told of an outage, and that outages do not add up. */
#include "moved_clock.h"
#include "unit.h"

#include "base/metrics.h"
#include "store/breaker.h"

static void test_begins_open_without_a_try(void **state) {
    (void)state;
    struct breaker *b = breaker_new();
    assert_true(breaker_is_open(b));
    assert_true(breaker_wait_ms(b) > 1000000); /* the writer tries first */
    breaker_close(b);
    assert_false(breaker_is_open(b));
    assert_int_equal(breaker_wait_ms(b), -1);
    breaker_free(b);
}

/* Each wait is between a half and the whole of what is due. */
static void assert_wait(struct breaker *b, long long due) {
    long long left = breaker_wait_ms(b);
    assert_in_range(left, due / 2 - due / 10, due);
}

static void test_waits_double_up_to_ten_seconds(void **state) {
    (void)state;
    struct breaker *b = breaker_new();
    breaker_close(b);
    breaker_trip(b, "test");
    assert_true(breaker_is_open(b));
    for (long long due = 100; due < 10000; due *= 2) {
        assert_wait(b, due);
        breaker_still_open(b);
        assert_true(breaker_is_open(b));
    }
    assert_wait(b, 10000);
    breaker_still_open(b);
    assert_wait(b, 10000);
    breaker_trip(b, "test"); /* while open it changes nothing */
    assert_wait(b, 10000);
    clock_forward(4000);
    breaker_trip(b, "test");
    assert_in_range(breaker_wait_ms(b), 0, 6000);
    clock_forward(20000);
    assert_int_equal(breaker_wait_ms(b), 0); /* due, and never less */
    breaker_free(b);
}

static void test_only_a_batch_that_went_through_forgets(void **state) {
    (void)state;
    struct breaker *b = breaker_new();
    breaker_close(b);
    for (long long due = 100; due <= 800; due *= 2) { /* a server that connects and fails */
        breaker_trip(b, "test");
        assert_wait(b, due);
        breaker_close(b);
    }
    breaker_proved(b);
    assert_false(breaker_is_open(b));
    breaker_trip(b, "test");
    assert_wait(b, 100);
    breaker_proved(b); /* while open: a batch that was on its way */
    assert_true(breaker_is_open(b));
    breaker_free(b);
}

/* Two processes that lost their database at once do not knock together. */
static void test_waits_are_by_chance(void **state) {
    (void)state;
    long long least = 10000, most = 0;
    for (int i = 0; i < 200; i++) {
        struct breaker *b = breaker_new();
        for (int k = 0; k < 8; k++)
            breaker_still_open(b); /* 10 s are due */
        long long left = breaker_wait_ms(b);
        least = left < least ? left : least;
        most = left > most ? left : most;
        breaker_free(b);
    }
    assert_in_range(least, 4900, 6000);
    assert_in_range(most, 9000, 10000);
}

static void test_an_outage_is_counted_once(void **state) {
    (void)state;
    uint64_t before = metrics_get(METRIC_DATABASE_OUTAGES);
    struct breaker *b = breaker_new();
    breaker_trip(b, "test"); /* at the start it is open, but nobody was told */
    breaker_trip(b, "test");
    assert_int_equal(metrics_get(METRIC_DATABASE_OUTAGES), before + 1);
    breaker_close(b);
    breaker_trip(b, "test");
    assert_int_equal(metrics_get(METRIC_DATABASE_OUTAGES), before + 2);
    breaker_free(b);
}

/* Who was in the way is gone. */
static void test_hurried(void **state) {
    (void)state;
    struct breaker *b = breaker_new();
    breaker_close(b);
    for (unsigned long n = 0; n < 5; n++) {
        assert_int_equal(breaker_openings(b), n);
        breaker_trip(b, "test");
        breaker_trip(b, "test");
        if (n < 4)
            breaker_close(b);
    }
    assert_true(breaker_wait_ms(b) > 500);
    breaker_hurry(b);
    assert_int_equal(breaker_wait_ms(b), 0);
    assert_true(breaker_is_open(b));
    breaker_still_open(b);
    assert_wait(b, 100);
    breaker_free(b);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_begins_open_without_a_try),
        cmocka_unit_test(test_waits_double_up_to_ten_seconds),
        cmocka_unit_test(test_only_a_batch_that_went_through_forgets),
        cmocka_unit_test(test_waits_are_by_chance),
        cmocka_unit_test(test_an_outage_is_counted_once),
        cmocka_unit_test(test_hurried),
    };
    return cmocka_run_group_tests_name("breaker", tests, NULL, NULL);
}
