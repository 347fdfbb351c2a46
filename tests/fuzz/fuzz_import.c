/* fuzz_import: any octets as another system's file: it is read in pieces of any size to the same
 * rows, each row is taken, refused or blank, what is taken is a record that jansson takes, and its
 * id is the same when it is read once more. The first octet chooses the size of the pieces, the
 * second the order of dates. */
#include <assert.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#define FUZZ_ARENA_BYTES ((size_t)64 * 1024 * 1024)
#include "fuzz_arena.h"

#include "body/csv_stream.h"
#include "form/directory.h"
#include "lead/import.h"
#include "lead/import_json.h"
#include "lead/phone.h"

#define ROWS_MAX 64
#define NOW_US INT64_C(1795348800000000) /* 2026-11-22T12:00:00Z */

static struct matcher *matcher;
static struct arena *scratch;
static struct csv_row header, row;
static const struct form *form;

static int prepare(void) {
    matcher = matcher_new();
    scratch = arena_new(ARENA_BYTES_MAX);
    phone_start();
    struct problems problems = {0};
    static struct form_set *set; /* as long as the program */
    if (form_set_load("forms", &problems, &set) != OK)
        return 1;
    form = form_find(set, SLICE_LIT("cargo"));
    return form == NULL;
}

struct from {
    const uint8_t *data;
    size_t len, at, step;
};

static bool read_some(void *from, char *into, size_t room, size_t *got) {
    struct from *f = from;
    size_t n = f->len - f->at < f->step ? f->len - f->at : f->step;
    n = n < room ? n : room;
    if (n > 0)
        memcpy(into, f->data + f->at, n);
    f->at += n;
    *got = n;
    return true;
}

static void check_taken(const struct import_row *r) {
    json_error_t error;
    struct buf b;
    struct slice shown;
    json_t *record =
        json_loadb(r->record.json.ptr, r->record.json.len, JSON_REJECT_DUPLICATES, &error);
    assert(record != NULL && r->reasons.len == 0);
    assert(json_array_size(json_object_get(record, "contacts")) > 0);
    assert(strcmp(json_string_value(json_object_get(record, "id")), r->record.id.text) == 0);
    json_decref(record);
    buf_init(&b, scratch, ARENA_BYTES_MAX);
    import_json_row(&b, scratch, 1, r);
    if (buf_done(&b, &shown) != OK) /* no room is left */
        return;
    json_t *answers = json_loadb(shown.ptr, shown.len, 0, &error);
    assert(answers != NULL);
    json_decref(answers);
}

/* The ids of what is taken, in their order. */
struct ids {
    struct uuid items[ROWS_MAX];
    size_t count;
    enum csv_encoding encoding;
};

static void read_row(struct import *i, enum csv_kind kind, struct ids *ids) {
    struct import_row r;
    arena_reset(scratch);
    enum errcode e =
        kind == CSV_ROW ? import_read(i, scratch, &row, &r) : import_refuse(i, scratch, kind, &r);
    assert(e == OK);
    assert(r.verdict != IMPORT_REFUSED || r.reasons.len > 0);
    if (r.verdict != IMPORT_TAKEN)
        return;
    ids->items[ids->count++] = r.record.id;
    check_taken(&r);
}

static void read_file(const uint8_t *data, size_t size, size_t step, enum import_order order,
                      struct ids *ids) {
    struct from from = {data, size, 0, step};
    const struct import_options o = {.form = form,
                                     .rule_set = "0123456789ab",
                                     .language = LANGUAGE_EN,
                                     .order = order,
                                     .now_us = NOW_US,
                                     .matcher = matcher};
    struct csv_stream *s;
    struct import *i;
    enum csv_kind kind;
    arena_reset(arena);
    ids->count = 0;
    ids->encoding = CSV_TEXT_UNDECIDED;
    assert(csv_stream_open(arena, (struct csv_source){read_some, &from}, CSV_TEXT_UNDECIDED, '\0',
                           &s) == OK);
    if (csv_stream_next(s, &header) != CSV_ROW)
        return;
    assert(import_begin(arena, &o, &header, &i) == OK);
    if (import_columns_of(i)->fault_count > 0)
        return;
    for (int n = 0; n < ROWS_MAX && (kind = csv_stream_next(s, &row)) != CSV_END; n++) {
        arena_reset(scratch);
        if (kind == CSV_ROW)
            import_look(i, scratch, &row);
        read_row(i, kind, ids);
    }
    ids->encoding = csv_stream_encoding(s);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static struct ids one, other;
    if (size < 2 || size > 65536)
        return 0;
    enum import_order order = (enum import_order)(data[1] % 3);
    read_file(data + 2, size - 2, 65536, order, &one);
    /* what tells UTF-16 without a mark stands in the first octets of the first piece */
    read_file(data + 2, size - 2, 4 + data[0], order, &other);
    if (one.encoding != other.encoding) /* of a mixture the first piece decides */
        return 0;
    assert(one.count == other.count);
    for (size_t i = 0; i < one.count; i++)
        assert(strcmp(one.items[i].text, other.items[i].text) == 0);
    return 0;
}
