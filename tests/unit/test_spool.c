/* spool: nothing is said to be kept that is not durable, whichever system call fails, and wherever
 * the power is cut. */
#include "disk.h"

#include <dirent.h>

#include "base/metrics.h"
#include "store/spool.h"

#define RECORDS 40
#define MIB (1024LL * 1024)
#define NTH_MAX 6 /* more calls of a kind than two tries make */

static char root[64];
static struct spool *spool;
static struct spool_record records[RECORDS];
static char payloads[RECORDS][64];

static void make_records(void) {
    for (size_t i = 0; i < RECORDS; i++) {
        uuid_make(1700000000000000 + (int64_t)i, &records[i].id);
        snprintf(payloads[i], sizeof payloads[i], "{\"n\":%zu,\"name\":\"Иван\"}", i);
        records[i].payload = slice_from(payloads[i]);
    }
}

static void watch_folders(void) {
    char path[128];
    snprintf(path, sizeof path, "%s/a/spool", root);
    disk_watch(path);
}

static int open_one(void **state) {
    char path[128];
    (void)state;
    memset(&disk, 0, sizeof disk);
    snprintf(root, sizeof root, "/tmp/firstline-spool-XXXXXX");
    if (mkdtemp(root) == NULL)
        return -1;
    make_records();
    snprintf(path, sizeof path, "%s/a/spool", root); /* a is missing too */
    if (spool_open(path, MIB, &spool) != OK)
        return -1;
    watch_folders();
    return 0;
}

static int close_one(void **state) {
    char command[128];
    (void)state;
    disk.recording = false;
    disk_well();
    spool_close(spool);
    snprintf(command, sizeof command, "rm -rf %s", root);
    return system(command);
}

static size_t count_in(enum spool_folder folder) {
    char path[128];
    size_t n = 0;
    snprintf(path, sizeof path, "%s/a/spool/%s", root, spool_folder_name(folder));
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (const struct dirent *e; (e = readdir(dir)) != NULL;)
        n += e->d_name[0] != '.' && !slice_ends(slice_from(e->d_name), SPOOL_REASON_SUFFIX);
    closedir(dir);
    return n;
}

static void path_of(enum spool_folder folder, const struct spool_name *name, char out[256]) {
    snprintf(out, 256, "%s/a/spool/%s/%s", root, spool_folder_name(folder), name->text);
}

/* ---- what is kept is found again ------------------------------------------------------------- */

static void written_and_read(void **state) {
    size_t count;
    struct spool_state look;
    (void)state;
    assert_int_equal(spool_write(spool, records, 3), OK);
    assert_int_equal(spool_write(spool, records + 3, 1), OK);
    spool_look(spool, &look);
    assert_int_equal(look.files, 2);
    assert_int_equal(look.records, 4);
    const struct spool_name *names = spool_list(spool, &count);
    assert_int_equal(count, 2);
    for (size_t i = 0, n = 0; i < count; i++) {
        struct slice content;
        struct spool_reader reader;
        struct spool_record r;
        bool more;
        assert_int_equal(spool_read(spool, &names[i], &content, &more), OK);
        assert_false(more);
        spool_reader_init(&reader, content);
        for (; spool_reader_next(&reader, &r); n++)
            assert_true(slice_eq(r.payload, records[n].payload)); /* in their order */
        assert_null(spool_reader_damage(&reader));
        free((char *)content.ptr);
        assert_int_equal(n, i == 0 ? 3 : 4);
    }
    spool_delivered(spool, &names[0], 3);
    spool_delivered(spool, &names[1], 1);
    spool_look(spool, &look);
    assert_int_equal(look.files, 0);
    assert_int_equal(look.oldest_us, 0);
    assert_int_equal(count_in(SPOOL_NEW) + count_in(SPOOL_TMP) + count_in(SPOOL_BAD), 0);
}

static void names_sort_by_time_and_tell_the_count(void **state) {
    struct spool_name before = {""}, name;
    int64_t time, last = 0;
    unsigned long n;
    (void)state;
    for (size_t i = 0; i < 1000; i++) {
        spool_name_make(i, &name);
        assert_true(strcmp(before.text, name.text) < 0);
        assert_true(spool_name_parse(name.text, &time, &n));
        assert_true(time > last);
        assert_int_equal(n, i);
        last = time;
        before = name;
    }
}

