/* field_date: a day of the calendar. */
#include "base/clock.h"
#include "form/date.h"
#include "form/field_kind.h"
#include "form/loader.h"

static enum errcode judge(const struct field_sent *sent, struct field_value *value,
                          enum fault *fault) {
    const struct field *f = sent->field;
    int32_t day[2] = {0, 0};
    char iso[CLOCK_DAY_BYTES];
    enum date_reading reading = date_read(value->text.seen, sent->texts, sent->language, day);
    value->number = day[0];
    value->other = day[1];
    if (reading != DATE_ONE) {
        *fault = reading == DATE_TWO ? FAULT_DATE_TWO : FAULT_DATE;
        return OK;
    }
    if ((f->has_min && day[0] < f->min) ||
        (f->has_within && day[0] < (double)sent->today + f->from_days))
        *fault = FAULT_TOO_EARLY;
    else if ((f->has_max && day[0] > f->max) ||
             (f->has_within && day[0] > (double)sent->today_last + f->to_days))
        *fault = FAULT_TOO_LATE;
    value->says_more = field_kind_has_letters(value->text.seen);
    clock_day_iso(day[0], iso);
    enum errcode e = arena_copy(sent->arena, slice_from(iso), &value->text.typed);
    value->text.seen = value->text.typed;
    return e;
}

static void say(struct buf *b, const struct field *field, const struct texts *texts,
                enum language l, double day) {
    (void)field;
    texts_date(b, texts, l, (int32_t)day);
}

/* As people write it, and not as a date input sends it: 24.11.2026. */
static void tell(struct buf *b, const struct texts *texts, enum language l,
                 const struct field_value *value) {
    char iso[CLOCK_DAY_BYTES];
    (void)texts, (void)l;
    clock_day_iso((int32_t)value->number, iso);
    buf_printf(b, "%.2s.%.2s.%.4s", iso + 8, iso + 5, iso);
}

static void put_day(struct buf *b, const char *name, double day) {
    char iso[CLOCK_DAY_BYTES];
    clock_day_iso((int32_t)day, iso);
    buf_printf(b, " %s=\"%s\"", name, iso);
}

/* From today where the visitor is, whatever day that is there, and a day more at the end, since a
 * page may be as old as its token. A fixed date is the bound itself. */
static void limits(struct buf *b, const struct field *f, int32_t today, int32_t today_last) {
    double low = (double)today + f->from_days, high = (double)today_last + f->to_days + 1;
    if (f->has_min && (!f->has_within || f->min > low))
        low = f->min;
    if (f->has_max && (!f->has_within || f->max < high))
        high = f->max;
    if (f->has_min || f->has_within)
        put_day(b, "min", low);
    if (f->has_max || f->has_within)
        put_day(b, "max", high);
}

const struct field_kind field_date = {
    .keys = FIELD_KEY_BOUNDS | FIELD_KEY_DAYS,
    .bound = loader_date,
    .judge = judge,
    .say = say,
    .tell = tell,
    .input = "date",
    .limits = limits,
};
