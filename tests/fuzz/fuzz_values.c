/* fuzz_values: what is read of a number, a date or a time is within what was asked, and what is
 * shown of it is read again as the same or refused, never as another one.
 *
 * The first octet chooses the language and the bounds. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "base/bounds.h"
#define FUZZ_ARENA_BYTES (64 * 1024)
#include "fuzz_arena.h"

#include "../unit/lead_form.h"

#include "base/clock.h"
#include "base/utf8.h"
#include "form/box.h"
#include "form/date.h"
#include "form/field_kind.h"
#include "form/number.h"

static int prepare(void) { return 0; }

static void check_number(struct slice seen, bool comma, const struct field *field) {
    double value[2], again[2];
    enum number_reading reading = number_read(seen, comma, field, value);
    if (reading == NUMBER_TWO)
        assert(value[0] != value[1] && number_in_bounds(value[0], field) &&
               number_in_bounds(value[1], field));
    for (int i = 0; i < (int)reading; i++) {
        char text[NUMBER_SHOWN_BYTES];
        assert(isfinite(value[i]));
        number_shown(value[i], comma, text);
        enum number_reading shown = number_read(slice_from(text), comma, field, again);
        assert(shown == NUMBER_NONE || (shown == NUMBER_ONE && again[0] == value[i]));
    }
}

static void check_date(struct slice seen, enum language l) {
    int32_t day[2], again[2];
    enum date_reading reading = date_read(seen, &test_texts, l, day);
    if (reading == DATE_TWO)
        assert(day[0] != day[1] && l == LANGUAGE_EN);
    for (int i = 0; i < (int)reading; i++) {
        char iso[CLOCK_DAY_BYTES];
        clock_day_iso(day[i], iso);
        assert(date_read(slice_from(iso), &test_texts, l, again) == DATE_ONE);
        assert(again[0] == day[i]);
    }
}

static enum fault judge_time(struct slice seen, const struct field *f, struct field_value *out) {
    enum fault fault = FAULT_NONE;
    *out = (struct field_value){.text = {seen, seen}};
    struct field_sent sent = {.arena = arena, .field = f, .values = &out->text, .count = 1};
    assert(field_time.judge(&sent, out, &fault) == OK);
    return fault;
}

static void check_time(struct slice seen, bool has_min, bool has_max) {
    struct field office = {.type = FIELD_TIME, .has_min = has_min, .has_max = has_max};
    struct field_value value, again;
    office.min = 9 * 60;
    office.max = 20 * 60;
    enum fault fault = judge_time(seen, &office, &value);
    if (fault == FAULT_UNREAD)
        return;
    assert(value.number >= 0 && value.number < 24 * 60);
    if (fault == FAULT_AMBIGUOUS) {
        assert(value.other == value.number + 12 * 60 && !(has_min && has_max));
        return;
    }
    assert(value.text.typed.len == 5 && slice_eq(value.text.typed, value.text.seen));
    assert(judge_time(value.text.seen, &office, &again) == fault);
    assert(again.number == value.number && slice_eq(again.text.seen, value.text.seen));
    bool within =
        (!has_min || value.number >= office.min) && (!has_max || value.number <= office.max);
    assert(within == (fault == FAULT_NONE));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0 || size > PAIR_VALUE_MAX)
        return 0;
    enum language l = data[0] & 1 ? LANGUAGE_EN : LANGUAGE_RU;
    struct field field = test_fields[T_WEIGHT];
    field.has_min = data[0] & 2;
    field.has_max = data[0] & 4;
    struct slice text = {(const char *)data + 1, size - 1};
    enum box_reading box;
    arena_reset(arena);
    if (!utf8_is_text(text))
        return 0;
    check_number(text, l == LANGUAGE_RU, &field);
    check_date(text, l);
    check_time(text, field.has_min, field.has_max);
    assert(box_read(arena, &(struct reading){text, text}, 1, &test_fields[T_CONSENT], &box) == OK);
    return 0;
}
