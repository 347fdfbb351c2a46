/* delivery: what leaves the spool is in the database or in bad, whatever else goes wrong; and what
 * is too much for the server in one transaction gets there in smaller ones. */
#include "disk.h"

#include "moved_clock.h"
#include "scripted_server.h"
#include "store_fixture.h"

#include "spooled.h"

#include "base/metrics.h"
#include "store/delivery.h"

#define BIG_BYTES (500 * 1024)

static struct scripted *server;
static struct hosts *hosts;
static struct pg *pg;
static struct delivery *delivery;

static int set_up(void **state) {
    (void)state;
    clock_forward(2000); /* a line of log a second */
    memset(&disk, 0, sizeof disk);
    server = scripted_start();
    hosts = hosts_new();
    pg = pg_new(hosts);
    spool_up();
    delivery = delivery_new(spool, NULL);
    make_records();
    log_catch();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    log_release();
    disk_well();
    disk.free_bytes = 0;
    delivery_free(delivery);
    spool_down();
    pg_free(pg);
    hosts_free(hosts);
    scripted_stop(server);
    return 0;
}

static struct spool_record big_record(size_t n) {
    char *text = malloc(BIG_BYTES);
    int length = snprintf(text, BIG_BYTES, "{\"id\":\"%s\"", records[n].id.text);
    memset(text + length, ' ', BIG_BYTES - (size_t)length);
    text[BIG_BYTES - 1] = '}';
    return (struct spool_record){records[n].id, {text, BIG_BYTES}};
}

/* All files that are there. */
static struct delivery_report run(const struct spool_name **names, size_t *count) {
    *names = spool_list(spool, count);
    assert_true(*count > 0);
    return delivery_run(delivery, pg, SPOOL_NEW, *names, *count);
}

static struct delivery_report run_all(void) {
    const struct spool_name *names;
    size_t count;
    return run(&names, &count);
}

static int asked(void) { return scripted_count(server, "execute"); }

/* ---- as much as one transaction may hold ------------------------------------------------------
 */

static void files_share_a_transaction(void **state) {
    uint64_t delivered = metrics_get(METRIC_SPOOL_DELIVERED);
    (void)state;
    put(0, 2);
    put(2, 3);
    put(5, 1);
    struct delivery_report r = run_all();
    assert_int_equal(r.names, 3);
    assert_int_equal(r.records, 6);
    assert_null(r.failed);
    assert_true(r.asked && r.taken);
    assert_int_equal(asked(), 1);
    assert_int_equal(scripted_kept(server), 6);
    assert_int_equal(files_in("new"), 0);
    assert_int_equal(metrics_get(METRIC_SPOOL_DELIVERED), delivered + 6);
}

static void no_more_records_than_fit(void **state) {
    static const struct {
        size_t counts[4]; /* of the files */
        size_t names, records;
    } cases[] = {
        {{100, 100, 100}, 2, 200},
        {{100, 156, 1}, 2, 256},
        {{100, 157, 1}, 1, 100},
        {{256, 1}, 1, 256},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t first = 0;
        make_records();
        for (size_t k = 0; cases[i].counts[k] > 0; first += cases[i].counts[k++])
            put(first % 44, cases[i].counts[k]);
        struct delivery_report r = run_all();
        assert_int_equal(r.names, cases[i].names);
        assert_int_equal(r.records, cases[i].records);
        while (files_in("new") > 0)
            assert_true(run_all().taken);
    }
}

static void no_more_files_than_fit(void **state) {
    (void)state;
    for (size_t i = 0; i < BATCH_RECORDS_MAX + 1; i++)
        put(i, 1);
    assert_int_equal(run_all().names, BATCH_RECORDS_MAX);
    assert_int_equal(files_in("new"), 1);
}

static void no_more_octets_than_fit(void **state) {
    (void)state;
    for (size_t i = 0; i < 9; i++) {
        struct spool_record r = big_record(i);
        assert_int_equal(spool_write(spool, &r, 1), OK);
        free((char *)r.payload.ptr);
    }
    assert_int_equal(run_all().names, 8);
    assert_int_equal(run_all().names, 1);
    assert_int_equal(scripted_kept(server), 9);
}

