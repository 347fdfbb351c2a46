/* drainer: each second it is looked whether the server is still the one that took what is
 * remembered, and nobody waits for what is handed in again. */
#include "scripted_server.h"

#include "remembered.h"
#include "spooled.h"

#include "base/metrics.h"
#include "store/drainer.h"
#include "store/hosts.h"

#define MANY 12 /* transactions, of SCRIPTED_LATE_MS each: far longer than a second */

static struct scripted *server;
static struct hosts *hosts;
static struct breaker *breaker;
static struct recent *recent;
static struct drainer *drainer;
static uint64_t restored_before;

static int set_up(void **state) {
    (void)state;
    server = scripted_start();
    hosts = hosts_new();
    spool_up();
    breaker = breaker_new();
    recent = recent_new(spool, 10, 64 * 1024 * 1024);
    drainer = NULL;
    make_records();
    restored_before = metrics_get(METRIC_LEADS_RESTORED);
    log_catch();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    if (drainer != NULL)
        drainer_stop(drainer);
    log_release();
    recent_free(recent);
    breaker_free(breaker);
    spool_down();
    hosts_free(hosts);
    scripted_stop(server);
    return 0;
}

static void start(void) {
    breaker_close(breaker);
    drainer = drainer_new(breaker, hosts, spool, recent);
}

static void put_old(const char *history, size_t first, size_t count) {
    put_remembered((struct was_kept){60000000, history, first, count, count});
}

static int looks(void) { return scripted_count(server, "look {"); }

static void look_again(void) {
    int before = looks();
    UNTIL(looks() > before + 1); /* what came of the one before is over */
}

/* Counted a moment after the last file of a transaction has its new name. */
static uint64_t restored(void) { return metrics_get(METRIC_LEADS_RESTORED) - restored_before; }

static size_t labelled(const char *label) {
    struct spool_name names[LISTED_MAX];
    struct recent_name n;
    size_t found = 0;
    for (size_t i = 0, count = list_remembered(names); i < count; i++)
        found += recent_name_parse(&names[i], &n) && strcmp(n.label.text, label) == 0;
    return found;
}

/* When that was asked first or last; -1: never. */
static int place_of(const char *text, bool last) {
    int place = -1;
    pthread_mutex_lock(&server->lock);
    for (int i = 0; i < server->asked_count && (last || place == -1); i++)
        if (strstr(server->asked[i], text) != NULL)
            place = i;
    pthread_mutex_unlock(&server->lock);
    return place;
}

/* ---- looking --------------------------------------------------------------------------------- */

static void looks_each_second(void **state) {
    long long began = clock_ms();
    (void)state;
    start();
    UNTIL((drainer_wake(drainer), looks() >= 3)); /* however often there is something to do */
    int seen = looks();
    assert_true(seen <= (clock_ms() - began) / 1000 + 1);
    assert_int_equal(scripted_count(server, "connect"), 1);
    assert_int_equal(scripted_count(server, "look {}"), seen);
}

static void asks_for_the_last_receipts(void **state) {
    struct history_name history = {SCRIPTED_HISTORY};
    struct spool_record r = {records[7].id, records[7].json};
    char asked[64];
    (void)state;
    start();
    recent_keep(recent, &history, &history, &r, 1);
    snprintf(asked, sizeof asked, "look {%s}", records[7].id.text);
    UNTIL(scripted_count(server, asked) >= 1);
}

static void not_while_it_is_away(void **state) {
    struct recent_state s;
    (void)state;
    put_old("0-0-0", 0, 1);
    put_remembered((struct was_kept){3600000000, SCRIPTED_HISTORY, 1, 1, 1});
    SAY({"connect", FAILS, "57P03 starting up"});
    breaker_close(breaker);
    breaker_trip(breaker, "test");
    drainer = drainer_new(breaker, hosts, spool, recent);
    UNTIL(scripted_count(server, "connect") >= 5);
    UNTIL((recent_look(recent, &s), s.records == 2)); /* nothing is dropped for its age */
    assert_int_equal(looks(), 0);
    assert_int_equal(labelled("0-0-0"), 1);
    SAY({0});
    UNTIL(labelled("0-0-0") == 0 && restored() == 1);
    UNTIL(labelled(SCRIPTED_HISTORY) == 1); /* and now the old one is */
}

