/* cost_cell: amounts, days and words of a file of costs. */
#include "unit.h"

#include "admin/cost_cell.h"
#include "admin/text.h"

static const struct {
    const char *typed;
    enum amount_kind kind;
    const char *want;
} amounts[] = {
    {"0", AMOUNT_GOOD, "0"},
    {"00", AMOUNT_GOOD, "0"},
    {"0012", AMOUNT_GOOD, "12"},
    {"1234.56", AMOUNT_GOOD, "1234.56"},
    {"1234,56", AMOUNT_GOOD, "1234.56"},
    {"1234,567", AMOUNT_GOOD, "1234.567"},
    {" 1234 ", AMOUNT_GOOD, "1234"},
    {"1 234,5", AMOUNT_GOOD, "1234.5"},
    {"1\u00a0234\u00a0567,50", AMOUNT_GOOD, "1234567.50"},
    {"1\u202f234", AMOUNT_GOOD, "1234"},
    {"1,234.56", AMOUNT_GOOD, "1234.56"},
    {"1.234,56", AMOUNT_GOOD, "1234.56"},
    {"1,234,567", AMOUNT_GOOD, "1234567"},
    {"1.234.567", AMOUNT_GOOD, "1234567"},
    {"1 234,567", AMOUNT_GOOD, "1234.567"},
    {"1,234.567", AMOUNT_GOOD, "1234.567"},
    {"0,125", AMOUNT_GOOD, "0.125"},
    {"0.1", AMOUNT_GOOD, "0.1"},
    {"１２", AMOUNT_GOOD, "12"},
    {"999999999999.999999", AMOUNT_GOOD, "999999999999.999999"},
    {"1,234", AMOUNT_TWO, ""},
    {"12.500", AMOUNT_TWO, ""},
    {"123,000", AMOUNT_TWO, ""},
    {"01,234", AMOUNT_TWO, ""},
    {"1000000000000", AMOUNT_LARGE, ""},
    {"0.1234567", AMOUNT_LARGE, ""},
    {"-1", AMOUNT_NEGATIVE, ""},
    {"\u2212 1,50", AMOUNT_NEGATIVE, ""},
    {"-1,234", AMOUNT_NEGATIVE, ""},
    {"", AMOUNT_NONE, ""},
    {" ", AMOUNT_NONE, ""},
    {"-", AMOUNT_NONE, ""},
    {"--1", AMOUNT_NONE, ""},
    {"+1", AMOUNT_NONE, ""},
    {".5", AMOUNT_NONE, ""},
    {"5.", AMOUNT_NONE, ""},
    {",", AMOUNT_NONE, ""},
    {"1,2,3", AMOUNT_NONE, ""},
    {"1,23,456", AMOUNT_NONE, ""},
    {"1234,567,890", AMOUNT_NONE, ""},
    {"1.234,567.8", AMOUNT_NONE, ""},
    {"1 23", AMOUNT_NONE, ""},
    {"1  234", AMOUNT_NONE, ""},
    {"1,234 567", AMOUNT_NONE, ""},
    {"12 ₽", AMOUNT_NONE, ""},
    {"$12", AMOUNT_NONE, ""},
    {"1e3", AMOUNT_NONE, ""},
    {"NaN", AMOUNT_NONE, ""},
    {"inf", AMOUNT_NONE, ""},
    {"0x10", AMOUNT_NONE, ""},
};

static void test_amounts(void **state) {
    struct arena *a = *state;
    for (size_t i = 0; i < COUNT(amounts); i++) {
        char out[COST_AMOUNT_BYTES] = "";
        enum amount_kind kind = cost_amount(a, slice_from(amounts[i].typed), out);
        if (kind != amounts[i].kind || strcmp(out, amounts[i].want) != 0)
            fail_msg("\"%s\": %d \"%s\"", amounts[i].typed, kind, out);
    }
}

static const struct {
    const char *typed, *want; /* NULL: no day */
} days[] = {
    {"2026-11-01", "2026-11-01"},
    {"01.11.2026", "2026-11-01"},
    {"1.11.2026", "2026-11-01"},
    {" 2026-11-1 ", "2026-11-01"},
    {"2000-01-01", "2000-01-01"},
    {"31.12.2099", "2099-12-31"},
    {"29.02.2028", "2028-02-29"},
    {"29.02.2026", NULL},
    {"1999-12-31", NULL},
    {"2100-01-01", NULL},
    {"01.11.26", NULL}, /* of which century a file may have others */
    {"11/01/2026", NULL},
    {"01-11-2026", NULL},
    {"2026.11.01", NULL},
    {"2026-11-01 00:00:00", NULL},
    {"2026-11-01-02", NULL},
    {"2026-11", NULL},
    {"01.11.2026.", NULL},
    {"45962", NULL},
    {"", NULL},
    {"infinity", NULL},
};

static void test_days(void **state) {
    struct arena *a = *state;
    for (size_t i = 0; i < COUNT(days); i++) {
        char out[COST_DAY_BYTES] = "";
        bool good = cost_day(a, slice_from(days[i].typed), out);
        if (good != (days[i].want != NULL) || (good && strcmp(out, days[i].want) != 0))
            fail_msg("\"%s\": %d \"%s\"", days[i].typed, good, out);
    }
}

static const struct {
    const char *typed, *word, *folded;
} words[] = {
    {"Yandex", "Yandex", "yandex"},
    {" \tОсень \u00a0", "Осень", "осень"},
    {"a  b", "a  b", "a  b"},
    {"", "", ""},
    {"(none)", "", ""},
    {" (Not Set) ", "", ""},
    {"NULL", "", ""},
    {"undefined", "", ""},
    {"{campaign_id}", "", ""},
    {"nullable", "nullable", "nullable"},
};

static void test_words(void **state) {
    struct arena *a = *state;
    for (size_t i = 0; i < COUNT(words); i++) {
        struct slice word = cost_word(a, slice_from(words[i].typed));
        if (!slice_eq_lit(word, words[i].word) ||
            !slice_eq_lit(cost_folded(a, word), words[i].folded))
            fail_msg("\"%s\": \"%.*s\"", words[i].typed, SLICE_ARG(word));
    }
}

static int set_up(void **state) {
    *state = text_arena();
    return 0;
}

static int tear_down(void **state) {
    arena_free(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_amounts),
        cmocka_unit_test(test_days),
        cmocka_unit_test(test_words),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
