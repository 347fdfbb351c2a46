/* field_number: a number in the field's unit. */
#include "form/field_kind.h"
#include "form/loader.h"
#include "form/number.h"

static enum errcode judge(const struct field_sent *sent, struct field_value *value,
                          enum fault *fault) {
    const struct field *f = sent->field;
    double number[2] = {0, 0};
    bool comma = texts_decimal_comma(sent->texts, sent->language);
    enum number_reading reading;
    if (sent->is_number)
        reading = number_parse_json(value->text.seen, number) ? NUMBER_ONE : NUMBER_NONE;
    else
        reading = number_read(value->text.seen, comma, f, number);
    if (reading == NUMBER_NONE)
        *fault = FAULT_NUMBER;
    else if (reading == NUMBER_TWO)
        *fault = FAULT_NUMBER_TWO;
    else if (!number_in_bounds(number[0], f))
        *fault = f->has_min && number[0] < f->min ? FAULT_TOO_SMALL : FAULT_TOO_BIG;
    value->says_more = field_kind_has_letters(value->text.seen);
    value->number = number[0];
    value->other = number[1];
    return OK;
}

static enum errcode canonical(struct arena *a, const struct field_value *value, struct slice *out) {
    char number[NUMBER_TEXT_BYTES];
    number_text(value->number, number);
    return arena_copy(a, slice_from(number), out);
}

static void put_json(struct buf *b, const struct field *field, const struct field_value *value) {
    char number[NUMBER_TEXT_BYTES];
    (void)field;
    number_text(value->number, number);
    buf_lit(b, number);
}

/* "20 000,5 кг" */
static void say(struct buf *b, const struct field *field, const struct texts *texts,
                enum language l, double number) {
    char text[NUMBER_SHOWN_BYTES];
    struct slice unit = text_in(&field->unit, l);
    number_shown(number, texts_decimal_comma(texts, l), text);
    buf_lit(b, text);
    if (unit.len == 0)
        return;
    buf_char(b, ' ');
    buf_raw(b, unit);
}

const struct field_kind field_number = {
    .keys = FIELD_KEY_BOUNDS | FIELD_KEY_UNITS | FIELD_KEY_PLACEHOLDER,
    .bound = loader_number,
    .judge = judge,
    .canonical = canonical,
    .json = put_json,
    .say = say,
    .attributes = " inputmode=\"decimal\"",
};
