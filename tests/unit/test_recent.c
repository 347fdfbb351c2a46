/* recent: what was delivered is kept octet by octet, each file under the history that took it, and
 * what the server of now may not have is handed out, for as long as was promised. */
#include "recent_fixture.h"

/* ---- keeping --------------------------------------------------------------------------------- */

static void kept_and_read_again(void **state) {
    char path[256];
    struct stat st;
    (void)state;
    keep(&SERVER, 0, 3);
    keep(&SERVER, 3, 1);
    assert_int_equal(files(), 1);
    assert_int_equal(said_by(&found[0]).records + (unsigned long)said_by(&found[0]).octets, 0);
    assert_int_equal(read_file(&found[0], 0), 4); /* a process that is killed now leaves all */
    see(&OTHER);
    assert_int_equal(unconfirmed(), 1);
    struct recent_name n = said_by(&listed[0]);
    assert_string_equal(n.label.text, SERVER.text);
    assert_int_equal(n.begun_us, still_wall_us);
    assert_int_equal(n.records, 4);
    recent_path(listed[0].text, path);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(n.octets, st.st_size);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(read_file(&listed[0], 0), 4);
    assert_int_equal(files(), 1);
}

static void another_history_ends_the_file(void **state) {
    (void)state;
    keep(&SERVER, 0, 2);
    keep(&OTHER, 2, 1);
    keep(&SERVER, 3, 1);
    keep(&SERVER, 4, 1);
    assert_int_equal(files(), 3);
    for (size_t i = 0; i < 3; i++)
        assert_string_equal(said_by(&found[i]).label.text, i == 1 ? OTHER.text : SERVER.text);
    assert_int_equal(said_by(&found[0]).records, 2);
    assert_int_equal(said_by(&found[1]).records, 1);
    assert_int_equal(said_by(&found[2]).records, 0); /* it grows */
    assert_int_equal(read_file(&found[2], 3), 2);
}

static void no_more_records_than_a_transaction_holds(void **state) {
    static const struct {
        size_t counts[3], files, last; /* records of the last file */
    } cases[] = {{{100, 156}, 1, 256}, {{100, 157}, 2, 157}, {{256, 1}, 2, 1}, {{255, 1, 1}, 2, 1}};
    (void)state;
    assert_int_equal(BATCH_RECORDS_MAX, 256);
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t before = files();
        for (size_t k = 0; k < 3 && cases[i].counts[k] > 0; k++)
            keep(&SERVER, 0, cases[i].counts[k]);
        keep(&OTHER, 0, 1); /* so that they are all named */
        assert_int_equal(files() - before, cases[i].files + 1);
        assert_int_equal(said_by(&found[before + cases[i].files - 1]).records, cases[i].last);
        assert_true(look().whole);
    }
}

static struct spool_record big_record(size_t octets) {
    char *text = malloc(octets);
    memset(text, 'x', octets);
    return (struct spool_record){records[0].id, {text, octets}};
}

static void keep_big(size_t octets, size_t times) {
    struct spool_record r = big_record(octets);
    for (size_t i = 0; i < times; i++)
        recent_keep(recent, &SERVER, &SERVER, &r, 1);
    free((char *)r.payload.ptr);
}

static void no_more_octets_than_a_transaction_holds(void **state) {
    const struct spool_record none = {.payload = {"", 0}};
    size_t overhead = spool_file_bytes(&none, 1);
    (void)state;
    for (size_t over = 0; over <= 1; over++) {
        char path[256];
        struct stat st;
        size_t before = files();
        keep_big(RECORD_BYTES_MAX, 7);
        assert_int_equal(files() - before, 1);
        recent_path(found[before].text, path);
        assert_int_equal(stat(path, &st), 0);
        keep_big(BATCH_BYTES_MAX - (size_t)st.st_size - overhead + over, 1);
        assert_int_equal(files() - before, 1 + over);
        keep(&OTHER, 0, 1);
    }
}

