/* first_lead: a value for each type of field, or the form is passed by. */
#include "admin/first_lead.h"

#include "admin/text.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/utf8.h"

#define SAYS "firstline setup: проба, закройте / a test, please close"
#define PHONE "+7 495 123-45-67"
#define EMAIL "setup@example.com"
#define BODY_MAX (64 * 1024)

static bool is_asked(const struct form *form, const struct field *f) {
    if (f->required || f->is_name)
        return true;
    return form->any_of_count > 0 && f == &form->fields[form->any_of[0]];
}

/* Patterns are for people: nobody can say what would fit. */
static bool can_fill(const struct field *f) {
    switch (f->type) {
    case FIELD_TEXT:
    case FIELD_TEXTAREA:
        return f->code == NULL && f->length_min <= 20;
    case FIELD_HIDDEN:
        return false;
    default:
        return true;
    }
}

static bool can_fill_form(const struct form *form) {
    for (size_t i = 0; i < form->field_count; i++)
        if (form->fields[i].required && !can_fill(&form->fields[i]))
            return false;
    return form->any_of_count == 0 || can_fill(&form->fields[form->any_of[0]]);
}

const struct form *first_lead_form(const struct form_set *set) {
    const struct form *callback = form_find(set, SLICE_LIT("callback"));
    if (callback != NULL && can_fill_form(callback))
        return callback;
    for (size_t i = 0; i < form_count(set); i++)
        if (can_fill_form(form_at(set, i)))
            return form_at(set, i);
    return NULL;
}

static struct slice cut(struct slice text, size_t characters) {
    size_t at = 0;
    for (size_t n = 0; n < characters && at < text.len; n++)
        for (at++; at < text.len && ((unsigned char)text.ptr[at] & 0xC0) == 0x80;)
            at++;
    return slice_trim(slice_sub(text, 0, at));
}

/* In the middle of what is allowed on both sides, so that it is nobody's edge. */
static double number_for(const struct field *f) {
    if (f->has_min && f->has_max)
        return (double)(long long)((f->min + f->max) / 2);
    return f->has_min ? f->min : f->has_max && f->max < 1 ? f->max : 1;
}

static struct slice day_for(struct arena *a, const struct field *f, int32_t today) {
    char *text = text_alloc(a, CLOCK_DAY_BYTES);
    int32_t day = f->has_within ? today + (f->from_days + f->to_days) / 2 : today + 1;
    if (f->has_min && day < f->min)
        day = (int32_t)f->min;
    if (f->has_max && day > f->max)
        day = (int32_t)f->max;
    clock_day_iso(day, text);
    return slice_from(text);
}

static void put_value(struct buf *b, struct arena *a, const struct field *f, int32_t today) {
    switch (f->type) {
    case FIELD_PHONE:
        buf_json(b, f->placeholder.len > 0 ? f->placeholder : SLICE_LIT(PHONE));
        break;
    case FIELD_EMAIL:
        buf_json(b, SLICE_LIT(EMAIL));
        break;
    case FIELD_NUMBER:
        buf_json(b, slice_from(text_printf(a, "%.15g", number_for(f))));
        break;
    case FIELD_DATE:
        buf_json(b, day_for(a, f, today));
        break;
    case FIELD_TIME:
        buf_lit(b, "\"12:00\"");
        break;
    case FIELD_CHOICE:
        buf_json(b, f->choices[0].value);
        break;
    case FIELD_CHECKBOX:
    case FIELD_CONSENT:
        buf_lit(b, "true");
        break;
    default:
        buf_json(b, cut(SLICE_LIT(SAYS), f->length_max));
        break;
    }
}

struct slice first_lead_body(struct arena *a, const struct form *form, int32_t today) {
    struct buf b;
    struct slice text = SLICE_NONE;
    buf_init(&b, a, BODY_MAX);
    const char *mark = "{";
    for (size_t i = 0; i < form->field_count; i++) {
        const struct field *f = &form->fields[i];
        if (!is_asked(form, f) || !can_fill(f))
            continue;
        buf_lit(&b, mark);
        buf_json(&b, f->name);
        buf_char(&b, ':');
        put_value(&b, a, f, today);
        mark = ",";
    }
    buf_lit(&b, mark[0] == '{' ? "{}" : "}");
    return buf_done(&b, &text) == OK ? text : SLICE_NONE;
}
