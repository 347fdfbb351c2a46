/* cost_cell: exact, by digits: no double stands between a file and the database. */
#include "admin/cost_cell.h"

#include <stdio.h>
#include <string.h>

#include "admin/text.h"
#include "base/clock.h"
#include "base/reading.h"
#include "base/xalloc.h"

static struct slice seen(struct arena *a, struct slice cell) {
    struct slice out;
    if (reading_seen(a, cell, &out) != OK)
        xalloc_fail();
    return slice_trim(out);
}

static size_t count_of(struct slice s, char c) {
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += s.ptr[i] == c;
    return n;
}

static bool is_digits(struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        if (!ascii_is_digit(s.ptr[i]))
            return false;
    return s.len > 0;
}

/* The digits of what stands before the decimal mark, the groups put together; false: it is none. */
static bool read_whole(struct arena *a, struct slice s, struct slice *out) {
    char *digits = text_alloc(a, s.len + 1), mark = '\0';
    size_t n = 0, group = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (ascii_is_digit(s.ptr[i])) {
            digits[n++] = s.ptr[i];
            group++;
            continue;
        }
        bool first = mark == '\0';
        if (strchr(" ,.", s.ptr[i]) == NULL || (!first && s.ptr[i] != mark) || group == 0 ||
            (first ? group > 3 : group != 3))
            return false;
        mark = s.ptr[i];
        group = 0;
    }
    *out = (struct slice){digits, n};
    return mark == '\0' ? n > 0 : group == 3;
}

/* Cuts s at its decimal mark. A mark that stands there once is that, unless it is one of thousands.
 */
static enum amount_kind cut_decimals(struct slice s, struct slice *whole, struct slice *decimals) {
    size_t at = s.len;
    while (at > 0 && s.ptr[at - 1] != '.' && s.ptr[at - 1] != ',')
        at--;
    *whole = s;
    *decimals = SLICE_NONE;
    if (at == 0 || count_of(s, s.ptr[at - 1]) > 1)
        return AMOUNT_GOOD;
    *whole = slice_sub(s, 0, at - 1);
    *decimals = slice_sub(s, at, s.len);
    if (decimals->len == 3 && whole->len <= 3 && is_digits(*whole) && !slice_eq_lit(*whole, "0"))
        return AMOUNT_TWO;
    return is_digits(*decimals) ? AMOUNT_GOOD : AMOUNT_NONE;
}

enum amount_kind cost_amount(struct arena *a, struct slice cell, char out[COST_AMOUNT_BYTES]) {
    struct slice s = seen(a, cell), whole, decimals;
    bool negative = slice_starts(s, "-");
    if (negative)
        s = slice_trim(slice_sub(s, 1, s.len));
    enum amount_kind kind = cut_decimals(s, &whole, &decimals);
    if (kind != AMOUNT_TWO && (kind == AMOUNT_NONE || !read_whole(a, whole, &whole)))
        return AMOUNT_NONE;
    if (negative)
        return AMOUNT_NEGATIVE;
    if (kind == AMOUNT_TWO)
        return AMOUNT_TWO;
    while (whole.len > 1 && whole.ptr[0] == '0')
        whole = slice_sub(whole, 1, whole.len);
    if (whole.len > COST_DIGITS_MAX || decimals.len > COST_DECIMALS_MAX)
        return AMOUNT_LARGE;
    snprintf(out, COST_AMOUNT_BYTES, "%.*s%s%.*s", SLICE_ARG(whole), decimals.len > 0 ? "." : "",
             SLICE_ARG(decimals));
    return AMOUNT_GOOD;
}

/* -1: no number of so many digits. */
static int number_of(struct slice s, size_t least, size_t most) {
    int n = 0;
    if (!is_digits(s) || s.len < least || s.len > most)
        return -1;
    for (size_t i = 0; i < s.len; i++)
        n = 10 * n + (s.ptr[i] - '0');
    return n;
}

bool cost_day(struct arena *a, struct slice cell, char out[COST_DAY_BYTES]) {
    struct slice rest = seen(a, cell), parts[3];
    bool year_first = slice_find(rest, '-') < rest.len;
    for (int i = 0; i < 3; i++)
        parts[i] = slice_cut(rest, year_first ? '-' : '.', &rest);
    if (rest.ptr != NULL)
        return false;
    int year = number_of(parts[year_first ? 0 : 2], 4, 4), month = number_of(parts[1], 1, 2);
    int day = number_of(parts[year_first ? 2 : 0], 1, 2);
    int32_t days;
    if (year < 2000 || year > 2099 || !clock_day_from_date(year, month, day, &days))
        return false;
    clock_day_iso(days, out);
    return true;
}

struct slice cost_folded(struct arena *a, struct slice word) {
    struct slice folded;
    if (reading_fold(a, word, &folded) != OK)
        xalloc_fail();
    return folded;
}

struct slice cost_word(struct arena *a, struct slice cell) {
    static const char *const nothing[] = {"(none)", "(not set)", "null", "undefined"};
    static const char blank[] = "\xC2\xA0";
    struct slice s = slice_trim(cell);
    while (slice_starts(s, blank))
        s = slice_trim(slice_sub(s, 2, s.len));
    while (slice_ends(s, blank))
        s = slice_trim(slice_sub(s, 0, s.len - 2));
    struct slice folded = cost_folded(a, s);
    bool empty = slice_find(s, '{') < s.len || slice_find(s, '}') < s.len;
    for (size_t i = 0; i < sizeof nothing / sizeof *nothing; i++)
        empty = empty || slice_eq_lit(folded, nothing[i]);
    return empty ? SLICE_LIT("") : s;
}
