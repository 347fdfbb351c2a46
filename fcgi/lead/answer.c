/* answer: a judge for each type of field. A judge gets clean, non-empty text and says what is
 * wrong with it, or fills the answer's typed value. */
#include "lead/answer.h"

#include "base/buf.h"
#include "base/reading.h"
#include "base/utf8.h"
#include "lead/box.h"
#include "lead/date.h"
#include "lead/number.h"

struct judging {
    struct arena *arena;
    const struct submission_input *in;
    const struct field *field;
    const struct sent *sent;
    const struct reading *readings; /* of what was sent, one each */
    struct reading text;            /* the first that is not empty */
    struct answer *out;
};

static void mark(struct judging *j, enum mark m) { j->out->marks |= (size_t)1 << m; }

/* The pattern is compiled to match the whole text or not at all. One that runs into a limit is our
 * trouble, not the visitor's: the value is taken. */
static bool fits_pattern(struct judging *j) {
    size_t start, end;
    if (j->field->code == NULL)
        return true;
    switch (matcher_run(j->in->matcher, j->field->code, j->text.seen, &start, &end)) {
    case MATCH_YES:
        return true;
    case MATCH_NO:
        return false;
    default:
        mark(j, MARK_PATTERN_LIMIT);
        return true;
    }
}

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

/* A browser sends no line end from a one-line input; what a program sends is brought to that. */
static enum errcode one_line(struct judging *j) {
    struct reading *r = &j->text;
    bool plain = r->seen.ptr == r->typed.ptr;
    enum errcode e = join_lines(j->arena, &r->typed);
    if (e == OK && plain)
        r->seen = r->typed;
    else if (e == OK)
        e = join_lines(j->arena, &r->seen);
    return e;
}

static enum errcode judge_text(struct judging *j, enum fault *fault) {
    const struct field *f = j->field;
    enum errcode e = f->type == FIELD_TEXTAREA ? OK : one_line(j);
    if (e != OK)
        return e;
    size_t characters = utf8_length(j->text.seen);
    if (characters < f->length_min)
        *fault = FAULT_TOO_SHORT;
    else if (f->length_max > 0 && characters > f->length_max)
        *fault = FAULT_TOO_LONG;
    else if (!fits_pattern(j))
        *fault = FAULT_PATTERN;
    return OK;
}

static enum errcode judge_phone(struct judging *j, enum fault *fault) {
    const struct form *form = j->in->form;
    struct slice country = j->in->visitor_country;
    struct phone_context context = {
        .region = form->phone_region,
        .foreign = !form->at_home[j->in->language] ||
                   (country.ptr != NULL && !phone_same_plan(form->phone_region, country)),
    };
    struct phone_list *phones = &j->out->phones;
    enum errcode e = phone_parse(j->arena, j->text.seen, &context, phones);
    if (e != OK)
        return e;
    bool unverified = phones->unsure;
    if (phones->ambiguous || phones->count == 0)
        *fault = FAULT_PHONE;
    for (size_t i = 0; i < phones->count; i++)
        unverified = unverified || phones->items[i].verdict == PHONE_POSSIBLE;
    if (unverified)
        mark(j, MARK_PHONE_UNVERIFIED);
    j->out->says_more = phones->says_more;
    return OK;
}

static enum errcode judge_email(struct judging *j, enum fault *fault) {
    enum errcode e = email_parse(j->arena, &j->text, &j->out->email);
    if (e == ERR_SYNTAX) {
        *fault = FAULT_EMAIL;
        return OK;
    }
    if (e == OK && j->out->email.unverified)
        mark(j, MARK_EMAIL_UNVERIFIED);
    j->out->says_more = e == OK && j->out->email.says_more;
    return e;
}

/* Letters say what digits do not: the unit that was meant, a month. */
static bool has_letters(struct slice seen) {
    for (size_t i = 0; i < seen.len; i++)
        if (ascii_is_alpha(seen.ptr[i]) || (unsigned char)seen.ptr[i] >= 0x80)
            return true;
    return false;
}

