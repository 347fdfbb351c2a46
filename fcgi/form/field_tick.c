/* field_tick: a box, and one by which something is agreed to. */
#include "form/box.h"
#include "form/field_kind.h"

static enum errcode judge(const struct field_sent *sent, struct field_value *value,
                          enum fault *fault) {
    bool is_agreement = field_kind(sent->field)->is_agreement;
    enum box_reading reading;
    enum errcode e = box_read(sent->arena, sent->values, sent->count, sent->field, &reading);
    if (e != OK)
        return e;
    value->checked = reading == BOX_YES;
    if (reading == BOX_UNREAD)
        *fault = is_agreement ? FAULT_CONSENT : FAULT_CHOICE;
    else if (reading == BOX_NO && sent->field->required)
        *fault = is_agreement ? FAULT_CONSENT : FAULT_REQUIRED;
    value->text.typed = value->checked ? SLICE_LIT("true") : SLICE_LIT("false");
    value->text.seen = value->text.typed;
    return OK;
}

static void put_json(struct buf *b, const struct field *field, const struct field_value *value) {
    (void)field;
    buf_lit(b, value->checked ? "true" : "false");
}

static void tell(struct buf *b, const struct texts *texts, enum language l,
                 const struct field_value *value) {
    (void)value; /* a box that was not ticked is not told of */
    buf_raw(b, texts_word(texts, WORD_YES, l));
}

const struct field_kind field_checkbox = {
    .asked = WORD_FAULT_REQUIRED_BOX,
    .judge = judge,
    .json = put_json,
    .tell = tell,
    .control = CONTROL_TICK,
};

const struct field_kind field_consent = {
    .keys = FIELD_KEY_DOCUMENT,
    .is_agreement = true,
    .judge = judge,
    .json = put_json,
    .control = CONTROL_TICK,
};
