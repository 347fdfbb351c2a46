/* delivery: what comes from the spool is remembered under the history of who took it, and what is
 * remembered is handed in again, counted where it was gone, and confirmed by who took it this time.
 */
#include "moved_clock.h"
#include "scripted_server.h"

#include "remembered.h"
#include "spooled.h"

#include "base/metrics.h"
#include "store/delivery.h"
#include "store/hosts.h"

#define OTHER_SERVER "on|on|on|3|2-2-2"

static struct scripted *server;
static struct hosts *hosts;
static struct pg *pg;
static struct recent *recent;
static struct delivery *delivery;
static struct spool_name found[LISTED_MAX];
static uint64_t restored_before;

static int set_up(void **state) {
    (void)state;
    clock_forward(2000); /* a line of log a second */
    server = scripted_start();
    hosts = hosts_new();
    pg = pg_new(hosts);
    spool_up();
    recent = recent_new(spool, 10, 1024 * 1024);
    delivery = delivery_new(spool, recent);
    make_records();
    restored_before = metrics_get(METRIC_LEADS_RESTORED);
    log_catch();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    log_release();
    delivery_free(delivery);
    recent_free(recent);
    spool_down();
    pg_free(pg);
    hosts_free(hosts);
    scripted_stop(server);
    return 0;
}

/* Kept a minute ago, by a server that is not the one of now. */
static struct spool_name put_old(size_t first, size_t count) {
    return put_remembered((struct was_kept){60000000, "0-0-0", first, count, count});
}

static size_t unconfirmed(const struct spool_name **names) {
    struct history_look look = {{SCRIPTED_HISTORY}, 1000, true};
    size_t count;
    recent_see(recent, &look);
    *names = recent_unconfirmed(recent, &count);
    return count;
}

/* All that a server of SCRIPTED_HISTORY is to be asked for. */
static struct delivery_report run_again(void) {
    const struct spool_name *names;
    size_t count = unconfirmed(&names);
    assert_true(count > 0);
    return delivery_run(delivery, pg, SPOOL_RECENT, names, count);
}

static struct delivery_report run_spool(void) {
    size_t count;
    const struct spool_name *names = spool_list(spool, &count);
    assert_true(count > 0);
    return delivery_run(delivery, pg, SPOOL_NEW, names, count);
}

static struct recent_name said_by(size_t i) {
    struct recent_name n;
    assert_true(i < list_remembered(found));
    assert_true(recent_name_parse(&found[i], &n));
    return n;
}

static uint64_t restored(void) { return metrics_get(METRIC_LEADS_RESTORED) - restored_before; }

/* ---- from recent ----------------------------------------------------------------------------- */

static void what_was_gone_is_counted(void **state) {
    uint64_t delivered = metrics_get(METRIC_SPOOL_DELIVERED);
    (void)state;
    put_old(0, 3);
    put_old(3, 1);
    SAY({"execute again [", SAYS, "new replay differs replay"});
    struct delivery_report r = run_again();
    assert_int_equal(r.names, 2);
    assert_int_equal(r.records, 4);
    assert_int_equal(r.restored, 2);
    assert_null(r.failed);
    assert_true(r.asked && r.taken);
    assert_int_equal(restored(), 2);
    assert_int_equal(scripted_count(server, "execute"), 1);
    assert_int_equal(metrics_get(METRIC_SPOOL_DELIVERED), delivered);
    for (size_t i = 0; i < 2; i++) {
        assert_string_equal(said_by(i).label.text, SCRIPTED_HISTORY);
        assert_int_equal(said_by(i).records, i == 0 ? 1 : 3); /* restored: the youngest */
    }
    const struct spool_name *names;
    assert_int_equal(unconfirmed(&names), 0);
    assert_int_equal(list_remembered(found), 2); /* and not kept once more */
    char line[200];
    snprintf(line, sizeof line, " info receipt_resolved receipt=%s lead=%s outcome=differs\n",
             records[2].id.text, SCRIPTED_OTHER);
    assert_non_null(strstr(log_said(), line));
}

static void a_file_that_ends_in_a_record(void **state) {
    char path[256];
    (void)state;
    struct spool_name name = put_remembered((struct was_kept){60000000, "0-0-0", 0, 3, 0});
    recent_path(name.text, path);
    assert_int_equal(truncate(path, 400), 0); /* in the third */
    struct delivery_report r = run_again();
    assert_int_equal(r.records, 2);
    assert_int_equal(r.restored, 2);
    assert_null(r.failed);
    assert_int_equal(said_by(0).records, 2);
    assert_int_equal(files_in("bad") + files_in("new"), 0);
    assert_string_equal(log_said(), ""); /* a process was killed, and that is all */
}

static void an_empty_file_asks_nothing(void **state) {
    (void)state;
    put_remembered((struct was_kept){60000000, "0-0-0", 0, 0, 0});
    struct delivery_report r = run_again();
    assert_int_equal(r.names, 1);
    assert_false(r.asked || r.taken);
    assert_null(r.failed);
    assert_int_equal(list_remembered(found), 0);
    assert_int_equal(scripted_count(server, "connect"), 0);
}

static void more_than_fits_is_none_of_ours(void **state) {
    (void)state;
    put_remembered((struct was_kept){70000000, "0-0-0", 0, BATCH_RECORDS_MAX, BATCH_RECORDS_MAX});
    struct delivery_report r = run_again();
    assert_int_equal(r.restored, BATCH_RECORDS_MAX);
    put_remembered(
        (struct was_kept){60000000, "0-0-0", 0, BATCH_RECORDS_MAX + 1, BATCH_RECORDS_MAX + 1});
    put_old(299, 1);
    r = run_again();
    assert_int_equal(r.names, 2);
    assert_int_equal(r.records, 1); /* it holds nobody up */
    assert_non_null(strstr(log_said(), " error spool_unreadable file=recent/"));
    const struct spool_name *names;
    assert_int_equal(unconfirmed(&names), 1);
    assert_int_equal(files_in("bad"), 0);
}

