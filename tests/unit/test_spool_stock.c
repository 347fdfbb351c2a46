/* spool: what waits is counted right by the two threads that write and take stock. */
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/uuid.h"
#include "store/spool.h"
#include "unit.h"

#define ROUNDS 200
#define FILES 10 /* in a round */
#define FLOOR_BYTES 1

static char root[64];
static struct spool *spool;

/* The test's own disk need not turn. */
int fsync(int fd) {
    (void)fd;
    return 0;
}

static int open_one(void **state) {
    (void)state;
    snprintf(root, sizeof root, "/tmp/firstline-stock-XXXXXX");
    return mkdtemp(root) != NULL && spool_open(root, FLOOR_BYTES, &spool) == OK ? 0 : -1;
}

static int close_one(void **state) {
    char command[128];
    (void)state;
    spool_close(spool);
    snprintf(command, sizeof command, "rm -rf %s", root);
    return system(command);
}

static void *write_files(void *done) {
    struct spool_record record = {.payload = SLICE_LIT("{}")};
    uuid_make(1700000000000000, &record.id);
    for (int i = 0; i < FILES; i++)
        if (spool_write(spool, &record, 1) != OK)
            abort();
    atomic_store((atomic_bool *)done, true);
    return NULL;
}

/* A file that is written while the folder is read must not be forgotten, nor be counted twice: an
 * operator reads 0 as "everybody is in the database". */
static void counted_while_stock_is_taken(void **state) {
    (void)state;
    for (long long round = 1; round <= ROUNDS; round++) {
        pthread_t writer;
        atomic_bool done = false;
        size_t listed;
        struct spool_state look;
        assert_int_equal(pthread_create(&writer, NULL, write_files, &done), 0);
        while (!atomic_load(&done))
            (void)spool_list(spool, &listed);
        assert_int_equal(pthread_join(writer, NULL), 0);
        spool_look(spool, &look);
        assert_int_equal(look.files, round * FILES);
        assert_int_equal(look.records, round * FILES);
    }
}

/* With no list between: the oldest of what is left, and of what comes after all has gone. */
static void oldest_that_waits(void **state) {
    struct spool_record record = {.payload = SLICE_LIT("{}")};
    struct spool_state look;
    long long times[3];
    size_t count;
    (void)state;
    uuid_make(1700000000000000, &record.id);
    for (int i = 0; i < 2; i++)
        assert_int_equal(spool_write(spool, &record, 1), OK);
    const struct spool_name *names = spool_list(spool, &count);
    assert_int_equal(count, 2);
    spool_look(spool, &look);
    times[0] = look.oldest_us;
    spool_delivered(spool, &names[0], 1);
    spool_look(spool, &look);
    times[1] = look.oldest_us;
    spool_delivered(spool, &names[1], 1);
    spool_look(spool, &look);
    assert_int_equal(look.oldest_us, 0);
    assert_int_equal(spool_write(spool, &record, 1), OK);
    spool_look(spool, &look);
    times[2] = look.oldest_us;
    assert_true(0 < times[0] && times[0] < times[1] && times[1] < times[2]);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_one, close_one)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(counted_while_stock_is_taken),
        TEST(oldest_that_waits),
    };
    return cmocka_run_group_tests_name("spool_stock", tests, NULL, NULL);
}
