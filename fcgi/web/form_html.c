/* form_html: usable without JavaScript, on a phone and by keyboard. The browser's own checks are
 * switched off (novalidate): they know nothing of "2 т" or of a number typed with brackets, and
 * their bubbles speak the browser's language. Ids carry the form's name, so that several forms can
 * stand in one page. */
#include "web/form_html.h"

#include "base/bounds.h"
#include "base/clock.h"
#include "lead/message.h"
#include "web/words.h"

#define RADIO_CHOICES_MAX 5 /* more become a list */

struct control { /* what all controls of one field share */
    struct buf *b;
    const struct page_form *page;
    const struct field *field;
    const struct answer *answer; /* NULL on a fresh page */
};

static void write_id(const struct control *c) {
    buf_html_attr(c->b, c->page->form->name);
    buf_char(c->b, '-');
    buf_html_attr(c->b, c->field->name);
}

static void write_attr(struct buf *b, const char *name, struct slice value) {
    buf_char(b, ' ');
    buf_lit(b, name);
    buf_lit(b, "=\"");
    buf_html_attr(b, value);
    buf_char(b, '"');
}

/* What is wrong at a field. That none of the contacts is filled is said at the first of them. */
static enum fault fault_of(const struct page_form *p, const struct field *f) {
    const struct form *form = p->form;
    if (p->submission == NULL)
        return FAULT_NONE;
    enum fault own = p->submission->answers[f - form->fields].fault;
    bool first_contact = form->any_of_count > 0 && f == &form->fields[form->any_of[0]];
    if (own == FAULT_NONE && first_contact && p->submission->form_fault == FAULT_CONTACT)
        return FAULT_CONTACT;
    return own;
}

static bool is_faulty(const struct control *c) { return fault_of(c->page, c->field) != FAULT_NONE; }

static struct slice typed(const struct control *c) {
    return c->answer != NULL && c->answer->raw.ptr != NULL ? c->answer->raw : SLICE_LIT("");
}

static bool is_first_fault(const struct control *c) {
    const struct form *form = c->page->form;
    for (size_t i = 0; i < form->field_count; i++)
        if (fault_of(c->page, &form->fields[i]) != FAULT_NONE)
            return &form->fields[i] == c->field;
    return false;
}

static bool has_hint(const struct field *f, enum language l) {
    return text_in(&f->hint, l).len > 0;
}

/* What describes the control for those who do not see the page: its hint and its message. */
static void write_description(const struct control *c) {
    bool hint = has_hint(c->field, c->page->language), fault = is_faulty(c);
    if (hint || fault) {
        buf_lit(c->b, " aria-describedby=\"");
        if (hint) {
            write_id(c);
            buf_lit(c->b, "-hint");
        }
        if (fault) {
            buf_lit(c->b, hint ? " " : "");
            write_id(c);
            buf_lit(c->b, "-error");
        }
        buf_char(c->b, '"');
    }
    if (fault)
        buf_lit(c->b, " aria-invalid=\"true\"");
    if (fault && is_first_fault(c))
        buf_lit(c->b, " autofocus");
}

static void write_common(const struct control *c) {
    buf_lit(c->b, " id=\"");
    write_id(c);
    buf_char(c->b, '"');
    write_attr(c->b, "name", c->field->name);
    if (c->field->required)
        buf_lit(c->b, " aria-required=\"true\"");
    write_description(c);
}

static void write_day(struct buf *b, const char *name, int32_t day) {
    int y, m, d;
    clock_date_from_day(day, &y, &m, &d);
    buf_printf(b, " %s=\"%04d-%02d-%02d\"", name, y, m, d);
}

/* A date that is no ISO date would vanish from a date input: show it as text. */
static bool shows_as_date(const struct control *c) {
    return typed(c).len == 0 || c->answer->state == ANSWER_VALID;
}

