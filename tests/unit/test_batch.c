/* batch: what the database said of each record, whatever happens to those beside it. */
#include "pg_fixture.h"

#include "base/clock.h"
#include "base/metrics.h"

static struct batch_writer *writer;

static int pauses;

int nanosleep(const struct timespec *wanted, struct timespec *left) {
    (void)left;
    assert_in_range(wanted->tv_nsec, 1000000, 100000000);
    pauses++;
    return 0;
}

static int set_up_writer(void **state) {
    writer = batch_writer_new(false);
    return set_up(state);
}

static int tear_down_writer(void **state) {
    batch_writer_free(writer);
    batch_writer_free(NULL);
    return tear_down(state);
}

static bool write_batch(size_t count, long long wait_ms) {
    return batch_write(writer, pg, item_list, count, clock_ms() + wait_ms);
}

static int asked(void) { return scripted_count(server, "execute"); }

/* All of the first count, but for those of one result in [first, first + odd). */
static void assert_results(size_t count, enum errcode result, size_t first, size_t odd,
                           enum errcode other) {
    for (size_t i = 0; i < count; i++) {
        enum errcode due = i >= first && i < first + odd ? other : result;
        if (items[i].result != due)
            fail_msg("record %zu: %s", i, errcode_name(items[i].result));
    }
}

static void all_that_is_pending_in_one(void **state) {
    static const size_t counts[] = {1, 2, 3, BATCH_RECORDS_MAX};
    (void)state;
    for (size_t i = 0; i < COUNT(counts); i++) {
        int before = asked();
        uint64_t batches = metrics_get(METRIC_BATCHES), failed = metrics_get(METRIC_BATCHES_FAILED);
        make_records();
        assert_true(write_batch(counts[i], LATE_MS));
        assert_int_equal(asked(), before + 1);
        assert_results(counts[i], OK, 0, 0, OK);
        for (size_t n = 0; n < counts[i]; n++) {
            assert_int_equal(items[n].receipt.outcome, OUTCOME_NEW);
            assert_string_equal(items[n].receipt.id.text, records[n].id.text);
        }
        assert_int_equal(metrics_get(METRIC_BATCHES), batches + 1);
        assert_int_equal(metrics_get(METRIC_BATCHES_FAILED), failed);
    }
    assert_int_equal(pauses, 0);
}

static void handed_in_as_one_array(void **state) {
    char array[400];
    (void)state;
    assert_true(write_batch(2, LATE_MS));
    snprintf(array, sizeof array, "execute firstline_submit [%s,%s]", record_text[0],
             record_text[1]);
    assert_int_equal(scripted_count(server, array), 1);
    assert_true(write_batch(1, LATE_MS));
    snprintf(array, sizeof array, "execute firstline_submit [%s]", record_text[0]);
    assert_int_equal(scripted_count(server, array), 1);
}

static void what_was_said_of_each(void **state) {
    (void)state;
    SAY({"execute", SAYS, "new replay differs none"});
    assert_true(write_batch(4, LATE_MS));
    assert_results(4, OK, 3, 1, ERR_UNAVAILABLE);
    assert_int_equal(items[0].receipt.outcome, OUTCOME_NEW);
    assert_int_equal(items[1].receipt.outcome, OUTCOME_REPLAY);
    assert_int_equal(items[2].receipt.outcome, OUTCOME_DIFFERS);
    assert_string_equal(items[2].receipt.id.text, SCRIPTED_OTHER);
}

/* ---- one that the database refuses ----------------------------------------------------------- */

