/* drainer: an outage ends by itself, what waits is delivered then, and no file holds up another. */
#include "scripted_server.h"
#include "store_fixture.h"

#include "spooled.h"

#include "store/drainer.h"

static struct scripted *server;
static struct hosts *hosts;
static struct breaker *breaker;
static struct drainer *drainer;

static int set_up(void **state) {
    (void)state;
    server = scripted_start();
    spool_up();
    hosts = hosts_new();
    breaker = breaker_new();
    drainer = NULL;
    make_records();
    log_catch();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    if (drainer != NULL)
        drainer_stop(drainer);
    log_release();
    hosts_free(hosts);
    breaker_free(breaker);
    spool_down();
    scripted_stop(server);
    return 0;
}

static void pause_shortly(void) { nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL); }

static size_t waiting(void) {
    struct spool_state look;
    spool_look(spool, &look);
    return (size_t)look.records;
}

static int asked(void) { return scripted_count(server, "execute"); }

/* As the writer does when its batch fails. */
static void begin_outage(void) {
    breaker_close(breaker);
    breaker_trip(breaker, "test");
}

/* ---- tries ----------------------------------------------------------------------------------- */

static void no_try_before_it_is_due(void **state) {
    (void)state;
    put(0, 1);
    drainer = drainer_new(breaker, hosts, spool, NULL);
    for (int i = 0; i < 20; i++) {
        drainer_wake(drainer);
        pause_shortly();
    }
    assert_int_equal(scripted_count(server, "connect"), 0);
    breaker_still_open(breaker); /* the writer could not connect: now it begins */
    drainer_wake(drainer);
    UNTIL(!breaker_is_open(breaker));
}

static void an_outage_ends_by_itself(void **state) {
    (void)state;
    SAY({"connect", FAILS, "57P03 starting up", 1}, {"execute", FAILS, "42501 no right", 4});
    begin_outage();
    drainer = drainer_new(breaker, hosts, spool, NULL);
    UNTIL(!breaker_is_open(breaker));
    assert_int_equal(scripted_count(server, "connect"), 6);
    assert_int_equal(asked(), 5); /* by a question that hands in nothing */
    assert_int_equal(scripted_count(server, "execute firstline_submit []"), 5);
    assert_non_null(strstr(log_said(), " info database_connected host="));
    breaker_trip(breaker, "test"); /* the wait was not forgotten: nothing went through */
    assert_true(breaker_wait_ms(breaker) > 500);
}

/* Why it began is not why it lasts. */
static void an_outage_that_lasts_is_told_of(void **state) {
    (void)state;
    SAY({"connect", FAILS, "57P03 starting up"});
    begin_outage();
    drainer = drainer_new(breaker, hosts, spool, NULL);
    UNTIL(strstr(log_said(), " warn database_still_away server=\"") != NULL);
    assert_non_null(strstr(log_said(), "starting up"));
    SAY({"connect", FAILS, "28000 no line for you"});
    UNTIL(strstr(log_said(), "no line for you") != NULL);
    const char *first = strstr(log_said(), "database_still_away");
    assert_null(strstr(strstr(first + 1, "database_still_away") + 1, "database_still_away"));
    SAY({"nothing", SAYS});
    UNTIL(!breaker_is_open(breaker));
}

static void also_without_a_spool(void **state) {
    (void)state;
    begin_outage();
    drainer = drainer_new(breaker, hosts, NULL, NULL);
    UNTIL(!breaker_is_open(breaker));
    drainer_wake(drainer);
}

/* A second server, which is the second host of the list. */
static struct scripted *know_another(void) {
    struct scripted *other = scripted_start();
    char list[100];
    snprintf(list, sizeof list, "%s,%s", server->dir, other->dir);
    setenv("PGHOST", list, 1);
    hosts_free(hosts);
    hosts = hosts_new();
    return other;
}

/* The wait begins anew when a host answers that did not, and not for two that both answer and
 * commit nothing, whichever of them has the turn. */
