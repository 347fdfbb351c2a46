/* number: a strict reader brings what was typed to plain digits with at most one point; only these
 * reach strtod, so nothing else that strtod knows (exponents, inf, hexadecimal) can slip in. The
 * process never calls setlocale, so strtod and printf speak the C locale. */
#include "form/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "base/reading.h"

#define GROUP_DIGITS 3
#define JSON_NUMBER_BYTES_MAX 64
#define WHOLE_MAX 1e15 /* whole numbers below it have at most 15 digits */

/* What has been read, and what is left. */
struct reader {
    struct slice rest;
    char text[NUMBER_DIGITS_MAX + 3]; /* sign, digits, point, NUL */
    size_t length, digits;
    size_t split;    /* of text: where the one group of three begins; 0: there is one reading */
    char split_mark; /* comma or point */
};

static bool take_digit(struct reader *r) {
    if (r->rest.len == 0 || !ascii_is_digit(r->rest.ptr[0]) || r->digits == NUMBER_DIGITS_MAX)
        return false;
    r->text[r->length++] = r->rest.ptr[0];
    r->digits++;
    r->rest = slice_sub(r->rest, 1, r->rest.len);
    return true;
}

static size_t digit_run(struct slice s) {
    size_t n = 0;
    while (n < s.len && ascii_is_digit(s.ptr[n]))
        n++;
    return n;
}

/* How many groups of a mark and exactly three digits s begins with. */
static size_t group_count(struct slice s, const char *mark) {
    size_t count = 0, step = strlen(mark) + GROUP_DIGITS;
    while (slice_starts(s, mark) && digit_run(slice_sub(s, strlen(mark), s.len)) == GROUP_DIGITS) {
        s = slice_sub(s, step, s.len);
        count++;
    }
    return count;
}

static bool is_decimal_mark(char c) { return c == ',' || c == '.'; }

static bool starts_fraction(struct slice s) {
    return s.len >= 2 && is_decimal_mark(s.ptr[0]) && ascii_is_digit(s.ptr[1]);
}

/* The mark that sets off the thousands, and how many groups it does; NULL: none. */
static const char *find_groups(struct slice s, size_t *count) {
    static const char *const marks[] = {" ", "'", "\xE2\x80\x99", ",", "."};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        *count = group_count(s, marks[i]);
        if (*count > 0)
            return marks[i];
    }
    return NULL;
}

/* One group behind a comma or a point may as well be a fraction, unless a fraction follows. */
static bool take_groups(struct reader *r) {
    size_t count;
    const char *mark = find_groups(r->rest, &count);
    if (mark == NULL)
        return true;
    if (count == 1 && is_decimal_mark(mark[0]) &&
        !starts_fraction(slice_sub(r->rest, 1 + GROUP_DIGITS, r->rest.len))) {
        r->split = r->length;
        r->split_mark = mark[0];
    }
    while (count-- > 0) {
        r->rest = slice_sub(r->rest, strlen(mark), r->rest.len);
        for (int d = 0; d < GROUP_DIGITS; d++)
            if (!take_digit(r))
                return false;
    }
    return r->rest.len == 0 || !is_decimal_mark(mark[0]) || r->rest.ptr[0] != mark[0];
}

static void take_sign(struct reader *r) {
    if (!slice_starts(r->rest, "-") && !slice_starts(r->rest, "+"))
        return;
    if (r->rest.ptr[0] == '-')
        r->text[r->length++] = '-';
    r->rest = slice_sub(r->rest, 1, r->rest.len);
}

/* Sign, digits, groups, fraction; what is left is the unit. false: no number, or too long. */
static bool read_decimal(struct reader *r) {
    take_sign(r);
    size_t first = digit_run(r->rest);
    bool may_group = first >= 1 && first <= GROUP_DIGITS && r->rest.ptr[0] != '0';
    if (first == 0 || first > NUMBER_DIGITS_MAX)
        return false;
    while (take_digit(r))
        ;
    if (may_group && !take_groups(r))
        return false;
    if (starts_fraction(r->rest)) {
        r->text[r->length++] = '.';
        r->rest = slice_sub(r->rest, 1, r->rest.len);
        while (take_digit(r))
            ;
    }
    r->text[r->length] = '\0';
    return r->rest.len == 0 || !ascii_is_digit(r->rest.ptr[0]);
}

static struct slice without_stop(struct slice s) {
    return slice_ends(s, ".") ? slice_sub(s, 0, s.len - 1) : s;
}

static bool is_word(struct slice seen, struct slice word) {
    return word.len > 0 && reading_eq(without_stop(seen), without_stop(word));
}

