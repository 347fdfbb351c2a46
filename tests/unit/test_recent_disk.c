/* recent, and a disk that is full, slow, broken or damaged: nobody waits for it twice, what could
 * not be kept is told, and the next is kept again. */
#include "recent_fixture.h"

static int set_up_watched(void **state) {
    int result = set_up(state);
    disk_watch(spool_root);
    return result;
}

/* ---- full ------------------------------------------------------------------------------------ */

#define ROOM ((unsigned long long)RECENT_ROOM_BYTES + SPOOL_FLOOR)

static void leaves_the_spool_its_room(void **state) {
    struct spool_record r = {records[9].id, records[9].json};
    (void)state;
    disk.free_bytes = ROOM;
    keep(&SERVER, 0, 1);
    see(&OTHER);
    assert_int_equal(unconfirmed(), 1); /* it is ended, and stays */
    assert_true(look().whole);
    disk.free_bytes = ROOM - 1;
    keep(&SERVER, 1, 1);
    assert_non_null(strstr(log_said(), " error recent_failed records=1 why=\"No space left"));
    assert_false(look().whole);
    assert_int_equal(all_readable(), 1);
    assert_int_equal(unconfirmed(), 0); /* and gives it back what it has */
    assert_int_equal(files(), 0);
    assert_non_null(strstr(log_said(), " error recent_short kept_seconds=0 promised_seconds=600 "));
    assert_int_equal(spool_write(spool, &r, 1), OK);
    assert_int_equal(files_in("new"), 1);
    disk.free_bytes = ROOM;
    keep(&SERVER, 2, 1);
    assert_int_equal(all_readable(), 4);
}

/* No more than it takes. */
static void the_oldest_give_way(void **state) {
    (void)state;
    for (size_t i = 0; i < 3; i++)
        put_remembered((struct was_kept){(60 - (long long)i) * SECOND_US,
                                         i == 1 ? "7-2-b" : "7-1-a", i, 1, 1});
    see(&OTHER);
    disk.free_bytes = ROOM - 1;
    disk.freed = 1;
    assert_int_equal(unconfirmed(), 1);
    assert_int_equal(all_readable(), 6);
    assert_int_equal(look().records, 2);
}

/* ---- slow ------------------------------------------------------------------------------------ */

static long long write_takes_ms;

static void take_time(void) { pass(write_takes_ms); }

static void a_slow_disk_is_let_alone(void **state) {
    (void)state;
    disk.at_write = take_time;
    write_takes_ms = RECENT_SLOW_MS - 1;
    keep(&SERVER, 0, 1);
    keep(&SERVER, 1, 1);
    assert_int_equal(all_readable(), 3);
    write_takes_ms = RECENT_SLOW_MS;
    keep(&SERVER, 2, 1); /* it has kept it, after all */
    assert_int_equal(all_readable(), 7);
    assert_true(look().whole);
    assert_non_null(strstr(log_said(), " error recent_slow took_ms=500 rests_ms=10000\n"));
    write_takes_ms = 0;
    keep(&SERVER, 3, 1);
    assert_false(look().whole);
    pass(RECENT_REST_MS - 1);
    keep(&SERVER, 4, 1);
    assert_int_equal(all_readable(), 7);
    pass(1);
    keep(&SERVER, 5, 1);
    assert_int_equal(all_readable(), 32 + 7);
    assert_null(strstr(log_said(), "recent_failed")); /* said by recent_slow */
    pass(AGE_MS - 2);
    assert_false(look().whole);
    pass(1);
    assert_true(look().whole);
}

static int looks;

static void look_meanwhile(void) {
    looks++;
    assert_true(look().whole);
}

/* A disk that hangs hangs nobody who asks how things are. */
static void looked_at_while_it_writes(void **state) {
    (void)state;
    looks = 0;
    disk.at_write = look_meanwhile;
    keep(&SERVER, 0, 1);
    assert_int_equal(looks, 1);
}

/* ---- broken ---------------------------------------------------------------------------------- */