static void the_record_at_fault_is_found(void **state) {
    static const size_t counts[] = {1, 2, 3, 7, 100, BATCH_RECORDS_MAX};
    (void)state;
    SAY({"poison", FAILS, "23514 check \"phone_length\""});
    for (size_t i = 0; i < COUNT(counts); i++) {
        size_t places[] = {0, counts[i] / 2, counts[i] - 1};
        for (size_t k = 0; k < COUNT(places); k++) {
            int kept = scripted_kept(server);
            make_records();
            make_record(places[k], ",\"x\":\"poison\"");
            assert_true(write_batch(counts[i], LATE_MS));
            assert_results(counts[i], OK, places[k], 1, ERR_REFUSED);
            assert_string_equal(items[places[k]].reason, "23514 check \"phone_length\"");
            assert_int_equal(scripted_kept(server), kept + (int)counts[i] - 1);
            assert_true(pg_connected(pg));
        }
    }
}

static void many_at_fault(void **state) {
    (void)state;
    SAY({"poison", FAILS, "P0001 not on a Sunday"});
    for (size_t i = 0; i < 20; i++)
        if (i % 3 == 0)
            make_record(i, ",\"x\":\"poison\"");
    assert_true(write_batch(20, LATE_MS));
    for (size_t i = 0; i < 20; i++)
        assert_int_equal(items[i].result, i % 3 == 0 ? ERR_REFUSED : OK);
    assert_true(asked() <= 40);
}

/* Two troubles at once: what went through before the server went away is not asked for again, what
 * is left is unknown, and the one at fault has not been found. */
static void away_in_the_midst_of_halving(void **state) {
    (void)state;
    make_record(7, ",\"x\":\"poison\"");
    /* 8 are refused, the first 4 are kept, of the others the server dies */
    SAY({"poison", FAILS, "22P02 no", 1}, {"record-4\"", CLOSES}, {"connect", SAYS, NULL, 1},
        {"connect", FAILS, "57P03 starting up"});
    assert_false(write_batch(8, LATE_MS));
    assert_results(8, OK, 4, 4, ERR_UNAVAILABLE);
    assert_int_equal(scripted_kept(server), 4);
    assert_string_equal(items[7].reason, pg_reason(pg));
}

static void the_halves_that_are_left_are_not_asked(void **state) {
    (void)state;
    SAY({"execute", FAILS, "22P02 no", .above = 3}, {"execute", FAILS, "53100 disk full", 1});
    assert_false(write_batch(8, LATE_MS)); /* 8, 4, 2 */
    assert_int_equal(asked(), 3);
    assert_results(8, ERR_UNAVAILABLE, 0, 0, OK);
    assert_string_equal(items[0].reason, "53100 disk full");
    assert_string_equal(items[7].reason, "");
}

/* ---- the connection -------------------------------------------------------------------------- */

/* It was idle while the server restarted. */
static void once_more_over_a_new_connection(void **state) {
    (void)state;
    assert_true(write_batch(1, LATE_MS));
    scripted_hang_up(server);
    make_records();
    uint64_t failed = metrics_get(METRIC_BATCHES_FAILED);
    assert_true(write_batch(2, LATE_MS));
    assert_results(2, OK, 0, 0, OK);
    assert_int_equal(scripted_count(server, "connect"), 2);
    assert_int_equal(metrics_get(METRIC_BATCHES_FAILED), failed + 1);
}

static void what_was_committed_unheard_is_one(void **state) {
    (void)state;
    assert_true(write_batch(1, LATE_MS));
    make_records();
    SAY({"execute", COMMITS, NULL, 1});
    assert_true(write_batch(3, LATE_MS));
    assert_results(3, OK, 0, 0, OK);
    assert_int_equal(items[2].receipt.outcome, OUTCOME_UNSURE); /* this time, or before */
    assert_int_equal(scripted_kept(server), 4);
    assert_true(write_batch(3, LATE_MS));
    assert_int_equal(items[2].receipt.outcome, OUTCOME_REPLAY);
}

