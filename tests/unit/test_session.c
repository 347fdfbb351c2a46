/* session: a cookie that was made is found, whatever was touched is not; keys, age, other cookies.
 */
#include "unit.h"

#include <unistd.h>

#include "base/bounds.h"
#include "base/log.h"
#include "desk/session.h"

#define NOW INT64_C(1795348800000000)
#define SECOND INT64_C(1000000)
#define OLGA SLICE_LIT("olga")
#define ATTRIBUTES "; Max-Age=43200; Path=/; Secure; HttpOnly; SameSite=Strict"

static struct arena *arena;
static struct token_keys *keys;
static char path[] = "/tmp/firstline-session-XXXXXX";

/* name=value of a new one. */
static struct slice make(const struct token_keys *k, struct slice login) {
    struct session s;
    struct slice cookie, rest;
    assert_int_equal(session_make(k, arena, login, NOW, &s, &cookie), OK);
    return slice_cut(cookie, ';', &rest);
}

static bool found(const struct token_keys *k, struct slice cookies, int64_t now_us) {
    struct session s;
    return session_find(k, arena, cookies, now_us, &s);
}

static struct slice joined(const char *before, struct slice s, const char *after) {
    char *text = arena_alloc(arena, strlen(before) + s.len + strlen(after) + 1);
    assert_non_null(text);
    int n = sprintf(text, "%s%.*s%s", before, SLICE_ARG(s), after);
    return (struct slice){text, (size_t)n};
}

static void test_round_trip(void **state) {
    (void)state;
    static const char *const logins[] = {
        "olga", "Ольга", "o.l;g=a, b\"\\", "x",
        "abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz0123456789x"};
    for (size_t i = 0; i < COUNT(logins); i++) {
        struct session made, got;
        struct slice cookie, rest;
        assert_int_equal(session_make(keys, arena, slice_from(logins[i]), NOW, &made, &cookie), OK);
        struct slice pair = slice_cut(cookie, ';', &rest);
        assert_true(slice_starts(pair, SESSION_COOKIE "="));
        assert_true(pair.len <= 4096 && made.nonce.len == 32);
        for (size_t k = 0; k < pair.len; k++)
            assert_true(pair.ptr[k] > ' ' && pair.ptr[k] <= '~' &&
                        strchr("\"\\,;", pair.ptr[k]) == NULL);
        assert_true(session_find(keys, arena, pair, NOW, &got));
        assert_true(slice_eq_lit(got.login, logins[i]) && slice_eq(got.nonce, made.nonce));
    }
}

/* ASVS 3.3: no script reads it, no other site sends it, no other host has set it. */
static void test_attributes(void **state) {
    (void)state;
    struct session s;
    struct slice cookie;
    assert_int_equal(session_make(keys, arena, OLGA, NOW, &s, &cookie), OK);
    assert_true(slice_ends(cookie, ATTRIBUTES));
    assert_true(slice_eq_lit(
        session_gone(), "__Host-firstline=; Max-Age=0; Path=/; Secure; HttpOnly; SameSite=Strict"));
    assert_false(found(keys, SLICE_LIT("__Host-firstline="), NOW));
}

/* ASVS 7.2.3: 128 bits of the kernel's, other ones each time. */
static void test_nonce(void **state) {
    (void)state;
    struct session s[64];
    struct slice cookie;
    for (size_t i = 0; i < COUNT(s); i++) {
        assert_int_equal(session_make(keys, arena, OLGA, NOW, &s[i], &cookie), OK);
        for (size_t k = 0; k < i; k++)
            assert_false(slice_eq(s[i].nonce, s[k].nonce));
    }
}

/* Every bit of every octet, every shorter text, everything behind it. */
static void test_touched(void **state) {
    (void)state;
    struct slice pair = make(keys, OLGA);
    size_t value = sizeof SESSION_COOKIE;
    char copy[256];
    assert_true(pair.len < sizeof copy);
    for (size_t i = value; i < pair.len; i++) {
        for (int bit = 0; bit < 8; bit++) {
            memcpy(copy, pair.ptr, pair.len);
            copy[i] = (char)(copy[i] ^ 1 << bit);
            bool same_digit = i >= pair.len - 40 && ascii_lower(copy[i]) == pair.ptr[i];
            if (found(keys, (struct slice){copy, pair.len}, NOW) != same_digit)
                fail_msg("octet %zu, bit %d", i, bit);
        }
        assert_false(found(keys, slice_sub(pair, 0, i), NOW));
    }
    assert_false(found(keys, joined("", pair, "0"), NOW));
    assert_false(found(keys, joined("", pair, ".x"), NOW));
}

