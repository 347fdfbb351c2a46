/* date: three parts and the marks between them. A part is a number or the name of a month; the
 * order follows from where the year, the name or the point is, and only then from the language. */
#include "form/date.h"

#include "base/clock.h"
#include "base/reading.h"
#include "base/utf8.h"

#define CENTURY 2000
#define PARTS 3
#define YEAR_DIGITS 4

/* 1 to 12; 0: of none, or of more than one. A language may have another ending for a month that
 * stands alone (июль beside июля), so the last letter of more than enough does not count. */
static int month_named(const struct texts *texts, struct slice word) {
    int found = 0;
    if (reading_eq(word, SLICE_LIT("май"))) /* too short for that */
        word = SLICE_LIT("мая");
    size_t letters = utf8_length(word);
    if (letters < DATE_MONTH_LETTERS)
        return 0;
    struct slice stem = letters == DATE_MONTH_LETTERS ? word : utf8_cut(word, letters - 1);
    for (size_t l = 0; l < texts->count; l++)
        for (int month = 1; month <= MONTHS; month++) {
            if (reading_starts(texts->tongues[l].months[month - 1], stem) == 0)
                continue;
            if (found != 0 && found != month)
                return 0;
            found = month;
        }
    return found;
}

struct part {
    int value;
    size_t digits; /* 0: the name of a month */
};

static bool is_mark(char c) { return c == '.' || c == '/' || c == '-' || c == ','; }

static bool take_part(const struct texts *texts, struct slice *rest, struct part *out) {
    size_t n = 0;
    *out = (struct part){0, 0};
    while (n < rest->len && ascii_is_digit(rest->ptr[n])) {
        if (n == YEAR_DIGITS)
            return false;
        out->value = out->value * 10 + (rest->ptr[n++] - '0');
    }
    out->digits = n;
    if (n == 0) {
        while (n < rest->len && !ascii_is_digit(rest->ptr[n]) && !is_mark(rest->ptr[n]) &&
               rest->ptr[n] != ' ')
            n++;
        out->value = month_named(texts, slice_sub(*rest, 0, n));
    }
    *rest = slice_sub(*rest, n, rest->len);
    return out->digits > 0 || out->value > 0;
}

static void skip_blanks(struct slice *rest) {
    while (slice_starts(*rest, " "))
        *rest = slice_sub(*rest, 1, rest->len);
}

/* The mark between two parts, and the blanks around it; a blank when there is none. */
static char take_mark(struct slice *rest) {
    char mark = ' ';
    skip_blanks(rest);
    if (rest->len > 0 && is_mark(rest->ptr[0])) {
        mark = rest->ptr[0];
        *rest = slice_sub(*rest, 1, rest->len);
    }
    skip_blanks(rest);
    return mark;
}

/* What Russians write behind a year. */
static bool is_end(struct slice rest) {
    static const char *const ends[] = {"", ".", "г", "г.", "года"};
    skip_blanks(&rest);
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (reading_eq(rest, slice_from(ends[i])))
            return true;
    return false;
}

static bool to_day(struct part year, struct part month, struct part day, int32_t *out) {
    if (year.digits == 2)
        year.value += CENTURY;
    return (year.digits == 2 || year.digits == YEAR_DIGITS) && month.digits <= 2 &&
           day.digits >= 1 && day.digits <= 2 &&
           clock_day_from_date(year.value, month.value, day.value, out);
}

static bool read_with_name(const struct part p[PARTS], int32_t *out) {
    if (p[2].digits == 0)
        return false;
    if (p[0].digits == 0)
        return p[1].digits > 0 && to_day(p[2], p[0], p[1], out);
    return p[0].digits == YEAR_DIGITS ? to_day(p[0], p[1], p[2], out)
                                      : to_day(p[2], p[1], p[0], out);
}

static enum date_reading read_either_first(const struct part p[PARTS], int32_t out[2]) {
    int32_t month_first = 0, day_first = 0;
    bool a = to_day(p[2], p[0], p[1], &month_first), b = to_day(p[2], p[1], p[0], &day_first);
    if (!a && !b)
        return DATE_NONE;
    out[0] = a ? month_first : day_first;
    if (!a || !b || month_first == day_first)
        return DATE_ONE;
    out[1] = day_first;
    return DATE_TWO;
}

enum date_reading date_read(struct slice seen, const struct texts *texts, enum language l,
                            int32_t out[2]) {
    struct part p[PARTS];
    char mark[PARTS - 1];
    for (int i = 0; i < PARTS; i++) {
        if (i > 0)
            mark[i - 1] = take_mark(&seen);
        if (!take_part(texts, &seen, &p[i]))
            return DATE_NONE;
    }
    if (!is_end(seen))
        return DATE_NONE;
    if (p[0].digits == 0 || p[1].digits == 0 || p[2].digits == 0)
        return read_with_name(p, out) ? DATE_ONE : DATE_NONE;
    if (mark[0] != mark[1] || mark[0] == ' ' || mark[0] == ',')
        return DATE_NONE;
    if (p[0].digits == YEAR_DIGITS)
        return to_day(p[0], p[1], p[2], out) ? DATE_ONE : DATE_NONE;
    if (mark[0] == '-' && p[2].digits == 2) /* the year may as well be in front */
        return DATE_NONE;
    if (mark[0] == '.' || texts_day_first(texts, l))
        return to_day(p[2], p[1], p[0], out) ? DATE_ONE : DATE_NONE;
    return read_either_first(p, out);
}
