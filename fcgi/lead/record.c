/* record: one function for each part of the object; SQL reads its keys by name, in any order. All
 * text passes through buf_json; what comes from the visitor unjudged (raw pairs, user agent)
 * is repaired first, since PostgreSQL takes neither broken UTF-8 nor NUL. */
#include "lead/record.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "form/condition_kind.h"
#include "form/number.h"
#include "lead/canonical.h"
#include "lead/clean.h"
#include "lead/explain.h"

const char record_keys[] =
    "id,spare_id,keyed,fingerprint,form,language,received_at,contacts,answers,raw,typed,"
    "name_fields,address,user_agent,place,touch,category,colour,rank,rule,rule_set,evidence,why,"
    "marks,channel,entered_by,keys";

struct writer {
    struct arena *arena;
    struct buf b;
    const struct record_input *in;
    unsigned keys; /* of the record itself, so far */
    bool repaired;
    enum errcode trouble; /* the first that happened; buf keeps its own */
};

static void key(struct writer *w, const char *name) {
    buf_char(&w->b, '"');
    buf_lit(&w->b, name);
    buf_lit(&w->b, "\":");
}

static void text_member(struct writer *w, const char *name, struct slice value) {
    buf_char(&w->b, ',');
    key(w, name);
    buf_json(&w->b, value);
}

/* A key of the record itself. They are counted: the schema notices by that a key it does not know.
 * What is not there has none. */
static void top_key(struct writer *w, const char *name) {
    buf_char(&w->b, w->keys++ == 0 ? '{' : ',');
    key(w, name);
}

static void top_text(struct writer *w, const char *name, struct slice value) {
    if (value.ptr == NULL)
        return;
    top_key(w, name);
    buf_json(&w->b, value);
}

static struct slice repaired(struct writer *w, struct slice s) {
    struct slice out = SLICE_LIT("");
    enum errcode e = clean_repair(w->arena, s, &out, &w->repaired);
    if (e != OK)
        w->trouble = e;
    return out;
}

static void write_head(struct writer *w, const char *fingerprint) {
    const struct record_input *in = w->in;
    char iso[CLOCK_ISO_BYTES];
    clock_iso(in->received_us, iso);
    top_text(w, "id", uuid_slice(&in->id));
    top_text(w, "spare_id", uuid_slice(&in->spare_id));
    top_key(w, "keyed");
    buf_lit(&w->b, in->keyed ? "true" : "false");
    top_text(w, "fingerprint", slice_from(fingerprint));
    top_text(w, "form", in->submission->form->name);
    top_text(w, "language",
             slice_from(texts_code(in->submission->form->texts, in->submission->language)));
    top_text(w, "received_at", slice_from(iso));
}

static void write_contacts(struct writer *w, const struct contact_list *contacts) {
    top_key(w, "contacts");
    buf_char(&w->b, '[');
    for (size_t i = 0; i < contacts->count; i++) {
        const struct contact *c = &contacts->items[i];
        buf_lit(&w->b, i == 0 ? "{" : ",{");
        key(w, "kind");
        buf_json(&w->b, slice_from(c->kind));
        text_member(w, "value", c->value);
        text_member(w, "field", c->field);
        if (c->extension.ptr != NULL)
            text_member(w, "extension", c->extension);
        buf_char(&w->b, '}');
    }
    buf_char(&w->b, ']');
}

static void write_answer(struct writer *w, const struct field *f, const struct answer *a) {
    struct slice text = SLICE_LIT("");
    buf_json(&w->b, f->name);
    buf_char(&w->b, ':');
    if (field_kind(f)->json != NULL) {
        field_kind(f)->json(&w->b, f, &a->value);
        return;
    }
    enum errcode e = canonical_text(w->arena, f, a, &text);
    if (e != OK)
        w->trouble = e;
    buf_json(&w->b, text);
}

static void write_answers(struct writer *w) {
    const struct submission *s = w->in->submission;
    bool first = true;
    top_key(w, "answers");
    buf_char(&w->b, '{');
    for (size_t i = 0; i < s->form->field_count; i++) {
        if (s->answers[i].state != ANSWER_VALID)
            continue;
        buf_lit(&w->b, first ? "" : ",");
        write_answer(w, &s->form->fields[i], &s->answers[i]);
        first = false;
    }
    buf_char(&w->b, '}');
}

static void write_unkept(struct writer *w, const struct pair *p) {
    struct buf note;
    struct slice text = SLICE_LIT("");
    buf_init(&note, w->arena, FILE_NAME_MAX * 4);
    buf_lit(&note, p->kind == PAIR_FILE ? "(file " : "(part");
    buf_raw(&note, repaired(w, p->value));
    buf_printf(&note, ", %zu bytes, not %s)", p->file_bytes,
               p->kind == PAIR_FILE ? "kept" : "read");
    enum errcode e = buf_done(&note, &text);
    if (e != OK)
        w->trouble = e;
    buf_json(&w->b, text);
}

