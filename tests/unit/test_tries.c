/* tries: how many wrong passwords are let through, for whom, and for how long. */
#include "unit.h"

#include <pthread.h>

#include "base/bounds.h"
#include "desk/tries.h"

#define OLGA SLICE_LIT("olga")
#define OFFICE SLICE_LIT("192.0.2.7")
#define NOON 5000000LL
#define WINDOW_MS (DESK_TRIES_S * 1000LL)

static struct tries *tries;

static int setup(void **state) {
    (void)state;
    tries = tries_new();
    return 0;
}

static int teardown(void **state) {
    (void)state;
    tries_free(tries);
    return 0;
}

static int begin(const char *login, const char *address, long long now_ms) {
    return tries_begin(tries, slice_from(login), slice_from(address), now_ms);
}

static void use_up(const char *login, const char *address) {
    for (int i = 0; i < DESK_TRIES_LOGIN; i++)
        assert_int_equal(begin(login, address, NOON), 0);
    assert_true(begin(login, address, NOON) > 0);
}

static void test_login(void **state) {
    (void)state;
    for (int i = 0; i < DESK_TRIES_LOGIN; i++)
        assert_int_equal(tries_begin(tries, OLGA, OFFICE, NOON + i), 0);
    assert_int_equal(tries_begin(tries, OLGA, OFFICE, NOON + 5), DESK_TRIES_S);
    assert_int_equal(tries_begin(tries, SLICE_LIT("irina"), OFFICE, NOON), 0);
    assert_int_equal(tries_begin(tries, OLGA, SLICE_LIT("192.0.2.8"), NOON), 0);
    assert_int_equal(tries_begin(tries, SLICE_LIT("Olga"), OFFICE, NOON), 0);
}

/* Nobody is locked out by what others try from elsewhere, and not for ever by what was tried here.
 */
static void test_window(void **state) {
    (void)state;
    use_up("olga", "192.0.2.7");
    assert_int_equal(begin("olga", "192.0.2.7", NOON + 1000), DESK_TRIES_S - 1);
    assert_int_equal(begin("olga", "192.0.2.7", NOON + WINDOW_MS - 1), 1);
    assert_int_equal(begin("olga", "192.0.2.7", NOON + WINDOW_MS), 0);
    for (int i = 1; i < DESK_TRIES_LOGIN; i++)
        assert_int_equal(begin("olga", "192.0.2.7", NOON + WINDOW_MS), 0);
    assert_int_equal(begin("olga", "192.0.2.7", NOON + WINDOW_MS), DESK_TRIES_S);
}

static void test_address(void **state) {
    (void)state;
    char login[16];
    for (int i = 0; i < DESK_TRIES_ADDRESS; i++) {
        snprintf(login, sizeof login, "p%d", i);
        assert_int_equal(begin(login, "192.0.2.7", NOON), 0);
    }
    assert_int_equal(begin("q", "192.0.2.7", NOON), DESK_TRIES_S);
    assert_int_equal(begin("q", "192.0.2.8", NOON), 0);
    assert_int_equal(begin("q", "192.0.2.7", NOON + WINDOW_MS), 0);
}

/* What was refused is no try: it must not use up those of the address. */
static void test_refused(void **state) {
    (void)state;
    use_up("olga", "192.0.2.7");
    for (int i = 0; i < 2 * DESK_TRIES_ADDRESS; i++)
        assert_true(begin("olga", "192.0.2.7", NOON) > 0);
    assert_int_equal(begin("irina", "192.0.2.7", NOON), 0);
}

static void test_right(void **state) {
    (void)state;
    for (int i = 0; i < 4 * DESK_TRIES_ADDRESS; i++) {
        assert_int_equal(begin("olga", "192.0.2.7", NOON), 0);
        tries_right(tries, OLGA, OFFICE);
    }
    for (int i = 1; i < DESK_TRIES_LOGIN; i++)
        assert_int_equal(begin("olga", "192.0.2.7", NOON), 0);
    assert_int_equal(begin("olga", "192.0.2.7", NOON), 0);
    tries_right(tries, OLGA, OFFICE);
    use_up("olga", "192.0.2.7");
}

/* Who has a password of his own gets no more tries at those of others by it. */
static void test_right_of_another(void **state) {
    (void)state;
    char login[16];
    int i = 0;
    for (; i < DESK_TRIES_ADDRESS; i++) {
        snprintf(login, sizeof login, "p%d", i);
        if (begin(login, "192.0.2.7", NOON) > 0)
            break;
        if (begin("mallory", "192.0.2.7", NOON) == 0)
            tries_right(tries, SLICE_LIT("mallory"), OFFICE);
    }
    assert_int_equal(i, DESK_TRIES_ADDRESS);
    assert_true(begin("last", "192.0.2.7", NOON) > 0);
}

