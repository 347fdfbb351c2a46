/* sent: what is kept comes back to who knows id, form and address, and to nobody else; the newest
 * of a key; age and both rings at their bounds; many threads. */
#include "unit.h"

#include <pthread.h>

#include "base/bounds.h"
#include "base/xalloc.h"
#include "base/xthread.h"
#include "web/sent.h"

#define FIXTURE_ARENA_BYTES ((size_t)8 * 1024 * 1024)
#include "arena_fixture.h"

#define NOW 1000000LL

static struct sent_key key_of(const char *id) {
    return (struct sent_key){slice_from(id), SLICE_LIT("cargo"), SLICE_LIT("203.0.113.1")};
}

static void check(struct sent *s, struct sent_key key, long long now, const char *expected) {
    struct slice got = SLICE_NONE;
    bool found = sent_find(s, arena, &key, now, &got);
    if (expected == NULL) {
        assert_false(found);
        return;
    }
    assert_true(found);
    if (!slice_eq_lit(got, expected))
        fail_msg("got %.*s", SLICE_ARG(got));
}

static void keep(struct sent *s, const char *id, const char *text, long long now) {
    struct sent_key key = key_of(id);
    assert_true(sent_keep(s, &key, slice_from(text), now));
}

static void test_keys(void **state) {
    (void)state;
    struct sent *s = sent_new();
    struct sent_key key = key_of("a");
    check(s, key, NOW, NULL);
    keep(s, "a", "one", NOW);
    keep(s, "b", "", NOW);
    check(s, key, NOW, "one");
    check(s, key_of("b"), NOW, "");
    check(s, key_of("c"), NOW, NULL);
    key.form = SLICE_LIT("callback");
    check(s, key, NOW, NULL);
    key = key_of("a");
    key.address = SLICE_LIT("203.0.113.2");
    check(s, key, NOW, NULL);
    key.address = SLICE_NONE;
    check(s, key, NOW, NULL);
    keep(s, "a", "two", NOW);
    check(s, key_of("a"), NOW, "two");
    key = (struct sent_key){SLICE_NONE, SLICE_NONE, SLICE_NONE};
    assert_true(sent_keep(s, &key, SLICE_LIT("no address"), NOW));
    check(s, key, NOW, "no address");
    sent_free(s);
}

static void test_age(void **state) {
    (void)state;
    struct sent *s = sent_new();
    keep(s, "a", "one", NOW);
    check(s, key_of("a"), NOW + SENT_AGE_MAX_S * 1000LL, "one");
    check(s, key_of("a"), NOW + SENT_AGE_MAX_S * 1000LL + 1, NULL);
    sent_free(s);
}

static struct slice text_of(char c, size_t len) {
    char *p = arena_alloc(arena, len);
    assert_non_null(p);
    memset(p, c, len);
    return (struct slice){p, len};
}

static void test_text_bound(void **state) {
    (void)state;
    struct sent *s = sent_new();
    struct sent_key key = key_of("a");
    assert_false(sent_keep(s, &key, text_of('x', SENT_TEXT_MAX + 1), NOW));
    check(s, key, NOW, NULL);
    assert_true(sent_keep(s, &key, text_of('x', SENT_TEXT_MAX), NOW));
    struct slice got;
    assert_true(sent_find(s, arena, &key, NOW, &got));
    assert_int_equal(got.len, SENT_TEXT_MAX);
    sent_free(s);
}

/* Exactly as many octets as there is room for are all there; one more, and the oldest is gone. */
static void test_octets_bound(void **state) {
    (void)state;
    enum { TEXTS = SENT_BYTES_MAX / SENT_TEXT_MAX };
    struct sent *s = sent_new();
    char id[8];
    for (int i = 0; i < TEXTS; i++) {
        snprintf(id, sizeof id, "%d", i);
        struct sent_key key = key_of(id);
        assert_true(sent_keep(s, &key, text_of((char)('a' + i % 26), SENT_TEXT_MAX), NOW));
    }
    for (int i = 0; i < TEXTS; i++) {
        struct slice got;
        snprintf(id, sizeof id, "%d", i);
        struct sent_key key = key_of(id);
        assert_true(sent_find(s, arena, &key, NOW, &got));
        for (size_t j = 0; j < got.len; j++)
            assert_int_equal(got.ptr[j], 'a' + i % 26);
        arena_reset(arena);
    }
    keep(s, "one more", "x", NOW);
    check(s, key_of("0"), NOW, NULL);
    check(s, key_of("one more"), NOW, "x");
    sent_free(s);
}

static void test_count_bound(void **state) {
    (void)state;
    struct sent *s = sent_new();
    char id[16];
    for (int i = 0; i < SENT_MAX; i++) {
        snprintf(id, sizeof id, "%d", i);
        keep(s, id, id, NOW);
    }
    check(s, key_of("0"), NOW, "0");
    check(s, key_of("4095"), NOW, "4095");
    keep(s, "one more", "x", NOW);
    check(s, key_of("0"), NOW, NULL);
    check(s, key_of("1"), NOW, "1");
    sent_free(s);
}

/* A text never lies across the end of the ring: whatever is found is whole, for a million octets
 * of texts of all lengths. */
static void test_wholeness(void **state) {
    (void)state;
    struct sent *s = sent_new();
    char id[16];
    size_t found = 0;
    for (size_t i = 0; i < 3000; i++) {
        size_t len = i * 7919 % 9000;
        snprintf(id, sizeof id, "%zu", i);
        struct sent_key key = key_of(id);
        assert_true(sent_keep(s, &key, text_of((char)('a' + i % 26), len + 1), NOW));
        for (size_t back = 0; back < 600 && back <= i; back += 97) {
            struct slice got;
            snprintf(id, sizeof id, "%zu", i - back);
            key = key_of(id);
            if (!sent_find(s, arena, &key, NOW, &got))
                continue;
            found++;
            assert_int_equal(got.len, (i - back) * 7919 % 9000 + 1);
            assert_int_equal(got.ptr[0], 'a' + (i - back) % 26);
            assert_int_equal(got.ptr[got.len - 1], 'a' + (i - back) % 26);
        }
        arena_reset(arena);
    }
    assert_true(found > 9000);
    sent_free(s);
}

static void *hammer(void *arg) {
    struct sent *s = arg;
    struct arena *own = arena_new(1024 * 1024);
    static const struct slice texts[] = {{"aaaa", 4}, {"bbbbbbbb", 8}};
    for (int i = 0; i < 2000; i++) {
        struct sent_key key = key_of("shared");
        struct slice got;
        sent_keep(s, &key, texts[i % 2], NOW);
        if (!sent_find(s, own, &key, NOW, &got) ||
            (!slice_eq(got, texts[0]) && !slice_eq(got, texts[1])))
            abort();
        arena_reset(own);
    }
    arena_free(own);
    return NULL;
}

static void test_threads(void **state) {
    (void)state;
    struct sent *s = sent_new();
    pthread_t threads[4];
    for (size_t i = 0; i < COUNT(threads); i++)
        xthread(&threads[i], NULL, hammer, s, "hammer");
    for (size_t i = 0; i < COUNT(threads); i++)
        pthread_join(threads[i], NULL);
    sent_free(s);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys),        cmocka_unit_test(test_age),
        cmocka_unit_test(test_text_bound),  cmocka_unit_test(test_octets_bound),
        cmocka_unit_test(test_count_bound), cmocka_unit_test(test_wholeness),
        cmocka_unit_test(test_threads),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