static void write_raw(struct writer *w) {
    const struct pair_list *pairs = w->in->submission->pairs;
    bool first = true;
    top_key(w, "raw");
    buf_char(&w->b, '[');
    for (size_t i = 0; i < pairs->count; i++) {
        const struct pair *p = &pairs->items[i];
        if (submission_is_own(p))
            continue;
        buf_lit(&w->b, first ? "[" : ",[");
        buf_json(&w->b, repaired(w, p->name));
        buf_char(&w->b, ',');
        if (p->kind == PAIR_FILE || p->kind == PAIR_UNREAD)
            write_unkept(w, p);
        else
            buf_json(&w->b, repaired(w, utf8_cut_octets(p->value, PAIR_VALUE_MAX)));
        buf_char(&w->b, ']');
        first = false;
    }
    buf_char(&w->b, ']');
}

/* Where the typed text tells people more than what is stored of it. Nearly always nowhere: then
 * the key is left out. The text of a picker is the canonical one, so what was sent stands for it.
 */
static void write_typed(struct writer *w) {
    const struct submission *s = w->in->submission;
    bool any = false;
    for (size_t i = 0; i < s->form->field_count; i++) {
        const struct field *f = &s->form->fields[i];
        if (!s->answers[i].value.says_more)
            continue;
        if (!any)
            top_key(w, "typed");
        buf_char(&w->b, any ? ',' : '{');
        buf_json(&w->b, f->name);
        buf_lit(&w->b, ":{");
        key(w, "kind");
        buf_json(&w->b, slice_from(field_type_name(f->type)));
        text_member(w, "text",
                    field_kind_is_picker(f) ? repaired(w, s->answers[i].raw)
                                            : s->answers[i].value.text.typed);
        buf_char(&w->b, '}');
        any = true;
    }
    if (any)
        buf_char(&w->b, '}');
}

/* Left out by forms that declare no role: their field called name does. */
static void write_name_fields(struct writer *w) {
    const struct form *form = w->in->submission->form;
    bool any = false;
    for (size_t i = 0; i < form->field_count; i++) {
        if (!form->fields[i].is_name)
            continue;
        if (!any)
            top_key(w, "name_fields");
        buf_char(&w->b, any ? ',' : '[');
        buf_json(&w->b, form->fields[i].name);
        any = true;
    }
    if (any)
        buf_char(&w->b, ']');
}

static void write_place(struct writer *w) {
    const struct place *p = w->in->place;
    top_text(w, "address", repaired(w, w->in->address));
    top_text(w, "user_agent", repaired(w, w->in->user_agent));
    if (p == NULL)
        return;
    top_key(w, "place");
    buf_char(&w->b, '{');
    key(w, "country");
    buf_json(&w->b, p->country);
    text_member(w, "region", p->region);
    text_member(w, "city", p->city);
    text_member(w, "database", p->database);
    text_member(w, "built", p->built);
    buf_char(&w->b, '}');
}

static void write_clicks(struct writer *w, const struct touch *t) {
    buf_lit(&w->b, ",\"clicks\":{");
    for (size_t i = 0; i < t->click_id_count; i++) {
        buf_lit(&w->b, i == 0 ? "" : ",");
        buf_json(&w->b, t->click_ids[i].name);
        buf_char(&w->b, ':');
        buf_json(&w->b, t->click_ids[i].value);
    }
    if (t->ym_uid.ptr != NULL) {
        buf_lit(&w->b, t->click_id_count == 0 ? "\"ym_uid\":" : ",\"ym_uid\":");
        buf_json(&w->b, t->ym_uid);
    }
    buf_char(&w->b, '}');
}

static void write_moment(struct writer *w, int64_t at_us) {
    char iso[CLOCK_ISO_BYTES];
    if (at_us == 0)
        return;
    clock_iso(at_us, iso);
    text_member(w, "at", slice_from(iso));
}

/* What only touch.js knows: left out where it did not run. */
static void write_journey(struct writer *w, const struct touch *t) {
    if (t->first_landing.ptr != NULL) {
        buf_lit(&w->b, ",\"first\":{\"landing\":");
        buf_json(&w->b, t->first_landing);
        text_member(w, "referrer", t->first_referrer);
        write_moment(w, t->first_at_us);
        buf_char(&w->b, '}');
    }
    if (t->touches > 0) {
        buf_lit(&w->b, ",\"touches\":");
        buf_uint(&w->b, t->touches);
    }
    write_moment(w, t->at_us);
}

static void write_offline(struct writer *w) {
    top_text(w, "channel", w->in->channel);
    top_text(w, "entered_by", w->in->entered_by);
}

