/* pg: what each word of a server comes to, which connection is kept after it, and that no wait is
 * longer than its deadline. */
#include "moved_clock.h"
#include "pg_fixture.h"

#include "base/clock.h"

#define BIG_BYTES (2 * 1024 * 1024) /* a socket holds a fifth of a megabyte */

static struct pg_answer guarded[10];
static struct pg_answer *const answers = guarded + 1; /* of 8 */

/* The hosts of this list, as a process that begins would know them. */
static void know(const char *list) {
    setenv("PGHOST", list, 1);
    pg_free(pg);
    hosts_free(hosts);
    hosts = hosts_new();
    pg = pg_new(hosts);
}

/* Hands in the first records, 0 to 8. */
static enum errcode submit(size_t count, long long wait_ms) {
    char array[2000] = "[";
    for (size_t i = 0; i < count; i++)
        sprintf(strchr(array, '\0'), "%s%.*s", i > 0 ? "," : "", SLICE_ARG(records[i].json));
    strcat(array, "]");
    memset(guarded, 0x5a, sizeof guarded);
    return pg_submit(pg, &(struct pg_batch){.records = slice_from(array), .count = count},
                     clock_ms() + wait_ms, answers);
}

/* ---- connecting ------------------------------------------------------------------------------ */

static void only_a_server_that_keeps_is_durable(void **state) {
    static const struct {
        const char *settings; /* fsync, full_page_writes, synchronous_commit, schema */
        bool durable;
    } cases[] = {
        {"on|on|on|3|1-1-1", true},     {"on|on|remote_apply|3|1-1-1", true},
        {"off|on|on|3|1-1-1", false},   {"on|off|on|3|1-1-1", false},
        {"on|on|off|3|1-1-1", false},   {"on|on|local|3|1-1-1", false},
        {"off|off|off|3|1-1-1", false}, {"on|on|remote_write|3|1-1-1", false},
        {"|||3|1-1-1", false},
    };
    (void)state;
    assert_false(pg_durable(pg));
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t said = strlen(log_said());
        SAY({"full_page_writes", SAYS, cases[i].settings});
        assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), OK);
        assert_true(pg_connected(pg));
        if (pg_durable(pg) != cases[i].durable)
            fail_msg("%s", cases[i].settings);
        assert_int_equal(strstr(log_said() + said, " error database_forgets fsync=") == NULL,
                         cases[i].durable);
        pg_disconnect(pg);
        assert_false(pg_connected(pg));
    }
}

/* Of which nobody but install.sql can make a connection. */
static void a_schema_that_is_too_old(void **state) {
    static const struct {
        const char *says;
        bool outdated;
    } cases[] = {
        {"FL001 the schema is too old for firstline 9", true},
        {"42883 function intake.hello(unknown) does not exist", true},
        {"3F000 schema \"intake\" does not exist", true},
        {"42883 function owner.check(text) does not exist", false},
        {"3F000 schema \"owner\" does not exist", false},
        {"42501 permission denied for schema intake", false},
        {"23514 intake", false},
        {"FL001 the schema is too old for record 1", true},
    };
    (void)state;
    for (int submits = 0; submits < 2; submits++) {
        for (size_t i = 0; i < COUNT(cases); i++) {
            size_t said = strlen(log_said());
            SAY({submits ? "execute" : "full_page_writes", FAILS, cases[i].says});
            enum errcode e = submit(1, LATE_MS);
            assert_int_equal(e, submits && i == COUNT(cases) - 2 ? ERR_REFUSED : ERR_UNAVAILABLE);
            if (pg_outdated(pg) != cases[i].outdated)
                fail_msg("%s", cases[i].says);
            if (i == 0 && !submits) /* once a second */
                assert_non_null(strstr(log_said() + said,
                                       " error schema_too_old why=\"the schema is too old for "
                                       "firstline 9\" do=\"psql -X -v ON_ERROR_STOP=1 "
                                       "--single-transaction -d firstline -f sql/install.sql\""));
            assert_reason(strchr(cases[i].says, ' ') + 1);
        }
        SAY({0});
        assert_int_equal(submit(1, LATE_MS), OK);
        assert_false(pg_outdated(pg));
    }
    SAY({"full_page_writes", SAYS, "on|on|on"}); /* no greeting */
    pg_disconnect(pg);
    assert_int_equal(submit(1, LATE_MS), ERR_UNAVAILABLE);
    assert_false(pg_outdated(pg));
}

