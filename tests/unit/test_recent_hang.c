/* recent, and a disk that hangs without an answer: it costs one delivery half a second and no other
 * anything, it is told, and when the disk answers again all goes on. The clock stands still at the
 * kernel's time, so that deadlines come. */
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

static void set_clock(void) {
    struct timespec now;
    syscall(SYS_clock_gettime, CLOCK_MONOTONIC, &now);
    still_us = now.tv_sec * SECOND_US + now.tv_nsec / 1000;
}

static int set_up_hanging(void **state) {
    set_up(state);
    set_clock();
    disk_watch(spool_root);
    assert_int_equal(sem_init(&answers, 0, 0), 0);
    disk.at_write = hang;
    return 0;
}

/* It answers, and has answered. */
static void answer(void) {
    sem_post(&answers);
    while (hanging > 0)
        pause_shortly();
    unconfirmed(); /* waits for what is under way */
}

static int tear_down_hanging(void **state) {
    sem_post(&answers);
    return tear_down(state);
}

static void nobody_waits_for_it_twice(void **state) {
    (void)state;
    see(&SERVER);
    keep(&SERVER, 0, 1);
    assert_int_equal(hanging, 1);
    assert_false(look().whole);
    assert_non_null(strstr(log_said(), " error recent_slow took_ms="));
    for (size_t i = 1; i < 30; i++)
        keep(&SERVER, i, 1);
    assert_int_equal(hanging, 1);
    answer();
    assert_int_equal(all_readable(), 1); /* that one was on its way */
}

static void it_is_let_alone_after_its_answer(void **state) {
    (void)state;
    disk.at_write = hang;
    keep(&SERVER, 0, 1);
    pass(100 * RECENT_REST_MS);
    keep(&SERVER, 1, 1);
    disk.at_write = NULL;
    answer();
    keep(&SERVER, 2, 1);
    pass(RECENT_REST_MS - 1);
    keep(&SERVER, 3, 1);
    assert_int_equal(all_readable(), 1);
    pass(1);
    keep(&SERVER, 4, 1);
    assert_int_equal(all_readable(), 16 + 1);
}

/* What a delivery asks before it is one. */
static void what_is_known_of_the_server_is_told(void **state) {
    struct uuid receipts[RECENT_RECEIPTS_MAX];
    (void)state;
    see(&SERVER);
    keep(&SERVER, 0, 1);
    assert_int_equal(hanging, 1);
    assert_true(recent_is_other(recent, &OTHER));
    assert_int_equal(recent_receipts(recent, &SERVER, receipts), 1);
    assert_string_equal(receipts[0].text, records[0].id.text);
    see(&OTHER);
    assert_true(recent_is_other(recent, &SERVER));
}

static void *look_for_unconfirmed(void *arg) {
    *(size_t *)arg = unconfirmed();
    return NULL;
}

/* The drainer, which has to list the folder anyhow; whoever delivers does not wait for it. */
static void who_waits_for_it_keeps_nobody_waiting(void **state) {
    pthread_t drainer;
    size_t count = 4711;
    (void)state;
    see(&OTHER);
    put_remembered((struct was_kept){60 * SECOND_US, SERVER.text, 2, 1, 1});
    keep(&SERVER, 0, 1);
    pthread_create(&drainer, NULL, look_for_unconfirmed, &count);
    keep(&SERVER, 1, 1);
    assert_int_equal(hanging, 1);
    disk.at_write = NULL;
    sem_post(&answers);
    pthread_join(drainer, NULL);
    assert_int_equal(count, 2);
    assert_int_equal(all_readable(), 4 + 1);
}

/* Nor does it wait for a name that somebody else wants to give. */
static void nobody_waits_for_who_waits_for_it(void **state) {
    pthread_t drainer;
    size_t count = 4711;
    (void)state;
    see(&OTHER);
    disk.at_write = NULL;
    disk.at_rename = hang;
    keep(&SERVER, 0, 1);
    pthread_create(&drainer, NULL, look_for_unconfirmed, &count);
    while (hanging == 0)
        pause_shortly();
    for (size_t i = 1; i < 30; i++)
        keep(&OTHER, i, 1);
    assert_int_equal(hanging, 1);
    assert_false(look().whole);
    sem_post(&answers);
    pthread_join(drainer, NULL);
    assert_int_equal(count, 1);
    assert_int_equal(all_readable(), 1);
    pass(RECENT_REST_MS);
    keep(&OTHER, 30, 1);
    assert_int_equal(all_readable(), (1u << 30) + 1);
}

static void the_end_waits_for_what_is_under_way(void **state) {
    (void)state;
    keep(&SERVER, 0, 1);
    sem_post(&answers);
    recent_free(recent);
    recent = recent_new(spool, MINUTES, OCTETS_MAX);
    assert_int_equal(files(), 1);
    assert_int_equal(said_by(&found[0]).records, 1);
    assert_int_equal(read_file(&found[0], 0), 1);
}

#define HANGING(f) cmocka_unit_test_setup_teardown(f, set_up_hanging, tear_down_hanging)

int main(void) {
    const struct CMUnitTest tests[] = {
        HANGING(nobody_waits_for_it_twice),
        HANGING(it_is_let_alone_after_its_answer),
        HANGING(what_is_known_of_the_server_is_told),
        HANGING(who_waits_for_it_keeps_nobody_waiting),
        HANGING(nobody_waits_for_who_waits_for_it),
        HANGING(the_end_waits_for_what_is_under_way),
    };
    return cmocka_run_group_tests_name("recent_hang", tests, NULL, NULL);
}
