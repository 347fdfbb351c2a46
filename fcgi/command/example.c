/* example: an example becomes pairs, a place and a touch; what follows is the way of a request. */
#include "command/example.h"

#include "base/clock.h"

#define DAYS_DIGITS_MAX 5

/* +3d, -1d: false when it is none. */
static bool parse_days(struct slice s, int32_t *out) {
    if (s.len < 3 || s.len > DAYS_DIGITS_MAX + 2 || (s.ptr[0] != '+' && s.ptr[0] != '-') ||
        s.ptr[s.len - 1] != 'd')
        return false;
    int32_t n = 0;
    for (size_t i = 1; i + 1 < s.len; i++) {
        if (!ascii_is_digit(s.ptr[i]))
            return false;
        n = 10 * n + (s.ptr[i] - '0');
    }
    *out = s.ptr[0] == '-' ? -n : n;
    return true;
}

static enum errcode add_answer(struct arena *a, const struct field *field, struct slice value,
                               int32_t today, struct pair_list *pairs) {
    char iso[CLOCK_DAY_BYTES];
    int32_t days;
    struct pair pair = {.name = field->name, .value = value};
    if ((field_kind(field)->keys & FIELD_KEY_DAYS) != 0 && parse_days(value, &days)) {
        clock_day_iso(today + days, iso);
        enum errcode e = arena_copy(a, slice_from(iso), &pair.value);
        if (e != OK)
            return e;
    }
    return pairs_add(a, pairs, pair);
}

static void add_fact(struct slice name, struct slice value, struct place *place,
                     struct touch *touch) {
    if (slice_eq_lit(name, "country"))
        place->country = value;
    else if (slice_eq_lit(name, "region"))
        place->region = value;
    else if (slice_eq_lit(name, "city"))
        place->city = value;
    for (int u = 0; u < UTM__MAX && slice_starts(name, "utm_"); u++)
        if (slice_eq_lit(slice_sub(name, 4, name.len), utm_names[u]))
            touch->utm[u] = value;
}

/* 0: it does not say. A time that cannot be read was reported when the form was loaded. */
static int64_t received_us(const struct form *form, const struct example *example) {
    int64_t us = 0;
    for (size_t i = 0; i < example->count; i++)
        if (slice_eq_lit(example->names[i], "at") &&
            form_field_index(form, example->names[i]) == form->field_count)
            (void)clock_read(example->values[i], &us);
    return us;
}

static void find_refused(const struct form *form, const struct pair_list *pairs,
                         struct example_result *r) {
    for (size_t i = 0; i < pairs->count && r->refused == NULL; i++) {
        size_t field = form_field_index(form, pairs->items[i].name);
        if (r->submission.answers[field].fault == FAULT_NONE)
            continue;
        r->refused = &form->fields[field];
        r->fault = r->submission.answers[field].fault;
    }
}

enum errcode example_run(struct arena *a, struct matcher *m, const struct form *form,
                         const struct example *example, int64_t now_us,
                         struct example_result *out) {
    struct example_result r = {.refused = NULL};
    struct pair_list *pairs = arena_calloc(a, 1, sizeof *pairs);
    struct touch *touch = arena_calloc(a, 1, sizeof *touch);
    struct place place = {0};
    int64_t came_us = received_us(form, example);
    int32_t today = clock_day(came_us == 0 ? now_us : came_us);
    if (pairs == NULL || touch == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < example->count; i++) {
        size_t field = form_field_index(form, example->names[i]);
        enum errcode e = OK;
        if (field == form->field_count || slice_starts(example->names[i], "utm_"))
            add_fact(example->names[i], example->values[i], &place, touch);
        if (field < form->field_count)
            e = add_answer(a, &form->fields[field], example->values[i], today, pairs);
        if (e != OK)
            return e;
    }
    struct submission_input in = {.form = form,
                                  .language = form->languages[0],
                                  .pairs = pairs,
                                  .today = {today, today},
                                  .matcher = m};
    enum errcode e = submission_parse(a, &in, &r.submission);
    if (e != OK)
        return e;
    find_refused(form, pairs, &r);
    const struct classify_input asked = {.matcher = m,
                                         .submission = &r.submission,
                                         .place = &place,
                                         .touch = touch,
                                         .today = in.today,
                                         .received_us = came_us};
    classify(&asked, &r.classification);
    *out = r;
    return OK;
}
