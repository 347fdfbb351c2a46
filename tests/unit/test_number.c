/* number: what people type for a number, and what it must not be taken for. */
#include "unit.h"

#define FIXTURE_ARENA_BYTES (64 * 1024)
#include "arena_fixture.h"

#include "base/bounds.h"
#include "base/reading.h"
#include "form/number.h"

static struct unit units[] = {
    {{"т", 2}, 1000}, {{"ц", 2}, 100}, {{"g", 1}, 0.001}, {{"мешк.", 9}, 50}};
static const struct field field = {
    .unit = {{{"кг", 4}, {"kg", 2}}}, .units = units, .unit_count = 4};

static void test_taken(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool comma; /* is the decimal mark */
        double value;
    } cases[] = {
        {"0", true, 0},
        {"2000", true, 2000},
        {"2 000", true, 2000},
        {"20 000", false, 20000},
        {"1 234 567,25", true, 1234567.25},
        {"1 234,567", true, 1234.567}, /* one mark for thousands: this is another */
        {"1'500", true, 1500},
        {"1\xE2\x80\x99"
         "500",
         false, 1500},
        {"1'234'567.5", true, 1234567.5},
        {"2,5", true, 2.5},
        {"2.5", true, 2.5},
        {"2,5", false, 2.5},
        {"2,50", false, 2.5},
        {"2.5000", true, 2.5},
        {"1500,125", true, 1500.125},
        {"1500.125", false, 1500.125},
        {"007", true, 7},
        {"-3", true, -3},
        {"+3", true, 3},
        {"-0", true, 0},
        {"0,500", true, 0.5},
        {"0.500", true, 0.5},
        {"0,500", false, 0.5},
        {"00,500", false, 0.5},
        {"1,500.5", true, 1500.5},
        {"1.500,5", true, 1500.5},
        {"1.234,567", false, 1234.567},
        {"1,234,567", true, 1234567},
        {"1.234.567", false, 1234567},
        {"2 т", true, 2000},
        {"2т", true, 2000},
        {"2 Т.", true, 2000},
        {"20  т.", true, 20000},
        {"20 000кг", true, 20000},
        {"20 000 кг", true, 20000},
        {"2,5 т", true, 2500},
        {"2000 кг", true, 2000},
        {"2000 КГ.", true, 2000},
        {"2000kg", true, 2000},
        {"3 ц", true, 300},
        {"500 g", false, 0.5},
        {"5 мешк", true, 250}, /* a full stop in the definition is as good as none */
        {"5 мешк.", true, 250},
        {"2000.", true, 2000},
        {"2,5.", true, 2.5},
        {"999999999999999", true, 999999999999999}, /* NUMBER_DIGITS_MAX */
        {"99999999999999,9", true, 99999999999999.9},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double value[2] = {-1, -1};
        if (number_read(slice_from(cases[i].text), cases[i].comma, &field, value) != NUMBER_ONE ||
            value[0] != cases[i].value)
            fail_msg("\"%s\": %.17g", cases[i].text, value[0]);
        assert_false(value[0] == 0 && 1 / value[0] < 0);
        assert_true(value[1] == -1);
    }
}