static void the_refused_is_in_bad_once(void **state) {
    (void)state;
    make_record(1, ",\"x\":\"poison\"");
    put_old(0, 3);
    SAY({"poison", FAILS, "P0001 not on a Sunday"});
    struct delivery_report r = run_again();
    assert_true(r.taken);
    assert_int_equal(r.records, 3);
    assert_int_equal(r.restored, 2);
    assert_int_equal(restored(), 2);
    assert_int_equal(files_in("bad"), 1);
    const struct spool_name *names;
    assert_int_equal(unconfirmed(&names), 0);
    assert_int_equal(said_by(0).records, 3);
}

static void what_is_not_taken_stays_as_it_is(void **state) {
    static const struct scripted_line lines[] = {{"connect", FAILS, "57P03 starting up"},
                                                 {"execute", FAILS, "57014 canceled"},
                                                 {"execute", SAYS, "racing"},
                                                 {"COMMIT", WARNS, "01000 canceling wait"}};
    (void)state;
    struct spool_name name = put_old(0, 2);
    for (size_t i = 0; i < COUNT(lines); i++) {
        SAY(lines[i]);
        struct delivery_report r = run_again();
        assert_true(r.asked);
        assert_int_equal(r.records + r.restored, 0);
        assert_non_null(r.failed);
        assert_int_equal(list_remembered(found), 1);
        assert_string_equal(found[0].text, name.text);
    }
    assert_int_equal(restored(), 0);
    SAY({0});
    (void)run_again();
    assert_string_equal(said_by(0).label.text, SCRIPTED_HISTORY);
}

/* Which of the two has it? The one of now is asked again. */
static void another_server_within_a_transaction(void **state) {
    (void)state;
    struct spool_name name = put_old(0, 2);
    assert_int_equal(pg_connect(pg, clock_ms() + PATIENCE_MS), OK);
    SAY({"execute", CLOSES, .times = 1}, {"full_page_writes", SAYS, OTHER_SERVER});
    struct delivery_report r = run_again();
    assert_true(r.taken);
    assert_int_equal(r.records, 2);
    assert_int_equal(list_remembered(found), 1);
    assert_string_equal(found[0].text, name.text);
    r = run_again();
    assert_int_equal(r.records, 2);
    assert_int_equal(r.restored, 0);
    assert_string_equal(said_by(0).label.text, "2-2-2"); /* of who took it, whoever was seen */
    assert_int_equal(scripted_kept(server), 2);
    assert_int_equal(restored(), 2);
}

/* ---- from the spool -------------------------------------------------------------------------- */

static void remembered_when_it_is_delivered(void **state) {
    (void)state;
    make_record(1, ",\"x\":\"poison\"");
    put(0, 3);
    SAY({"poison", FAILS, "P0001 not on a Sunday"}, {"execute", SAYS, "racing"});
    assert_non_null(run_spool().failed);
    assert_int_equal(list_remembered(found), 0);
    SAY({"poison", FAILS, "P0001 not on a Sunday"});
    assert_int_equal(run_spool().records, 3);
    assert_int_equal(files_in("new"), 0);
    assert_int_equal(files_in("bad"), 1);
    assert_string_equal(said_by(0).label.text, SCRIPTED_HISTORY);
    struct uuid receipts[RECENT_RECEIPTS_MAX];
    struct history_name history = {SCRIPTED_HISTORY};
    assert_int_equal(recent_receipts(recent, &history, receipts), 1);
    assert_string_equal(receipts[0].text, records[2].id.text);
    recent_free(recent);
    recent = recent_new(spool, 10, 1024 * 1024);
    assert_int_equal(said_by(0).records, 2); /* not the one that was refused */
    assert_int_equal(restored(), 0);
}

static void a_replay_is_remembered_too(void **state) {
    (void)state;
    put(0, 2);
    SAY({"execute", SAYS, "replay differs"});
    assert_int_equal(run_spool().restored, 0);
    assert_int_equal(restored(), 0);
    assert_int_equal(list_remembered(found), 1);
}

static void taken_by_one_of_two_servers(void **state) {
    (void)state;
    put(0, 2);
    assert_int_equal(pg_connect(pg, clock_ms() + PATIENCE_MS), OK);
    SAY({"execute", CLOSES, .times = 1}, {"full_page_writes", SAYS, OTHER_SERVER});
    assert_true(run_spool().taken);
    assert_int_equal(files_in("new"), 0);
    assert_string_not_equal(said_by(0).label.text, SCRIPTED_HISTORY);
    assert_string_not_equal(said_by(0).label.text, "2-2-2");
    put(2, 1);
    assert_true(run_spool().taken);
    assert_string_equal(said_by(1).label.text, "2-2-2"); /* that of before this transaction */
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_was_gone_is_counted),
        TEST(a_file_that_ends_in_a_record),
        TEST(an_empty_file_asks_nothing),
        TEST(more_than_fits_is_none_of_ours),
        TEST(the_refused_is_in_bad_once),
        TEST(what_is_not_taken_stays_as_it_is),
        TEST(another_server_within_a_transaction),
        TEST(remembered_when_it_is_delivered),
        TEST(a_replay_is_remembered_too),
        TEST(taken_by_one_of_two_servers),
    };
    return cmocka_run_group_tests_name("delivery_recent", tests, NULL, NULL);
}