static const struct {
    enum call call;
    int error; /* 0: a write takes half of it, and says so */
} faults[] = {{CALL_OPEN, EIO},  {CALL_OPEN, ENOSPC},  {CALL_OPEN, EMFILE},
              {CALL_WRITE, EIO}, {CALL_WRITE, ENOSPC}, {CALL_WRITE, EINTR},
              {CALL_WRITE, 0},   {CALL_RENAME, EIO},   {CALL_RENAME, ENOSPC}};

/* 0 to 11 are kept, by two servers in turn, before and after an end of a file for its age. */
static void keep_twelve(void) {
    for (size_t n = 0; n < 12; n++) {
        keep(n / 3 % 2 == 0 ? &SERVER : &OTHER, n, 1);
        if (n == 4)
            pass(RECENT_GROWS_MS);
    }
}

static void check_after(size_t f, int nth, bool forever) {
    unsigned long long all = (1u << 12) - 1, there = all_readable();
    bool told = strstr(log_said(), " error recent_failed records=1 ") != NULL;
    bool half_once = faults[f].error == 0 && !forever; /* for ever the last octet never goes */
    bool harmless = half_once || faults[f].error == EINTR || faults[f].call == CALL_RENAME;
    if ((there & all) != all && (look().whole || !told || harmless))
        fail_msg("%s, %s: %llx", call_names[faults[f].call], strerror(faults[f].error), there);
    if (!forever)
        assert_true(__builtin_popcountll(there & all) >= 11);
    if (nth == 1 && forever && !harmless)
        assert_int_equal(there & all, 0);
    disk_well();
    keep(&SERVER, 12, 1); /* and the next is kept again */
    assert_true(all_readable() >> 12 == 1);
}

/* What was told to be kept is, and is handed out under a history that is not another's. */
static void check_handed_out(void) {
    unsigned long long there = all_readable(), handed = 0;
    see(&(struct history_name){"8-1-c"});
    pass(2 * RECENT_GROWS_MS + 1);
    for (size_t i = 0, count = unconfirmed(); i < count; i++) {
        bool servers = strcmp(said_by(&listed[i]).label.text, SERVER.text) == 0;
        struct spool_reader reader;
        struct spool_record r;
        struct slice content;
        assert_int_equal(recent_read(recent, &listed[i], &content), OK);
        spool_reader_init(&reader, content);
        while (spool_reader_next(&reader, &r)) {
            size_t n = 0;
            while (!slice_eq(r.payload, records[n].json))
                n++;
            assert_int_equal(n / 3 % 2 == 0, servers);
            handed |= 1ull << n;
        }
        free((char *)content.ptr);
    }
    assert_int_equal(handed, there);
}

static void nth_call_fails(void **state) {
    for (size_t f = 0; f < COUNT(faults); f++) {
        for (int nth = 1; nth <= 14; nth++) {
            for (int forever = 0; forever <= 1; forever++) {
                if (forever && faults[f].error == EINTR)
                    continue; /* nothing is interrupted for ever */
                tear_down(state);
                set_up_watched(state);
                disk_fail(faults[f].call, nth, faults[f].error, forever);
                keep_twelve();
                check_after(f, nth, forever);
                check_handed_out();
            }
        }
    }
}

static void fill_up(void) { disk_fail(CALL_WRITE, 1, ENOSPC, false); }

/* The half of it that was written hides nothing that comes after it. */
static void half_a_record_ends_the_file(void **state) {
    (void)state;
    keep(&SERVER, 0, 1);
    disk_fail(CALL_WRITE, 1, 0, false);
    disk.at_write = fill_up;
    keep(&SERVER, 1, 1);
    disk.at_write = NULL;
    disk_well();
    assert_int_equal(files(), 1);
    assert_int_equal(said_by(&found[0]).records, 1);
    keep(&SERVER, 2, 1);
    assert_int_equal(files(), 2);
    assert_int_equal(all_readable(), 5);
    assert_false(look().whole);
}

