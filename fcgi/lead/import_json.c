/* import_json: see the header. */
#include "lead/import_json.h"

#include "base/clock.h"
#include "lead/canonical.h"

#define SAID_BYTES_MAX (8 * 1024)

void import_json_columns(struct buf *b, const struct form *form, const struct import_columns *c) {
    buf_lit(b, "\"columns\":[");
    for (size_t i = 0; i < c->count; i++) {
        buf_lit(b, i == 0 ? "{\"column\":" : ",{\"column\":");
        buf_json(b, c->items[i].name);
        buf_lit(b, ",\"becomes\":");
        buf_json(b, import_column_target(form, &c->items[i]));
        buf_lit(b, ",\"near\":");
        buf_json(b, slice_from(c->items[i].near));
        buf_char(b, '}');
    }
    buf_char(b, ']');
}

void import_json_errors(struct buf *b, struct arena *a, enum language l,
                        const struct import_columns *c) {
    buf_lit(b, "\"errors\":[");
    for (size_t i = 0; i < c->fault_count; i++) {
        struct buf said;
        struct slice text = SLICE_LIT("");
        buf_init(&said, a, SAID_BYTES_MAX);
        import_say(&said, l, &c->faults[i]);
        buf_lit(b, i == 0 ? "" : ",");
        buf_json(b, buf_done(&said, &text) == OK ? text : SLICE_LIT("..."));
    }
    buf_char(b, ']');
}

void import_moment_write(struct buf *b, const struct import_moment *m) {
    char day[CLOCK_DAY_BYTES];
    int32_t days;
    int minute;
    clock_local(m->at_us, &days, &minute);
    clock_day_iso(days, day);
    buf_printf(b, "%s %02d:%02d", day, minute / 60, minute % 60);
}

void import_json_row(struct buf *b, struct arena *a, unsigned long long line,
                     const struct import_row *row) {
    const struct submission *s = row->submission;
    bool first = true;
    buf_printf(b, "{\"line\":%llu,\"answers\":{", line);
    for (size_t i = 0; i < s->form->field_count; i++) {
        struct slice text = SLICE_LIT("");
        if (s->answers[i].state != ANSWER_VALID ||
            canonical_text(a, &s->form->fields[i], &s->answers[i], &text) != OK)
            continue;
        buf_lit(b, first ? "" : ",");
        buf_json(b, s->form->fields[i].name);
        buf_char(b, ':');
        buf_json(b, text);
        first = false;
    }
    if (row->moment.at_us != 0) {
        buf_lit(b, first ? "\"@date\":\"" : ",\"@date\":\"");
        import_moment_write(b, &row->moment);
        buf_char(b, '"');
    }
    buf_lit(b, "}}");
}

const char *import_order_word(enum import_order order) {
    static const char *const words[] = {[IMPORT_ORDER_UNKNOWN] = "unclear",
                                        [IMPORT_DAY_FIRST] = "day-first",
                                        [IMPORT_MONTH_FIRST] = "month-first"};
    return words[order];
}
