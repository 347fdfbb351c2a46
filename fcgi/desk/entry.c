/* entry: the way of a submission, with the person who types in the place of the visitor. */
#include "desk/entry.h"

#include "base/bounds.h"
#include "base/buf.h"
#include "body/json.h"
#include "lead/canonical.h"
#include "lead/faults.h"
#include "lead/record.h"

#define ANSWER_BYTES_MAX (256 * 1024)

struct entry {
    const struct form *form;
    struct pair_list body, fields; /* fields: what was typed */
    struct day_span today;
    struct submission submission;
    struct classification classification;
    struct token token;
    bool keyed;
    struct slice channel, line; /* line: E.164; unset: none */
};

/* ---- what both need -------------------------------------------------------------------------- */

static struct slice text_of(const struct pair_list *pairs, const char *name) {
    const struct pair *p = pairs_find(pairs, name);
    return p == NULL ? SLICE_NONE : p->value;
}

/* The person is known before anything is judged, since messages are in his language. */
static bool take_form(struct errand *c, struct slice name, struct entry *e) {
    *e = (struct entry){.form = form_find(c->definitions->forms, name)};
    if (c->request->method != METHOD_POST) {
        c->response->allow = SLICE_LIT("POST");
        return errand_fail(c, 405, "method", SAID_METHOD, SLICE_NONE, SLICE_NONE);
    }
    if (!errand_signed_in(c) || !errand_is_ours(c, "application/json") ||
        !errand_body(c, &e->body) || !errand_enter_as_desk(c))
        return false;
    if (e->form == NULL)
        return errand_fail(c, 404, "form", SAID_UNKNOWN_FORM, SLICE_NONE, SLICE_NONE);
    struct slice fields = text_of(&e->body, "fields");
    if (fields.ptr != NULL && json_parse(c->arena, fields.ptr, fields.len, &e->fields) != OK)
        return errand_fail(c, 400, "body", SAID_BAD_BODY, SLICE_NONE, SLICE_LIT("fields"));
    return true;
}

static bool judge(struct errand *c, struct entry *e) {
    enum language l = c->language;
    bool speaks = false;
    for (size_t i = 0; i < e->form->language_count; i++)
        speaks = speaks || e->form->languages[i] == l;
    today_of(c->now_us, SLICE_NONE, SLICE_NONE, &e->today);
    const struct submission_input in = {.form = e->form,
                                        .language = speaks ? l : e->form->languages[0],
                                        .pairs = &e->fields,
                                        .today = e->today,
                                        .matcher = c->matcher};
    return errand_ok(c, submission_parse(c->arena, &in, &e->submission));
}

/* ---- /desk/read ------------------------------------------------------------------------------ */

static void write_good(struct errand *c, struct buf *b, const struct field *f,
                       const struct answer *a) {
    struct slice text = SLICE_LIT("");
    bool known = canonical_text(c->arena, f, a, &text) == OK;
    buf_lit(b, "{\"ok\":true,\"value\":");
    if (field_kind(f)->json != NULL)
        field_kind(f)->json(b, f, &a->value);
    else
        buf_json(b, text);
    buf_lit(b, ",\"text\":");
    buf_json(b, known ? text : SLICE_LIT(""));
    buf_char(b, '}');
}

/* Of a field that was sent. One that is empty is no mistake here: nothing is stored of it. */
static void write_reading(struct errand *c, struct buf *b, const struct entry *e, size_t i) {
    const struct field *f = &e->form->fields[i];
    const struct answer *a = &e->submission.answers[i];
    buf_json(b, f->name);
    buf_char(b, ':');
    if (a->state == ANSWER_VALID) {
        write_good(c, b, f, a);
        return;
    }
    if (a->state == ANSWER_MISSING && !a->set_aside) {
        buf_lit(b, "{\"ok\":true,\"value\":null,\"text\":\"\"}");
        return;
    }
    enum fault fault = a->fault;
    buf_printf(b, "{\"ok\":false,\"code\":\"%s\",\"message\":", fault_code(fault));
    buf_json(b, faults_message(c->arena, &e->submission, f, fault));
    buf_char(b, '}');
}

void entry_serve_read(struct errand *c, struct slice form) {
    struct entry e;
    struct buf b;
    bool first = true;
    if (!take_form(c, form, &e) || !errand_commit(c) || !judge(c, &e))
        return;
    buf_init(&b, c->arena, ANSWER_BYTES_MAX);
    buf_lit(&b, "{\"fields\":{");
    for (size_t i = 0; i < e.form->field_count; i++) {
        const char *name;
        if (!errand_text(c, e.form->fields[i].name, &name))
            return;
        if (pairs_find(&e.fields, name) == NULL)
            continue;
        buf_lit(&b, first ? "" : ",");
        write_reading(c, &b, &e, i);
        first = false;
    }
    buf_lit(&b, "}}");
    (void)errand_answer(c, 200, &b);
}

/* ---- /desk/lead ------------------------------------------------------------------------------ */

/* The number of ours that was called, as the telephone system names it: often without its plus. */
static bool take_line(struct errand *c, struct entry *e) {
    const struct phone_context context = {.region = e->form->phone_region};
    struct slice text = text_of(&e->body, "line");
    struct phone_list phones;
    if (text.len == 0)
        return true;
    if (!errand_ok(c, phone_parse(c->arena, text, &context, &phones)))
        return false;
    if (phones.count > 0)
        e->line = phones.items[0].e164;
    return true;
}

