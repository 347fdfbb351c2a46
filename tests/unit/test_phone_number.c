/* phone_number: the short way for the commonest numbers must say what the library says.
 *
 * A hyphen shows the short way a stranger and means nothing to the library, so the same digits with
 * a hyphen in them go the long way. Each code of three digits in each spelling and region, with
 * random digits behind it; FIRSTLINE_PHONES asks for more rounds: 250 compare four million. */
#include "unit.h"

#include "lead/phone_number.h"

static uint64_t chance = 88172645463325252ULL;

/* xorshift64 */
static unsigned random_below(unsigned n) {
    chance ^= chance << 13;
    chance ^= chance >> 7;
    chance ^= chance << 17;
    return (unsigned)(chance % n);
}

static void compare(const char *prefix, unsigned code, unsigned tail, int tail_digits,
                    const char *region) {
    char digits[64], long_way[64];
    struct phone_number quick = {0}, slow = {0};
    snprintf(digits, sizeof digits, "%s%03u%0*u", prefix, code, tail_digits, tail);
    snprintf(long_way, sizeof long_way, "%s%03u-%0*u", prefix, code, tail_digits, tail);
    int quick_reads = phone_number_read(digits, region, &quick);
    int slow_reads = phone_number_read(long_way, region, &slow);
    if (quick_reads != slow_reads || strcmp(quick.e164, slow.e164) != 0 ||
        strcmp(quick.country, slow.country) != 0 || quick.valid != slow.valid)
        fail_msg("%s in %s: %d %s %s %d, the library says %d %s %s %d", digits, region, quick_reads,
                 quick.e164, quick.country, quick.valid, slow_reads, slow.e164, slow.country,
                 slow.valid);
}

static void test_like_the_library(void **state) {
    static const char *const prefixes[] = {"+7", "7", "8", "", "+8", "+"};
    static const char *const regions[] = {"RU", "KZ", "DE", "ZZ"};
    (void)state;
    const char *more = getenv("FIRSTLINE_PHONES");
    for (long rounds = more != NULL ? strtol(more, NULL, 10) : 1; rounds > 0; rounds--)
        for (unsigned code = 0; code < 1000; code++)
            for (size_t p = 0; p < COUNT(prefixes); p++)
                for (size_t r = 0; r < COUNT(regions); r++)
                    /* where they differ is likeliest at home, so abroad gets every tenth */
                    if (r < 2 || random_below(10) == 0)
                        compare(prefixes[p], code, random_below(10000000), 7, regions[r]);
}

static void test_other_lengths(void **state) {
    static const char *const prefixes[] = {"+7", "7", "8", ""};
    static const unsigned codes[] = {0,   77,  300, 343, 495, 700, 707, 727, 771, 778, 800,
                                     809, 810, 831, 873, 887, 900, 912, 954, 970, 983, 999};
    (void)state;
    for (size_t c = 0; c < COUNT(codes); c++)
        for (size_t p = 0; p < COUNT(prefixes); p++)
            for (int tail_digits = 5; tail_digits <= 9; tail_digits++)
                compare(prefixes[p], codes[c], random_below(100000), tail_digits, "RU");
}

static void test_known(void **state) {
    struct phone_number n;
    (void)state;
    assert_int_equal(phone_number_read("89123456789", "RU", &n), 1);
    assert_string_equal(n.e164, "+79123456789");
    assert_string_equal(n.country, "RU");
    assert_true(n.valid);
    /* the library reads +3758103200924, which it writes for this, as +375103200924 */
    assert_int_equal(phone_number_read("+37508103200924", "RU", &n), 1);
    assert_string_equal(n.e164, "+3758103200924");
    assert_false(n.valid);
    assert_int_equal(phone_number_read("+77012345678", "DE", &n), 1);
    assert_string_equal(n.country, "KZ");
}

static int setup(void **state) {
    (void)state;
    phone_number_start();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_like_the_library),
        cmocka_unit_test(test_other_lengths),
        cmocka_unit_test(test_known),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
