/* field_time: what is a time of day, what may be two, and what is none. */
#include "unit.h"

#define FIXTURE_ARENA_BYTES (64 * 1024)
#include "arena_fixture.h"

#include "form/field_kind.h"
#include "form_fixture.h"

static enum fault judge(const struct field *f, const char *sent, struct field_value *value) {
    enum fault fault = FAULT_NONE;
    bool repaired = false;
    *value = (struct field_value){.number = -1};
    assert_int_equal(reading_make(arena, slice_from(sent), &value->text, &repaired), OK);
    struct field_sent s = {.arena = arena, .field = f, .values = &value->text, .count = 1};
    assert_int_equal(field_time.judge(&s, value, &fault), OK);
    return fault;
}

/* NULL: none. */
static void check(const struct field *f, const char *sent, const char *text) {
    struct field_value v;
    enum fault fault = judge(f, sent, &v);
    if (fault != (text == NULL ? FAULT_UNREAD : FAULT_NONE) ||
        (text != NULL && (!slice_eq_lit(v.text.typed, text) || !slice_eq_lit(v.text.seen, text))))
        fail_msg("\"%s\": %s, \"%.*s\"", sent, fault_code(fault), SLICE_ARG(v.text.typed));
    arena_reset(arena);
}

static const struct field any = {.type = FIELD_TIME};

