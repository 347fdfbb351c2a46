/* field_text: text of one line or many, and what a page sends unseen. A pattern is looked at by
 * lead/answer, which has the means. */
#include "base/bounds.h"
#include "base/utf8.h"
#include "form/field_kind.h"

static enum errcode join_lines(struct arena *a, struct slice *text) {
    if (slice_find(*text, '\n') == text->len)
        return OK;
    char *p = arena_alloc(a, text->len);
    if (p == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < text->len; i++)
        p[i] = text->ptr[i] == '\n' ? ' ' : text->ptr[i];
    text->ptr = p;
    return OK;
}

static enum errcode judge_text(const struct field_sent *sent, struct field_value *value,
                               enum fault *fault) {
    const struct field *f = sent->field;
    size_t characters = utf8_length(value->text.seen);
    if (characters < f->length_min)
        *fault = FAULT_TOO_SHORT;
    else if (f->length_max > 0 && characters > f->length_max)
        *fault = FAULT_TOO_LONG;
    return OK;
}

/* A browser sends no line end from a one-line input; what a program sends is brought to that. */
static enum errcode judge_line(const struct field_sent *sent, struct field_value *value,
                               enum fault *fault) {
    struct reading *r = &value->text;
    bool plain = r->seen.ptr == r->typed.ptr;
    enum errcode e = join_lines(sent->arena, &r->typed);
    if (e == OK && plain)
        r->seen = r->typed;
    else if (e == OK)
        e = join_lines(sent->arena, &r->seen);
    return e == OK ? judge_text(sent, value, fault) : e;
}

static void put_json(struct buf *b, const struct field *field, const struct field_value *value) {
    (void)field;
    buf_json(b, value->text.typed);
}

const struct field_kind field_text = {
    .keys = FIELD_KEY_ROLE | FIELD_KEY_LENGTH | FIELD_KEY_PATTERN | FIELD_KEY_AUTOCOMPLETE |
            FIELD_KEY_PLACEHOLDER,
    .length_max = TEXT_LENGTH_MAX,
    .may_reach = true,
    .judge = judge_line,
    .json = put_json,
};

const struct field_kind field_textarea = {
    .keys = FIELD_KEY_LENGTH | FIELD_KEY_AUTOCOMPLETE | FIELD_KEY_PLACEHOLDER,
    .length_max = TEXTAREA_LENGTH_MAX,
    .judge = judge_text,
    .json = put_json,
    .control = CONTROL_AREA,
};

const struct field_kind field_hidden = {
    .keys = FIELD_KEY_LENGTH | FIELD_KEY_PATTERN,
    .length_max = HIDDEN_LENGTH_MAX,
    .judge = judge_line,
    .json = put_json,
    .control = CONTROL_HIDDEN,
};
