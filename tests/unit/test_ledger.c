/* ledger: nothing that was counted is lost: not with the process, not with a neighbour, not when
 * the ring goes round; and what was never counted as answered shows. */
#include "store_fixture.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/metrics.h"
#include "store/ledger_file.h"

#define SLOT_US (LEDGER_SLOT_S * 1000000LL)
#define NOW_US (1784000000000000LL / SLOT_US * SLOT_US)

static char folder[64];
static struct ledger_batch batch;

static int set_up(void **state) {
    (void)state;
    snprintf(folder, sizeof folder, "/tmp/firstline-ledger-XXXXXX");
    assert_non_null(mkdtemp(folder));
    log_catch();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    char command[128];
    log_release();
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static size_t files(const char *suffix) {
    size_t n = 0;
    DIR *dir = opendir(folder);
    assert_non_null(dir);
    for (const struct dirent *e; (e = readdir(dir)) != NULL;)
        n += slice_ends(slice_from(e->d_name), suffix);
    closedir(dir);
    return n;
}

static void post(struct ledger *l, int64_t now_us, enum ledger_part part) {
    struct ledger_post p = {0};
    ledger_begin(l, &p, now_us);
    ledger_end(l, &p, part);
}

/* What is in no part. */
static long long difference(const struct ledger_row *row) {
    long long n = (long long)row->received;
    for (int i = 0; i < LEDGER_PART__MAX; i++)
        n -= (long long)row->parts[i];
    return n;
}

static void nothing_to_tell(struct ledger *l) { assert_false(ledger_untold(l, &batch)); }

static void tell(struct ledger *l) {
    while (ledger_untold(l, &batch))
        ledger_told(l, &batch);
}

/* In a process that is killed then: so many answered, and one that is not. */
static void killed_after(int answered) {
    pid_t child = fork();
    if (child == 0) {
        struct ledger *l = ledger_open(folder);
        struct ledger_post p = {0};
        for (int i = 0; i < answered; i++)
            post(l, NOW_US, LEDGER_STORED);
        ledger_begin(l, &p, NOW_US);
        kill(getpid(), SIGKILL);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void each_is_in_one_column(void **state) {
    (void)state;
    struct ledger *l = ledger_open(folder);
    nothing_to_tell(l);
    for (int i = 0; i < LEDGER_PART__MAX; i++)
        for (int n = 0; n <= i; n++)
            post(l, NOW_US + i, (enum ledger_part)i);
    assert_true(ledger_untold(l, &batch));
    assert_int_equal(batch.count, 1);
    assert_int_equal(batch.rows[0].start_s, NOW_US / 1000000);
    assert_int_equal(batch.rows[0].received, LEDGER_PART__MAX * (LEDGER_PART__MAX + 1) / 2);
    for (int i = 0; i < LEDGER_PART__MAX; i++)
        assert_int_equal(batch.rows[0].parts[i], i + 1);
    ledger_told(l, &batch);
    nothing_to_tell(l);
    ledger_tell_again(l);
    assert_true(ledger_untold(l, &batch));
    ledger_close(l);
}

static void what_is_being_answered_is_not_told(void **state) {
    (void)state;
    struct ledger *l = ledger_open(folder);
    struct ledger_post p = {0};
    ledger_begin(l, &p, NOW_US);
    nothing_to_tell(l);
    post(l, NOW_US, LEDGER_BUSY);
    assert_true(ledger_untold(l, &batch));
    assert_int_equal(batch.rows[0].received, 1);
    ledger_end(l, &p, LEDGER_INVALID); /* after the batch was made: it is told next */
    ledger_told(l, &batch);
    assert_true(ledger_untold(l, &batch));
    assert_int_equal(batch.rows[0].received, 2);
    ledger_close(l);
}

static void what_is_never_answered_shows(void **state) {
    (void)state;
    struct ledger *l = ledger_open(folder);
    struct ledger_post p = {0};
    ledger_begin(l, &p, NOW_US); /* and its end is forgotten */
    ledger_begin(l, &p, NOW_US);
    ledger_end(l, &p, LEDGER_STORED);
    assert_true(ledger_untold(l, &batch));
    assert_int_equal(difference(&batch.rows[0]), 1);
    ledger_end(l, &p, LEDGER_STORED);
    ledger_end(l, &p, LEDGER_STORED); /* twice too often */
    assert_true(ledger_untold(l, &batch));
    assert_int_equal(difference(&batch.rows[0]), -1);
    ledger_close(l);
}

static void a_quarter_ends_when_it_ends(void **state) {
    (void)state;
    struct ledger *l = ledger_open(folder);
    post(l, NOW_US - 1, LEDGER_STORED);
    post(l, NOW_US, LEDGER_STORED);
    post(l, NOW_US + SLOT_US - 1, LEDGER_STORED);
    post(l, NOW_US + SLOT_US, LEDGER_STORED);
    post(l, 0, LEDGER_STORED); /* a clock that was not set yet */
    assert_true(ledger_untold(l, &batch));
    assert_int_equal(batch.count, 4);
    uint64_t most = 0;
    for (size_t i = 0; i < batch.count; i++)
        most = batch.rows[i].received > most ? batch.rows[i].received : most;
    assert_int_equal(most, 2);
    ledger_close(l);
}

static void who_is_killed_leaves_what_it_had_read(void **state) {
    (void)state;
    uint64_t before = metrics_get(METRIC_POSTS_UNANSWERED);
    killed_after(3);
    struct ledger *l = ledger_open(folder);
    assert_true(ledger_untold(l, &batch));
    assert_int_equal(batch.count, 1);
    assert_int_equal(batch.rows[0].received, 4);
    assert_int_equal(batch.rows[0].parts[LEDGER_STORED], 3);
    assert_int_equal(batch.rows[0].parts[LEDGER_UNANSWERED], 1);
    assert_int_equal(metrics_get(METRIC_POSTS_UNANSWERED) - before, 1);
    assert_non_null(strstr(log_said(), " warn posts_unanswered count=1 ledger="));
    struct uuid name = batch.name;
    tell(l);
    post(l, NOW_US, LEDGER_STORED);
    assert_true(ledger_untold(l, &batch));
    assert_string_equal(batch.name.text, name.text); /* it is gone on with */
    assert_int_equal(batch.rows[0].received, 5);
    ledger_close(l);
    assert_int_equal(files(LEDGER_SUFFIX), 1);
}

static void two_processes_have_one_each(void **state) {
    (void)state;
    struct ledger *l = ledger_open(folder);
    killed_after(2);
    post(l, NOW_US, LEDGER_DOUBLE);
    assert_int_equal(files(LEDGER_SUFFIX), 2);
    assert_true(ledger_untold(l, &batch));
    assert_int_equal(batch.rows[0].received, 1); /* the other's is not its to tell */
    ledger_close(l);
    struct ledger *next = ledger_open(folder); /* takes over both */
    uint64_t sum = 0;
    for (int books = 0; books < 2; books++) {
        assert_true(ledger_untold(next, &batch));
        sum += batch.rows[0].received;
        assert_int_equal(difference(&batch.rows[0]), 0);
        ledger_told(next, &batch);
    }
    assert_int_equal(sum, 4);
    nothing_to_tell(next);
    ledger_tidy(next, NOW_US + LEDGER_KEEP_S * 1000000LL); /* a server may still forget it */
    assert_int_equal(files(LEDGER_SUFFIX), 2);
    ledger_tidy(next, NOW_US + LEDGER_KEEP_S * 1000000LL + SLOT_US);
    assert_int_equal(files(LEDGER_SUFFIX), 1);
    ledger_close(next);
}

static void what_is_not_told_is_not_removed(void **state) {
    (void)state;
    struct ledger *l = ledger_open(folder);
    post(l, NOW_US, LEDGER_STORED);
    killed_after(1);
    ledger_close(l);
    l = ledger_open(folder);
    ledger_tidy(l, NOW_US + 10 * LEDGER_KEEP_S * 1000000LL);
    assert_int_equal(files(LEDGER_SUFFIX), 2);
    ledger_close(l);
}

/* As many as a process takes over, and one more. */
static void so_many_files_are_taken_over(void **state) {
    (void)state;
    struct ledger *held[LEDGER_BOOKS_MAX + 1];
    for (size_t i = 0; i < COUNT(held); i++) {
        held[i] = ledger_open(folder);
        post(held[i], NOW_US, LEDGER_STORED);
    }
    assert_int_equal(files(LEDGER_SUFFIX), LEDGER_BOOKS_MAX + 1);
    for (size_t i = 0; i < COUNT(held); i++)
        ledger_close(held[i]);
    struct ledger *l = ledger_open(folder);
    size_t books = 0;
    for (; ledger_untold(l, &batch); books++)
        ledger_told(l, &batch);
    assert_int_equal(books, LEDGER_BOOKS_MAX);
    struct ledger *other = ledger_open(folder); /* the one that is left */
    assert_true(ledger_untold(other, &batch));
    ledger_close(other);
    ledger_close(l);
}

/* Every quarter of eight days has its place; the next takes that of the first. */
static void the_ring_goes_round(void **state) {
    (void)state;
    struct ledger *l = ledger_open(folder);
    for (int64_t i = 0; i < LEDGER_SLOTS; i++)
        post(l, NOW_US + i * SLOT_US, LEDGER_STORED);
    size_t rows = 0;
    while (ledger_untold(l, &batch)) {
        assert_true(batch.count <= LEDGER_ROWS_MAX);
        rows += batch.count;
        ledger_told(l, &batch);
    }
    assert_int_equal(rows, LEDGER_SLOTS);
    post(l, NOW_US + LEDGER_SLOTS * SLOT_US, LEDGER_BUSY);
    assert_true(ledger_untold(l, &batch));
    assert_int_equal(batch.count, 1);
    assert_int_equal(batch.rows[0].received, 1); /* what was told is not told of another day */
    assert_int_equal(batch.rows[0].parts[LEDGER_STORED], 0);
    ledger_close(l);
}

static void the_ring_loses_nothing_untold(void **state) {
    (void)state;
    struct ledger *l = ledger_open(folder);
    struct ledger_post p = {0};
    post(l, NOW_US, LEDGER_STORED);
    tell(l);
    post(l, NOW_US, LEDGER_STORED);
    ledger_begin(l, &p, NOW_US);
    post(l, NOW_US + LEDGER_SLOTS * SLOT_US, LEDGER_BUSY);
    ledger_end(l, &p, LEDGER_INVALID);
    assert_true(ledger_untold(l, &batch));
    assert_int_equal(batch.count, 1);
    assert_int_equal(batch.rows[0].received, 3);
    assert_int_equal(batch.rows[0].parts[LEDGER_STORED], 1);
    assert_int_equal(difference(&batch.rows[0]), 0);
    ledger_close(l);
}

static void damage(const char *name, off_t at, const char *octets, size_t n) {
    char path[192];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    assert_int_not_equal(fd, -1);
    assert_int_equal(pwrite(fd, octets, n, at), n);
    close(fd);
}

static void what_is_damaged_is_set_aside(void **state) {
    (void)state;
    static const char name[] = "018f0000-0000-7000-8000-000000000000" LEDGER_SUFFIX;
    static const char full[] = "\xff\xff\xff\xff\xff\xff\xff\xff";
    static const off_t at[] = {0,
                               8,
                               12,
                               20, /* the head */
                               offsetof(struct ledger_page, slots),
                               offsetof(struct ledger_page, slots) + 8,
                               1 << 20};
    damage(name, 0, "short", 5);
    ledger_close(ledger_open(folder));
    assert_int_equal(files(".bad"), 1);
    for (size_t i = 0; i < COUNT(at); i++) {
        struct ledger *l = ledger_open(folder);
        for (int64_t k = 0; k < LEDGER_SLOTS; k++)
            post(l, NOW_US + k * SLOT_US, LEDGER_STORED);
        tell(l);
        post(l, NOW_US, LEDGER_STORED);
        assert_true(ledger_untold(l, &batch));
        char own[64];
        snprintf(own, sizeof own, "%s" LEDGER_SUFFIX, batch.name.text);
        ledger_close(l);
        damage(own, at[i], full, sizeof full - 1);
        l = ledger_open(folder);
        assert_int_equal(files(".bad"), i + 2);
        nothing_to_tell(l);
        ledger_close(l);
    }
    assert_non_null(strstr(log_said(), " warn ledger_damaged file="));
}

static void without_a_folder_it_counts_in_memory(void **state) {
    (void)state;
    static const char *const none[] = {"", "/proc/nowhere", "/dev/null"};
    for (size_t i = 0; i < COUNT(none); i++) {
        struct ledger *l = ledger_open(none[i]);
        post(l, NOW_US, LEDGER_STORED);
        assert_true(ledger_untold(l, &batch));
        ledger_told(l, &batch);
        nothing_to_tell(l);
        ledger_tidy(l, NOW_US + 10 * LEDGER_KEEP_S * 1000000LL);
        ledger_close(l);
    }
    assert_non_null(strstr(log_said(), " warn ledger_unavailable folder=/proc/nowhere why=\""));
    struct ledger_post p = {0};
    ledger_begin(NULL, &p, NOW_US);
    ledger_end(NULL, &p, LEDGER_STORED);
    ledger_close(NULL);
}

int main(void) {
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(each_is_in_one_column),
        TEST(what_is_being_answered_is_not_told),
        TEST(what_is_never_answered_shows),
        TEST(a_quarter_ends_when_it_ends),
        TEST(who_is_killed_leaves_what_it_had_read),
        TEST(two_processes_have_one_each),
        TEST(what_is_not_told_is_not_removed),
        TEST(so_many_files_are_taken_over),
        TEST(the_ring_goes_round),
        TEST(the_ring_loses_nothing_untold),
        TEST(what_is_damaged_is_set_aside),
        TEST(without_a_folder_it_counts_in_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
