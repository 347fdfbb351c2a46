/* phone_choice: a run that is a number as a whole is that number. Else the numbers are looked for
 * between its pieces, and what is left over are hours, rooms and years that somebody typed beside
 * them. Two readings that share digits are weighed against each other, by what a person would have
 * to have meant; where that does not decide, nothing is chosen. */
#include "lead/phone_choice.h"

#include <string.h>

#define SPAN_DIGITS_MIN 8
#define SPAN_DIGITS_MAX (15 + 6) /* E.164's, and the longest prefix: 810 and a code twice */
#define BARE_GROUP_MIN 3         /* an area code's digits */
#define CODED_GROUP_MIN 4        /* `8912 345…`: the code and an area code */
#define HOUR_MAX 24

static const struct phone_piece *piece(const struct phone_run *run, size_t i) {
    return &run->pieces[i];
}

static struct slice piece_text(struct slice text, const struct phone_run *run, size_t i) {
    return slice_sub(text, piece(run, i)->start, piece(run, i)->end - piece(run, i)->start);
}

/* `9-18`, `10-19`. */
static bool is_hours(struct slice s) {
    size_t n[2] = {0, 0}, digits[2] = {0, 0}, side = 0;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] == '-' && side == 0) {
            side = 1;
        } else if (ascii_is_digit(s.ptr[i]) && digits[side] < 2) {
            n[side] = n[side] * 10 + (size_t)(s.ptr[i] - '0');
            digits[side]++;
        } else {
            return false;
        }
    }
    return digits[0] > 0 && digits[1] > 0 && n[0] <= HOUR_MAX && n[1] <= HOUR_MAX;
}

/* Reads the lengths of the first two groups of digits from at on. */
static void read_groups(struct slice text, size_t at, size_t end, size_t group[2]) {
    for (size_t g = 0; g < 2; g++) {
        while (at < end && !ascii_is_digit(text.ptr[at]))
            at++;
        for (group[g] = 0; at < end && ascii_is_digit(text.ptr[at]); at++)
            group[g]++;
    }
}

struct choosing {
    struct phone_reader *reader;
    struct slice text;
    const struct phone_run *run;
    struct phone_choice *out;
};

static bool read_span(const struct choosing *c, size_t first, size_t last,
                      struct phone_reading *out, size_t *group) {
    const struct phone_run *run = c->run;
    size_t start = piece(run, first)->start, end = piece(run, last)->end;
    struct phone_digits d = {.digits = phone_run_digits(run, first, last),
                             .plus = first == 0 && run->plus,
                             .first = first == 0,
                             .whole = first == 0 && last + 1 == run->piece_count};
    if (d.digits.len > SPAN_DIGITS_MAX)
        return false;
    read_groups(c->text, start, end, d.group);
    *group = d.group[0];
    return phone_read(c->reader, &d, out);
}

struct slice phone_run_code(struct slice text, const struct phone_run *run) {
    struct slice digits = {run->digits, run->count};
    size_t skipped;
    if (run->plus)
        skipped = 0;
    else if (slice_starts(digits, "810") && !slice_starts(piece_text(text, run, 0), "8.10"))
        skipped = 3;
    else if (slice_starts(digits, "00") && !is_hours(piece_text(text, run, 0)))
        skipped = 2;
    else
        return SLICE_NONE;
    return digits.len > skipped ? slice_sub(digits, skipped, digits.len) : SLICE_NONE;
}

/* Hours and rooms behind a number of a country whose numbers have no one length: with them it is
 * a number as well. */
static bool has_tail(const struct choosing *c) {
    struct phone_reading shorter;
    size_t last = c->run->piece_count - 1, group;
    if (last == 0 ||
        (!piece(c->run, last)->bracketed && !is_hours(piece_text(c->text, c->run, last))))
        return false;
    return phone_run_digits(c->run, 0, last - 1).len >= SPAN_DIGITS_MIN &&
           read_span(c, 0, last - 1, &shorter, &group) && shorter.number.valid;
}

/* A number beside others begins as people begin one: an area code is not torn from its 8, nor cut
 * in two. */
