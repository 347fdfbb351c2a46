/* token: what is signed comes back, whatever was touched does not; age, keys, and key files. */
#include "unit.h"

#include <unistd.h>

#include "base/bounds.h"
#include "base/log.h"
#include "lead/token.h"

static struct arena *arena;
static char path[] = "/tmp/firstline-token-XXXXXX";

#define NOW INT64_C(1795348800000000)
#define SECOND INT64_C(1000000)
#define CARGO SLICE_LIT("cargo")

static const char *hex(char c, size_t digits) {
    static char text[132];
    memset(text, c, digits);
    text[digits] = '\0';
    return text;
}

static enum errcode load(const char *text, struct token_keys **out) {
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    fputs(text, f);
    fclose(f);
    return token_keys_load(path, out);
}

static struct slice issue(const struct token_keys *k) {
    struct slice text;
    assert_int_equal(token_issue(k, arena, CARGO, NOW, &text), OK);
    return text;
}

static void test_round_trip(void **state) {
    (void)state;
    struct token_keys *k;
    assert_int_equal(token_keys_load(NULL, &k), OK);
    struct slice one = issue(k), two = issue(k);
    struct token t, u;
    assert_false(slice_eq(one, two));
    assert_int_equal(one.len, 102);
    assert_int_equal(token_judge(k, CARGO, one, NOW, &t), TOKEN_GOOD);
    assert_int_equal(t.issued_us, NOW);
    assert_int_equal(t.id.text[14], '7');
    struct uuid again;
    assert_true(uuid_parse(uuid_slice(&t.id), &again));
    assert_int_equal(token_judge(k, CARGO, two, NOW, &u), TOKEN_GOOD);
    assert_string_not_equal(t.id.text, u.id.text);
    char spaced[128];
    int n = snprintf(spaced, sizeof spaced, " %.*s\r\n", SLICE_ARG(one));
    assert_int_equal(token_judge(k, CARGO, (struct slice){spaced, (size_t)n}, NOW, &u), TOKEN_GOOD);
    assert_string_equal(t.id.text, u.id.text);
    token_keys_free(k);
}

static void test_age(void **state) {
    (void)state;
    static const struct {
        int64_t later_us;
        enum token_verdict verdict;
    } cases[] = {
        {0, TOKEN_GOOD},
        {TOKEN_AGE_MAX_S * SECOND, TOKEN_GOOD},
        {TOKEN_AGE_MAX_S * SECOND + 1, TOKEN_EXPIRED},
        {-TOKEN_CLOCK_BACK_MAX_S * SECOND, TOKEN_GOOD},
        {-TOKEN_CLOCK_BACK_MAX_S * SECOND - 1, TOKEN_EXPIRED},
    };
    struct token_keys *k;
    assert_int_equal(token_keys_load(NULL, &k), OK);
    struct slice text = issue(k);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct token t = {0};
        assert_int_equal(token_judge(k, CARGO, text, NOW + cases[i].later_us, &t),
                         cases[i].verdict);
        assert_int_equal(t.issued_us, NOW); /* filled also when expired */
    }
    token_keys_free(k);
}

/* Every bit of every character, every length, and another form. */
static void test_touched(void **state) {
    (void)state;
    struct token_keys *k;
    struct token t;
    char copy[128];
    assert_int_equal(token_keys_load(NULL, &k), OK);
    struct slice text = issue(k);
    for (size_t i = 0; i < text.len; i++) {
        for (int bit = 0; bit < 8; bit++) {
            memcpy(copy, text.ptr, text.len);
            copy[i] = (char)(copy[i] ^ 1 << bit);
            struct slice touched = {copy, text.len};
            if (token_judge(k, CARGO, touched, NOW, &t) != TOKEN_BAD)
                fail_msg("character %zu, bit %d", i, bit);
        }
        assert_int_equal(token_judge(k, CARGO, slice_sub(text, 0, i), NOW, &t), TOKEN_BAD);
        arena_reset(arena);
        text = issue(k);
    }
    assert_int_equal(token_judge(k, SLICE_LIT("cargo2"), text, NOW, &t), TOKEN_BAD);
    assert_int_equal(token_judge(k, SLICE_LIT(""), text, NOW, &t), TOKEN_BAD);
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = 'A';
    assert_int_equal(token_judge(k, CARGO, (struct slice){copy, text.len + 1}, NOW, &t), TOKEN_BAD);
    token_keys_free(k);
}