static void test_taken(void **state) {
    (void)state;
    static const struct {
        const char *sent, *text;
    } cases[] = {
        {"9:30", "09:30"},
        {"09:30", "09:30"},
        {"09:30:00", "09:30"},
        {"9.30", "09:30"},
        {"9. 30", "09:30"},
        {"9-30", "09:30"},
        {"9–30", "09:30"},
        {"9 30", "09:30"},
        {"9,30", "09:30"},
        {"930", "09:30"},
        {"0930", "09:30"},
        {"1830", "18:30"},
        {"９：３０", "09:30"},
        {" 9:30 . ", "09:30"},
        {"в 9:30", "09:30"},
        {"В 9.30.", "09:30"},
        {"во 12:05", "12:05"},
        {"at 9:30", "09:30"},
        {"0:00", "00:00"},
        {"00:00", "00:00"},
        {"0", "00:00"},
        {"00", "00:00"},
        {"24:00", "00:00"},
        {"24", "00:00"},
        {"2400", "00:00"},
        {"23:59", "23:59"},
        {"2359", "23:59"},
        /* an hour that has no other one */
        {"09", "09:00"},
        {"12", "12:00"},
        {"13", "13:00"},
        {"в 18", "18:00"},
        {"18ч", "18:00"},
        {"18 ч.", "18:00"},
        {"18 часов", "18:00"},
        {"22 часа", "22:00"},
        {"21 час", "21:00"},
        {"18h", "18:00"},
        {"18 ч 30 мин", "18:30"},
        {"18ч30м", "18:30"},
        {"18 ч. 30 мин.", "18:30"},
        {"18h30", "18:30"},
        {"18 ч 5 мин", "18:05"},
        {"9 ч 30", "09:30"},
        /* between an hour and a later one, minutes; to an earlier one, no span */
        {"18-15", "18:15"},
        {"18 15", "18:15"},
        {"10-10", "10:10"},
        {"9-00", "09:00"},
        {"9-25", "09:25"},
        {"9:18", "09:18"},
        {"9.18", "09:18"},
        /* the part of the day */
        {"9 утра", "09:00"},
        {"9утра", "09:00"},
        {"9 УТРА", "09:00"},
        {"9:30 утра", "09:30"},
        {"9 часов утра", "09:00"},
        {"9 ч 15 мин утра", "09:15"},
        {"9 вечера", "21:00"},
        {"9.30 вечера", "21:30"},
        {"21 вечера", "21:00"},
        {"4 вечера", "16:00"},
        {"1 час дня", "13:00"},
        {"5 дня", "17:00"},
        {"12 дня", "12:00"},
        {"12 ночи", "00:00"},
        {"12:30 ночи", "00:30"},
        {"4 ночи", "04:00"},
        {"9am", "09:00"},
        {"9 AM", "09:00"},
        {"9 a.m.", "09:00"},
        {"9 p.m.", "21:00"},
        {"9:30pm", "21:30"},
        {"12am", "00:00"},
        {"12:15 am", "00:15"},
        {"12pm", "12:00"},
        {"12:15 p.m.", "12:15"},
        {"1pm", "13:00"},
        {"11 pm", "23:00"},
        {"at 9 pm", "21:00"},
        {"полдень", "12:00"},
        {"в полдень", "12:00"},
        {"Noon", "12:00"},
        {"at noon.", "12:00"},
        {"midday", "12:00"},
        {"полночь", "00:00"},
        {"midnight", "00:00"},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        check(&any, cases[i].sent, cases[i].text);
}

static void test_not_taken(void **state) {
    (void)state;
    static const char *const cases[] = {
        "24:01", "24:30", "25", "25:00", "99", "9:60", "960", "2460", "2401", "9:5", "9:", "9-",
        "9,", ":30", "12345", "9:300", "9:30:15", "-9", "+9", "9:30:", "9::30", "9/30", "9;30",
        /* a span, a list */
        "9-18", "9 - 18", "9–18", "с 9 до 18", "9 18", "9, 18", "9:00-18:00", "9:30 10:30", "9-24",
        "0-1", "9 или 10", "10, 11",
        /* before or after, about, in other words */
        "после 18", "до 12", "около 9", "к 9", "after 6", "полдевятого", "час дня",
        "half past nine", "nine", "завтра", "завтра в 9", "пт в 9:30", "9:30 мск", "9:30 UTC",
        "24.11.2026", "9 чт", "9 ч 30 мск", "9 ч 60", "9 ч 300", "18 ч 30 мин 15", "в", "at", "в ч",
        "ч", "утра", "pm",
        /* a part of the day in which there is no such hour */
        "13 утра", "12 утра", "0 утра", "18 дня", "6 дня", "11 дня", "3 вечера", "12 вечера",
        "24 вечера", "5 ночи", "11 ночи", "13pm", "21 am", "0am", "0 pm", "9 amp", "9 a",
        "9 утром"};
    for (size_t i = 0; i < COUNT(cases); i++)
        check(&any, cases[i], NULL);
}

/* An hour alone may be in the evening, unless the bounds leave one of both. */
static void test_two_readings(void **state) {
    (void)state;
    static const struct field office = {
        .type = FIELD_TIME, .has_min = true, .min = 9 * 60, .has_max = true, .max = 20 * 60};
    static const struct field early = {.type = FIELD_TIME, .has_max = true, .max = 21 * 60};
    static const struct field late = {.type = FIELD_TIME, .has_min = true, .min = 10 * 60};
    static const struct {
        const struct field *field;
        const char *sent;
        enum fault fault;
        double number, other; /* other: of two */
    } cases[] = {
        {&any, "в 9", FAULT_AMBIGUOUS, 540, 1260},
        {&any, "1", FAULT_AMBIGUOUS, 60, 780},
        {&any, "11 часов", FAULT_AMBIGUOUS, 660, 1380},
        {&any, "9 o'clock", FAULT_AMBIGUOUS, 540, 1260},
        {&any, "9h", FAULT_AMBIGUOUS, 540, 1260},
        {&office, "в 9", FAULT_NONE, 540, 0},
        {&office, "в 8", FAULT_NONE, 1200, 0},
        {&office, "7ч", FAULT_NONE, 1140, 0},
        {&office, "11", FAULT_NONE, 660, 0},
        {&early, "9", FAULT_AMBIGUOUS, 540, 1260},
        {&early, "10", FAULT_NONE, 600, 0},
        {&late, "10", FAULT_AMBIGUOUS, 600, 1320},
        {&late, "9", FAULT_NONE, 1260, 0},
        {&late, "9:00", FAULT_TOO_EARLY, 540, 0},
        {&office, "9:00", FAULT_NONE, 540, 0},
        {&office, "8:59", FAULT_TOO_EARLY, 539, 0},
        {&office, "20:00", FAULT_NONE, 1200, 0},
        {&office, "20:01", FAULT_TOO_LATE, 1201, 0},
        {&office, "полночь", FAULT_TOO_EARLY, 0, 0},
        {&office, "24", FAULT_TOO_EARLY, 0, 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct field_value v;
        enum fault fault = judge(cases[i].field, cases[i].sent, &v);
        if (fault != cases[i].fault || v.number != cases[i].number ||
            (fault == FAULT_AMBIGUOUS && v.other != cases[i].other))
            fail_msg("\"%s\": %s, %g, %g", cases[i].sent, fault_code(fault), v.number, v.other);
        arena_reset(arena);
    }
}

/* What words say beside the time reaches the people as it was typed. */
static void test_says_more(void **state) {
    (void)state;
    struct field_value v;
    assert_int_equal(judge(&any, "9 утра", &v), FAULT_NONE);
    assert_true(v.says_more);
    assert_int_equal(judge(&any, "9:30", &v), FAULT_NONE);
    assert_false(v.says_more);
}

#define HEAD "title: T\ndefault_category: other\nfields:\n  - {name: at, type: time, label: A, "

static void test_bounds(void **state) {
    (void)state;
    static const struct {
        const char *keys, *problems;
    } cases[] = {
        {"min: 09:00, max: '20:30'}\n", ""},
        {"min: 00:00, max: 23:59}\n", ""},
        {"min: 9:00}\n", "x.yaml:4: expected a time of day such as 09:00, found \"9:00\"\n"},
        {"min: 540}\n", "x.yaml:4: expected a time of day such as 09:00, found \"540\"\n"},
        {"max: 24:00}\n", "x.yaml:4: expected a time of day such as 09:00, found \"24:00\"\n"},
        {"max: noon}\n", "x.yaml:4: expected a time of day such as 09:00, found \"noon\"\n"},
        {"max: [09:00]}\n", "x.yaml:4: expected a word, found a list\n"},
        {"min: 10:00, max: 09:59}\n", "x.yaml:4: min is above max\n"},
        {"min: 10:00, max: 10:00}\n", ""},
        {"from_days: 1}\n", "x.yaml:4: \"from_days\" goes with date, not with time\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct form_set *set;
        char form[512];
        snprintf(form, sizeof form, "%s%s", HEAD, cases[i].keys);
        char *got = fixture_form(slice_from(form), &set);
        assert_string_equal(got, cases[i].problems);
        if (i == 0) {
            const struct field *f = &form_at(set, 0)->fields[0];
            assert_true(f->has_min && f->min == 540 && f->has_max && f->max == 1230);
        }
        form_set_free(set);
        free(got);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_taken), cmocka_unit_test(test_not_taken),
        cmocka_unit_test(test_two_readings), cmocka_unit_test(test_says_more),
        cmocka_unit_test(test_bounds)};
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