static void not_again_and_again(void **state) {
    (void)state;
    assert_true(write_batch(1, LATE_MS));
    SAY({"execute", CLOSES});
    assert_false(write_batch(1, LATE_MS));
    assert_int_equal(asked(), 3);
    assert_int_equal(items[0].result, ERR_UNAVAILABLE);
    assert_false(write_batch(1, LATE_MS)); /* nor at all, over one that is new anyhow */
    assert_int_equal(asked(), 4);
    SAY({"execute", FAILS, "53100 disk full"}); /* nor where the connection holds */
    assert_true(pg_connect(pg, clock_ms() + LATE_MS) == OK);
    assert_false(write_batch(1, LATE_MS));
    assert_int_equal(asked(), 5);
}

/* The visitors have waited already. */
static void not_after_a_wait(void **state) {
    (void)state;
    assert_true(write_batch(1, LATE_MS));
    SAY({"execute", HANGS, NULL, 1});
    long long start = clock_ms();
    assert_false(write_batch(1, 600));
    assert_true(clock_ms() - start >= 600);
    assert_int_equal(asked(), 2);
    assert_int_equal(items[0].result, ERR_UNAVAILABLE); /* unknown is not stored */
    assert_string_equal(items[0].reason, "no answer in time");
    assert_false(pg_connected(pg));
}

static void no_server(void **state) {
    (void)state;
    SAY({"connect", CLOSES});
    assert_false(write_batch(5, SOON_MS));
    assert_results(5, ERR_UNAVAILABLE, 0, 0, OK);
    assert_int_equal(scripted_count(server, "connect"), 1);
}

/* ---- records that another transaction is just writing ---------------------------------------- */

static void who_races_is_asked_again_alone(void **state) {
    (void)state;
    SAY({"execute", SAYS, "new racing new racing", 1}, {"execute", SAYS, "racing replay", 1});
    assert_true(write_batch(4, LATE_MS));
    assert_int_equal(asked(), 3);
    assert_results(4, OK, 0, 0, OK);
    for (size_t i = 0; i < 4; i++) { /* each is still in the list, wherever */
        size_t found = 0;
        for (size_t k = 0; k < 4; k++)
            found += item_list[k] == &items[i];
        assert_int_equal(found, 1);
    }
    assert_int_equal(items[0].receipt.outcome, OUTCOME_NEW);
    assert_int_equal(items[1].receipt.outcome, OUTCOME_NEW); /* the third time, by a good server */
    assert_int_equal(items[3].receipt.outcome, OUTCOME_REPLAY);
    assert_string_equal(items[3].receipt.id.text, records[3].id.text);
    assert_int_equal(scripted_kept(server), 1);
}

static void who_races_for_ever_is_handed_in_again_later(void **state) {
    (void)state;
    pauses = 0;
    SAY({"execute", SAYS, "racing"});
    assert_true(write_batch(2, LATE_MS));
    assert_int_equal(asked(), 5);
    assert_int_equal(pauses, 4); /* between */
    assert_results(2, ERR_UNAVAILABLE, 0, 0, OK);
}

static void away_while_one_races(void **state) {
    (void)state;
    SAY({"execute", SAYS, "new racing new", 1}, {"execute", FAILS, "57014 canceled"});
    assert_false(write_batch(3, LATE_MS));
    assert_results(3, OK, 1, 1, ERR_UNAVAILABLE);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up_writer, tear_down_writer)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(all_that_is_pending_in_one),
        TEST(handed_in_as_one_array),
        TEST(what_was_said_of_each),
        TEST(the_record_at_fault_is_found),
        TEST(many_at_fault),
        TEST(away_in_the_midst_of_halving),
        TEST(the_halves_that_are_left_are_not_asked),
        TEST(once_more_over_a_new_connection),
        TEST(what_was_committed_unheard_is_one),
        TEST(not_again_and_again),
        TEST(not_after_a_wait),
        TEST(no_server),
        TEST(who_races_is_asked_again_alone),
        TEST(who_races_for_ever_is_handed_in_again_later),
        TEST(away_while_one_races),
    };
    return cmocka_run_group_tests_name("batch", tests, NULL, NULL);
}
