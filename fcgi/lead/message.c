/* message: one polite sentence a fault, in each language. Bounds of the field stand in it, since
 * "too long" without the bound is a riddle. */
#include "lead/message.h"

#include <stdlib.h>

#include "lead/date.h"
#include "lead/number.h"

struct sentence {
    const char *in[LANGUAGE__MAX];
};

static void put(struct buf *b, enum language l, struct sentence s) { buf_lit(b, s.in[l]); }

/* Sentences that are the same for every field. */
static const struct sentence plain[FAULT__MAX] = {
    [FAULT_TEXT] = {{"В тексте есть знаки, которые не удалось прочитать. Введите его ещё раз.",
                     "Some characters could not be read. Please type the text again."}},
    [FAULT_PHONE] = {{"Введите телефон с кодом города или страны, например +7 912 345-67-89.",
                      "Enter a phone number with its area or country code, for example "
                      "+7 912 345-67-89."}},
    [FAULT_EMAIL] = {{"Введите адрес почты целиком, например ivan@example.com.",
                      "Enter a full e-mail address, for example ivan@example.com."}},
    [FAULT_DATE] = {{"Введите дату: день, месяц и год, например 24.11.2026.",
                     "Enter a date as day, month and year, for example 24.11.2026."}},
    [FAULT_CHOICE] = {{"Выберите вариант из списка.", "Choose one of the options."}},
    [FAULT_REPEATED] = {{"Укажите здесь только одно значение.", "Give only one value here."}},
    [FAULT_CONSENT] = {{"Чтобы отправить форму, поставьте отметку о согласии.",
                        "To send the form, please tick the box of consent."}},
    [FAULT_CONTACT] = {{"Оставьте телефон или адрес почты, чтобы мы могли ответить.",
                        "Leave a phone number or an e-mail address so that we can answer."}},
    [FAULT_EXPIRED] = {{"Страница была открыта слишком долго. Введённое сохранено: отправьте ещё "
                        "раз.",
                        "The page was open for too long. Nothing is lost: please send it once "
                        "more."}},
    [FAULT_KEY] = {{"Отправить не удалось. Введённое сохранено: отправьте ещё раз.",
                    "It could not be sent. Nothing is lost: please send it once more."}}};

static void required(struct buf *b, const struct field *f, enum language l) {
    static const struct sentence fill = {{"Заполните это поле.", "Please fill in this field."}};
    static const struct sentence choose = {
        {"Выберите вариант из списка.", "Please choose an option."}};
    static const struct sentence tick = {{"Поставьте отметку.", "Please tick this box."}};
    enum field_type type = f == NULL ? FIELD_TEXT : f->type;
    put(b, l, type == FIELD_CHOICE ? choose : type == FIELD_CHECKBOX ? tick : fill);
}

/* Russian after "от 2 до" and "не меньше", where the genitive is wanted: 1 символа, 2 символов. */
static const char *characters_ru(size_t n) {
    return n % 10 == 1 && n % 100 != 11 ? "символа" : "символов";
}

static void length(struct buf *b, const struct field *f, enum fault fault, enum language l) {
    size_t bound = fault == FAULT_TOO_SHORT ? f->length_min : f->length_max;
    bool short_text = fault == FAULT_TOO_SHORT;
    if (l == LANGUAGE_EN)
        buf_printf(b, "Enter at %s %zu character%s.", short_text ? "least" : "most", bound,
                   bound == 1 ? "" : "s");
    else
        buf_printf(b, short_text ? "Введите не меньше %zu %s." : "Введите не больше %zu %s.", bound,
                   characters_ru(bound));
}

static void pattern(struct buf *b, const struct field *f, enum language l) {
    static const struct sentence other = {
        {"Проверьте, как записано значение.", "Please check how the value is written."}};
    struct slice hint = text_in(&f->pattern_hint, l);
    if (hint.len > 0)
        buf_raw(b, hint);
    else
        put(b, l, other);
}