/* It was committed, after all. */
static void a_batch_that_is_larger_has_a_file_of_its_own(void **state) {
    struct spool_record all[9];
    struct slice content;
    const char *damage;
    (void)state;
    keep(&SERVER, 0, 1);
    for (size_t i = 0; i < COUNT(all); i++)
        all[i] = big_record(RECORD_BYTES_MAX);
    recent_keep(recent, &SERVER, &SERVER, all, COUNT(all));
    for (size_t i = 0; i < COUNT(all); i++)
        free((char *)all[i].payload.ptr);
    keep(&SERVER, 1, 1);
    assert_int_equal(files(), 3);
    assert_true(said_by(&found[1]).octets > BATCH_BYTES_MAX);
    assert_int_equal(recent_read(recent, &found[1], &content), OK);
    assert_int_equal(spool_file_check(content, &damage), 9);
    assert_string_equal(damage, "cut off"); /* nothing else */
    free((char *)content.ptr);
    assert_true(look().whole);
}

static void grows_for_ten_seconds(void **state) {
    (void)state;
    see(&SERVER);
    keep(&SERVER, 0, 1);
    pass(RECENT_GROWS_MS - 1);
    keep(&SERVER, 1, 1);
    assert_int_equal(unconfirmed(), 0);
    assert_int_equal(files(), 1);
    assert_int_equal(look().records, 2);
    pass(1);
    keep(&SERVER, 2, 1);
    assert_int_equal(files(), 2);
    assert_int_equal(said_by(&found[0]).records, 2);
    pass(RECENT_GROWS_MS); /* also if nothing more comes */
    assert_int_equal(unconfirmed(), 0);
    assert_int_equal(files(), 2);
    assert_int_equal(said_by(&found[1]).records, 1);
    assert_int_equal(look().records, 3);
}

static void the_last_file_has_its_name_at_the_end(void **state) {
    (void)state;
    recent_free(NULL);
    keep(&SERVER, 0, 2);
    recent_free(recent);
    assert_int_equal(files(), 1);
    assert_int_equal(said_by(&found[0]).records, 2);
    recent = recent_new(spool, MINUTES, OCTETS_MAX);
    assert_int_equal(read_file(&found[0], 0), 2);
}

/* Of two servers one has them: they are unconfirmed whichever is the one of now. */
static void taken_by_one_of_two(void **state) {
    static const struct history_name none;
    (void)state;
    keep_between(&SERVER, &OTHER, 0, 2);
    keep_between(&none, &none, 2, 1);
    struct uuid receipts[RECENT_RECEIPTS_MAX];
    assert_int_equal(recent_receipts(recent, &SERVER, receipts), 0);
    assert_int_equal(recent_receipts(recent, &OTHER, receipts), 0);
    see(&SERVER);
    assert_int_equal(unconfirmed(), 1);
    see(&OTHER);
    assert_int_equal(unconfirmed(), 1);
    assert_int_equal(read_file(&listed[0], 0), 3);
    recent_confirmed(recent, &listed[0], &OTHER, 3);
    assert_int_equal(unconfirmed(), 0);
}

static void no_memory(void **state) {
    struct spool_record huge = {records[0].id, {records[0].json.ptr, (size_t)1 << 46}};
    (void)state;
    if (__sanitizer_set_report_fd != NULL)
        return; /* a sanitizer takes no such size for an answer */
    keep(&SERVER, 0, 1);
    recent_keep(recent, &SERVER, &SERVER, &huge, 1);
    assert_non_null(strstr(log_said(), " error recent_failed records=1 why=\"Cannot allocate"));
    assert_false(look().whole);
    keep(&SERVER, 1, 1);
    assert_int_equal(all_readable(), 3);
}

/* ---- what the server says -------------------------------------------------------------------- */

