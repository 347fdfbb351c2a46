/* words: one table. */
#include "desk/words.h"

static const struct {
    const char *ru, *en;
} words[SAID__MAX] = {
    [SAID_SIGN_IN] = {"Войдите, чтобы работать дальше.", "Sign in to go on."},
    [SAID_WRONG_PASSWORD] = {"Такого имени с таким паролем нет.",
                             "There is no such login with that password."},
    [SAID_NO_PASSWORD] = {"База данных не спрашивает пароля, поэтому войти нельзя. Скажите "
                          "администратору: firstline doctor.",
                          "The database asks for no password, so nobody can sign in. Tell the "
                          "administrator: firstline doctor."},
    [SAID_WAIT] = {"Слишком много попыток. Подождите, минут: ", "Too many tries. Wait, minutes: "},
    [SAID_OTHER_SITE] = {"Запрос пришёл не с этой страницы.", "This was not sent by our page."},
    [SAID_BAD_BODY] = {"Запрос не читается как объект JSON.", "The request is no JSON object."},
    [SAID_TYPE] = {"Content-Type должен быть application/json.",
                   "Content-Type must be application/json."},
    [SAID_TOO_LARGE] = {"Запрос слишком велик.", "The request is too large."},
    [SAID_METHOD] = {"Так сюда не обращаются.", "This address does not take that method."},
    [SAID_UNKNOWN] = {"Здесь ничего нет.", "There is nothing here."},
    [SAID_UNKNOWN_FORM] = {"Такой формы нет.", "There is no such form."},
    [SAID_UNKNOWN_NAME] = {"Неизвестное имя: ", "Unknown name: "},
    [SAID_MISSING] = {"Не хватает: ", "Missing: "},
    [SAID_BAD_NUMBER] = {"Нужно целое число в допустимых пределах: ",
                         "Expected a whole number within bounds: "},
    [SAID_BAD_KEY] = {"Idempotency-Key должен быть UUID.", "Idempotency-Key must be a UUID."},
    [SAID_BAD_VALUE] = {"Значение не того вида.", "This is not a value of that kind."},
    [SAID_NO_RIGHT] = {"Это вам недоступно.", "This is not for you."},
    [SAID_BUSY] = {"Сейчас это занято другим действием. Повторите.",
                   "Somebody is at it right now. Try again."},
    [SAID_TURNS] = {"Слишком много запросов сразу. Повторите.",
                    "Too many requests at once. Try again."},
    [SAID_TOO_SLOW] = {"База данных не успела ответить. Повторите.",
                       "The database took too long. Try again."},
    [SAID_MANY_ROWS] = {"Ответ слишком велик: запросите меньше строк.",
                        "The answer is too large: ask for fewer rows."},
    [SAID_NO_DATABASE] = {"База данных недоступна. Сделанное не потеряно, повторите через минуту.",
                          "The database is away. Nothing is lost; try again in a minute."},
    [SAID_TROUBLE] = {"Не получилось. Ошибка записана в журнал.",
                      "This did not work. The error is in the log."},
    [SAID_CHANNEL] = {"Откуда обращение: phone, visit, chat или mail.",
                      "How it came: phone, visit, chat or mail."},
    [SAID_MISTAKES] = {"Проверьте поля.", "Look at the fields."},
};

struct slice desk_word(enum desk_word w, enum language l) {
    return slice_from(l == LANGUAGE_EN ? words[w].en : words[w].ru);
}
