/* hosts: libpq's lists become targets as libpq would have them, each of which has its turn, and
 * loses it when it answers and does nothing. */
#include "fake_names.h"
#include "scripted_server.h"
#include "store_fixture.h"

#include "store/hosts.h"
#include "store/pg.h"

#define SOON_MS 200
#define HANG_MS 1500 /* in which something that does not hang is done as well */
#define LATE_MS 10000

static struct hosts *hosts;
static struct hosts_round targets;

static const char *const variables[] = {"PGHOST", "PGHOSTADDR", "PGPORT", "PGSERVICE",
                                        "PGSERVICEFILE"};

static int set_up(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(variables); i++)
        unsetenv(variables[i]);
    names_say("10.0.0.1 10.0.0.2", 0);
    make_records();
    log_catch();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    log_release();
    hosts_free(hosts);
    hosts = NULL;
    return 0;
}

/* As a process that begins has them. */
static void know(const char *host, const char *hostaddr, const char *port) {
    const char *const values[] = {host, hostaddr, port};
    for (size_t i = 0; i < COUNT(values); i++)
        values[i] == NULL ? unsetenv(variables[i]) : setenv(variables[i], values[i], 1);
    hosts_free(hosts);
    hosts = hosts_new();
}

/* The targets as they have their turns: host|address|port, with a ? for an address not known. */
static const char *round_text(void) {
    static char text[4000];
    text[0] = '\0';
    for (size_t i = 0; i < targets.count; i++) {
        const struct hosts_target *t = &targets.targets[i];
        sprintf(strchr(text, '\0'), "%s%s|%s|%s", i > 0 ? " " : "",
                t->host == NULL ? "(wrong)" : t->host, t->unresolved ? "?" : t->address,
                t->port == NULL ? "" : t->port);
    }
    return text;
}

static void assert_round(const char *expected) {
    hosts_begin(hosts, &targets);
    assert_string_equal(round_text(), expected);
}

/* Until the names that are asked for are known. */
static bool all_resolved(void) {
    hosts_begin(hosts, &targets);
    for (size_t i = 0; i < targets.count; i++)
        if (targets.targets[i].unresolved)
            return false;
    return true;
}

/* ---- the lists ------------------------------------------------------------------------------- */

static void as_libpq_reads_the_lists(void **state) {
    static const struct {
        const char *host, *hostaddr, *port, *targets;
    } cases[] = {
        {NULL, NULL, NULL, "||5432"},
        {"", "", "", "||5432"},
        {"/run/a", NULL, NULL, "/run/a||5432"},
        {"@abstract", NULL, "7", "@abstract||7"},
        {"/run/a,/run/b", NULL, "7", "/run/a||7 /run/b||7"},
        {"/run/a,/run/b", NULL, "7,8", "/run/a||7 /run/b||8"},
        {"/run/a,,/run/b", NULL, "7,,8", "/run/a||7 ||5432 /run/b||8"},
        {"/run/a,", NULL, "7", "/run/a||7 ||7"},
        {"10.0.0.1,::1,fe80::1%lo", NULL, "7",
         "10.0.0.1|10.0.0.1|7 ::1|::1|7 fe80::1%lo|fe80::1%lo|7"},
        {NULL, "10.0.0.1,10.0.0.2", "7", "|10.0.0.1|7 |10.0.0.2|7"},
        {"db1,db2", "10.0.0.1,10.0.0.2", "7", "db1|10.0.0.1|7 db2|10.0.0.2|7"},
        {"/run/a,db2", ",10.0.0.2", "7", "/run/a||7 db2|10.0.0.2|7"},
        {"db1,db2", "10.0.0.1", "7", "(wrong)||"},
        {"db1", "10.0.0.1,10.0.0.2", "7", "(wrong)||"},
        {"/run/a,/run/b", NULL, "7,8,9", "(wrong)||"},
        {NULL, NULL, "7,8", "(wrong)||"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        know(cases[i].host, cases[i].hostaddr, cases[i].port);
        assert_round(cases[i].targets);
    }
    assert_string_equal(log_said(), "");
    assert_int_equal(names_asked(), 0); /* no name is among them, as all have addresses */
}

static void in_libpqs_words_when_they_do_not_fit(void **state) {
    (void)state;
    know("/run/a,/run/b", NULL, "7,8,9");
    struct pg *pg = pg_new(hosts);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), ERR_UNAVAILABLE);
        assert_string_equal(pg_reason(pg), "could not match 3 port numbers to 2 hosts");
    }
    pg_free(pg);
}

