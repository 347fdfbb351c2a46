/* store: many threads hand in at once, none waits for another's database, and what is full says so.
 * fsync(2) is the test's own: while it is shut, whoever writes to the spool has the turn. */
#include <dlfcn.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "scripted_server.h"
#include "store_fixture.h"

#include "spool_fixture.h"

#include "base/metrics.h"
#include "store/store.h"

#define BIG_BYTES (500 * 1024)
#define VISITORS_MAX (PENDING_MAX + 2)

static struct scripted *server;
static struct store *store;

static atomic_bool shut;
static atomic_int synced;

int fsync(int fd) {
    (void)fd;
    atomic_fetch_add(&synced, 1);
    while (atomic_load(&shut))
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    return 0;
}

/* While remembering is shut, whoever remembers what the database has taken stands still. */
static atomic_bool remembering_shut;
static atomic_int remembering;

ssize_t write(int fd, const void *bytes, size_t n) {
    char link[32], path[256] = "";
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    bool waits = atomic_load(&remembering_shut) && readlink(link, path, sizeof path - 1) > 0 &&
                 strstr(path, "/recent/") != NULL;
    if (waits)
        atomic_fetch_add(&remembering, 1);
    while (waits && atomic_load(&remembering_shut))
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    return syscall(SYS_write, fd, bytes, n);
}

/* A stop that waits for its writer has told it so. */
static atomic_int joins;

int pthread_join(pthread_t thread, void **result) {
    int (*real)(pthread_t, void **) = (int (*)(pthread_t, void **))dlsym(RTLD_NEXT, "pthread_join");
    atomic_fetch_add(&joins, 1);
    return real(thread, result);
}

static struct store_state look(void) {
    struct store_state state;
    store_look(store, &state);
    return state;
}

static int set_up(void **state) {
    (void)state;
    server = scripted_start();
    spool_up();
    make_records();
    log_catch();
    store = NULL;
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    atomic_store(&shut, false);
    atomic_store(&remembering_shut, false);
    if (store != NULL)
        store_stop(store);
    log_release();
    spool_down();
    scripted_stop(server);
    return 0;
}

static void open_store(bool with_spool, bool with_database) {
    if (!with_database)
        SAY({"connect", FAILS, "57P03 starting up"});
    store = store_new(with_spool ? spool : NULL, NULL);
    UNTIL(scripted_count(server, "connect") > 0);
    if (with_database)
        UNTIL(look().database_up);
    else /* the writer's own has failed, and the spool takes all */
        UNTIL(strstr(log_said(), "database_away") != NULL);
}

/* ---- visitors -------------------------------------------------------------------------------- */

static struct visitor {
    pthread_t thread;
    const struct record *record;
    enum errcode result;
    struct receipt receipt;
    atomic_bool left;
} visitors[VISITORS_MAX];

static void *visit(void *arg) {
    struct visitor *v = arg;
    v->result = store_submit(store, v->record, &v->receipt);
    atomic_store(&v->left, true);
    return NULL;
}

static void arrive(size_t n, const struct record *record) {
    pthread_attr_t small;
    pthread_attr_init(&small);
    pthread_attr_setstacksize(&small, 256 * 1024);
    visitors[n] = (struct visitor){.record = record};
    assert_int_equal(pthread_create(&visitors[n].thread, &small, visit, &visitors[n]), 0);
    pthread_attr_destroy(&small);
}

static void all_leave(size_t first, size_t count) {
    for (size_t n = first; n < first + count; n++)
        assert_int_equal(pthread_join(visitors[n].thread, NULL), 0);
}

/* The first has the turn, and waits for its disk. */
static void shut_the_gate(void) {
    atomic_store(&shut, true);
    int before = atomic_load(&synced);
    arrive(0, &records[0]);
    UNTIL(atomic_load(&synced) > before);
}

static enum errcode submit(size_t n, struct receipt *receipt) {
    memset(receipt, 0x5a, sizeof *receipt);
    return store_submit(store, &records[n], receipt);
}

/* ---- one at a time --------------------------------------------------------------------------- */

static void each_outcome_is_told_and_counted(void **state) {
    static const struct {
        const char *words, *fails;
        enum errcode result;
        enum outcome outcome;
        enum metric metric;
    } cases[] = {
        {"new", NULL, OK, OUTCOME_NEW, METRIC_LEADS_NEW},
        {"replay", NULL, OK, OUTCOME_REPLAY, METRIC_LEADS_REPLAY},
        {"differs", NULL, OK, OUTCOME_DIFFERS, METRIC_LEADS_DIFFERS},
        {NULL, "P0001 no", ERR_REFUSED, 0, METRIC_SUBMISSIONS_REFUSED},
        {NULL, "53100 full", ERR_UNAVAILABLE, 0, METRIC_SUBMISSIONS_BUSY},
    };
    (void)state;
    open_store(false, true);
    assert_false(look().has_spool);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct receipt receipt;
        uint64_t before = metrics_get(cases[i].metric);
        if (cases[i].fails != NULL)
            SAY({"record-", FAILS, cases[i].fails});
        else
            SAY({"record-", SAYS, cases[i].words});
        assert_int_equal(submit(0, &receipt), cases[i].result);
        if (cases[i].result == OK)
            assert_int_equal(receipt.outcome, cases[i].outcome);
        else
            assert_int_equal(receipt.outcome, 0x5a5a5a5a); /* written on success only */
        assert_int_equal(metrics_get(cases[i].metric), before + 1);
    }
    assert_false(look().database_up);
}