static const char *input_type(const struct control *c) {
    switch (c->field->type) {
    case FIELD_PHONE:
        return "tel";
    case FIELD_DATE:
        return shows_as_date(c) ? "date" : "text";
    default:
        return "text"; /* e-mail too: type=email would rewrite an international domain */
    }
}

static void write_input(const struct control *c) {
    const struct field *f = c->field;
    bool date = f->type == FIELD_DATE && shows_as_date(c);
    buf_printf(c->b, "<input type=\"%s\"", input_type(c));
    write_common(c);
    if (f->type == FIELD_EMAIL)
        buf_lit(c->b, " inputmode=\"email\" autocapitalize=\"none\" spellcheck=\"false\"");
    if (f->type == FIELD_NUMBER)
        buf_lit(c->b, " inputmode=\"decimal\"");
    if (date && f->has_within) {
        write_day(c->b, "min", c->page->today.first + f->from_days);
        write_day(c->b, "max", c->page->today.last + f->to_days);
    }
    if (f->autocomplete.len > 0)
        write_attr(c->b, "autocomplete", f->autocomplete);
    if (f->placeholder.len > 0)
        write_attr(c->b, "placeholder", f->placeholder);
    write_attr(c->b, "value", date && typed(c).len > 0 ? c->answer->text : typed(c));
    buf_char(c->b, '>');
}

static void write_textarea(const struct control *c) {
    buf_lit(c->b, "<textarea rows=\"4\"");
    write_common(c);
    if (c->field->placeholder.len > 0)
        write_attr(c->b, "placeholder", c->field->placeholder);
    buf_lit(c->b, ">\n"); /* HTML drops one line end here, so one of the visitor's stays */
    buf_html_text(c->b, typed(c));
    buf_lit(c->b, "</textarea>");
}

static bool was_sent(const struct control *c, struct slice value) {
    const struct submission *s = c->page->submission;
    for (size_t i = 0; s != NULL && i < s->pairs->count; i++) {
        const struct pair *p = &s->pairs->items[i];
        if (slice_eq(p->name, c->field->name) && slice_eq(p->value, value))
            return true;
    }
    return false;
}

static void write_list(const struct control *c) {
    buf_lit(c->b, "<select");
    write_common(c);
    buf_lit(c->b, "><option value=\"\">");
    buf_html_text(c->b, texts_word(c->page->form->texts, WORD_NOT_CHOSEN, c->page->language));
    buf_lit(c->b, "</option>");
    for (size_t i = 0; i < c->field->choice_count; i++) {
        const struct choice *choice = &c->field->choices[i];
        buf_lit(c->b, "<option");
        write_attr(c->b, "value", choice->value);
        buf_lit(c->b, was_sent(c, choice->value) ? " selected>" : ">");
        buf_html_text(c->b, text_in(&choice->label, c->page->language));
        buf_lit(c->b, "</option>");
    }
    buf_lit(c->b, "</select>");
}

static void write_options(const struct control *c) {
    for (size_t i = 0; i < c->field->choice_count; i++) {
        const struct choice *choice = &c->field->choices[i];
        buf_printf(c->b, "<label class=\"option\"><input type=\"%s\"",
                   c->field->repeated ? "checkbox" : "radio");
        if (i == 0)
            write_common(c);
        else
            write_attr(c->b, "name", c->field->name);
        write_attr(c->b, "value", choice->value);
        buf_lit(c->b, was_sent(c, choice->value) ? " checked> <span>" : "> <span>");
        buf_html_text(c->b, text_in(&choice->label, c->page->language));
        buf_lit(c->b, "</span></label>");
    }
}

static bool has_options(const struct field *f) {
    return f->type == FIELD_CHOICE && (f->repeated || f->choice_count <= RADIO_CHOICES_MAX);
}

static bool is_tick(const struct field *f) {
    return f->type == FIELD_CHECKBOX || f->type == FIELD_CONSENT;
}