static void as_many_as_there_is_room_for(void **state) {
    char list[200] = "";
    (void)state;
    for (int count = 1; count <= HOSTS_MAX + 1; count++) {
        sprintf(strchr(list, '\0'), "%s/run/%d", count > 1 ? "," : "", count);
        know(list, NULL, NULL);
        hosts_begin(hosts, &targets);
        assert_int_equal(targets.count, count > HOSTS_MAX ? HOSTS_MAX : count);
        assert_int_equal(strstr(log_said(), " error hosts_left_out count=1 most=16") != NULL,
                         count > HOSTS_MAX);
    }
    assert_string_equal(targets.targets[HOSTS_MAX - 1].host, "/run/16");
}

static const char *value_of(PQconninfoOption *all, const char *keyword) {
    while (strcmp(all->keyword, keyword) != 0)
        all++;
    return all->val == NULL ? "(none)" : all->val;
}

static void assert_started(const char *host, const char *hostaddr, const char *port) {
    PGconn *conn = hosts_start(hosts, &targets.targets[0]);
    PQconninfoOption *all = PQconninfo(conn);
    assert_string_equal(value_of(all, "host"), host);
    assert_string_equal(value_of(all, "hostaddr"), hostaddr);
    assert_string_equal(value_of(all, "port"), port);
    assert_string_equal(value_of(all, "dbname"), "here");
    assert_string_equal(value_of(all, "target_session_attrs"), "read-write");
    assert_string_equal(value_of(all, "application_name"), "firstline");
    assert_string_equal(value_of(all, "client_encoding"), "UTF8");
    PQconninfoFree(all);
    PQfinish(conn);
}

/* One target and nothing else, whatever the environment or a service has for the others. */
static void started_as_told(void **state) {
    char path[] = "/tmp/firstline-service-XXXXXX";
    (void)state;
    setenv("PGDATABASE", "here", 1);
    setenv("PGTARGETSESSIONATTRS", "any", 1);
    setenv("PGAPPNAME", "other", 1);
    setenv("PGCLIENTENCODING", "LATIN1", 1);
    for (int in_service = 0; in_service < 2; in_service++) {
        if (in_service) {
            FILE *service = fdopen(mkstemp(path), "w");
            fputs("[here]\nhost=/nowhere,,127.0.0.1\nhostaddr=,127.0.0.1,\nport=7,8,\n", service);
            fclose(service);
            setenv("PGSERVICEFILE", path, 1);
            setenv("PGSERVICE", "here", 1);
            know(NULL, NULL, NULL);
        } else {
            know("/nowhere,,127.0.0.1", ",127.0.0.1,", "7,8,");
        }
        assert_round("/nowhere||7 |127.0.0.1|8 127.0.0.1|127.0.0.1|5432");
        assert_started("/nowhere", "", "7");
        hosts_leave(hosts, &targets.targets[0]);
        hosts_begin(hosts, &targets);
        assert_started("", "127.0.0.1", "8");
        hosts_leave(hosts, &targets.targets[0]);
        hosts_begin(hosts, &targets);
        assert_started("127.0.0.1", "127.0.0.1", "5432");
    }
    unlink(path);
    unsetenv("PGDATABASE");
}

/* ---- turns ----------------------------------------------------------------------------------- */