static void write_touch(struct writer *w) {
    const struct touch *t = w->in->touch;
    top_key(w, "touch");
    buf_char(&w->b, '{');
    key(w, "landing");
    buf_json(&w->b, t->landing);
    text_member(w, "referrer", t->referrer);
    text_member(w, "referrer_host", t->referrer_host);
    for (enum utm u = 0; u < UTM__MAX; u++) {
        buf_lit(&w->b, ",\"utm_");
        buf_lit(&w->b, utm_names[u]);
        buf_lit(&w->b, "\":");
        buf_json(&w->b, t->utm[u]);
    }
    write_clicks(w, t);
    write_journey(w, t);
    if (w->in->line.ptr != NULL)
        text_member(w, "line", w->in->line);
    buf_lit(&w->b, t->seen ? ",\"seen\":true}" : ",\"seen\":false}");
}

/* {"place":"RU"}: what was found under the subject's key; a subject that has a name is named there,
 * and what was found stands beside it. */
static void write_evidence(struct writer *w, const struct evidence *e) {
    const struct condition_subject *subject = condition_subject_of(e->condition);
    buf_char(&w->b, '{');
    key(w, subject->key);
    buf_json(&w->b, subject->name != NULL ? e->what : e->matched);
    if (e->has_number) {
        char number[NUMBER_TEXT_BYTES];
        number_text(e->number, number);
        buf_lit(&w->b, ",\"value\":");
        buf_lit(&w->b, number);
    } else if (e->has_span) {
        text_member(w, "matched", e->matched);
        buf_lit(&w->b, ",\"start\":");
        buf_uint(&w->b, e->start);
        buf_lit(&w->b, ",\"end\":");
        buf_uint(&w->b, e->end);
    } else if (subject->name != NULL) {
        text_member(w, "value", e->matched);
    }
    buf_lit(&w->b, e->condition->negated ? ",\"not\":true}" : "}");
}

static void write_why(struct writer *w) {
    struct slice why = SLICE_NONE;
    enum errcode e = explain(w->arena, w->in->classification, &why);
    if (e != OK)
        w->trouble = e;
    top_text(w, "why", why);
}

static void write_class(struct writer *w) {
    const struct classification *c = w->in->classification;
    top_text(w, "category", c->category->name);
    top_text(w, "colour", c->category->colour);
    top_key(w, "rank");
    buf_uint(&w->b, (uint64_t)c->category->rank);
    top_text(w, "rule", c->rule == NULL ? SLICE_NONE : c->rule->name);
    top_text(w, "rule_set", slice_from(w->in->rule_set));
    top_key(w, "evidence");
    buf_char(&w->b, '[');
    for (size_t i = 0; i < c->evidence_count; i++) {
        buf_lit(&w->b, i == 0 ? "" : ",");
        write_evidence(w, &c->evidence[i]);
    }
    buf_char(&w->b, ']');
    write_why(w);
}

static bool is_marked(const struct writer *w, enum mark m) {
    return marks_has(w->in->submission->marks, m) || marks_has(w->in->classification->marks, m) ||
           (m == MARK_TEXT_REPAIRED && w->repaired);
}

/* Last, since what was repaired on the way is among them. */
static void write_marks(struct writer *w) {
    bool first = true;
    top_key(w, "marks");
    buf_char(&w->b, '[');
    for (enum mark m = 0; m < MARK__MAX; m++) {
        if (!is_marked(w, m))
            continue;
        buf_lit(&w->b, first ? "" : ",");
        buf_json(&w->b, slice_from(mark_name(m)));
        first = false;
    }
    buf_char(&w->b, ']');
}

static void write_count(struct writer *w) {
    top_key(w, "keys");
    buf_uint(&w->b, w->keys);
    buf_char(&w->b, '}');
}

enum errcode record_encode(struct arena *a, const struct record_input *in, struct record *out) {
    struct writer w = {.arena = a, .in = in, .trouble = OK};
    struct contact_list contacts;
    char fingerprint[FINGERPRINT_BYTES];
    struct record r = {.id = in->id};
    contacts_collect(in->submission, &contacts);
    enum errcode e = canonical_fingerprint(a, in->submission, &contacts, fingerprint);
    if (e != OK)
        return e;
    buf_init(&w.b, a, RECORD_BYTES_MAX);
    write_head(&w, fingerprint);
    write_contacts(&w, &contacts);
    write_answers(&w);
    write_raw(&w);
    write_typed(&w);
    write_name_fields(&w);
    write_place(&w);
    write_touch(&w);
    write_class(&w);
    write_marks(&w);
    write_offline(&w);
    write_count(&w);
    e = w.trouble == OK ? buf_done(&w.b, &r.json) : w.trouble;
    if (e == OK)
        *out = r;
    return e;
}