static void a_connection_is_made_once(void **state) {
    (void)state;
    assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), OK);
    assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), OK);
    assert_int_equal(scripted_count(server, "connect"), 1);
    pg_log_connected(pg);
    assert_non_null(strstr(log_said(), " info database_connected host=/tmp/firstline-scripted-"));
    assert_non_null(
        strstr(log_said(), " database=firstline user=firstline_intake server=150000 schema=3"));
}

static void what_is_no_connection(void **state) {
    static const struct {
        struct scripted_line line;
        const char *reason;
    } cases[] = {
        {{"connect", FAILS, "57P03 the database system is starting up"}, "starting up"},
        {{"connect", FAILS, "28000 role may not log in"}, "may not log in"},
        {{"connect", CLOSES}, "server closed the connection"},
        {{"connect", HANGS}, "no answer in time"},
        {{"connect", SAYS, "standby"}, "session is read-only"},
        {{"full_page_writes", HANGS}, "no answer in time"},
        {{"full_page_writes", CLOSES}, "server closed the connection"},
        {{"full_page_writes", FAILS, "42501 no right"}, "no right"},
        {{"full_page_writes", DIES, "57P01 terminating"}, "terminating"},
        {{"full_page_writes", STALLS}, NULL},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        long long start = clock_ms();
        SAY(cases[i].line);
        enum errcode e = pg_connect(pg, start + SOON_MS);
        long long took = clock_ms() - start;
        if ((e == OK) != (cases[i].reason == NULL) || (e != OK && e != ERR_UNAVAILABLE))
            fail_msg("case %zu: %s", i, errcode_name(e));
        assert_int_equal(pg_connected(pg), e == OK);
        assert_true(took < LATE_MS);
        if (cases[i].line.reply == HANGS)
            assert_true(took >= SOON_MS);
        if (e != OK) {
            assert_reason(cases[i].reason);
            assert_reason(server->dir);
            assert_reason(" port 5432: ");
        }
        pg_disconnect(pg);
        SAY({0});
        assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), OK); /* and nothing is left of it */
        pg_disconnect(pg);
    }
    know("/nowhere");
    assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), ERR_UNAVAILABLE);
    assert_string_equal(pg_reason(pg), "/nowhere port 5432: No such file or directory");
    know("/nowhere,/nor/there"); /* the last that was tried is the first */
    assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), ERR_UNAVAILABLE);
    assert_string_equal(pg_reason(pg), "/nor/there port 5432: No such file or directory; "
                                       "/nowhere port 5432: No such file or directory");
    know(server->dir);
}

static void no_word_of_libpq_or_the_server_is_in_the_log(void **state) {
    (void)state;
    SAY({"connect", NOTES, "01000 raw words"}, {"full_page_writes", WARNS, "01000 raw words"},
        {"prepare", WARNS, "01000 raw words"}, {"execute", NOTES, "01000 raw words"});
    assert_int_equal(submit(2, LATE_MS), OK); /* what was warned of before is over */
    pg_disconnect(pg);
    SAY({"connect", WARNS, "01000 raw words"});
    assert_int_equal(submit(1, LATE_MS), OK);
    assert_string_equal(log_said(), "");
}

