/* date: the forms that are taken, those that are two days, and days that there are not. */
#include "unit.h"

#define FIXTURE_ARENA_BYTES (64 * 1024)
#include "arena_fixture.h"

#include "base/clock.h"
#include "base/reading.h"
#include "form/date.h"

#define MONTH(s)                                                                                   \
    { s, sizeof(s) - 1 }
/* Russian, where the day comes first; English, where it may; and one that shares beginnings with
 * another: the tenth month of Croatian is the eleventh of Polish. */
static const struct texts texts = {
    .tongues = {{.day_first = true,
                 .months = {MONTH("января"), MONTH("февраля"), MONTH("марта"), MONTH("апреля"),
                            MONTH("мая"), MONTH("июня"), MONTH("июля"), MONTH("августа"),
                            MONTH("сентября"), MONTH("октября"), MONTH("ноября"),
                            MONTH("декабря")}},
                {.months = {MONTH("January"), MONTH("February"), MONTH("March"), MONTH("April"),
                            MONTH("May"), MONTH("June"), MONTH("July"), MONTH("August"),
                            MONTH("September"), MONTH("October"), MONTH("November"),
                            MONTH("December")}},
                {.day_first = true, .months = {[9] = MONTH("listopada")}},
                {.day_first = true, .months = {[2] = MONTH("März"), [10] = MONTH("listopada")}}},
    .count = 4};

struct date_case {
    const char *text, *iso;
    const char *other; /* NULL: there is one reading */
};

static void check(const struct date_case *c, bool day_first) {
    int32_t day[2];
    char iso[2][CLOCK_DAY_BYTES] = {"", ""};
    enum date_reading reading =
        date_read(slice_from(c->text), &texts, day_first ? LANGUAGE_RU : LANGUAGE_EN, day);
    for (int i = 0; i < (int)reading; i++)
        clock_day_iso(day[i], iso[i]);
    if (strcmp(iso[0], c->iso) != 0 || strcmp(iso[1], c->other == NULL ? "" : c->other) != 0)
        fail_msg("\"%s\", day first %d: %s %s", c->text, day_first, iso[0], iso[1]);
}

