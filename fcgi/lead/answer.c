/* answer: a judge for each type of field. A judge gets clean, non-empty text and says what is
 * wrong with it, or fills the answer's typed value. */
#include "lead/answer.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "lead/clean.h"
#include "lead/date.h"
#include "lead/number.h"

struct judging {
    struct arena *arena;
    const struct submission_input *in;
    const struct field *field;
    const struct sent *sent;
    struct slice text; /* trimmed, not empty */
    struct answer *out;
};

static void mark(struct judging *j, enum mark m) { j->out->marks |= (size_t)1 << m; }

/* The pattern is compiled to match the whole text or not at all. One that runs into a limit is our
 * trouble, not the visitor's: the value is taken. */
static bool fits_pattern(struct judging *j) {
    size_t start, end;
    if (j->field->code == NULL)
        return true;
    switch (matcher_run(j->in->matcher, j->field->code, j->text, &start, &end)) {
    case MATCH_YES:
        return true;
    case MATCH_NO:
        return false;
    default:
        mark(j, MARK_PATTERN_LIMIT);
        return true;
    }
}

/* A browser sends no line end from a one-line input; what a program sends is brought to that. */
static enum errcode join_lines(struct judging *j) {
    if (slice_find(j->text, '\n') == j->text.len)
        return OK;
    char *p = arena_alloc(j->arena, j->text.len);
    if (p == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < j->text.len; i++)
        p[i] = j->text.ptr[i] == '\n' ? ' ' : j->text.ptr[i];
    j->text.ptr = p;
    return OK;
}

static enum errcode judge_text(struct judging *j, enum fault *fault) {
    const struct field *f = j->field;
    enum errcode e = clean_line_ends(j->arena, j->text, &j->text);
    if (e == OK && f->type == FIELD_TEXT)
        e = join_lines(j);
    if (e != OK)
        return e;
    size_t characters = utf8_length(j->text);
    if (characters < f->length_min)
        *fault = FAULT_TOO_SHORT;
    else if (f->length_max > 0 && characters > f->length_max)
        *fault = FAULT_TOO_LONG;
    else if (!fits_pattern(j))
        *fault = FAULT_PATTERN;
    return OK;
}

static enum errcode judge_phone(struct judging *j, enum fault *fault) {
    enum errcode e = phone_parse(j->arena, j->text, j->in->form->phone_region, &j->out->phones);
    if (e != OK)
        return e;
    if (j->out->phones.count == 0)
        *fault = FAULT_PHONE;
    for (size_t i = 0; i < j->out->phones.count; i++)
        if (j->out->phones.items[i].verdict == PHONE_POSSIBLE)
            mark(j, MARK_PHONE_UNVERIFIED);
    return OK;
}

static enum errcode judge_email(struct judging *j, enum fault *fault) {
    enum errcode e = email_parse(j->arena, j->text, &j->out->email);
    if (e == ERR_SYNTAX) {
        *fault = FAULT_EMAIL;
        return OK;
    }
    if (e == OK && j->out->email.unverified)
        mark(j, MARK_EMAIL_UNVERIFIED);
    return e;
}

static enum errcode judge_number(struct judging *j, enum fault *fault) {
    const struct field *f = j->field;
    bool is_json = j->sent->pairs[0]->kind == PAIR_NUMBER;
    double value = 0;
    if (is_json ? !number_parse_json(j->text, &value)
                : !number_parse(j->text, j->in->language, f, &value))
        *fault = FAULT_NUMBER;
    else if (f->has_min && value < f->min)
        *fault = FAULT_TOO_SMALL;
    else if (f->has_max && value > f->max)
        *fault = FAULT_TOO_BIG;
    j->out->number = value;
    return OK;
}

static enum errcode judge_date(struct judging *j, enum fault *fault) {
    const struct field *f = j->field;
    int32_t day;
    char iso[DATE_TEXT_BYTES];
    if (!date_parse(j->text, &day)) {
        *fault = FAULT_DATE;
        return OK;
    }
    double ahead = (double)day - clock_day(j->in->now_us);
    if ((f->has_min && day < f->min) || (f->has_within && ahead < f->from_days))
        *fault = FAULT_TOO_EARLY;
    else if ((f->has_max && day > f->max) || (f->has_within && ahead > f->to_days))
        *fault = FAULT_TOO_LATE;
    j->out->day = day;
    date_iso(day, iso);
    return arena_copy(j->arena, slice_from(iso), &j->text);
}

static const struct choice *find_choice(const struct field *f, struct slice value) {
    for (size_t i = 0; i < f->choice_count; i++)
        if (slice_eq(f->choices[i].value, value))
            return &f->choices[i];
    return NULL;
}

