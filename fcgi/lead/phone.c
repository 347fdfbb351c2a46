/* phone: finds what may be numbers in a field's text, and reads each with libphonenumber.
 *
 * libphonenumber has a finder of its own (PhoneNumberMatcher). It is made for prose and gives up
 * precision for it: of `00 49 30 1234567` it takes the tail for a number, it does not know «вн.»
 * and «добавочный», and takes nothing of two numbers with only a space between. A wrong number is
 * worse than none here, since a number identifies a client. So the text is cut into runs of digits
 * and the marks that people put between them, and only a whole run can be a number. */
#include "lead/phone.h"

#include <string.h>

#include "base/utf8.h"
#include "lead/clean.h"
#include "lead/phone_number.h"

#define DIGITS_MIN 5        /* a shorter run is a house, an hour, an age */
#define DIGITS_PLAIN_MIN 11 /* with a country code, where its + was left out */
#define DIGITS_TWO_MIN 20   /* two numbers with only a gap between */
#define HALF_MIN 10
#define EXTENSION_GAP_MAX 8

/* A run: its digits, and where it has gaps that may part two numbers. */
struct run {
    char digits[PHONE_TEXT_MAX + 1];
    bool gap_before[PHONE_TEXT_MAX + 1];
    size_t count;
    bool plus, has_slash;
    size_t end;        /* octets of the text up to and with the last digit */
    size_t characters; /* from the first sign to the last digit */
};

enum sign { SIGN_OTHER = 0, SIGN_DIGIT, SIGN_PLUS, SIGN_MARK, SIGN_GAP, SIGN_SLASH };

/* What a character is inside a number; a full-width or dash-like one counts as its plain one. */
static enum sign classify_sign(uint32_t c, char *digit) {
    if (c >= 0xFF01 && c <= 0xFF5E) /* full-width forms of ASCII */
        c -= 0xFEE0;
    if (c >= '0' && c <= '9') {
        *digit = (char)c;
        return SIGN_DIGIT;
    }
    if (c == '+')
        return SIGN_PLUS;
    if (c == '/')
        return SIGN_SLASH;
    if (c == ' ' || c == '\t' || c == 0xA0 || (c >= 0x2000 && c <= 0x200A) || c == 0x202F ||
        c == 0x3000)
        return SIGN_GAP;
    if (c == '-' || c == '.' || c == '(' || c == ')' || c == '~' || c == 0xAD || c == 0x2212 ||
        (c >= 0x2010 && c <= 0x2015))
        return SIGN_MARK;
    return SIGN_OTHER;
}

static size_t next_sign(struct slice text, size_t at, enum sign *sign, char *digit) {
    uint32_t c = 0;
    size_t n = utf8_decode(slice_sub(text, at, 4), &c);
    *sign = n == 0 ? SIGN_OTHER : classify_sign(c, digit);
    return n == 0 ? 1 : n;
}

static void add_digit(struct run *r, char digit, bool gap) {
    if (r->count < PHONE_TEXT_MAX) {
        r->digits[r->count] = digit;
        r->gap_before[r->count] = gap;
    }
    r->count++;
}

/* Reads the run that starts at or after at. A plus starts a new one; so does a slash, unless
 * slash_joins (`030/123456`), when reading also stops past the bound, so that a field of digits
 * and slashes is not read again from each of them. false: there are no more digits. */
static bool next_run(struct slice text, size_t at, bool slash_joins, struct run *r) {
    *r = (struct run){.end = at};
    bool gap = false;
    size_t characters = 0, step;
    for (; at < text.len; at += step) {
        enum sign sign;
        char digit = '0';
        step = next_sign(text, at, &sign, &digit);
        bool breaks =
            sign == SIGN_OTHER || sign == SIGN_PLUS || (sign == SIGN_SLASH && !slash_joins);
        if (r->count > 0 && (breaks || (slash_joins && r->characters > PHONE_TEXT_MAX)))
            break;
        if (breaks)
            r->plus = sign == SIGN_PLUS;
        characters = r->count == 0 && sign != SIGN_DIGIT ? 0 : characters + 1;
        gap = gap || sign == SIGN_GAP || sign == SIGN_SLASH;
        r->has_slash = r->has_slash || (sign == SIGN_SLASH && r->count > 0);
        if (sign != SIGN_DIGIT)
            continue;
        add_digit(r, digit, gap);
        gap = false;
        r->end = at + step;
        r->characters = characters;
    }
    if (r->count <= PHONE_TEXT_MAX)
        r->digits[r->count] = '\0';
    return r->count > 0;
}

/* One reading of the digits; a valid one is final, a possible one is kept if it is the first. */
static bool try_reading(const char *prefix, const char *digits, const char *region,
                        struct phone_number *best, bool *found) {
    char text[PHONE_TEXT_MAX + 2];
    struct phone_number n;
    size_t prefix_bytes = strlen(prefix), bytes = strlen(digits);
    memcpy(text, prefix, prefix_bytes);
    memcpy(text + prefix_bytes, digits, bytes + 1);
    if (!phone_number_read(text, region, &n))
        return false;
    if (n.valid || !*found)
        *best = n;
    *found = true;
    return n.valid;
}

/* The first valid reading, else the first possible one: as typed, or 00 for the plus. A plus too
 * many
 * (`+8 912 ...`) and a plus left out (`380 44 ...`) count only when the number is then valid: a
 * digit forgotten must not become a stranger's number. */
