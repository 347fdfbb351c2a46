/* phone: whatever stands between its digits, a number stays the number it is, or is none; and what
 * was read as a number is its digits and a prefix, nothing else. So two people are one contact only
 * where the same digits were typed. FIRSTLINE_PHONES asks for more rounds. */
#include "unit.h"

#define FIXTURE_ARENA_BYTES (64 * 1024)
#include "arena_fixture.h"

#include "phone_oracle.h"
#include "phone_text.h"

struct typed {
    const char *region, *digits, *e164;
};

static const struct typed numbers[] = {
    {"RU", "+79123456789", "+79123456789"},      {"RU", "89123456789", "+79123456789"},
    {"RU", "79123456789", "+79123456789"},       {"RU", "9123456789", "+79123456789"},
    {"RU", "+779123456789", "+79123456789"},     {"RU", "889123456789", "+79123456789"},
    {"RU", "0079123456789", "+79123456789"},     {"RU", "84951234567", "+74951234567"},
    {"RU", "88005553535", "+78005553535"},       {"RU", "3456789918", "+73456789918"},
    {"RU", "+77011234567", "+77011234567"},      {"RU", "87011234567", "+77011234567"},
    {"RU", "+375291234567", "+375291234567"},    {"RU", "375291234567", "+375291234567"},
    {"RU", "+375375291234567", "+375291234567"}, {"RU", "+19123456789", "+19123456789"},
    {"RU", "19123456789", "+19123456789"},       {"RU", "+14155552671", "+14155552671"},
    {"RU", "+4915123456789", "+4915123456789"},  {"RU", "+49301234567", "+49301234567"},
    {"RU", "8104930123456", "+4930123456"},      {"RU", "+84951234567", "+84951234567"},
    {"RU", "+390612345678", "+390612345678"},    {"RU", "+80012345678", "+80012345678"},
    {"DE", "0301234567", "+49301234567"},        {"DE", "015123456789", "+4915123456789"},
    {"DE", "+79123456789", "+79123456789"},      {"BY", "80291234567", "+375291234567"},
    {"US", "4155552671", "+14155552671"},        {"US", "0114930123456", "+4930123456"},
    {"IT", "0612345678", "+390612345678"},
};

static uint64_t chance = 88172645463325252ULL;

/* xorshift64 */
static unsigned random_below(unsigned n) {
    chance ^= chance << 13;
    chance ^= chance >> 7;
    chance ^= chance << 17;
    return (unsigned)(chance % n);
}

static void append(char *out, const char *s) { memcpy(out + strlen(out), s, strlen(s) + 1); }

static void append_digit(char *out, char digit) {
    /* of ASCII, full-width, Arabic, Extended Arabic, Devanagari, mathematical */
    static const struct {
        unsigned char octets[5];
    } zeros[] = {{"0"},        {"\xEF\xBC\x90"}, {"\xD9\xA0"},
                 {"\xDB\xB0"}, {"\xE0\xA5\xA6"}, {"\xF0\x9D\x9F\x8E"}};
    char one[5] = "";
    memcpy(one, zeros[random_below(COUNT(zeros))].octets, sizeof one);
    one[strlen(one) - 1] = (char)(one[strlen(one) - 1] + (digit - '0'));
    append(out, one);
}

/* The digits, in any form, with some of choices between them: the more, the smaller rarely is. */
static void spell(char *out, const char *digits, const char *const *choices, size_t count,
                  unsigned rarely) {
    out[0] = '\0';
    for (; *digits != '\0'; digits++) {
        if (*digits == '+')
            append(out, random_below(2) == 0 ? "+" : "＋");
        else
            append_digit(out, *digits);
        while (digits[1] != '\0' && random_below(rarely) == 0)
            append(out, choices[random_below((unsigned)count)]);
    }
}

enum leeway { SAME = 0, SAME_OR_NONE, SAME_OR_NONE_OR_UNSURE };