static void a_name_that_cannot_be_given(void **state) {
    (void)state;
    keep(&SERVER, 0, 1);
    see(&OTHER);
    disk_fail(CALL_RENAME, 1, EIO, false);
    assert_int_equal(unconfirmed(), 0); /* it may still grow, for all that the name says */
    assert_non_null(strstr(log_said(), " warn recent_rename_failed file=recent/"));
    pass(2 * RECENT_GROWS_MS);
    assert_int_equal(unconfirmed(), 1);
    disk_fail(CALL_RENAME, 1, EIO, false);
    recent_confirmed(recent, &listed[0], &OTHER, 1);
    assert_int_equal(unconfirmed(), 1);
    recent_confirmed(recent, &listed[0], &OTHER, 1);
    assert_int_equal(unconfirmed(), 0);
    assert_true(look().whole);
}

/* ---- damaged --------------------------------------------------------------------------------- */

static void what_a_power_cut_took_is_told(void **state) {
    char path[256];
    (void)state;
    see(&SERVER);
    struct spool_name name = put_remembered((struct was_kept){60 * SECOND_US, OTHER.text, 0, 3, 3});
    recent_path(name.text, path);
    assert_int_equal(truncate(path, 400), 0); /* in the third */
    assert_int_equal(unconfirmed(), 1);
    assert_int_equal(read_file(&listed[0], 0), 2);
    assert_true(look().whole);
    recent_confirmed(recent, &listed[0], &SERVER, 2);
    assert_false(look().whole);
    assert_non_null(strstr(log_said(), " error recent_damaged file=recent/"));
    assert_non_null(strstr(log_said(), " readable=2\n"));
    files();
    assert_int_equal(said_by(&found[0]).records, 2);
    put_remembered(
        (struct was_kept){50 * SECOND_US, OTHER.text, 0, 0, 7, 700}); /* nothing at all */
    assert_int_equal(unconfirmed(), 1);
    recent_confirmed(recent, &listed[0], &SERVER, 0);
    assert_int_equal(files(), 1);
    assert_non_null(strstr(log_said(), " readable=0\n"));
}

static void what_is_gone_is_gone(void **state) {
    struct slice content;
    char path[256];
    (void)state;
    see(&SERVER);
    struct spool_name name = put_remembered((struct was_kept){60 * SECOND_US, OTHER.text, 0, 1, 1});
    assert_int_equal(unconfirmed(), 1);
    recent_path(name.text, path);
    unlink(path); /* an operator */
    assert_int_equal(recent_read(recent, &listed[0], &content), ERR_NOT_FOUND);
    recent_confirmed(recent, &listed[0], &SERVER, 1);
    assert_int_equal(unconfirmed(), 0);
    assert_string_equal(log_said(), "");
}

static void the_folder_is_gone(void **state) {
    char path[256], away[256];
    (void)state;
    see(&SERVER);
    put_remembered((struct was_kept){60 * SECOND_US, OTHER.text, 0, 1, 1});
    recent_path("", path);
    snprintf(away, sizeof away, "%s/away", spool_root);
    assert_int_equal(rename(path, away), 0);
    assert_int_equal(unconfirmed(), 0);
    assert_non_null(strstr(log_said(), " error recent_unreadable why=\"No such file"));
    assert_int_equal(rename(away, path), 0);
    assert_int_equal(unconfirmed(), 1);
}

#define WATCHED(f) cmocka_unit_test_setup_teardown(f, set_up_watched, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(leaves_the_spool_its_room),
        TEST(the_oldest_give_way),
        WATCHED(a_slow_disk_is_let_alone),
        WATCHED(looked_at_while_it_writes),
        WATCHED(nth_call_fails),
        WATCHED(half_a_record_ends_the_file),
        WATCHED(a_name_that_cannot_be_given),
        TEST(what_a_power_cut_took_is_told),
        TEST(what_is_gone_is_gone),
        TEST(the_folder_is_gone),
    };
    return cmocka_run_group_tests_name("recent_disk", tests, NULL, NULL);
}