static void write_label_text(const struct control *c) {
    struct slice unit = text_in(&c->field->unit, c->page->language);
    buf_html_text(c->b, text_in(&c->field->label, c->page->language));
    if (unit.len > 0) {
        buf_lit(c->b, "<span class=\"unit\">, ");
        buf_html_text(c->b, unit);
        buf_lit(c->b, "</span>");
    }
    if (!c->field->required)
        return;
    buf_lit(c->b, " <span class=\"required\">*</span>");
}

static void write_tick(const struct control *c) {
    buf_lit(c->b, "<label class=\"option\"><input type=\"checkbox\" value=\"on\"");
    write_common(c);
    buf_lit(c->b, c->answer != NULL && c->answer->checked ? " checked> <span>" : "> <span>");
    write_label_text(c);
    buf_lit(c->b, "</span></label>");
    if (c->field->document.len == 0)
        return;
    buf_lit(c->b, " <a target=\"_blank\" rel=\"noopener\"");
    write_attr(c->b, "href", c->field->document);
    buf_char(c->b, '>');
    buf_html_text(c->b, texts_word(c->page->form->texts, WORD_READ_DOCUMENT, c->page->language));
    buf_lit(c->b, "</a>");
}

static void write_paragraph(const struct control *c, const char *kind, struct slice text) {
    buf_printf(c->b, "<p class=\"%s\" id=\"", kind);
    write_id(c);
    buf_printf(c->b, "-%s\">", kind);
    buf_html_text(c->b, text);
    buf_lit(c->b, "</p>");
}

static void write_hint_and_error(const struct control *c) {
    if (has_hint(c->field, c->page->language))
        write_paragraph(c, "hint", text_in(&c->field->hint, c->page->language));
    if (!is_faulty(c))
        return;
    struct buf message;
    struct slice text = SLICE_LIT("");
    buf_init(&message, c->b->arena, FAULT_MESSAGE_BYTES_MAX);
    message_write(&message, c->page->submission, c->field, fault_of(c->page, c->field));
    if (buf_done(&message, &text) == OK)
        write_paragraph(c, "error", text);
}

static void write_control(const struct control *c) {
    if (is_tick(c->field))
        write_tick(c);
    else if (c->field->type == FIELD_TEXTAREA)
        write_textarea(c);
    else if (has_options(c->field))
        write_options(c);
    else if (c->field->type == FIELD_CHOICE)
        write_list(c);
    else
        write_input(c);
}

/* Options are a group with a legend; every other control has a label of its own. */
static void write_field(const struct control *c) {
    bool group = has_options(c->field);
    buf_lit(c->b, group                             ? "<fieldset class=\"field choice"
                  : c->field->type == FIELD_CONSENT ? "<div class=\"field consent"
                                                    : "<div class=\"field");
    buf_lit(c->b, is_faulty(c) ? " faulty\">" : "\">");
    if (group) {
        buf_lit(c->b, "<legend>");
        write_label_text(c);
        buf_lit(c->b, "</legend>");
    } else if (!is_tick(c->field)) {
        buf_lit(c->b, "<label for=\"");
        write_id(c);
        buf_lit(c->b, "\">");
        write_label_text(c);
        buf_lit(c->b, "</label>");
    }
    write_hint_and_error(c);
    write_control(c);
    buf_lit(c->b, group ? "</fieldset>\n" : "</div>\n");
}

static void write_hidden(struct buf *b, struct slice name, struct slice value) {
    if (value.ptr == NULL)
        return;
    buf_lit(b, "<input type=\"hidden\"");
    write_attr(b, "name", name);
    write_attr(b, "value", value);
    buf_lit(b, ">\n");
}

static void write_own_fields(struct buf *b, const struct page_form *p) {
    write_hidden(b, SLICE_LIT("_submission"), p->token);
    write_hidden(b, SLICE_LIT("_landing"), p->landing);
    write_hidden(b, SLICE_LIT("_referrer"), p->referrer);
    /* filled by machines that fill everything; hidden by the attribute, so that it stays unseen
     * where the owner's page brings its own styles */
    buf_lit(b, "<div class=\"extra\" hidden><label>Website <input type=\"text\" name=\"" TRAP_FIELD
               "\" tabindex=\"-1\" autocomplete=\"new-password\"></label></div>\n");
}

