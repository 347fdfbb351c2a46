/* phone_reading: libphonenumber is asked for each of the ways in which people write a number. It
 * is made to find a number in nearly anything; a wrong number is worse than none here, since a
 * number identifies a client. So it is only believed when all digits before the national ones are
 * accounted for as a prefix, and a digit too many or too few never makes a number. */
#include "lead/phone_reading.h"

#include <string.h>

#define DIGITS_MIN 5
#define GUESSED_MIN 11 /* with a country code, where its + was left out */
#define CODE_MAX 3
#define NATIONAL_SEVEN 10

static size_t national_digits(const struct phone_number *n) {
    return strlen(n->e164) - 1 - (size_t)n->code_digits;
}

/* Whether s is one of words, which end in NULL. */
static bool is_any(struct slice s, const char *const *words) {
    for (; *words != NULL; words++)
        if (slice_eq_lit(s, *words))
            return true;
    return false;
}

/* The library drops carriers' codes and turns some local prefixes into others: then the digits
 * that were typed are not the number's own, and two people's may become one. So what stands before
 * its national digits is a prefix for calls abroad, the code, and one for long-distance calls, as
 * far as the number says it has them. */
static bool accounts_for(struct slice typed, const struct phone_number *n) {
    static const char *const abroad[] = {"00", "810", "011", "010", "0011", NULL};
    static const char *const trunk[] = {"", "0", "1", "8", "80", "01", "06", NULL};
    struct slice code = {n->e164 + 1, (size_t)n->code_digits};
    struct slice national = {code.ptr + code.len, national_digits(n)};
    if (typed.len < national.len)
        return false;
    struct slice head = slice_sub(typed, 0, typed.len - national.len);
    if (!slice_eq(slice_sub(typed, head.len, national.len), national))
        return false;
    if (n->source == PHONE_SOURCE_REGION)
        return is_any(head, trunk);
    for (size_t i = 0; i < head.len; i++) {
        struct slice rest = slice_sub(head, i, head.len);
        bool may_end =
            n->source == PHONE_SOURCE_ABROAD ? is_any(slice_sub(head, 0, i), abroad) : i == 0;
        if (may_end && slice_eq(slice_sub(rest, 0, code.len), code) &&
            is_any(slice_sub(rest, code.len, rest.len), trunk))
            return true;
    }
    return false;
}

/* Asks the library. false: no number, not even a possible one. No country's code begins with 0,
 * though the library would read +00 as 00. */
static bool ask(struct phone_reader *r, bool plus, struct slice digits, struct phone_number *out) {
    char text[PHONE_RUN_MAX + 2];
    struct phone_number n;
    if (digits.len < DIGITS_MIN || digits.len > PHONE_RUN_MAX || r->reads == PHONE_READS_MAX ||
        (plus && digits.ptr[0] == '0'))
        return false;
    r->reads++;
    text[0] = '+';
    memcpy(text + plus, digits.ptr, digits.len);
    text[plus + digits.len] = '\0';
    if (!phone_number_read(text, r->region, &n) || !accounts_for(digits, &n))
        return false;
    *out = n;
    return true;
}

static struct slice without(struct slice digits, size_t first) {
    return slice_sub(digits, first, digits.len);
}

/* Digits from which a repeated code of n digits would be seen: `7 7…`, `375 375…`. */
static bool repeats(struct slice digits, size_t n) {
    return digits.len > 2 * n && memcmp(digits.ptr, digits.ptr + n, n) == 0;
}

/* The code twice, by a browser that fills a field which begins with it. */
static bool read_twice(struct phone_reader *r, struct slice digits, struct phone_number *out) {
    for (size_t n = 1; n <= CODE_MAX; n++)
        if (repeats(digits, n) && ask(r, true, without(digits, n), out) && out->valid &&
            (size_t)out->code_digits == n)
            return true;
    return false;
}

/* Digits behind a + or what stands for it. The plain reading comes first: of `+77012345678` the
 * second 7 is Kazakhstan's. */
