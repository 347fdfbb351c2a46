/* passfile: what libpq would say of a file of passwords it ignores is said by us; of any other it
 * says nothing. */
#include <sys/stat.h>

#include "moved_clock.h"
#include "scripted_server.h"
#include "store_fixture.h"

#include "store/passfile.h"
#include "store/pg.h"

#define LATE_MS 10000

static struct scripted *server;
static char home[40], path[60], expected[300];

static int set_up(void **state) {
    (void)state;
    server = scripted_start();
    strcpy(home, "/tmp/firstline-home-XXXXXX");
    assert_non_null(mkdtemp(home));
    snprintf(path, sizeof path, "%s/.pgpass", home);
    FILE *file = fopen(path, "w");
    fputs("*:*:*:*:secret\n", file);
    fclose(file);
    unsetenv("PGPASSWORD");
    unsetenv("PGPASSFILE");
    setenv("HOME", "/nowhere", 1);
    make_records();
    log_catch();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    log_release();
    unlink(path);
    rmdir(path);
    rmdir(home);
    scripted_stop(server);
    return 0;
}

/* What the log says of so many connections. */
static const char *said_of(int connections) {
    size_t said = strlen(log_said());
    struct hosts *hosts = hosts_new();
    struct pg *pg = pg_new(hosts);
    clock_forward(2000); /* a line a second */
    for (int i = 0; i < connections; i++) {
        assert_int_equal(pg_connect(pg, clock_ms() + LATE_MS), OK);
        pg_disconnect(pg);
    }
    pg_free(pg);
    hosts_free(hosts);
    return log_said() + said;
}

/* One line, that is expected. */
static void assert_line(const char *said) {
    const char *words = strchr(said, ' ');
    assert_non_null(words);
    assert_int_equal(strncmp(words, expected, strlen(expected)), 0);
    assert_string_equal(strchr(words, '\n'), "\n");
}

static void its_owners_alone(void **state) {
    static const struct {
        mode_t mode;
        bool good;
    } cases[] = {{0600, true},  {0400, true},  {0700, true},  {0640, false},
                 {0604, false}, {0610, false}, {0602, false}, {0666, false}};
    (void)state;
    snprintf(expected, sizeof expected,
             " warn password_file_ignored file=%s why=\"open to others than its owner\" "
             "do=\"chmod 0600 %s\"",
             path, path);
    for (int by_home = 0; by_home < 2; by_home++) {
        setenv(by_home ? "HOME" : "PGPASSFILE", by_home ? home : path, 1);
        for (size_t i = 0; i < COUNT(cases); i++) {
            chmod(path, cases[i].mode);
            if (cases[i].good)
                assert_string_equal(said_of(1), "");
            else
                assert_line(said_of(1));
        }
        assert_line(said_of(3));
        unsetenv("PGPASSFILE");
    }
    setenv("PGPASSFILE", "", 1); /* the same as none */
    assert_line(said_of(1));
}

static void a_plain_file(void **state) {
    (void)state;
    unlink(path);
    setenv("PGPASSFILE", path, 1);
    assert_string_equal(said_of(1), ""); /* there is none */
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(expected, sizeof expected,
             " warn password_file_ignored file=%s why=\"not a plain file\"", path);
    assert_line(said_of(1));
    SAY({"connect", NOTES, "00000 a word"}); /* nor does a server's reach the log */
    setenv("PGPASSWORD", "known", 1);        /* so nobody looks into a file */
    assert_string_equal(said_of(1), "");
    assert_int_equal(scripted_count(server, "connect"), 3);
    assert_int_equal(scripted_kept(server), 0);
}

static void without_a_home(void **state) {
    (void)state;
    unsetenv("HOME");
    assert_true(passfile_instead(NULL) == NULL || strstr(log_said(), "/.pgpass") != NULL);
    setenv("HOME", "", 1);
    assert_string_equal(said_of(1), "");
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(its_owners_alone),
        TEST(a_plain_file),
        TEST(without_a_home),
    };
    return cmocka_run_group_tests_name("passfile", tests, NULL, NULL);
}