#define UUID_US INT64_C(1645557742000000) /* of 017f22e2-79b0-7..., RFC 9562, A.6 */
#define DAY_US INT64_C(86400000000)

/* A key is random, or tells a time that is about now. */
static void test_odd_uuid(void **state) {
    static const struct {
        const char *text;
        int64_t now_us;
        enum token_verdict verdict;
    } cases[] = {
        {"017f22e2-79b0-7cc3-98c4-dc0c0c07398f", UUID_US, TOKEN_UUID},
        {"017f22e2-79b0-7cc3-b8c4-dc0c0c07398f", UUID_US + 30 * DAY_US, TOKEN_UUID},
        {"017f22e2-79b0-7cc3-98c4-dc0c0c07398f", UUID_US + 30 * DAY_US + 1, TOKEN_ODD_UUID},
        {"017f22e2-79b0-7cc3-98c4-dc0c0c07398f", UUID_US - KEY_AHEAD_MAX_S * 1000000LL, TOKEN_UUID},
        {"017f22e2-79b0-7cc3-98c4-dc0c0c07398f", UUID_US - KEY_AHEAD_MAX_S * 1000000LL - 1,
         TOKEN_ODD_UUID},
        {"017f22e2-79b0-7cc3-78c4-dc0c0c07398f", UUID_US, TOKEN_ODD_UUID}, /* another variant */
        {"017f22e2-79b0-7cc3-c8c4-dc0c0c07398f", UUID_US, TOKEN_ODD_UUID},
        {"919108f7-52d1-4320-9bac-f847db4148a8", UUID_US, TOKEN_UUID}, /* A.3 */
        {"919108f7-52d1-4320-cbac-f847db4148a8", UUID_US, TOKEN_ODD_UUID},
        {"C232AB00-9414-11EC-B3C8-9F6BDECED846", UUID_US, TOKEN_ODD_UUID}, /* A.1 */
        {"5df41881-3aed-3515-88a7-2f4a814cf09e", UUID_US, TOKEN_ODD_UUID}, /* A.2 */
        {"2ed6657d-e927-568b-95e1-2665a8aea6a2", UUID_US, TOKEN_ODD_UUID}, /* A.4 */
        {"1EC9414C-232A-6B00-B3C8-9F6BDECED846", UUID_US, TOKEN_ODD_UUID}, /* A.5 */
        {"00000000-0000-0000-0000-000000000000", UUID_US, TOKEN_ODD_UUID},
        {"ffffffff-ffff-ffff-ffff-ffffffffffff", UUID_US, TOKEN_ODD_UUID},
        {"00000000-0000-7000-8000-000000000000", UUID_US, TOKEN_ODD_UUID},
        {"ffffffff-ffff-7fff-bfff-ffffffffffff", UUID_US, TOKEN_ODD_UUID},
    };
    struct token_keys *k;
    struct token t;
    (void)state;
    assert_int_equal(token_keys_load(NULL, &k), OK);
    for (size_t i = 0; i < COUNT(cases); i++)
        assert_int_equal(token_judge(k, CARGO, slice_from(cases[i].text), cases[i].now_us, &t),
                         cases[i].verdict);
    token_keys_free(k);
}