static void others_are_handed_out_in_order(void **state) {
    static const char *const labels[] = {"7-2-b", "7-1-a", "7-2-b", "8-1-a", "7-1-a"};
    (void)state;
    for (size_t i = 0; i < COUNT(labels); i++)
        put_remembered((struct was_kept){(60 - (long long)i) * SECOND_US, labels[i], i, 1, 1});
    keep(&SERVER, 5, 1);
    assert_int_equal(unconfirmed(), 0);      /* nobody has said which server it is */
    assert_int_equal(look().unconfirmed, 6); /* so it may have none of them */
    assert_int_equal(look().records, 6);
    see(&SERVER);
    assert_int_equal(unconfirmed(), 3);
    for (size_t i = 0; i < 3; i++)
        assert_int_equal(read_file(&listed[i], i == 1 ? 2 : i == 2 ? 3 : 0), 1);
    struct recent_state s = look();
    assert_int_equal(s.records, 6);
    assert_int_equal(s.unconfirmed, 3);
    assert_int_equal(s.oldest_us, still_wall_us - 60 * SECOND_US);
    assert_true(s.octets > 6 * (long long)records[0].json.len && s.octets < OCTETS_MAX);
    assert_true(s.whole);
}

static void of_no_file_and_of_the_first(void **state) {
    (void)state;
    see(&SERVER);
    assert_int_equal(unconfirmed(), 0);
    struct recent_state s = look();
    assert_int_equal(s.records + s.octets + s.unconfirmed + s.oldest_us, 0);
    assert_true(s.whole);
    keep(&SERVER, 0, 1);
    pass(1000);
    assert_int_equal(unconfirmed(), 0);
    assert_int_equal(look().oldest_us, still_wall_us - SECOND_US);
}

static void confirmed_has_the_name_of_who_knows_it(void **state) {
    (void)state;
    put_remembered((struct was_kept){60 * SECOND_US, OTHER.text, 0, 3, 3});
    put_remembered((struct was_kept){50 * SECOND_US, OTHER.text, 3, 2, 0});
    put_remembered((struct was_kept){40 * SECOND_US, OTHER.text, 5, 0, 0});
    files();
    struct recent_name before = said_by(&found[0]);
    see(&SERVER);
    assert_int_equal(unconfirmed(), 3);
    assert_int_equal(look().unconfirmed, 3 + 1 + 1); /* at least one, as long as none has looked */
    recent_confirmed(recent, &listed[0], &SERVER, 3);
    assert_int_equal(look().unconfirmed, 2);
    recent_confirmed(recent, &listed[1], &SERVER, 2);
    assert_int_equal(look().unconfirmed, 0);
    recent_confirmed(recent, &listed[2], &SERVER, 0); /* nothing is in it */
    assert_int_equal(files(), 2);
    struct recent_name after = said_by(&found[0]);
    assert_string_equal(after.stem.text, before.stem.text);
    assert_string_equal(after.label.text, SERVER.text);
    assert_int_equal(after.records, 3);
    assert_int_equal(after.octets, before.octets);
    after = said_by(&found[1]);
    assert_int_equal(after.records, 2);
    assert_true(after.octets > 0);
    assert_int_equal(unconfirmed(), 0);
    see(&OTHER);
    assert_int_equal(unconfirmed(), 2);
    recent_confirmed(recent, &listed[0], &OTHER, 3);
    recent_confirmed(recent, &(struct spool_name){"README"}, &OTHER, 1);
    assert_int_equal(unconfirmed(), 1);
    assert_true(look().whole);
}

/* It may be lost again at once, with the server that has it now. */
static void restored_is_as_young_as_if_delivered_now(void **state) {
    (void)state;
    put_remembered((struct was_kept){AGE_MS * 1000 + 2 * GROWS_US, OTHER.text, 0, 3, 3});
    put_remembered((struct was_kept){AGE_MS * 1000 + 2 * GROWS_US, OTHER.text, 3, 1, 1});
    see(&SERVER);
    assert_int_equal(unconfirmed(), 2);
    recent_restored(recent, &listed[0], &SERVER, 3);
    recent_confirmed(recent, &listed[1], &SERVER, 1);
    assert_int_equal(unconfirmed(), 0);
    assert_int_equal(files(), 1);
    assert_int_equal(said_by(&found[0]).begun_us, still_wall_us);
    assert_int_equal(read_file(&found[0], 0), 3);
    assert_true(look().whole);
}