static void the_turn_goes_on(void **state) {
    (void)state;
    know("/a,/b,/c", NULL, "7");
    assert_round("/a||7 /b||7 /c||7");
    struct hosts_target a = targets.targets[0], b = targets.targets[1], c = targets.targets[2];
    hosts_leave(hosts, &a);
    hosts_leave(hosts, &a); /* the other thread, which finds the same: b is not passed by */
    assert_round("/b||7 /c||7 /a||7");
    hosts_leave(hosts, &c); /* does not have it */
    assert_round("/b||7 /c||7 /a||7");
    hosts_failed(hosts, &b);
    hosts_failed(hosts, &c);
    hosts_failed(hosts, &a); /* all of them: as before */
    assert_round("/b||7 /c||7 /a||7");
    hosts_answered(hosts, &c); /* so it has the turn, and c that hangs is left for a */
    assert_round("/c||7 /a||7 /b||7");
    hosts_leave(hosts, &c);
    assert_round("/a||7 /b||7 /c||7");
    know("/only", NULL, "7");
    assert_round("/only||7");
    hosts_leave(hosts, &targets.targets[0]);
    assert_round("/only||7");
}

static void who_answers_anew(void **state) {
    (void)state;
    know("/a,/b", NULL, "7");
    hosts_begin(hosts, &targets);
    struct hosts_target a = targets.targets[0], b = targets.targets[1];
    assert_true(hosts_answered(hosts, &a));
    assert_false(hosts_answered(hosts, &a));
    assert_true(hosts_answered(hosts, &b));
    hosts_leave(hosts, &a); /* it answers, whatever else it does not */
    hosts_leave(hosts, &b);
    assert_false(hosts_answered(hosts, &a));
    assert_false(hosts_answered(hosts, &b));
    hosts_failed(hosts, &b);
    assert_false(hosts_answered(hosts, &a));
    assert_true(hosts_answered(hosts, &b));
}

/* ---- names ----------------------------------------------------------------------------------- */

static void a_name_is_its_addresses(void **state) {
    const char *why = NULL;
    (void)state;
    know("/a,db,/b", NULL, "7");
    names_hang();
    assert_round("/a||7 db|?|7 /b||7");
    assert_true(hosts_resolve(hosts, &targets, 0, clock_ms(), &why));
    assert_false(hosts_resolve(hosts, &targets, 1, clock_ms() + SOON_MS, &why));
    assert_string_equal(why, "name not resolved in time");
    assert_string_equal(round_text(), "/a||7 db|?|7 /b||7");
    names_say("10.0.0.1 10.0.0.2", 0);
    assert_true(hosts_resolve(hosts, &targets, 1, clock_ms() + LATE_MS, &why));
    assert_string_equal(round_text(), "/a||7 db|10.0.0.1|7 db|10.0.0.2|7 /b||7");
    assert_round("/a||7 db|10.0.0.1|7 db|10.0.0.2|7 /b||7");
    hosts_leave(hosts, &targets.targets[0]);
    assert_round("db|10.0.0.1|7 db|10.0.0.2|7 /b||7 /a||7");
    hosts_leave(hosts, &targets.targets[0]);
    assert_round("db|10.0.0.2|7 /b||7 /a||7 db|10.0.0.1|7");
}

/* Turn and flags are an address's, not a place's. */
static void a_name_changes_its_addresses(void **state) {
    (void)state;
    know("db,/b", NULL, "7");
    hosts_begin(hosts, &targets);
    UNTIL(all_resolved());
    assert_round("db|10.0.0.1|7 db|10.0.0.2|7 /b||7");
    struct hosts_target one = targets.targets[0], two = targets.targets[1], b = targets.targets[2];
    assert_true(hosts_answered(hosts, &b));
    assert_true(hosts_answered(hosts, &two));
    names_say("10.0.0.3 10.0.0.2 10.0.0.1", 0);
    UNTIL((hosts_leave(hosts, &one), hosts_begin(hosts, &targets), targets.count == 4));
    assert_round("db|10.0.0.2|7 db|10.0.0.1|7 /b||7 db|10.0.0.3|7");
    assert_false(hosts_answered(hosts, &b));
    assert_false(hosts_answered(hosts, &two));
    names_say("10.0.0.5 10.0.0.4", 0);
    UNTIL((hosts_leave(hosts, &one), hosts_begin(hosts, &targets), targets.count == 3));
    assert_round("db|10.0.0.5|7 db|10.0.0.4|7 /b||7"); /* it had the turn under another address */
    assert_false(hosts_answered(hosts, &two));         /* nobody that is known */
    assert_round("db|10.0.0.5|7 db|10.0.0.4|7 /b||7");
    assert_false(hosts_answered(hosts, &b));
}