static void test_uuid(void **state) {
    (void)state;
    struct token_keys *k;
    struct token t = {.issued_us = 7};
    assert_int_equal(token_keys_load(NULL, &k), OK);
    assert_int_equal(
        token_judge(k, CARGO, SLICE_LIT("017F22E2-79B0-7CC3-98C4-DC0C0C07398F"), UUID_US, &t),
        TOKEN_UUID);
    assert_string_equal(t.id.text, "017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
    assert_int_equal(t.issued_us, 0);
    static const char *const bad[] = {"", "x", "017f22e2-79b0-7cc3-98c4-dc0c0c07398",
                                      "{017f22e2-79b0-7cc3-98c4-dc0c0c07398f}"};
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(token_judge(k, CARGO, slice_from(bad[i]), NOW, &t), TOKEN_BAD);
    assert_int_equal(token_judge(k, CARGO, SLICE_NONE, NOW, &t), TOKEN_BAD);
    token_keys_free(k);
}

/* A change of keys: the new one signs, pages signed with the old one still come in. */
static void test_two_keys(void **state) {
    (void)state;
    struct token_keys *old, *both, *new;
    struct token t;
    char text[1024];
    assert_int_equal(load(hex('a', 64), &old), OK);
    snprintf(text, sizeof text, "%s\n", hex('b', 64));
    assert_int_equal(load(text, &new), OK);
    snprintf(text + 65, sizeof text - 65, "%s\n", hex('a', 64));
    assert_int_equal(load(text, &both), OK);
    assert_int_equal(token_judge(both, CARGO, issue(old), NOW, &t), TOKEN_GOOD);
    assert_int_equal(token_judge(both, CARGO, issue(new), NOW, &t), TOKEN_GOOD);
    assert_int_equal(token_judge(new, CARGO, issue(both), NOW, &t), TOKEN_GOOD);
    assert_int_equal(token_judge(old, CARGO, issue(both), NOW, &t), TOKEN_BAD);
    token_keys_free(old);
    token_keys_free(new);
    token_keys_free(both);
}

static void test_files(void **state) {
    (void)state;
    static const struct {
        size_t digits;
        enum errcode want;
    } lengths[] = {{64, OK}, {63, ERR_CONFIG}, {62, ERR_CONFIG}, {128, OK}, {130, ERR_CONFIG}};
    struct token_keys *k = NULL;
    for (size_t i = 0; i < COUNT(lengths); i++) {
        assert_int_equal(load(hex('0', lengths[i].digits), &k), lengths[i].want);
        if (lengths[i].want == OK)
            token_keys_free(k);
    }
    char text[1024];
    snprintf(text, sizeof text, "%s\r\n", hex('F', 64));
    assert_int_equal(load(text, &k), OK);
    token_keys_free(k);
    const char *key = hex('1', 64);
    char bad[6][1024] = {"", "\n", "", "", "", ""};
    snprintf(bad[2], sizeof bad[2], "%s\n\n", key);
    snprintf(bad[3], sizeof bad[3], "%.63sg", key);
    snprintf(bad[4], sizeof bad[4], "%s %s", key, key);
    snprintf(bad[5], sizeof bad[5], "%s\n%s\n%s", key, key, key);
    for (size_t i = 0; i < COUNT(bad); i++)
        assert_int_equal(load(bad[i], &k), ERR_CONFIG);
    assert_int_equal(token_keys_load("/nonexistent/key", &k), ERR_CONFIG);
    assert_int_equal(token_keys_load("/tmp", &k), ERR_CONFIG);
    token_keys_free(NULL);
}

static void test_small_arena(void **state) {
    (void)state;
    struct token_keys *k;
    assert_int_equal(token_keys_load(NULL, &k), OK);
    enum errcode e = ERR_TOO_LARGE;
    for (size_t bytes = 16; e != OK; bytes += 16) {
        struct arena *small = arena_new(bytes);
        struct slice text;
        e = token_issue(k, small, CARGO, NOW, &text);
        assert_true(e == OK || e == ERR_TOO_LARGE);
        arena_free(small);
    }
    token_keys_free(k);
}

#define SAID SLICE_LIT("017f22e2-79b0-7cc3-98c4-dc0c0c07398f")

/* Every bit of every digit, every length, another form and another saying. */
static void test_proofs(void **state) {
    (void)state;
    struct token_keys *k;
    struct slice text;
    char copy[64];
    assert_int_equal(token_keys_load(NULL, &k), OK);
    assert_int_equal(token_prove(k, arena, CARGO, SAID, &text), OK);
    assert_int_equal(text.len, 40);
    assert_int_equal(token_proved(k, CARGO, SAID, text), PROOF_GOOD);
    for (size_t i = 0; i < text.len; i++) {
        for (int bit = 0; bit < 8; bit++) {
            memcpy(copy, text.ptr, text.len);
            copy[i] = (char)(copy[i] ^ 1 << bit);
            if (ascii_lower(copy[i]) == text.ptr[i])
                continue; /* the same digit */
            enum proof got = token_proved(k, CARGO, SAID, (struct slice){copy, text.len});
            if (got == PROOF_GOOD || (i >= 8 && got != PROOF_BAD))
                fail_msg("digit %zu, bit %d", i, bit);
        }
        assert_int_equal(token_proved(k, CARGO, SAID, slice_sub(text, 0, i)), PROOF_BAD);
    }
    assert_int_equal(token_proved(k, CARGO, SAID, SLICE_NONE), PROOF_BAD);
    assert_int_equal(token_proved(k, SLICE_LIT("carg"), SAID, text), PROOF_BAD);
    assert_int_equal(token_proved(k, CARGO, slice_sub(SAID, 0, 35), text), PROOF_BAD);
    assert_int_equal(token_proved(k, CARGO, SLICE_NONE, text), PROOF_BAD);
    token_keys_free(k);
}

/* What stands in form and what in said cannot be moved over. */
static void test_proof_parts(void **state) {
    (void)state;
    struct token_keys *k;
    struct slice text;
    assert_int_equal(token_keys_load(NULL, &k), OK);
    assert_int_equal(token_prove(k, arena, SLICE_LIT("a"), SLICE_LIT("b/c"), &text), OK);
    assert_int_equal(token_proved(k, SLICE_LIT("ab"), SLICE_LIT("/c"), text), PROOF_BAD);
    assert_int_equal(token_proved(k, SLICE_LIT(""), SLICE_LIT("ab/c"), text), PROOF_BAD);
    token_keys_free(k);
}

/* A change of keys, and a process with a random one that has been started anew. */
static void test_proof_keys(void **state) {
    (void)state;
    struct token_keys *old, *both, *random;
    struct slice by_old, by_both;
    char text[1024];
    assert_int_equal(load(hex('a', 64), &old), OK);
    snprintf(text, sizeof text, "%s\n", hex('b', 64));
    snprintf(text + 65, sizeof text - 65, "%s\n", hex('a', 64));
    assert_int_equal(load(text, &both), OK);
    assert_int_equal(token_keys_load(NULL, &random), OK);
    assert_int_equal(token_prove(old, arena, CARGO, SAID, &by_old), OK);
    assert_int_equal(token_prove(both, arena, CARGO, SAID, &by_both), OK);
    assert_int_equal(token_proved(both, CARGO, SAID, by_old), PROOF_GOOD);
    assert_int_equal(token_proved(both, CARGO, SAID, by_both), PROOF_GOOD);
    assert_int_equal(token_proved(old, CARGO, SAID, by_both), PROOF_UNKNOWN);
    assert_int_equal(token_proved(random, CARGO, SAID, by_old), PROOF_UNKNOWN);
    token_keys_free(old);
    token_keys_free(both);
    token_keys_free(random);
}

static int setup(void **state) {
    (void)state;
    arena = arena_new(256 * 1024);
    log_level_set(LOG__MAX); /* refusals are wanted here */
    int fd = mkstemp(path);
    return fd == -1 || close(fd);
}

static int teardown(void **state) {
    (void)state;
    arena_free(arena);
    return unlink(path);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round_trip), cmocka_unit_test(test_age),
        cmocka_unit_test(test_touched),    cmocka_unit_test(test_uuid),
        cmocka_unit_test(test_odd_uuid),   cmocka_unit_test(test_two_keys),
        cmocka_unit_test(test_files),      cmocka_unit_test(test_small_arena),
        cmocka_unit_test(test_proofs),     cmocka_unit_test(test_proof_parts),
        cmocka_unit_test(test_proof_keys),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
