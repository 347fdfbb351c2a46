/* access: the lines and files by which the programs and people are let in. */
#include "unit.h"

#include "text_fixture.h"

#include "admin/access.h"

static const struct {
    const char *database, *word, *in_passfile;
} names[] = {
    {"firstline", "firstline", "firstline"},
    {"Leads_2", "Leads_2", "Leads_2"},
    {"my leads", "\"my leads\"", "my leads"},
    {"a,b", "\"a,b\"", "a,b"},
    {"a\"b", "\"a\"\"b\"", "a\"b"},
    {"all", "\"all\"", "all"},
    {"replication", "\"replication\"", "replication"},
    {"a:b\\c", "\"a:b\\c\"", "a\\:b\\\\c"},
};

static void test_lines(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(names); i++) {
        const char *name = names[i].database;
        assert_string_equal(
            access_hba_local(arena, name),
            text_printf(arena, "local  %s  firstline_intake  peer map=firstline\n", names[i].word));
        assert_string_equal(
            access_hba_remote(arena, name, "firstline_intake", "10.0.0.7"),
            text_printf(arena, "hostssl  %s  firstline_intake  10.0.0.7/32  scram-sha-256\n",
                        names[i].word));
        assert_string_equal(
            access_password_line(arena, name, "firstline_desk", "secret"),
            text_printf(arena, "*:*:%s:firstline_desk:secret\n", names[i].in_passfile));
        assert_string_equal(
            access_hba_desk(arena, name, access_hba_kept(arena, name, "an admin", "peer map=x")),
            text_printf(arena,
                        "local  %s  firstline_desk  peer map=firstline\n"
                        "local  %s  \"an admin\"  peer map=x\n"
                        "local  %s  all  scram-sha-256\n",
                        names[i].word, names[i].word, names[i].word));
    }
    assert_string_equal(access_hba_remote(arena, "firstline", "firstline_desk", "2001:db8::7"),
                        "hostssl  firstline  firstline_desk  2001:db8::7/128  scram-sha-256\n");
    assert_string_equal(access_ident_desk(arena), "firstline  firstline-desk  firstline_desk\n");
    assert_string_equal(access_ident(arena), "firstline  firstline  firstline_intake\n");
}

static void test_password(void **state) {
    (void)state;
    const char *one = access_new_password(arena), *two = access_new_password(arena);
    assert_int_equal(strlen(one), 43);
    assert_int_equal(
        strspn(one, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"), 43);
    assert_string_not_equal(one, two);
    assert_non_null(strchr("AEIMQUYcgkosw048", one[42])); /* four bits, and two of nothing */
}

static void test_drop_in(void **state) {
    (void)state;
    static const char *const parts[] = {"[Service]\n",
                                        "PrivateNetwork=no\n",
                                        "IPAddressDeny=\n",
                                        "RestrictAddressFamilies=AF_INET AF_INET6\n",
                                        "LoadCredential=database.pass:/etc/firstline/desk.pass\n",
                                        "Environment=PGPASSFILE=%d/database.pass\n"};
    for (size_t i = 0; i < COUNT(parts); i++)
        assert_non_null(strstr(access_drop_in(arena, "/etc/firstline/desk.pass"), parts[i]));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_lines),
                                       cmocka_unit_test(test_password),
                                       cmocka_unit_test(test_drop_in)};
    return cmocka_run_group_tests_name("access", tests, arena_setup, arena_teardown);
}