/* By the server that took it, not by the one that was looked at before. */
static void confirmed_by_another_than_was_seen(void **state) {
    (void)state;
    put_remembered((struct was_kept){60 * SECOND_US, "x", 0, 1, 1});
    see(&SERVER);
    assert_int_equal(unconfirmed(), 1);
    recent_confirmed(recent, &listed[0], &OTHER, 1);
    assert_int_equal(unconfirmed(), 1);
    see(&OTHER);
    assert_int_equal(unconfirmed(), 0);
}

static void confirm_all(const struct history_name *history) {
    for (size_t i = 0, count = unconfirmed(); i < count; i++)
        recent_confirmed(recent, &listed[i], history, said_by(&listed[i]).records);
    assert_int_equal(unconfirmed(), 0);
}

/* Then all is unconfirmed that was kept by then, once. */
static void a_server_that_forgets(void **state) {
    static const struct {
        long long wal;
        bool remembered, cut;
    } cases[] = {{1000, true, false}, {1001, true, false}, {999, true, true}, {2000, false, true}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct history_name h = {"7-1-x"};
        h.text[4] = (char)('a' + i);
        see(&h);
        confirm_all(&h);
        size_t said = strlen(log_said());
        keep(&h, 2 * i, 1);
        see_all(&h, cases[i].wal, cases[i].remembered);
        keep(&h, 2 * i + 1, 1); /* this it has */
        assert_int_equal(unconfirmed(), cases[i].cut ? files() - 1 : 0);
        assert_int_equal(strstr(log_said() + said, " warn history_cut was=7-1-") != NULL,
                         cases[i].cut);
        assert_int_equal(strlen(log_said() + said) > 0, cases[i].cut);
        confirm_all(&h);
        see_all(&h, cases[i].wal, true);
        assert_int_equal(unconfirmed(), 0);
    }
    assert_int_equal(all_readable(), 255);
}

static void another_server_is_told(void **state) {
    (void)state;
    see(&SERVER);
    assert_string_equal(log_said(), ""); /* the first is none */
    see_all(&OTHER, 5, true);            /* nothing that it said before is less than this */
    assert_non_null(strstr(log_said(), " warn history_changed was=7-1-a now=7-2-b wal_was=1000 "
                                       "wal=5 do=\"hand in again what is remembered\"\n"));
    assert_null(strstr(log_said(), "history_cut"));
}

/* What it does not know it had taken from this process, though none has looked before. */
static void forgotten_by_the_first_look(void **state) {
    (void)state;
    keep(&SERVER, 0, 1);
    see_all(&SERVER, 1000, false);
    assert_int_equal(unconfirmed(), 1);
    assert_int_equal(read_file(&listed[0], 0), 1);
    assert_non_null(strstr(log_said(), " warn history_cut was= now=7-1-a "));
}

/* What was there at the last look is asked for, however much was delivered since: that may have
 * come after the loss, and have made the log of the server as long as it was. */
static void the_receipt_of_the_last_look_is_asked_for(void **state) {
    struct uuid receipts[RECENT_RECEIPTS_MAX];
    (void)state;
    keep(&SERVER, 0, 1);
    see(&SERVER);
    for (size_t i = 1; i <= 9; i++)
        keep(&SERVER, i, 1);
    assert_int_equal(recent_receipts(recent, &SERVER, receipts), 3);
    assert_string_equal(receipts[0].text, records[9].id.text);
    assert_string_equal(receipts[1].text, records[8].id.text);
    assert_string_equal(receipts[2].text, records[0].id.text);
    see(&SERVER);
    assert_int_equal(recent_receipts(recent, &SERVER, receipts), 3);
    assert_string_equal(receipts[2].text, records[9].id.text);
}