static void an_outage_is_waited_out_in_the_spool(void **state) {
    struct receipt receipt;
    uint64_t before = metrics_get(METRIC_LEADS_SPOOLED);
    (void)state;
    open_store(true, false);
    assert_int_equal(submit(0, &receipt), OK);
    assert_int_equal(receipt.outcome, OUTCOME_SPOOLED);
    assert_string_equal(receipt.id.text, records[0].id.text);
    assert_int_equal(metrics_get(METRIC_LEADS_SPOOLED), before + 1);
    struct store_state s = look();
    assert_true(s.has_spool && !s.database_up && s.spool.writable);
    assert_int_equal(s.spool.records, 1);
    SAY({0});
    UNTIL(look().spool.records == 0);
    UNTIL(look().database_up);
    assert_int_equal(files_in("new"), 0);
    assert_int_equal(submit(1, &receipt), OK);
    assert_int_equal(receipt.outcome, OUTCOME_NEW);
    assert_int_equal(scripted_kept(server), 2);
}

/* How long the database is seen as away: a tenth of a second, unless the machine is busy. */
static long long outage_ms(bool by_a_look) {
    struct receipt receipt;
    make_records();
    if (by_a_look) {
        scripted_hang_up(server);
    } else {
        SAY({"record-0\"", FAILS, "53100 disk full", 1});
        assert_int_equal(submit(0, &receipt), OK);
    }
    UNTIL(!look().database_up);
    long long start = clock_ms();
    UNTIL(look().database_up);
    return clock_ms() - start;
}

/* The writer's trouble wakes the drainer, which would look by itself a second later. */
static void an_outage_is_tried_to_end_at_once(void **state) {
    (void)state;
    open_store(true, true);
    for (int by_a_look = 0; by_a_look <= 1; by_a_look++) {
        long long shortest = PATIENCE_MS;
        for (int i = 0; i < 20 && shortest > 600; i++) {
            long long took = outage_ms(by_a_look == 1);
            shortest = took < shortest ? took : shortest;
        }
        assert_in_range(shortest, 0, 600);
    }
}

/* ---- many at once ---------------------------------------------------------------------------- */

static void who_waits_shares_a_batch(void **state) {
    static const struct {
        size_t count, files; /* beside the first, who is written alone */
    } cases[] = {{2, 1}, {BATCH_RECORDS_MAX, 1}, {BATCH_RECORDS_MAX + 1, 2}};
    size_t files = 0, all = 0;
    (void)state;
    open_store(true, false);
    for (size_t i = 0; i < COUNT(cases); i++) {
        shut_the_gate();
        for (size_t n = 1; n <= cases[i].count; n++)
            arrive(n, &records[n]);
        UNTIL(look().pending == cases[i].count);
        atomic_store(&shut, false);
        all_leave(0, cases[i].count + 1);
        for (size_t n = 0; n <= cases[i].count; n++) {
            assert_int_equal(visitors[n].result, OK);
            assert_string_equal(visitors[n].receipt.id.text, records[n].id.text);
        }
        files += 1 + cases[i].files;
        all += 1 + cases[i].count;
        assert_int_equal(look().pending, 0);
        assert_int_equal(files_in("new"), files);
        assert_int_equal(look().spool.records, all);
    }
}

static void no_more_octets_than_fit(void **state) {
    static struct record big[9];
    (void)state;
    open_store(true, false);
    for (size_t i = 0; i < COUNT(big); i++) {
        char *text = malloc(BIG_BYTES);
        memset(text, 'x', BIG_BYTES);
        big[i] = (struct record){records[i + 1].id, {text, BIG_BYTES}};
    }
    shut_the_gate();
    for (size_t i = 0; i < COUNT(big); i++)
        arrive(i + 1, &big[i]);
    UNTIL(look().pending == COUNT(big));
    atomic_store(&shut, false);
    all_leave(0, COUNT(big) + 1);
    assert_int_equal(files_in("new"), 3); /* 1, 8 and 1 */
    for (size_t i = 0; i < COUNT(big); i++)
        free((char *)big[i].json.ptr);
}

