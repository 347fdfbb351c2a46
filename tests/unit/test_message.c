/* message: every fault has a sentence in each language, with the field's name and bounds in it. */
#include "unit.h"

#define FIXTURE_ARENA_BYTES (2 * 1024 * 1024)
#include "arena_fixture.h"

#include "form_fixture.h"
#include "lead_form.h"

#include "base/utf8.h"
#include "lead/message.h"

#define LABEL .label = RU_EN("Поле", "Field")

/* Of a submission with one answer to one field, as sent to a form with the built-in languages. */
static struct slice message_of(const struct texts *texts, const struct field *field,
                               struct answer answer, enum fault f, enum language l) {
    struct field alone = field == NULL ? (struct field){0} : *field;
    struct form form = {.texts = texts, .fields = &alone, .field_count = 1};
    struct submission s = {.form = &form, .language = l, .answers = &answer};
    struct buf b;
    struct slice out;
    buf_init(&b, arena, 4096);
    message_write(&b, &s, field == NULL ? NULL : &alone, f);
    assert_int_equal(buf_done(&b, &out), OK);
    return out;
}

static struct form_set *set;

static struct slice message(const struct field *field, enum fault f, enum language l) {
    return message_of(form_set_texts(set), field, (struct answer){.value.number = 20000}, f, l);
}

