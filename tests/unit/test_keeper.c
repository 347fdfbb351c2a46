/* keeper: whoever was ended is told of, and whatever goes wrong with it concerns nobody else. */
#include "scripted_server.h"
#include "store_fixture.h"

#include <stdatomic.h>

#include "base/metrics.h"
#include "store/keeper.h"

#define GREETING "full_page_writes", SAYS, "on|on|on|4|" SCRIPTED_HISTORY

static struct scripted *server;
static struct hosts *hosts;
static struct breaker *breaker;
static struct keeper *keeper;
static struct host_note *note;
static atomic_int ended;

static void count_ended(void *arg) { atomic_fetch_add((atomic_int *)arg, 1); }

static int set_up(void **state) {
    (void)state;
    server = scripted_start();
    hosts = hosts_new();
    breaker = breaker_new();
    breaker_close(breaker);
    make_records();
    atomic_store(&ended, 0);
    log_catch();
    note = host_note_new();
    return 0;
}

/* Only when the script is there: the first thing it asks is what schema that is. */
static void start(void) {
    keeper = keeper_new(breaker, hosts, (struct keeper_tells){.note = note}, count_ended, &ended);
}

static int tear_down(void **state) {
    (void)state;
    keeper_stop(keeper);
    log_release();
    host_note_free(note);
    hosts_free(hosts);
    breaker_free(breaker);
    scripted_stop(server);
    return 0;
}

static void pass_ms(long long ms) {
    long long end_ms = clock_ms() + ms;
    UNTIL(clock_ms() > end_ms);
}

static int asked(void) { return scripted_count(server, "keep_order"); }

static void who_was_ended_is_told_of(void **state) {
    (void)state;
    uint64_t before = metrics_get(METRIC_SESSIONS_ENDED);
    SAY({GREETING}, {"keep_order", SAYS, "olga|42|has written|3.5", 1});
    start();
    UNTIL(atomic_load(&ended) == 1);
    assert_non_null(strstr(log_said(), " warn session_ended login=\"olga\" pid=42 why=\"has "
                                       "written\" seconds=3.5\n"));
    assert_int_equal(metrics_get(METRIC_SESSIONS_ENDED) - before, 1);
}

/* Of a second a little, and more when no lead has come in; what fails is tried again later. */
static void leads_are_counted_in_pauses(void **state) {
    (void)state;
    SAY({"full_page_writes", SAYS, "on|on|on|5|" SCRIPTED_HISTORY});
    start();
    UNTIL(scripted_count(server, "count_leads('300 ms')") >= 1);
    int idle = scripted_count(server, "count_leads('300 ms')");
    metrics_add(METRIC_BATCHES, 1);
    UNTIL(scripted_count(server, "count_leads('40 ms')") == 1);
    UNTIL(scripted_count(server, "count_leads('300 ms')") > idle);
}

static void who_cannot_count_rests(void **state) {
    (void)state;
    SAY({"full_page_writes", SAYS, "on|on|on|5|" SCRIPTED_HISTORY, 100},
        {"count_leads", FAILS, "42501", 100});
    start();
    UNTIL(strstr(log_said(), " warn count_failed ") != NULL);
    int asked_before = asked();
    UNTIL(asked() >= asked_before + 2);
    assert_int_equal(scripted_count(server, "count_leads"), 1);
}

static void an_older_schema_is_not_asked(void **state) {
    (void)state;
    SAY({"full_page_writes", SAYS, "on|on|on|3|" SCRIPTED_HISTORY});
    start();
    UNTIL(scripted_count(server, "connect") == 1);
    pass_ms(1500);
    assert_int_equal(asked(), 0);
    assert_int_equal(scripted_count(server, "connect"), 1);
    assert_null(strstr(log_said(), "keep_order"));
}

static void a_failure_is_told_and_it_goes_on(void **state) {
    (void)state;
    SAY({GREETING}, {"keep_order", FAILS, "42501 no right", 1}, {"keep_order", HANGS, .times = 1},
        {"keep_order", SAYS, "olga|42|has written|3.5"});
    start();
    UNTIL(atomic_load(&ended) == 1);
    assert_non_null(strstr(log_said(), " warn keep_order_failed server=\""));
    assert_non_null(strstr(log_said(), "why=\"42501 no right\""));
    assert_non_null(strstr(log_said(), "why=\"no answer in time\""));
    assert_int_equal(scripted_count(server, "connect"), 3);
    assert_false(breaker_is_open(breaker));
    assert_int_equal(scripted_kept(server), 0);
}

