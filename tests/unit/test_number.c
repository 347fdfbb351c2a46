/* number: what people type for a number, and what it must not be taken for. */
#include "unit.h"

#include "base/bounds.h"
#include "lead/number.h"

static struct unit units[] = {{{"т", 2}, 1000}, {{"ц", 2}, 100}, {{"g", 1}, 0.001}};
static const struct field field = {
    .unit = {{{"кг", 4}, {"kg", 2}}}, .units = units, .unit_count = 3};

static void test_taken(void **state) {
    (void)state;
    static const struct {
        const char *text;
        enum language language;
        double value;
    } cases[] = {
        {"0", LANGUAGE_RU, 0},
        {"2000", LANGUAGE_RU, 2000},
        {"2 000", LANGUAGE_RU, 2000},
        {"2\xC2\xA0"
         "000",
         LANGUAGE_RU, 2000},
        {"2\xE2\x80\x89"
         "000",
         LANGUAGE_RU, 2000},
        {"1\xE2\x80\xAF"
         "234\xE2\x80\xAF"
         "567",
         LANGUAGE_RU, 1234567},
        {"1 234 567,25", LANGUAGE_RU, 1234567.25},
        {"2,5", LANGUAGE_RU, 2.5},
        {"2.5", LANGUAGE_RU, 2.5},
        {"2,5", LANGUAGE_EN, 2.5},
        {"007", LANGUAGE_RU, 7},
        {"-3", LANGUAGE_RU, -3},
        {"\xE2\x88\x92"
         "3",
         LANGUAGE_RU, -3},
        {"+3", LANGUAGE_RU, 3},
        {"-0", LANGUAGE_RU, 0},
        {"1,500", LANGUAGE_RU, 1.5},
        {"1,500", LANGUAGE_EN, 1500},
        {"1.500", LANGUAGE_EN, 1.5},
        {"0,500", LANGUAGE_EN, 0.5},
        {"1,500.5", LANGUAGE_RU, 1500.5},
        {"1.500,5", LANGUAGE_RU, 1500.5},
        {"1,234,567", LANGUAGE_RU, 1234567},
        {"1.234.567", LANGUAGE_RU, 1234567},
        {"2 т", LANGUAGE_RU, 2000},
        {"2т", LANGUAGE_RU, 2000},
        {"2 Т.", LANGUAGE_RU, 2000},
        {"2,5 т", LANGUAGE_RU, 2500},
        {"2\xC2\xA0т", LANGUAGE_RU, 2000},
        {"1,001 т", LANGUAGE_RU, 1001},
        {"2000 кг", LANGUAGE_RU, 2000},
        {"2000 КГ.", LANGUAGE_RU, 2000},
        {"2000kg", LANGUAGE_RU, 2000},
        {"3 ц", LANGUAGE_RU, 300},
        {"500 g", LANGUAGE_EN, 0.5},
        {"999999999999999", LANGUAGE_RU, 999999999999999}, /* NUMBER_DIGITS_MAX */
        {"99999999999999,9", LANGUAGE_RU, 99999999999999.9},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double value = -1;
        if (!number_parse(slice_from(cases[i].text), cases[i].language, &field, &value) ||
            value != cases[i].value)
            fail_msg("\"%s\": %.17g", cases[i].text, value);
        assert_false(value == 0 && 1 / value < 0);
    }
}

static void test_refused(void **state) {
    (void)state;
    static const char *const cases[] = {
        "",
        "-",
        "т",
        "много",
        "2 тонны",
        "2 000 0",
        "2 00",
        "20 00",
        "2  000",
        "1234 567",
        "2,",
        "2.",
        ",5",
        ".5",
        "2,5,5",
        "2.5.5",
        "1e3",
        "1E3",
        "0x10",
        "inf",
        "nan",
        "infinity",
        "--3",
        "- 3",
        "2 т.т",
        "2 т..",
        "2 кг 5",
        "2-3",
        "2/3",
        "1 234,567,8",
        "1000000000000000", /* one digit too many */
        "99999999999999,99",
        "1,234.567.890",
        "12,34,56",
        "0 500",
        "٢٠٠٠",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double value = 0;
        if (number_parse(slice_from(cases[i]), LANGUAGE_RU, &field, &value))
            fail_msg("\"%s\" is %.17g", cases[i], value);
    }
}

static void test_json(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool valid;
        double value;
    } cases[] = {
        {"2000", true, 2000},
        {"2e3", true, 2000},
        {"-0.5E-1", true, -0.05},
        {"-0", true, 0},
        {"1e400", false, 0},
        {"", false, 0},
        {"nan", false, 0},
        {"1 ", false, 0},
        {"1-2", false, 0},
        {"0x10", false, 0},
        {"0000000000000000000000000000000000000000000000000000000000000001", true, 1}, /* 64 */
        {"00000000000000000000000000000000000000000000000000000000000000001", false, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double value = 0;
        assert_int_equal(number_parse_json(slice_from(cases[i].text), &value), cases[i].valid);
        assert_true(value == cases[i].value);
    }
}

static void test_text(void **state) {
    (void)state;
    static const struct {
        double value;
        const char *text;
    } cases[] = {{0, "0"},
                 {2000, "2000"},
                 {0.1, "0.1"},
                 {2.5, "2.5"},
                 {-3.25, "-3.25"},
                 {1e20, "1e+20"},
                 {1e-7, "1e-07"},
                 {0.1 + 0.2, "0.30000000000000004"},
                 {999999999999999, "999999999999999"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[NUMBER_TEXT_BYTES];
        number_text(cases[i].value, text);
        assert_string_equal(text, cases[i].text);
        assert_true(strtod(text, NULL) == cases[i].value);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_taken), cmocka_unit_test(test_refused),
                                       cmocka_unit_test(test_json), cmocka_unit_test(test_text)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
