/* spool: what it tells of itself, and what else may lie in its folders. */
#include "disk.h"

#include "moved_clock.h"
#include "store_fixture.h"

#include "spool_fixture.h"

#include "base/metrics.h"

/* What the next calls of read(2) come to: octets at most, or less than 0: an error. */
static const int *reads;

ssize_t read(int fd, void *to, size_t n) {
    int next = reads == NULL || *reads == 0 ? (int)n : *reads++;
    if (next >= 0)
        return syscall(SYS_read, fd, to, (size_t)next < n ? (size_t)next : n);
    errno = -next;
    return -1;
}

/* As which a hardened build calls it. */
ssize_t __read_chk(int fd, void *to, size_t n, size_t room);
ssize_t __read_chk(int fd, void *to, size_t n, size_t room) {
    (void)room;
    return read(fd, to, n);
}

static int set_up(void **state) {
    (void)state;
    clock_forward(2000); /* a line of log a second */
    memset(&disk, 0, sizeof disk);
    spool_up();
    make_records();
    log_catch();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    log_release();
    disk_well();
    disk.free_bytes = 0;
    spool_down();
    return 0;
}

static struct spool_state look(void) {
    struct spool_state s;
    spool_look(spool, &s);
    return s;
}

static enum errcode put(size_t first, size_t count) {
    static struct spool_record all[RECORDS];
    for (size_t i = 0; i < count; i++)
        all[i] = (struct spool_record){records[first + i].id, records[first + i].json};
    return spool_write(spool, all, count);
}

static void path_in(const char *folder, const char *name, char out[256]) {
    snprintf(out, 256, "%s/%s/%s", spool_root, folder, name);
}

static void open_anew(void) {
    spool_close(spool);
    assert_int_equal(spool_open(spool_root, SPOOL_FLOOR, &spool), OK);
}

/* ---- what waits ------------------------------------------------------------------------------ */

static void what_waits_is_summed_up(void **state) {
    struct spool_state s = look();
    size_t count;
    (void)state;
    assert_int_equal(s.files + s.records + s.oldest_us + s.bad, 0);
    assert_true(s.writable);
    int64_t before = clock_wall_us();
    assert_int_equal(put(0, 3), OK);
    assert_int_equal(put(3, 2), OK);
    s = look();
    assert_int_equal(s.files, 2);
    assert_int_equal(s.records, 5);
    assert_true(s.oldest_us >= before && s.oldest_us <= clock_wall_us());
    open_anew(); /* from the names alone */
    struct spool_state again = look();
    assert_int_equal(again.files, 2);
    assert_int_equal(again.records, 5);
    assert_int_equal(again.oldest_us, s.oldest_us);
    uint64_t delivered = metrics_get(METRIC_SPOOL_DELIVERED);
    const struct spool_name *names = spool_list(spool, &count);
    spool_delivered(spool, &names[0], 3);
    assert_int_equal(metrics_get(METRIC_SPOOL_DELIVERED), delivered + 3);
    again = look();
    assert_int_equal(again.files, 1);
    assert_int_equal(again.records, 2);
    assert_true(again.oldest_us > s.oldest_us);
}

static void what_failed_waits_nowhere(void **state) {
    uint64_t failures = metrics_get(METRIC_SPOOL_FAILURES);
    (void)state;
    disk_fail(CALL_OPEN, 1, EIO, true);
    assert_int_equal(put(0, 3), ERR_UNAVAILABLE);
    assert_int_equal(look().files + look().records, 0);
    assert_false(look().writable);
    assert_int_equal(metrics_get(METRIC_SPOOL_FAILURES), failures + 1);
    assert_non_null(
        strstr(log_said(), " error spool_failed folder=new why=\"Input/output error\""));
    disk_well();
    assert_int_equal(put(0, 3), OK);
    assert_true(look().writable);
    disk.free_bytes = SPOOL_FLOOR + 4096; /* for this one, but not for the largest */
    assert_false(look().writable);
    assert_int_equal(put(3, 1), OK);
    assert_int_equal(look().room_bytes, 4096);
    disk.free_bytes = SPOOL_FLOOR + RECORD_BYTES_MAX;
    assert_true(look().writable);
    disk.free_bytes = SPOOL_FLOOR;
    assert_int_equal(look().room_bytes, 0);
    assert_int_equal(put(4, 1), ERR_UNAVAILABLE);
    assert_non_null(strstr(log_said(), " error spool_full bytes="));
    assert_int_equal(look().records, 4);
    disk.free_bytes = SPOOL_FLOOR - 1;
    assert_int_equal(look().room_bytes, 0);
}