static void names_that_are_not_ours(void **state) {
    static const char *const names[] = {"",
                                        "x",
                                        "0006423f00000000-00000001-00000002",
                                        "0006423f00000000-00000001-00000002.",
                                        "0006423f00000000-00000001-00000002.1x",
                                        "0006423f0000000-00000001-00000002.1",
                                        "0000000000000000-00000001-00000002.1",
                                        "ffff423f00000000-00000001-00000002.1",
                                        "0006423f00000000-00000001-00000002.99999999999999999999"};
    int64_t time;
    unsigned long n;
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++)
        if (spool_name_parse(names[i], &time, &n))
            fail_msg("\"%s\" was taken", names[i]);
    assert_true(spool_name_parse("0006423f00000000-00000001-00000002.1", &time, &n));
}

/* More names than a listing holds: the oldest come first, and all are counted. */
static void listing_is_bounded(void **state) {
    static struct spool_name made[50], listed[2 * 8];
    struct spool_dir dir;
    struct spool_sum sum;
    char path[256];
    size_t count;
    (void)state;
    snprintf(path, sizeof path, "%s/a/spool", root);
    assert_int_equal(spool_dir_open(path, &dir), OK);
    for (size_t i = 0; i < COUNT(made); i++)
        spool_name_make(2, &made[i]);
    for (size_t i = 0; i < COUNT(made); i++) { /* in another order */
        const struct spool_name *name = &made[i * 7 % COUNT(made)];
        path_of(SPOOL_NEW, name, path);
        assert_int_equal(spool_dir_write(&dir, SPOOL_NEW, name, SLICE_LIT("x")), OK);
        disk.op_count = disk.inode_count = 0;
    }
    assert_int_equal(spool_dir_list(&dir, SPOOL_NEW, listed, 8, &count, &sum), OK);
    assert_int_equal(count, 8);
    assert_int_equal(sum.files, COUNT(made));
    assert_int_equal(sum.records, 2 * COUNT(made));
    for (size_t i = 0; i < count; i++)
        assert_string_equal(listed[i].text, made[i].text);
    spool_dir_close(&dir);
}

static void floor_of_the_disk(void **state) {
    static const struct {
        unsigned long long free_bytes;
        bool taken;
    } cases[] = {
        /* of 10 GiB 5 % are 512 MiB: the floor of 1 MiB is less; the file has 211 octets */
        {MIB, false},
        {MIB + 100, false},
        {MIB + 4096, true},
        {9000 * MIB, true}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct spool_state look;
        disk.free_bytes = cases[i].free_bytes;
        enum errcode e = spool_write(spool, records, 1);
        if ((e == OK) != cases[i].taken || (e != OK && e != ERR_UNAVAILABLE))
            fail_msg("case %zu: %s", i, errcode_name(e));
        spool_look(spool, &look);
        if (!cases[i].taken)
            assert_false(look.writable);
    }
    assert_int_equal(count_in(SPOOL_NEW), 2);
    assert_int_equal(count_in(SPOOL_TMP), 0);
}

static void one_process_delivers(void **state) {
    struct spool *other;
    char path[128];
    (void)state;
    snprintf(path, sizeof path, "%s/a/spool", root);
    assert_int_equal(spool_open(path, MIB, &other), OK);
    assert_true(spool_lock(spool));
    assert_true(spool_lock(spool));
    assert_false(spool_lock(other));
    assert_int_equal(spool_write(other, records, 1), OK); /* but both may write */
    spool_close(spool);
    assert_true(spool_lock(other));
    spool = other;
}

static void unusable_places(void **state) {
    struct spool *other;
    char path[128];
    (void)state;
    snprintf(path, sizeof path, "%s/file", root);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    close(fd);
    assert_int_equal(spool_open(path, MIB, &other), ERR_IO);
    snprintf(path, sizeof path, "%s/file/spool", root);
    assert_int_equal(spool_open(path, MIB, &other), ERR_IO);
    assert_int_equal(spool_open("", MIB, &other), ERR_IO);
}

