/* import: the form is copied with what it demands of a visitor taken off; then the way is that of a
 * request, step by step. */
#include "lead/import.h"

#include <stdio.h>
#include <string.h>

#include "base/clock.h"
#include "base/reading.h"
#include "base/utf8.h"
#include "lead/contacts.h"
#include "lead/import_id.h"
#include "lead/message.h"

#define REASONS_BYTES_MAX (16 * 1024)

struct import {
    struct import_options o;
    struct form form; /* as o.form, but nothing is required */
    struct import_columns columns;
    bool dated;                  /* a column says when */
    bool day_first, month_first; /* a date has proved it */
};

/* A row under way. */
struct reader {
    struct import *i;
    struct arena *arena;
    const struct csv_row *row;
    struct pair_list pairs;
    struct import_moment moment; /* at_us 0: none */
    struct slice number;         /* of the row in the other system */
    struct buf reasons;
    size_t reason_count;
    enum errcode trouble; /* the first that happened */
};

/* ---- the file -------------------------------------------------------------------------------- */

/* Days that are reckoned from today mean the day of the row; of a file without one, nothing. */
static enum errcode relax_form(struct arena *a, struct import *i) {
    struct field *fields = arena_calloc(a, i->o.form->field_count, sizeof *fields);
    if (fields == NULL)
        return ERR_TOO_LARGE;
    i->form = *i->o.form;
    i->form.fields = fields;
    i->form.any_of_count = 0;
    for (size_t n = 0; n < i->form.field_count; n++) {
        fields[n] = i->o.form->fields[n];
        fields[n].required = false;
        fields[n].has_within = fields[n].has_within && i->dated;
    }
    return OK;
}

enum errcode import_begin(struct arena *a, const struct import_options *options,
                          const struct csv_row *header, struct import **out) {
    struct import *i = arena_calloc(a, 1, sizeof *i);
    if (i == NULL)
        return ERR_TOO_LARGE;
    i->o = *options;
    enum errcode e = import_columns_find(a, options->form, header, options->columns, &i->columns);
    for (size_t n = 0; n < i->columns.count; n++)
        i->dated |= i->columns.items[n].target == IMPORT_DATE;
    if (e == OK)
        e = relax_form(a, i);
    if (e == OK)
        *out = i;
    return e;
}

const struct import_columns *import_columns_of(const struct import *i) { return &i->columns; }

enum import_order import_order_of(const struct import *i) {
    if (i->o.order != IMPORT_ORDER_UNKNOWN || i->day_first == i->month_first)
        return i->o.order;
    return i->day_first ? IMPORT_DAY_FIRST : IMPORT_MONTH_FIRST;
}

static bool is_date(const struct import *i, const struct import_column *c) {
    return c->target == IMPORT_DATE ||
           (c->target == IMPORT_FIELD && i->form.fields[c->field].type == FIELD_DATE);
}

static struct slice seen_of(struct arena *a, struct slice cell) {
    struct reading r = {SLICE_LIT(""), SLICE_LIT("")};
    bool repaired = false;
    return reading_make(a, cell, &r, &repaired) == OK ? r.seen : SLICE_LIT("");
}

void import_look(struct import *i, struct arena *scratch, const struct csv_row *row) {
    for (size_t n = 0; n < i->columns.count && n < row->count; n++) {
        if (!is_date(i, &i->columns.items[n]))
            continue;
        enum import_order proved = import_order_proved(seen_of(scratch, row->cells[n]));
        i->day_first |= proved == IMPORT_DAY_FIRST;
        i->month_first |= proved == IMPORT_MONTH_FIRST;
    }
}

/* ---- reasons --------------------------------------------------------------------------------- */

static void refuse_because(struct reader *r, enum import_fault_kind kind, struct slice a,
                           struct slice b) {
    const struct import_fault fault = {kind, a, b};
    buf_lit(&r->reasons, r->reason_count++ == 0 ? "" : "; ");
    import_say(&r->reasons, r->i->o.language, &fault);
}

static void refuse_answers(struct reader *r, const struct submission *s) {
    for (size_t n = 0; n < s->form->field_count; n++) {
        if (s->answers[n].fault == FAULT_NONE)
            continue;
        buf_lit(&r->reasons, r->reason_count++ == 0 ? "" : "; ");
        message_write(&r->reasons, s, &s->form->fields[n], s->answers[n].fault);
    }
}

/* ---- cells ----------------------------------------------------------------------------------- */

static void add_pair(struct reader *r, struct slice name, struct slice value) {
    enum errcode e = pairs_add(r->arena, &r->pairs, (struct pair){.name = name, .value = value});
    r->trouble = r->trouble == OK ? e : r->trouble;
}

static const struct choice *choice_called(const struct field *f, struct slice word) {
    for (size_t n = 0; n < f->choice_count; n++) {
        const struct choice *c = &f->choices[n];
        bool is = slice_eq(c->value, word) || reading_alike(c->value, word);
        for (int l = 0; l < LANGUAGE__MAX && !is; l++)
            is = c->label.in[l].len > 0 && reading_alike(c->label.in[l], word);
        if (is)
            return c;
    }
    return NULL;
}

