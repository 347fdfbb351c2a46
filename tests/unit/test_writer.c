/* writer: whoever is thanked is in the database or synced to the disk, and nobody waits for a
 * database that is away; with one trouble and with two. */
#include "disk.h"

#include "moved_clock.h"
#include "scripted_server.h"
#include "store_fixture.h"

#include "spool_fixture.h"

#include "base/clock.h"
#include "base/metrics.h"
#include "store/writer.h"

#define LOOK_AGAIN_MS 10000

static struct scripted *server;
static struct hosts *hosts;
static struct breaker *breaker;
static struct writer *writer;

static int set_up(void **state) {
    (void)state;
    memset(&disk, 0, sizeof disk);
    server = scripted_start();
    spool_up();
    hosts = hosts_new();
    breaker = breaker_new();
    writer = writer_new(breaker, hosts, spool, NULL);
    make_records();
    log_catch();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    log_release();
    disk_well();
    disk.free_bytes = 0;
    writer_free(writer);
    hosts_free(hosts);
    breaker_free(breaker);
    spool_down();
    scripted_stop(server);
    return 0;
}

static int connections(void) { return scripted_count(server, "connect"); }
static int asked(void) { return scripted_count(server, "execute"); }

/* The first count records, fresh ones. true: there is work for the drainer. */
static bool write_fresh(size_t count) {
    struct written_to to;
    make_records();
    return writer_write(writer, item_list, count, &to);
}

static void assert_all(size_t count, enum errcode result, enum outcome outcome) {
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(items[i].result, result);
        if (result != OK)
            continue;
        assert_int_equal(items[i].receipt.outcome, outcome);
        assert_string_equal(items[i].receipt.id.text, records[i].id.text);
    }
}

/* ---- one database that is well --------------------------------------------------------------- */

static void stored(void **state) {
    (void)state;
    writer_connect(writer);
    assert_false(breaker_is_open(breaker));
    assert_int_equal(connections(), 1);
    assert_non_null(strstr(log_said(), " info database_connected host="));
    assert_false(write_fresh(3));
    assert_all(3, OK, OUTCOME_NEW);
    assert_int_equal(connections(), 1);
    assert_int_equal(scripted_kept(server), 3);
    assert_int_equal(files_in("new"), 0);
}

static void looks_between_batches(void **state) {
    (void)state;
    assert_false(writer_look(writer)); /* open: the drainer's turn */
    assert_int_equal(connections(), 0);
    breaker_close(breaker);
    assert_false(writer_look(writer)); /* connects, so that no visitor has to */
    assert_int_equal(connections(), 1);
    assert_false(writer_look(writer));
    assert_false(write_fresh(1));
    assert_int_equal(connections(), 1);
    scripted_hang_up(server);
    assert_true(writer_look(writer));
    assert_true(breaker_is_open(breaker));
    assert_non_null(strstr(log_said(), "port 5432: the server ended the connection\""));
    assert_int_equal(connections(), 1);
    breaker_close(breaker);
    SAY({"connect", FAILS, "57P03 starting up"});
    assert_true(writer_look(writer));
    assert_true(breaker_is_open(breaker));
    assert_non_null(strstr(log_said(), "starting up"));
}

/* What comes of a connection is told by the next batch over it: an outage's end costs no more. */
static void after_an_outage_a_connection_of_its_own(void **state) {
    (void)state;
    writer_connect(writer);
    SAY({"execute", FAILS, "53100 disk full", 1});
    assert_true(write_fresh(1));
    assert_true(breaker_is_open(breaker));
    assert_int_equal(connections(), 1);
    breaker_close(breaker); /* the drainer's try has gone well */
    assert_false(write_fresh(1));
    assert_all(1, OK, OUTCOME_NEW);
    assert_int_equal(connections(), 2);
    assert_false(write_fresh(1));
    assert_int_equal(connections(), 2);
}

/* ---- the database is away -------------------------------------------------------------------- */