static bool read_abroad(struct phone_reader *r, struct slice digits, struct phone_number *out) {
    struct phone_number n;
    bool found = ask(r, true, digits, out);
    if ((found && out->valid) || !read_twice(r, digits, &n))
        return found;
    *out = n;
    return true;
}

static bool has_code_seven(const struct phone_reader *r) {
    return strcmp(r->region, "RU") == 0 || strcmp(r->region, "KZ") == 0;
}

/* Spares the library what it would only refuse: with code 7 all numbers have ten digits. */
static bool fits_region(const struct phone_reader *r, struct slice digits) {
    return !has_code_seven(r) ||
           (digits.len >= NATIONAL_SEVEN && digits.len <= NATIONAL_SEVEN + 2) ||
           slice_starts(digits, "810");
}

/* Valid by the rules of the region. */
static bool read_region(struct phone_reader *r, struct slice digits, struct phone_reading *out) {
    struct phone_number n;
    if (!fits_region(r, digits) || !ask(r, false, digits, &n) || !n.valid)
        return false;
    bool bare = n.source == PHONE_SOURCE_REGION && national_digits(&n) == digits.len;
    *out = (struct phone_reading){.number = n,
                                  .kind = bare ? PHONE_BARE : PHONE_CODED,
                                  .regional = n.source == PHONE_SOURCE_REGION};
    return true;
}

/* `8 8 912…`, `7 8 912…`, `77912…`, and what is like it elsewhere. Code and prefix, both twice, are
 * none of them: `7 8 7 8 912…`, and 1111 in America. */
static bool read_region_twice(struct phone_reader *r, struct slice digits,
                              struct phone_reading *out) {
    for (size_t n = 1; n <= CODE_MAX; n++) {
        bool seven = n == 1 && digits.len > 2 && memchr("78", digits.ptr[0], 2) != NULL &&
                     memchr("78", digits.ptr[1], 2) != NULL;
        if ((seven || repeats(digits, n)) && read_region(r, without(digits, n), out) &&
            digits.len - n - national_digits(&out->number) == n &&
            (n == 1 || (size_t)out->number.code_digits == n))
            return true;
    }
    return false;
}

static bool read_guess(struct phone_reader *r, struct slice digits, struct phone_number *out) {
    return digits.len >= GUESSED_MIN && digits.ptr[0] != '0' && ask(r, true, digits, out) &&
           out->valid && strcmp(out->country, "001") != 0;
}

static bool differ(const struct phone_number *a, const struct phone_number *b) {
    return strcmp(a->e164, b->e164) != 0;
}

/* `00` and `810`, which stand for a +: their digits. */
static size_t abroad_digits(struct slice digits) {
    return slice_starts(digits, "00") ? 2 : slice_starts(digits, "810") ? 3 : 0;
}

/* `8 912 …` of the region. Countries' codes begin with 8, too, so the 8 stands apart, or what is
 * behind it is none of them; none begins with 0. */
static bool read_prefixed(struct phone_reader *r, const struct phone_digits *d,
                          struct phone_reading *out) {
    const char *p = d->digits.ptr;
    bool apart =
        d->digits.len > 1 && (p[0] == '0' || (p[0] == '8' && (d->group[0] == 1 || p[1] == '9')));
    return apart && read_region(r, d->digits, out) && out->kind == PHONE_CODED;
}

/* A + before the region's own prefix, or before another that stands for it: `+8 (912) …`,
 * `+00 49 …`. Is possible as it stands: then this is not sure. */
static bool read_plus_too_many(struct phone_reader *r, const struct phone_digits *d, bool possible,
                               struct phone_reading *out) {
    struct phone_reading other = {.kind = PHONE_CODED};
    size_t abroad = abroad_digits(d->digits);
    if (!read_prefixed(r, d, &other) &&
        (abroad == 0 || !read_abroad(r, without(d->digits, abroad), &other.number) ||
         !other.number.valid))
        return false;
    *out = other;
    out->unsure = possible;
    return true;
}