static void a_name_leaves_room_for_the_others(void **state) {
    const char *why;
    (void)state;
    know("db,/b", NULL, "7");
    for (int count = HOSTS_MAX - 1; count <= HOSTS_MAX + 1; count++) {
        names_say(names_many(count), 0);
        know("db,/b", NULL, "7");
        hosts_begin(hosts, &targets);
        if (targets.targets[0].unresolved)
            assert_true(hosts_resolve(hosts, &targets, 0, clock_ms() + LATE_MS, &why));
        assert_int_equal(targets.count, HOSTS_MAX);
        assert_string_equal(targets.targets[HOSTS_MAX - 2].address, "10.0.0.15");
        assert_string_equal(targets.targets[HOSTS_MAX - 1].host, "/b");
        hosts_begin(hosts, &targets);
        assert_int_equal(targets.count, HOSTS_MAX);
        assert_string_equal(targets.targets[HOSTS_MAX - 1].host, "/b");
    }
}

static void a_name_that_hangs_is_passed_by(void **state) {
    struct scripted *server = scripted_start();
    char list[100];
    (void)state;
    snprintf(list, sizeof list, "db,%s", server->dir);
    know(list, NULL, "5432");
    names_hang();
    struct pg *pg = pg_new(hosts);
    long long start = clock_ms();
    assert_int_equal(pg_connect(pg, start + HANG_MS), OK);
    assert_true(clock_ms() - start >= HANG_MS / 2);
    pg_disconnect(pg);
    know("db", NULL, "5432");
    pg_free(pg);
    pg = pg_new(hosts);
    assert_int_equal(pg_connect(pg, clock_ms() + SOON_MS), ERR_UNAVAILABLE);
    assert_string_equal(pg_reason(pg), "db port 5432: name not resolved in time");
    names_say("127.0.0.1", 0);
    know("db", NULL, "1"); /* where nobody listens */
    pg_free(pg);
    pg = pg_new(hosts);
    assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), ERR_UNAVAILABLE);
    assert_string_equal(pg_reason(pg), "db (127.0.0.1) port 1: Connection refused");
    names_say("", EAI_NONAME);
    know("none", NULL, "1");
    pg_free(pg);
    pg = pg_new(hosts);
    assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), ERR_UNAVAILABLE);
    assert_string_equal(pg_reason(pg), "none port 1: Name or service not known");
    pg_free(pg);
    scripted_stop(server);
}

/* ---- a host that answers and does not take what it is given ---------------------------------- */

static struct scripted *first, *second;

static struct pg *to_two(void) {
    char list[100];
    first = scripted_start();
    second = scripted_start();
    snprintf(list, sizeof list, "%s,%s", first->dir, second->dir);
    know(list, NULL, "5432");
    return pg_new(hosts);
}

/* The one that has the turn now. */
static struct scripted *turn(void) {
    hosts_begin(hosts, &targets);
    return strcmp(targets.targets[0].host, first->dir) == 0 ? first : second;
}

static enum errcode submit(struct pg *pg, long long wait_ms) {
    struct pg_answer answer;
    struct pg_batch batch = {.records = slice_from(record_text[0]), .count = 1};
    return pg_submit(pg, &batch, clock_ms() + wait_ms, &answer);
}