/* The page makes the number of the lead before it sends, so that it may send twice. */
static bool take_head(struct errand *c, struct entry *e) {
    static const char *const ways[] = {"phone", "visit", "chat", "mail"};
    struct slice way = text_of(&e->body, "channel"), id = text_of(&e->body, "_submission");
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++)
        if (slice_eq_lit(way, ways[i]))
            e->channel = slice_from(ways[i]);
    if (e->channel.ptr == NULL)
        return errand_fail(c, 422, "22023", SAID_CHANNEL, SLICE_NONE, SLICE_LIT("channel"));
    e->keyed = token_judge(c->keys, e->form->name, id, c->now_us, &e->token) == TOKEN_UUID;
    if (!e->keyed && id.len > 0)
        return errand_fail(c, 422, "22023", SAID_BAD_KEY, SLICE_NONE, SLICE_LIT("_submission"));
    if (!e->keyed)
        uuid_make(c->now_us, &e->token.id);
    return take_line(c, e);
}

static bool send_faults(struct errand *c, const struct entry *e) {
    struct buf b;
    buf_init(&b, c->arena, ANSWER_BYTES_MAX);
    buf_lit(&b, "{\"code\":\"22000\",\"message\":");
    buf_json(&b, desk_word(SAID_MISTAKES, c->language));
    buf_lit(&b, ",\"errors\":[");
    faults_write(&b, &e->submission);
    buf_lit(&b, "]}");
    (void)errand_answer(c, 422, &b);
    return false;
}

static bool make_record(struct errand *c, struct entry *e, struct record *out) {
    static const struct touch no_touch;
    const struct classify_input asked = {.matcher = c->matcher,
                                         .submission = &e->submission,
                                         .touch = &no_touch,
                                         .today = e->today,
                                         .received_us = c->now_us};
    struct uuid spare;
    classify(&asked, &e->classification);
    uuid_make(c->now_us, &spare);
    const struct record_input in = {.id = e->token.id,
                                    .spare_id = spare,
                                    .keyed = e->keyed,
                                    .received_us = c->now_us,
                                    .submission = &e->submission,
                                    .touch = &no_touch,
                                    .classification = &e->classification,
                                    .rule_set = form_set_version(c->definitions->forms),
                                    .channel = e->channel,
                                    .entered_by = c->who.login,
                                    .line = e->line};
    return errand_ok(c, record_encode(c->arena, &in, out));
}

struct stored {
    struct slice receipt, outcome;
};

static bool store(struct errand *c, const struct record *r, struct stored *out) {
    const char *values[2];
    if (!errand_text(c, c->who.login, &values[0]) || !errand_text(c, r->json, &values[1]))
        return false;
    const struct seat_ask ask = {"SELECT receipt, outcome FROM intake.submit_by_hand($1, $2::json)",
                                 2, values, true};
    enum errcode e = seat_ask(c->seat, &ask, 1);
    if (e != OK)
        return errand_refused(c, e);
    const PGresult *rows = seat_result(c->seat, 0);
    if (PQntuples(rows) != 1)
        return errand_fail(c, 503, "40001", SAID_BUSY, SLICE_NONE, SLICE_NONE);
    return errand_ok(c, arena_copy(c->arena, slice_from(PQgetvalue(rows, 0, 0)), &out->receipt)) &&
           errand_ok(c, arena_copy(c->arena, slice_from(PQgetvalue(rows, 0, 1)), &out->outcome));
}

/* The lead is in, whatever comes of this: a colleague may have it already. */
static bool take(struct errand *c, const struct stored *s, bool *taken) {
    const char *receipt;
    if (!errand_text(c, s->receipt, &receipt))
        return false;
    const struct seat_ask mark = {.sql = "SAVEPOINT entered"};
    const struct seat_ask act = {"SELECT 1 FROM desk.take($1)", 1, &receipt, true};
    const struct seat_ask back = {.sql = "ROLLBACK TO SAVEPOINT entered"};
    if (!errand_become(c, &mark))
        return false;
    enum errcode e = seat_ask(c->seat, &act, 1);
    *taken = e == OK && PQntuples(seat_result(c->seat, 0)) > 0;
    if (e == ERR_REFUSED)
        e = seat_ask(c->seat, &back, 1);
    return e == OK || errand_refused(c, e);
}

static bool wants_to_take(const struct entry *e) {
    return slice_eq_lit(text_of(&e->body, "take"), "true");
}

void entry_serve_lead(struct errand *c, struct slice form) {
    struct entry e;
    struct record record;
    struct stored stored = {0};
    struct buf b;
    bool taken = false;
    if (!take_form(c, form, &e) || !take_head(c, &e) || !judge(c, &e))
        return;
    if (!submission_valid(&e.submission)) {
        (void)send_faults(c, &e);
        return;
    }
    if (!make_record(c, &e, &record) || !store(c, &record, &stored) ||
        (wants_to_take(&e) && !take(c, &stored, &taken)) || !errand_commit(c))
        return;
    buf_init(&b, c->arena, ANSWER_BYTES_MAX);
    buf_lit(&b, "{\"receipt\":");
    buf_json(&b, stored.receipt);
    buf_lit(&b, ",\"outcome\":");
    buf_json(&b, stored.outcome);
    buf_printf(&b, ",\"taken\":%s}", taken ? "true" : "false");
    (void)errand_answer(c, 201, &b);
}