/* What hinders the others may be just what is to be ended; but it does not knock at a dead one. */
static void an_outage(void **state) {
    (void)state;
    SAY({GREETING}, {"keep_order", SAYS, "olga|42|has written|3.5"});
    start();
    UNTIL(asked() == 1);
    breaker_trip(breaker, "test");
    UNTIL(asked() == 2);
    assert_int_equal(scripted_count(server, "connect"), 1);
    SAY({"connect", FAILS, "57P03 starting up"}, {"keep_order", DIES, "57P01 terminating"});
    UNTIL(scripted_count(server, "connect") == 2);
    pass_ms(2500);
    assert_int_equal(scripted_count(server, "connect"), 2);
    assert_null(strstr(log_said(), "keep_order_failed"));
    SAY({GREETING}, {"keep_order", SAYS, "olga|42|has written|3.5"});
    breaker_close(breaker);
    int before = asked();
    UNTIL(asked() > before);
    breaker_trip(breaker, "test");
    breaker_close(breaker); /* another server may be the one that takes writes */
    UNTIL(scripted_count(server, "connect") == 4);
}

#define MAY "has_function_privilege"

static struct slice shops[] = {SLICE_LIT("shop.example"), SLICE_LIT("www.b.example")};
static struct slice banks[] = {SLICE_LIT("pay.example")};
static const struct known_hosts known = {
    .lists = {[KNOWN_OWN] = {shops, 2}, [KNOWN_PAYMENT] = {banks, 1}}};

static void hosts_are_noted_once_a_connection(void **state) {
    (void)state;
    SAY({GREETING}, {MAY, SAYS, "t"});
    start();
    UNTIL(asked() == 2);
    assert_int_equal(scripted_count(server, MAY), 0); /* nothing was noted yet */
    host_note_set(note, &known);
    UNTIL(scripted_count(server, "SELECT intake.note_hosts('{shop.example,www.b.example}', "
                                 "'{pay.example}', '{}')") == 1);
    int before = asked();
    UNTIL(asked() > before + 1);
    assert_int_equal(scripted_count(server, "SELECT intake.note_hosts"), 1);
    host_note_set(note, &known);
    UNTIL(scripted_count(server, "SELECT intake.note_hosts") == 2);
    breaker_trip(breaker, "test");
    breaker_close(breaker);
    UNTIL(scripted_count(server, "SELECT intake.note_hosts") == 3);
}

static void a_schema_without_the_function_is_no_error(void **state) {
    (void)state;
    host_note_set(note, &known);
    SAY({GREETING}, {MAY, SAYS, "f"});
    start();
    UNTIL(scripted_count(server, MAY) == 1);
    int before = asked();
    UNTIL(asked() > before + 1);
    assert_int_equal(scripted_count(server, MAY), 1);
    assert_int_equal(scripted_count(server, "SELECT intake.note_hosts"), 0);
    assert_null(strstr(log_said(), "hosts_not_noted"));
}

static void hosts_that_are_refused_hold_up_nothing(void **state) {
    (void)state;
    host_note_set(note, &known);
    SAY({GREETING}, {MAY, SAYS, "t"}, {"SELECT intake.note_hosts", FAILS, "55P03 locked"});
    start();
    UNTIL(scripted_count(server, "SELECT intake.note_hosts") == 1);
    int before = asked();
    UNTIL(asked() > before + 2);
    assert_int_equal(scripted_count(server, "SELECT intake.note_hosts"), 1);
    assert_non_null(strstr(log_said(), " warn hosts_not_noted server=\""));
    assert_non_null(strstr(log_said(), "why=\"55P03 locked\""));
    assert_false(breaker_is_open(breaker));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(who_was_ended_is_told_of, set_up, tear_down),
        cmocka_unit_test_setup_teardown(leads_are_counted_in_pauses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(who_cannot_count_rests, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_older_schema_is_not_asked, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failure_is_told_and_it_goes_on, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_outage, set_up, tear_down),
        cmocka_unit_test_setup_teardown(hosts_are_noted_once_a_connection, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_schema_without_the_function_is_no_error, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(hosts_that_are_refused_hold_up_nothing, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