/* A dump that is restored into the same server while nobody is connected. */
static void forgotten_between_two_processes(void **state) {
    struct uuid receipts[RECENT_RECEIPTS_MAX];
    (void)state;
    put_remembered((struct was_kept){60 * SECOND_US, OTHER.text, 3, 1, 1});
    keep(&SERVER, 0, 2);
    recent_free(recent);
    recent = recent_new(spool, MINUTES, OCTETS_MAX);
    assert_int_equal(recent_receipts(recent, &OTHER, receipts), 0);
    assert_int_equal(recent_receipts(recent, &SERVER, receipts), 1);
    assert_string_equal(receipts[0].text, records[1].id.text);
    see(&SERVER);
    assert_int_equal(recent_receipts(recent, &SERVER, receipts),
                     1); /* until there is a newer one */
    see_all(&SERVER, 2000, false);
    assert_int_equal(unconfirmed(), 2);
    recent_free(recent);
    recent = recent_new(spool, MINUTES, OCTETS_MAX); /* of the cut: nothing was taken since */
    assert_int_equal(recent_receipts(recent, &SERVER, receipts), 0);
    see_all(&SERVER, 2000, true);
    assert_int_equal(unconfirmed(), 2);
}

/* What was unconfirmed stays so when another process follows before it was handed in. */
static void follow_a_cut(size_t kept_after_it) {
    see(&SERVER);
    keep(&SERVER, 0, 1);
    see_all(&SERVER, 999, true);
    if (kept_after_it > 0)
        keep(&SERVER, 1, kept_after_it);
    recent_free(recent);
    recent = recent_new(spool, MINUTES, OCTETS_MAX);
    see(&SERVER);
    assert_int_equal(unconfirmed(), 1);
    assert_int_equal(read_file(&listed[0], 0), 1);
    recent_confirmed(recent, &listed[0], &SERVER, 1);
    assert_int_equal(unconfirmed(), 0);
}

static void a_cut_outlives_the_process(void **state) {
    (void)state;
    follow_a_cut(2);
}

static void a_cut_after_which_nothing_came_does_too(void **state) {
    (void)state;
    follow_a_cut(0);
}

static void receipts_are_asked_of_who_gave_them(void **state) {
    struct uuid receipts[RECENT_RECEIPTS_MAX];
    (void)state;
    assert_int_equal(RECENT_RECEIPTS_MAX, 3);
    assert_int_equal(recent_receipts(recent, &SERVER, receipts), 0);
    keep(&SERVER, 0, 3);
    assert_int_equal(recent_receipts(recent, &OTHER, receipts), 0);
    assert_int_equal(recent_receipts(recent, &SERVER, receipts), 1);
    assert_string_equal(receipts[0].text, records[2].id.text); /* the last of the batch */
    keep(&OTHER, 3, 1);
    assert_int_equal(recent_receipts(recent, &SERVER, receipts), 1);
    assert_int_equal(recent_receipts(recent, &OTHER, receipts), 1);
    assert_string_equal(receipts[0].text, records[3].id.text);
    keep(&OTHER, 4, 2);
    assert_int_equal(recent_receipts(recent, &SERVER, receipts), 0); /* no more than two */
    assert_int_equal(recent_receipts(recent, &OTHER, receipts), 2);
    assert_string_equal(receipts[0].text, records[5].id.text); /* the newest among them */
    assert_string_equal(receipts[1].text, records[3].id.text);
    disk.free_bytes = 1; /* also of what was committed and could not be kept */
    keep(&SERVER, 6, 1);
    disk.free_bytes = 0;
    assert_int_equal(recent_receipts(recent, &SERVER, receipts), 1);
    assert_string_equal(receipts[0].text, records[6].id.text);
    see(&SERVER);
    see_all(&SERVER, 999, true); /* said once: they would be missed each second */
    assert_int_equal(recent_receipts(recent, &SERVER, receipts), 0);
    assert_int_equal(recent_receipts(recent, &OTHER, receipts), 0);
    keep(&SERVER, 7, 1);
    assert_int_equal(recent_receipts(recent, &SERVER, receipts), 1);
    assert_string_equal(receipts[0].text, records[7].id.text);
    assert_int_equal(recent_receipts(recent, &(struct history_name){""}, receipts), 0);
}