/* ---- what is damaged is set aside, and what can be read of it is kept ------------------------ */

static void damaged_files(void **state) {
    static const struct {
        size_t cut, flip; /* 0: none */
        int readable;
    } cases[] = {{0, 30, 2}, {0, 5, 3}, {150, 0, 1}, {1, 0, 0}, {0, 1000000, 3}};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        size_t count, bad = count_in(SPOOL_BAD);
        struct spool_record r;
        struct spool_reader reader;
        struct slice content, saved;
        bool more;
        int readable = 0;
        assert_int_equal(spool_write(spool, records, 3), OK);
        struct spool_name name = spool_list(spool, &count)[0];
        assert_int_equal(count, 1);
        assert_int_equal(spool_read(spool, &name, &content, &more), OK);
        content.len = cases[i].cut > 0 ? cases[i].cut : content.len;
        size_t at = cases[i].flip < content.len ? cases[i].flip : content.len - 1;
        if (cases[i].flip > 0)
            ((char *)content.ptr)[at] ^= 4;
        assert_int_equal(spool_set_aside(spool, &name, content, "test"), OK);
        free((char *)content.ptr);
        assert_int_equal(count_in(SPOOL_BAD), bad + 1);
        const struct spool_name *names = spool_list(spool, &count);
        assert_int_equal(count, cases[i].readable > 0);
        if (count > 0) {
            assert_int_equal(spool_read(spool, names, &saved, &more), OK);
            spool_reader_init(&reader, saved);
            while (spool_reader_next(&reader, &r))
                readable++;
            assert_null(spool_reader_damage(&reader));
            free((char *)saved.ptr);
            spool_delivered(spool, names, (size_t)readable);
        }
        assert_int_equal(readable, cases[i].readable);
    }
}

static void refused_record_is_kept_with_its_reason(void **state) {
    char path[256], text[512];
    struct spool_name names[2 * 8];
    struct spool_dir dir;
    struct spool_sum sum;
    size_t count;
    (void)state;
    assert_int_equal(spool_keep_refused(spool, &records[0], "23514 check \"x\""), OK);
    snprintf(path, sizeof path, "%s/a/spool", root);
    assert_int_equal(spool_dir_open(path, &dir), OK);
    assert_int_equal(spool_dir_list(&dir, SPOOL_BAD, names, 8, &count, &sum), OK);
    assert_int_equal(count, 1);
    path_of(SPOOL_BAD, &names[0], path);
    strcat(path, SPOOL_REASON_SUFFIX);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    assert_non_null(fgets(text, sizeof text, f));
    fclose(f);
    assert_string_equal(text, "23514 check \"x\"\n");
    spool_dir_close(&dir);
}

/* ---- every call that can fail, fails --------------------------------------------------------- */

static void nth_call_fails(void **state) {
    static const int errors[] = {EIO, ENOSPC, EINTR, 0 /* a short write */};
    (void)state;
    for (int call = 0; call < CALL__MAX; call++) {
        for (size_t k = 0; k < COUNT(errors); k++) {
            if (errors[k] == 0 && call != CALL_WRITE)
                continue;
            for (int nth = 1; nth <= NTH_MAX; nth++) {
                size_t before = count_in(SPOOL_NEW);
                disk_fail((enum call)call, nth, errors[k], false);
                enum errcode e = spool_write(spool, records, 2);
                disk_well();
                disk.op_count = disk.inode_count = 0;
                /* one failure is always made good by the second try */
                if (e != OK || count_in(SPOOL_NEW) != before + 1)
                    fail_msg("%s, error %d, time %d", call_names[call], errors[k], nth);
                assert_int_equal(count_in(SPOOL_TMP), 0);
            }
        }
    }
}