static void not_there_at_the_start(void **state) {
    (void)state;
    SAY({"connect", FAILS, "57P03 starting up"});
    writer_connect(writer);
    assert_true(breaker_is_open(breaker));
    assert_in_range(breaker_wait_ms(breaker), 40, 100); /* the drainer's tries begin */
    assert_non_null(strstr(log_said(), " error database_away why=\""));
    assert_non_null(strstr(log_said(), "starting up"));
    assert_true(write_fresh(5));
    assert_all(5, OK, OUTCOME_SPOOLED);
    assert_int_equal(files_in("new"), 1);
    assert_int_equal(connections(), 1); /* not asked again for a visitor */
}

static void goes_away(void **state) {
    static const struct {
        struct scripted_line line;
        const char *why;
    } cases[] = {
        {{"execute", CLOSES}, "server closed the connection"},
        {{"execute", COMMITS}, "server closed the connection"},
        {{"execute", FAILS, "55P03 lock timeout"}, "55P03 lock timeout"},
        {{"COMMIT", WARNS, "01000 canceling wait"}, "the server warned at commit"},
        {{"execute", FAILS, "42501 no right"}, "42501 no right"},
    };
    (void)state;
    writer_connect(writer);
    for (size_t i = 0; i < COUNT(cases); i++) {
        SAY(cases[i].line);
        assert_true(write_fresh(4));
        assert_all(4, OK, OUTCOME_SPOOLED);
        assert_int_equal(files_in("new"), i + 1);
        assert_true(breaker_is_open(breaker));
        if (strstr(log_said(), cases[i].why) == NULL)
            fail_msg("case %zu", i);
        breaker_close(breaker);
        SAY({0});
        assert_false(write_fresh(1)); /* well at once, over a new connection */
        assert_all(1, OK, OUTCOME_NEW);
        assert_false(breaker_is_open(breaker));
        assert_in_range(breaker_wait_ms(breaker), -1, -1);
    }
    breaker_trip(breaker, "test");
    assert_in_range(breaker_wait_ms(breaker), 40, 100); /* each that went through is a proof */
}

static void hangs_at_the_commit(void **state) {
    (void)state;
    writer_connect(writer);
    SAY({"COMMIT", HANGS});
    long long start = clock_ms();
    assert_true(write_fresh(2));
    assert_true(clock_ms() - start >= BATCH_DEADLINE_MS);
    assert_all(2, OK, OUTCOME_SPOOLED);
    assert_true(breaker_is_open(breaker));
    int before = asked();
    assert_true(write_fresh(2)); /* the next do not wait for it */
    assert_int_equal(asked(), before);
    assert_int_equal(files_in("new"), 2);
    SAY({0});
    breaker_close(breaker);
    assert_false(write_fresh(2));
    assert_all(2, OK, OUTCOME_NEW);
}

static void a_silent_server_costs_one_deadline(void **state) {
    (void)state;
    breaker_close(breaker);
    SAY({"connect", HANGS});
    long long start = clock_ms();
    assert_true(write_fresh(1));
    assert_true(clock_ms() - start >= BATCH_DEADLINE_MS);
    assert_all(1, OK, OUTCOME_SPOOLED);
    assert_true(breaker_is_open(breaker));
}

/* Stored in part: what is left goes to the spool, and nothing twice. */
static void in_part(void **state) {
    (void)state;
    writer_connect(writer);
    SAY({"execute", SAYS, "new racing new", 1}, {"execute", SAYS, "racing"});
    assert_true(write_fresh(3));
    assert_int_equal(items[0].receipt.outcome, OUTCOME_NEW);
    assert_int_equal(items[1].receipt.outcome, OUTCOME_SPOOLED);
    assert_int_equal(items[1].result, OK);
    assert_int_equal(items[2].receipt.outcome, OUTCOME_NEW);
    assert_false(breaker_is_open(breaker));
    struct spool_state look;
    spool_look(spool, &look);
    assert_int_equal(look.records, 1);
}

/* ---- a server that forgets ------------------------------------------------------------------- */

