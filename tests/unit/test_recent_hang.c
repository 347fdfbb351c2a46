/* recent, and a disk that hangs without an answer: who writes to it then hangs with it, no other
 * waits for longer than half a second, and that once; it is told, and when the disk answers all
 * goes on. The clock stands still at the kernel's time, so that deadlines come. */
#include <dlfcn.h>
#include <pthread.h>
#include <semaphore.h>

#include "recent_fixture.h"

static sem_t answers; /* one for each write */
static _Atomic int hanging;

static void hang(void) {
    hanging++;
    sem_wait(&answers);
    hanging--;
}

static void pause_shortly(void) { nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL); }

/* How often somebody began to wait for a deadline. */
static _Atomic int waits;

int pthread_cond_timedwait(pthread_cond_t *cond, pthread_mutex_t *lock,
                           const struct timespec *end) {
    int (*real)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *) =
        (int (*)(pthread_cond_t *, pthread_mutex_t *, const struct timespec *))dlsym(
            RTLD_NEXT, "pthread_cond_timedwait");
    waits++;
    return real(cond, lock, end);
}

static void set_clock(void) {
    struct timespec now;
    syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
    still_us = now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

static pthread_t first; /* who writes when the disk begins to hang */

static void *keep_first(void *arg) {
    keep(arg, 0, 1);
    return NULL;
}

static void *look_first(void *arg) {
    *(size_t *)arg = unconfirmed();
    return NULL;
}

static void hangs_with(void *(*body)(void *), void *arg) {
    pthread_create(&first, NULL, body, arg);
    while (hanging == 0)
        pause_shortly();
}

static int set_up_hanging(void **state) {
    set_up(state);
    set_clock();
    disk_watch(spool_root);
    assert_int_equal(sem_init(&answers, 0, 0), 0);
    disk.at_write = hang;
    return 0;
}

static void answer(void) {
    disk.at_write = disk.at_rename = NULL;
    sem_post(&answers);
    pthread_join(first, NULL);
}

static void keep_many(const struct history_name *history) {
    for (size_t i = 1; i < 30; i++)
        keep(history, i, 1);
}

static void nobody_waits_for_it_twice(void **state) {
    (void)state;
    see(&SERVER);
    hangs_with(keep_first, (void *)&SERVER);
    waits = 0;
    keep_many(&SERVER);
    assert_in_range(waits, 1, 5); /* once, and now and then for nothing */
    assert_int_equal(hanging, 1);
    assert_false(look().whole);
    assert_non_null(strstr(log_said(), " error recent_slow took_ms="));
    answer();
    assert_int_equal(all_readable(), 1);
}

static void it_is_let_alone_until_it_answers(void **state) {
    (void)state;
    hangs_with(keep_first, (void *)&SERVER);
    for (size_t i = 1; i < 5; i++) {
        pass(RECENT_REST_MS);
        keep(&SERVER, i, 1);
        assert_int_equal(hanging, 1);
    }
    assert_false(look().whole);
    answer();
    pass(RECENT_REST_MS - 1);
    keep(&SERVER, 5, 1);
    assert_int_equal(all_readable(), 1);
    pass(1);
    keep(&SERVER, 6, 1);
    assert_int_equal(all_readable(), (1u << 6) + 1);
}

/* What a delivery asks before it is one. */
static void what_is_known_of_the_server_is_told(void **state) {
    struct uuid receipts[RECENT_RECEIPTS_MAX];
    (void)state;
    see(&SERVER);
    hangs_with(keep_first, (void *)&SERVER);
    assert_true(recent_is_other(recent, &OTHER));
    assert_int_equal(recent_receipts(recent, &SERVER, receipts), 1);
    assert_string_equal(receipts[0].text, records[0].id.text);
    see(&OTHER);
    assert_true(recent_is_other(recent, &SERVER));
    answer();
}

/* The drainer gives a name: who delivers does not wait for that either. */
static void nobody_waits_for_the_drainer(void **state) {
    size_t count = 4711;
    (void)state;
    see(&OTHER);
    put_remembered((struct was_kept){60 * SECOND_US, SERVER.text, 31, 1, 1});
    disk.at_write = NULL;
    disk.at_rename = hang;
    keep(&SERVER, 0, 1);
    hangs_with(look_first, &count);
    keep_many(&OTHER);
    assert_int_equal(hanging, 1);
    assert_false(look().whole);
    answer();
    assert_int_equal(count, 2);
    assert_int_equal(all_readable(), (1u << 31) + 1u);
    pass(RECENT_REST_MS);
    keep(&OTHER, 30, 1);
    assert_int_equal(all_readable(), (3u << 30) + 1u);
}

/* Nor does the drainer lose what was written meanwhile. */
static void the_drainer_waits_for_who_writes(void **state) {
    pthread_t drainer;
    size_t count = 4711;
    (void)state;
    see(&OTHER);
    hangs_with(keep_first, (void *)&SERVER);
    pthread_create(&drainer, NULL, look_first, &count);
    keep(&OTHER, 1, 1);
    answer();
    pthread_join(drainer, NULL);
    assert_int_equal(count, 1);
    assert_int_equal(files(), 1);
    assert_int_equal(said_by(&found[0]).records, 1);
    assert_int_equal(read_file(&found[0], 0), 1);
}

#define HANGING(f) cmocka_unit_test_setup_teardown(f, set_up_hanging, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        HANGING(nobody_waits_for_it_twice),           HANGING(it_is_let_alone_until_it_answers),
        HANGING(what_is_known_of_the_server_is_told), HANGING(nobody_waits_for_the_drainer),
        HANGING(the_drainer_waits_for_who_writes),
    };
    return cmocka_run_group_tests_name("recent_hang", tests, NULL, NULL);
}