static void the_list_is_bounded(void **state) {
    struct receipt receipt;
    struct visitor *last = &visitors[PENDING_MAX + 1];
    uint64_t busy = metrics_get(METRIC_SUBMISSIONS_BUSY);
    (void)state;
    open_store(true, false);
    shut_the_gate();
    for (size_t n = 1; n <= PENDING_MAX; n++)
        arrive(n, &records[n % RECORDS]);
    UNTIL(look().pending == PENDING_MAX);
    assert_int_equal(metrics_get(METRIC_SUBMISSIONS_BUSY), busy);
    arrive(PENDING_MAX + 1, &records[1]);
    UNTIL(atomic_load(&last->left) || look().pending > PENDING_MAX);
    assert_int_equal(look().pending, PENDING_MAX);
    assert_int_equal(metrics_get(METRIC_SUBMISSIONS_BUSY), busy + 1);
    atomic_store(&shut, false);
    all_leave(0, PENDING_MAX + 2);
    assert_int_equal(last->result, ERR_UNAVAILABLE);
    for (size_t n = 0; n <= PENDING_MAX; n++)
        assert_int_equal(visitors[n].result, OK);
    assert_int_equal(submit(1, &receipt), OK);
}

static void *stop(void *arg) {
    store_stop(arg);
    return NULL;
}

/* The first visitor's lead is in the database, and hangs where it is remembered. */
static struct recent *one_hangs(void) {
    struct recent *recent = recent_new(spool, 10, 1024 * 1024);
    store = store_new(spool, recent);
    UNTIL(look().database_up);
    atomic_store(&remembering, 0);
    atomic_store(&remembering_shut, true);
    arrive(0, &records[0]);
    UNTIL(atomic_load(&remembering) == 1);
    return recent;
}

static void stop_remembering(struct recent *recent) {
    store_stop(store);
    store = NULL;
    recent_free(recent);
}

/* Whoever hangs when it remembers loses the turn. */
static void who_hangs_holds_up_nobody(void **state) {
    pthread_t stopping;
    (void)state;
    struct recent *recent = one_hangs();
    for (size_t n = 1; n < 100; n++)
        arrive(n, &records[n]);
    all_leave(1, 99);
    for (size_t n = 1; n < 100; n++) {
        assert_int_equal(visitors[n].result, OK);
        assert_int_equal(visitors[n].receipt.outcome, OUTCOME_NEW);
    }
    assert_false(atomic_load(&visitors[0].left));
    assert_int_equal(atomic_load(&remembering), 1);
    assert_false(look().recent.whole);
    int before = atomic_load(&joins);
    assert_int_equal(pthread_create(&stopping, NULL, stop, store), 0);
    UNTIL(atomic_load(&joins) > before);
    atomic_store(&remembering_shut, false);
    all_leave(0, 1);
    pthread_join(stopping, NULL); /* it has waited for who hung, too */
    store = NULL;
    assert_int_equal(visitors[0].result, OK);
    assert_int_equal(scripted_kept(server), 100);
    recent_free(recent);
}

static void who_hung_ends_no_other_turn(void **state) {
    (void)state;
    struct recent *recent = one_hangs();
    int before = atomic_load(&synced);
    SAY({"record-1\"", FAILS, "53100 disk full"});
    atomic_store(&shut, true);
    arrive(1, &records[1]);
    UNTIL(atomic_load(&synced) > before); /* in its turn, which was the first one's */
    atomic_store(&remembering_shut, false);
    all_leave(0, 1);
    arrive(2, &records[2]);
    UNTIL(look().pending == 1);
    atomic_store(&shut, false);
    all_leave(1, 2);
    for (size_t n = 0; n <= 2; n++)
        assert_int_equal(visitors[n].result, OK);
    stop_remembering(recent);
}

/* ---- the end --------------------------------------------------------------------------------- */

static void who_waits_is_written_before_the_end(void **state) {
    pthread_t stopping;
    struct spool_state left;
    (void)state;
    open_store(true, false);
    shut_the_gate();
    for (size_t n = 1; n <= 10; n++)
        arrive(n, &records[n]);
    UNTIL(look().pending == 10);
    int before = atomic_load(&joins);
    assert_int_equal(pthread_create(&stopping, NULL, stop, store), 0);
    UNTIL(atomic_load(&joins) > before);
    arrive(11, &records[11]);
    UNTIL(atomic_load(&visitors[11].left) || look().pending > 10);
    assert_int_equal(look().pending, 10);
    atomic_store(&shut, false);
    all_leave(0, 12);
    assert_int_equal(visitors[11].result, ERR_UNAVAILABLE);
    for (size_t n = 0; n <= 10; n++)
        assert_int_equal(visitors[n].result, OK);
    pthread_join(stopping, NULL);
    store = NULL;
    spool_look(spool, &left);
    assert_int_equal(left.records, 11);
}

static void all_threads_have_ended(void **state) {
    (void)state;
    open_store(true, true);
    int before = atomic_load(&joins);
    store_stop(store);
    store = NULL;
    assert_int_equal(atomic_load(&joins), before + 3); /* two that write, and the drainer's */
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(each_outcome_is_told_and_counted),
        TEST(an_outage_is_waited_out_in_the_spool),
        TEST(an_outage_is_tried_to_end_at_once),
        TEST(who_waits_shares_a_batch),
        TEST(no_more_octets_than_fit),
        TEST(the_list_is_bounded),
        TEST(who_hangs_holds_up_nobody),
        TEST(who_hung_ends_no_other_turn),
        TEST(who_waits_is_written_before_the_end),
        TEST(all_threads_have_ended),
    };
    return cmocka_run_group_tests_name("store", tests, NULL, NULL);
}