static bool read_digits(const char *digits, bool plus, const char *region,
                        struct phone_number *best) {
    bool found = false, guessed = false;
    struct phone_number guess;
    size_t count = strlen(digits);
    if (try_reading(plus ? "+" : "", digits, region, best, &found))
        return true;
    if (!plus && count > 2 && digits[0] == '0' && digits[1] == '0' &&
        try_reading("+", digits + 2, region, best, &found))
        return true;
    if (!plus && (count < DIGITS_PLAIN_MIN || digits[0] == '0'))
        return found;
    if (!try_reading(plus ? "" : "+", digits, region, &guess, &guessed))
        return found;
    *best = guess;
    return true;
}

struct search {
    struct arena *arena;
    char region[3];
    struct slice text;
    size_t at;
    unsigned tries;
    struct phone_list list;
};

/* `доб. 12`, `вн.12`, `ext 5`, `x5`, `#5`, also after a comma or in brackets; the position behind
 * it, or at when there is none. */
static size_t read_extension(struct slice text, size_t at, struct slice *out) {
    static const char *const words[] = {"добавочный", "доб", "внутренний", "внутр", "вн",
                                        "extension",  "ext", "x",          "х",     "#"};
    static const char skipped[] = " \t,;(.-";
    size_t from = at;
    while (from < text.len && from - at < EXTENSION_GAP_MAX &&
           memchr(skipped, text.ptr[from], sizeof skipped - 1) != NULL)
        from++;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        size_t n = clean_starts(slice_sub(text, from, text.len), slice_from(words[i]));
        size_t start = from + n, digits = 0;
        while (n > 0 && start < text.len && memchr(" \t.:=", text.ptr[start], 5) != NULL)
            start++;
        while (n > 0 && start + digits < text.len && ascii_is_digit(text.ptr[start + digits]))
            digits++;
        if (digits > 0 && digits <= PHONE_EXTENSION_MAX) {
            *out = slice_sub(text, start, digits);
            return start + digits;
        }
    }
    return at;
}

static bool is_listed(const struct phone_list *list, const struct phone_number *n,
                      struct slice extension) {
    for (size_t i = 0; i < list->count; i++)
        if (slice_eq_lit(list->items[i].e164, n->e164) &&
            slice_eq(list->items[i].extension, extension))
            return true;
    return false;
}

static enum errcode add(struct search *s, const struct phone_number *n, struct slice extension) {
    if (s->list.count == PHONE_NUMBERS_MAX || is_listed(&s->list, n, extension))
        return OK;
    struct phone *p = &s->list.items[s->list.count];
    *p = (struct phone){.verdict = n->valid ? PHONE_VALID : PHONE_POSSIBLE};
    enum errcode e = arena_copy(s->arena, slice_from(n->e164), &p->e164);
    if (e == OK && n->country[0] != '\0')
        e = arena_copy(s->arena, slice_from(n->country), &p->country);
    if (e == OK)
        e = arena_copy(s->arena, extension, &p->extension);
    if (e == OK)
        s->list.count++;
    return e;
}

/* Two numbers with only a gap between: the cut that makes both valid. */
static bool read_two(const struct run *r, const char *region, struct phone_number two[2]) {
    if (r->count < DIGITS_TWO_MIN)
        return false;
    for (size_t cut = HALF_MIN; cut <= r->count - HALF_MIN; cut++) {
        char left[PHONE_TEXT_MAX + 1];
        if (!r->gap_before[cut])
            continue;
        memcpy(left, r->digits, cut);
        left[cut] = '\0';
        if (read_digits(left, r->plus, region, &two[0]) && two[0].valid &&
            read_digits(r->digits + cut, false, region, &two[1]) && two[1].valid)
            return true;
    }
    return false;
}

/* One number or two of a run; 0: none. */
static unsigned read_run(const struct run *r, const char *region, struct phone_number two[2]) {
    if (r->count < DIGITS_MIN || r->characters > PHONE_TEXT_MAX)
        return 0;
    if (read_digits(r->digits, r->plus, region, &two[0]))
        return 1;
    return read_two(r, region, two) ? 2 : 0;
}

/* Takes the next run; false in *more: there was none. */
static enum errcode step(struct search *s, bool *more) {
    struct run r;
    struct phone_number two[2];
    *more = next_run(s->text, s->at, true, &r);
    if (!*more)
        return OK;
    unsigned count = read_run(&r, s->region, two);
    bool too_long = r.characters > PHONE_TEXT_MAX;
    if (too_long || (r.has_slash && (count == 0 || (count == 1 && !two[0].valid)))) {
        *more = next_run(s->text, s->at, false, &r);
        count = read_run(&r, s->region, two);
    }
    s->tries += r.count >= DIGITS_MIN;
    s->at = r.end;
    if (count == 0)
        return OK;
    struct slice extension = SLICE_NONE;
    s->at = read_extension(s->text, r.end, &extension);
    enum errcode e = add(s, &two[0], count == 1 ? extension : SLICE_NONE);
    return e == OK && count == 2 ? add(s, &two[1], extension) : e;
}

enum errcode phone_parse(struct arena *a, struct slice text, struct slice region,
                         struct phone_list *out) {
    struct search s = {.arena = a, .region = "ZZ", .text = text};
    if (region.len == 2)
        memcpy(s.region, region.ptr, 2);
    bool more = true;
    while (more && s.tries < PHONE_TRIES_MAX && s.list.count < PHONE_NUMBERS_MAX) {
        enum errcode e = step(&s, &more);
        if (e != OK)
            return e;
    }
    *out = s.list;
    return OK;
}

void phone_start(void) { phone_number_start(); }