static enum errcode judge_number(struct judging *j, enum fault *fault) {
    const struct field *f = j->field;
    bool is_json = j->sent->pairs[0]->kind == PAIR_NUMBER;
    double value[2] = {0, 0};
    bool comma = texts_decimal_comma(j->in->form->texts, j->in->language);
    enum number_reading reading;
    if (is_json)
        reading = number_parse_json(j->text.seen, value) ? NUMBER_ONE : NUMBER_NONE;
    else
        reading = number_read(j->text.seen, comma, f, value);
    if (reading == NUMBER_NONE)
        *fault = FAULT_NUMBER;
    else if (reading == NUMBER_TWO)
        *fault = FAULT_NUMBER_TWO;
    else if (!number_in_bounds(value[0], f))
        *fault = f->has_min && value[0] < f->min ? FAULT_TOO_SMALL : FAULT_TOO_BIG;
    j->out->says_more = has_letters(j->text.seen);
    j->out->number = value[0];
    j->out->number_other = value[1];
    return OK;
}

static enum errcode judge_date(struct judging *j, enum fault *fault) {
    const struct field *f = j->field;
    struct day_span today = j->in->today;
    int32_t day[2] = {0, 0};
    char iso[DATE_TEXT_BYTES];
    enum date_reading reading = date_read(j->text.seen, j->in->form->texts, j->in->language, day);
    j->out->day = day[0];
    j->out->day_other = day[1];
    if (reading != DATE_ONE) {
        *fault = reading == DATE_TWO ? FAULT_DATE_TWO : FAULT_DATE;
        return OK;
    }
    if ((f->has_min && day[0] < f->min) ||
        (f->has_within && day[0] < (double)today.first + f->from_days))
        *fault = FAULT_TOO_EARLY;
    else if ((f->has_max && day[0] > f->max) ||
             (f->has_within && day[0] > (double)today.last + f->to_days))
        *fault = FAULT_TOO_LATE;
    j->out->says_more = has_letters(j->text.seen);
    date_iso(day[0], iso);
    enum errcode e = arena_copy(j->arena, slice_from(iso), &j->text.typed);
    j->text.seen = j->text.typed;
    return e;
}

static const struct choice *find_choice(const struct field *f, struct slice seen) {
    for (size_t i = 0; i < f->choice_count; i++)
        if (slice_eq(f->choices[i].seen, seen))
            return &f->choices[i];
    return NULL;
}

static bool is_chosen(const struct answer *a, const struct choice *c) {
    for (size_t i = 0; i < a->chosen_count; i++)
        if (a->chosen[i] == c)
            return true;
    return false;
}

/* Choices in the order they were sent, each once. */
static enum errcode judge_choice(struct judging *j, enum fault *fault) {
    struct answer *out = j->out;
    out->chosen = arena_calloc(j->arena, j->sent->count, sizeof *out->chosen);
    if (out->chosen == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < j->sent->count; i++) {
        struct slice seen = j->readings[i].seen;
        const struct choice *c = find_choice(j->field, seen);
        if (c == NULL && seen.len > 0)
            *fault = FAULT_CHOICE;
        if (c != NULL && !is_chosen(out, c))
            out->chosen[out->chosen_count++] = c;
    }
    if (out->chosen_count > 0)
        j->text = (struct reading){out->chosen[0]->value, out->chosen[0]->seen};
    return OK;
}

static enum errcode judge_box(struct judging *j, enum fault *fault) {
    bool is_consent = j->field->type == FIELD_CONSENT;
    enum box_reading reading;
    enum errcode e = box_read(j->arena, j->readings, j->sent->count, j->field, &reading);
    if (e != OK)
        return e;
    j->out->checked = reading == BOX_YES;
    if (reading == BOX_UNREAD)
        *fault = is_consent ? FAULT_CONSENT : FAULT_CHOICE;
    else if (reading == BOX_NO && j->field->required)
        *fault = is_consent ? FAULT_CONSENT : FAULT_REQUIRED;
    j->text.typed = j->out->checked ? SLICE_LIT("true") : SLICE_LIT("false");
    j->text.seen = j->text.typed;
    return OK;
}

static enum errcode (*const judges[FIELD__MAX])(struct judging *, enum fault *) = {
    [FIELD_TEXT] = judge_text,     [FIELD_TEXTAREA] = judge_text, [FIELD_PHONE] = judge_phone,
    [FIELD_EMAIL] = judge_email,   [FIELD_NUMBER] = judge_number, [FIELD_DATE] = judge_date,
    [FIELD_CHOICE] = judge_choice, [FIELD_CHECKBOX] = judge_box,  [FIELD_CONSENT] = judge_box,
    [FIELD_FILE] = judge_text,     [FIELD_HIDDEN] = judge_text};