/* One group of exactly three digits. Bounds are in the field's unit; 0: none. */
static void test_one_group_of_three(void **state) {
    (void)state;
    static const struct {
        const char *text;
        bool comma; /* is the decimal mark */
        double min, max;
        enum number_reading reading;
        double value, other;
    } cases[] = {
        {"20.000", true, 0, 0, NUMBER_TWO, 20000, 20},
        {"20,000", true, 0, 0, NUMBER_TWO, 20000, 20},
        {"20.000 кг", true, 0.1, 100000, NUMBER_TWO, 20000, 20}, /* the form for cargo */
        {"1.500", true, 0, 0, NUMBER_TWO, 1500, 1.5},
        {"1,500", true, 0, 0, NUMBER_TWO, 1500, 1.5},
        {"1,500 т", true, 0, 0, NUMBER_TWO, 1500000, 1500},
        {"-1,500", true, 0, 0, NUMBER_TWO, -1500, -1.5},
        {"+1.500.", true, 0, 0, NUMBER_NONE, 0, 0}, /* a group that was not ended? */
        /* the bounds leave one, with the unit's factor */
        {"20.000", true, 0, 19999, NUMBER_ONE, 20, 0},
        {"20.000", true, 0, 20000, NUMBER_TWO, 20000, 20},
        {"20,000", true, 21, 0, NUMBER_ONE, 20000, 0},
        {"20,000", true, 20, 0, NUMBER_TWO, 20000, 20},
        {"1,500 т", true, 0, 20000, NUMBER_ONE, 1500, 0},
        {"1,001 т", true, 0, 20000, NUMBER_ONE, 1001, 0},
        {"1.500 ц", true, 151, 0, NUMBER_ONE, 150000, 0},
        /* none: by the language's own mark */
        {"20,000", true, 100, 10000, NUMBER_ONE, 20, 0},
        {"20.000", true, 100, 10000, NUMBER_ONE, 20000, 0},
        {"20.000", false, 100, 10000, NUMBER_ONE, 20, 0},
        /* a decimal point is settled, in bounds or not, but for noughts behind it */
        {"1,500", false, 0, 0, NUMBER_ONE, 1500, 0},
        {"20,000", false, 0, 100, NUMBER_ONE, 20000, 0},
        {"1.500", false, 0, 0, NUMBER_ONE, 1.5, 0},
        {"1.500", false, 10, 0, NUMBER_ONE, 1.5, 0},
        {"20.000 kg", false, 0.1, 100000, NUMBER_TWO, 20000, 20},
        {"20.000", false, 0, 100, NUMBER_ONE, 20, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct field bounded = field;
        double value[2] = {0, 0};
        bounded.has_min = cases[i].min != 0;
        bounded.min = cases[i].min;
        bounded.has_max = cases[i].max != 0;
        bounded.max = cases[i].max;
        enum number_reading reading =
            number_read(slice_from(cases[i].text), cases[i].comma, &bounded, value);
        if (reading != cases[i].reading || value[0] != cases[i].value || value[1] != cases[i].other)
            fail_msg("%zu \"%s\": %d, %.17g or %.17g", i, cases[i].text, reading, value[0],
                     value[1]);
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
        ",5",
        ".5",
        "2,5,5",
        "2.5.5",
        "1,500,5",
        "1.500.5",
        "1,234,567,8",
        "1e3",
        "1E3",
        "0x10",
        "inf",
        "nan",
        "infinity",
        "--3",
        "- 3",
        "2..",
        "2 т.т",
        "2 т..",
        "2 кг 5",
        "2-3",
        "10-20",
        "10 - 20 т",
        "2/3",
        "~20",
        "около 20",
        "1 234,567,8",
        "1 234'567",
        "1''500",
        "1'50",
        "1000000000000000", /* one digit too many */
        "99999999999999,99",
        "1,234.567.890",
        "12,34,56",
        "0 500",
        "٢٠٠٠", /* reading them is base/reading's */
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        for (int comma = 0; comma < 2; comma++) {
            double value[2] = {0, 0};
            if (number_read(slice_from(cases[i]), comma, &field, value) != NUMBER_NONE)
                fail_msg("\"%s\" is %.17g", cases[i], value[0]);
        }
}

/* What people's keyboards and copied tables put into a number, through base/reading. */
static void test_as_typed(void **state) {
    (void)state;
    static const struct {
        const char *typed;
        double value;
    } cases[] = {
        {"２０００", 2000},
        {"２，５ т", 2500},
        {"２．５　т", 2500},
        {"٢٠٠٠", 2000},
        {"2\xC2\xA0"
         "000",
         2000},
        {"2\xE2\x80\x89"
         "000\xE2\x80\xAFкг",
         2000},
        {"1\xE2\x80\xAF"
         "234\xE2\x80\xAF"
         "567",
         1234567},
        {"2\xC2\xA0т", 2000},
        {"2\tт", 2000},
        {"\xE2\x88\x92"
         "3",
         -3},
        {"\xE2\x80\x93"
         "3",
         -3},
        {"20\xE2\x80\x8B"
         "000\xE2\x80\x8E",
         20000},
        {"\xC2\xA0"
         "20 кг\xE2\x81\xA0",
         20},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        double value[2] = {0, 0};
        struct slice seen;
        assert_int_equal(reading_seen(arena, slice_from(cases[i].typed), &seen), OK);
        if (number_read(seen, true, &field, value) != NUMBER_ONE || value[0] != cases[i].value)
            fail_msg("\"%s\": %.17g", cases[i].typed, value[0]);
    }
}

/* What is shown for a choice is typed again by the visitor: it must have that one reading. */
static void test_shown(void **state) {
    (void)state;
    static const struct {
        double value;
        const char *comma, *point;
    } cases[] = {
        {0, "0", "0"},
        {20, "20", "20"},
        {999, "999", "999"},
        {1500, "1 500", "1,500"},
        {20000, "20 000", "20,000"},
        {1234567.5, "1 234 567,5", "1,234,567.5"},
        {1.5, "1,5", "1.5"},
        {-1.5, "-1,5", "-1.5"},
        {-123456, "-123 456", "-123,456"},
        {1.234, "1,2340", "1.2340"},
        {1234.567, "1 234,5670", "1,234.5670"},
        {999999999999999, "999 999 999 999 999", "999,999,999,999,999"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        for (int comma = 0; comma < 2; comma++) {
            char text[NUMBER_SHOWN_BYTES];
            double value[2];
            number_shown(cases[i].value, comma, text);
            assert_string_equal(text, comma ? cases[i].comma : cases[i].point);
            assert_int_equal(number_read(slice_from(text), comma, &field, value), NUMBER_ONE);
            assert_true(value[0] == cases[i].value);
        }
    char text[NUMBER_SHOWN_BYTES];
    number_shown(-1.2345678901234568e-300, true, text);
    assert_string_equal(text, "-1.2345678901234568e-300");
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
                 {999999999999999, "999999999999999"},
                 {-999999999999999, "-999999999999999"},
                 {1e15, "1e+15"},
                 {-1e15, "-1e+15"},
                 {1000000000000001, "1000000000000001"},
                 {999999999999998.5, "999999999999998.5"},
                 {-7, "-7"}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[NUMBER_TEXT_BYTES];
        number_text(cases[i].value, text);
        assert_string_equal(text, cases[i].text);
        assert_true(strtod(text, NULL) == cases[i].value);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_taken),   cmocka_unit_test(test_one_group_of_three),
        cmocka_unit_test(test_refused), cmocka_unit_test(test_as_typed),
        cmocka_unit_test(test_shown),   cmocka_unit_test(test_json),
        cmocka_unit_test(test_text),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