static void calls_fail_for_ever(void **state) {
    static const int errors[] = {EIO, ENOSPC};
    (void)state;
    for (int call = 0; call < CALL__MAX; call++) {
        for (size_t k = 0; k < COUNT(errors); k++) {
            for (int nth = 1; nth <= NTH_MAX; nth++) {
                size_t before = count_in(SPOOL_NEW);
                uint64_t failures = metrics_get(METRIC_SPOOL_FAILURES);
                disk_fail((enum call)call, nth, errors[k], true);
                enum errcode e = spool_write(spool, records, 2);
                bool reached = disk.calls[call] >= nth && nth == 1;
                disk_well();
                disk.op_count = disk.inode_count = 0;
                if (reached ? e != ERR_UNAVAILABLE : e != OK && e != ERR_UNAVAILABLE)
                    fail_msg("%s, error %d, from %d on", call_names[call], errors[k], nth);
                assert_int_equal(count_in(SPOOL_NEW), before + (e == OK));
                assert_int_equal(count_in(SPOOL_TMP), 0);
                assert_int_equal(metrics_get(METRIC_SPOOL_FAILURES), failures + (e != OK));
            }
        }
    }
    assert_int_equal(spool_write(spool, records, 2), OK); /* and is well again after it */
}

/* ---- the power is cut ------------------------------------------------------------------------ */

static struct promise { /* record was thanked for when op_count was since */
    size_t record;
    int since, until; /* until: delivered at that op; -1 not yet */
} promises[RECORDS];
static size_t promise_count;

static void promise(size_t first, size_t count) {
    for (size_t i = 0; i < count; i++)
        promises[promise_count++] = (struct promise){first + i, disk.op_count, -1};
}

static void fulfilled(size_t first, size_t count) {
    for (size_t i = 0; i < promise_count; i++)
        if (promises[i].record >= first && promises[i].record < first + count)
            promises[i].until = disk.op_count;
}

/* Whether op, which happened before the cut, is sure to be on the disk: synced after it. */
static bool is_synced(int op, int cut) {
    const struct op *o = &disk.ops[op];
    for (int i = op + 1; i < cut; i++) {
        const struct op *s = &disk.ops[i];
        if (o->kind <= OP_UNLINK && s->kind == OP_SYNC_FOLDER && s->folder == o->folder)
            return true;
        if (o->kind == OP_WRITE && s->kind == OP_SYNC && s->inode == o->inode)
            return true;
    }
    return false;
}

/* One state of the disk: content that was not synced is there whole, in part, as zeros or not. */
static struct state {
    bool happened[OPS_MAX];
    char content[INODES_MAX][CONTENT_MAX];
    size_t length[INODES_MAX];
} after;

static uint64_t dice;
static unsigned roll(unsigned sides) {
    dice = dice * 6364136223846793005u + 1442695040888963407u;
    return (unsigned)(dice >> 33) % sides;
}

static void cut_power(int cut) {
    size_t offset[INODES_MAX] = {0};
    memset(after.length, 0, sizeof after.length);
    for (int i = 0; i < cut; i++) {
        const struct op *o = &disk.ops[i];
        bool sure = is_synced(i, cut);
        after.happened[i] = sure || roll(2) == 0;
        if (o->kind != OP_WRITE)
            continue;
        size_t take = sure ? o->bytes : roll(3) == 0 ? roll((unsigned)o->bytes + 1) : o->bytes;
        char *to = after.content[o->inode] + offset[o->inode];
        memcpy(to, disk.content[o->inode] + offset[o->inode], o->bytes);
        if (!sure && !after.happened[i])
            memset(to, 0, o->bytes);
        offset[o->inode] += o->bytes;
        after.length[o->inode] = offset[o->inode] - o->bytes + take;
    }
}

/* The inode of a name that is the last to speak of it, or -1. */
static int inode_after(int cut, int op) {
    const struct op *o = &disk.ops[op];
    for (int i = cut - 1; i > op; i--) {
        const struct op *later = &disk.ops[i];
        if (later->kind <= OP_UNLINK && after.happened[i] && later->folder == o->folder &&
            strcmp(later->name, o->name) == 0)
            return -1;
    }
    return o->kind == OP_LINK && after.happened[op] ? o->inode : -1;
}