/* Reads what was sent. What cannot be read is a fault of the field; the rest is read as empty. */
static enum errcode read_sent(struct judging *j, struct reading *readings, enum fault *fault) {
    bool repaired = false;
    enum errcode e = OK;
    for (size_t i = 0; i < j->sent->count && e == OK; i++) {
        const struct pair *p = j->sent->pairs[i];
        bool is_text = p->kind != PAIR_JSON && p->kind != PAIR_UNREAD;
        readings[i] = (struct reading){SLICE_LIT(""), SLICE_LIT("")};
        if (p->value.len > PAIR_VALUE_MAX)
            *fault = FAULT_TOO_LONG;
        else if (is_text)
            e = reading_make(j->arena, p->value, &readings[i], &repaired);
        if (!is_text || e == ERR_SYNTAX)
            *fault = FAULT_TEXT;
        if (e == ERR_SYNTAX)
            e = OK;
        if (j->text.seen.len == 0)
            j->text = readings[i];
    }
    if (repaired)
        mark(j, MARK_TEXT_REPAIRED);
    return e;
}

/* A box comes with a hidden twin of another value, which is judge_box's to read. */
static bool may_repeat(const struct field *f) {
    return f->repeated || f->type == FIELD_CHECKBOX || f->type == FIELD_CONSENT;
}

/* The same value twice is once. */
static bool is_repeated(const struct judging *j) {
    for (size_t i = 1; i < j->sent->count; i++)
        if (!slice_eq(j->readings[i].seen, j->readings[0].seen))
            return !may_repeat(j->field);
    return false;
}

/* Scripts that mind the country code send the number once as it was typed and once whole, under
 * one name: that is one number, or two, but nothing that a visitor could mend. */
static enum errcode join_values(struct judging *j) {
    struct buf typed, seen;
    buf_init(&typed, j->arena, BODY_BYTES_MAX);
    buf_init(&seen, j->arena, BODY_BYTES_MAX * 2); /* composing may lengthen */
    for (size_t i = 0; i < j->sent->count; i++) {
        buf_lit(&typed, i == 0 ? "" : ", ");
        buf_raw(&typed, j->readings[i].typed);
        buf_lit(&seen, i == 0 ? "" : ", ");
        buf_raw(&seen, j->readings[i].seen);
    }
    enum errcode e = buf_done(&typed, &j->text.typed);
    return e == OK ? buf_done(&seen, &j->text.seen) : e;
}

static enum fault missing_fault(const struct field *f) {
    if (!f->required)
        return FAULT_NONE;
    return f->type == FIELD_CONSENT ? FAULT_CONSENT : FAULT_REQUIRED;
}

static enum errcode judge(struct judging *j) {
    struct answer *out = j->out;
    enum errcode e = OK;
    if (out->fault == FAULT_NONE && is_repeated(j)) {
        if (field_is_contact(j->field))
            e = join_values(j);
        else
            out->fault = FAULT_REPEATED;
    }
    if (e != OK)
        return e;
    bool filled = out->fault != FAULT_NONE || j->text.seen.len > 0;
    if (!filled)
        out->fault = missing_fault(j->field);
    else if (out->fault == FAULT_NONE)
        e = judges[j->field->type](j, &out->fault);
    if (filled)
        out->state = out->fault == FAULT_NONE ? ANSWER_VALID : ANSWER_INVALID;
    out->text = j->text.typed;
    out->seen = j->text.seen;
    return e;
}

enum errcode answer_judge(struct arena *a, const struct submission_input *in,
                          const struct field *field, const struct sent *sent, struct answer *out) {
    struct reading *readings = arena_calloc(a, sent->count + 1, sizeof *readings);
    struct judging j = {a, in, field, sent, readings, {SLICE_LIT(""), SLICE_LIT("")}, out};
    if (readings == NULL)
        return ERR_TOO_LARGE;
    *out = (struct answer){.raw = sent->count > 0 ? sent->pairs[0]->value : SLICE_NONE};
    enum errcode e = read_sent(&j, readings, &out->fault);
    return e == OK ? judge(&j) : e;
}