/* Of a disk that is not that large, 5 % are kept free. */
static void the_floor_is_no_more_than_a_share(void **state) {
    static const struct {
        unsigned long long free_bytes;
        bool taken;
    } cases[] = {{536870912, false}, {536870912 + 4096, true}};
    struct spool *wide;
    struct spool_record r = {records[0].id, records[0].json};
    (void)state;
    assert_int_equal(spool_open(spool_root, 1LL << 40, &wide), OK);
    for (size_t i = 0; i < COUNT(cases); i++) {
        disk.free_bytes = cases[i].free_bytes;
        assert_int_equal(spool_write(wide, &r, 1) == OK, cases[i].taken);
    }
    spool_close(wide);
}

/* ---- what is set aside ----------------------------------------------------------------------- */

static void what_is_bad_is_counted(void **state) {
    struct spool_record r = {records[0].id, records[0].json};
    uint64_t refused = metrics_get(METRIC_SPOOL_REFUSED),
             damaged = metrics_get(METRIC_SPOOL_DAMAGED);
    size_t count;
    struct slice content;
    bool more;
    (void)state;
    assert_int_equal(spool_keep_refused(spool, &r, "23514 no"), OK);
    assert_int_equal(look().bad, 1);
    assert_int_equal(look().files, 0);
    assert_int_equal(metrics_get(METRIC_SPOOL_REFUSED), refused + 1);
    assert_non_null(strstr(log_said(), r.id.text));
    assert_null(strstr(log_said(), "23514")); /* it may quote the visitor */
    assert_int_equal(put(1, 3), OK);
    struct spool_name name = spool_list(spool, &count)[0];
    assert_int_equal(spool_read(spool, &name, &content, &more), OK);
    content.len -= 1;
    assert_int_equal(spool_set_aside(spool, &name, content, "test"), OK);
    free((char *)content.ptr);
    assert_int_equal(look().bad, 2);
    assert_int_equal(look().files, 1); /* written again, and the other is gone */
    assert_int_equal(look().records, 3);
    assert_int_equal(metrics_get(METRIC_SPOOL_DAMAGED), damaged + 1);
    assert_non_null(strstr(log_said(), " why=\"test\" readable=3"));
    open_anew();
    assert_int_equal(look().bad, 2);
    assert_int_equal(look().records, 3);
}

/* First the copy: what cannot be written again stays where it was. */
static void what_cannot_be_copied_stays(void **state) {
    struct slice content;
    size_t count;
    bool more;
    (void)state;
    assert_int_equal(put(0, 3), OK);
    struct spool_name name = spool_list(spool, &count)[0];
    assert_int_equal(spool_read(spool, &name, &content, &more), OK);
    disk_fail(CALL_OPEN, 1, EIO, true);
    assert_int_equal(spool_set_aside(spool, &name, content, "test"), ERR_UNAVAILABLE);
    free((char *)content.ptr);
    assert_int_equal(files_in("new"), 1);
    assert_int_equal(files_in("bad"), 0);
    assert_int_equal(look().bad, 0);
    assert_int_equal(look().records, 3);
}

static void a_reason_is_one_line_of_some_length(void **state) {
    struct spool_record r = {records[0].id, records[0].json};
    char reason[SPOOL_REASON_MAX * 2], text[SPOOL_REASON_MAX * 2], command[200];
    (void)state;
    memset(reason, 'x', sizeof reason);
    reason[sizeof reason - 1] = '\0';
    assert_int_equal(spool_keep_refused(spool, &r, reason), OK);
    snprintf(command, sizeof command, "cat %s/bad/*" SPOOL_REASON_SUFFIX, spool_root);
    FILE *f = popen(command, "r");
    size_t n = fread(text, 1, sizeof text, f);
    pclose(f);
    assert_in_range(n, SPOOL_REASON_MAX - 1, SPOOL_REASON_MAX + 1);
    assert_int_equal(text[0], 'x');
}

