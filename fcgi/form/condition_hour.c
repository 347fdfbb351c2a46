/* condition_hour: the lead comes at these hours of these days, by the clocks of the configured
 * zone, written as on the door of an office: [mon-fri 9-18, sat 10-14]. The end is not included. A
 * span that ends before it begins goes over midnight, and is of the day on which it begins. */
#include <stdio.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/utf8.h"
#include "form/condition_kind.h"

#define DAYS 7
#define ALL_DAYS ((1u << DAYS) - 1)
#define DAY_MINUTES (24 * 60)

struct span {
    unsigned days; /* bits, from Monday */
    int from, to;  /* minutes of the day, never the same */
};

struct hours {
    size_t count;
    struct span spans[];
};

static const char *const day_words[] = {
    "mon",         "tue",     "wed",       "thu",      "fri",     "sat",      "sun",
    "пн",          "вт",      "ср",        "чт",       "пт",      "сб",       "вс",
    "monday",      "tuesday", "wednesday", "thursday", "friday",  "saturday", "sunday",
    "понедельник", "вторник", "среда",     "четверг",  "пятница", "суббота",  "воскресенье",
};
#define DAY_WORDS (sizeof day_words / sizeof *day_words)

/* --- reading ---------------------------------------------------------------------------------- */

struct reader {
    struct loader *l;
    const yaml_node_t *at;
    struct slice all, rest; /* as seen: every dash is '-', every blank a space */
};

static void skip_blanks(struct reader *r) {
    while (r->rest.len > 0 && (r->rest.ptr[0] == ' ' || r->rest.ptr[0] == ','))
        r->rest = slice_sub(r->rest, 1, r->rest.len);
}

static bool skip_dash(struct reader *r) {
    skip_blanks(r);
    if (!slice_starts(r->rest, "-"))
        return false;
    r->rest = slice_sub(r->rest, 1, r->rest.len);
    skip_blanks(r);
    return true;
}

static bool is_digit_next(const struct reader *r) {
    return r->rest.len > 0 && ascii_is_digit(r->rest.ptr[0]);
}

static bool fail(const struct reader *r) {
    loader_problem(r->l, r->at,
                   "expected days and hours such as 9-18, sat-sun or mon-fri 9-18, found \"%.*s\"",
                   SLICE_ARG(utf8_cut(r->all, 40)));
    return false;
}

static bool read_day(struct reader *r, size_t *day) {
    size_t len = 0;
    while (len < r->rest.len && r->rest.ptr[len] != ' ' && r->rest.ptr[len] != ',' &&
           r->rest.ptr[len] != '-' && !ascii_is_digit(r->rest.ptr[len]))
        len++;
    struct slice word = slice_sub(r->rest, 0, len);
    if (len == 0)
        return fail(r);
    r->rest = slice_sub(r->rest, len, r->rest.len);
    for (size_t i = 0; i < DAY_WORDS; i++)
        if (reading_eq(word, slice_from(day_words[i]))) {
            *day = i % DAYS;
            return true;
        }
    loader_unknown(r->l, r->at, "day", word, day_words, DAY_WORDS);
    return false;
}

/* A day, or mon-fri; sat-mon goes over the end of the week. */
static bool read_days(struct reader *r, unsigned *days) {
    size_t first, last;
    if (!read_day(r, &first))
        return false;
    last = first;
    if (skip_dash(r) && !read_day(r, &last))
        return false;
    for (size_t day = first; day != last; day = (day + 1) % DAYS)
        *days |= 1u << day;
    *days |= 1u << last;
    return true;
}

/* One or two digits. */
static bool read_number(struct reader *r, size_t *len, int *out) {
    *out = 0;
    for (*len = 0; is_digit_next(r) && *len < 3; ++*len) {
        *out = 10 * *out + (r->rest.ptr[0] - '0');
        r->rest = slice_sub(r->rest, 1, r->rest.len);
    }
    return *len == 1 || *len == 2;
}