/* ---- the promise ----------------------------------------------------------------------------- */

static void old_files_go(void **state) {
    (void)state;
    long long last_us = AGE_MS * 1000 + GROWS_US; /* its last record is as old as was promised */
    put_remembered((struct was_kept){last_us - 1, SERVER.text, 0, 1, 1});
    put_remembered((struct was_kept){2 * last_us, OTHER.text, 1, 1, 1});
    assert_int_equal(unconfirmed(), 0);
    pass_us(1);
    assert_int_equal(unconfirmed(), 0); /* not before it was looked at the server */
    assert_int_equal(files(), 2);
    pass_us(-1);
    see(&SERVER);
    assert_int_equal(unconfirmed(), 1);
    assert_int_equal(files(), 2);
    pass_us(1);
    recent_blind(recent);
    assert_int_equal(unconfirmed(), 0);
    assert_int_equal(files(), 2);
    see(&SERVER);
    assert_int_equal(unconfirmed(), 1);
    assert_int_equal(files(), 1); /* what nobody has asked for stays, however old it is */
    assert_int_equal(read_file(&found[0], 1), 1);
    struct recent_state s = look();
    assert_int_equal(s.records, 1);
    assert_true(s.whole);
    assert_string_equal(log_said(), "");
}

static void too_many_octets(void **state) {
    (void)state;
    see(&SERVER);
    put_remembered((struct was_kept){60 * SECOND_US, OTHER.text, 0, 1, 1, OCTETS_MAX / 2});
    put_remembered((struct was_kept){50 * SECOND_US, SERVER.text, 1, 1, 1, OCTETS_MAX / 2});
    assert_int_equal(unconfirmed(), 1);
    assert_int_equal(look().octets, OCTETS_MAX);
    assert_int_equal(files(), 2);
    put_octets(found[1].text, "", 0);
    put_remembered((struct was_kept){40 * SECOND_US, SERVER.text, 2, 1, 1, 1});
    assert_int_equal(unconfirmed(), 0);
    assert_int_equal(files(), 2); /* the oldest is gone */
    assert_int_equal(look().octets, OCTETS_MAX / 2 + 1);
    assert_int_equal(look().records, 2);
    assert_non_null(strstr(log_said(), " error recent_short kept_seconds=60 promised_seconds=600 "
                                       "octets_max=1048576 do=\"raise remember-mib"));
    assert_false(look().whole);
    pass(AGE_MS - 1);
    assert_false(look().whole);
    pass(1);
    assert_true(look().whole);
}

/* What has to go was kept as long as was promised: that is nothing to be told. */
static void too_many_octets_of_what_is_old_enough(void **state) {
    static const struct {
        long long ago_us;
        const char *label;
        bool whole;
    } cases[] = {{AGE_MS * 1000 - 1, "7-1-a", false},
                 {AGE_MS * 1000, "7-1-a", true},
                 {AGE_MS * 1000, "7-2-b", false}}; /* perhaps nobody else has it */
    (void)state;
    see(&SERVER);
    for (size_t i = 0; i < COUNT(cases); i++) {
        put_remembered((struct was_kept){cases[i].ago_us, cases[i].label, 0, 1, 1, OCTETS_MAX + 1});
        pass_us(0);
        assert_int_equal(unconfirmed(), 0);
        assert_int_equal(files(), 0);
        assert_int_equal(look().whole, cases[i].whole);
        pass(AGE_MS);
    }
}