static void nobody_is_thanked_on_its_word(void **state) {
    (void)state;
    SAY({"full_page_writes", SAYS, "on|on|local|3|1-1-1"});
    writer_connect(writer);
    assert_true(write_fresh(2));
    assert_all(2, OK, OUTCOME_SPOOLED);
    assert_int_equal(asked(), 0);
    assert_false(breaker_is_open(breaker)); /* it is there, and the spool is delivered to it */
    disk.free_bytes = 1;                    /* two troubles */
    assert_false(write_fresh(2));
    assert_all(2, ERR_UNAVAILABLE, 0);
    disk.free_bytes = 0;
    SAY({0});
    int before = connections();
    clock_forward(LOOK_AGAIN_MS - 1000);
    assert_true(write_fresh(2));
    assert_all(2, OK, OUTCOME_SPOOLED);
    assert_int_equal(connections(), before);
    clock_forward(1000);
    assert_false(write_fresh(2)); /* looked at anew, and mended */
    assert_all(2, OK, OUTCOME_NEW);
    assert_int_equal(connections(), before + 1);
    clock_forward(LOOK_AGAIN_MS);
    assert_false(write_fresh(2)); /* which is not done to one that is well */
    assert_int_equal(connections(), before + 1);
}

/* Two troubles: the connection breaks, and the server behind the next one forgets. */
static void forgets_from_the_second_connection_on(void **state) {
    (void)state;
    writer_connect(writer);
    assert_false(write_fresh(1));
    scripted_hang_up(server);
    SAY({"full_page_writes", SAYS, "on|off|on|3|1-1-1"});
    assert_true(write_fresh(2));
    assert_all(2, OK, OUTCOME_SPOOLED);
    assert_int_equal(scripted_kept(server), 3); /* it has them, for as long as it remembers */
    assert_int_equal(files_in("new"), 1);
}

/* ---- a schema that is too old ---------------------------------------------------------------- */

static void an_old_schema_is_told(void **state) {
    (void)state;
    SAY({"full_page_writes", FAILS, "FL001 the schema is too old"});
    writer_connect(writer);
    assert_true(breaker_is_open(breaker));
    assert_true(breaker_outdated(breaker));
    breaker_tell_outdated(breaker, false);
    breaker_close(breaker);
    SAY({"execute", FAILS, "FL001 the schema is too old for record 1"});
    assert_true(write_fresh(2));
    assert_all(2, OK, OUTCOME_SPOOLED);
    assert_int_equal(files_in("bad"), 0);
    assert_true(breaker_outdated(breaker));
}

/* ---- a record that the database refuses ------------------------------------------------------ */

static void the_refused_is_kept_apart(void **state) {
    uint64_t refused = metrics_get(METRIC_SPOOL_REFUSED);
    (void)state;
    writer_connect(writer);
    SAY({"record-2\"", FAILS, "P0001 not on a Sunday"});
    assert_false(write_fresh(4));
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(items[i].result, OK);
    assert_int_equal(items[2].receipt.outcome, OUTCOME_SPOOLED);
    assert_string_equal(items[2].receipt.id.text, records[2].id.text);
    assert_int_equal(items[3].receipt.outcome, OUTCOME_NEW);
    assert_int_equal(files_in("bad"), 1);
    assert_int_equal(files_in("new"), 0);
    assert_int_equal(metrics_get(METRIC_SPOOL_REFUSED), refused + 1);
    assert_false(breaker_is_open(breaker));
}

/* Two troubles: it is nowhere, so its visitor is told to come again; the others are not. */
static void refused_and_no_room_for_it(void **state) {
    uint64_t refused = metrics_get(METRIC_SPOOL_REFUSED);
    (void)state;
    writer_connect(writer);
    SAY({"record-2\"", FAILS, "23514 no"});
    disk.free_bytes = 1;
    assert_false(write_fresh(4));
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(items[i].result, i == 2 ? ERR_UNAVAILABLE : OK);
    assert_int_equal(files_in("bad") + files_in("new"), 0);
    assert_int_equal(metrics_get(METRIC_SPOOL_REFUSED), refused);
    disk.free_bytes = 0;
    disk_fail(CALL_OPEN, 1, EIO, true);
    assert_false(write_fresh(4));
    assert_int_equal(items[2].result, ERR_UNAVAILABLE);
    assert_int_equal(metrics_get(METRIC_SPOOL_REFUSED), refused);
}