/* What a number in that unit is multiplied by; 0: not a unit of this field. */
static double unit_factor(struct slice seen, const struct field *field) {
    if (without_stop(seen).len == 0)
        return 1;
    for (int l = 0; l < LANGUAGE__MAX; l++)
        if (is_word(seen, field->unit.in[l]))
            return 1;
    for (size_t i = 0; i < field->unit_count; i++)
        if (is_word(seen, field->units[i].word))
            return field->units[i].factor;
    return 0;
}

static bool to_value(const char *text, double factor, double *out) {
    double value = strtod(text, NULL);
    if (factor != 1) {
        /* 1,001 т is 1001 kg, not 1000.9999999999999: the digits that were typed are exact */
        char rounded[NUMBER_TEXT_BYTES];
        snprintf(rounded, sizeof rounded, "%.15g", value * factor);
        value = strtod(rounded, NULL);
    }
    *out = value == 0 ? 0 : value; /* no negative zero */
    return isfinite(value);
}

bool number_in_bounds(double value, const struct field *field) {
    return (!field->has_min || value >= field->min) && (!field->has_max || value <= field->max);
}

/* Which of both readings are possible; the table is in the header. */
static enum number_reading choose(const struct reader *r, bool decimal_comma,
                                  const struct field *field, double out[2]) {
    bool own_mark = (r->split_mark == ',') == decimal_comma;
    bool noughts = strcmp(r->text + r->split, "000") == 0;
    bool whole = number_in_bounds(out[0], field), fraction = number_in_bounds(out[1], field);
    bool settled = !decimal_comma && !(own_mark && noughts);
    if (!settled && whole && fraction)
        return NUMBER_TWO;
    if (settled || whole == fraction ? own_mark : fraction)
        out[0] = out[1];
    return NUMBER_ONE;
}

enum number_reading number_read(struct slice seen, bool decimal_comma, const struct field *field,
                                double out[2]) {
    struct reader r = {.rest = seen};
    double value[2];
    if (!read_decimal(&r))
        return NUMBER_NONE;
    double factor = unit_factor(slice_trim(r.rest), field);
    if (factor == 0 || !to_value(r.text, factor, &value[0]))
        return NUMBER_NONE;
    enum number_reading reading = NUMBER_ONE;
    if (r.split > 0) {
        char text[sizeof r.text + 1];
        snprintf(text, sizeof text, "%.*s.%s", (int)r.split, r.text, r.text + r.split);
        if (!to_value(text, factor, &value[1]))
            return NUMBER_NONE;
        reading = choose(&r, decimal_comma, field, value);
    }
    out[0] = value[0];
    if (reading == NUMBER_TWO)
        out[1] = value[1];
    return reading;
}

bool number_parse_json(struct slice text, double *out) {
    char copy[JSON_NUMBER_BYTES_MAX + 1];
    if (text.len == 0 || text.len > JSON_NUMBER_BYTES_MAX)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (!ascii_is_digit(c) && c != '-' && c != '+' && c != '.' && c != 'e' && c != 'E')
            return false;
        copy[i] = c;
    }
    copy[text.len] = '\0';
    char *end;
    double value = strtod(copy, &end);
    if (*end != '\0' || !isfinite(value))
        return false;
    *out = value == 0 ? 0 : value;
    return true;
}

void number_text(double value, char out[NUMBER_TEXT_BYTES]) {
    if (fabs(value) < WHOLE_MAX && value == trunc(value)) { /* nearly all are */
        snprintf(out, NUMBER_TEXT_BYTES, "%lld", (long long)value);
        return;
    }
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, NUMBER_TEXT_BYTES, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            return;
    }
}

/* Digits in groups of three from the right, the first group shorter. */
static size_t put_groups(const char *digits, size_t count, char mark, char *p) {
    size_t n = 0;
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && (count - i) % GROUP_DIGITS == 0)
            p[n++] = mark;
        p[n++] = digits[i];
    }
    return n;
}

void number_shown(double value, bool decimal_comma, char out[NUMBER_SHOWN_BYTES]) {
    char text[NUMBER_TEXT_BYTES];
    number_text(value, text);
    size_t sign = text[0] == '-', n = sign;
    size_t whole = strspn(text + sign, "0123456789");
    const char *rest = text + sign + whole;
    if (strchr(text, 'e') != NULL) { /* beyond what people type */
        memcpy(out, text, sizeof text);
        return;
    }
    out[0] = text[0];
    n += put_groups(text + sign, whole, decimal_comma ? ' ' : ',', out + n);
    if (*rest == '.') {
        size_t digits = strlen(rest + 1);
        out[n++] = decimal_comma ? ',' : '.';
        memcpy(out + n, rest + 1, digits);
        n += digits;
        if (digits == GROUP_DIGITS)
            out[n++] = '0';
    }
    out[n] = '\0';
}