static void what_is_too_much_is_halved(void **state) {
    int runs = 0;
    (void)state;
    SAY({"execute", FAILS, "57014 canceling statement due to statement timeout", .above = 2});
    put(0, 8);
    for (; files_in("new") > 0 && runs < 20; runs++) {
        struct delivery_report r = run_all();
        assert_true(r.asked);
        assert_int_equal(r.taken, r.failed == NULL);
        assert_int_equal(r.records, r.taken ? 8 : 0);
        assert_true(pg_connected(pg));
    }
    assert_int_equal(runs, 8); /* by 256, 128, 64, 32, 16, 8, 4 and 2 */
    assert_int_equal(asked(), 7 + 4);
    put(0, 8); /* and twice as many after a success */
    assert_false(run_all().taken);
    assert_true(run_all().taken);
    assert_int_equal(asked(), 7 + 4 + 1 + 4);
}

static void one_at_a_time_is_the_least(void **state) {
    (void)state;
    SAY({"execute", FAILS, "53200 out of memory"});
    put(0, 3);
    for (int i = 0; i < 13; i++)
        assert_false(run_all().taken);
    SAY({0});
    int before = asked();
    assert_true(run_all().taken);
    assert_int_equal(asked(), before + 3);
    for (size_t i = 0; i < 70; i++) { /* doubled as often as a size_t has bits */
        make_records();
        put(0, 8);
        assert_int_equal(run_all().records, 8);
    }
    make_records();
    before = asked();
    put(0, 200);
    assert_int_equal(run_all().records, 200);
    assert_int_equal(asked(), before + 1);
}

/* The first part is committed and the file stays: handed in again it is no second lead. */
static void part_of_a_file(void **state) {
    (void)state;
    SAY({"execute", FAILS, "57014 canceled", .above = 4});
    put(0, 8);
    for (int i = 0; i < 6; i++)
        assert_false(run_all().taken);
    SAY({"record-6", FAILS, "57014 canceled"});
    struct delivery_report r = run_all(); /* 4 and 4 */
    assert_false(r.taken);
    assert_int_equal(r.records, 0);
    assert_non_null(r.failed);
    assert_int_equal(scripted_kept(server), 4);
    SAY({0});
    assert_true(run_all().taken);
    assert_int_equal(scripted_kept(server), 8);
    assert_int_equal(files_in("new"), 0);
}

/* ---- what goes wrong ------------------------------------------------------------------------- */

static void away(void **state) {
    const struct spool_name *names;
    size_t count;
    (void)state;
    put(0, 2);
    put(2, 1);
    SAY({"connect", FAILS, "57P03 starting up"});
    struct delivery_report r = run(&names, &count);
    assert_true(r.asked && !r.taken);
    assert_int_equal(r.names, 2);
    assert_int_equal(r.records, 0);
    assert_ptr_equal(r.failed, names);
    assert_int_equal(files_in("new"), 2);
    assert_int_equal(files_in("bad"), 0);
}

static void the_first_that_fails_is_told(void **state) {
    const struct spool_name *names;
    size_t count;
    (void)state;
    for (size_t i = 0; i < 4; i++)
        put(i, 1);
    SAY({"execute", SAYS, "new racing racing new", 1}, {"execute", SAYS, "racing"});
    struct delivery_report r = run(&names, &count);
    assert_true(r.taken); /* the database is well, only busy with these */
    assert_ptr_equal(r.failed, names + 1);
    assert_int_equal(r.records, 2);
    assert_int_equal(files_in("new"), 2);
}

static void what_is_left_unanswered_proves_nothing(void **state) {
    (void)state;
    put(0, 2);
    SAY({"execute", SAYS, "racing racing"});
    struct delivery_report r = run_all();
    assert_true(r.taken && !r.proved);
    SAY({"execute", SAYS, "racing new"});
    r = run_all();
    assert_true(r.proved);
    assert_int_equal(r.records, 0);
}

static void the_refused_is_kept_apart(void **state) {
    uint64_t refused = metrics_get(METRIC_SPOOL_REFUSED);
    (void)state;
    make_record(1, ",\"x\":\"poison\"");
    put(0, 3);
    SAY({"poison", FAILS, "P0001 not on a Sunday"});
    struct delivery_report r = run_all();
    assert_true(r.taken);
    assert_null(r.failed);
    assert_int_equal(r.records, 3);
    assert_int_equal(scripted_kept(server), 2);
    assert_int_equal(files_in("new"), 0);
    assert_int_equal(files_in("bad"), 1);
    assert_int_equal(metrics_get(METRIC_SPOOL_REFUSED), refused + 1);
}

