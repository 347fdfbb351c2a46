/* recent_fixture: a memory of ten minutes in the spool of spool_fixture, by clocks that stand still
 * (still_clock), and a server that only says things. */
#ifndef UNIT_RECENT_FIXTURE_H
#define UNIT_RECENT_FIXTURE_H

#include "disk.h"
#include "still_clock.h"

#include "remembered.h"

#define MINUTES 10
#define AGE_MS (MINUTES * 60000LL)
#define OCTETS_MAX (1024 * 1024LL) /* the least that can be set */
#define GROWS_US (RECENT_GROWS_MS * 1000LL)

static const struct history_name SERVER = {"7-1-a"}, OTHER = {"7-2-b"};

static struct recent *recent;
static struct spool_name found[LISTED_MAX]; /* what files() saw last */

static int set_up(void **state) {
    (void)state;
    pass(2000); /* a line of log a second */
    memset(&disk, 0, sizeof disk);
    spool_up();
    recent = recent_new(spool, MINUTES, OCTETS_MAX);
    make_records();
    assert_int_equal(files_in("recent"), 0);
    log_catch();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    log_release();
    disk.recording = false;
    disk_well();
    disk.free_bytes = 0;
    recent_free(recent);
    spool_down();
    return 0;
}

static void keep_between(const struct history_name *before, const struct history_name *after,
                         size_t first, size_t count) {
    struct spool_record all[BATCH_RECORDS_MAX];
    for (size_t i = 0; i < count; i++)
        all[i] = (struct spool_record){records[first + i].id, records[first + i].json};
    recent_keep(recent, before, after, all, count);
}

static void keep(const struct history_name *history, size_t first, size_t count) {
    keep_between(history, history, first, count);
}

static void see_all(const struct history_name *history, long long wal, bool remembered) {
    struct history_look look = {*history, wal, remembered};
    recent_see(recent, &look);
}

static void see(const struct history_name *history) { see_all(history, 1000, true); }

static struct recent_state look(void) {
    struct recent_state state;
    recent_look(recent, &state);
    return state;
}

static const struct spool_name *listed;

static size_t unconfirmed(void) {
    size_t count = 4711;
    listed = recent_unconfirmed(recent, &count);
    return count;
}

static size_t files(void) { return list_remembered(found); }

static struct recent_name said_by(const struct spool_name *name) {
    struct recent_name n;
    if (!recent_name_parse(name, &n))
        fail_msg("no name: %s", name->text);
    return n;
}

/* The records that can be read of it, which are those from first on; anything else fails. */
static size_t read_file(const struct spool_name *name, size_t first) {
    struct spool_reader reader;
    struct spool_record r;
    struct slice content;
    size_t n = 0;
    assert_int_equal(recent_read(recent, name, &content), OK);
    spool_reader_init(&reader, content);
    for (; spool_reader_next(&reader, &r); n++) {
        assert_true(slice_eq(r.payload, records[first + n].json));
        assert_string_equal(r.id.text, records[first + n].id.text);
    }
    free((char *)content.ptr);
    return n;
}

/* All that the folder has, each record once, as one bit for each. */
static unsigned long long all_readable(void) {
    unsigned long long bits = 0;
    for (size_t i = 0, all = files(); i < all; i++) {
        struct spool_reader reader;
        struct spool_record r;
        struct slice content;
        assert_int_equal(recent_read(recent, &found[i], &content), OK);
        spool_reader_init(&reader, content);
        while (spool_reader_next(&reader, &r)) {
            size_t n = 0;
            while (n < 64 && !slice_eq(r.payload, records[n].json))
                n++;
            assert_in_range(n, 0, 63);
            assert_int_equal(bits >> n & 1, 0);
            bits |= 1ull << n;
        }
        free((char *)content.ptr);
    }
    return bits;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

#endif