/* In every language. */
static void test_taken(void **state) {
    (void)state;
    static const struct date_case cases[] = {
        {"2026-11-24", "2026-11-24", NULL},
        {"2026-11-2", "2026-11-02", NULL},
        {"2027-7-1", "2027-07-01", NULL},
        {"2027/07/01", "2027-07-01", NULL},
        {"2027.07.01", "2027-07-01", NULL},
        {"24.11.2026", "2026-11-24", NULL},
        {"01.07.2027", "2027-07-01", NULL},
        {"4.1.2027", "2027-01-04", NULL},
        {"04.1.2027", "2027-01-04", NULL},
        {"01. 07. 2027", "2027-07-01", NULL},
        {"1 . 7 . 2027", "2027-07-01", NULL},
        {"2027 - 07 - 01", "2027-07-01", NULL},
        {"24.11.26", "2026-11-24", NULL},
        {"1.1.00", "2000-01-01", NULL},
        {"24.11.2026.", "2026-11-24", NULL},
        {"24.11.2026 г", "2026-11-24", NULL},
        {"24.11.2026г.", "2026-11-24", NULL},
        {"24/11/2026", "2026-11-24", NULL}, /* no other month */
        {"13/07/2027", "2027-07-13", NULL},
        {"24/11/26", "2026-11-24", NULL},
        {"24-11-2026", "2026-11-24", NULL},
        {"07/07/2027", "2027-07-07", NULL}, /* the same day either way */
        {"29.02.2028", "2028-02-29", NULL},
        {"31.12.9999", "9999-12-31", NULL},
        {"0001-01-01", "0001-01-01", NULL},
        {"29.02.2000", "2000-02-29", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        check(&cases[i], true);
        check(&cases[i], false);
    }
}

/* Slashes and hyphens with the year behind: the one place where the language counts. */
static void test_day_or_month_first(void **state) {
    (void)state;
    static const struct {
        const char *text;
        struct date_case day_first, either;
    } cases[] = {
        {"01/07/2027", {.iso = "2027-07-01"}, {.iso = "2027-01-07", .other = "2027-07-01"}},
        {"12/11/2026", {.iso = "2026-11-12"}, {.iso = "2026-12-11", .other = "2026-11-12"}},
        {"1/7/27", {.iso = "2027-07-01"}, {.iso = "2027-01-07", .other = "2027-07-01"}},
        {"01-07-2027", {.iso = "2027-07-01"}, {.iso = "2027-01-07", .other = "2027-07-01"}},
        {"01 / 07 / 2027", {.iso = "2027-07-01"}, {.iso = "2027-01-07", .other = "2027-07-01"}},
        {"07/13/2027", {.iso = ""}, {.iso = "2027-07-13"}},
        {"02/29/2028", {.iso = ""}, {.iso = "2028-02-29"}},
        {"02/29/2027", {.iso = ""}, {.iso = ""}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct date_case first = cases[i].day_first, either = cases[i].either;
        first.text = either.text = cases[i].text;
        check(&first, true);
        check(&either, false);
    }
}

static void test_months_by_name(void **state) {
    (void)state;
    static const struct date_case cases[] = {
        {"1 июля 2027", "2027-07-01", NULL},
        {"1 июль 2027", "2027-07-01", NULL},
        {"1 ИЮЛЯ 2027 г.", "2027-07-01", NULL},
        {"01 июл. 2027", "2027-07-01", NULL},
        {"1 июля 2027 года", "2027-07-01", NULL},
        {"1 июля 27", "2027-07-01", NULL},
        {"1.июля.2027", "2027-07-01", NULL},
        {"1июля2027", "2027-07-01", NULL},
        {"9 мая 2027", "2027-05-09", NULL},
        {"9 май 2027", "2027-05-09", NULL},
        {"9 Май 2027 г.", "2027-05-09", NULL},
        {"5 märz 2027", "2027-03-05", NULL},
        {"9 марта 2027", "2027-03-09", NULL},
        {"9 мар 2027", "2027-03-09", NULL},
        {"3 сен 2027", "2027-09-03", NULL},
        {"3 сентяб. 2027", "2027-09-03", NULL},
        {"July 1, 2027", "2027-07-01", NULL},
        {"1 July 2027", "2027-07-01", NULL},
        {"jul 1 2027", "2027-07-01", NULL},
        {"1-Jul-27", "2027-07-01", NULL},
        {"Sept. 3, 2027", "2027-09-03", NULL},
        {"2027 July 1", "2027-07-01", NULL},
        {"May 9, 2027", "2027-05-09", NULL},
        {"31 июня 2027", "", NULL},
        {"1 listopada 2027", "", NULL},
        {"9 ма 2027", "", NULL},
        {"ju 1 2027", "", NULL},
        {"июль июль 2027", "", NULL},
        {"1 2 июля", "", NULL},
        {"1 брюмера 2027", "", NULL},
        {"1 июля", "", NULL},
        {"июль 2027", "", NULL},
        {"1 июлявгуст 2027", "", NULL},
        {"July 2027 1", "", NULL},
        {"1 июля 127", "", NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        check(&cases[i], true);
        check(&cases[i], false);
    }
}

static void test_refused(void **state) {
    (void)state;
    static const char *const cases[] = {
        "",
        "24",
        "24.11",
        "24.11.",
        "24.11.2026..",
        "24.11.2026 r",
        "26-11-24",
        "24-11-26",
        "24.11.126",
        "24.11.12026",
        "124.1.2026",
        "004.1.2026",
        "4.011.2026",
        "4.111.2026",
        "29.02.2026",
        "29.02.2100",
        "31.04.2026",
        "32.01.2026",
        "0.1.2026",
        "1.0.2026",
        "1.13.2026",
        "2026-00-10",
        "2026/24/11",
        "0000-01-01",
        "-1.1.2026",
        "1..2026",
        "a.b.c",
        "24.11/2026",
        "24/11-2026",
        "24 11 2026",
        "24,11,2026",
        "+4.1.2026",
        "２4.11.2026", /* reading it is base/reading's */
        "2026-11-24T10:00",
        "24.11.2026 10:00",
        "завтра",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        check(&(struct date_case){cases[i], "", NULL}, true);
        check(&(struct date_case){cases[i], "", NULL}, false);
    }
}

/* What keyboards and copied text put into a date, through base/reading. */
static void test_as_typed(void **state) {
    (void)state;
    static const char *const cases[] = {
        "２４．１１．２０２６",
        "２４.１１.２０２６",
        "٢٤.١١.٢٠٢٦",
        "24.11.\xC2\xA0"
        "2026",
        "2026\xE2\x80\x93"
        "11\xE2\x80\x93"
        "24",
        "2026\xE2\x80\x91"
        "11\xE2\x88\x92"
        "24",
        "\xE2\x80\x8E"
        "24\xE2\x80\x8E/11/2026",
        "24\xC2\xA0ноября\xC2\xA0"
        "2026\xC2\xA0г.",
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct slice seen;
        int32_t day[2] = {0};
        char iso[CLOCK_DAY_BYTES] = "";
        assert_int_equal(reading_seen(arena, slice_from(cases[i]), &seen), OK);
        if (date_read(seen, &texts, LANGUAGE_RU, day) == DATE_ONE)
            clock_day_iso(day[0], iso);
        if (strcmp(iso, "2026-11-24") != 0)
            fail_msg("\"%s\": \"%s\"", cases[i], iso);
    }
}

static void test_known_days(void **state) {
    (void)state;
    int32_t day[2];
    assert_int_equal(date_read(SLICE_LIT("1970-01-01"), &texts, LANGUAGE_EN, day), DATE_ONE);
    assert_int_equal(day[0], 0);
    assert_int_equal(date_read(SLICE_LIT("22.11.2026"), &texts, LANGUAGE_EN, day), DATE_ONE);
    assert_int_equal(day[0], 20779);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_taken),          cmocka_unit_test(test_day_or_month_first),
        cmocka_unit_test(test_months_by_name), cmocka_unit_test(test_refused),
        cmocka_unit_test(test_as_typed),       cmocka_unit_test(test_known_days),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
