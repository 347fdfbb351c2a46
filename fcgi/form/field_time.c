/* field_time: a time of day, as minutes since midnight. Around an hour, or an hour and minutes, may
 * stand what people put there; a span of hours is no time, and neither is "after six". */
#include "base/utf8.h"
#include "form/field_kind.h"
#include "form/loader.h"

#define HOUR 60
#define HALF_DAY (12 * HOUR)
#define DAY (24 * HOUR)
#define TIME_TEXT_BYTES 16

/* --- reading --------------------------------------------------------------------------------- */

static const char *const in_front[] = {"в ", "во ", "at "};
static const char *const hour_words[] = {"часов", "часа", "час", "ч", "o'clock", "h"};
static const char *const minute_words[] = {"минут", "минуты", "минута", "мин", "м", "min", "m"};

static const struct {
    const char *word;
    int minutes;
} named[] = {{"полдень", HALF_DAY},
             {"noon", HALF_DAY},
             {"midday", HALF_DAY},
             {"полночь", 0},
             {"midnight", 0}};

/* What stands behind an hour, and what it makes of the hours it goes with. */
static const struct {
    const char *word;
    int first, last, add;
} day_parts[] = {
    {"am", 12, 12, -12},   {"am", 1, 11, 0},      {"a.m", 12, 12, -12}, {"a.m", 1, 11, 0},
    {"pm", 12, 12, 0},     {"pm", 1, 11, 12},     {"p.m", 12, 12, 0},   {"p.m", 1, 11, 12},
    {"утра", 1, 11, 0},    {"дня", 12, 17, 0},    {"дня", 1, 5, 12},    {"вечера", 16, 23, 0},
    {"вечера", 4, 11, 12}, {"ночи", 12, 12, -12}, {"ночи", 0, 4, 0},
};

struct reader {
    struct slice rest;
    int hour, minute;
    bool has_minute, has_nought; /* 09: nobody means the evening */
};

static void skip(struct reader *r, size_t octets) {
    r->rest = slice_sub(r->rest, octets, r->rest.len);
}

static void skip_blanks(struct reader *r) {
    while (slice_starts(r->rest, " "))
        skip(r, 1);
}

/* One of the words, with a full stop behind it or not. */
static bool take_word(struct reader *r, const char *const *words, size_t count) {
    for (size_t i = 0; i < count; i++) {
        size_t n = reading_starts(r->rest, slice_from(words[i]));
        if (n == 0)
            continue;
        skip(r, n);
        if (slice_starts(r->rest, "."))
            skip(r, 1);
        return true;
    }
    return false;
}
#define TAKE_WORD(r, words) take_word(r, words, sizeof(words) / sizeof *(words))

/* The digits that come next, all of them; 0: none, or more than that. */
static size_t take_digits(struct reader *r, size_t max, int *out) {
    size_t n = 0;
    *out = 0;
    while (n < r->rest.len && n < max && ascii_is_digit(r->rest.ptr[n]))
        *out = 10 * *out + (r->rest.ptr[n++] - '0');
    skip(r, n);
    return r->rest.len > 0 && ascii_is_digit(r->rest.ptr[0]) ? 0 : n;
}

/* 18:30 and 18.30; 18-30, 18 30 and 18,30 unless that may be from one hour to a later one. */
static bool take_marked_minutes(struct reader *r) {
    char mark = r->rest.len > 0 ? r->rest.ptr[0] : '\0';
    if (mark != ':' && mark != '.' && mark != '-' && mark != ' ' && mark != ',')
        return true;
    struct reader before = *r;
    skip(r, 1);
    if (mark != ' ')
        skip_blanks(r);
    if (r->rest.len == 0 || !ascii_is_digit(r->rest.ptr[0])) {
        *r = before; /* a blank or a full stop, and whatever is behind it */
        return mark == ' ' || mark == '.';
    }
    if (take_digits(r, 2, &r->minute) != 2)
        return false;
    r->has_minute = true;
    if (mark == ':' && slice_starts(r->rest, ":00")) /* some pickers send seconds */
        skip(r, 3);
    bool may_be_span = r->minute > r->hour && r->minute <= DAY / HOUR;
    return mark == ':' || mark == '.' || !may_be_span;
}

/* 18, 1830, 18:30, 18 ч 30 мин: false: nothing of the kind. */
static bool take_time(struct reader *r) {
    size_t digits = take_digits(r, 4, &r->hour);
    if (digits == 0)
        return false;
    r->has_nought = digits == 2 && r->hour < 10;
    if (digits > 2) {
        r->has_minute = true;
        r->minute = r->hour % 100;
        r->hour /= 100;
        return true;
    }
    struct reader before = *r;
    skip_blanks(r);
    if (!TAKE_WORD(r, hour_words)) {
        *r = before;
        return take_marked_minutes(r);
    }
    skip_blanks(r);
    if (r->rest.len == 0 || !ascii_is_digit(r->rest.ptr[0]))
        return true;
    r->has_minute = take_digits(r, 2, &r->minute) > 0;
    skip_blanks(r);
    (void)TAKE_WORD(r, minute_words);
    return r->has_minute;
}