static void write_star_meaning(struct buf *b, const struct page_form *p) {
    bool any = false;
    for (size_t i = 0; i < p->form->field_count; i++)
        any |= p->form->fields[i].required;
    if (!any)
        return;
    buf_lit(b, "<p class=\"hint\"><span class=\"required\">*</span> ");
    buf_html_text(b, texts_word(p->form->texts, WORD_REQUIRED, p->language));
    buf_lit(b, "</p>\n");
}

void form_html_write(struct buf *b, const struct page_form *p) {
    const struct form *form = p->form;
    buf_lit(b, "<form class=\"firstline\" method=\"post\" novalidate accept-charset=\"utf-8\"");
    buf_lit(b, " action=\"/f/");
    buf_html_attr(b, form->name);
    buf_printf(b, "?lang=%s\">\n", texts_code(form->texts, p->language));
    write_star_meaning(b, p);
    for (size_t i = 0; i < form->field_count; i++) {
        struct control c = {.b = b, .page = p, .field = &form->fields[i]};
        c.answer = p->submission == NULL ? NULL : &p->submission->answers[i];
        if (c.field->type == FIELD_HIDDEN)
            write_hidden(b, c.field->name, typed(&c));
        else
            write_field(&c);
    }
    write_own_fields(b, p);
    struct slice send = text_in(&form->submit, p->language);
    buf_lit(b, "<button type=\"submit\">");
    buf_html_text(b, send.len > 0 ? send : texts_word(form->texts, WORD_SEND, p->language));
    buf_lit(b, "</button>\n</form>\n");
}

/* Where a message of the form as a whole leads: the first of the contacts. */
static const struct field *field_of_fault(const struct form *form, enum fault f) {
    return f == FAULT_CONTACT && form->any_of_count > 0 ? &form->fields[form->any_of[0]] : NULL;
}

static void write_message(struct buf *b, const struct page_form *p, const struct field *field,
                          enum fault fault, const struct field *target) {
    struct buf message;
    struct slice text;
    buf_init(&message, b->arena, FAULT_MESSAGE_BYTES_MAX);
    message_write(&message, p->submission, field, fault);
    if (buf_done(&message, &text) != OK)
        return;
    buf_lit(b, "<li>");
    if (target != NULL) {
        buf_lit(b, "<a href=\"#");
        buf_html_attr(b, p->form->name);
        buf_char(b, '-');
        buf_html_attr(b, target->name);
        buf_lit(b, "\">");
    }
    buf_html_text(b, text);
    buf_lit(b, target != NULL ? "</a></li>\n" : "</li>\n");
}

static void write_faults(struct buf *b, const struct page_form *p) {
    const struct submission *s = p->submission;
    buf_lit(b, "<ul>\n");
    if (s->key_fault != FAULT_NONE)
        write_message(b, p, NULL, s->key_fault, NULL);
    if (s->form_fault != FAULT_NONE)
        write_message(b, p, NULL, s->form_fault, field_of_fault(p->form, s->form_fault));
    for (size_t i = 0; i < p->form->field_count; i++)
        if (s->answers[i].fault != FAULT_NONE)
            write_message(b, p, &p->form->fields[i], s->answers[i].fault, &p->form->fields[i]);
    buf_lit(b, "</ul>\n");
}

void form_html_messages(struct buf *b, const struct page_form *p) {
    bool faulty = p->submission != NULL && !submission_valid(p->submission);
    if (!faulty && !p->busy)
        return;
    buf_lit(b, "<div class=\"messages\" role=\"alert\">\n<p>");
    buf_html_text(b, texts_word(p->form->texts, p->busy ? WORD_BUSY : WORD_CORRECT, p->language));
    buf_lit(b, "</p>\n");
    if (faulty)
        write_faults(b, p);
    buf_lit(b, "</div>\n");
}
