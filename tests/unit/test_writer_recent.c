/* writer: what the database has taken is remembered, and nothing else is; a memory that fails
 * refuses nobody. */
#include "disk.h"

#include "scripted_server.h"

#include "remembered.h"

#include "store/hosts.h"
#include "store/writer.h"

static const struct history_name HERE = {SCRIPTED_HISTORY};

static struct scripted *server;
static struct hosts *hosts;
static struct breaker *breaker;
static struct recent *recent;
static struct writer *writer;
static struct spool_name found[LISTED_MAX];

static int set_up(void **state) {
    (void)state;
    memset(&disk, 0, sizeof disk);
    server = scripted_start();
    hosts = hosts_new();
    spool_up();
    breaker = breaker_new();
    recent = recent_new(spool, 10, 1024 * 1024);
    writer = writer_new(breaker, hosts, spool, recent);
    make_records();
    log_catch();
    writer_connect(writer);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    log_release();
    disk_well();
    disk.free_bytes = 0;
    writer_free(writer);
    recent_free(recent);
    breaker_free(breaker);
    spool_down();
    hosts_free(hosts);
    scripted_stop(server);
    return 0;
}

/* Whether the records with these numbers, and no others, are remembered in the file. */
static void assert_remembered(size_t file, const char *label, const char *numbers) {
    struct recent_name n;
    struct spool_reader reader;
    struct spool_record r;
    struct slice content;
    assert_true(file < list_remembered(found));
    assert_true(recent_name_parse(&found[file], &n));
    if (label != NULL)
        assert_string_equal(n.label.text, label);
    assert_int_equal(recent_read(recent, &found[file], &content), OK);
    spool_reader_init(&reader, content);
    for (; *numbers != '\0'; numbers++) {
        assert_true(spool_reader_next(&reader, &r));
        assert_true(slice_eq(r.payload, records[*numbers - '0'].json));
        assert_string_equal(r.id.text, records[*numbers - '0'].id.text);
    }
    assert_false(spool_reader_next(&reader, &r));
    free((char *)content.ptr);
}

/* What becomes of a batch before anybody is thanked. */
static bool write_and_remember(size_t count) {
    struct written_to to;
    bool drains = writer_write(writer, item_list, count, &to);
    writer_remember(writer, item_list, count, &to);
    return drains;
}

static void assert_thanked(size_t count) {
    for (size_t i = 0; i < count; i++)
        assert_int_equal(items[i].result, OK);
}

static void what_is_stored(void **state) {
    struct uuid receipts[RECENT_RECEIPTS_MAX];
    (void)state;
    SAY({"execute", SAYS, "new replay differs"});
    assert_false(write_and_remember(3));
    assert_thanked(3);
    assert_remembered(0, SCRIPTED_HISTORY, "012");
    assert_int_equal(recent_receipts(recent, &HERE, receipts), 1);
    assert_string_equal(receipts[0].text, records[2].id.text);
    assert_int_equal(scripted_count(server, "execute"), 1);
    assert_int_equal(files_in("new"), 0);
}

/* It is in bad or in the spool, from where it is remembered when it is delivered. */
static void not_what_is_refused_or_unknown(void **state) {
    (void)state;
    SAY({"record-0\"", FAILS, "22P02 no"}, {"record-2\"", CLOSES});
    assert_true(write_and_remember(4)); /* 0 is refused, 2 and 3 are unknown */
    assert_thanked(4);
    assert_remembered(0, NULL, "1");
    assert_int_equal(list_remembered(found), 1);
    assert_int_equal(files_in("bad"), 1);
    assert_int_equal(files_in("new"), 1);
}

static void nothing_while_it_is_away(void **state) {
    (void)state;
    put_remembered((struct was_kept){60000000, SCRIPTED_HISTORY, 9, 1, 1});
    SAY({"COMMIT", WARNS, "01000 canceling wait"});
    assert_true(write_and_remember(2));
    assert_true(breaker_is_open(breaker));
    assert_true(write_and_remember(2));
    assert_remembered(0, SCRIPTED_HISTORY, "9");
    assert_int_equal(list_remembered(found), 1);
    assert_int_equal(files_in("new"), 2);
}

/* Each has an answer of its own kind: a server that forgets is not one that has taken it. */
static void not_what_a_server_that_forgets_took(void **state) {
    (void)state;
    scripted_hang_up(server);
    SAY({"full_page_writes", SAYS, "on|off|on|3|1-1-1"});
    assert_true(write_and_remember(2));
    assert_int_equal(scripted_kept(server), 2);
    assert_int_equal(list_remembered(found), 0);
    assert_int_equal(files_in("new"), 1);
}

/* The connection was made anew within the batch: under neither history it would be looked for. */
static void one_of_two_servers_took_it(void **state) {
    struct uuid receipts[RECENT_RECEIPTS_MAX];
    struct history_look other = {{"2-2-2"}, 1, true}, here = {HERE, 1, true};
    size_t count;
    (void)state;
    scripted_hang_up(server);
    SAY({"full_page_writes", SAYS, "on|on|on|3|2-2-2"});
    assert_false(write_and_remember(2));
    assert_thanked(2);
    assert_remembered(0, NULL, "01");
    assert_int_equal(recent_receipts(recent, &HERE, receipts), 0);
    assert_int_equal(recent_receipts(recent, &other.name, receipts), 0);
    recent_see(recent, &here);
    (void)recent_unconfirmed(recent, &count);
    assert_int_equal(count, 1);
    recent_see(recent, &other);
    (void)recent_unconfirmed(recent, &count);
    assert_int_equal(count, 1);
    make_records();
    assert_false(write_and_remember(1)); /* and from now on it is known */
    assert_remembered(1, "2-2-2", "0");
}

/* Behind a pooler the connection stays. */
static void another_server_was_seen(void **state) {
    struct history_look here = {HERE, 1, true}, other = {{"2-2-2"}, 1, true};
    (void)state;
    recent_see(recent, &here);
    assert_false(write_and_remember(1));
    assert_remembered(0, SCRIPTED_HISTORY, "0");
    recent_see(recent, &other);
    SAY({"full_page_writes", SAYS, "on|on|on|3|2-2-2"});
    make_records();
    assert_false(write_and_remember(1));
    assert_remembered(1, "2-2-2", "0");
    assert_int_equal(scripted_count(server, "connect"), 2);
    recent_see(recent, &here); /* two servers at a time: not at each lead */
    for (size_t i = 0; i < 3; i++) {
        make_records();
        assert_false(write_and_remember(1));
    }
    assert_int_equal(scripted_count(server, "connect"), 2);
}

static void a_memory_that_fails_refuses_nobody(void **state) {
    struct recent_state s;
    (void)state;
    disk_fail(CALL_OPEN, 1, EIO, true);
    assert_false(write_and_remember(2));
    assert_thanked(2);
    recent_look(recent, &s);
    assert_false(s.whole);
    disk_well();
    make_records();
    assert_false(write_and_remember(1));
    assert_remembered(0, SCRIPTED_HISTORY, "0");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_is_stored),
        TEST(not_what_is_refused_or_unknown),
        TEST(nothing_while_it_is_away),
        TEST(not_what_a_server_that_forgets_took),
        TEST(one_of_two_servers_took_it),
        TEST(another_server_was_seen),
        TEST(a_memory_that_fails_refuses_nobody),
    };
    return cmocka_run_group_tests_name("writer_recent", tests, NULL, NULL);
}