static void too_many_files(void **state) {
    (void)state;
    see(&SERVER);
    for (size_t i = 0; i < RECENT_LIST_MAX; i++)
        put_remembered((struct was_kept){60 * SECOND_US - (long long)i, OTHER.text, 0, 0, 1, 1});
    assert_int_equal(unconfirmed(), RECENT_LIST_MAX);
    assert_true(look().whole);
    struct spool_name first = listed[0], second = listed[1];
    put_remembered((struct was_kept){SECOND_US, SERVER.text, 0, 0, 1, 1});
    assert_int_equal(unconfirmed(), RECENT_LIST_MAX - 1);
    assert_string_not_equal(listed[0].text, first.text);
    assert_string_equal(listed[0].text, second.text);
    assert_false(look().whole);
    assert_non_null(strstr(log_said(), " error recent_short kept_seconds=60 "));
}

/* ---- what others have left ------------------------------------------------------------------- */

static void what_a_killed_process_left(void **state) {
    (void)state;
    see(&SERVER);
    put_remembered((struct was_kept){2 * GROWS_US - 1, OTHER.text, 0, 2, 0});
    put_remembered((struct was_kept){0, OTHER.text, 2, 1, 0});
    put_remembered((struct was_kept){0, SERVER.text, 3, 1, 0});
    assert_int_equal(unconfirmed(), 0); /* it may still grow */
    assert_int_equal(look().unconfirmed, 2);
    pass_us(1);
    assert_int_equal(unconfirmed(), 1);
    assert_int_equal(look().unconfirmed, 2);
    assert_int_equal(read_file(&listed[0], 0), 2);
    pass_us(2 * GROWS_US - 1);
    assert_int_equal(unconfirmed(), 2);
    recent_confirmed(recent, &listed[0], &SERVER, 2);
    assert_int_equal(unconfirmed(), 1);
    assert_int_equal(read_file(&listed[0], 2), 1);
    assert_int_equal(look().records, 2);
}

static void strangers_are_let_alone(void **state) {
    static const char *const names[] = {".hidden",
                                        "README",
                                        "0006423f00000000-00000001-00000002.1",
                                        "0006423f00000000-00000001-00000002.1.1~x.reason",
                                        "0006423f00000000-00000001-00000002.1.1",
                                        "x~y"};
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++)
        put_octets(names[i], "mine", 4);
    see(&SERVER);
    disk.free_bytes = 1;
    assert_int_equal(unconfirmed(), 0);
    disk.free_bytes = 0;
    assert_int_equal(unconfirmed(), 0);
    assert_int_equal(files(), COUNT(names) - 1);
    struct recent_state s = look();
    assert_int_equal(s.records + s.octets + s.unconfirmed + s.oldest_us, 0);
    assert_true(s.whole);
    put_remembered((struct was_kept){SECOND_US, OTHER.text, 0, 1, 1});
    put_remembered((struct was_kept){SECOND_US, SERVER.text, 1, 1, 0});
    recent_forget(spool);
    assert_int_equal(files(), COUNT(names) - 1);
    assert_int_equal(all_readable(), 0);
}

static void two_processes(void **state) {
    struct recent *mine = recent, *other = recent_new(spool, MINUTES, OCTETS_MAX);
    (void)state;
    for (size_t i = 0; i < 6; i++) {
        recent = i % 2 == 0 ? mine : other;
        keep(i < 4 ? &SERVER : &OTHER, i, 1);
    }
    recent = mine;
    see(&SERVER);
    pass(1);
    assert_int_equal(unconfirmed(), 1); /* ours that grew; the other's may grow still */
    assert_int_equal(read_file(&listed[0], 4), 1);
    assert_int_equal(look().unconfirmed, 2);
    assert_int_equal(all_readable(), 63);
    pass(2 * RECENT_GROWS_MS);
    assert_int_equal(unconfirmed(), 2);
    for (size_t i = 0; i < 2; i++)
        recent_confirmed(recent, &listed[i], &SERVER, 1);
    recent = other;
    keep(&OTHER, 6, 1); /* its file has got another name meanwhile */
    recent = mine;
    assert_int_equal(all_readable(), 127);
    assert_int_equal(unconfirmed(), 0);
    assert_string_equal(log_said(), "");
    recent_free(other);
    assert_int_equal(unconfirmed(), 1);
    assert_int_equal(all_readable(), 127);
}