static void seen_that_the_server_hung_up(void **state) {
    (void)state;
    assert_false(pg_hung_up(pg));
    assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), OK);
    assert_false(pg_hung_up(pg));
    scripted_hang_up(server);
    assert_true(pg_hung_up(pg));
    pg_disconnect(pg);
    assert_false(pg_hung_up(pg));
}

/* ---- several hosts --------------------------------------------------------------------------- */

static void the_next_host_has_its_share_of_the_time(void **state) {
    static const struct {
        struct scripted_line line; /* of the first */
        long long at_least, below; /* milliseconds */
    } cases[] = {
        {{"connect", HANGS}, 400, 750},
        {{"connect", SAYS, "standby"}, 0, 400},
        {{"connect", FAILS, "57P03 starting up"}, 0, 400},
    };
    struct scripted *other = scripted_start();
    char list[100], good[100];
    (void)state;
    snprintf(list, sizeof list, "%s,%s", server->dir, other->dir);
    snprintf(good, sizeof good, " host=%s port=5432 ", other->dir);
    for (size_t i = 0; i < COUNT(cases); i++) {
        SAY(cases[i].line);
        know(list);
        long long start = clock_ms();
        assert_int_equal(pg_connect(pg, start + 800), OK);
        long long took = clock_ms() - start;
        if (took < cases[i].at_least || took >= cases[i].below)
            fail_msg("case %zu: %lld ms", i, took);
        size_t said = strlen(log_said());
        pg_log_connected(pg);
        assert_non_null(strstr(log_said() + said, good));
        pg_disconnect(pg);
    }
    scripted_say(other, (const struct scripted_line[]){{"connect", HANGS}, {0}});
    SAY({"connect", HANGS});
    assert_int_equal(pg_connect(pg, clock_ms() + SOON_MS), ERR_UNAVAILABLE);
    assert_false(pg_connected(pg));
    scripted_stop(other);
}

/* ---- handing in ------------------------------------------------------------------------------ */

static void each_record_has_its_verdict(void **state) {
    static const enum verdict verdicts[] = {VERDICT_NEW,    VERDICT_REPLAY, VERDICT_DIFFERS,
                                            VERDICT_RACING, VERDICT_NONE,   VERDICT_NONE,
                                            VERDICT_NEW};
    (void)state;
    SAY({"execute", SAYS, "new replay differs racing none unknown new"});
    assert_int_equal(submit(7, LATE_MS), OK);
    for (size_t i = 0; i < COUNT(verdicts); i++)
        assert_int_equal(answers[i].verdict, verdicts[i]);
    assert_string_equal(answers[0].receipt.text, records[0].id.text);
    assert_string_equal(answers[6].receipt.text, records[6].id.text);
    assert_string_equal(answers[2].receipt.text, SCRIPTED_OTHER);
    assert_int_equal(answers[7].verdict, 0x5a5a5a5a); /* no further than asked */
    assert_non_null(strstr(log_said(), " warn leads_locked server=\""));
    assert_non_null(strstr(log_said(), "\" records=2\n"));
}

static void rows_that_nobody_asked_for(void **state) {
    static const char *const rows[] = {"0|" SCRIPTED_OTHER "|new", "2|" SCRIPTED_OTHER "|new",
                                       "-1|" SCRIPTED_OTHER "|new", "1|no-receipt|new",
                                       "x|" SCRIPTED_OTHER "|new"};
    (void)state;
    for (size_t i = 0; i < COUNT(rows); i++) {
        SAY({"execute", SAYS, rows[i]});
        assert_int_equal(submit(1, LATE_MS), OK);
        assert_int_equal(answers[0].verdict, VERDICT_NONE);
        assert_int_equal(answers[-1].verdict, 0x5a5a5a5a);
        assert_int_equal(answers[1].verdict, 0x5a5a5a5a);
    }
    SAY({"execute", SAYS, "1|" SCRIPTED_OTHER}); /* another function than ours */
    assert_int_equal(submit(1, LATE_MS), ERR_TIMEOUT);
}

