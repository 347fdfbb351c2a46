/* words: one table, two languages. Each sentence says what to do next. */
#include "web/words.h"

static const struct text table[WORD__MAX] = {
#define BOTH(RU, EN)                                                                               \
    {                                                                                              \
        {                                                                                          \
            [LANGUAGE_RU] = {RU, sizeof(RU) - 1}, [LANGUAGE_EN] = { EN, sizeof(EN) - 1 }           \
        }                                                                                          \
    }
    [WORD_SEND] = BOTH("Отправить", "Send"),
    [WORD_REQUIRED] = BOTH("обязательное поле", "required"),
    [WORD_NOT_CHOSEN] = BOTH("не выбрано", "not chosen"),
    [WORD_READ_DOCUMENT] = BOTH("Прочитать текст", "Read the text"),
    [WORD_THANKS] = BOTH("Спасибо! Заявка принята", "Thank you! We have your request"),
    [WORD_THANKS_TEXT] = BOTH("Мы свяжемся с вами в ближайшее рабочее время.",
                              "We will contact you in our next working hours."),
    [WORD_RECEIPT] = BOTH("Номер обращения", "Your receipt"),
    [WORD_ONCE_MORE] = BOTH("Отправить ещё одну заявку", "Send another request"),
    [WORD_CORRECT] = BOTH("Проверьте, пожалуйста, отмеченные поля. Всё, что вы ввели, сохранено.",
                          "Please check the marked fields. Everything you typed is still here."),
    [WORD_BUSY] = BOTH("Сейчас не получилось сохранить заявку. Всё, что вы ввели, на месте: "
                       "подождите несколько секунд и нажмите кнопку ещё раз.",
                       "We could not store your request just now. Everything you typed is still "
                       "here: wait a few seconds and press the button again."),
    [WORD_BAD_BODY] =
        BOTH("Данные формы пришли повреждёнными. Вернитесь назад и отправьте ещё раз.",
             "The form arrived damaged. Go back and send it again."),
    [WORD_FORBIDDEN] =
        BOTH("С этого сайта форму отправлять нельзя.", "This site may not send to this form."),
    [WORD_NOT_FOUND] =
        BOTH("Такой страницы нет. Проверьте адрес.", "There is no such page. Check the address."),
    [WORD_NOT_ALLOWED] =
        BOTH("Так этот адрес не открывают.", "This address does not take this method."),
    [WORD_TOO_LARGE] =
        BOTH("Слишком много текста: вместе не больше 64 КБ. Вернитесь назад и сократите.",
             "Too much text: 64 KB at most in all. Go back and shorten it."),
    [WORD_BAD_TYPE] =
        BOTH("Такой вид данных форма не принимает.", "The form does not take this type of data."),
    [WORD_TROUBLE] = BOTH("Что-то пошло не так. Отправьте, пожалуйста, ещё раз.",
                          "Something went wrong. Please send it again."),
#undef BOTH
};

struct slice word_in(enum word w, enum language l) {
    return text_in(&table[w], l);
}

static const struct {
    int status;
    enum word word;
    const char *code;
} statuses[] = {
    {400, WORD_BAD_BODY, "bad_body"},   {403, WORD_FORBIDDEN, "forbidden"},
    {404, WORD_NOT_FOUND, "not_found"}, {405, WORD_NOT_ALLOWED, "method_not_allowed"},
    {413, WORD_TOO_LARGE, "too_large"}, {415, WORD_BAD_TYPE, "unsupported_type"},
    {503, WORD_BUSY, "overloaded"},
};

#define STATUS_COUNT (sizeof statuses / sizeof *statuses)

enum word word_of_status(int status) {
    for (size_t i = 0; i < STATUS_COUNT; i++)
        if (statuses[i].status == status)
            return statuses[i].word;
    return WORD_TROUBLE;
}

const char *code_of_status(int status) {
    for (size_t i = 0; i < STATUS_COUNT; i++)
        if (statuses[i].status == status)
            return statuses[i].code;
    return "trouble";
}