/* ---- the clock ------------------------------------------------------------------------------- */

static void set_forward_by_a_day(void **state) {
    (void)state;
    see(&SERVER);
    keep(&SERVER, 0, 1);
    put_remembered((struct was_kept){SECOND_US, SERVER.text, 1, 1, 1});
    put_remembered((struct was_kept){SECOND_US, OTHER.text, 2, 1, 1});
    assert_int_equal(unconfirmed(), 1);
    still_wall_us += GROWS_US - 1; /* which files are kept beyond their age */
    assert_int_equal(unconfirmed(), 1);
    assert_true(look().whole);
    still_wall_us += DAY_US;
    assert_int_equal(unconfirmed(), 1);
    assert_int_equal(files(), 2);
    assert_int_equal(all_readable(), 5);
    assert_false(look().whole);
    assert_non_null(strstr(log_said(), " warn clock_jumped seconds=86400 "));
    pass(AGE_MS);
    assert_true(look().whole);
}

/* What was kept before it stays until its time by the new clock has come, and nothing is twice or
 * in another order. */
static void set_back_by_a_day(void **state) {
    (void)state;
    see(&SERVER);
    keep(&OTHER, 0, 1);
    still_wall_us -= DAY_US;
    keep(&SERVER, 1, 1);
    keep(&OTHER, 2, 1);
    assert_int_equal(unconfirmed(), 2);
    assert_int_equal(read_file(&listed[0], 0), 1);
    assert_int_equal(read_file(&listed[1], 2), 1);
    pass(2 * AGE_MS);
    assert_int_equal(unconfirmed(), 2);
    assert_int_equal(files(), 3);
    assert_true(look().whole);
    still_wall_us += DAY_US;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(kept_and_read_again),
        TEST(another_history_ends_the_file),
        TEST(no_more_records_than_a_transaction_holds),
        TEST(no_more_octets_than_a_transaction_holds),
        TEST(a_batch_that_is_larger_has_a_file_of_its_own),
        TEST(grows_for_ten_seconds),
        TEST(the_last_file_has_its_name_at_the_end),
        TEST(taken_by_one_of_two),
        TEST(no_memory),
        TEST(others_are_handed_out_in_order),
        TEST(of_no_file_and_of_the_first),
        TEST(confirmed_has_the_name_of_who_knows_it),
        TEST(restored_is_as_young_as_if_delivered_now),
        TEST(confirmed_by_another_than_was_seen),
        TEST(a_server_that_forgets),
        TEST(another_server_is_told),
        TEST(forgotten_by_the_first_look),
        TEST(forgotten_between_two_processes),
        TEST(the_receipt_of_the_last_look_is_asked_for),
        TEST(a_cut_outlives_the_process),
        TEST(a_cut_after_which_nothing_came_does_too),
        TEST(receipts_are_asked_of_who_gave_them),
        TEST(old_files_go),
        TEST(too_many_octets),
        TEST(too_many_octets_of_what_is_old_enough),
        TEST(too_many_files),
        TEST(what_a_killed_process_left),
        TEST(strangers_are_let_alone),
        TEST(two_processes),
        TEST(set_forward_by_a_day),
        TEST(set_back_by_a_day),
    };
    return cmocka_run_group_tests_name("recent", tests, NULL, NULL);
}