static void hosts_that_answer_again(void **state) {
    struct scripted *other = know_another();
    (void)state;
    SAY({"execute", FAILS, "53100 disk full"});
    scripted_say(other, (const struct scripted_line[]){{"execute", FAILS, "53100 full"}, {0}});
    begin_outage();
    drainer = drainer_new(breaker, hosts, spool, NULL);
    UNTIL(breaker_wait_ms(breaker) > 400);          /* 100, 100, 200, 400, 800 */
    assert_true(scripted_count(server, "[]") >= 2); /* by turns */
    assert_true(scripted_count(other, "[]") >= 2);
    drainer_stop(drainer);
    SAY({"connect", FAILS, "57P03 starting up", 1});
    scripted_say(other,
                 (const struct scripted_line[]){{"connect", FAILS, "57P03 starting up"}, {0}});
    drainer = drainer_new(breaker, hosts, spool, NULL);
    UNTIL(!breaker_is_open(breaker));
    breaker_trip(breaker, "test");
    assert_in_range(breaker_wait_ms(breaker), 0, 100);
    drainer_stop(drainer);
    drainer = NULL;
    scripted_stop(other);
}

/* No visitor comes to find out that it hangs. */
static void a_host_that_hangs_is_left_without_visitors(void **state) {
    struct scripted *other = know_another();
    (void)state;
    put(0, 1);
    SAY({"COMMIT", HANGS});
    breaker_close(breaker);
    drainer = drainer_new(breaker, hosts, spool, NULL);
    UNTIL(waiting() == 0);
    assert_int_equal(scripted_count(server, "connect"), 1);
    assert_int_equal(scripted_kept(other), 1);
    drainer_stop(drainer);
    drainer = NULL;
    scripted_stop(other);
}

/* A server that answers questions and commits nothing: no visitor is sent to it. */
static void the_spool_goes_first(void **state) {
    (void)state;
    put(0, 1);
    put(1, 1);
    SAY({"record-", FAILS, "57014 canceled"});
    begin_outage();
    drainer = drainer_new(breaker, hosts, spool, NULL);
    UNTIL(scripted_count(server, "record-") >= 3);
    assert_true(breaker_is_open(breaker));
    assert_int_equal(scripted_count(server, "record-0\""), 1); /* then with another file */
    assert_int_equal(scripted_kept(server), 0);
    SAY({0});
    UNTIL(waiting() == 0);
    UNTIL(!breaker_is_open(breaker));
    assert_int_equal(scripted_kept(server), 2);
    assert_non_null(strstr(log_said(), " info spool_delivered records=1"));
    breaker_trip(breaker, "test");
    assert_in_range(breaker_wait_ms(breaker), 0, 100); /* a delivery is a proof */
}

/* What nobody is refused for, and only install.sql ends: it is told for as long as it lasts. */
static void a_schema_that_is_too_old(void **state) {
    (void)state;
    put(0, 1);
    SAY({"full_page_writes", FAILS, "42883 function intake.hello() does not exist"});
    begin_outage();
    drainer = drainer_new(breaker, hosts, spool, NULL);
    UNTIL(breaker_outdated(breaker));
    assert_int_equal(waiting(), 1);
    SAY({"record-", FAILS, "FL001 the schema is too old for record 1"});
    UNTIL(scripted_count(server, "record-") >= 2);
    UNTIL(breaker_outdated(breaker));
    assert_int_equal(waiting(), 1);
    assert_int_equal(files_in("bad"), 0);
    SAY({0});
    UNTIL(waiting() == 0);
    UNTIL(!breaker_outdated(breaker));
    UNTIL(!breaker_is_open(breaker));

    /* One record of a newer program, which somebody takes away. */
    char command[128];
    SAY({"record-1\"", FAILS, "FL001 the schema is too old for record 1"});
    put(1, 1);
    drainer_wake(drainer);
    UNTIL(breaker_outdated(breaker));
    assert_false(breaker_is_open(breaker));
    snprintf(command, sizeof command, "rm %s/new/*", spool_root);
    assert_int_equal(system(command), 0);
    UNTIL(!breaker_outdated(breaker));
}