/* What is signed for one cannot be put together to another one. */
static void test_parts(void **state) {
    (void)state;
    struct slice olga = make(keys, OLGA), irina = make(keys, SLICE_LIT("irina")), rest;
    struct slice login = slice_cut(irina, '.', &rest);
    (void)slice_cut(olga, '.', &rest);
    assert_false(found(keys, joined("", login, joined(".", rest, "").ptr), NOW));
    assert_false(found(keys, SLICE_LIT("__Host-firstline=...."), NOW));
    assert_false(found(keys, SLICE_LIT("__Host-firstline=."), NOW));
    assert_false(found(keys, SLICE_LIT("__Host-firstline"), NOW));
    assert_false(found(keys, SLICE_NONE, NOW));
    struct slice proof;
    assert_int_equal(
        token_prove(keys, arena, SLICE_LIT("cargo"), SLICE_LIT("6f6c6761.1.00"), &proof), OK);
    assert_false(found(keys, joined("__Host-firstline=6f6c6761.1.00.", proof, ""), 0));
}

static void test_age(void **state) {
    (void)state;
    struct slice pair = make(keys, OLGA);
    int64_t life = DESK_SESSION_S * SECOND;
    assert_true(found(keys, pair, NOW));
    assert_true(found(keys, pair, NOW + life - SECOND));
    assert_false(found(keys, pair, NOW + life));
    assert_false(found(keys, pair, NOW + 1000 * life));
}

static struct token_keys *load(const char *text) {
    struct token_keys *k;
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    assert_int_equal(token_keys_load(path, &k), OK);
    return k;
}

/* A new key first, the old one behind it: nobody has to sign in again, until the old one goes. */
static void test_keys(void **state) {
    (void)state;
    char a[66], b[66], both[132];
    snprintf(a, sizeof a, "%064d\n", 1);
    snprintf(b, sizeof b, "%064d\n", 2);
    snprintf(both, sizeof both, "%s%s", b, a);
    struct token_keys *old = load(a), *two = load(both), *new = load(b);
    struct slice by_old = make(old, OLGA), by_two = make(two, OLGA);
    assert_true(found(two, by_old, NOW) && found(two, by_two, NOW) && found(new, by_two, NOW));
    assert_false(found(new, by_old, NOW) || found(old, by_two, NOW) || found(keys, by_old, NOW));
    struct token_keys *copy = token_keys_copy(two);
    assert_true(found(copy, by_old, NOW));
    token_keys_free(copy);
    token_keys_free(old);
    token_keys_free(two);
    token_keys_free(new);
}

static void test_other_cookies(void **state) {
    (void)state;
    struct slice pair = make(keys, OLGA);
    static const struct {
        const char *before, *after;
        bool there;
    } cases[] = {
        {"", "; a=b", true},
        {"a=b; ", "", true},
        {"a=b;", ";c=d", true},
        {" ", " ", true},
        {"a; b; =; ;; ", ";;", true},
        {"__Host-firstline2=x; ", "", true},
        {"__Host-firstlin=x; ", "", true},
        {"__host-firstline=x; ", "", true},
        {"x__Host-firstline=x; ", "", true},
        {"__Secure-firstline=x; firstline=y; ", "", true},
        {"x", "", false},
        {"a=", "", false},
        {"a=\"; ", "\"", false},
        {"__Host-firstline=x; ", "", false}, /* no browser has two of that name */
        {"", "=", false},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (found(keys, joined(cases[i].before, pair, cases[i].after), NOW) != cases[i].there)
            fail_msg("\"%s\" \"%s\"", cases[i].before, cases[i].after);
    char many[8192];
    size_t at = 0;
    while (at + 16 < sizeof many - 512)
        at += (size_t)sprintf(many + at, "c%zu=v; ", at);
    assert_true(found(keys, joined(many, pair, ""), NOW));
}

static void test_long(void **state) {
    (void)state;
    static char login[4096];
    struct session s;
    struct slice cookie;
    memset(login, 'x', sizeof login);
    assert_int_equal(
        session_make(keys, arena, (struct slice){login, sizeof login}, NOW, &s, &cookie),
        ERR_TOO_LARGE);
    assert_false(found(
        keys, joined("__Host-firstline=", (struct slice){login, sizeof login}, ".1.1.1"), NOW));
}

static void test_small_arena(void **state) {
    (void)state;
    enum errcode e = ERR_TOO_LARGE;
    for (size_t bytes = 16; e != OK; bytes += 16) {
        struct arena *small = arena_new(bytes);
        struct session s;
        struct slice cookie;
        e = session_make(keys, small, OLGA, NOW, &s, &cookie);
        assert_true(e == OK || e == ERR_TOO_LARGE);
        arena_free(small);
    }
}

static int setup(void **state) {
    (void)state;
    arena = arena_new(4 * 1024 * 1024);
    log_level_set(LOG__MAX);
    int fd = mkstemp(path);
    return fd == -1 || close(fd) || token_keys_load(NULL, &keys) != OK;
}

static int teardown(void **state) {
    (void)state;
    arena_free(arena);
    token_keys_free(keys);
    return unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_attributes),
        cmocka_unit_test(test_nonce),      cmocka_unit_test(test_touched),
        cmocka_unit_test(test_parts),      cmocka_unit_test(test_age),
        cmocka_unit_test(test_keys),       cmocka_unit_test(test_other_cookies),
        cmocka_unit_test(test_long),       cmocka_unit_test(test_small_arena),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