/* 9 or 9:30, up to 24. */
static bool read_time(struct reader *r, int *out) {
    int hour, minute = 0;
    size_t len;
    if (!read_number(r, &len, &hour))
        return false;
    if (slice_starts(r->rest, ":")) {
        r->rest = slice_sub(r->rest, 1, r->rest.len);
        if (!read_number(r, &len, &minute) || len != 2 || minute > 59)
            return false;
    }
    *out = hour * 60 + minute;
    return *out <= DAY_MINUTES;
}

/* Days, hours, or hours behind days. */
static bool read_span(struct reader *r, struct span *out) {
    struct span s = {.days = 0, .from = 0, .to = DAY_MINUTES};
    for (skip_blanks(r); r->rest.len > 0 && !is_digit_next(r); skip_blanks(r))
        if (!read_days(r, &s.days))
            return false;
    if (is_digit_next(r)) {
        if (!read_time(r, &s.from) || !skip_dash(r) || !read_time(r, &s.to) || r->rest.len > 0 ||
            s.from == DAY_MINUTES)
            return fail(r);
        if (s.days == 0)
            s.days = ALL_DAYS;
    }
    if (s.days == 0)
        return fail(r);
    if (s.from == s.to) {
        loader_problem(r->l, r->at, "%.*s is no time: for the whole day name the day alone",
                       SLICE_ARG(utf8_cut(r->all, 40)));
        return false;
    }
    *out = s;
    return true;
}

static void read(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                 struct condition_draft *d) {
    struct slice *words;
    size_t count;
    (void)key;
    if (!loader_words(l, value, "hours", CONDITION_WORDS_MAX, &words, &count))
        return;
    struct hours *hours = loader_alloc(l, 1, sizeof *hours + count * sizeof *hours->spans);
    bool single = value->type == YAML_SCALAR_NODE;
    for (size_t i = 0; i < count; i++) {
        struct slice seen = loader_seen(l, words[i]);
        struct reader r = {l, single ? value : loader_item(l, value, i), seen, seen};
        hours->count += read_span(&r, &hours->spans[hours->count]);
    }
    d->c.own = hours;
}

/* --- holding ---------------------------------------------------------------------------------- */

/* Since Monday. 1 January 1970 was a Thursday. */
static size_t weekday_of(int32_t day) { return (size_t)(((day + 3) % DAYS + DAYS) % DAYS); }

static bool covers(const struct span *s, size_t weekday, int minute) {
    bool today = s->days >> weekday & 1, before = s->days >> (weekday + DAYS - 1) % DAYS & 1;
    if (s->from < s->to)
        return today && minute >= s->from && minute < s->to;
    return (today && minute >= s->from) || (before && minute < s->to);
}

static enum condition_outcome holds(const struct condition *c, const struct facts *f,
                                    struct evidence *e) {
    const struct hours *hours = c->own;
    int32_t day;
    int minute;
    (void)e;
    if (f->received_us == 0)
        return CONDITION_UNDECIDED;
    clock_local(f->received_us, &day, &minute);
    for (size_t i = 0; i < hours->count; i++)
        if (covers(&hours->spans[i], weekday_of(day), minute))
            return CONDITION_HOLDS;
    return CONDITION_HOLDS_NOT;
}

/* Saturday 23:05; when memory is short the day alone. */
static void tell(const struct facts *f, struct evidence *e) {
    static const char *const names[DAYS] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                            "Friday", "Saturday", "Sunday"};
    char text[32];
    int32_t day;
    int minute;
    clock_local(f->received_us, &day, &minute);
    e->matched = slice_from(names[weekday_of(day)]);
    snprintf(text, sizeof text, "%s %02d:%02d", e->matched.ptr, minute / 60, minute % 60);
    (void)!arena_copy(f->arena, slice_from(text), &e->matched);
}

static bool same(const struct condition *a, const struct condition *b) {
    const struct hours *left = a->own, *right = b->own;
    bool equal = left->count == right->count;
    for (size_t i = 0; equal && i < left->count; i++)
        equal = left->spans[i].days == right->spans[i].days &&
                left->spans[i].from == right->spans[i].from &&
                left->spans[i].to == right->spans[i].to;
    return equal;
}

static const struct condition_subject arrival = {.key = "received", .says = "the time of arrival"};
const struct condition_kind condition_hour = {
    .subject = &arrival,
    .read = read,
    .holds = holds,
    .tell = tell,
    .same = same,
};
