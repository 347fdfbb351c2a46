/* pg: what a server says of its history, and what is handed in because of it. */
#include "pg_fixture.h"

#include "base/clock.h"

static struct pg_answer answers[1];

static void make_history(char *out, size_t length) {
    memset(out, 'h', length);
    out[length] = '\0';
}

/* It becomes a part of file names: a server that says another thing is none. */
static void a_history_is_told_at_the_greeting(void **state) {
    static const char *const bad[] = {"", "A-1-1", "1/1", "1-1-1 ", "..", "1_1", "1~1", "\xd0\xb0"};
    char says[64] = "on|on|on|3|", *name = strchr(says, '\0');
    (void)state;
    assert_string_equal(pg_history(pg)->text, "");
    make_history(name, HISTORY_NAME_MAX);
    SAY({"full_page_writes", SAYS, says});
    assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), OK);
    assert_string_equal(pg_history(pg)->text, name);
    pg_disconnect(pg);
    assert_string_equal(pg_history(pg)->text, name); /* of the last connection */
    make_history(name, HISTORY_NAME_MAX + 1);
    for (size_t i = 0; i <= COUNT(bad); i++) {
        SAY({"full_page_writes", SAYS, says});
        assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), ERR_UNAVAILABLE);
        assert_false(pg_connected(pg));
        assert_false(pg_outdated(pg));
        assert_int_equal(strlen(pg_history(pg)->text), HISTORY_NAME_MAX);
        if (i < COUNT(bad))
            strcpy(name, bad[i]);
    }
    SAY({"full_page_writes", SAYS, "on|on|on|3"}); /* a schema from before */
    assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), ERR_UNAVAILABLE);
    SAY({"full_page_writes", SAYS, "on|on|on|3|a-z-09"});
    assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), OK);
    assert_string_equal(pg_history(pg)->text, "a-z-09");
}

static enum errcode look(const struct uuid *receipts, size_t count, long long wait_ms,
                         struct history_look *out) {
    memset(out, 0x5a, sizeof *out);
    return pg_look(pg, receipts, count, clock_ms() + wait_ms, out);
}

static void what_a_server_says_of_itself(void **state) {
    static const struct {
        const char *says, *name;
        long long wal;
        bool remembered;
    } cases[] = {{NULL, SCRIPTED_HISTORY, 1000, true},
                 {"7-2-b|0|f", "7-2-b", 0, false},
                 {"7-2-b|9223372036854775807|t", "7-2-b", INT64_MAX, true}};
    struct history_look seen;
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        SAY({"look {", SAYS, cases[i].says});
        assert_int_equal(look(NULL, 0, LATE_MS, &seen), OK);
        assert_string_equal(seen.name.text, cases[i].name);
        assert_int_equal(seen.wal, cases[i].wal);
        assert_int_equal(seen.remembered, cases[i].remembered);
        assert_string_equal(pg_history(pg)->text, SCRIPTED_HISTORY); /* of the connection */
    }
    assert_int_equal(scripted_count(server, "connect"), 1);
}

static void receipts_are_asked_for(void **state) {
    static const size_t counts[] = {0, 1, 2, PG_RECEIPTS_MAX};
    struct history_look seen;
    struct uuid receipts[PG_RECEIPTS_MAX];
    (void)state;
    for (size_t i = 0; i < COUNT(counts); i++) {
        char expected[PG_RECEIPTS_MAX * (UUID_TEXT + 1) + 16] = "look {";
        for (size_t k = 0; k < counts[i]; k++) {
            receipts[k] = records[k].id;
            strcat(expected, k > 0 ? "," : "");
            strcat(expected, records[k].id.text);
        }
        strcat(expected, "}");
        assert_int_equal(look(receipts, counts[i], LATE_MS, &seen), OK);
        assert_int_equal(scripted_count(server, expected), 1);
    }
}