static bool has_value(const struct answer *a, struct slice value) {
    for (size_t i = 0; i < a->value_count; i++)
        if (slice_eq(a->values[i], value))
            return true;
    return false;
}

/* Values in the order they were sent, each once; at most as many as there are choices. */
static enum errcode judge_choices(struct judging *j, enum fault *fault) {
    struct answer *out = j->out;
    out->values = arena_calloc(j->arena, j->sent->count, sizeof *out->values);
    if (out->values == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < j->sent->count; i++) {
        struct slice value = clean_trim(j->sent->pairs[i]->value);
        const struct choice *c = find_choice(j->field, value);
        if (c == NULL && value.len > 0)
            *fault = FAULT_CHOICE;
        if (c != NULL && !has_value(out, value))
            out->values[out->value_count++] = c->value;
    }
    if (out->value_count > 0)
        j->text = out->values[0];
    return OK;
}

static enum errcode judge_choice(struct judging *j, enum fault *fault) {
    if (j->field->repeated)
        return judge_choices(j, fault);
    const struct choice *c = find_choice(j->field, j->text);
    if (c == NULL)
        *fault = FAULT_CHOICE;
    else
        j->text = c->value;
    return OK;
}

static bool is_one_of(struct slice s, const char *const *words) {
    for (; *words != NULL; words++)
        if (clean_eq(s, slice_from(*words)))
            return true;
    return false;
}

static enum errcode judge_box(struct judging *j, enum fault *fault) {
    static const char *const yes[] = {"on", "true", "1", "yes", "да", NULL};
    static const char *const no[] = {"off", "false", "0", "no", "нет", NULL};
    bool is_consent = j->field->type == FIELD_CONSENT;
    j->out->checked = is_one_of(j->text, yes);
    if (!j->out->checked && !is_one_of(j->text, no))
        *fault = is_consent ? FAULT_CONSENT : FAULT_CHOICE;
    else if (!j->out->checked && j->field->required)
        *fault = is_consent ? FAULT_CONSENT : FAULT_REQUIRED;
    j->text = j->out->checked ? SLICE_LIT("true") : SLICE_LIT("false");
    return OK;
}

static enum errcode (*const judges[FIELD__MAX])(struct judging *, enum fault *) = {
    [FIELD_TEXT] = judge_text,     [FIELD_TEXTAREA] = judge_text, [FIELD_PHONE] = judge_phone,
    [FIELD_EMAIL] = judge_email,   [FIELD_NUMBER] = judge_number, [FIELD_DATE] = judge_date,
    [FIELD_CHOICE] = judge_choice, [FIELD_CHECKBOX] = judge_box,  [FIELD_CONSENT] = judge_box,
    [FIELD_FILE] = judge_text,     [FIELD_HIDDEN] = judge_text};

/* What can be said before the type is looked at. */
static enum fault judge_sent(const struct field *f, const struct sent *sent) {
    for (size_t i = 0; i < sent->count; i++) {
        if (sent->pairs[i]->kind == PAIR_JSON || !utf8_is_text(sent->pairs[i]->value))
            return FAULT_TEXT;
        /* the same value twice is what a box with a hidden input beside it sends */
        if (!f->repeated && !slice_eq(sent->pairs[i]->value, sent->pairs[0]->value))
            return FAULT_REPEATED;
    }
    return FAULT_NONE;
}

static enum fault missing_fault(const struct field *f) {
    if (!f->required)
        return FAULT_NONE;
    return f->type == FIELD_CONSENT ? FAULT_CONSENT : FAULT_REQUIRED;
}

/* The first value that is not empty; of a field that is sent once, its only one. */
static struct slice first_text(const struct sent *sent) {
    struct slice text = SLICE_NONE;
    for (size_t i = 0; i < sent->count && text.len == 0; i++)
        text = clean_trim(sent->pairs[i]->value);
    return text;
}

enum errcode answer_judge(struct arena *a, const struct submission_input *in,
                          const struct field *field, const struct sent *sent, struct answer *out) {
    struct judging j = {a, in, field, sent, first_text(sent), out};
    *out = (struct answer){.raw = sent->count > 0 ? sent->pairs[0]->value : SLICE_NONE};
    enum errcode e = OK;
    out->fault = judge_sent(field, sent);
    bool filled = out->fault != FAULT_NONE || j.text.len > 0;
    if (!filled)
        out->fault = missing_fault(field);
    else if (out->fault == FAULT_NONE)
        e = judges[field->type](&j, &out->fault);
    if (filled)
        out->state = out->fault == FAULT_NONE ? ANSWER_VALID : ANSWER_INVALID;
    if (out->state == ANSWER_VALID)
        out->text = j.text;
    return e;
}