/* Two troubles: nothing is removed that has no other place. */
static void refused_and_no_room_for_it(void **state) {
    uint64_t refused = metrics_get(METRIC_SPOOL_REFUSED);
    const struct spool_name *names;
    size_t count;
    (void)state;
    make_record(1, ",\"x\":\"poison\"");
    put(0, 3);
    put(3, 1);
    SAY({"poison", FAILS, "23514 no"});
    disk.free_bytes = 1;
    struct delivery_report r = run(&names, &count);
    assert_ptr_equal(r.failed, names);
    assert_int_equal(r.records, 1); /* of the other file */
    assert_int_equal(files_in("new"), 1);
    assert_int_equal(files_in("bad"), 0);
    assert_int_equal(metrics_get(METRIC_SPOOL_REFUSED), refused);
    disk.free_bytes = 0;
    r = run_all();
    assert_null(r.failed);
    assert_int_equal(r.records, 3);
    assert_int_equal(files_in("new"), 0);
    assert_int_equal(files_in("bad"), 1);
    assert_int_equal(scripted_kept(server), 3);
}

static void refused_and_the_connection_dies(void **state) {
    const struct spool_name *names;
    size_t count;
    (void)state;
    make_record(0, ",\"x\":\"poison\"");
    put(0, 1);
    put(1, 1);
    SAY({"poison", FAILS, "22P02 no"}, {"record-1\"", CLOSES});
    struct delivery_report r = run(&names, &count);
    assert_true(r.asked && !r.taken);
    assert_ptr_equal(r.failed, names + 1);
    assert_int_equal(r.records, 1);
    assert_int_equal(files_in("new"), 1);
    assert_int_equal(files_in("bad"), 1);
}

/* Two troubles: what will be handed in again is not kept in bad each time. */
static void refused_beside_one_that_races(void **state) {
    (void)state;
    make_record(0, ",\"x\":\"poison\"");
    put(0, 2);
    SAY({"poison", FAILS, "23514 no"}, {"execute", SAYS, "racing"});
    for (int i = 0; i < 3; i++) {
        assert_non_null(run_all().failed);
        assert_int_equal(files_in("bad"), 0);
        assert_int_equal(files_in("new"), 1);
    }
    SAY({"poison", FAILS, "23514 no"});
    assert_int_equal(run_all().records, 2);
    assert_int_equal(files_in("bad"), 1);
    assert_int_equal(files_in("new"), 0);
}

/* The visitor's receipt is the only trace of which lead it is. */
static void another_receipt_is_noted(void **state) {
    char line[200];
    (void)state;
    put(0, 2);
    SAY({"execute", SAYS, "replay differs"});
    assert_int_equal(run_all().records, 2);
    snprintf(line, sizeof line, " info receipt_resolved receipt=%s lead=%s outcome=differs\n",
             records[1].id.text, SCRIPTED_OTHER);
    assert_non_null(strstr(log_said(), line));
    assert_null(strstr(log_said(), "outcome=replay")); /* it is its own */
}

/* ---- what cannot be read --------------------------------------------------------------------- */

static void path_of_first(char path[256]) {
    size_t count;
    const struct spool_name *names = spool_list(spool, &count);
    assert_true(count > 0);
    snprintf(path, 256, "%s/new/%s", spool_root, names[0].text);
}

static void damage_is_set_aside(void **state) {
    char path[256];
    (void)state;
    put(0, 3);
    path_of_first(path);
    assert_int_equal(truncate(path, 400), 0); /* in the third */
    put(3, 1);
    struct delivery_report r = run_all();
    assert_int_equal(r.names, 2);
    assert_int_equal(r.records, 1);
    assert_null(r.failed);
    assert_int_equal(files_in("bad"), 1);
    assert_int_equal(files_in("new"), 1); /* the two that are whole */
    assert_int_equal(run_all().records, 2);
    assert_int_equal(scripted_kept(server), 3);
}

static void damage_alone_asks_nothing(void **state) {
    char path[256];
    (void)state;
    put(0, 1);
    path_of_first(path);
    assert_int_equal(truncate(path, 50), 0);
    struct delivery_report r = run_all();
    assert_false(r.asked || r.taken);
    assert_int_equal(r.names, 1);
    assert_null(r.failed);
    assert_int_equal(scripted_count(server, "connect"), 0);
    assert_int_equal(files_in("new"), 0);
}

/* Two troubles: what cannot even be set aside holds nobody up. */
static void damage_and_no_room(void **state) {
    char path[256];
    (void)state;
    put(0, 3);
    path_of_first(path);
    assert_int_equal(truncate(path, 400), 0);
    put(3, 1);
    disk.free_bytes = 1;
    struct delivery_report r = run_all();
    assert_int_equal(r.names, 2);
    assert_int_equal(r.records, 1);
    assert_int_equal(files_in("new"), 1);
    assert_int_equal(files_in("bad"), 0);
    assert_non_null(strstr(log_said(), " error spool_unreadable file=new/"));
    disk.free_bytes = 0;
    (void)run_all();
    assert_int_equal(files_in("bad"), 1);
    assert_int_equal(run_all().records, 2);
}