static struct slice bare(struct slice s) {
    s = slice_trim(s);
    return slice_ends(s, ".") ? slice_sub(s, 0, s.len - 1) : s;
}

/* The first of the readings; *settled: there is no other one in the evening. -1: none. */
static int settle(const struct reader *r, bool *settled) {
    struct slice part = bare(r->rest);
    bool midnight = r->hour == 24 && r->minute == 0;
    *settled = r->has_minute || r->has_nought || part.len > 0 || r->hour == 0 || r->hour >= 12;
    if (r->minute >= HOUR || (r->hour >= 24 && !midnight))
        return -1;
    if (part.len == 0)
        return (r->hour * HOUR + r->minute) % DAY;
    for (size_t i = 0; i < sizeof day_parts / sizeof *day_parts; i++)
        if (reading_eq(part, slice_from(day_parts[i].word)) && r->hour >= day_parts[i].first &&
            r->hour <= day_parts[i].last)
            return (r->hour + day_parts[i].add) * HOUR + r->minute;
    return -1;
}

/* How many readings seen has, 0 to 2. */
static int read_time(struct slice seen, int out[2]) {
    struct reader r = {.rest = seen};
    bool settled;
    for (size_t i = 0; i < sizeof in_front / sizeof *in_front; i++)
        skip(&r, reading_starts(r.rest, slice_from(in_front[i])));
    skip_blanks(&r);
    for (size_t i = 0; i < sizeof named / sizeof *named; i++)
        if (reading_eq(bare(r.rest), slice_from(named[i].word))) {
            out[0] = named[i].minutes;
            return 1;
        }
    if (!take_time(&r))
        return 0;
    out[0] = settle(&r, &settled);
    out[1] = out[0] + HALF_DAY;
    return out[0] < 0 ? 0 : settled ? 1 : 2;
}

/* --- the kind -------------------------------------------------------------------------------- */

static void write_time(int minutes, char out[TIME_TEXT_BYTES]) {
    snprintf(out, TIME_TEXT_BYTES, "%02d:%02d", minutes / HOUR, minutes % HOUR);
}

static bool bound(struct loader *l, const struct yaml_node_s *node, double *out) {
    struct slice s;
    int minutes[2];
    char text[TIME_TEXT_BYTES];
    if (!loader_word(l, node, &s))
        return false;
    if (read_time(s, minutes) == 1) {
        write_time(minutes[0], text);
        if (slice_eq_lit(s, text)) {
            *out = minutes[0];
            return true;
        }
    }
    loader_problem(l, node, "expected a time of day such as 09:00, found \"%.*s\"",
                   SLICE_ARG(utf8_cut(s, 40)));
    return false;
}

static bool is_within(const struct field *f, int minutes) {
    return (!f->has_min || minutes >= f->min) && (!f->has_max || minutes <= f->max);
}

static enum errcode judge(const struct field_sent *sent, struct field_value *value,
                          enum fault *fault) {
    const struct field *f = sent->field;
    char text[TIME_TEXT_BYTES];
    int minutes[2] = {0, 0};
    int readings = read_time(value->text.seen, minutes);
    if (readings == 0) {
        *fault = FAULT_UNREAD;
        return OK;
    }
    if (readings == 2 && is_within(f, minutes[0]) && is_within(f, minutes[1]))
        *fault = FAULT_AMBIGUOUS;
    else if (readings == 2 && is_within(f, minutes[1]))
        minutes[0] = minutes[1];
    value->number = minutes[0];
    value->other = minutes[1];
    if (*fault != FAULT_NONE)
        return OK;
    if (!is_within(f, minutes[0]))
        *fault = f->has_min && minutes[0] < f->min ? FAULT_TOO_EARLY : FAULT_TOO_LATE;
    value->says_more = field_kind_has_letters(value->text.seen);
    write_time(minutes[0], text);
    enum errcode e = arena_copy(sent->arena, slice_from(text), &value->text.typed);
    value->text.seen = value->text.typed;
    return e;
}

static void say(struct buf *b, const struct field *field, const struct texts *texts,
                enum language l, double minutes) {
    char text[TIME_TEXT_BYTES];
    (void)field, (void)texts, (void)l;
    write_time((int)minutes, text);
    buf_lit(b, text);
}

static void put_limit(struct buf *b, const char *name, double minutes) {
    char text[TIME_TEXT_BYTES];
    write_time((int)minutes, text);
    buf_printf(b, " %s=\"%s\"", name, text);
}

static void limits(struct buf *b, const struct field *f, int32_t today, int32_t today_last) {
    (void)today, (void)today_last;
    if (f->has_min)
        put_limit(b, "min", f->min);
    if (f->has_max)
        put_limit(b, "max", f->max);
}

const struct field_kind field_time = {
    .keys = FIELD_KEY_BOUNDS,
    .example = "9:30",
    .bound = bound,
    .judge = judge,
    .say = say,
    .input = "time",
    .limits = limits,
};