static void what_a_state_means(void **state) {
    static const struct {
        const char *error;
        enum errcode meaning;
        bool stays; /* the connection */
        const char *level;
    } cases[] = {
        {"22P02 words of the visitor", ERR_REFUSED, true, "warn"},
        {"22021 words of the visitor", ERR_REFUSED, true, "warn"},
        {"23514 words of the visitor", ERR_REFUSED, true, "warn"},
        {"23505 words of the visitor", ERR_REFUSED, true, "warn"},
        {"P0001 words of the visitor", ERR_REFUSED, true, "warn"},
        {"P0004 words of the visitor", ERR_REFUSED, true, "warn"},
        {"08006 reason", ERR_UNAVAILABLE, true, "warn"},
        {"25006 reason", ERR_UNAVAILABLE, false, "warn"},
        {"25P02 reason", ERR_UNAVAILABLE, true, "error"},
        {"26000 reason", ERR_UNAVAILABLE, false, "warn"},
        {"0A000 reason", ERR_UNAVAILABLE, false, "warn"},
        {"40001 reason", ERR_UNAVAILABLE, true, "warn"},
        {"40P01 reason", ERR_UNAVAILABLE, true, "warn"},
        {"53100 reason", ERR_UNAVAILABLE, true, "warn"},
        {"55P03 reason", ERR_UNAVAILABLE, true, "warn"},
        {"57014 reason", ERR_UNAVAILABLE, true, "warn"},
        {"57P01 reason", ERR_UNAVAILABLE, true, "warn"},
        {"57P02 reason", ERR_UNAVAILABLE, true, "warn"},
        {"57P03 reason", ERR_UNAVAILABLE, true, "warn"},
        {"58030 reason", ERR_UNAVAILABLE, true, "warn"},
        {"XX000 reason", ERR_UNAVAILABLE, true, "warn"},
        {"28000 reason", ERR_UNAVAILABLE, true, "error"},
        {"42501 reason", ERR_UNAVAILABLE, true, "error"},
        {"99999 reason", ERR_UNAVAILABLE, true, "error"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char line[64];
        size_t said = strlen(log_said());
        clock_forward(2000); /* a line of log a second */
        SAY({"execute", FAILS, cases[i].error});
        enum errcode e = submit(1, LATE_MS);
        if (e != cases[i].meaning || pg_connected(pg) != cases[i].stays)
            fail_msg("%s: %s", cases[i].error, errcode_name(e));
        assert_string_equal(pg_reason(pg), cases[i].error);
        snprintf(line, sizeof line, " %s batch_%s", cases[i].level,
                 e == ERR_REFUSED ? "refused" : "failed");
        if (strstr(log_said() + said, line) == NULL)
            fail_msg("%s: \"%s\"", line, log_said() + said);
        SAY({0});
        assert_int_equal(submit(1, LATE_MS), OK);
        pg_free(pg); /* which has learned of a pooler, perhaps */
        pg = pg_new(hosts);
    }
    assert_null(strstr(log_said(), "visitor"));
}

static void refused_at_the_commit(void **state) {
    (void)state;
    SAY({"COMMIT", FAILS, "23503 a deferred constraint"});
    assert_int_equal(submit(1, LATE_MS), ERR_REFUSED);
    assert_string_equal(pg_reason(pg), "23503 a deferred constraint");
}

static void a_warning_at_the_commit_is_no_commit(void **state) {
    (void)state;
    SAY({"COMMIT", WARNS, "01000 canceling wait for synchronous replication", 1});
    assert_int_equal(submit(1, LATE_MS), ERR_TIMEOUT);
    assert_false(pg_connected(pg));
    assert_reason("the server warned at commit");
    assert_int_equal(submit(1, LATE_MS), OK);
    SAY({"COMMIT", NOTES, "00000 only a word"});
    assert_int_equal(submit(1, LATE_MS), OK);
}

/* After each the outcome is unknown, and the next is asked over a connection of its own: the one
 * that hangs would hang for ever. */
static void outcome_unknown(void **state) {
    static const struct {
        struct scripted_line line;
        const char *reason;
        bool kept;
    } cases[] = {
        {{"execute", HANGS}, "no answer in time", false},
        {{"COMMIT", HANGS}, "no answer in time", true},
        {{"execute", CLOSES}, "server closed the connection", false},
        {{"execute", COMMITS}, "server closed the connection", true},
        {{"COMMIT", CLOSES}, "server closed the connection", true},
        {{"prepare", HANGS}, "no answer in time", false},
        {{"prepare", CLOSES}, "server closed the connection", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        int connections = scripted_count(server, "connect");
        pg_disconnect(pg);
        SAY(cases[i].line);
        make_record(0, "");
        long long start = clock_ms();
        assert_int_equal(submit(1, SOON_MS), ERR_TIMEOUT);
        long long took = clock_ms() - start;
        assert_false(pg_connected(pg));
        assert_reason(cases[i].reason);
        assert_true(took < LATE_MS && (cases[i].line.reply != HANGS || took >= SOON_MS));
        SAY({0});
        assert_int_equal(submit(1, LATE_MS), OK);
        assert_int_equal(scripted_count(server, "connect"), connections + 2);
        assert_int_equal(answers[0].verdict, cases[i].kept ? VERDICT_REPLAY : VERDICT_NEW);
    }
}

static void the_server_ends_the_connection_with_a_word(void **state) {
    (void)state;
    SAY({"execute", DIES, "57P01 terminating connection"});
    assert_int_equal(submit(1, LATE_MS), ERR_TIMEOUT);
    assert_false(pg_connected(pg));
}

/* More than the kernel takes at once; to a server that reads it, and to one that does not. */
static void a_large_batch_is_sent_in_pieces(void **state) {
    char *big = malloc(BIG_BYTES + 1);
    (void)state;
    memset(big, ' ', BIG_BYTES);
    big[BIG_BYTES] = '\0';
    memcpy(big, "[", 1);
    memcpy(big + BIG_BYTES - 1, "]", 1);
    struct slice text = {big, BIG_BYTES};
    assert_int_equal(
        pg_submit(pg, &(struct pg_batch){.records = text}, clock_ms() + LATE_MS, answers), OK);
    SAY({"COMMIT", STALLS});
    assert_int_equal(submit(1, LATE_MS), OK);
    long long start = clock_ms();
    assert_int_equal(pg_submit(pg, &(struct pg_batch){.records = text}, start + SOON_MS, answers),
                     ERR_TIMEOUT);
    assert_true(clock_ms() - start >= SOON_MS);
    assert_false(pg_connected(pg));
    free(big);
}

static void nothing_is_asked_after_the_deadline(void **state) {
    (void)state;
    assert_int_equal(submit(1, 0), ERR_UNAVAILABLE);
    assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), OK);
    SAY({"execute", HANGS});
    assert_int_equal(submit(1, 0), ERR_TIMEOUT);
}