static uint64_t found_after(int cut) {
    uint64_t bits = 0;
    for (int i = 0; i < cut; i++) {
        struct spool_reader reader;
        struct spool_record r;
        int inode = disk.ops[i].folder > 0 ? inode_after(cut, i) : -1; /* new or bad */
        if (inode < 0 || slice_ends(slice_from(disk.ops[i].name), SPOOL_REASON_SUFFIX))
            continue;
        spool_reader_init(&reader, (struct slice){after.content[inode], after.length[inode]});
        while (spool_reader_next(&reader, &r)) {
            size_t k = 0;
            while (k < RECORDS && !slice_eq(r.payload, records[k].payload))
                k++;
            if (k == RECORDS)
                fail_msg("cut after %d: a record that nobody wrote", cut);
            bits |= (uint64_t)1 << k;
        }
    }
    return bits;
}

static void check_cut(int cut) {
    cut_power(cut);
    uint64_t found = found_after(cut);
    for (size_t i = 0; i < promise_count; i++) {
        const struct promise *p = &promises[i];
        bool due = p->since <= cut && (p->until < 0 || p->until >= cut);
        if (due && !(found >> p->record & 1))
            fail_msg("cut after %d of %d: record %zu is gone", cut, disk.op_count, p->record);
    }
}

/* A life of the spool: batches, a failed fsync, a refused record, a delivery, a damaged file. */
static void live(void) {
    struct spool_name name;
    struct slice content;
    size_t count;
    bool more;
    promise_count = 0;
    assert_int_equal(spool_write(spool, records, 2), OK);
    promise(0, 2);
    disk_fail(CALL_FSYNC, 1, EIO, false);
    assert_int_equal(spool_write(spool, records + 2, 3), OK);
    promise(2, 3);
    disk_fail(CALL_SYNC_FOLDER, 1, EIO, false);
    assert_int_equal(spool_write(spool, records + 5, 1), OK);
    promise(5, 1);
    disk_fail(CALL_WRITE, 1, 0, false);
    assert_int_equal(spool_keep_refused(spool, records + 6, "23514"), OK);
    promise(6, 1);
    disk_well();
    name = spool_list(spool, &count)[0];
    fulfilled(0, 2); /* committed in the database: from here on the file need not be there */
    spool_delivered(spool, spool_list(spool, &count), 2);
    assert_int_equal(count, 3);
    name = spool_list(spool, &count)[0];
    assert_int_equal(spool_read(spool, &name, &content, &more), OK);
    assert_int_equal(spool_set_aside(spool, &name, content, "test"), OK);
    free((char *)content.ptr);
    assert_int_equal(spool_write(spool, records + 7, 2), OK);
    promise(7, 2);
}

static void power_cut(void **state) {
    (void)state;
    live();
    assert_in_range(disk.op_count, 30, OPS_MAX);
    dice = 1;
    for (int cut = 0; cut <= disk.op_count; cut++)
        for (int i = 0; i < 200; i++)
            check_cut(cut);
}

/* The test itself: without one of its syncs the record would not be found. */
static void power_cut_sees_a_missing_sync(void **state) {
    static const enum op_kind missing[] = {OP_SYNC, OP_SYNC_FOLDER};
    (void)state;
    for (size_t k = 0; k < COUNT(missing); k++) {
        bool seen = false;
        disk.op_count = disk.inode_count = 0;
        assert_int_equal(spool_write(spool, records, 1), OK);
        for (int i = 0; i < disk.op_count; i++)
            if (disk.ops[i].kind == missing[k])
                disk.ops[i].kind = OP_SYNC_FOLDER, disk.ops[i].folder = -1;
        dice = 1;
        for (int i = 0; i < 200; i++) {
            cut_power(disk.op_count);
            seen |= found_after(disk.op_count) != 1;
        }
        assert_true(seen);
    }
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, open_one, close_one)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(written_and_read),
        TEST(names_sort_by_time_and_tell_the_count),
        TEST(names_that_are_not_ours),
        TEST(listing_is_bounded),
        TEST(floor_of_the_disk),
        TEST(one_process_delivers),
        TEST(unusable_places),
        TEST(damaged_files),
        TEST(refused_record_is_kept_with_its_reason),
        TEST(nth_call_fails),
        TEST(calls_fail_for_ever),
        TEST(power_cut),
        TEST(power_cut_sees_a_missing_sync),
    };
    return cmocka_run_group_tests_name("spool", tests, NULL, NULL);
}