/* Other systems export what people see of a choice, and several with ; or , between. */
static void add_choice(struct reader *r, const struct field *f, struct slice cell) {
    const struct choice *whole = choice_called(f, cell);
    if (whole != NULL || !f->repeated) {
        add_pair(r, f->name, whole != NULL ? whole->value : cell);
        return;
    }
    char between = slice_find(cell, ';') < cell.len ? ';' : ',';
    while (cell.ptr != NULL) {
        struct slice word = slice_trim(slice_cut(cell, between, &cell));
        const struct choice *c = choice_called(f, word);
        add_pair(r, f->name, c != NULL ? c->value : word);
    }
}

/* A date that the form would ask back is written as the file means it. */
static void add_day(struct reader *r, const struct field *f, struct slice cell) {
    struct slice text = cell, seen = seen_of(r->arena, cell);
    enum import_order order = import_order_of(r->i);
    char iso[CLOCK_DAY_BYTES];
    int32_t day;
    enum import_reading reading = import_day_read(seen, r->i->form.texts, order, &day);
    if (reading == IMPORT_DATE_TWO) {
        refuse_because(r, IMPORT_TWO_DATES, seen, SLICE_NONE);
        return;
    }
    if (reading == IMPORT_DATE_ONE) {
        clock_day_iso(day, iso);
        enum errcode e = arena_copy(r->arena, slice_from(iso), &text);
        r->trouble = r->trouble == OK ? e : r->trouble;
    }
    add_pair(r, f->name, text);
}

/* First and last name are one answer. */
static void join_name(struct reader *r, const struct field *f, struct slice cell) {
    for (size_t n = 0; n < r->pairs.count; n++) {
        struct pair *p = &r->pairs.items[n];
        struct buf b;
        if (!pair_is(p, f->name))
            continue;
        buf_init(&b, r->arena, 2 * PAIR_VALUE_MAX + 1);
        buf_raw(&b, p->value);
        buf_char(&b, ' ');
        buf_raw(&b, cell);
        enum errcode e = buf_done(&b, &p->value);
        r->trouble = r->trouble == OK ? e : r->trouble;
        return;
    }
    add_pair(r, f->name, cell);
}

static void add_answer(struct reader *r, const struct field *f, struct slice cell) {
    if (f->type == FIELD_CHOICE)
        add_choice(r, f, cell);
    else if (f->type == FIELD_DATE)
        add_day(r, f, cell);
    else if (field_is_contact(f))
        add_pair(r, f->name, cell);
    else
        join_name(r, f, cell);
}

static void read_moment(struct reader *r, struct slice cell) {
    struct slice seen = seen_of(r->arena, cell);
    struct import_moment m;
    switch (import_moment_read(seen, r->i->form.texts, import_order_of(r->i), &m)) {
    case IMPORT_DATE_NONE:
        refuse_because(r, IMPORT_NO_DATE, slice_trim(cell), SLICE_NONE);
        break;
    case IMPORT_DATE_TWO:
        refuse_because(r, IMPORT_TWO_DATES, seen, SLICE_NONE);
        break;
    default:
        if (m.at_us <= 0 || m.at_us > r->i->o.now_us + INT64_C(1000000) * SECONDS_PER_DAY)
            refuse_because(r, IMPORT_DATE_CANNOT_BE, seen, SLICE_NONE);
        else
            r->moment = m;
    }
}

/* What is no answer is kept by its column's name, unless that would be taken for a field's. */
static void keep(struct reader *r, const struct import_column *c, struct slice cell) {
    struct slice name = utf8_cut_octets(c->name, PAIR_NAME_MAX);
    struct buf b;
    if (name.len == 0 || name.ptr[0] == '_' ||
        form_field_index(&r->i->form, name) < r->i->form.field_count) {
        buf_init(&b, r->arena, 2 * PAIR_NAME_MAX);
        buf_lit(&b, "column ");
        buf_raw(&b, name);
        enum errcode e = buf_done(&b, &name);
        r->trouble = r->trouble == OK ? e : r->trouble;
    }
    add_pair(r, name, cell);
}

/* By U+FFFD, which whoever has decoded the file puts in the place of what is no character. */
static bool is_damaged(struct slice cell) {
    return memmem(cell.ptr, cell.len, "\xEF\xBF\xBD", 3) != NULL;
}

static void read_cell(struct reader *r, const struct import_column *c, struct slice cell) {
    if (slice_trim(cell).len == 0)
        return;
    switch (c->target) {
    case IMPORT_FIELD:
        if (is_damaged(cell))
            refuse_because(r, IMPORT_NO_CHARACTER, c->name, SLICE_NONE);
        else
            add_answer(r, &r->i->form.fields[c->field], slice_trim(cell));
        break;
    case IMPORT_DATE:
        read_moment(r, cell);
        keep(r, c, cell);
        break;
    case IMPORT_ID:
        r->number = utf8_cut_octets(slice_trim(cell), IMPORT_ID_BYTES_MAX);
        keep(r, c, cell);
        break;
    default:
        keep(r, c, cell);
    }
}

