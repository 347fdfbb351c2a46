/* metrics: names fit Prometheus and are unique; threads lose no count; gauges keep what was said
 * last. Also the words of errcode, the other table of names. */
#include "unit.h"

#include <pthread.h>

#include "base/errcode.h"
#include "base/metrics.h"
#include "base/slice.h"

#define THREADS 4
#define ROUNDS 50000

static void test_names(void **state) {
    (void)state;
    for (int m = 0; m < METRIC__MAX; m++) {
        struct slice name = slice_from(metrics_name((enum metric)m));
        assert_true(slice_starts(name, "firstline_"));
        assert_true(slice_ends(name, "_total"));
        for (size_t i = 0; i < name.len; i++)
            assert_true(name.ptr[i] == '_' || (name.ptr[i] >= 'a' && name.ptr[i] <= 'z'));
        struct slice help = slice_from(metrics_help((enum metric)m));
        assert_true(help.len > 0);
        assert_int_equal(slice_find(help, '\n'), help.len);
        assert_int_equal(slice_find(help, '\\'), help.len);
        for (int other = 0; other < m; other++)
            assert_false(slice_eq_lit(name, metrics_name((enum metric)other)));
    }
}

static void test_counts_apart(void **state) {
    (void)state;
    for (int m = 0; m < METRIC__MAX; m++)
        metrics_add((enum metric)m, (uint64_t)m + 1);
    for (int m = 0; m < METRIC__MAX; m++)
        assert_int_equal(metrics_get((enum metric)m), m + 1);
    metrics_add(METRIC_REQUESTS, UINT64_C(1) << 40); /* more than 32 bits */
    assert_int_equal(metrics_get(METRIC_REQUESTS), (UINT64_C(1) << 40) + 1);
}

static void test_gauges(void **state) {
    (void)state;
    struct gauge_state g, other;
    for (int i = 0; i < GAUGE__MAX; i++) {
        metrics_gauge((enum gauge)i, &g);
        assert_int_equal(g.value, 0);
        assert_int_equal(slice_find(slice_from(g.help), '\n'), strlen(g.help));
        assert_false(slice_ends(slice_from(g.name), "_total"));
        for (int j = 0; j < i; j++) {
            metrics_gauge((enum gauge)j, &other);
            assert_string_not_equal(g.name, other.name);
            assert_int_equal(other.value, (1LL << 40) + j);
        }
        metrics_set((enum gauge)i, i);
        metrics_set((enum gauge)i, (1LL << 40) + i);
    }
}

static void *count(void *arg) {
    for (int i = 0; i < ROUNDS; i++)
        metrics_add(METRIC_BATCHES, 1);
    return arg;
}

static void test_threads(void **state) {
    (void)state;
    pthread_t threads[THREADS];
    uint64_t before = metrics_get(METRIC_BATCHES);
    for (int i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, count, NULL), 0);
    for (int i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    assert_int_equal(metrics_get(METRIC_BATCHES), before + (uint64_t)THREADS * ROUNDS);
}

static void test_errcode_names(void **state) {
    (void)state;
    for (int e = 0; e < ERR__MAX; e++) {
        assert_non_null(errcode_name((enum errcode)e));
        for (int other = 0; other < e; other++)
            assert_string_not_equal(errcode_name((enum errcode)e),
                                    errcode_name((enum errcode)other));
    }
    assert_string_equal(errcode_name(ERR__MAX), "unknown");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_names),         cmocka_unit_test(test_counts_apart),
        cmocka_unit_test(test_gauges),        cmocka_unit_test(test_threads),
        cmocka_unit_test(test_errcode_names),
    };
    return cmocka_run_group_tests_name("metrics", tests, NULL, NULL);
}
