/* import_say: % stands for what a fault names, first a, then b. */
#include "lead/import_say.h"

#include "base/bounds.h"

#define DIGITS_OF(n) #n
#define DIGITS(n) DIGITS_OF(n)

static const char *const sentences[IMPORT__MAX][2] = {
    [IMPORT_EMPTY] = {"файл пуст: в первой строке должны стоять названия столбцов",
                      "the file is empty: its first line has to name the columns"},
    [IMPORT_NO_COLUMN] = {"нет столбца «%»", "there is no column \"%\""},
    [IMPORT_NO_FIELD] = {"у формы нет поля «%»", "the form has no field \"%\""},
    [IMPORT_NO_PAIR] = {"«%» — не СТОЛБЕЦ=ПОЛЕ", "\"%\" is not COLUMN=FIELD"},
    [IMPORT_TWICE] = {"столбцы «%» и «%» — для одного поля: назовите, какой из них",
                      "the columns \"%\" and \"%\" are for one field: say which it is"},
    [IMPORT_NO_CONTACTS] = {"нет столбца с телефоном или почтой: назовите, какой из столбцов это",
                            "no column is a phone or an e-mail: say which column is"},
    [IMPORT_CELLS] =
        {"ячеек: %, а в первой строке: %; может быть, текст с разделителем или переводом "
         "строки без кавычек",
         "% cells, and the first line has %: is a quote missing around a text with a "
         "separator or a line end in it?"},
    [IMPORT_NO_CHARACTER] = {"столбец «%»: часть знаков не прочиталась",
                             "column \"%\": some characters could not be read"},
    [IMPORT_NO_CONTACT] = {"нет ни телефона, ни почты", "neither a phone nor an e-mail"},
    [IMPORT_NO_DATE] = {"«%» — не дата", "\"%\" is no date"},
    [IMPORT_TWO_DATES] = {"«%» — две возможные даты: укажите, что стоит первым, день или месяц",
                          "\"%\" may be two days: say whether the day or the month comes first"},
    [IMPORT_DATE_CANNOT_BE] = {"«%» — не время, когда могла прийти заявка",
                               "\"%\" is no time at which a lead can have come"},
    [IMPORT_ROW_LARGE] = {"строка слишком длинная", "the row is too long"},
    [IMPORT_QUOTE_OPEN] = {"кавычка открыта и не закрыта", "a quote is opened and not closed"},
    [IMPORT_QUOTE_AFTER] = {"текст после закрывающей кавычки: кавычку внутри текста удваивают",
                            "text behind a closing quote: a quote within a text is written twice"},
    [IMPORT_CELLS_MANY] = {"ячеек больше " DIGITS(CSV_CELLS_MAX),
                           "more than " DIGITS(CSV_CELLS_MAX) " cells"},
    [IMPORT_CELL_LONG] = {"слишком длинная ячейка", "a cell is too long"},
};

void import_say(struct buf *b, enum language l, const struct import_fault *f) {
    struct slice rest = slice_from(sentences[f->kind][l != LANGUAGE_RU]), part;
    for (int n = 0;; n++) {
        part = slice_cut(rest, '%', &rest);
        buf_raw(b, part);
        if (rest.ptr == NULL)
            break;
        buf_raw(b, n == 0 ? f->a : f->b);
    }
    if (f->kind == IMPORT_NO_FIELD && f->b.len > 0) {
        buf_lit(b, l == LANGUAGE_RU ? ", может быть, " : ", did you mean ");
        buf_raw(b, f->b);
        buf_char(b, '?');
    }
}

enum import_fault_kind import_fault_of(enum csv_kind kind) {
    static const enum import_fault_kind kinds[] = {[CSV_ROW] = IMPORT_CELLS,
                                                   [CSV_END] = IMPORT_EMPTY,
                                                   [CSV_QUOTE_OPEN] = IMPORT_QUOTE_OPEN,
                                                   [CSV_QUOTE_AFTER] = IMPORT_QUOTE_AFTER,
                                                   [CSV_CELLS_MANY] = IMPORT_CELLS_MANY,
                                                   [CSV_CELL_LONG] = IMPORT_CELL_LONG};
    return kinds[kind];
}