/* Two troubles: each record is in the one place that is left for it. */
static void refused_and_the_connection_dies(void **state) {
    (void)state;
    writer_connect(writer);
    SAY({"record-0\"", FAILS, "22P02 no"}, {"record-2\"", CLOSES});
    assert_true(write_fresh(4)); /* 0 is refused, 1 is kept, 2 and 3 are unknown */
    for (size_t i = 0; i < 4; i++)
        assert_int_equal(items[i].result, OK);
    assert_int_equal(items[0].receipt.outcome, OUTCOME_SPOOLED);
    assert_int_equal(items[1].receipt.outcome, OUTCOME_NEW);
    assert_int_equal(items[2].receipt.outcome, OUTCOME_SPOOLED);
    assert_int_equal(items[3].receipt.outcome, OUTCOME_SPOOLED);
    assert_int_equal(files_in("bad"), 1);
    assert_int_equal(files_in("new"), 1);
    assert_int_equal(scripted_kept(server), 1);
    assert_true(breaker_is_open(breaker));
}

/* ---- the disk, too --------------------------------------------------------------------------- */

static void away_and_the_disk_is_full(void **state) {
    (void)state;
    writer_connect(writer);
    SAY({"execute", CLOSES});
    disk.free_bytes = 1;
    assert_true(write_fresh(3)); /* the drainer has to try the database */
    assert_all(3, ERR_UNAVAILABLE, 0);
    assert_true(breaker_is_open(breaker));
    assert_false(write_fresh(3)); /* nothing new for it */
    assert_all(3, ERR_UNAVAILABLE, 0);
    disk.free_bytes = 0;
    assert_true(write_fresh(3));
    assert_all(3, OK, OUTCOME_SPOOLED);
    assert_int_equal(files_in("new"), 1);
}

static void away_and_the_disk_fails(void **state) {
    (void)state;
    disk_fail(CALL_OPEN, 1, EIO, true);
    assert_false(write_fresh(3));
    assert_all(3, ERR_UNAVAILABLE, 0);
    disk_fail(CALL_OPEN, 1, EIO, false); /* once is made good by the second try */
    assert_true(write_fresh(3));
    assert_all(3, OK, OUTCOME_SPOOLED);
}

static void without_a_spool(void **state) {
    struct writer *bare = writer_new(breaker, hosts, NULL, NULL);
    struct written_to to;
    (void)state;
    make_records();
    assert_false(writer_write(bare, item_list, 2, &to));
    assert_all(2, ERR_UNAVAILABLE, 0);
    breaker_close(breaker);
    SAY({"record-1\"", FAILS, "23514 no"});
    assert_false(writer_write(bare, item_list, 2, &to));
    assert_int_equal(items[0].result, OK);
    assert_int_equal(items[1].result, ERR_REFUSED);
    SAY({"execute", CLOSES});
    assert_true(writer_write(bare, item_list, 2, &to));
    assert_all(2, ERR_UNAVAILABLE, 0);
    writer_free(bare);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(stored),
        TEST(looks_between_batches),
        TEST(after_an_outage_a_connection_of_its_own),
        TEST(not_there_at_the_start),
        TEST(goes_away),
        TEST(hangs_at_the_commit),
        TEST(a_silent_server_costs_one_deadline),
        TEST(in_part),
        TEST(nobody_is_thanked_on_its_word),
        TEST(forgets_from_the_second_connection_on),
        TEST(an_old_schema_is_told),
        TEST(the_refused_is_kept_apart),
        TEST(refused_and_no_room_for_it),
        TEST(refused_and_the_connection_dies),
        TEST(away_and_the_disk_is_full),
        TEST(away_and_the_disk_fails),
        TEST(without_a_spool),
    };
    return cmocka_run_group_tests_name("writer", tests, NULL, NULL);
}
