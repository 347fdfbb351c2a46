/* answer: what was sent to a field is read and given to the field's kind. Phones and addresses are
 * judged here, and so are patterns: what they are read with is no concern of the form layer. */
#include "lead/answer.h"

#include "base/buf.h"

struct judging {
    const struct submission_input *in;
    const struct sent *sent;
    struct reading *readings; /* of what was sent, one each */
    struct field_sent typed;  /* the same for the kind */
    struct marks *marks;
    struct answer *out;
};

/* The pattern is compiled to match the whole text or not at all. One that runs into a limit is our
 * trouble, not the visitor's: the value is taken. */
static bool fits_pattern(struct judging *j) {
    size_t start, end;
    if (j->typed.field->code == NULL)
        return true;
    switch (
        matcher_run(j->in->matcher, j->typed.field->code, j->out->value.text.seen, &start, &end)) {
    case MATCH_YES:
        return true;
    case MATCH_NO:
        return false;
    default:
        marks_add(j->marks, MARK_PATTERN_LIMIT);
        return true;
    }
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
    enum errcode e = phone_parse(j->typed.arena, j->out->value.text.seen, &context, phones);
    if (e != OK)
        return e;
    bool unverified = phones->unsure;
    if (phones->ambiguous || phones->count == 0)
        *fault = FAULT_PHONE;
    for (size_t i = 0; i < phones->count; i++)
        unverified = unverified || phones->items[i].verdict == PHONE_POSSIBLE;
    if (unverified)
        marks_add(j->marks, MARK_PHONE_UNVERIFIED);
    j->out->value.says_more = phones->says_more;
    return OK;
}

static enum errcode judge_email(struct judging *j, enum fault *fault) {
    enum errcode e = email_parse(j->typed.arena, &j->out->value.text, &j->out->email);
    if (e == ERR_SYNTAX) {
        *fault = FAULT_EMAIL;
        return OK;
    }
    if (e == OK && j->out->email.unverified)
        marks_add(j->marks, MARK_EMAIL_UNVERIFIED);
    j->out->value.says_more = e == OK && j->out->email.says_more;
    return e;
}

static enum errcode judge_value(struct judging *j, enum fault *fault) {
    const struct field_kind *kind = field_kind(j->typed.field);
    if (kind->judge == NULL)
        return j->typed.field->type == FIELD_PHONE ? judge_phone(j, fault) : judge_email(j, fault);
    enum errcode e = kind->judge(&j->typed, &j->out->value, fault);
    if (e == OK && *fault == FAULT_NONE && !fits_pattern(j))
        *fault = FAULT_PATTERN;
    return e;
}

/* Reads what was sent. What cannot be read is a fault of the field; the rest is read as empty. */
static enum errcode read_sent(struct judging *j, enum fault *fault) {
    bool repaired = false;
    enum errcode e = OK;
    for (size_t i = 0; i < j->sent->count && e == OK; i++) {
        const struct pair *p = j->sent->pairs[i];
        bool is_text = p->kind != PAIR_JSON && p->kind != PAIR_UNREAD;
        j->readings[i] = (struct reading){SLICE_LIT(""), SLICE_LIT("")};
        if (p->value.len > PAIR_VALUE_MAX)
            *fault = FAULT_TOO_LONG;
        else if (is_text)
            e = reading_make(j->typed.arena, p->value, &j->readings[i], &repaired);
        if (!is_text || e == ERR_SYNTAX)
            *fault = FAULT_TEXT;
        if (e == ERR_SYNTAX)
            e = OK;
        if (j->out->value.text.seen.len == 0)
            j->out->value.text = j->readings[i];
    }
    if (repaired)
        marks_add(j->marks, MARK_TEXT_REPAIRED);
    return e;
}

/* A box comes with a hidden twin of another value, which is its kind's to read. */
static bool may_repeat(const struct field *f) {
    return f->repeated || field_kind(f)->control == CONTROL_TICK;
}

/* The same value twice is once. */
static bool is_repeated(const struct judging *j) {
    for (size_t i = 1; i < j->sent->count; i++)
        if (!slice_eq(j->readings[i].seen, j->readings[0].seen))
            return !may_repeat(j->typed.field);
    return false;
}

/* Scripts that mind the country code send the number once as it was typed and once whole, under
 * one name: that is one number, or two, but nothing that a visitor could mend. */
static enum errcode join_values(struct judging *j) {
    struct buf typed, seen;
    buf_init(&typed, j->typed.arena, BODY_BYTES_MAX);
    buf_init(&seen, j->typed.arena, BODY_BYTES_MAX * 2); /* composing may lengthen */
    for (size_t i = 0; i < j->sent->count; i++) {
        buf_lit(&typed, i == 0 ? "" : ", ");
        buf_raw(&typed, j->readings[i].typed);
        buf_lit(&seen, i == 0 ? "" : ", ");
        buf_raw(&seen, j->readings[i].seen);
    }
    enum errcode e = buf_done(&typed, &j->out->value.text.typed);
    return e == OK ? buf_done(&seen, &j->out->value.text.seen) : e;
}

static enum fault missing_fault(const struct field *f) {
    if (!f->required)
        return FAULT_NONE;
    return field_kind(f)->is_agreement ? FAULT_CONSENT : FAULT_REQUIRED;
}

static enum errcode judge(struct judging *j) {
    struct answer *out = j->out;
    enum errcode e = OK;
    if (out->fault == FAULT_NONE && is_repeated(j)) {
        if (field_is_contact(j->typed.field))
            e = join_values(j);
        else
            out->fault = FAULT_REPEATED;
    }
    if (e != OK)
        return e;
    bool filled = out->fault != FAULT_NONE || j->out->value.text.seen.len > 0;
    if (!filled)
        out->fault = missing_fault(j->typed.field);
    else if (out->fault == FAULT_NONE)
        e = judge_value(j, &out->fault);
    if (filled)
        out->state = out->fault == FAULT_NONE ? ANSWER_VALID : ANSWER_INVALID;
    return e;
}

enum errcode answer_judge(struct arena *a, const struct submission_input *in,
                          const struct sent *sent, struct marks *marks, struct answer *out) {
    struct reading *readings = arena_calloc(a, sent->count + 1, sizeof *readings);
    if (readings == NULL)
        return ERR_TOO_LARGE;
    *out = (struct answer){.raw = sent->count > 0 ? sent->pairs[0]->value : SLICE_NONE,
                           .value.text = {SLICE_LIT(""), SLICE_LIT("")}};
    struct judging j = {.in = in, .sent = sent, .readings = readings, .marks = marks, .out = out};
    j.typed =
        (struct field_sent){.arena = a,
                            .field = sent->field,
                            .texts = in->form->texts,
                            .language = in->language,
                            .today = in->today.first,
                            .today_last = in->today.last,
                            .values = readings,
                            .count = sent->count,
                            .is_number = sent->count > 0 && sent->pairs[0]->kind == PAIR_NUMBER};
    enum errcode e = read_sent(&j, &out->fault);
    return e == OK ? judge(&j) : e;
}
