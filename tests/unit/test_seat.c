/* seat: a pooler in transaction mode between it and the server, also one that does not show. What a
 * real one does is seen in tests/http/pooler.test.mjs. */
#include "scripted_server.h"

#include "desk/seat.h"

#define UNNAMED "execute  "         /* a statement that has no name */
#define OWN UNNAMED, SAYS, "0|x"    /* the number that this server tells at connecting */
#define OTHER UNNAMED, SAYS, "99|x" /* the one of a process behind a pooler */

/* SHA-256 of BEGIN, and of COMMIT. */
#define BEGIN_NAMED "desk_a8402858d4f1e1d27afee976520485ebb4b96a5387355b82 BEGIN"
#define COMMIT_NAMED "desk_79663c1d3b43ceaf9ee728e501c64b57ae2e4d6cb36ff5c6 COMMIT"

static const struct seat_ask begin = {.sql = "BEGIN", .often = true};
static const struct seat_ask commit = {.sql = "COMMIT", .often = true};

static struct scripted *server;
static struct seat *seat;

static int set_up(void **state) {
    (void)state;
    server = scripted_start();
    seat = seat_new();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    seat_free(seat);
    scripted_stop(server);
    return 0;
}

/* Whichever of them came first: behind a pooler the server knows one by what another called it. */
static void a_name_is_made_of_the_text(void **state) {
    (void)state;
    struct seat *other = seat_new();
    SAY({OWN});
    assert_int_equal(seat_begin(seat, (const struct seat_ask[]){begin, commit}, 2), OK);
    assert_int_equal(seat_begin(other, (const struct seat_ask[]){commit, begin}, 2), OK);
    assert_int_equal(seat_ask(seat, &begin, 1), OK);
    assert_int_equal(scripted_count(server, "prepare " BEGIN_NAMED), 2);
    assert_int_equal(scripted_count(server, "prepare " COMMIT_NAMED), 2);
    assert_int_equal(scripted_count(server, "prepare desk_"), 4);
    seat_free(other);
}

static void nothing_is_prepared_where_a_pooler_shows(void **state) {
    (void)state;
    SAY({OTHER});
    assert_int_equal(seat_begin(seat, &begin, 1), OK);
    assert_int_equal(seat_ask(seat, &commit, 1), OK);
    assert_int_equal(scripted_count(server, "connect"), 1);
    assert_int_equal(scripted_count(server, "prepare desk_"), 0);
}

static void a_first_trip_is_made_again_without_names(void **state) {
    static const struct scripted_line refusals[] = {
        {"prepare desk_", FAILS, "42P05 it is there", .times = 1},
        {"execute desk_", FAILS, "26000 it is not there", .times = 1},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(refusals); i++) {
        struct seat *fresh = seat_new();
        int connected = scripted_count(server, "connect");
        SAY({OWN}, refusals[i]);
        assert_int_equal(seat_begin(fresh, &begin, 1), OK);
        assert_int_equal(seat_ask(fresh, &commit, 1), OK);
        assert_int_equal(scripted_count(server, "connect"), connected + 2);
        assert_int_equal(scripted_count(server, "prepare desk_"), i + 1);
        seat_free(fresh);
    }
}

/* It cannot be made again by itself: what the request did before goes with the connection. */
static void a_later_trip_is_the_end_of_its_request_only(void **state) {
    (void)state;
    SAY({OWN}, {"prepare " COMMIT_NAMED, FAILS, "42P05 it is there", .times = 1});
    assert_int_equal(seat_begin(seat, &begin, 1), OK);
    assert_int_equal(seat_ask(seat, &commit, 1), ERR_UNAVAILABLE);
    assert_int_equal(seat_begin(seat, &begin, 1), OK);
    assert_int_equal(seat_ask(seat, &commit, 1), OK);
    assert_int_equal(scripted_count(server, "prepare desk_"), 2);
}

/* Who cannot be asked is not taken for the server itself. */
static void no_number_no_connection(void **state) {
    (void)state;
    SAY({UNNAMED, FAILS, "57P01 it goes", .times = 1}, {OWN});
    assert_int_equal(seat_begin(seat, &begin, 1), ERR_REFUSED);
    assert_int_equal(seat_begin(seat, &begin, 1), OK);
    assert_int_equal(scripted_count(server, "connect"), 2);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_name_is_made_of_the_text, set_up, tear_down),
        cmocka_unit_test_setup_teardown(nothing_is_prepared_where_a_pooler_shows, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_first_trip_is_made_again_without_names, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_later_trip_is_the_end_of_its_request_only, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(no_number_no_connection, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
