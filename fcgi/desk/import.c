/* import: who brings it is asked first; rows are read without the database, and each batch of them
 * is a transaction of its own. */
#include "desk/import.h"

#include <stdlib.h>

#include "base/bounds.h"
#include "base/utf8.h"
#include "body/csv.h"
#include "body/csv_text.h"
#include "body/urlencoded.h"
#include "lead/import_json.h"
#include "store/import_store.h"

#define NUMBER_DIGITS 12

struct bringing {
    struct errand *c;
    const struct form *form;
    struct pair_list query;
    bool preview;
    struct import_about about;
    unsigned long long line; /* of the file, where the second row of the piece begins */
    int begins;              /* where that is in the piece */
    struct csv csv;
    struct csv_row *row;
    struct import *import;
    const struct import_columns *columns;
    struct buf records; /* those of a batch, with commas between */
    size_t count;
    struct buf refused, first; /* of the answer */
    unsigned long long rows, taken, refusals, stored, again;
    long long batch;
};

/* ---- what was asked -------------------------------------------------------------------------- */

static struct slice asked(const struct bringing *b, const char *name) {
    const struct pair *p = pairs_find(&b->query, name);
    return p == NULL ? SLICE_NONE : p->value;
}

static bool is_asked(const struct bringing *b, const char *name) {
    return slice_eq_lit(asked(b, name), "1");
}

static bool asked_number(struct bringing *b, const char *name, unsigned long long *out) {
    struct slice s = asked(b, name);
    unsigned long long n = 0;
    bool good = s.len > 0 && s.len <= NUMBER_DIGITS;
    for (size_t i = 0; i < s.len && good; i++) {
        good = ascii_is_digit(s.ptr[i]);
        n = 10 * n + (unsigned long long)(s.ptr[i] - '0');
    }
    if (good)
        *out = n;
    return good || s.ptr == NULL ||
           errand_fail(b->c, 422, "22003", SAID_BAD_NUMBER, slice_from(name), slice_from(name));
}

static bool read_query(struct bringing *b) {
    struct slice copy;
    return errand_ok(b->c, arena_copy(b->c->arena, b->c->request->query, &copy)) &&
           errand_ok(b->c, urlencoded_parse(b->c->arena, (char *)copy.ptr, copy.len, &b->query));
}

static bool take_about(struct bringing *b) {
    struct uuid key;
    b->preview = is_asked(b, "preview");
    b->about = (struct import_about){.login = b->c->who.login,
                                     .form = b->form->name,
                                     .key = asked(b, "key"),
                                     .file = utf8_cut_octets(asked(b, "file"), STORED_NAME_MAX),
                                     .queued = is_asked(b, "queue"),
                                     .counts = is_asked(b, "count")};
    if (!b->preview && (!uuid_parse(b->about.key, &key) || b->about.file.len == 0))
        return errand_fail(b->c, 422, "22023", SAID_MISSING, SLICE_LIT("key, file"), SLICE_NONE);
    return asked_number(b, "line", &b->line) && asked_number(b, "rows", &b->about.rows) &&
           asked_number(b, "refused", &b->about.refused);
}

/* Only a head brings anything in; the database asks once more with each batch. */
static bool take_call(struct bringing *b, struct slice form) {
    struct errand *c = b->c;
    if (c->request->method != METHOD_POST) {
        c->response->allow = SLICE_LIT("POST");
        return errand_fail(c, 405, "method", SAID_METHOD, SLICE_NONE, SLICE_NONE);
    }
    if (!errand_signed_in(c) || !errand_is_ours(c, "text/csv") || !errand_enter_as_desk(c) ||
        !errand_commit(c))
        return false;
    if (!c->head || !slice_eq_lit(c->works_in, "desk"))
        return errand_fail(c, 403, "42501", SAID_NO_RIGHT, SLICE_NONE, SLICE_NONE);
    b->form = form_find(c->definitions->forms, form);
    if (b->form == NULL)
        return errand_fail(c, 404, "form", SAID_UNKNOWN_FORM, SLICE_NONE, SLICE_NONE);
    return read_query(b) && take_about(b);
}

/* ---- the text -------------------------------------------------------------------------------- */

/* To UTF-8, if it is none: the page sends that, another program what it has. */
static bool open_text(struct bringing *b) {
    const struct request *r = b->c->request;
    struct csv_text text = {.encoding = CSV_TEXT_UNDECIDED};
    size_t taken;
    char *room = arena_alloc(b->c->arena, CSV_TEXT_PER_OCTET * r->body_len + 1);
    b->row = arena_alloc(b->c->arena, sizeof *b->row);
    if (room == NULL || b->row == NULL)
        return errand_ok(b->c, ERR_TOO_LARGE);
    struct slice body = {r->body, r->body_len};
    csv_open(&b->csv, room, csv_text_convert(&text, body, true, room, &taken));
    return true;
}

