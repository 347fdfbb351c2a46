/* reloader: who asks does not wait, what was asked during a load is done once after it, and a stop
 * says whether a load still goes on. The loads here begin and end when the test says so. */
#include "unit.h"

#include <errno.h>
#include <sched.h>
#include <semaphore.h>
#include <time.h>

#include "command/reloader.h"

#define NO_MORE_MS 100

static sem_t begun, may_end;

static void load(void *arg) {
    int *loads = arg;
    ++*loads;
    sem_post(&begun);
    while (sem_wait(&may_end) == -1)
        assert_int_equal(errno, EINTR);
}

static int setup(void **state) {
    (void)state;
    return sem_init(&begun, 0, 0) | sem_init(&may_end, 0, 0);
}

static int teardown(void **state) {
    (void)state;
    return sem_destroy(&begun) | sem_destroy(&may_end);
}

static void await_begin(void) {
    while (sem_wait(&begun) == -1)
        assert_int_equal(errno, EINTR);
}

static void assert_none_begins(void) {
    struct timespec end;
    clock_gettime(CLOCK_REALTIME, &end);
    end.tv_nsec += NO_MORE_MS * 1000000L;
    end.tv_sec += end.tv_nsec / 1000000000;
    end.tv_nsec %= 1000000000;
    assert_int_equal(sem_timedwait(&begun, &end), -1);
    assert_int_equal(errno, ETIMEDOUT);
}

static void stop(struct reloader *r) {
    while (!reloader_stop(r))
        sched_yield();
}

static void one_that_was_never_asked_stops(void **state) {
    int loads = 0;
    (void)state;
    stop(reloader_start(load, &loads));
    assert_int_equal(loads, 0);
}

static void asked_twice_loads_twice(void **state) {
    int loads = 0;
    (void)state;
    struct reloader *r = reloader_start(load, &loads);
    for (int i = 1; i <= 2; i++) {
        reloader_ask(r);
        await_begin();
        assert_int_equal(loads, i);
        sem_post(&may_end);
    }
    stop(r);
}

static void asked_often_during_a_load_loads_once_more(void **state) {
    int loads = 0;
    (void)state;
    struct reloader *r = reloader_start(load, &loads);
    reloader_ask(r);
    await_begin();
    for (int i = 0; i < 5; i++)
        reloader_ask(r);
    sem_post(&may_end);
    await_begin();
    sem_post(&may_end);
    assert_none_begins();
    stop(r);
    assert_int_equal(loads, 2);
}

/* What was asked before it is dropped, too. */
static void a_stop_does_not_wait_for_a_load(void **state) {
    int loads = 0;
    (void)state;
    struct reloader *r = reloader_start(load, &loads);
    reloader_ask(r);
    await_begin();
    reloader_ask(r);
    assert_false(reloader_stop(r));
    assert_false(reloader_stop(r));
    sem_post(&may_end);
    stop(r);
    assert_int_equal(loads, 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_that_was_never_asked_stops),
        cmocka_unit_test(asked_twice_loads_twice),
        cmocka_unit_test(asked_often_during_a_load_loads_once_more),
        cmocka_unit_test(a_stop_does_not_wait_for_a_load),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
