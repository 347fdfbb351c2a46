/* hosts: whatever lists libpq was given, each host of them is the first in its turn. */
#include "unit.h"

#include "store/hosts.h"

static struct { char host[64], hostaddr[64], port[64]; } lists;

static PQconninfoOption known[6];

static PQconninfoOption *know(const char *host, const char *hostaddr, const char *port) {
    static char user[] = "me,too";
    const char *const texts[] = {host, hostaddr, port};
    char *const values[] = {lists.host, lists.hostaddr, lists.port};
    static const char *const words[] = {"host", "hostaddr", "port"};
    memset(known, 0, sizeof known);
    for (size_t i = 0; i < 3; i++) {
        known[i].keyword = strdup(words[i]);
        known[i].val = texts[i] == NULL ? NULL : strcpy(values[i], texts[i]);
    }
    known[3].keyword = strdup("user");
    known[3].val = user;
    return known;
}

static void forget(void) {
    for (size_t i = 0; i < 4; i++)
        free(known[i].keyword);
}

static void as_many_as_the_longest_list(void **state) {
    static const struct {
        const char *host, *hostaddr, *port;
        size_t count;
    } cases[] = {
        {NULL, NULL, NULL, 1},
        {"", "", "", 1},
        {"a", NULL, "5432", 1},
        {"a,b", NULL, "5432", 2},
        {"/run/a,b,c", "1.1.1.1,2.2.2.2,3.3.3.3", "1,2,3", 3},
        {NULL, "::1,::2", NULL, 2},
        {NULL, NULL, "1,2,3,4", 4},
        {"a,,", NULL, NULL, 3},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(hosts_count(know(cases[i].host, cases[i].hostaddr, cases[i].port)),
                         cases[i].count);
        forget();
    }
    assert_int_equal(hosts_count(NULL), 1);
}

static void the_first_becomes_the_last(void **state) {
    (void)state;
    know("alpha,b,/run/gamma", "1.1.1.1,22.22.22.22,", "5432");
    hosts_turn(known);
    assert_string_equal(lists.host, "b,/run/gamma,alpha");
    assert_string_equal(lists.hostaddr, "22.22.22.22,,1.1.1.1");
    assert_string_equal(lists.port, "5432");
    hosts_turn(known);
    assert_string_equal(lists.host, "/run/gamma,alpha,b");
    hosts_turn(known);
    assert_string_equal(lists.host, "alpha,b,/run/gamma");
    assert_string_equal(lists.hostaddr, "1.1.1.1,22.22.22.22,");
    assert_string_equal(known[3].val, "me,too"); /* no host */
    forget();
    know("ab", NULL, "1,2");
    hosts_turn(known);
    assert_string_equal(lists.host, "ab");
    assert_string_equal(lists.port, "2,1");
    forget();
    hosts_turn(NULL);
}

static const char *value_of(PQconninfoOption *all, const char *keyword) {
    while (strcmp(all->keyword, keyword) != 0)
        all++;
    return all->val;
}

/* With libpq's own words, over whatever the environment says. */
static void started_as_told(void **state) {
    (void)state;
    setenv("PGHOST", "/nowhere", 1);
    setenv("PGPORT", "7", 1);
    setenv("PGTARGETSESSIONATTRS", "any", 1);
    setenv("PGAPPNAME", "other", 1);
    setenv("PGCLIENTENCODING", "LATIN1", 1);
    for (int turn = 0; turn < 2; turn++) {
        PGconn *conn = hosts_start(turn == 0 ? NULL : know("/here,/there", NULL, "8,9"));
        PQconninfoOption *all = PQconninfo(conn);
        assert_string_equal(value_of(all, "host"), turn == 0 ? "/nowhere" : "/here,/there");
        assert_string_equal(value_of(all, "port"), turn == 0 ? "7" : "8,9");
        assert_string_equal(value_of(all, "target_session_attrs"), "read-write");
        assert_string_equal(value_of(all, "application_name"), "firstline");
        assert_string_equal(value_of(all, "client_encoding"), "UTF8");
        PQconninfoFree(all);
        PQfinish(conn);
    }
    forget();
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_many_as_the_longest_list),
        cmocka_unit_test(the_first_becomes_the_last),
        cmocka_unit_test(started_as_told),
    };
    return cmocka_run_group_tests_name("hosts", tests, NULL, NULL);
}
