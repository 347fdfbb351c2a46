/* number: a strict reader brings what was typed to plain digits with at most one point; only these
 * reach strtod, so nothing else that strtod knows (exponents, inf, hexadecimal) can slip in. The
 * process never calls setlocale, so strtod and printf speak the C locale. */
#include "lead/number.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "lead/clean.h"

#define GROUP_DIGITS 3
#define JSON_NUMBER_BYTES_MAX 64

/* What has been read, and what is left. */
struct reader {
    struct slice rest;
    char text[NUMBER_DIGITS_MAX + 3]; /* sign, digits, point, NUL */
    size_t length, digits;
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

/* Whether comma or point set off thousands here. One group alone is a fraction, unless the other
 * mark follows with digits, or the writer is English and the mark a comma. */
static bool marks_groups(struct slice s, const char *mark, size_t count, enum language l) {
    if (count != 1)
        return count > 1;
    struct slice after = slice_sub(s, 1 + GROUP_DIGITS, s.len);
    char other = mark[0] == ',' ? '.' : ',';
    if (after.len >= 2 && after.ptr[0] == other && ascii_is_digit(after.ptr[1]))
        return true;
    return mark[0] == ',' && l == LANGUAGE_EN;
}

static bool take_groups(struct reader *r, enum language l) {
    static const char *const marks[] = {
        " ", "\xC2\xA0", "\xE2\x80\x87", "\xE2\x80\x89", "\xE2\x80\xAF", ",", "."};
    for (size_t i = 0; i < sizeof marks / sizeof *marks; i++) {
        size_t count = group_count(r->rest, marks[i]);
        bool is_point = marks[i][0] == ',' || marks[i][0] == '.';
        if (count == 0 || (is_point && !marks_groups(r->rest, marks[i], count, l)))
            continue;
        while (count-- > 0) {
            r->rest = slice_sub(r->rest, strlen(marks[i]), r->rest.len);
            for (int d = 0; d < GROUP_DIGITS; d++)
                if (!take_digit(r))
                    return false;
        }
        return true;
    }
    return true;
}

static void take_sign(struct reader *r) {
    static const char minus_sign[] = "\xE2\x88\x92";
    size_t n = slice_starts(r->rest, "-") || slice_starts(r->rest, "+") ? 1
               : slice_starts(r->rest, minus_sign)                      ? sizeof minus_sign - 1
                                                                        : 0;
    if (n > 0 && r->rest.ptr[0] != '+')
        r->text[r->length++] = '-';
    r->rest = slice_sub(r->rest, n, r->rest.len);
}

/* Sign, digits, groups, fraction; what is left is the unit. false: no number, or too long. */
static bool read_decimal(struct reader *r, enum language l) {
    take_sign(r);
    size_t first = digit_run(r->rest);
    bool may_group = first >= 1 && first <= GROUP_DIGITS && r->rest.ptr[0] != '0';
    if (first == 0 || first > NUMBER_DIGITS_MAX)
        return false;
    while (take_digit(r))
        ;
    if (may_group && !take_groups(r, l))
        return false;
    if (r->rest.len >= 2 && (r->rest.ptr[0] == ',' || r->rest.ptr[0] == '.') &&
        ascii_is_digit(r->rest.ptr[1])) {
        r->text[r->length++] = '.';
        r->rest = slice_sub(r->rest, 1, r->rest.len);
        while (take_digit(r))
            ;
    }
    r->text[r->length] = '\0';
    return r->rest.len == 0 || !ascii_is_digit(r->rest.ptr[0]);
}

static bool is_word(struct slice typed, struct slice word) {
    if (word.len > 0 && clean_eq(typed, word))
        return true;
    if (slice_ends(typed, "."))
        typed.len--;
    return word.len > 0 && clean_eq(typed, word);
}

/* What a number in that unit is multiplied by; 0: not a unit of this field. */
static double unit_factor(struct slice typed, const struct field *field) {
    if (typed.len == 0)
        return 1;
    for (int l = 0; l < LANGUAGE__MAX; l++)
        if (is_word(typed, field->unit.in[l]))
            return 1;
    for (size_t i = 0; i < field->unit_count; i++)
        if (is_word(typed, field->units[i].word))
            return field->units[i].factor;
    return 0;
}

bool number_parse(struct slice text, enum language language, const struct field *field,
                  double *out) {
    struct reader r = {.rest = text};
    if (!read_decimal(&r, language))
        return false;
    double factor = unit_factor(clean_trim(r.rest), field);
    if (factor == 0)
        return false;
    double value = strtod(r.text, NULL);
    if (factor != 1) {
        /* 1,001 т is 1001 kg, not 1000.9999999999999: the digits that were typed are exact */
        char rounded[NUMBER_TEXT_BYTES];
        snprintf(rounded, sizeof rounded, "%.15g", value * factor);
        value = strtod(rounded, NULL);
    }
    *out = value == 0 ? 0 : value; /* no negative zero */
    return isfinite(value);
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
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(out, NUMBER_TEXT_BYTES, "%.*g", digits, value);
        if (strtod(out, NULL) == value)
            return;
    }
}
