/* resolver: nobody waits longer for a name than he cares to, what is known is used, and a name is
 * not asked for more often than it takes. */
#include "fake_names.h"
#include "moved_clock.h"
#include "patience.h"

#include "store/resolver.h"

#define SOON_MS 100
#define LATE_MS 10000
#define FRESH_MS 30000

static struct resolver *resolver;
static struct resolver_answer found;
static const char *why;

static int set_up(void **state) {
    (void)state;
    atomic_store(&clock_ahead_ms, 0);
    names_say("10.0.0.1", 0);
    names.asked = 0;
    resolver = resolver_new();
    return 0;
}

static bool none_runs(void) {
    pthread_mutex_lock(&names.lock);
    bool none = names.running == 0;
    pthread_mutex_unlock(&names.lock);
    return none;
}

static int tear_down(void **state) {
    (void)state;
    resolver_free(resolver);
    names_say("", EAI_NONAME);
    UNTIL(none_runs());
    return 0;
}

static bool ask(const char *name, long long wait_ms) {
    return resolver_ask(resolver, name, clock_ms() + wait_ms, &found, &why);
}

static bool knows(const char *address) {
    return ask("db", 0) && strcmp(found.addresses[0], address) == 0;
}

static void asked_once_and_kept(void **state) {
    (void)state;
    assert_true(ask("db", LATE_MS));
    assert_int_equal(found.count, 1);
    assert_string_equal(found.addresses[0], "10.0.0.1");
    clock_forward(FRESH_MS - 1000);
    assert_true(knows("10.0.0.1"));
    assert_int_equal(names_asked(), 1);
    assert_true(ask("other", LATE_MS));
    assert_int_equal(names_asked(), 2);
}

/* What is old is used at once, however long it takes to ask again. */
static void the_old_while_it_is_asked_again(void **state) {
    (void)state;
    assert_true(ask("db", LATE_MS));
    names_hang();
    clock_forward(FRESH_MS);
    assert_true(knows("10.0.0.1"));
    UNTIL(names_asked() == 2);
    clock_forward(5000);
    assert_true(knows("10.0.0.1"));
    assert_int_equal(names_asked(), 2); /* one thread a name */
    names_say("10.0.0.2", 0);
    UNTIL(knows("10.0.0.2"));
    assert_int_equal(names_asked(), 2);
}

static void not_in_time(void **state) {
    (void)state;
    names_hang();
    long long start = clock_ms();
    assert_false(ask("db", SOON_MS));
    assert_string_equal(why, "name not resolved in time");
    assert_true(clock_ms() - start >= SOON_MS && clock_ms() - start < LATE_MS);
    assert_false(ask("db", 0));
    assert_string_equal(why, "name not resolved in time");
    names_say("10.0.0.3", 0);
    assert_true(ask("db", LATE_MS)); /* by the same thread */
    assert_string_equal(found.addresses[0], "10.0.0.3");
    assert_int_equal(names_asked(), 1);
}

static void a_name_that_is_none(void **state) {
    (void)state;
    names_say("", EAI_NONAME);
    assert_false(ask("db", LATE_MS));
    assert_string_equal(why, gai_strerror(EAI_NONAME));
    assert_false(ask("db", LATE_MS)); /* within the second: said again */
    assert_string_equal(why, gai_strerror(EAI_NONAME));
    assert_int_equal(names_asked(), 1);
    names_say("10.0.0.4", 0);
    clock_forward(1000);
    UNTIL(knows("10.0.0.4"));
    assert_int_equal(names_asked(), 2);
}

static void asked_anew_once_a_second(void **state) {
    (void)state;
    assert_true(ask("db", LATE_MS));
    names_say("10.0.0.5", 0);
    resolver_refresh(resolver, "db");
    assert_true(knows("10.0.0.1"));
    clock_forward(1000);
    for (int i = 0; i < 3; i++)
        resolver_refresh(resolver, "db");
    UNTIL(knows("10.0.0.5"));
    assert_int_equal(names_asked(), 2);
    names_say("", EAI_AGAIN); /* a resolver that is away takes nothing from anybody */
    clock_forward(1000);
    resolver_refresh(resolver, "db");
    UNTIL(names_asked() == 3);
    UNTIL(none_runs());
    assert_true(knows("10.0.0.5"));
}

static void as_many_as_there_is_room_for(void **state) {
    char name[16];
    (void)state;
    for (int count = HOSTS_MAX - 1; count <= HOSTS_MAX + 1; count++) {
        snprintf(name, sizeof name, "many-%d", count);
        names_say(names_many(count), 0);
        assert_true(ask(name, LATE_MS));
        assert_int_equal(found.count, count > HOSTS_MAX ? HOSTS_MAX : count);
        assert_string_equal(found.addresses[found.count - 1],
                            count < HOSTS_MAX ? "10.0.0.15" : "10.0.0.16");
    }
    names_say("10.0.0.1 10.0.0.2 10.0.0.1 fe80::1 10.0.0.2", 0);
    assert_true(ask("twice", LATE_MS));
    assert_int_equal(found.count, 3);
    assert_string_equal(found.addresses[2], "fe80::1");
    for (int i = 4; i < HOSTS_MAX; i++) {
        snprintf(name, sizeof name, "name-%d", i);
        assert_true(ask(name, LATE_MS));
    }
    assert_false(ask("one more", LATE_MS));
    assert_string_equal(why, "too many names");
    resolver_refresh(resolver, "one more");
    assert_true(ask("twice", 0));
}

/* The thread that hangs has what it needs until its end. */
static void freed_while_it_is_asked(void **state) {
    (void)state;
    names_hang();
    assert_false(ask("db", 0));
    UNTIL(names_asked() == 1);
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(asked_once_and_kept),
        TEST(the_old_while_it_is_asked_again),
        TEST(not_in_time),
        TEST(a_name_that_is_none),
        TEST(asked_anew_once_a_second),
        TEST(as_many_as_there_is_room_for),
        TEST(freed_while_it_is_asked),
    };
    return cmocka_run_group_tests_name("resolver", tests, NULL, NULL);
}