static enum import_order asked_order(const struct bringing *b) {
    struct slice s = asked(b, "dates");
    return slice_eq_lit(s, import_order_word(IMPORT_DAY_FIRST))     ? IMPORT_DAY_FIRST
           : slice_eq_lit(s, import_order_word(IMPORT_MONTH_FIRST)) ? IMPORT_MONTH_FIRST
                                                                    : IMPORT_ORDER_UNKNOWN;
}

/* A file whose first row cannot be read has no columns, and that is what is wrong with it. */
static bool take_columns(struct bringing *b, enum csv_kind header) {
    struct import_columns *none;
    b->columns = import_columns_of(b->import);
    if (header == CSV_ROW)
        return true;
    none = arena_calloc(b->c->arena, 1, sizeof *none);
    if (none == NULL)
        return errand_ok(b->c, ERR_TOO_LARGE);
    none->faults[none->fault_count++] = (struct import_fault){.kind = import_fault_of(header)};
    b->columns = none;
    return true;
}

static bool begin_import(struct bringing *b) {
    struct errand *c = b->c;
    bool speaks = false;
    for (size_t i = 0; i < b->form->language_count; i++)
        speaks |= b->form->languages[i] == c->language;
    const struct import_options o = {.form = b->form,
                                     .rule_set = form_set_version(c->definitions->forms),
                                     .language = speaks ? c->language : b->form->languages[0],
                                     .columns = asked(b, "map"),
                                     .order = asked_order(b),
                                     .queued = b->about.queued,
                                     .login = c->who.login,
                                     .now_us = c->now_us,
                                     .matcher = c->matcher};
    struct csv_row *header = arena_calloc(c->arena, 1, sizeof *header);
    if (header == NULL)
        return errand_ok(c, ERR_TOO_LARGE);
    enum csv_kind kind = csv_next(&b->csv, header);
    if (kind != CSV_ROW)
        header->count = 0;
    b->begins = b->csv.line;
    b->line = b->line > 0 ? b->line : (unsigned long long)b->begins;
    return errand_ok(c, import_begin(c->arena, &o, header, &b->import)) && take_columns(b, kind);
}

/* What the dates prove is asked of the rows before they are read: in a copy, since reading takes
 * quotes off. */
static bool look(struct bringing *b) {
    struct csv copy = b->csv;
    struct slice text;
    enum csv_kind kind;
    if (asked_order(b) != IMPORT_ORDER_UNKNOWN)
        return true;
    if (!errand_ok(b->c, arena_copy(b->c->arena,
                                    (struct slice){b->csv.next, (size_t)(b->csv.end - b->csv.next)},
                                    &text)))
        return false;
    copy.next = (char *)text.ptr;
    copy.end = copy.next + text.len;
    while ((kind = csv_next(&copy, b->row)) != CSV_END) {
        arena_reset(b->c->scratch);
        if (kind == CSV_ROW)
            import_look(b->import, b->c->scratch, b->row);
    }
    return true;
}

/* ---- batches --------------------------------------------------------------------------------- */

static unsigned long long number_at(const PGresult *r, int column) {
    return PQntuples(r) == 1 ? strtoull(PQgetvalue(r, 0, column), NULL, 10) : 0;
}

static bool store_batch(struct bringing *b, bool last) {
    struct errand *c = b->c;
    const char *values[3];
    struct buf about;
    struct slice text, records;
    b->about.rows += b->rows;
    b->about.refused += b->refusals;
    b->about.last = last && is_asked(b, "last");
    buf_init(&about, c->scratch, DESK_JSON_BYTES_MAX);
    import_about_write(&about, &b->about);
    b->about.rows -= b->rows;
    b->about.refused -= b->refusals;
    buf_lit(&b->records, "]");
    buf_char(&b->records, '\0');
    if (!errand_ok(c, buf_done(&about, &text)) || !errand_ok(c, buf_done(&b->records, &records)) ||
        !errand_text(c, c->who.login, &values[0]) || !errand_text(c, text, &values[1]))
        return false;
    values[2] = records.ptr;
    if (!errand_enter_as_desk(c))
        return false;
    enum errcode e = seat_ask(
        c->seat, &(struct seat_ask){.sql = import_store_sql, .count = 3, .values = values}, 1);
    if (e != OK)
        return errand_refused(c, e);
    const PGresult *r = seat_result(c->seat, 0);
    b->batch = (long long)number_at(r, 0);
    b->stored += number_at(r, 1);
    b->again += number_at(r, 2);
    bool busy = number_at(r, 3) > 0;
    b->records.len = 1;
    b->count = 0;
    return errand_commit(c) &&
           (!busy || errand_fail(c, 503, "55P03", SAID_BUSY, SLICE_NONE, SLICE_NONE));
}

