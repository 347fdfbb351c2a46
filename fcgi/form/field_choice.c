/* field_choice: one or several of the form's choices. */
#include "base/bounds.h"
#include "form/field_kind.h"

static const struct choice *find_choice(const struct field *f, struct slice seen) {
    for (size_t i = 0; i < f->choice_count; i++)
        if (slice_eq(f->choices[i].seen, seen))
            return &f->choices[i];
    return NULL;
}

static bool is_chosen(const struct field_value *v, const struct choice *c) {
    for (size_t i = 0; i < v->chosen_count; i++)
        if (v->chosen[i] == c)
            return true;
    return false;
}

static enum errcode judge(const struct field_sent *sent, struct field_value *value,
                          enum fault *fault) {
    value->chosen = arena_calloc(sent->arena, sent->count, sizeof *value->chosen);
    if (value->chosen == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < sent->count; i++) {
        struct slice seen = sent->values[i].seen;
        const struct choice *c = find_choice(sent->field, seen);
        if (c == NULL && seen.len > 0)
            *fault = FAULT_CHOICE;
        if (c != NULL && !is_chosen(value, c))
            value->chosen[value->chosen_count++] = c;
    }
    if (value->chosen_count > 0)
        value->text = (struct reading){value->chosen[0]->value, value->chosen[0]->seen};
    return OK;
}

static enum errcode canonical(struct arena *a, const struct field_value *value, struct slice *out) {
    struct buf b;
    if (value->chosen_count <= 1) {
        *out = value->text.typed;
        return OK;
    }
    buf_init(&b, a, BODY_BYTES_MAX);
    for (size_t i = 0; i < value->chosen_count; i++) {
        buf_lit(&b, i == 0 ? "" : "\n");
        buf_raw(&b, value->chosen[i]->value);
    }
    return buf_done(&b, out);
}

static void put_json(struct buf *b, const struct field *field, const struct field_value *value) {
    if (!field->repeated) {
        buf_json(b, value->text.typed);
        return;
    }
    buf_char(b, '[');
    for (size_t i = 0; i < value->chosen_count; i++) {
        buf_lit(b, i == 0 ? "" : ",");
        buf_json(b, value->chosen[i]->value);
    }
    buf_char(b, ']');
}

static void tell(struct buf *b, const struct texts *texts, enum language l,
                 const struct field_value *value) {
    (void)texts;
    for (size_t i = 0; i < value->chosen_count; i++) {
        buf_lit(b, i > 0 ? ", " : "");
        buf_raw(b, text_in(&value->chosen[i]->label, l));
    }
}

const struct field_kind field_choice = {
    .keys = FIELD_KEY_CHOICES,
    .asked = WORD_FAULT_CHOICE,
    .judge = judge,
    .canonical = canonical,
    .json = put_json,
    .tell = tell,
    .control = CONTROL_CHOICE,
};
