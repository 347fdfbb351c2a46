/* uuid: the layout of version 7, order by time, and what is taken as text. */
#include <pthread.h>

#include "unit.h"

#include "base/uuid.h"

static void test_layout(void **state) {
    (void)state;
    struct uuid u;
    /* the example of RFC 9562, A.6: 2022-02-22T19:22:22.00Z */
    for (int i = 0; i < 1000; i++) {
        uuid_make(1645557742000999, &u);
        assert_int_equal(strlen(u.text), UUID_TEXT);
        assert_memory_equal(u.text, "017f22e2-79b0-7", 15);
        assert_non_null(strchr("89ab", u.text[19]));
        struct uuid back;
        assert_true(uuid_parse(uuid_slice(&u), &back));
        assert_string_equal(back.text, u.text);
        unsigned char octets[UUID_OCTETS];
        struct uuid again;
        uuid_octets(&u, octets);
        uuid_from_octets(octets, &again);
        assert_string_equal(again.text, u.text);
        assert_int_equal(octets[0], 0x01); /* most significant first */
        assert_int_equal(octets[1], 0x7f);
        assert_int_equal(uuid_version(&u), 7);
        assert_int_equal(uuid_made_us(&u), 1645557742000000);
    }
}

static void test_order(void **state) {
    (void)state;
    struct uuid earlier, later;
    for (int64_t us = 1; us < INT64_C(1) << 52; us *= 2) {
        uuid_make(us, &earlier);
        uuid_make(us + 1000, &later);
        assert_true(strcmp(earlier.text, later.text) < 0);
    }
}

static int compare(const void *a, const void *b) { return memcmp(a, b, sizeof(struct uuid)); }

enum { THREADS = 4, OF_EACH = 5000 };
static struct uuid all[THREADS * OF_EACH];

static void *make_share(void *first) {
    struct uuid *mine = first;
    for (size_t i = 0; i < OF_EACH; i++)
        uuid_make(1645557742000000, &mine[i]);
    return NULL;
}

/* In the same millisecond by several threads. */
static void test_none_twice(void **state) {
    (void)state;
    pthread_t threads[THREADS];
    for (size_t i = 0; i < THREADS; i++)
        assert_int_equal(pthread_create(&threads[i], NULL, make_share, &all[i * OF_EACH]), 0);
    for (size_t i = 0; i < THREADS; i++)
        pthread_join(threads[i], NULL);
    qsort(all, COUNT(all), sizeof all[0], compare);
    for (size_t i = 1; i < COUNT(all); i++)
        assert_string_not_equal(all[i - 1].text, all[i].text);
}

static void test_parse(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool valid;
    } cases[] = {
        {"017f22e2-79b0-7cc3-98c4-dc0c0c07398f", true},
        {"017F22E2-79B0-7CC3-98C4-DC0C0C07398F", true},
        {"919108f7-52d1-4320-9bac-f847db4148a8", true}, /* version 4 */
        {"00000000-0000-0000-0000-000000000000", true},
        {"", false},
        {"017f22e2-79b0-7cc3-98c4-dc0c0c07398", false},
        {"017f22e2-79b0-7cc3-98c4-dc0c0c07398f0", false},
        {"017f22e279b07cc398c4dc0c0c07398f", false},
        {"017f22e2-79b0-7cc3-98c4-dc0c0c07398g", false},
        {"017f22e2-79b0-7cc3-98c4-dc0c0c0739-f", false},
        {"017f22e2_79b0-7cc3-98c4-dc0c0c07398f", false},
        {"017f22e27-9b0-7cc3-98c4-dc0c0c07398f", false},
        {"{17f22e2-79b0-7cc3-98c4-dc0c0c07398}", false},
        {" 17f22e2-79b0-7cc3-98c4-dc0c0c07398f", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct uuid u = {"unchanged"};
        if (uuid_parse(slice_from(cases[i].text), &u) != cases[i].valid)
            fail_msg("%s", cases[i].text);
        if (!cases[i].valid)
            assert_string_equal(u.text, "unchanged");
        else
            assert_true(slice_eq_nocase(uuid_slice(&u), cases[i].text));
    }
    struct uuid u;
    assert_true(uuid_parse(slice_from(cases[1].text), &u));
    assert_string_equal(u.text, cases[0].text); /* lower case */
    assert_false(uuid_parse(SLICE_NONE, &u));
}

static void test_random(void **state) {
    (void)state;
    unsigned char a[32], b[32];
    random_bytes(a, sizeof a);
    random_bytes(b, sizeof b);
    assert_memory_not_equal(a, b, sizeof a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_layout),     cmocka_unit_test(test_order),
        cmocka_unit_test(test_none_twice), cmocka_unit_test(test_parse),
        cmocka_unit_test(test_random),
    };
    return cmocka_run_group_tests_name("uuid", tests, NULL, NULL);
}