static void put_number(struct buf *b, double value, enum language l) {
    char text[NUMBER_TEXT_BYTES];
    number_text(value, text);
    for (char *p = text; l == LANGUAGE_RU && *p != '\0'; p++)
        if (*p == '.')
            *p = ',';
    buf_lit(b, text);
}

static void number(struct buf *b, const struct field *f, enum fault fault, enum language l) {
    static const struct sentence digits = {{"Введите число цифрами, например 1500 или 2,5",
                                            "Enter a number in digits, for example 1500 or 2.5"}};
    static const struct sentence least = {{"Введите число не меньше ", "Enter at least "}};
    static const struct sentence most = {{"Введите число не больше ", "Enter at most "}};
    struct slice unit = text_in(&f->unit, l);
    put(b, l, fault == FAULT_NUMBER ? digits : fault == FAULT_TOO_SMALL ? least : most);
    if (fault != FAULT_NUMBER)
        put_number(b, fault == FAULT_TOO_SMALL ? f->min : f->max, l);
    if (unit.len > 0) {
        buf_char(b, ' ');
        buf_raw(b, unit);
    }
    if (!slice_ends(unit, "."))
        buf_char(b, '.');
}

/* "через 5 дней", "in 5 days"; the word for today and its neighbours. */
static void put_days(struct buf *b, int days, enum language l) {
    static const struct sentence near[3] = {
        {{"вчера", "yesterday"}}, {{"сегодня", "today"}}, {{"завтра", "tomorrow"}}};
    if (days >= -1 && days <= 1) {
        put(b, l, near[days + 1]);
        return;
    }
    int n = abs(days);
    const char *ru = n % 10 == 1 && n % 100 != 11                                   ? "день"
                     : n % 10 >= 2 && n % 10 <= 4 && (n % 100 < 12 || n % 100 > 14) ? "дня"
                                                                                    : "дней";
    if (l == LANGUAGE_EN)
        buf_printf(b, days > 0 ? "in %d days" : "%d days ago", n);
    else
        buf_printf(b, days > 0 ? "через %d %s" : "%d %s назад", n, ru);
}

static void put_date(struct buf *b, int32_t day) {
    char iso[DATE_TEXT_BYTES];
    date_iso(day, iso);
    buf_printf(b, "%.2s.%.2s.%.4s", iso + 8, iso + 5, iso);
}

/* A bound in days counts from today, a fixed one is a date. Of a field with both, the days are
 * told: they are what is close. */
static void date(struct buf *b, const struct field *f, enum fault fault, enum language l) {
    static const struct sentence early = {
        {"Выберите другую дату: самая ранняя — ", "Choose another date: the earliest is "}};
    static const struct sentence late = {
        {"Выберите другую дату: самая поздняя — ", "Choose another date: the latest is "}};
    bool is_early = fault == FAULT_TOO_EARLY;
    put(b, l, is_early ? early : late);
    if (f->has_within)
        put_days(b, is_early ? f->from_days : f->to_days, l);
    else
        put_date(b, (int32_t)(is_early ? f->min : f->max));
    buf_char(b, '.');
}

void message_write(struct buf *b, const struct field *field, enum fault f, enum language l) {
    switch (f) {
    case FAULT_REQUIRED:
        required(b, field, l);
        return;
    case FAULT_TOO_SHORT:
    case FAULT_TOO_LONG:
        length(b, field, f, l);
        return;
    case FAULT_PATTERN:
        pattern(b, field, l);
        return;
    case FAULT_NUMBER:
    case FAULT_TOO_SMALL:
    case FAULT_TOO_BIG:
        number(b, field, f, l);
        return;
    case FAULT_TOO_EARLY:
    case FAULT_TOO_LATE:
        date(b, field, f, l);
        return;
    default:
        if (plain[f].in[l] != NULL)
            put(b, l, plain[f]);
    }
}