static bool read_plus(struct phone_reader *r, const struct phone_digits *d,
                      struct phone_reading *out) {
    struct phone_reading other;
    *out = (struct phone_reading){.kind = PHONE_CODED};
    bool found = read_abroad(r, d->digits, &out->number);
    if (!found || !out->number.valid)
        return read_plus_too_many(r, d, found, out) || found;
    /* `+8 495 …` is a number of Vietnam, too, and `+49 49 …` may be a code typed twice */
    if (d->group[0] == 1 && d->digits.ptr[0] == '8' && read_prefixed(r, d, &other))
        out->ambiguous = differ(&out->number, &other.number);
    if (d->group[0] == (size_t)out->number.code_digits && d->group[1] == d->group[0] &&
        repeats(d->digits, d->group[0]) && read_twice(r, d->digits, &other.number))
        out->ambiguous = out->ambiguous || differ(&out->number, &other.number);
    return true;
}

/* Whether the digits of a number of the region are another one with a + before them. An 8 of the
 * region is rarely a forgotten +8: only where the digits' groups say so (`84 95…`). */
static void compare_guess(struct phone_reader *r, const struct phone_digits *d,
                          struct phone_reading *out) {
    struct phone_number guess;
    bool split = d->group[0] == 2 || d->group[0] == CODE_MAX;
    if (!out->regional || (out->kind == PHONE_CODED && !split) ||
        !read_guess(r, d->digits, &guess) || !differ(&guess, &out->number))
        return;
    out->ambiguous = out->kind == PHONE_CODED;
    out->unsure = !out->ambiguous;
}

/* The eleven digits of China (`150 1234 5678`) and of Brazil are another country's with its code as
 * well, but where that code stands apart: `1 501 234 5678`. */
static bool may_lack_code(struct phone_reader *r, const struct phone_digits *d) {
    static const char *const codes[] = {"86", "55"};
    char text[PHONE_RUN_MAX + 2];
    struct phone_number n;
    if (d->digits.len != GUESSED_MIN || d->group[0] == 1)
        return false;
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++) {
        memcpy(text, codes[i], 2);
        memcpy(text + 2, d->digits.ptr, d->digits.len);
        if (ask(r, true, (struct slice){text, d->digits.len + 2}, &n) && n.valid)
            return true;
    }
    return false;
}

/* `8 (423) 234-56-7`: a digit was lost, and the 8 is no part of an area's code. */
static bool is_torn_prefix(const struct phone_reader *r, const struct phone_digits *d) {
    return has_code_seven(r) && d->group[0] == 1 && memchr("78", d->digits.ptr[0], 2) != NULL;
}

/* The region's code and its prefix: `7 8 912 …`. */
static bool is_doubled(const struct phone_digits *d, const struct phone_number *n) {
    return n->source == PHONE_SOURCE_CODE &&
           d->digits.len > national_digits(n) + (size_t)n->code_digits;
}

bool phone_read(struct phone_reader *r, const struct phone_digits *d, struct phone_reading *out) {
    if (d->plus)
        return read_plus(r, d, out);
    if (read_region(r, d->digits, out) && (d->first || !is_doubled(d, &out->number))) {
        compare_guess(r, d, out);
        out->ambiguous = out->ambiguous || (out->kind == PHONE_BARE && is_torn_prefix(r, d));
        return true;
    }
    size_t abroad = abroad_digits(d->digits);
    *out = (struct phone_reading){.kind = PHONE_CODED};
    if (abroad > 0 && read_abroad(r, without(d->digits, abroad), &out->number))
        return true;
    if (d->first && read_region_twice(r, d->digits, out))
        return true;
    *out = (struct phone_reading){.kind = PHONE_GUESSED};
    if (!d->whole || !read_guess(r, d->digits, &out->number))
        return false;
    out->unsure = may_lack_code(r, d);
    return true;
}
