/* child: real programs, run to their end. */
#include "unit.h"

#include "text_fixture.h"

#include <pwd.h>
#include <unistd.h>

#include "admin/child.h"
#include "base/bounds.h"
#include "base/clock.h"

static struct child_end sh(const char *script, struct slice input, int timeout_ms) {
    const char *const argv[] = {"sh", "-c", script, NULL};
    return child_run(arena,
                     &(struct child){.argv = argv, .input = input, .timeout_ms = timeout_ms});
}

static void test_ends(void **state) {
    (void)state;
    struct child_end end = sh("cat; echo wrong >&2; exit 3", SLICE_LIT("said\n"), 0);
    assert_int_equal(end.code, 3);
    assert_string_equal(end.out, "said\n");
    assert_string_equal(child_reason(arena, &end), "wrong");
    assert_int_equal(sh("kill -TERM $$", SLICE_NONE, 0).code, 128 + 15);
    end = sh("exit 7", SLICE_NONE, 0);
    assert_string_equal(child_reason(arena, &end), "it ended with status 7");
}

static void test_no_such_program(void **state) {
    (void)state;
    const char *const argv[] = {"no-such-program-here", NULL};
    struct child_end end = child_run(arena, &(struct child){.argv = argv});
    assert_int_equal(end.code, CHILD_NOT_RUN);
    assert_non_null(strstr(child_reason(arena, &end), "No such file"));
    assert_false(child_there_is(argv[0]));
    assert_true(child_there_is("sh"));
}

static void test_too_long(void **state) {
    (void)state;
    long long since = clock_ms();
    struct child_end end = sh("echo begun; exec sleep 600", SLICE_NONE, 100);
    assert_int_equal(end.code, CHILD_TOO_LONG);
    assert_string_equal(end.out, "begun\n");
    assert_true(clock_ms() - since < 300 * 1000);
}

static void test_much(void **state) {
    (void)state;
    const char *script = text_printf(arena, "head -c %zu /dev/zero | tr '\\0' x", CHILD_OUTPUT_MAX);
    assert_int_equal(strlen(sh(script, SLICE_NONE, 0).out), CHILD_OUTPUT_MAX);
    script = text_printf(arena, "head -c %zu /dev/zero | tr '\\0' x; echo end >&2",
                         CHILD_OUTPUT_MAX + 1);
    struct child_end end = sh(script, SLICE_NONE, 0);
    assert_int_equal(strlen(end.out), CHILD_OUTPUT_MAX);
    assert_string_equal(end.error, "end\n");
}

/* As somebody else, with his groups and none of ours. Only root may. */
static void test_user(void **state) {
    (void)state;
    const char *const argv[] = {"sh", "-c", "id -un; id -Gn; pwd", NULL};
    struct child_end end = child_run(arena, &(struct child){.argv = argv, .user = "nobody"});
    if (geteuid() == 0)
        assert_string_equal(end.out, "nobody\nnogroup\n/\n");
    else
        assert_int_equal(end.code, CHILD_NOT_RUN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_ends, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_no_such_program, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_too_long, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_much, arena_setup, arena_teardown),
        cmocka_unit_test_setup_teardown(test_user, arena_setup, arena_teardown),
    };
    return cmocka_run_group_tests_name("child", tests, NULL, NULL);
}
