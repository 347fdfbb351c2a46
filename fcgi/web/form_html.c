/* form_html: usable without JavaScript, on a phone and by keyboard. Ids carry the form's name, so
 * that several forms can stand in one page.
 *
 * What the browser may check before it sends. It must never refuse what we would take:
 *   required    on what people type, on a list and on radios: it refuses the empty value only, and
 *               so do we (blanks alone pass there and come back from here). On one box: not ticked.
 *               Not on several boxes, where it would want each of them ticked.
 *   min, max    on a picker that is shown as one, as its kind has it (form/field_date).
 *   maxlength   never: it counts UTF-16 units, and what is pasted past it vanishes without a word.
 *   minlength, pattern, type=email, type=number, type=url   never: they know nothing of characters
 *               outside the BMP, of "2 т", of a number typed with brackets, of anna@почта.рф.
 * The trap and hidden fields have none of them. */
#include "web/form_html.h"

#include "base/bounds.h"
#include "lead/message.h"
#include "web/thanks_html.h"
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

static bool is_control(const struct field *f, enum field_control c) {
    return field_kind(f)->control == c;
}

static bool has_options(const struct field *f) {
    return is_control(f, CONTROL_CHOICE) && (f->repeated || f->choice_count <= RADIO_CHOICES_MAX);
}

static bool is_tick(const struct field *f) { return is_control(f, CONTROL_TICK); }

static bool has_hint(const struct field *f, enum language l) {
    return text_in(&f->hint, l).len > 0;
}

/* What describes a control, or a group of them, for those who do not see the page: its hint and its
 * message. */
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
}

/* Of radios the group is invalid, of boxes each one: so ARIA has it. */
static void write_invalid(const struct control *c) {
    if (is_faulty(c))
        buf_lit(c->b, " aria-invalid=\"true\"");
}

static void write_name(const struct control *c) { write_attr(c->b, "name", c->field->name); }

static void write_required(const struct control *c) {
    if (c->field->required)
        buf_lit(c->b, " required");
}

static void write_common(const struct control *c) {
    buf_lit(c->b, " id=\"");
    write_id(c);
    buf_char(c->b, '"');
    write_name(c);
    write_required(c);
    write_description(c);
    write_invalid(c);
}

/* What is no date would vanish from a date input: show it as text. A date out of bounds is one. */
static bool shows_as_picker(const struct control *c) {
    enum fault f = fault_of(c->page, c->field);
    return field_kind_is_picker(c->field) &&
           (typed(c).len == 0 || c->answer->state == ANSWER_VALID || f == FAULT_TOO_EARLY ||
            f == FAULT_TOO_LATE);
}

static void write_input(const struct control *c) {
    const struct field *f = c->field;
    const struct field_kind *kind = field_kind(f);
    bool picker = shows_as_picker(c), plain = kind->limits != NULL && !picker;
    buf_printf(c->b, "<input type=\"%s\"", kind->input == NULL || plain ? "text" : kind->input);
    write_common(c);
    if (kind->attributes != NULL)
        buf_lit(c->b, kind->attributes);
    if (picker)
        kind->limits(c->b, f, c->page->today.first, c->page->today.last);
    if (picker && typed(c).len > 0)
        write_attr(c->b, "value", c->answer->value.text.typed);
    else if (!picker)
        write_attr(c->b, "value", typed(c));
    if (f->autocomplete.len > 0)
        write_attr(c->b, "autocomplete", f->autocomplete);
    if (f->placeholder.len > 0)
        write_attr(c->b, "placeholder", f->placeholder);
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

/* What the judge took of what was sent; where it took nothing, what was sent. */
static bool is_chosen(const struct control *c, struct slice value) {
    const struct answer *a = c->answer;
    if (a == NULL)
        return false;
    for (size_t i = 0; i < a->value.chosen_count; i++)
        if (slice_eq(a->value.chosen[i]->value, value))
            return true;
    return slice_eq(a->state == ANSWER_VALID ? a->value.text.typed : typed(c), value);
}

static bool is_any_chosen(const struct control *c) {
    for (size_t i = 0; i < c->field->choice_count; i++)
        if (is_chosen(c, c->field->choices[i].value))
            return true;
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
        buf_lit(c->b, is_chosen(c, choice->value) ? " selected>" : ">");
        buf_html_text(c->b, text_in(&choice->label, c->page->language));
        buf_lit(c->b, "</option>");
    }
    buf_lit(c->b, "</select>");
}