static bool begins_well(const struct choosing *c, const struct phone_span *s, size_t group) {
    if (c->run->digits[piece(c->run, s->first)->first] == '0')
        return true;
    if (s->reading.kind == PHONE_BARE)
        return group >= BARE_GROUP_MIN;
    return s->first == 0 || group == 1 || group >= CODED_GROUP_MIN;
}

/* Every valid number between two cuts but the whole run. Each was a reading at least, so there is
 * place for all. */
static void find_spans(const struct choosing *c) {
    struct phone_choice *out = c->out;
    size_t count = c->run->piece_count, group;
    for (size_t first = 0; first < count; first++)
        for (size_t last = first; last < count - (first == 0); last++) {
            struct phone_span s = {.first = first, .last = last};
            size_t digits = phone_run_digits(c->run, first, last).len;
            if (digits > SPAN_DIGITS_MAX)
                break;
            if (digits >= SPAN_DIGITS_MIN && read_span(c, first, last, &s.reading, &group) &&
                s.reading.number.valid && begins_well(c, &s, group))
                out->spans[out->count++] = s;
        }
}

/* A + forgotten, or a number of the region and digits beside it? `912 345 67 89 12` may be either
 * (India); `1 912 345 67 89` is likelier America than the first of a list, unless it is `1)`. */
static void compare_parts(const struct choosing *c) {
    const struct phone_run *run = c->run;
    struct phone_choice *out = c->out;
    find_spans(c);
    for (size_t i = 0; i < out->count; i++) {
        size_t first = out->spans[i].first;
        size_t end = first > 0 ? piece(run, first - 1)->end : 0;
        struct slice before = slice_sub(c->text, end, piece(run, first)->start - end);
        bool numbered = slice_find(before, '.') < before.len ||
                        (slice_find(before, ')') < before.len && !piece(run, 0)->bracketed);
        out->ambiguous = out->ambiguous || first == 0 || numbered;
        out->unsure = true;
    }
}

/* The run as one number. */
static void take_whole(const struct choosing *c, const struct phone_reading *whole) {
    struct phone_choice *out = c->out;
    out->unsure = whole->unsure;
    out->ambiguous = whole->ambiguous || (whole->number.valid && has_tail(c));
    if (whole->kind == PHONE_GUESSED)
        compare_parts(c);
    out->spans[0] = (struct phone_span){0, c->run->piece_count - 1, *whole};
    out->count = 1;
}

static bool overlap(const struct phone_span *a, const struct phone_span *b) {
    return a->first <= b->last && b->first <= a->last;
}

static bool same(const struct phone_span *a, const struct phone_span *b) {
    return strcmp(a->reading.number.e164, b->reading.number.e164) == 0;
}

static size_t length(const struct phone_span *s) { return s->last - s->first; }

/* Whether a speaks against b, with which it shares digits: one weight after the other. */
static bool outdoes_same(const struct phone_span *a, const struct phone_span *b) {
    return same(a, b) && length(a) > length(b); /* with its code rather than without */
}
static bool outdoes_bare(const struct phone_span *a, const struct phone_span *b) {
    return a->reading.kind == PHONE_CODED && b->reading.kind == PHONE_BARE;
}
static bool outdoes_short(const struct phone_span *a, const struct phone_span *b) {
    return a->first == b->first && length(a) > length(b);
}
/* what begins with the run, rather than what leaves its beginning over */
static bool outdoes_late(const struct phone_span *a, const struct phone_span *b) {
    return a->first == 0 && b->first > 0 && a->reading.kind == b->reading.kind &&
           a->reading.kind == PHONE_BARE;
}

static bool is_outdone(const struct phone_choice *c, size_t b,
                       bool (*outdoes)(const struct phone_span *, const struct phone_span *)) {
    for (size_t a = 0; a < c->count; a++)
        if (a != b && overlap(&c->spans[a], &c->spans[b]) && outdoes(&c->spans[a], &c->spans[b]))
            return true;
    return false;
}