static void test_none(void **state) {
    (void)state;
    for (int i = 0; i < 2 * DESK_TRIES_ADDRESS; i++) {
        assert_int_equal(begin("olga", "192.0.2.7", NOON), 0);
        tries_none(tries, OLGA, OFFICE);
    }
    use_up("olga", "192.0.2.7");
}

static void test_networks(void **state) {
    (void)state;
    static const struct {
        const char *one, *other;
        bool same;
    } cases[] = {
        {"2001:db8:0:1::1", "2001:db8:0:1:ffff::2", true},
        {"2001:db8:0:1::1", "2001:0DB8:0000:0001::1", true},
        {"2001:db8:0:1::1", "2001:db8:0:2::1", false},
        {"192.0.2.7", "192.0.2.8", false},
        {"192.0.2.7", "::ffff:192.0.2.7", true},
        {"::ffff:192.0.2.7", "::ffff:192.0.2.8", false},
        {"::ffff:192.0.2.7", "::1", false},
        {"c000:207::", "192.0.2.7", false},
        {"", "192.0.2.7", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        teardown(NULL);
        setup(NULL);
        use_up("olga", cases[i].one);
        if ((begin("olga", cases[i].other, NOON) > 0) != cases[i].same)
            fail_msg("\"%s\" and \"%s\"", cases[i].one, cases[i].other);
    }
}

/* Without an address all are one; an empty login is not the address itself. */
static void test_nothing(void **state) {
    (void)state;
    for (int i = 0; i < DESK_TRIES_LOGIN; i++)
        assert_int_equal(tries_begin(tries, SLICE_NONE, SLICE_NONE, NOON), 0);
    assert_true(tries_begin(tries, SLICE_NONE, SLICE_NONE, NOON) > 0);
    for (int i = DESK_TRIES_LOGIN; i < DESK_TRIES_ADDRESS; i += DESK_TRIES_LOGIN) {
        char login[16];
        snprintf(login, sizeof login, "p%d", i);
        for (int k = 0; k < DESK_TRIES_LOGIN; k++)
            assert_int_equal(tries_begin(tries, slice_from(login), SLICE_NONE, NOON), 0);
    }
    assert_true(tries_begin(tries, OLGA, SLICE_NONE, NOON) > 0);
}

/* Far more keys than there is room for: the oldest give way, never the one that is just counted,
 * and to ask for one that is not there throws out none. */
static void test_full(void **state) {
    (void)state;
    char login[16], address[32];
    for (int i = 0; i < 4 * DESK_TRIES_KEPT; i++) {
        snprintf(login, sizeof login, "p%d", i);
        snprintf(address, sizeof address, "10.%d.%d.7", i >> 8 & 255, i & 255);
        assert_int_equal(begin(login, address, NOON + i), 0);
    }
    long long now = NOON + 4 * DESK_TRIES_KEPT;
    for (int i = 0; i < DESK_TRIES_LOGIN; i++)
        assert_int_equal(begin("olga", "192.0.2.7", now), 0);
    for (int i = 0; i < 4 * DESK_TRIES_KEPT; i++) {
        snprintf(login, sizeof login, "q%d", i);
        tries_right(tries, slice_from(login), OFFICE);
        tries_none(tries, slice_from(login), SLICE_LIT("198.51.100.1"));
    }
    assert_true(begin("olga", "192.0.2.7", now) > 0);
}

static void *try_often(void *arg) {
    int *let_through = arg;
    for (int i = 0; i < 1000; i++)
        *let_through += begin("olga", "192.0.2.7", NOON) == 0;
    return NULL;
}

static void test_at_once(void **state) {
    (void)state;
    pthread_t threads[8];
    int counts[COUNT(threads)] = {0}, sum = 0;
    for (size_t i = 0; i < COUNT(threads); i++)
        assert_int_equal(pthread_create(&threads[i], NULL, try_often, &counts[i]), 0);
    for (size_t i = 0; i < COUNT(threads); i++) {
        pthread_join(threads[i], NULL);
        sum += counts[i];
    }
    assert_int_equal(sum, DESK_TRIES_LOGIN);
}

#define EACH(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void) {
    const struct CMUnitTest tests[] = {
        EACH(test_login),   EACH(test_window),   EACH(test_address),
        EACH(test_refused), EACH(test_right),    EACH(test_right_of_another),
        EACH(test_none),    EACH(test_networks), EACH(test_nothing),
        EACH(test_full),    EACH(test_at_once),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
