/* submission: sorts the pairs by field, has each field judged, and looks at the form as a whole.
 * Everything that is wrong is said at once. */
#include "lead/submission.h"

#include "lead/answer.h"

bool submission_valid(const struct submission *s) {
    return s->invalid_count == 0 && s->key_fault == FAULT_NONE && s->form_fault == FAULT_NONE;
}

bool submission_is_own(const struct pair *p) {
    struct slice name = p->name; /* compared with literals, whose lengths the compiler knows */
    return !p->name_cut && (slice_eq_lit(name, "_submission") || slice_eq_lit(name, "_landing") ||
                            slice_eq_lit(name, "_referrer") || slice_eq_lit(name, "_around") ||
                            slice_eq_lit(name, "_visitor") || slice_eq_lit(name, "_touch") ||
                            slice_eq_lit(name, "_charset_") || slice_eq_lit(name, TRAP_FIELD));
}

static bool is_field(const struct form *form, const struct pair *p) {
    return !p->name_cut && form_field_index(form, p->name) < form->field_count;
}

/* What record and touch keep of it. */
static bool is_cut(const struct pair *p) {
    bool url = slice_eq_lit(p->name, "_landing") || slice_eq_lit(p->name, "_referrer");
    size_t max = slice_eq_lit(p->name, "_touch") ? TOUCH_NOTE_BYTES_MAX : PAIR_VALUE_MAX;
    return p->name_cut || p->value.len > (url ? URL_BYTES_MAX : max);
}

/* What is said by pairs that belong to no field, and by files. */
static void look_at_pairs(struct submission *s) {
    if (s->pairs->charset_guessed)
        marks_add(&s->marks, MARK_CHARSET_GUESSED);
    for (size_t i = 0; i < s->pairs->count; i++) {
        const struct pair *p = &s->pairs->items[i];
        bool empty = p->value.len == 0;
        /* a file input left empty is sent as a file without name */
        if (p->kind == PAIR_FILE && (!empty || p->file_bytes > 0))
            marks_add(&s->marks, MARK_FILE_NOT_KEPT);
        if (slice_eq_lit(p->name, TRAP_FIELD) && slice_trim(p->value).len > 0)
            marks_add(&s->marks, MARK_TRAP_FILLED);
        if (p->kind == PAIR_TEXT && slice_eq_lit(p->name, "_landing") && !empty)
            s->landing = p->value;
        if (p->kind == PAIR_TEXT && slice_eq_lit(p->name, "_referrer") && !empty)
            s->referrer = p->value;
        if (is_cut(p))
            marks_add(&s->marks, MARK_FIELD_CUT);
        if (p->kind == PAIR_UNREAD)
            marks_add(&s->marks, MARK_PART_NOT_READ);
        s->unknown_count += !submission_is_own(p) && !is_field(s->form, p);
    }
}

static enum errcode judge_field(struct arena *a, const struct submission_input *in, size_t index,
                                struct submission *s) {
    const struct field *field = &s->form->fields[index];
    const struct pair *found[PAIRS_MAX];
    struct sent sent = {.field = field, .pairs = found};
    for (size_t i = 0; i < s->pairs->count; i++)
        if (s->pairs->items[i].kind != PAIR_FILE && pair_is(&s->pairs->items[i], field->name) &&
            sent.count < PAIRS_MAX)
            found[sent.count++] = &s->pairs->items[i];
    enum errcode e = answer_judge(a, in, &sent, &s->marks, &s->answers[index]);
    s->invalid_count += s->answers[index].fault != FAULT_NONE;
    return e;
}

/* Whether the visitor can be reached, and in a way that the form asks for. */
static bool is_reachable(const struct submission *s) {
    bool reachable = false, asked = s->form->any_of_count == 0;
    for (size_t i = 0; i < s->form->field_count; i++)
        reachable |= field_is_contact(&s->form->fields[i]) && s->answers[i].state == ANSWER_VALID;
    for (size_t i = 0; i < s->form->any_of_count; i++)
        asked |= s->answers[s->form->any_of[i]].state == ANSWER_VALID;
    return reachable && asked;
}

/* A slip in the second contact is no reason to lose the first: what was typed reaches the people
 * as it is. */
static void set_aside_unread(struct submission *s) {
    if (!is_reachable(s))
        return;
    for (size_t i = 0; i < s->form->field_count; i++) {
        struct answer *a = &s->answers[i];
        if (!field_is_contact(&s->form->fields[i]) || s->form->fields[i].required ||
            (a->fault != FAULT_PHONE && a->fault != FAULT_EMAIL))
            continue;
        a->state = ANSWER_MISSING;
        a->fault = FAULT_NONE;
        a->set_aside = a->value.says_more = true;
        s->invalid_count--;
        marks_add(&s->marks, MARK_CONTACT_UNREAD);
    }
}

/* A contact field that is filled wrongly has its own message; this one is for none filled. */
static bool has_contact(const struct submission *s) {
    for (size_t i = 0; i < s->form->any_of_count; i++)
        if (s->answers[s->form->any_of[i]].state != ANSWER_MISSING)
            return true;
    return s->form->any_of_count == 0;
}

enum errcode submission_parse(struct arena *a, const struct submission_input *in,
                              struct submission *out) {
    struct submission s = {
        .arena = a, .form = in->form, .language = in->language, .pairs = in->pairs};
    s.answers = arena_calloc(a, in->form->field_count, sizeof *s.answers);
    if (s.answers == NULL)
        return ERR_TOO_LARGE;
    matcher_begin(in->matcher);
    look_at_pairs(&s);
    for (size_t i = 0; i < in->form->field_count; i++) {
        enum errcode e = judge_field(a, in, i, &s);
        if (e != OK)
            return e;
    }
    set_aside_unread(&s);
    if (!has_contact(&s))
        s.form_fault = FAULT_CONTACT;
    *out = s;
    return OK;
}