static void test_exact(void **state) {
    (void)state;
    static struct field one = {.type = FIELD_TEXT, LABEL, .length_min = 1, .length_max = 21};
    static struct field many = {.type = FIELD_TEXT, LABEL, .length_min = 11, .length_max = 100};
    static struct field two = {.type = FIELD_TEXT, LABEL, .length_min = 2, .length_max = 102};
    static struct field weight = {
        .type = FIELD_NUMBER, LABEL, .min = 0.5, .max = 20000, .unit = RU_EN("кг", "kg")};
    static struct field plain = {.type = FIELD_NUMBER, LABEL, .min = -1, .max = 3};
    static struct field pieces = {
        .type = FIELD_NUMBER, LABEL, .max = 3, .unit = RU_EN("шт.", "pcs.")};
    static struct field near = {
        .type = FIELD_DATE, LABEL, .has_within = true, .from_days = 0, .to_days = 1};
    static struct field yesterday = {
        .type = FIELD_DATE, LABEL, .has_within = true, .from_days = -1, .to_days = 2};
    static struct field far = {
        .type = FIELD_DATE, LABEL, .has_within = true, .from_days = -22, .to_days = 111};
    static struct field fixed = {.type = FIELD_DATE, LABEL, .min = TODAY, .max = TODAY + 9};
    static struct field call = {.type = FIELD_TIME, LABEL, .min = 9 * 60, .max = 20 * 60 + 5};
    static struct field choice = {.type = FIELD_CHOICE, LABEL};
    static struct field box = {.type = FIELD_CHECKBOX, LABEL};
    static struct field consent = {.type = FIELD_CONSENT, LABEL};
    static struct field hinted = {
        .type = FIELD_TEXT, LABEL, .pattern_hint = RU_EN("Как A-1.", "Like A-1.")};
    static struct field asking = {
        .type = FIELD_TEXT, LABEL, .ask = RU_EN("Введите имя", "Enter your name")};
    static struct field asking_tick = {
        .type = FIELD_CONSENT, LABEL, .ask = RU_EN("Дайте согласие", "Give your consent")};
    static struct field colon = {.type = FIELD_TEXT, .label = RU_EN("Имя: ", "Name :")};
    static struct field hidden = {.name = NAME("code"), .type = FIELD_HIDDEN};
    static struct field braces = {.type = FIELD_TEXT, .label = RU_EN("{count} {", "}{label}")};
    static const struct {
        const struct field *field;
        enum fault fault;
        const char *ru, *en;
    } cases[] = {
        {&one, FAULT_REQUIRED, "Заполните поле «Поле».", "Please fill in “Field”."},
        {&choice, FAULT_REQUIRED, "Поле: выберите вариант из списка.",
         "Field: choose one of the options."},
        {&box, FAULT_REQUIRED, "Поставьте отметку «Поле».", "Please tick the box “Field”."},
        {&consent, FAULT_CONSENT, "Чтобы отправить форму, поставьте отметку «Поле».",
         "To send the form, please tick the box “Field”."},
        {&asking, FAULT_REQUIRED, "Введите имя", "Enter your name"},
        {&asking_tick, FAULT_CONSENT, "Дайте согласие", "Give your consent"},
        {&asking, FAULT_TEXT,
         "Поле: есть символы, которые не удалось прочитать. Введите текст ещё раз.",
         "Field: some characters could not be read. Please type the text again."},
        {&one, FAULT_TOO_SHORT, "Поле: введите не меньше 1 символа.",
         "Field: enter at least 1 character."},
        {&one, FAULT_TOO_LONG, "Поле: введите не больше 21 символа.",
         "Field: enter at most 21 characters."},
        {&two, FAULT_TOO_SHORT, "Поле: введите не меньше 2 символов.",
         "Field: enter at least 2 characters."},
        {&two, FAULT_TOO_LONG, "Поле: введите не больше 102 символов.",
         "Field: enter at most 102 characters."},
        {&many, FAULT_TOO_SHORT, "Поле: введите не меньше 11 символов.",
         "Field: enter at least 11 characters."},
        {&many, FAULT_TOO_LONG, "Поле: введите не больше 100 символов.",
         "Field: enter at most 100 characters."},
        {&plain, FAULT_TOO_LONG, "Поле: введите не больше 4096 символов.",
         "Field: enter at most 4096 characters."},
        {&weight, FAULT_TOO_SMALL, "Поле: введите число не меньше 0,5 кг.",
         "Field: enter at least 0.5 kg."},
        {&weight, FAULT_TOO_BIG, "Поле: введите число не больше 20 000 кг.",
         "Field: enter at most 20,000 kg."},
        {&plain, FAULT_TOO_SMALL, "Поле: введите число не меньше -1.", "Field: enter at least -1."},
        {&pieces, FAULT_TOO_BIG, "Поле: введите число не больше 3 шт.",
         "Field: enter at most 3 pcs."},
        {&plain, FAULT_NUMBER, "Поле: введите число цифрами, например 1500 или 2,5.",
         "Field: enter a number in digits, for example 1500 or 2.5."},
        {&near, FAULT_TOO_EARLY, "Поле: выберите другую дату, самая ранняя — сегодня.",
         "Field: choose another date, the earliest is today."},
        {&near, FAULT_TOO_LATE, "Поле: выберите другую дату, самая поздняя — завтра.",
         "Field: choose another date, the latest is tomorrow."},
        {&yesterday, FAULT_TOO_EARLY, "Поле: выберите другую дату, самая ранняя — вчера.",
         "Field: choose another date, the earliest is yesterday."},
        {&yesterday, FAULT_TOO_LATE, "Поле: выберите другую дату, самая поздняя — через 2 дня.",
         "Field: choose another date, the latest is in 2 days."},
        {&far, FAULT_TOO_EARLY, "Поле: выберите другую дату, самая ранняя — 22 дня назад.",
         "Field: choose another date, the earliest is 22 days ago."},
        {&far, FAULT_TOO_LATE, "Поле: выберите другую дату, самая поздняя — через 111 дней.",
         "Field: choose another date, the latest is in 111 days."},
        {&fixed, FAULT_TOO_EARLY, "Поле: выберите другую дату, самая ранняя — 22 ноября 2026.",
         "Field: choose another date, the earliest is 22 November 2026."},
        {&fixed, FAULT_TOO_LATE, "Поле: выберите другую дату, самая поздняя — 1 декабря 2026.",
         "Field: choose another date, the latest is 1 December 2026."},
        {&call, FAULT_UNREAD, "Поле: не удалось прочитать. Введите, например, 9:30.",
         "Field: this could not be read. Enter, for example, 9:30."},
        {&call, FAULT_TOO_EARLY, "Поле: можно указать начиная с 09:00.",
         "Field: choose from 09:00 on."},
        {&call, FAULT_TOO_LATE, "Поле: можно указать до 20:05 включительно.",
         "Field: choose up to 20:05."},
        {&hinted, FAULT_PATTERN, "Поле: Как A-1.", "Field: Like A-1."},
        {&one, FAULT_PATTERN, "Поле: проверьте, как записано значение.",
         "Field: please check how the value is written."},
        {&colon, FAULT_CHOICE, "Имя: выберите вариант из списка.",
         "Name: choose one of the options."},
        {&hidden, FAULT_REPEATED, "code: укажите только одно значение.",
         "code: give only one value."},
        {&braces, FAULT_REPEATED, "{count} {: укажите только одно значение.",
         "}{label}: give only one value."},
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

/* Both readings of what has two stand in the message. */
static void test_two_readings(void **state) {
    (void)state;
    static struct field weight = {.type = FIELD_NUMBER, LABEL, .unit = RU_EN("кг", "kg")};
    static struct field ready = {.type = FIELD_DATE, LABEL};
    static struct field call = {.type = FIELD_TIME, LABEL};
    static const struct {
        const struct field *field;
        struct answer answer;
        enum fault fault;
        const char *ru, *en;
    } cases[] = {
        {&weight,
         {.value = {.number = 20000, .other = 20}},
         FAULT_NUMBER_TWO,
         "Поле: это 20 000 кг или 20 кг? Введите число так, как оно написано здесь.",
         "Field: is it 20,000 kg or 20 kg? Enter the number the way it is written here."},
        {&weight,
         {.value = {.number = 1234, .other = 1.234}}, /* 1,234 would be asked back again */
         FAULT_NUMBER_TWO,
         "Поле: это 1 234 кг или 1,2340 кг? Введите число так, как оно написано здесь.",
         "Field: is it 1,234 kg or 1.2340 kg? Enter the number the way it is written here."},
        {&ready,
         {.value = {.number = 21000, .other = 20825}}, /* 01/07/2027 */
         FAULT_DATE_TWO,
         "Поле: это 1 июля 2027 или 7 января 2027? Введите день, месяц и год через точки, "
         "например 24.11.2026.",
         "Field: is it 1 July 2027 or 7 January 2027? Enter day, month and year with points, for "
         "example 24.11.2026."},
        {&call,
         {.value = {.number = 540, .other = 1260}},
         FAULT_AMBIGUOUS,
         "Поле: это 09:00 или 21:00? Введите так, как написано здесь.",
         "Field: is it 09:00 or 21:00? Enter it the way it is written here."},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct slice ru = message_of(form_set_texts(set), cases[i].field, cases[i].answer,
                                     cases[i].fault, LANGUAGE_RU);
        struct slice en = message_of(form_set_texts(set), cases[i].field, cases[i].answer,
                                     cases[i].fault, LANGUAGE_EN);
        if (!slice_eq_lit(ru, cases[i].ru) || !slice_eq_lit(en, cases[i].en))
            fail_msg("\"%.*s\" \"%.*s\"", SLICE_ARG(ru), SLICE_ARG(en));
    }
}

/* A fault that is added without a sentence would leave the visitor without a word; one that does
 * not name its field could stand there five times. */
static void test_all(void **state) {
    (void)state;
    static struct field field = {.type = FIELD_NUMBER, .label = RU_EN("QQ", "QQ"), .unit_count = 0};
    for (enum fault f = FAULT_REQUIRED; f < FAULT__MAX; f++)
        for (enum language l = 0; l < 2; l++) {
            bool of_form =
                f == FAULT_CONTACT || f == FAULT_EXPIRED || f == FAULT_KEY || f == FAULT_ORIGIN;
            struct slice s = message(of_form ? NULL : &field, f, l);
            assert_true(s.len > 10 && utf8_is_text(s));
            assert_true(slice_ends(s, "."));
            assert_int_equal(slice_find(s, '{'), s.len);
            assert_int_equal(of_form, slice_find(s, 'Q') == s.len);
        }
    assert_int_equal(message(NULL, FAULT_NONE, LANGUAGE_RU).len, 0);
}

/* A label is shown to its hundredth character; a message that finds no room is none. */
static void test_room(void **state) {
    (void)state;
    static char words[3001];
    memset(words, 'w', sizeof words - 1);
    struct field field = {.type = FIELD_TEXT};
    field.label.in[0] = (struct slice){words, 100};
    struct slice s = message(&field, FAULT_PATTERN, LANGUAGE_RU);
    assert_true(slice_starts(slice_sub(s, 98, s.len), "ww: проверьте"));
    field.label.in[0] = (struct slice){words, 101};
    s = message(&field, FAULT_PATTERN, LANGUAGE_RU);
    assert_true(slice_starts(slice_sub(s, 98, s.len), "ww…: проверьте"));
    field.pattern_hint.in[0] = slice_from(words);
    assert_true(message(&field, FAULT_PATTERN, LANGUAGE_RU).len > 3000);

    struct form form = {.texts = form_set_texts(set), .fields = &field, .field_count = 1};
    struct answer answer = {.fault = FAULT_PATTERN};
    struct submission submission = {.form = &form, .answers = &answer};
    struct buf b;
    buf_init(&b, arena, 3000);
    message_write(&b, &submission, &field, FAULT_PATTERN);
    assert_int_equal(buf_done(&b, &s), ERR_TOO_LARGE);
}

static int setup(void **state) {
    char *problems = fixture_form(
        SLICE_LIT("title: T\ndefault_category: other\nfields: [{name: a, type: text, label: A}]\n"),
        &set);
    bool good = problems[0] == '\0';
    free(problems);
    return good ? arena_setup(state) : -1;
}

static int teardown(void **state) {
    form_set_free(set);
    return arena_teardown(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_exact),
                                       cmocka_unit_test(test_two_readings),
                                       cmocka_unit_test(test_all), cmocka_unit_test(test_room)};
    return cmocka_run_group_tests(tests, setup, teardown);
}