/* ---- the prepared statement ------------------------------------------------------------------ */

static void prepared_once_in_a_connection(void **state) {
    (void)state;
    for (int i = 0; i < 3; i++)
        assert_int_equal(submit(1, LATE_MS), OK);
    assert_int_equal(scripted_count(server, "prepare "), 1);
    assert_int_equal(scripted_count(server, "execute firstline_submit ["), 3);
    pg_disconnect(pg);
    assert_int_equal(submit(1, LATE_MS), OK);
    assert_int_equal(scripted_count(server, "prepare firstline_submit SELECT "), 2);
}

static void through_a_pooler_nothing_is_prepared(void **state) {
    (void)state;
    SAY({"prepare firstline_submit", FAILS, "42P05 already exists"});
    for (int i = 0; i < 2; i++)
        assert_int_equal(submit(1, LATE_MS), OK);
    pg_disconnect(pg);
    assert_int_equal(submit(1, LATE_MS), OK);
    assert_int_equal(scripted_count(server, "prepare firstline_submit"), 1);
    assert_int_equal(scripted_count(server, "execute  ["), 3); /* unnamed */
}

static void a_pooler_is_seen_by_what_it_forgot(void **state) {
    (void)state;
    SAY({"execute firstline_submit", FAILS, "26000 does not exist"});
    assert_int_equal(submit(1, LATE_MS), ERR_UNAVAILABLE);
    assert_false(pg_connected(pg));
    assert_int_equal(submit(1, LATE_MS), OK);
    assert_int_equal(scripted_count(server, "execute  ["), 1);
    SAY({"execute", FAILS, "26000 of something else"});
    assert_int_equal(submit(1, LATE_MS), ERR_UNAVAILABLE);
    assert_true(pg_connected(pg)); /* a new one would not put it right */
    SAY({"execute", FAILS, "0A000 not ours"});
    assert_int_equal(submit(1, LATE_MS), ERR_UNAVAILABLE);
    assert_true(pg_connected(pg));
}

