/* form_list: in the person's language, as far as the owner has written it. */
#include "desk/form_list.h"

#include "base/bounds.h"
#include "base/buf.h"
#include "form/field_kind.h"
#include "form/number.h"

struct list {
    struct buf b;
    enum language language;
    const struct texts *texts;
};

static void member(struct list *l, const char *name, struct slice value) {
    buf_printf(&l->b, ",\"%s\":", name);
    buf_json(&l->b, value);
}

static void text_member(struct list *l, const char *name, const struct text *t) {
    struct slice value = text_in(t, l->language);
    if (value.len > 0)
        member(l, name, value);
}

static void flag_member(struct list *l, const char *name, bool set) {
    if (set)
        buf_printf(&l->b, ",\"%s\":true", name);
}

static void number_member(struct list *l, const char *name, double n) {
    char text[NUMBER_TEXT_BYTES];
    number_text(n, text);
    buf_printf(&l->b, ",\"%s\":%s", name, text);
}

static void write_units(struct list *l, const struct field *f) {
    text_member(l, "unit", &f->unit);
    if (f->unit_count == 0)
        return;
    buf_lit(&l->b, ",\"units\":[");
    for (size_t i = 0; i < f->unit_count; i++) {
        buf_lit(&l->b, i == 0 ? "" : ",");
        buf_json(&l->b, f->units[i].word);
    }
    buf_char(&l->b, ']');
}

static void write_choices(struct list *l, const struct field *f) {
    if (f->choice_count == 0)
        return;
    buf_lit(&l->b, ",\"choices\":[");
    for (size_t i = 0; i < f->choice_count; i++) {
        buf_lit(&l->b, i == 0 ? "{\"value\":" : ",{\"value\":");
        buf_json(&l->b, f->choices[i].value);
        member(l, "label", text_in(&f->choices[i].label, l->language));
        buf_char(&l->b, '}');
    }
    buf_char(&l->b, ']');
    flag_member(l, "repeated", f->repeated);
}

static void write_bounds(struct list *l, const struct field *f) {
    if (f->has_min)
        number_member(l, "min", f->min);
    if (f->has_max)
        number_member(l, "max", f->max);
    if (field_kind(f)->keys & FIELD_KEY_LENGTH)
        number_member(l, "max_length", (double)f->length_max);
}

static void write_field(struct list *l, const struct field *f) {
    buf_lit(&l->b, "{\"name\":");
    buf_json(&l->b, f->name);
    member(l, "type", slice_from(field_type_name(f->type)));
    text_member(l, "label", &f->label);
    text_member(l, "hint", &f->hint);
    if (f->placeholder.len > 0)
        member(l, "placeholder", f->placeholder);
    if (f->document.len > 0)
        member(l, "document", f->document);
    flag_member(l, "required", f->required);
    flag_member(l, "is_name", f->is_name || slice_eq_lit(f->name, "name"));
    flag_member(l, "is_contact", field_is_contact(f));
    flag_member(l, "is_agreement", field_kind(f)->is_agreement);
    write_units(l, f);
    write_choices(l, f);
    write_bounds(l, f);
    buf_char(&l->b, '}');
}

static void write_script(struct list *l, const struct form *form) {
    buf_lit(&l->b, ",\"script\":[");
    for (size_t i = 0; i < form->script_count; i++) {
        buf_lit(&l->b, i == 0 ? "" : ",");
        buf_json(&l->b, text_in(&form->script[i], l->language));
    }
    buf_char(&l->b, ']');
}

static void write_form(struct list *l, const struct form *form) {
    buf_lit(&l->b, "{\"name\":");
    buf_json(&l->b, form->name);
    text_member(l, "title", &form->title);
    write_script(l, form);
    buf_lit(&l->b, ",\"one_of\":[");
    for (size_t i = 0; i < form->any_of_count; i++) {
        buf_lit(&l->b, i == 0 ? "" : ",");
        buf_json(&l->b, form->fields[form->any_of[i]].name);
    }
    buf_lit(&l->b, "],\"fields\":[");
    for (size_t i = 0; i < form->field_count; i++) {
        buf_lit(&l->b, i == 0 ? "" : ",");
        write_field(l, &form->fields[i]);
    }
    buf_lit(&l->b, "]}");
}

static void write_categories(struct list *l, const struct form_set *set) {
    buf_lit(&l->b, "],\"categories\":[");
    for (size_t i = 0; i < category_count(set); i++) {
        buf_lit(&l->b, i == 0 ? "{\"name\":" : ",{\"name\":");
        buf_json(&l->b, category_at(set, i)->name);
        text_member(l, "label", &category_at(set, i)->label);
        buf_char(&l->b, '}');
    }
    buf_lit(&l->b, "]}");
}

void form_list_serve(struct errand *c) {
    const struct form_set *set = c->definitions->forms;
    struct list l = {.texts = form_set_texts(set)};
    if (!errand_signed_in(c) || !errand_enter(c, NULL) || !errand_commit(c))
        return;
    l.language = c->language;
    buf_init(&l.b, c->arena, DESK_ANSWER_BYTES_MAX);
    buf_lit(&l.b, "{\"forms\":[");
    for (size_t i = 0; i < form_count(set); i++) {
        buf_lit(&l.b, i == 0 ? "" : ",");
        write_form(&l, form_at(set, i));
    }
    write_categories(&l, set);
    (void)errand_answer(c, 200, &l.b);
}