static void a_reason_that_fails_is_no_failure(void **state) {
    struct spool_record r = {records[0].id, records[0].json};
    (void)state;
    disk_fail(CALL_OPEN, 2, EIO, true); /* the first is the record */
    assert_int_equal(spool_keep_refused(spool, &r, "23514 no"), OK);
    assert_int_equal(files_in("bad"), 1);
    assert_non_null(strstr(log_said(), " warn spool_reason_failed "));
}

/* ---- the folders ----------------------------------------------------------------------------- */

static void nobody_else_may_look(void **state) {
    char path[256];
    struct stat st;
    size_t count;
    (void)state;
    assert_int_equal(put(0, 1), OK);
    path_in("new", spool_list(spool, &count)[0].text, path);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    for (int i = 0; i < SPOOL_FOLDER__MAX; i++) {
        path_in(spool_folder_name((enum spool_folder)i), "", path);
        assert_int_equal(stat(path, &st), 0);
        assert_int_equal(st.st_mode & 0777, 0700);
    }
}

/* What a process left in tmp when it was killed; but not what another is just writing. */
static void tmp_is_swept_of_what_is_old(void **state) {
    static const struct {
        const char *name;
        int age_s;
        bool stays;
    } cases[] = {{"now", 0, true}, {"lately", 590, true}, {"long-ago", 610, false}};
    char path[256];
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct timespec times[2] = {{.tv_sec = time(NULL) - cases[i].age_s},
                                    {.tv_sec = time(NULL) - cases[i].age_s}};
        path_in("tmp", cases[i].name, path);
        int fd = open(path, O_WRONLY | O_CREAT, 0600);
        assert_int_equal(futimens(fd, times), 0);
        close(fd);
    }
    open_anew();
    for (size_t i = 0; i < COUNT(cases); i++) {
        path_in("tmp", cases[i].name, path);
        assert_int_equal(access(path, F_OK) == 0, cases[i].stays);
    }
}

static void strangers_in_new(void **state) {
    static const char *const names[] = {".hidden", "a.reason", "stranger"};
    char path[256];
    size_t count;
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        path_in("new", names[i], path);
        close(open(path, O_WRONLY | O_CREAT, 0600));
    }
    assert_int_equal(put(0, 2), OK);
    const struct spool_name *found = spool_list(spool, &count);
    assert_int_equal(count, 2);
    assert_string_equal(found[1].text, "stranger");
    assert_int_equal(look().files, 2);
    assert_int_equal(look().records, 3); /* one at least */
}

static void only_files_are_read_and_not_without_end(void **state) {
    struct spool_name name = {"a"};
    struct slice content;
    char path[256];
    bool more;
    (void)state;
    assert_int_equal(spool_read(spool, &name, &content, &more), ERR_NOT_FOUND);
    path_in("new", "a", path);
    assert_int_equal(mkfifo(path, 0600), 0); /* nobody will ever write to it */
    assert_int_equal(spool_read(spool, &name, &content, &more), ERR_IO);
    unlink(path);
    assert_int_equal(symlink("/etc/passwd", path), 0);
    assert_int_equal(spool_read(spool, &name, &content, &more), ERR_IO);
    unlink(path);
    for (long long over = 0; over <= 1; over++) {
        int fd = open(path, O_WRONLY | O_CREAT, 0600);
        assert_int_equal(ftruncate(fd, SPOOL_FILE_BYTES_MAX + over), 0);
        close(fd);
        assert_int_equal(spool_read(spool, &name, &content, &more), OK);
        assert_int_equal(more, over > 0);
        assert_int_equal(content.len, SPOOL_FILE_BYTES_MAX);
        free((char *)content.ptr);
    }
}