/* An outage: who was seen before it may be another after it. */
static void nothing_is_dropped_for_its_age_meanwhile(void **state) {
    struct recent_state s;
    (void)state;
    start();
    look_again();
    SAY({"connect", FAILS, "57P03 starting up"});
    breaker_trip(breaker, "test");
    int before = scripted_count(server, "connect");
    drainer_wake(drainer);
    UNTIL(scripted_count(server, "connect") > before + 1);
    put_remembered((struct was_kept){3600000000, SCRIPTED_HISTORY, 0, 1, 1});
    UNTIL((recent_look(recent, &s), s.records == 1));
    SAY({0});
    UNTIL((recent_look(recent, &s), s.records == 0));
}

static void one_process_looks(void **state) {
    struct spool *other;
    (void)state;
    assert_int_equal(spool_open(spool_root, SPOOL_FLOOR, &other), OK);
    assert_true(spool_lock(other));
    put_old("0-0-0", 0, 1);
    start();
    for (int i = 0; i < 50; i++)
        nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
    assert_int_equal(looks(), 0);
    spool_close(other);
    UNTIL(labelled(SCRIPTED_HISTORY) == 1);
}

/* ---- handing in again ------------------------------------------------------------------------ */

static void what_another_server_took(void **state) {
    struct recent_state s;
    (void)state;
    put_old("0-0-0", 0, 3);
    put_old(SCRIPTED_HISTORY, 3, 1);
    SAY({"execute again", SAYS, "new replay new"});
    start();
    UNTIL(labelled(SCRIPTED_HISTORY) == 2);
    UNTIL(strstr(log_said(), " warn handed_in_again records=3 restored=2 history=1-1-1\n") != NULL);
    assert_int_equal(restored(), 2);
    UNTIL((recent_look(recent, &s), s.records == 4 && s.unconfirmed == 0));
    assert_int_equal(scripted_count(server, "execute"), 1);
}

static void another_server_takes_over(void **state) {
    (void)state;
    put_old(SCRIPTED_HISTORY, 0, 2);
    start();
    look_again();
    assert_int_equal(restored(), 0);
    SAY({"full_page_writes", SAYS, "on|on|on|3|2-2-2"}, {"look {", SAYS, "2-2-2|5|t"});
    scripted_hang_up(server);
    UNTIL(labelled("2-2-2") == 1);
    UNTIL(restored() == 2);
    UNTIL(strstr(log_said(), " warn history_changed was=1-1-1 now=2-2-2 ") != NULL);
}

/* Behind a pooler the server may be changed and the connection stays. */
static void another_server_over_the_same_connection(void **state) {
    (void)state;
    put_old(SCRIPTED_HISTORY, 0, 2);
    start();
    look_again();
    SAY({"full_page_writes", SAYS, "on|on|on|3|2-2-2"}, {"look {", SAYS, "2-2-2|5|t"});
    UNTIL(labelled("2-2-2") == 1);
    look_again();
    look_again();
    assert_int_equal(scripted_count(server, "execute again"), 1); /* and comes to an end */
    assert_int_equal(restored(), 2);
}

static void a_server_that_forgets(void **state) {
    (void)state;
    put_old(SCRIPTED_HISTORY, 0, 2);
    start();
    look_again();
    SAY({"look {", SAYS, "1-1-1|999|t"});
    UNTIL(restored() == 2);
    UNTIL(labelled(SCRIPTED_HISTORY) == 0);
    look_again();
    assert_int_equal(scripted_count(server, "execute again"), 1);
    SAY({"execute", SAYS, "replay"}, {"look {", SAYS, "1-1-1|999|f"});
    UNTIL(strstr(log_said(), " info handed_in_again records=2 restored=0 ") != NULL);
    assert_int_equal(restored(), 2);
}

static void a_look_that_fails(void **state) {
    (void)state;
    SAY({"look {", FAILS, "55000 recovery is in progress"});
    put_old("0-0-0", 0, 1);
    start();
    look_again();
    UNTIL(strstr(log_said(), "port 5432\" why=\"55000 recovery is in progress\"") != NULL);
    assert_int_equal(labelled("0-0-0"), 1);
    put(1, 1);
    drainer_wake(drainer);
    UNTIL(files_in("new") == 0); /* what waits is delivered all the same */
    assert_int_equal(scripted_kept(server), 1);
    assert_false(breaker_is_open(breaker));
    SAY({0});
    UNTIL(labelled("0-0-0") == 0);
}