static void a_replaced_function_is_prepared_anew(void **state) {
    (void)state;
    SAY({"execute", FAILS, "0A000 cached plan must not change result type", 1});
    assert_int_equal(submit(1, LATE_MS), ERR_UNAVAILABLE);
    assert_false(pg_connected(pg));
    assert_int_equal(submit(1, LATE_MS), OK);
    assert_int_equal(scripted_count(server, "prepare firstline_submit"), 2);
}

static void what_cannot_be_prepared(void **state) {
    (void)state;
    SAY({"prepare", FAILS, "42883 no function intake.submit"});
    assert_int_equal(submit(1, LATE_MS), ERR_UNAVAILABLE);
    assert_string_equal(pg_reason(pg), "42883 no function intake.submit");
    assert_true(pg_connected(pg));
    assert_int_equal(scripted_count(server, "execute"), 0);
    SAY({0});
    assert_int_equal(submit(1, LATE_MS), OK);
}

static void a_probe_hands_in_nothing(void **state) {
    (void)state;
    assert_int_equal(pg_probe(pg, clock_ms() + LATE_MS), OK);
    assert_int_equal(scripted_count(server, "execute firstline_submit []"), 1);
    SAY({"execute", FAILS, "42501 no right"});
    assert_int_equal(pg_probe(pg, clock_ms() + LATE_MS), ERR_UNAVAILABLE);
    SAY({"execute", HANGS});
    assert_int_equal(pg_probe(pg, clock_ms() + SOON_MS), ERR_TIMEOUT);
    assert_int_equal(scripted_kept(server), 0);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(only_a_server_that_keeps_is_durable),
        TEST(a_schema_that_is_too_old),
        TEST(a_connection_is_made_once),
        TEST(what_is_no_connection),
        TEST(no_word_of_libpq_or_the_server_is_in_the_log),
        TEST(seen_that_the_server_hung_up),
        TEST(the_next_host_has_its_share_of_the_time),
        TEST(each_record_has_its_verdict),
        TEST(rows_that_nobody_asked_for),
        TEST(what_a_state_means),
        TEST(refused_at_the_commit),
        TEST(a_warning_at_the_commit_is_no_commit),
        TEST(outcome_unknown),
        TEST(the_server_ends_the_connection_with_a_word),
        TEST(a_large_batch_is_sent_in_pieces),
        TEST(nothing_is_asked_after_the_deadline),
        TEST(prepared_once_in_a_connection),
        TEST(through_a_pooler_nothing_is_prepared),
        TEST(a_pooler_is_seen_by_what_it_forgot),
        TEST(a_replaced_function_is_prepared_anew),
        TEST(what_cannot_be_prepared),
        TEST(a_probe_hands_in_nothing),
    };
    return cmocka_run_group_tests_name("pg", tests, NULL, NULL);
}