struct option {
    struct slice value, label;
    bool first, chosen; /* the first has the id, to which the summary of errors leads */
};

static void write_option(const struct control *c, const struct option *o) {
    bool several = c->field->repeated;
    buf_lit(c->b, "<label class=\"option\"><input");
    write_attr(c->b, "type", several ? SLICE_LIT("checkbox") : SLICE_LIT("radio"));
    if (o->first) {
        buf_lit(c->b, " id=\"");
        write_id(c);
        buf_char(c->b, '"');
    }
    write_name(c);
    if (several)
        write_invalid(c);
    else
        write_required(c);
    write_attr(c->b, "value", o->value);
    buf_lit(c->b, o->chosen ? " checked> <span>" : "> <span>");
    buf_html_text(c->b, o->label);
    buf_lit(c->b, "</span></label>");
}

/* A radio cannot be taken back: where none is needed, there is one for that. */
static void write_options(const struct control *c) {
    bool may_be_none = !c->field->repeated && !c->field->required;
    if (may_be_none)
        write_option(c, &(struct option){.value = SLICE_LIT(""),
                                         .label = texts_word(c->page->form->texts, WORD_NOT_CHOSEN,
                                                             c->page->language),
                                         .first = true,
                                         .chosen = !is_any_chosen(c)});
    for (size_t i = 0; i < c->field->choice_count; i++) {
        const struct choice *choice = &c->field->choices[i];
        write_option(c, &(struct option){.value = choice->value,
                                         .label = text_in(&choice->label, c->page->language),
                                         .first = i == 0 && !may_be_none,
                                         .chosen = is_chosen(c, choice->value)});
    }
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
    buf_lit(c->b, c->answer != NULL && c->answer->value.checked ? " checked> <span>" : "> <span>");
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
    else if (is_control(c->field, CONTROL_AREA))
        write_textarea(c);
    else if (has_options(c->field))
        write_options(c);
    else if (is_control(c->field, CONTROL_CHOICE))
        write_list(c);
    else
        write_input(c);
}

static void write_group_begin(const struct control *c) {
    buf_lit(c->b, "<fieldset class=\"field choice");
    buf_lit(c->b, is_faulty(c) ? " faulty\"" : "\"");
    write_description(c);
    if (!c->field->repeated) {
        buf_lit(c->b, " role=\"radiogroup\"");
        write_invalid(c);
    }
    buf_lit(c->b, "><legend>");
    write_label_text(c);
    buf_lit(c->b, "</legend>");
}