/* Of the row, in the file. */
static unsigned long long line_of(const struct bringing *b) {
    return b->line + (unsigned long long)(b->row->line - b->begins);
}

static void tell_refused(struct bringing *b, const struct import_row *row) {
    buf_printf(&b->refused, "%s{\"line\":%llu,\"why\":", b->refusals == 1 ? "" : ",", line_of(b));
    buf_json(&b->refused, row->reasons);
    buf_lit(&b->refused, ",\"cells\":[");
    for (size_t i = 0; i < b->row->count; i++) {
        buf_lit(&b->refused, i == 0 ? "" : ",");
        buf_json(&b->refused, utf8_valid(b->row->cells[i]) ? b->row->cells[i] : SLICE_LIT("?"));
    }
    buf_lit(&b->refused, "]}");
}

static bool take_row(struct bringing *b, enum csv_kind kind) {
    struct import_row row;
    struct arena *a = b->c->scratch;
    arena_reset(a);
    if (!errand_ok(b->c, kind == CSV_ROW ? import_read(b->import, a, b->row, &row)
                                         : import_refuse(b->import, a, kind, &row)))
        return false;
    b->rows += row.verdict != IMPORT_BLANK;
    b->refusals += row.verdict == IMPORT_REFUSED;
    if (row.verdict == IMPORT_REFUSED)
        tell_refused(b, &row);
    if (row.verdict != IMPORT_TAKEN)
        return true;
    if (b->taken++ < IMPORT_SHOWN && b->preview) {
        buf_lit(&b->first, b->taken == 1 ? "" : ",");
        import_json_row(&b->first, a, line_of(b), &row);
    }
    if (b->preview)
        return true;
    buf_lit(&b->records, b->count++ == 0 ? "" : ",");
    buf_raw(&b->records, row.record.json);
    return (b->count < BATCH_RECORDS_MAX && b->records.len < BATCH_BYTES_MAX) ||
           store_batch(b, false);
}

static bool take_rows(struct bringing *b) {
    enum csv_kind kind;
    buf_init(&b->records, b->c->arena, BATCH_BYTES_MAX + RECORD_BYTES_MAX);
    buf_char(&b->records, '[');
    while ((kind = csv_next(&b->csv, b->row)) != CSV_END)
        if (!take_row(b, kind))
            return false;
    return b->preview || store_batch(b, true);
}

/* ---- the answer ------------------------------------------------------------------------------ */

static bool answer(struct bringing *b) {
    struct errand *c = b->c;
    struct slice refused, first;
    struct buf out;
    if (!errand_ok(c, buf_done(&b->refused, &refused)) ||
        !errand_ok(c, buf_done(&b->first, &first)))
        return false;
    buf_init(&out, c->arena, DESK_ANSWER_BYTES_MAX);
    buf_char(&out, '{');
    import_json_columns(&out, b->form, b->columns);
    buf_char(&out, ',');
    import_json_errors(&out, c->arena, c->language, b->columns);
    buf_printf(&out,
               ",\"dates\":\"%s\",\"rows\":%llu,\"taken\":%llu,\"new\":%llu,\"back\":%llu,"
               "\"batch\":%lld,\"first\":[",
               import_order_word(import_order_of(b->import)), b->rows, b->taken, b->stored,
               b->again, b->batch);
    buf_raw(&out, first);
    buf_lit(&out, "],\"refused\":[");
    buf_raw(&out, refused);
    buf_lit(&out, "]}");
    return errand_answer(c, 200, &out);
}

void import_serve(struct errand *c, struct slice form) {
    struct bringing b = {.c = c};
    buf_init(&b.refused, c->arena, DESK_ANSWER_BYTES_MAX);
    buf_init(&b.first, c->arena, DESK_ANSWER_BYTES_MAX);
    if (!take_call(&b, form) || !open_text(&b) || !begin_import(&b))
        return;
    if (b.columns->fault_count == 0 && (!look(&b) || !take_rows(&b)))
        return;
    (void)answer(&b);
}