/* A server that cannot say is no reason to take its memory for gone. */
static void what_is_no_look(void **state) {
    static const struct {
        struct scripted_line line;
        const char *reason;
    } cases[] = {
        {{"look {", SAYS, "1-1-1|1000"}, "an answer of another form"},
        {{"look {", SAYS, "1-1-1|1000|t|t"}, "an answer of another form"},
        {{"look {", SAYS, "none"}, "an answer of another form"}, /* no row */
        {{"look {", SAYS, "|1000|t"}, "an answer of another form"},
        {{"look {", SAYS, "1/1|1000|t"}, "an answer of another form"},
        {{"look {", SAYS, "1-1-1||t"}, "an answer of another form"},
        {{"look {", SAYS, "1-1-1|x|t"}, "an answer of another form"},
        {{"look {", SAYS, "1-1-1|-1|t"}, "an answer of another form"},
        {{"look {", SAYS, "1-1-1|10x|t"}, "an answer of another form"},
        {{"look {", SAYS, "1-1-1|1000|"}, "an answer of another form"},
        {{"look {", SAYS, "1-1-1|1000|true"}, "an answer of another form"},
        {{"look {", FAILS, "55000 recovery is in progress"}, "55000 recovery is in progress"},
        {{"look {", DIES, "57P01 terminating connection"}, "server closed the connection"},
        {{"look {", CLOSES}, "server closed the connection"},
        {{"look {", HANGS}, "no answer in time"},
        {{"prepare  SELECT history", HANGS}, "no answer in time"},
        {{"connect", FAILS, "57P03 starting up"}, "starting up"},
    };
    struct history_look seen, untouched;
    (void)state;
    memset(&untouched, 0x5a, sizeof untouched);
    for (size_t i = 0; i < COUNT(cases); i++) {
        SAY(cases[i].line);
        if (strcmp(cases[i].line.on, "connect") == 0)
            pg_disconnect(pg);
        long long start = clock_ms();
        enum errcode e = look(&records[0].id, 1, SOON_MS, &seen);
        if (e != ERR_UNAVAILABLE || pg_connected(pg))
            fail_msg("case %zu: %s", i, errcode_name(e));
        assert_memory_equal(&seen, &untouched, sizeof seen);
        assert_reason(cases[i].reason);
        assert_true(clock_ms() - start < LATE_MS);
        if (cases[i].line.reply == HANGS)
            assert_true(clock_ms() - start >= SOON_MS);
        SAY({0});
        assert_int_equal(look(NULL, 0, LATE_MS, &seen), OK); /* and nothing is left of it */
    }
    assert_string_equal(log_said(), ""); /* the caller tells */
}

/* By a query of its own, which is prepared for nobody. */
static void handed_in_again(void **state) {
    struct pg_batch batch = {records[0].json, 1, true};
    (void)state;
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pg_submit(pg, &batch, clock_ms() + LATE_MS, answers), OK);
        assert_int_equal(answers[0].verdict, i == 0 ? VERDICT_NEW : VERDICT_REPLAY);
    }
    assert_int_equal(scripted_count(server, "prepare firstline_submit"), 0);
    assert_int_equal(
        scripted_count(server, "prepare  SELECT n, receipt, outcome FROM intake.submit_again($1)"),
        2);
    assert_int_equal(scripted_count(server, "execute again {"), 2);
    batch = (struct pg_batch){SLICE_LIT("[]"), 0, false};
    assert_int_equal(pg_submit(pg, &batch, clock_ms() + LATE_MS, answers), OK);
    batch = (struct pg_batch){records[0].json, 1, true};
    assert_int_equal(pg_submit(pg, &batch, clock_ms() + LATE_MS, answers), OK);
    assert_int_equal(scripted_count(server, "execute again {"), 3);
    assert_int_equal(scripted_count(server, "execute firstline_submit ["), 1);
    SAY({"execute again", FAILS, "23514 words"});
    assert_int_equal(pg_submit(pg, &batch, clock_ms() + LATE_MS, answers), ERR_REFUSED);
    SAY({"COMMIT", WARNS, "01000 canceling wait"});
    assert_int_equal(pg_submit(pg, &batch, clock_ms() + LATE_MS, answers), ERR_TIMEOUT);
    assert_int_equal(scripted_kept(server), 1);
    assert_false(pg_connected(pg));
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(a_history_is_told_at_the_greeting),
        TEST(what_a_server_says_of_itself),
        TEST(receipts_are_asked_for),
        TEST(what_is_no_look),
        TEST(handed_in_again),
    };
    return cmocka_run_group_tests_name("pg_look", tests, NULL, NULL);
}