static void the_connection_breaks_meanwhile(void **state) {
    (void)state;
    for (size_t i = 0; i < 3; i++)
        put_old("0-0-0", 100 * i, 100);
    SAY({"execute again", CLOSES, .times = 3});
    start();
    UNTIL(labelled("0-0-0") == 0);
    UNTIL(restored() == 300);
    assert_int_equal(scripted_kept(server), 300);
}

/* A lock that a halted process holds is waited for in vain each time. */
static void one_that_cannot_be_handed_in(void **state) {
    (void)state;
    for (size_t i = 0; i < 3; i++)
        put_old("0-0-0", 100 * i, 100);
    SAY({"record-0\"", CLOSES}, {"record-100\"", FAILS, "55P03 canceling statement"});
    start();
    UNTIL(labelled(SCRIPTED_HISTORY) == 1);
    assert_int_equal(labelled("0-0-0"), 2);
    SAY({0});
    UNTIL(labelled("0-0-0") == 0);
    UNTIL(restored() == 300);
}

/* ---- nobody waits ---------------------------------------------------------------------------- */

static void put_many_old(void) {
    for (size_t i = 0; i < MANY; i++) {
        make_records();
        put_old("0-0-0", 0, 200); /* no two of them in a transaction */
    }
}

static void the_spool_is_not_held_up(void **state) {
    (void)state;
    put_many_old();
    SAY({"execute again", LATE});
    start();
    UNTIL(scripted_count(server, "execute again") >= 1);
    make_records();
    put(0, 1);
    UNTIL(labelled("0-0-0") == 0);
    UNTIL(files_in("new") == 0);
    assert_true(place_of("execute firstline_submit [{", false) < place_of("execute again", true));
    UNTIL(restored() == MANY * 200);
}

/* A long delivery fills the memory, which has bounds, and the server may be another by then. */
static void a_long_delivery_is_looked_after(void **state) {
    (void)state;
    for (size_t i = 0; i < MANY; i++) {
        make_records();
        put(0, 200);
    }
    SAY({"execute firstline_submit [{", LATE});
    start();
    UNTIL(files_in("new") == 0);
    int last = place_of("execute firstline_submit [{", true);
    assert_true(place_of("look {", false) < last);
    pthread_mutex_lock(&server->lock);
    int between = 0;
    for (int i = 0; i < last; i++)
        between += strncmp(server->asked[i], "look {", 6) == 0;
    pthread_mutex_unlock(&server->lock);
    assert_true(between >= 2);
    assert_int_equal(scripted_kept(server), MANY * 200);
    assert_int_equal(files_in("recent"), MANY);
}

static void ends_in_the_midst(void **state) {
    (void)state;
    put_many_old();
    SAY({"execute again", LATE});
    start();
    UNTIL(scripted_count(server, "execute again") >= 1);
    int before = scripted_count(server, "execute again");
    drainer_stop(drainer);
    drainer = NULL;
    assert_true(scripted_count(server, "execute again") <= before + 2);
    assert_int_equal(labelled("0-0-0") + labelled(SCRIPTED_HISTORY), MANY);
    assert_int_equal(restored(), labelled(SCRIPTED_HISTORY) * 200);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(looks_each_second),
        TEST(asks_for_the_last_receipts),
        TEST(not_while_it_is_away),
        TEST(nothing_is_dropped_for_its_age_meanwhile),
        TEST(one_process_looks),
        TEST(what_another_server_took),
        TEST(another_server_takes_over),
        TEST(a_server_that_forgets),
        TEST(another_server_over_the_same_connection),
        TEST(a_look_that_fails),
        TEST(the_connection_breaks_meanwhile),
        TEST(the_spool_is_not_held_up),
        TEST(a_long_delivery_is_looked_after),
        TEST(one_that_cannot_be_handed_in),
        TEST(ends_in_the_midst),
    };
    return cmocka_run_group_tests_name("drainer_recent", tests, NULL, NULL);
}