/* One file that the server cannot take does not keep all visitors in the spool. */
static void a_bad_file_is_not_the_end(void **state) {
    (void)state;
    put(0, 1);
    put(1, 1);
    SAY({"record-0\"", FAILS, "57014 canceled"});
    begin_outage();
    drainer = drainer_new(breaker, hosts, spool, NULL);
    UNTIL(!breaker_is_open(breaker));
    UNTIL(waiting() == 1);
    assert_int_equal(scripted_kept(server), 1);
    SAY({0});
    UNTIL(waiting() == 0);
}

/* Another connection than the one that broke, to whichever server it is now. */
static void tries_over_a_new_connection(void **state) {
    (void)state;
    breaker_close(breaker);
    put(0, 1);
    drainer = drainer_new(breaker, hosts, spool, NULL);
    UNTIL(waiting() == 0);
    assert_int_equal(scripted_count(server, "connect"), 1);
    begin_outage();
    drainer_wake(drainer);
    UNTIL(!breaker_is_open(breaker));
    assert_int_equal(scripted_count(server, "connect"), 2);
    put(1, 1);
    drainer_wake(drainer);
    UNTIL(waiting() == 0); /* and delivery goes on over it */
    assert_int_equal(scripted_count(server, "connect"), 2);
}

/* ---- delivery -------------------------------------------------------------------------------- */

static void nothing_while_it_is_away(void **state) {
    (void)state;
    put(0, 1);
    drainer = drainer_new(breaker, hosts, spool, NULL);
    drainer_wake(drainer);
    for (int i = 0; i < 20; i++)
        pause_shortly();
    assert_int_equal(scripted_count(server, "connect"), 0);
    breaker_close(breaker);
    UNTIL(waiting() == 0); /* seen without being woken */
    put(1, 1);
    UNTIL(waiting() == 0); /* as what another process has put there */
    assert_int_equal(scripted_kept(server), 2);
}

static void more_than_a_transaction_in_one_go(void **state) {
    (void)state;
    for (size_t i = 0; i < 4; i++) {
        make_records();
        put(0, 200);
    }
    breaker_close(breaker);
    drainer = drainer_new(breaker, hosts, spool, NULL);
    UNTIL(waiting() == 0);
    assert_int_equal(files_in("new"), 0);
    assert_int_equal(scripted_kept(server), 800);
    assert_int_equal(asked(), 4);
    UNTIL(strstr(log_said(), " info spool_delivered records=800") != NULL);
}

static void one_process_delivers(void **state) {
    struct spool *other;
    (void)state;
    assert_int_equal(spool_open(spool_root, SPOOL_FLOOR, &other), OK);
    assert_true(spool_lock(other));
    put(0, 1);
    begin_outage();
    drainer = drainer_new(breaker, hosts, spool, NULL);
    UNTIL(!breaker_is_open(breaker)); /* by its question alone */
    drainer_wake(drainer);
    for (int i = 0; i < 50; i++)
        pause_shortly();
    assert_int_equal(scripted_kept(server), 0);
    spool_close(other);
    UNTIL(waiting() == 0);
    assert_int_equal(scripted_kept(server), 1);
}

/* A file that fails again and again: each pass may step over one more. */
static void bad_files_hold_up_nobody(void **state) {
    (void)state;
    for (size_t i = 0; i < 5; i++)
        put(i, 1);
    SAY({"record-0\"", FAILS, "57014 canceled"}, {"record-2\"", FAILS, "57014 canceled"});
    breaker_close(breaker);
    drainer = drainer_new(breaker, hosts, spool, NULL);
    UNTIL(waiting() == 2);
    assert_int_equal(scripted_kept(server), 3);
    SAY({0});
    UNTIL(waiting() == 0);
    assert_int_equal(scripted_kept(server), 5);
    put(5, 1);
    drainer_wake(drainer);
    UNTIL(waiting() == 0);
}

static void the_connection_breaks_again_and_again(void **state) {
    (void)state;
    put(0, 3);
    SAY({"execute", CLOSES, NULL, 3});
    breaker_close(breaker);
    drainer = drainer_new(breaker, hosts, spool, NULL);
    UNTIL(waiting() == 0);
    assert_int_equal(scripted_kept(server), 3);
}

