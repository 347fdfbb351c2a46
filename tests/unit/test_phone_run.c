/* phone_run and phone_reading: runs, their pieces, and the bounds of both. */
#include "unit.h"

#include "lead/phone_reading.h"
#include "lead/phone_run.h"

static void next_run(const char *text, struct phone_run *r) {
    struct phone_scan s = {.text = slice_from(text)};
    assert_true(phone_run_next(&s, r));
}

/* Each run as its digits with | between pieces, + before, "..." when too long; a blank between. */
static const char *describe(const char *text) {
    static char out[512];
    struct phone_scan s = {.text = slice_from(text)};
    struct phone_run r;
    size_t n = 0;
    out[0] = '\0';
    while (phone_run_next(&s, &r)) {
        n += (size_t)snprintf(out + n, sizeof out - n, "%s%s", n > 0 ? " " : "", r.plus ? "+" : "");
        for (size_t i = 0; i < r.piece_count; i++) {
            struct slice digits = phone_run_digits(&r, i, i);
            n += (size_t)snprintf(out + n, sizeof out - n, "%s%.*s", i > 0 ? "|" : "",
                                  SLICE_ARG(digits));
        }
        if (r.too_long)
            n += (size_t)snprintf(out + n, sizeof out - n, "...");
    }
    return out;
}

static void test_runs(void **state) {
    (void)state;
    static const struct {
        const char *text, *runs;
    } cases[] = {
        {"", ""},
        {"нет", ""},
        {"8 (912) 345-67-89", "8|912|3456789"},
        {"8-912.345_67·89", "89123456789"},
        {"8 - 912", "8|912"},
        {"+7 912", "+7|912"},
        {"+ (7)912", "+7|912"},
        {"8912,345", "8912 345"},
        {"8912+345", "8912 +345"},
        {"18+ 912", "18 912"},
        {"C++ 912", "912"},
        {"+ a 912", "+912"},
        {"12 9:00-18:00 34", "12 34"},
        {"12 24/7 34", "12 34"},
        {"12 24/71", "12|24|71"},
        {"12 29:00 10:60 10:000", "12|29 00|10 60|10 000"},
        {"+1:23", "+1 23"},
        {"tel:%2B7%20912", "+7|912"},
        {"tel:7%20912 8%20912", "7|912|8 20912"},
        {"tel:7%31 2", "7 2"}, /* nobody escapes a digit */
        {"tel:7%2", "7 2"},
        {"wa.me/7912", "+7912"},
        {"https://wa.me/7912?text=8%20", "+7912 8 20"},
        {"viber://chat?number=%2B7912&x=%2B1", "+7912 2 1"},
        {"hotel: 7", "7"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        if (strcmp(describe(cases[i].text), cases[i].runs) != 0)
            fail_msg("\"%s\": \"%s\"", cases[i].text, describe(cases[i].text));
}

static void test_places(void **state) {
    static const char text[] = "тел. + (912) 345-6.";
    struct phone_run r;
    (void)state;
    next_run(text, &r);
    assert_int_equal(r.start, strchr(text, '+') - text);
    assert_int_equal(r.end, strlen(text) - 1);
    assert_int_equal(r.piece_count, 2);
    assert_true(r.pieces[0].bracketed && !r.pieces[1].bracketed);
    assert_int_equal(r.pieces[1].start, strchr(text, '3') - text);
    assert_int_equal(r.pieces[1].end, r.end);
    next_run("+, 912", &r); /* not its beginning, but not forgotten */
    assert_true(r.plus && r.start == 3);
}

static void test_digits_bound(void **state) {
    char text[PHONE_RUN_MAX + 3];
    struct phone_run r;
    (void)state;
    memset(text, '1', sizeof text);
    text[PHONE_RUN_MAX] = '\0';
    next_run(text, &r);
    assert_true(!r.too_long && r.count == PHONE_RUN_MAX && r.end == PHONE_RUN_MAX);
    text[PHONE_RUN_MAX] = '1';
    text[PHONE_RUN_MAX + 1] = '\0';
    next_run(text, &r);
    assert_true(r.too_long && r.end == PHONE_RUN_MAX + 1);
}

static void test_pieces_bound(void **state) {
    char text[2 * PHONE_PIECES_MAX + 3];
    struct phone_run r;
    (void)state;
    for (size_t i = 0; i < sizeof text; i++)
        text[i] = i % 2 == 0 ? '1' : ' ';
    text[2 * PHONE_PIECES_MAX - 1] = '\0';
    next_run(text, &r);
    assert_true(!r.too_long && r.piece_count == PHONE_PIECES_MAX);
    text[2 * PHONE_PIECES_MAX - 1] = ' ';
    text[2 * PHONE_PIECES_MAX + 1] = '\0';
    next_run(text, &r);
    assert_true(r.too_long && r.end == 2 * PHONE_PIECES_MAX + 1);
}

static void test_reads_bound(void **state) {
    struct phone_reader reader = {.region = "RU", .reads = PHONE_READS_MAX - 1};
    struct phone_digits d = {.digits = SLICE_LIT("89123456789"), .first = true, .whole = true};
    struct phone_reading reading;
    (void)state;
    assert_true(phone_read(&reader, &d, &reading));
    assert_string_equal(reading.number.e164, "+79123456789");
    assert_true(reading.regional && reading.kind == PHONE_CODED);
    assert_int_equal(reader.reads, PHONE_READS_MAX);
    assert_false(phone_read(&reader, &d, &reading));
}

/* The library would drop the carrier's 15 of Brazil, and make Argentina's 15 a 9. */
static void test_digits_of_others(void **state) {
    static const struct {
        const char *region, *digits;
        bool plus, is_number;
    } cases[] = {
        {"BR", "1123456789", false, true},     {"BR", "01123456789", false, true},
        {"BR", "0151123456789", false, false}, {"AR", "1123456789", false, true},
        {"AR", "01123456789", false, true},    {"AR", "0111523456789", false, false},
        {"RU", "5491123456789", true, true},   {"RU", "541523456789", true, false},
        {"RU", "440207946095", true, false},   {"RU", "4402079460958", true, true},
        {"DE", "0049301234567", true, true},   {"DE", "00000493012345", false, false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct phone_reader reader = {.reads = 0};
        struct phone_digits d = {slice_from(cases[i].digits), cases[i].plus, {4, 4}, true, true};
        struct phone_reading reading;
        memcpy(reader.region, cases[i].region, 3);
        bool found = phone_read(&reader, &d, &reading) && reading.number.valid;
        if (found != cases[i].is_number)
            fail_msg("%s %s: %s", cases[i].region, cases[i].digits,
                     found ? reading.number.e164 : "none");
    }
}

static int setup(void **state) {
    (void)state;
    phone_number_start();
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_runs),         cmocka_unit_test(test_places),
        cmocka_unit_test(test_digits_bound), cmocka_unit_test(test_pieces_bound),
        cmocka_unit_test(test_reads_bound),  cmocka_unit_test(test_digits_of_others),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
