/* release: which tables a program brings, and the note of it. */
#include "unit.h"

#include "text_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "admin/release.h"

static void test_number(void **state) {
    (void)state;
    assert_int_equal(release_number(SLICE_LIT("number  CONSTANT integer := 3;\n")), 3);
    assert_int_equal(release_number(SLICE_LIT("number  CONSTANT integer := 12")), 12);
    assert_int_equal(release_number(SLICE_LIT("number  CONSTANT integer := x")), 0);
    assert_int_equal(release_number(SLICE_LIT("")), 0);
}

static void test_note(void **state) {
    (void)state;
    struct slice plain = SLICE_LIT("What was received. And more.");
    struct slice once = slice_from(release_note(arena, plain, "0123456789ab"));
    struct slice twice = slice_from(release_note(arena, once, "ba9876543210"));
    assert_null(release_noted(plain).ptr);
    assert_null(release_noted(SLICE_NONE).ptr);
    assert_true(slice_eq_lit(release_noted(once), "0123456789ab"));
    assert_true(slice_eq_lit(release_noted(twice), "ba9876543210"));
    assert_true(slice_eq(release_bare(twice), plain));
}

static void put(const char *folder, const char *name, const char *text) {
    FILE *f = fopen(text_printf(arena, "%s/%s", folder, name), "w");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
}

static void test_digest(void **state) {
    (void)state;
    char folder[] = "/tmp/firstline-release-XXXXXX";
    struct release first, r;
    assert_non_null(mkdtemp(folder));
    assert_false(release_read(arena, folder, &r));
    put(folder, "install.sql", "\\ir 216_hello.sql\n");
    assert_false(release_read(arena, folder, &r));
    put(folder, "216_hello.sql", "number  CONSTANT integer := 7;\n");
    assert_true(release_read(arena, folder, &first));
    assert_int_equal(first.number, 7);
    assert_int_equal(strlen(first.digest), 12);
    put(folder, "demo.sql", "SELECT 1;\n"); /* is not installed */
    assert_true(release_read(arena, folder, &r));
    assert_string_equal(r.digest, first.digest);
    put(folder, "300_view.sql", "SELECT 1;\n");
    assert_true(release_read(arena, folder, &r));
    assert_string_not_equal(r.digest, first.digest);
    static const char *const names[] = {"install.sql", "216_hello.sql", "demo.sql", "300_view.sql"};
    for (size_t i = 0; i < COUNT(names); i++)
        unlink(text_printf(arena, "%s/%s", folder, names[i]));
    assert_int_equal(rmdir(folder), 0);
}

static void test_shipped(void **state) { /* as 216_hello.sql is written today */
    (void)state;
    struct release r;
    assert_true(release_read(arena, "sql", &r));
    assert_true(r.number >= 3);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_number), cmocka_unit_test(test_note),
                                       cmocka_unit_test(test_digest),
                                       cmocka_unit_test(test_shipped)};
    return cmocka_run_group_tests_name("release", tests, arena_setup, arena_teardown);
}