static void far_too_large_is_made_smaller(void **state) {
    static struct spool_record many[RECORDS], big[20];
    (void)state;
    for (size_t i = 0; i < RECORDS; i++)
        many[i] = (struct spool_record){records[i].id, records[i].json};
    assert_int_equal(spool_write(spool, many, BATCH_RECORDS_MAX + 1), OK);
    assert_false(run_all().asked);
    assert_int_equal(files_in("new"), 2);
    assert_int_equal(files_in("bad"), 1);
    assert_int_equal(run_all().records, BATCH_RECORDS_MAX);
    assert_int_equal(run_all().records, 1);
    for (size_t i = 0; i < COUNT(big); i++)
        big[i] = big_record(i);
    assert_int_equal(spool_write(spool, big, COUNT(big)), OK); /* 10 MB */
    for (size_t i = 0; i < COUNT(big); i++)
        free((char *)big[i].payload.ptr);
    assert_false(run_all().asked);
    assert_true(files_in("new") > 1);
    assert_int_equal(files_in("bad"), 2);
}

/* At the bound and one past it. */
static void a_file_of_two_batches_is_taken_as_it_is(void **state) {
    (void)state;
    for (size_t over = 0; over <= 1; over++) {
        struct spool_record all[17];
        size_t count = COUNT(all), bytes;
        make_records();
        for (size_t i = 0; i < count; i++)
            all[i] = big_record(i);
        bytes = spool_file_bytes(all, count);
        assert_true(bytes > 2 * BATCH_BYTES_MAX + 1);
        char *last = (char *)all[count - 1].payload.ptr;
        all[count - 1].payload.len -= bytes - 2 * BATCH_BYTES_MAX - over;
        last[all[count - 1].payload.len - 1] = '}';
        assert_int_equal(spool_file_bytes(all, count), 2 * BATCH_BYTES_MAX + over);
        assert_int_equal(spool_write(spool, all, count), OK);
        for (size_t i = 0; i < count; i++)
            free((char *)all[i].payload.ptr);
        assert_int_equal(run_all().asked, over == 0);
        assert_int_equal(files_in("bad"), over);
    }
}

static void what_is_gone_is_gone(void **state) {
    const struct spool_name *names;
    char path[256];
    size_t count;
    (void)state;
    put(0, 1);
    put(1, 1);
    names = spool_list(spool, &count);
    snprintf(path, sizeof path, "%s/new/%s", spool_root, names[0].text);
    unlink(path); /* an operator */
    struct delivery_report r = delivery_run(delivery, pg, SPOOL_NEW, names, count);
    assert_int_equal(r.names, 2);
    assert_int_equal(r.records, 1);
    assert_string_equal(log_said(), "");
    put(2, 1);
    names = spool_list(spool, &count);
    snprintf(path, sizeof path, "%s/new/%s", spool_root, names[0].text);
    unlink(path);
    mkdir(path, 0700); /* and what is no file */
    r = delivery_run(delivery, pg, SPOOL_NEW, names, count);
    assert_int_equal(r.names, 1);
    assert_false(r.asked);
    assert_non_null(strstr(log_said(), " error spool_unreadable file=new/"));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(files_share_a_transaction),
        TEST(no_more_records_than_fit),
        TEST(no_more_files_than_fit),
        TEST(no_more_octets_than_fit),
        TEST(what_is_too_much_is_halved),
        TEST(one_at_a_time_is_the_least),
        TEST(part_of_a_file),
        TEST(away),
        TEST(the_first_that_fails_is_told),
        TEST(what_is_left_unanswered_proves_nothing),
        TEST(the_refused_is_kept_apart),
        TEST(refused_and_no_room_for_it),
        TEST(refused_and_the_connection_dies),
        TEST(refused_beside_one_that_races),
        TEST(another_receipt_is_noted),
        TEST(damage_is_set_aside),
        TEST(damage_alone_asks_nothing),
        TEST(damage_and_no_room),
        TEST(far_too_large_is_made_smaller),
        TEST(a_file_of_two_batches_is_taken_as_it_is),
        TEST(what_is_gone_is_gone),
    };
    return cmocka_run_group_tests_name("delivery", tests, NULL, NULL);
}
