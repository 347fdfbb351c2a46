/* date: three numbers and their marks; the order and the widths follow from the mark. */
#include "lead/date.h"

#include <stdio.h>

#include "base/clock.h"

#define CENTURY 2000

struct part {
    int value;
    size_t digits;
};

static bool read_part(struct slice s, struct part *out) {
    *out = (struct part){0, s.len};
    if (s.len == 0 || s.len > 4)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (!ascii_is_digit(s.ptr[i]))
            return false;
        out->value = out->value * 10 + (s.ptr[i] - '0');
    }
    return true;
}

static bool split(struct slice text, char mark, struct part parts[3]) {
    struct slice rest = text;
    for (int i = 0; i < 3; i++) {
        if (rest.ptr == NULL)
            return false;
        struct slice piece = slice_cut(rest, mark, &rest);
        if (!read_part(piece, &parts[i]))
            return false;
    }
    return rest.ptr == NULL;
}

bool date_parse(struct slice text, int32_t *day) {
    struct part p[3];
    if (split(text, '-', p))
        return p[0].digits == 4 && p[1].digits == 2 && p[2].digits == 2 &&
               clock_day_from_date(p[0].value, p[1].value, p[2].value, day);
    bool points = split(text, '.', p);
    if (!points && !split(text, '/', p))
        return false;
    if (p[0].digits > 2 || p[1].digits > 2)
        return false;
    if (points && p[2].digits == 2)
        p[2] = (struct part){p[2].value + CENTURY, 4};
    return p[2].digits == 4 && clock_day_from_date(p[2].value, p[1].value, p[0].value, day);
}

void date_iso(int32_t day, char out[DATE_TEXT_BYTES]) {
    int y, m, d;
    clock_date_from_day(day, &y, &m, &d);
    /* the remainders bound the fields for the compiler */
    snprintf(out, DATE_TEXT_BYTES, "%04u-%02u-%02u", (unsigned)y % 10000, (unsigned)m % 100,
             (unsigned)d % 100);
}