static void check_same(const struct typed *n, const char *text, enum leeway leeway) {
    arena_reset(arena);
    struct slice seen = phone_seen(slice_from(text));
    struct phone_list list = parse_phones(seen, n->region, false);
    for (size_t i = 0; i < list.count; i++)
        if ((!slice_eq_lit(list.items[i].e164, n->e164) &&
             !(leeway == SAME_OR_NONE_OR_UNSURE && list.unsure)) ||
            !oracle_holds(seen, &list.items[i]))
            fail_msg("%s, %s: \"%s\" became %s", n->region, n->digits, text,
                     describe_phones(&list));
    if (list.count == 0 && leeway == SAME)
        fail_msg("%s, %s: \"%s\" is none", n->region, n->digits, text);
}

static long rounds(void) {
    const char *more = getenv("FIRSTLINE_PHONES");
    return more != NULL ? strtol(more, NULL, 10) * 500 : 500;
}

/* What nobody sees changes nothing. */
static void test_invisible(void **state) {
    static const char *const invisible[] = {"\u200B", "\u200E", "\u2069", "\uFE0E",
                                            "\u00AD", "\u2060", "\uFEFF", "\u20E3"};
    char text[1024];
    (void)state;
    for (long round = rounds(); round > 0; round--)
        for (size_t i = 0; i < COUNT(numbers); i++) {
            spell(text, numbers[i].digits, invisible, COUNT(invisible), 3);
            check_same(&numbers[i], text, SAME);
        }
}

/* Marks and blanks make another number of it never, none of it rarely. */
static void test_separators(void **state) {
    static const char *const marks[] = {"(",      ")",      "-",      ".",      "_",
                                        "/",      "·",      "•",      " ",      "\u00A0",
                                        "\u2009", "\u2011", "\u2212", "\u3000", "~"};
    char text[1024];
    (void)state;
    for (long round = rounds(); round > 0; round--)
        for (size_t i = 0; i < COUNT(numbers); i++) {
            spell(text, numbers[i].digits, marks, COUNT(marks), 2 + (unsigned)round % 4);
            check_same(&numbers[i], text, SAME_OR_NONE);
        }
}

/* Nor does anything that no person puts there, but where it may as well part two things. */
static void test_junk(void **state) {
    static const char *const junk[] = {"|", "*", "=", "a", "и", "★", "@", "%", "-"};
    char text[1024];
    (void)state;
    for (long round = rounds(); round > 0; round--)
        for (size_t i = 0; i < COUNT(numbers); i++) {
            if (numbers[i].digits[0] != '+')
                continue; /* a code without + may be cut off and leave a number of the region */
            spell(text, numbers[i].digits, junk, COUNT(junk), 6);
            check_same(&numbers[i], text, SAME_OR_NONE_OR_UNSURE);
        }
}

/* Digits beside a number are left out, or make it none. */
static void test_beside(void **state) {
    static const char *const beside[] = {"9-18",       "10-19",      "7-19", "1234",
                                         "(123)",      "24/7",       "2026", "101000",
                                         "9:00-18:00", "24.11.2026", "12"};
    char digits[64], text[1024];
    (void)state;
    static const char *const groups[] = {"8 912 345-67-89", "+7 912 345-67-89",
                                         "8 912 345 67 89", "+7 (912) 345 67 89",
                                         "8(912)3456789",   "89123456789"};
    static const struct typed ivan = {"RU", "", "+79123456789"};
    for (size_t g = 0; g < COUNT(groups); g++)
        for (size_t b = 0; b < COUNT(beside); b++) {
            snprintf(text, sizeof text, "%s %s", groups[g], beside[b]);
            check_same(&ivan, text, SAME);
            snprintf(text, sizeof text, "%s %s", beside[b], groups[g]);
            check_same(&ivan, text, strstr(text, "+7") == NULL ? SAME_OR_NONE : SAME);
        }
    for (long round = rounds(); round > 0; round--) {
        snprintf(digits, sizeof digits, "%u", random_below(1000000));
        snprintf(text, sizeof text, "%s %s", groups[random_below(COUNT(groups))], digits);
        check_same(&ivan, text, SAME);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_invisible),
        cmocka_unit_test(test_separators),
        cmocka_unit_test(test_junk),
        cmocka_unit_test(test_beside),
    };
    return cmocka_run_group_tests(tests, phone_setup, arena_teardown);
}