/* ---- the way of a row ------------------------------------------------------------------------ */

static bool is_blank(const struct csv_row *row) {
    for (size_t n = 0; n < row->count; n++)
        if (slice_trim(row->cells[n]).len > 0)
            return false;
    return true;
}

/* A row that is too long has blanks behind, as some spreadsheets write them, or means another
 * thing. */
static bool has_right_count(struct reader *r) {
    size_t last = r->row->count;
    while (last > r->i->columns.count && slice_trim(r->row->cells[last - 1]).len == 0)
        last--;
    if (last == r->i->columns.count)
        return true;
    char *numbers = arena_alloc(r->arena, 64);
    if (numbers == NULL) {
        r->trouble = ERR_TOO_LARGE;
        return false;
    }
    int len = snprintf(numbers, 32, "%zu", r->row->count);
    int more = snprintf(numbers + 32, 32, "%zu", r->i->columns.count);
    refuse_because(r, IMPORT_CELLS, (struct slice){numbers, (size_t)len},
                   (struct slice){numbers + 32, (size_t)more});
    return false;
}

static enum errcode judge(struct reader *r, struct day_span today, struct submission *s) {
    const struct submission_input in = {.form = &r->i->form,
                                        .language = r->i->o.language,
                                        .pairs = &r->pairs,
                                        .today = today,
                                        .matcher = r->i->o.matcher};
    struct contact_list contacts;
    enum errcode e = submission_parse(r->arena, &in, s);
    if (e != OK)
        return e;
    refuse_answers(r, s);
    contacts_collect(s, &contacts);
    if (contacts.count == 0 && s->invalid_count == 0)
        refuse_because(r, IMPORT_NO_CONTACT, SLICE_NONE, SLICE_NONE);
    return OK;
}

static enum errcode make_record(struct reader *r, const struct submission *s, struct day_span today,
                                struct record *out) {
    static const struct touch nothing;
    const struct import_options *o = &r->i->o;
    int64_t received = r->moment.at_us == 0 || o->queued ? o->now_us : r->moment.at_us;
    struct classification class;
    const struct classify_input asked = {
        .matcher = o->matcher, .submission = s, .today = today, .received_us = received};
    struct record_input in = {.keyed = true,
                              .received_us = received < o->now_us ? received : o->now_us,
                              .submission = s,
                              .touch = &nothing,
                              .classification = &class,
                              .rule_set = o->rule_set,
                              .channel = SLICE_LIT("import"),
                              .entered_by = o->login};
    classify(&asked, &class);
    uuid_make(o->now_us, &in.spare_id);
    enum errcode e = import_id(r->arena, s, r->number, r->moment.at_us, &in.id);
    return e == OK ? record_encode(r->arena, &in, out) : e;
}

static enum errcode read_row(struct reader *r, struct import_row *out) {
    struct submission *s = arena_calloc(r->arena, 1, sizeof *s);
    if (s == NULL || !has_right_count(r))
        return s == NULL ? ERR_TOO_LARGE : r->trouble;
    for (size_t n = 0; n < r->i->columns.count; n++)
        read_cell(r, &r->i->columns.items[n], r->row->cells[n]);
    int32_t day = r->moment.at_us != 0 ? r->moment.day : clock_day(r->i->o.now_us);
    struct day_span today = {day, day};
    enum errcode e = r->trouble == OK ? judge(r, today, s) : r->trouble;
    out->submission = s;
    out->moment = r->moment;
    return e == OK && r->reason_count == 0 ? make_record(r, s, today, &out->record) : e;
}

/* A row that does not fit is one that is refused; what is short of memory is not. */
enum errcode import_read(struct import *i, struct arena *a, const struct csv_row *row,
                         struct import_row *out) {
    struct reader r = {.i = i, .arena = a, .row = row, .number = SLICE_LIT(""), .trouble = OK};
    *out = (struct import_row){.verdict = is_blank(row) ? IMPORT_BLANK : IMPORT_TAKEN};
    if (out->verdict == IMPORT_BLANK)
        return OK;
    buf_init(&r.reasons, a, REASONS_BYTES_MAX);
    enum errcode e = read_row(&r, out);
    if (e == ERR_TOO_LARGE || e == ERR_TOO_MANY) {
        out->submission = NULL;
        refuse_because(&r, IMPORT_ROW_LARGE, SLICE_NONE, SLICE_NONE);
        e = OK;
    }
    if (r.reason_count > 0)
        out->verdict = IMPORT_REFUSED;
    if (buf_done(&r.reasons, &out->reasons) != OK) /* many long ones, or no room at all */
        out->reasons = SLICE_LIT("...");
    return e;
}

enum errcode import_refuse(const struct import *i, struct arena *a, enum csv_kind kind,
                           struct import_row *out) {
    const struct import_fault fault = {import_fault_of(kind), SLICE_NONE, SLICE_NONE};
    struct buf b;
    *out = (struct import_row){.verdict = IMPORT_REFUSED};
    buf_init(&b, a, REASONS_BYTES_MAX);
    import_say(&b, i->o.language, &fault);
    return buf_done(&b, &out->reasons);
}
