/* message: every fault has a sentence in each language, with the field's bounds in it. */
#include "unit.h"

#define FIXTURE_ARENA_BYTES (256 * 1024)
#include "arena_fixture.h"

#include "lead_form.h"

#include "base/utf8.h"
#include "lead/message.h"

static struct slice message(const struct field *field, enum fault f, enum language l) {
    struct buf b;
    struct slice out;
    buf_init(&b, arena, 4096);
    message_write(&b, field, f, l);
    assert_int_equal(buf_done(&b, &out), OK);
    return out;
}

static void test_exact(void **state) {
    (void)state;
    static struct field one = {.type = FIELD_TEXT, .length_min = 1, .length_max = 21};
    static struct field many = {.type = FIELD_TEXT, .length_min = 11, .length_max = 100};
    static struct field weight = {
        .type = FIELD_NUMBER, .min = 0.5, .max = 20000, .unit = RU_EN("кг", "kg")};
    static struct field plain = {.type = FIELD_NUMBER, .min = -1, .max = 3};
    static struct field pieces = {.type = FIELD_NUMBER, .max = 3, .unit = RU_EN("шт.", "pcs")};
    static struct field near = {
        .type = FIELD_DATE, .has_within = true, .from_days = 0, .to_days = 1};
    static struct field far = {
        .type = FIELD_DATE, .has_within = true, .from_days = -22, .to_days = 111};
    static struct field fixed = {.type = FIELD_DATE, .min = TODAY, .max = TODAY + 9};
    static struct field choice = {.type = FIELD_CHOICE}, box = {.type = FIELD_CHECKBOX};
    static struct field hinted = {.type = FIELD_TEXT,
                                  .pattern_hint = RU_EN("Как A-1.", "Like A-1.")};
    static const struct {
        const struct field *field;
        enum fault fault;
        const char *ru, *en;
    } cases[] = {
        {&one, FAULT_REQUIRED, "Заполните это поле.", "Please fill in this field."},
        {&choice, FAULT_REQUIRED, "Выберите вариант из списка.", "Please choose an option."},
        {&box, FAULT_REQUIRED, "Поставьте отметку.", "Please tick this box."},
        {&one, FAULT_TOO_SHORT, "Введите не меньше 1 символа.", "Enter at least 1 character."},
        {&one, FAULT_TOO_LONG, "Введите не больше 21 символа.", "Enter at most 21 characters."},
        {&many, FAULT_TOO_SHORT, "Введите не меньше 11 символов.", "Enter at least 11 characters."},
        {&many, FAULT_TOO_LONG, "Введите не больше 100 символов.", "Enter at most 100 characters."},
        {&weight, FAULT_TOO_SMALL, "Введите число не меньше 0,5 кг.", "Enter at least 0.5 kg."},
        {&weight, FAULT_TOO_BIG, "Введите число не больше 20000 кг.", "Enter at most 20000 kg."},
        {&plain, FAULT_TOO_SMALL, "Введите число не меньше -1.", "Enter at least -1."},
        {&pieces, FAULT_TOO_BIG, "Введите число не больше 3 шт.", "Enter at most 3 pcs."},
        {&plain, FAULT_NUMBER, "Введите число цифрами, например 1500 или 2,5.",
         "Enter a number in digits, for example 1500 or 2.5."},
        {&near, FAULT_TOO_EARLY, "Выберите другую дату: самая ранняя — сегодня.",
         "Choose another date: the earliest is today."},
        {&near, FAULT_TOO_LATE, "Выберите другую дату: самая поздняя — завтра.",
         "Choose another date: the latest is tomorrow."},
        {&far, FAULT_TOO_EARLY, "Выберите другую дату: самая ранняя — 22 дня назад.",
         "Choose another date: the earliest is 22 days ago."},
        {&far, FAULT_TOO_LATE, "Выберите другую дату: самая поздняя — через 111 дней.",
         "Choose another date: the latest is in 111 days."},
        {&fixed, FAULT_TOO_EARLY, "Выберите другую дату: самая ранняя — 22.11.2026.",
         "Choose another date: the earliest is 22.11.2026."},
        {&fixed, FAULT_TOO_LATE, "Выберите другую дату: самая поздняя — 01.12.2026.",
         "Choose another date: the latest is 01.12.2026."},
        {&hinted, FAULT_PATTERN, "Как A-1.", "Like A-1."},
        {&one, FAULT_PATTERN, "Проверьте, как записано значение.",
         "Please check how the value is written."},
        {NULL, FAULT_CONTACT, "Оставьте телефон или адрес почты, чтобы мы могли ответить.",
         "Leave a phone number or an e-mail address so that we can answer."},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct slice ru = message(cases[i].field, cases[i].fault, LANGUAGE_RU);
        struct slice en = message(cases[i].field, cases[i].fault, LANGUAGE_EN);
        if (!slice_eq_lit(ru, cases[i].ru) || !slice_eq_lit(en, cases[i].en))
            fail_msg("\"%.*s\" \"%.*s\"", SLICE_ARG(ru), SLICE_ARG(en));
    }
}

/* A fault that is added without a sentence would leave the visitor without a word. */
static void test_all(void **state) {
    (void)state;
    for (enum fault f = FAULT_REQUIRED; f < FAULT__MAX; f++)
        for (enum language l = 0; l < LANGUAGE__MAX; l++) {
            bool of_form = f == FAULT_CONTACT || f == FAULT_EXPIRED || f == FAULT_KEY;
            struct slice s = message(of_form ? NULL : &test_fields[T_WEIGHT], f, l);
            assert_true(s.len > 10 && utf8_is_text(s));
            assert_true(slice_ends(s, "."));
            for (size_t i = 0; l == LANGUAGE_EN && f != FAULT_TOO_SMALL && i < s.len; i++)
                assert_true((unsigned char)s.ptr[i] < 0x80);
        }
    assert_int_equal(message(NULL, FAULT_NONE, LANGUAGE_RU).len, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_exact), cmocka_unit_test(test_all)};
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