/* Options are a group with a legend; every other control has a label of its own. */
static void write_field(const struct control *c) {
    bool group = has_options(c->field);
    if (group) {
        write_group_begin(c);
    } else {
        buf_lit(c->b, "<div class=\"field");
        buf_lit(c->b, field_kind(c->field)->is_agreement ? " consent" : "");
        buf_lit(c->b, is_faulty(c) ? " faulty\">" : "\">");
    }
    if (!group && !is_tick(c->field)) {
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
    write_hidden(b, SLICE_LIT("_visitor"), p->visitor);
    write_hidden(b, SLICE_LIT("_touch"), p->touch);
    write_hidden(b, SLICE_LIT("_around"), p->around);
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

/* Of a page that came back: what was typed goes along, and comes back in the other language without
 * being taken (?unsent). They stand behind the button that sends, for Enter presses the first; a
 * label at the head of the page presses them as well. */
static void write_language_buttons(struct buf *b, const struct page_form *p) {
    for (size_t i = 0; i < p->form->language_count; i++) {
        enum language l = p->form->languages[i];
        const char *code = texts_code(p->form->texts, l);
        if (l == p->language)
            continue;
        buf_lit(b, "<button type=\"submit\" class=\"language\" formnovalidate id=\"");
        buf_html_attr(b, p->form->name);
        buf_printf(b, "-in-%s\" lang=\"%s\" formaction=\"/f/", code, code);
        buf_html_attr(b, p->form->name);
        buf_printf(b, "?lang=%s&amp;unsent\">", code);
        buf_html_text(b, texts_name(p->form->texts, l));
        buf_lit(b, "</button>\n");
    }
}

void form_html_write(struct buf *b, const struct page_form *p) {
    const struct form *form = p->form;
    const char *code = texts_code(form->texts, p->language);
    buf_printf(b, "<form class=\"firstline\" lang=\"%s\" method=\"post\" accept-charset=\"utf-8\"",
               code);
    buf_lit(b, " action=\"/f/");
    buf_html_attr(b, form->name);
    buf_printf(b, "?lang=%s\">\n", code);
    write_star_meaning(b, p);
    for (size_t i = 0; i < form->field_count; i++) {
        struct control c = {.b = b, .page = p, .field = &form->fields[i]};
        c.answer = p->submission == NULL ? NULL : &p->submission->answers[i];
        if (is_control(c.field, CONTROL_HIDDEN))
            write_hidden(b, c.field->name, typed(&c));
        else
            write_field(&c);
    }
    write_own_fields(b, p);
    struct slice send = text_in(&form->submit, p->language);
    buf_lit(b, "<button type=\"submit\">");
    buf_html_text(b, send.len > 0 ? send : texts_word(form->texts, WORD_SEND, p->language));
    buf_lit(b, "</button>\n");
    if (p->submission != NULL && !p->fragment)
        write_language_buttons(b, p);
    buf_lit(b, "</form>\n");
}

/* Where a message of the form as a whole leads: the first of the contacts. */
static const struct field *field_of_fault(const struct form *form, enum fault f) {
    return f == FAULT_CONTACT && form->any_of_count > 0 ? &form->fields[form->any_of[0]] : NULL;
}

/* The same words as at the field. */
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

static bool is_wrong(const struct page_form *p) {
    return p->submission != NULL && !submission_valid(p->submission);
}

bool form_html_is_error(const struct page_form *p) { return is_wrong(p) || p->busy; }

/* The box takes the focus when the page opens, the alert is inside of it: together on one element
 * they made screen readers begin twice. In somebody's page nothing takes the focus by itself: there
 * the address leads to the box. */
void form_html_messages(struct buf *b, const struct page_look *look, const struct page_form *p) {
    if (!form_html_is_error(p) && !p->forgotten)
        return;
    enum word head = p->busy ? WORD_BUSY_HEAD : WORD_PROBLEM;
    enum word text = p->busy ? WORD_BUSY : p->forgotten ? WORD_FORGOTTEN : WORD_KEPT;
    buf_lit(b, "<div class=\"firstline messages\" id=\"");
    buf_html_attr(b, p->form->name);
    buf_printf(b, "--messages\" lang=\"%s\" tabindex=\"-1\"", texts_code(look->texts, p->language));
    buf_lit(b, p->fragment ? ">\n" : " autofocus>\n");
    buf_lit(b, "<div role=\"alert\">\n<h2>");
    buf_html_text(b, texts_word(look->texts, head, p->language));
    buf_lit(b, "</h2>\n<p>");
    buf_html_text(b, texts_word(look->texts, text, p->language));
    buf_lit(b, "</p>\n");
    if (p->busy)
        thanks_html_call(b, look, p->language);
    if (is_wrong(p))
        write_faults(b, p);
    buf_lit(b, "</div>\n</div>\n");
}
