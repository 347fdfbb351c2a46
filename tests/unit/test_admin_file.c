/* file: read and replaced as a whole; database: the variables of a file. */
#include "unit.h"

#include <fcntl.h>
#include <glob.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "admin/database.h"
#include "admin/file.h"
#include "admin/text.h"
#include "base/bounds.h"

static struct arena *arena;
static char dir[] = "/tmp/firstline-file.XXXXXX";
static const char *path;

static int set_up(void **state) {
    (void)state;
    arena = text_arena();
    strcpy(dir, "/tmp/firstline-file.XXXXXX");
    assert_non_null(mkdtemp(dir));
    path = text_printf(arena, "%s/a.conf", dir);
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    unlink(text_printf(arena, "%s/link", dir));
    unlink(path);
    rmdir(dir); /* fails if something else was left there: the next line says so */
    assert_int_equal(access(dir, F_OK), -1);
    arena_free(arena);
    return 0;
}

static void assert_holds(const char *name, const char *text) {
    struct slice got;
    assert_int_equal(file_read(arena, name, &got), OK);
    assert_string_equal(got.ptr, text);
}

static void test_replace(void **state) {
    (void)state;
    struct slice got;
    struct stat st;
    const char *link = text_printf(arena, "%s/link", dir);
    struct file_owner mine = {getuid(), getgid(), 0640};
    assert_int_equal(file_read(arena, path, &got), ERR_NOT_FOUND);
    assert_int_equal(file_replace(arena, path, SLICE_LIT("one\n"), mine), OK);
    assert_holds(path, "one\n");
    assert_int_equal(chmod(path, 0604), 0);
    assert_int_equal(symlink(path, link), 0);
    assert_int_equal(file_replace(arena, link, SLICE_LIT("two\n"), mine), OK);
    assert_holds(path, "two\n");
    assert_int_equal(lstat(link, &st), 0);
    assert_true(S_ISLNK(st.st_mode));
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 07777, 0604);
}

/* user::rw- user:65534:rw- group::r-- mask::rw- other::---, as the kernel takes it */
static const char list[] = "\x02\0\0\0"
                           "\x01\0\x06\0\xff\xff\xff\xff"
                           "\x02\0\x06\0\xfe\xff\0\0"
                           "\x04\0\x04\0\xff\xff\xff\xff"
                           "\x10\0\x06\0\xff\xff\xff\xff"
                           "\x20\0\0\0\xff\xff\xff\xff";

static void test_access_list(void **state) {
    (void)state;
    static const char name[] = "system.posix_acl_access";
    char got[sizeof list];
    struct file_owner mine = {getuid(), getgid(), 0640};
    assert_int_equal(file_replace(arena, path, SLICE_LIT("one\n"), mine), OK);
    if (setxattr(path, name, list, sizeof list - 1, 0) == -1)
        skip(); /* a file system without access lists */
    assert_int_equal(file_replace(arena, path, SLICE_LIT("two\n"), mine), OK);
    assert_int_equal(getxattr(path, name, got, sizeof got), sizeof list - 1);
    assert_memory_equal(got, list, sizeof list - 1);
}

/* Killed in the middle, here by a limit of how long a file may be: what is left is hidden. */
static void test_broken_off(void **state) {
    (void)state;
    glob_t found;
    struct file_owner mine = {getuid(), getgid(), 0640};
    pid_t pid = fork();
    if (pid == 0) {
        setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        setrlimit(RLIMIT_FSIZE, &(struct rlimit){1, 1}); /* then SIGXFSZ */
        _exit(file_replace(arena, path, SLICE_LIT("one\n"), mine) == OK ? 0 : 1);
    }
    int status = 0;
    assert_int_equal(waitpid(pid, &status, 0), pid);
    assert_true(WIFSIGNALED(status));
    assert_int_equal(glob(text_printf(arena, "%s/*", dir), 0, NULL, &found), GLOB_NOMATCH);
    assert_int_equal(unlink(text_printf(arena, "%s/.a.conf.firstline-%d", dir, (int)pid)), 0);
}

static void test_trouble(void **state) {
    (void)state;
    struct slice got;
    struct file_owner mine = {getuid(), getgid(), 0640};
    const char *nowhere = text_printf(arena, "%s/no/a.conf", dir);
    assert_int_equal(file_replace(arena, nowhere, SLICE_LIT("x"), mine), ERR_IO);
    assert_int_equal(file_read(arena, dir, &got), ERR_IO);
    int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    assert_int_equal(ftruncate(fd, ADMIN_FILE_BYTES_MAX), 0);
    assert_int_equal(file_read(arena, path, &got), OK);
    assert_int_equal(got.len, ADMIN_FILE_BYTES_MAX);
    assert_int_equal(ftruncate(fd, ADMIN_FILE_BYTES_MAX + 1), 0);
    assert_int_equal(file_read(arena, path, &got), ERR_TOO_LARGE);
    close(fd);
}

static void test_variables(void **state) {
    (void)state;
    struct slice text =
        SLICE_LIT("# PGHOST=no\nPGHOST=/run/a\n PGPORT = 5433 \nPGHOST=/run/b\nPGUSER\n");
    assert_string_equal(database_variable(arena, text, "PGHOST"), "/run/b");
    assert_string_equal(database_variable(arena, text, "PGPORT"), "5433");
    assert_null(database_variable(arena, text, "PGUSER"));
    assert_null(database_variable(arena, text, "PGDATABASE"));
    assert_null(database_variable(arena, SLICE_NONE, "PGHOST"));
}

static void test_url(void **state) {
    (void)state;
    struct database d;
    const char *why = NULL;
    assert_int_equal(database_find(arena,
                                   "postgresql://admin@db.example:5433/leads?sslmode=verify-full",
                                   &d, &why),
                     OK);
    assert_string_equal(d.host, "db.example");
    assert_string_equal(d.port, "5433");
    assert_string_equal(d.name, "leads");
    assert_string_equal(d.admin, "admin");
    assert_false(d.local);
    assert_null(d.become);
    assert_int_equal(database_find(arena, "postgresql://x?no=thing", &d, &why), ERR_SYNTAX);
    assert_non_null(strstr(why, "no"));
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_replace, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_access_list, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_broken_off, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_trouble, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_variables, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_url, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("admin_file", tests, NULL, NULL);
}