static void read_in_pieces(void **state) {
    static const int pieces[] = {1, -EINTR, 10, -EINTR, -EINTR, 1, 0}, broken[] = {7, -EIO, 0};
    struct slice whole, again;
    struct spool_name name;
    size_t count;
    bool more;
    (void)state;
    assert_int_equal(put(0, 3), OK);
    name = spool_list(spool, &count)[0];
    assert_int_equal(spool_read(spool, &name, &whole, &more), OK);
    reads = pieces;
    assert_int_equal(spool_read(spool, &name, &again, &more), OK);
    assert_true(slice_eq(whole, again));
    free((char *)whole.ptr);
    free((char *)again.ptr);
    reads = broken;
    assert_int_equal(spool_read(spool, &name, &again, &more), ERR_IO);
    reads = NULL;
}

/* A folder whose name might be lost with the power is none. */
static void folders_are_synced_at_the_start(void **state) {
    struct spool *other;
    (void)state;
    disk_watch(spool_root);
    for (int nth = 1; nth <= SPOOL_FOLDER__MAX; nth++) {
        disk_fail(CALL_SYNC_FOLDER, nth, EIO, false);
        assert_int_equal(spool_open(spool_root, SPOOL_FLOOR, &other), ERR_IO);
    }
    disk_well();
    disk.recording = false;
}

/* Somebody has taken a folder away: nothing is found, nothing is forgotten. */
static void a_folder_that_is_gone(void **state) {
    char path[256], elsewhere[256];
    size_t count;
    (void)state;
    assert_int_equal(put(0, 2), OK);
    path_in("new", "", path);
    path_in("elsewhere", "", elsewhere);
    assert_int_equal(rename(path, elsewhere), 0);
    (void)spool_list(spool, &count);
    assert_int_equal(count, 0);
    assert_non_null(
        strstr(log_said(), " error spool_unreadable why=\"No such file or directory\""));
    assert_int_equal(look().records, 2);
    assert_int_equal(put(2, 1), ERR_UNAVAILABLE);
    assert_int_equal(rename(elsewhere, path), 0);
    (void)spool_list(spool, &count);
    assert_int_equal(count, 1);
}

static void a_place_that_is_too_long_or_none(void **state) {
    static char path[8192];
    struct spool *other;
    (void)state;
    memset(path, 'x', sizeof path - 1);
    assert_int_equal(spool_open(path, SPOOL_FLOOR, &other), ERR_IO);
    assert_int_equal(spool_open("", SPOOL_FLOOR, &other), ERR_IO);
    assert_non_null(strstr(log_said(), " error spool_unusable folder= why=\"File name too long\""));
}

static void a_name_is_taken_once(void **state) {
    struct spool_name name;
    struct spool_dir dir;
    char path[256];
    (void)state;
    assert_int_equal(spool_dir_open(spool_root, &dir), OK);
    spool_name_make(1, &name);
    path_in("tmp", name.text, path);
    close(open(path, O_WRONLY | O_CREAT, 0600));
    assert_int_equal(spool_dir_write(&dir, SPOOL_NEW, &name, SLICE_LIT("x")), ERR_IO);
    assert_int_equal(access(path, F_OK), 0); /* another's */
    spool_dir_close(&dir);
    assert_int_equal(spool_dir_open("/nowhere", &dir), ERR_IO);
    assert_int_equal(errno, ENOENT);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(what_waits_is_summed_up),
        TEST(what_failed_waits_nowhere),
        TEST(the_floor_is_no_more_than_a_share),
        TEST(what_is_bad_is_counted),
        TEST(what_cannot_be_copied_stays),
        TEST(a_reason_is_one_line_of_some_length),
        TEST(a_reason_that_fails_is_no_failure),
        TEST(nobody_else_may_look),
        TEST(tmp_is_swept_of_what_is_old),
        TEST(strangers_in_new),
        TEST(only_files_are_read_and_not_without_end),
        TEST(read_in_pieces),
        TEST(folders_are_synced_at_the_start),
        TEST(a_folder_that_is_gone),
        TEST(a_place_that_is_too_long_or_none),
        TEST(a_name_is_taken_once),
    };
    return cmocka_run_group_tests_name("spool_state", tests, NULL, NULL);
}
