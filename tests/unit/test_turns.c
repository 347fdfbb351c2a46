/* turns: half of the threads for one, the rest for the others. */
#include "unit.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>

#include "base/bounds.h"
#include "desk/turns.h"

#define OLGA SLICE_LIT("olga")
#define IRINA SLICE_LIT("irina")

static void test_most(void **state) {
    (void)state;
    static const int cases[][2] = {{1, 1}, {2, 1}, {3, 2}, {4, 2}, {16, 8}, {60, 30}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct turns *t = turns_new(cases[i][0]);
        for (int k = 0; k < cases[i][1]; k++)
            assert_true(turns_take(t, OLGA));
        if (cases[i][0] > 1)
            assert_false(turns_take(t, OLGA));
        if (cases[i][0] > 1)
            assert_true(turns_take(t, IRINA));
        turns_give(t, OLGA);
        assert_true(turns_take(t, OLGA));
        turns_free(t);
    }
}

/* An empty name, which is that of all who sign in, and long ones. */
static void test_names(void **state) {
    (void)state;
    char one[LOGIN_BYTES_MAX + 2], other[LOGIN_BYTES_MAX + 2];
    struct turns *t = turns_new(6);
    memset(one, 'a', sizeof one);
    memcpy(other, one, sizeof one);
    other[LOGIN_BYTES_MAX] = 'b';
    assert_true(turns_take(t, SLICE_LIT("")) && turns_take(t, SLICE_LIT("")) &&
                turns_take(t, SLICE_LIT("")));
    assert_false(turns_take(t, SLICE_LIT("")));
    assert_true(turns_take(t, (struct slice){one, LOGIN_BYTES_MAX - 1}));
    assert_true(turns_take(t, (struct slice){one, sizeof one}));
    assert_true(turns_take(t, (struct slice){other, sizeof other}));
    turns_give(t, SLICE_LIT(""));
    assert_true(turns_take(t, (struct slice){one, sizeof one}));
    assert_false(turns_take(t, (struct slice){other, sizeof other}));
    turns_free(t);
}

static atomic_int most_seen, now_at_it;
static struct turns *shared;

static void *work(void *arg) {
    int *refused = arg;
    for (int i = 0; i < 2000; i++) {
        if (!turns_take(shared, OLGA)) {
            (*refused)++;
            continue;
        }
        int n = atomic_fetch_add(&now_at_it, 1) + 1;
        if (n > atomic_load(&most_seen))
            atomic_store(&most_seen, n);
        sched_yield();
        atomic_fetch_sub(&now_at_it, 1);
        turns_give(shared, OLGA);
    }
    return NULL;
}

static void test_at_once(void **state) {
    (void)state;
    pthread_t threads[8];
    int refused[COUNT(threads)] = {0};
    shared = turns_new(COUNT(threads));
    for (size_t i = 0; i < COUNT(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, work, &refused[i]), 0);
    for (size_t i = 0; i < COUNT(threads); i++)
        pthread_join(threads[i], NULL);
    assert_in_range(atomic_load(&most_seen), 1, COUNT(threads) / 2);
    for (size_t i = 0; i < COUNT(threads) / 2; i++)
        assert_true(turns_take(shared, OLGA));
    assert_false(turns_take(shared, OLGA));
    turns_free(shared);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_most),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