static void who_is_left(void **state) {
    static const struct {
        struct scripted_line line; /* of the first */
        bool leaves;
    } cases[] = {
        {{"execute", HANGS}, true},
        {{"COMMIT", HANGS}, true},
        {{"COMMIT", WARNS, "01000 canceling wait for synchronous replication"}, true},
        {{"execute", FAILS, "53100 disk full"}, true},
        {{"execute", FAILS, "55P03 lock timeout"}, true},
        {{"execute", FAILS, "42501 no right"}, true},
        {{"execute", FAILS, "25006 read-only transaction"}, true},
        {{"prepare", FAILS, "42883 no function"}, true},
        {{"execute", CLOSES}, true}, /* it was never seen to do anything */
        {{"full_page_writes", HANGS}, true},
        {{"full_page_writes", FAILS, "42501 no right"}, true},
        {{"full_page_writes", CLOSES}, true},
        {{"nothing", FAILS, ""}, false},
        {{"execute", FAILS, "23514 a record"}, false},
        {{"execute", FAILS, "FL001 the schema is too old for record 1"}, false},
        {{"full_page_writes", FAILS, "FL001 the schema is too old for firstline 9"}, false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct pg *pg = to_two();
        scripted_say(first, (const struct scripted_line[]){cases[i].line, {0}});
        if (strcmp(cases[i].line.on, "full_page_writes") != 0)
            assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), OK);
        enum errcode e = submit(pg, cases[i].line.reply == HANGS ? HANG_MS : LATE_MS);
        assert_int_equal(e == OK, strcmp(cases[i].line.on, "nothing") == 0);
        pg_leave(pg);
        assert_false(pg_connected(pg));
        if ((turn() == second) != cases[i].leaves)
            fail_msg("case %zu", i);
        pg_leave(pg); /* once is enough */
        assert_int_equal(turn() == second, cases[i].leaves);
        if (cases[i].leaves) {
            assert_int_equal(submit(pg, LATE_MS), OK);
            assert_int_equal(scripted_kept(second), 1);
            assert_int_equal(scripted_count(first, "connect"), 1);
        }
        pg_free(pg);
        scripted_stop(first);
        scripted_stop(second);
    }
}

/* One that ends a connection that was well may be back in a moment; if it is not, the other is
 * found in the same try. */
static void whose_connection_ends_is_not_left(void **state) {
    (void)state;
    struct pg *pg = to_two();
    assert_int_equal(submit(pg, LATE_MS), OK);
    scripted_hang_up(first);
    assert_int_equal(submit(pg, LATE_MS), ERR_TIMEOUT);
    pg_leave(pg);
    assert_ptr_equal(turn(), first);
    scripted_say(first, (const struct scripted_line[]){{"connect", FAILS, "57P03 no"}, {0}});
    assert_int_equal(submit(pg, LATE_MS), OK);
    assert_int_equal(scripted_kept(second), 1);
    assert_ptr_equal(turn(), second);
    pg_free(pg);
    scripted_stop(first);
    scripted_stop(second);
}

static void seen_that_it_answers_anew(void **state) {
    (void)state;
    struct pg *pg = to_two();
    assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), OK);
    assert_true(pg_anew(pg));
    pg_disconnect(pg);
    assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), OK);
    assert_false(pg_anew(pg));
    pg_disconnect(pg);
    /* a host that connects and does not greet has not answered */
    scripted_say(first,
                 (const struct scripted_line[]){{"full_page_writes", CLOSES, .times = 1}, {0}});
    assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), ERR_UNAVAILABLE);
    scripted_say(second, (const struct scripted_line[]){{"connect", FAILS, "57P03 no"}, {0}});
    assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), OK);
    assert_true(pg_anew(pg));
    pg_free(pg);
    scripted_stop(first);
    scripted_stop(second);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(as_libpq_reads_the_lists),
        TEST(in_libpqs_words_when_they_do_not_fit),
        TEST(as_many_as_there_is_room_for),
        TEST(started_as_told),
        TEST(the_turn_goes_on),
        TEST(who_answers_anew),
        TEST(a_name_is_its_addresses),
        TEST(a_name_changes_its_addresses),
        TEST(a_name_leaves_room_for_the_others),
        TEST(a_name_that_hangs_is_passed_by),
        TEST(who_is_left),
        TEST(whose_connection_ends_is_not_left),
        TEST(seen_that_it_answers_anew),
    };
    return cmocka_run_group_tests_name("hosts", tests, NULL, NULL);
}