/* Takes away what something else outdoes; true: there was something. */
static bool weigh(struct phone_choice *c,
                  bool (*outdoes)(const struct phone_span *, const struct phone_span *)) {
    bool outdone[PHONE_READS_MAX] = {false};
    size_t kept = 0;
    for (size_t i = 0; i < c->count; i++)
        outdone[i] = is_outdone(c, i, outdoes);
    for (size_t i = 0; i < c->count; i++)
        if (!outdone[i])
            c->spans[kept++] = c->spans[i];
    bool less = kept < c->count;
    c->count = kept;
    return less;
}

/* Numbers that use up all digits of the run, if they can be chosen in one way only. */
static bool take_tiling(struct phone_choice *c, size_t piece_count) {
    unsigned ways[PHONE_PIECES_MAX + 1] = {0};
    ways[piece_count] = 1;
    for (size_t i = c->count; i > 0; i--) { /* sorted by first, so what follows is known */
        const struct phone_span *s = &c->spans[i - 1];
        unsigned sum = ways[s->first] + ways[s->last + 1];
        ways[s->first] = sum > 2 ? 2 : sum;
    }
    if (ways[0] != 1)
        return false;
    size_t kept = 0, at = 0;
    for (size_t i = 0; i < c->count; i++)
        if (c->spans[i].first == at && ways[c->spans[i].last + 1] == 1) {
            at = c->spans[i].last + 1;
            c->spans[kept++] = c->spans[i];
        }
    c->count = kept;
    return true;
}

/* `+7 375 29 123 45 67`: a field that began with +7, and then a number abroad. */
static bool has_two_codes(const struct choosing *c) {
    const struct phone_run *run = c->run;
    const struct phone_span *s = &c->out->spans[0];
    size_t code = piece(run, 0)->end - piece(run, 0)->start;
    if (s->reading.kind != PHONE_CODED || s->first > 0 || run->piece_count < 2 || code > 3)
        return false;
    struct phone_reading rest;
    struct phone_digits d = {.digits = phone_run_digits(run, 1, run->piece_count - 1),
                             .plus = true};
    read_groups(c->text, piece(run, 1)->start, run->end, d.group);
    return phone_read(c->reader, &d, &rest) && rest.number.valid && !rest.regional &&
           d.group[0] == (size_t)rest.number.code_digits;
}

/* What speaks against a choice that leaves digits over: a code that was typed is among them, or
 * what may have been one (`8 912 345-67-89-9-18`, where the tail has ten digits). */
static bool is_torn(const struct choosing *c) {
    const struct phone_choice *out = c->out;
    bool anchored = phone_run_code(c->text, c->run).len > 0;
    if ((anchored && out->spans[0].first > 0) || has_two_codes(c))
        return true;
    for (size_t i = 0, at = 0; i < out->count; at = out->spans[i++].last + 1)
        if (out->spans[i].reading.kind == PHONE_BARE && out->spans[i].first != at)
            return true;
    return false;
}

static void take_spans(const struct choosing *c) {
    struct phone_choice *out = c->out;
    find_spans(c);
    weigh(out, outdoes_same);
    if (out->count == 0)
        return;
    if (!take_tiling(out, c->run->piece_count)) {
        weigh(out, outdoes_bare);
        weigh(out, outdoes_late);
        out->unsure = weigh(out, outdoes_short);
        out->ambiguous = is_torn(c);
    }
    for (size_t i = 0; i < out->count; i++) {
        const struct phone_span *s = &out->spans[i];
        out->unsure = out->unsure || s->reading.unsure;
        out->ambiguous = out->ambiguous || s->reading.ambiguous || (i > 0 && overlap(s - 1, s));
    }
}

void phone_choose(struct phone_reader *r, struct slice text, const struct phone_run *run,
                  struct phone_choice *out) {
    struct choosing c = {r, text, run, out};
    struct phone_reading whole;
    size_t group;
    out->count = 0;
    out->unsure = out->ambiguous = false;
    bool found = read_span(&c, 0, run->piece_count - 1, &whole, &group);
    if (!found || !whole.number.valid)
        take_spans(&c);
    if (found && out->count == 0 && !out->ambiguous)
        take_whole(&c, &whole);
    else if (found && whole.number.likely)
        out->unsure = true; /* a possible number with what was taken for words */
    out->ambiguous = out->ambiguous || r->reads == PHONE_READS_MAX;
}