/* Two troubles: a delivery waits for its deadline, and meanwhile the writer finds the same. */
static void times_out_while_the_breaker_opens(void **state) {
    (void)state;
    put(0, 2);
    SAY({"COMMIT", HANGS, NULL, 1});
    breaker_close(breaker);
    drainer = drainer_new(breaker, hosts, spool, NULL);
    UNTIL(asked() == 1);
    breaker_trip(breaker, "test");
    put(2, 1);
    drainer_wake(drainer);
    UNTIL(waiting() == 0);
    UNTIL(!breaker_is_open(breaker));
    assert_int_equal(scripted_kept(server), 3); /* the first two were kept before the hang */
    assert_int_equal(scripted_count(server, "connect"), 2);
}

/* What the server has kept; it holds no more than ten times what is handed in here. */
static void forget_kept(void) {
    pthread_mutex_lock(&server->lock);
    server->kept_count = 0;
    pthread_mutex_unlock(&server->lock);
}

/* From the one of two transactions to the other, each of which takes SCRIPTED_LATE_MS. */
static long long between_two(bool visitors) {
    long long asked_at[2] = {0};
    forget_kept();
    int before = scripted_count(server, "[{");
    for (size_t i = 0; i < 2; i++) {
        make_records();
        put(0, 200);
    }
    breaker_close(breaker);
    for (int n = 0; n < 2; n++) {
        UNTIL((visitors ? drainer_give_way(drainer) : (void)0, drainer_wake(drainer),
               scripted_count(server, "[{") - before > n));
        asked_at[n] = clock_ms();
    }
    UNTIL(waiting() == 0);
    breaker_trip(breaker, "test");
    return asked_at[1] - asked_at[0];
}

/* While visitors are served it takes a quarter of the time, and else all of it. */
static void gives_way(void **state) {
    long long alone = PATIENCE_MS;
    (void)state;
    SAY({"execute firstline_submit [{", LATE});
    drainer = drainer_new(breaker, hosts, spool, NULL);
    assert_true(between_two(true) >= 4 * SCRIPTED_LATE_MS - 20);
    for (int i = 0; i < 20 && alone > 3 * SCRIPTED_LATE_MS; i++) {
        long long took = between_two(false);
        alone = took < alone ? took : alone;
    }
    assert_in_range(alone, SCRIPTED_LATE_MS - 20, 3 * SCRIPTED_LATE_MS);
}

/* Resting or waiting, it ends when it is told to. */
static void ends_when_told_to(void **state) {
    (void)state;
    put(0, 200);
    SAY({"connect", FAILS, "57P03 starting up"});
    begin_outage();
    drainer = drainer_new(breaker, hosts, spool, NULL);
    UNTIL(scripted_count(server, "connect") > 3);
    drainer_stop(drainer);
    drainer = NULL;
    int before = scripted_count(server, "connect");
    pause_shortly();
    assert_int_equal(scripted_count(server, "connect"), before);
    assert_int_equal(waiting(), 200);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(no_try_before_it_is_due),
        TEST(an_outage_ends_by_itself),
        TEST(hosts_that_answer_again),
        TEST(a_host_that_hangs_is_left_without_visitors),
        TEST(an_outage_that_lasts_is_told_of),
        TEST(also_without_a_spool),
        TEST(the_spool_goes_first),
        TEST(a_schema_that_is_too_old),
        TEST(a_bad_file_is_not_the_end),
        TEST(tries_over_a_new_connection),
        TEST(nothing_while_it_is_away),
        TEST(more_than_a_transaction_in_one_go),
        TEST(one_process_delivers),
        TEST(bad_files_hold_up_nobody),
        TEST(the_connection_breaks_again_and_again),
        TEST(times_out_while_the_breaker_opens),
        TEST(gives_way),
        TEST(ends_when_told_to),
    };
    return cmocka_run_group_tests_name("drainer", tests, NULL, NULL);
}
