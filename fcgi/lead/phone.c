/* phone: finds what may be numbers in a field's text, and reads each with libphonenumber.
 *
 * libphonenumber has a finder of its own (PhoneNumberMatcher). It is made for prose and gives up
 * precision for it: of `00 49 30 1234567` it takes the tail for a number, it does not know «вн.»
 * and «добавочный», and takes nothing of two numbers with only a space between. A wrong number is
 * worse than none here, since a number identifies a client. So the text is cut into runs of digits
 * and the marks that people put between them (phone_run), numbers are chosen from a run
 * (phone_choice), and each is read in the ways in which people write one (phone_reading). */
#include "lead/phone.h"

#include <stdio.h>
#include <string.h>

#include "base/reading.h"
#include "base/utf8.h"
#include "lead/phone_choice.h"
#include "lead/phone_extension.h"
#include "lead/phone_run.h"

#define DIGITS_MIN 5    /* a shorter run is a house, an hour, an age */
#define DIGITS_CODED 11 /* digits of 8 912 345-67-89 */
#define NAME_BYTES_MAX 64

struct search {
    struct arena *arena;
    const struct phone_context *context;
    struct slice text;
    struct phone_scan scan;
    struct phone_reader reader;
    unsigned tries;
    size_t told;                       /* the text before it is accounted for */
    char open_code[PHONE_RUN_MAX + 1]; /* digits behind a + that became no number, or "" */
    struct {                           /* a number that what follows may go on with */
        char digits[PHONE_RUN_MAX];
        size_t count, end; /* count 0: none */
        bool plus, valid;
    } last;
    bool has_doubtful; /* one of the numbers may be a number of something else */
    struct phone_run run;
    struct phone_choice choice; /* of run */
    struct phone_list list;
};

/* Whether anything is said in the octets from..to. */
static bool says_more(struct slice text, size_t from, size_t to) {
    for (size_t n; from < to; from += n) {
        uint32_t c = 0;
        n = utf8_decode(slice_sub(text, from, 4), &c);
        if (n > 0 && phone_is_word(c))
            return true;
        n = n > 0 ? n : 1;
    }
    return false;
}

/* What stands before at is looked at for words, and at the next time what stands behind end. */
static void account(struct search *s, size_t at, size_t end) {
    s->list.says_more = s->list.says_more || says_more(s->text, s->told, at);
    s->told = end;
}

static bool is_word_octet(char c) { return (unsigned char)c >= 0x80 || ascii_is_alpha(c); }

/* Whether the word before at says that a number is none of a telephone: `ИНН: 7701234567`. */
static bool is_named(struct slice text, size_t at) {
    static const char *const names[] = {
        "инн",     "огрн",    "кпп",     "снилс", "паспорт", "заказ", "заявк", "карт",     "счет",
        "договор", "накладн", "артикул", "order", "invoice", "inn",   "vat",   "passport", "id"};
    static const char number_sign[] = "№";
    size_t least = at > NAME_BYTES_MAX ? at - NAME_BYTES_MAX : 0;
    while (at > least && !is_word_octet(text.ptr[at - 1]) && text.ptr[at - 1] != '\n')
        at--;
    if (at > least + sizeof number_sign && slice_ends(slice_sub(text, 0, at), number_sign))
        at -= sizeof number_sign - 1;
    while (at > least && text.ptr[at - 1] == ' ')
        at--;
    while (at > least && is_word_octet(text.ptr[at - 1]))
        at--;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (reading_starts(slice_sub(text, at, text.len), slice_from(names[i])) > 0)
            return true;
    return false;
}

static bool is_listed(const struct phone_list *list, const struct phone *p) {
    for (size_t i = 0; i < list->count; i++)
        if (slice_eq(list->items[i].e164, p->e164) &&
            slice_eq(list->items[i].extension, p->extension))
            return true;
    return false;
}

static enum errcode add(struct search *s, const struct phone_number *n, struct phone *p) {
    p->e164 = slice_from(n->e164);
    p->country = n->country[0] != '\0' ? slice_from(n->country) : SLICE_NONE;
    p->verdict = n->valid ? PHONE_VALID : PHONE_POSSIBLE;
    if (is_listed(&s->list, p))
        return OK;
    enum errcode e = arena_copy(s->arena, p->e164, &p->e164);
    if (e == OK)
        e = arena_copy(s->arena, p->country, &p->country);
    if (e == OK)
        e = arena_copy(s->arena, p->extension, &p->extension);
    if (e == OK)
        s->list.items[s->list.count++] = *p;
    return e;
}

/* `+7+4951234567`: whether what has a code of its own would be another number behind the digits
 * that an earlier + left. */
static bool continues_code(struct search *s, const struct phone_number *n) {
    char text[2 * PHONE_RUN_MAX + 1];
    struct phone_reading whole;
    int count = snprintf(text, sizeof text, "%s%s", s->open_code, n->e164 + 1);
    struct phone_digits d = {.digits = {text, (size_t)count}, .plus = true};
    return d.digits.len <= PHONE_RUN_MAX && phone_read(&s->reader, &d, &whole) &&
           whole.number.valid && strcmp(whole.number.e164, n->e164) != 0;
}

/* `+1, 912 345-67-89`, `+9, 965 551 234 56`: the code that was typed would be lost. */
static bool drops_code(struct search *s, const struct phone_reading *r) {
    const struct phone_number *n = &r->number;
    if (s->open_code[0] == '\0')
        return false;
    if (r->kind == PHONE_CODED &&
        (n->source == PHONE_SOURCE_PLUS || n->source == PHONE_SOURCE_ABROAD))
        return continues_code(s, n);
    return strlen(s->open_code) < (size_t)n->code_digits ||
           !slice_starts(slice_from(n->e164 + 1), s->open_code);
}

/* Digits in a row, and not as many as a telephone number with its code has. */
static bool is_plain(const struct phone_run *run, const struct phone_span *span) {
    const struct phone_piece *p = &run->pieces[span->first];
    size_t digits = phone_run_digits(run, span->first, span->last).len;
    return !run->plus && span->first == span->last && digits == p->end - p->start &&
           (span->reading.kind != PHONE_CODED || digits != DIGITS_CODED);
}

static enum errcode take_span(struct search *s, const struct phone_span *span) {
    const struct phone_run *run = &s->run;
    struct phone p = {.start = span->first == 0 ? run->start : run->pieces[span->first].start,
                      .end = run->pieces[span->last].end};
    bool plain = is_plain(run, span), coded = span->reading.kind == PHONE_CODED;
    if (s->list.count == PHONE_NUMBERS_MAX || ((plain || !coded) && is_named(s->text, p.start)))
        return OK;
    if (drops_code(s, &span->reading)) {
        s->list.ambiguous = true;
        return OK;
    }
    size_t end = p.end;
    if (span->last + 1 == run->piece_count)
        end = phone_extension_read(s->text, p.end, &p.extension);
    account(s, p.start, end);
    if (s->scan.at < end)
        s->scan.at = end;
    s->has_doubtful = s->has_doubtful || plain || span->reading.kind == PHONE_GUESSED;
    s->list.unsure = s->list.unsure || (s->context->foreign && span->reading.regional);
    return add(s, &span->reading.number, &p);
}

static void keep_code(struct search *s) {
    struct slice code = phone_run_code(s->text, &s->run);
    if (code.len > 0 && s->open_code[0] == '\0') {
        memcpy(s->open_code, code.ptr, code.len);
        s->open_code[code.len] = '\0';
    }
}

/* A number that is a whole run, with no extension behind it, may go on behind a stray sign. */
static void keep_last(struct search *s) {
    const struct phone_run *run = &s->run;
    const struct phone_span *span = &s->choice.spans[0];
    s->last.count = 0;
    if (s->choice.count > 1 || span->first > 0 || span->last + 1 < run->piece_count ||
        s->told != run->end)
        return;
    memcpy(s->last.digits, run->digits, run->count);
    s->last.count = run->count;
    s->last.end = run->end;
    s->last.plus = run->plus;
    s->last.valid = span->reading.number.valid;
}

/* Of nothing but commas, semicolons, blanks and line ends. */
static bool is_plain_gap(struct slice s) {
    for (size_t i = 0; i < s.len; i++)
        if (memchr(" ,;\n", s.ptr[i], 4) == NULL)
            return false;
    return true;
}

/* `+49 151 2345:6789`: with these digits it would be a number, too, where a country's numbers have
 * more than one length. Behind a valid number words begin something else; a comma and a blank, or a
 * line's end, are likely to. */
static void compare_longer(struct search *s) {
    struct slice between = slice_sub(s->text, s->last.end, s->run.start - s->last.end);
    bool apart = slice_find(between, ' ') < between.len || slice_find(between, '\n') < between.len;
    size_t count = s->last.count + s->run.count;
    if (s->last.count == 0 || count > PHONE_RUN_MAX ||
        (s->last.valid && apart && says_more(s->text, s->last.end, s->run.start))) {
        s->last.count = 0;
        return;
    }
    memcpy(s->last.digits + s->last.count, s->run.digits, s->run.count);
    s->last.count = count;
    s->last.end = s->run.end;
    struct phone_digits d = {
        .digits = {s->last.digits, count}, .plus = s->last.plus, .first = true, .whole = true};
    struct phone_reading longer;
    if (!phone_read(&s->reader, &d, &longer) || (s->last.valid && !longer.number.valid))
        return;
    s->list.unsure = true;
    s->list.ambiguous = !s->last.valid || !apart || !is_plain_gap(between);
}

/* The numbers of the run, if it is none of another kind: an address's name may be digits. */
static enum errcode take_run(struct search *s) {
    const struct phone_run *run = &s->run;
    bool is_mail = run->end < s->text.len && s->text.ptr[run->end] == '@';
    enum errcode e = OK;
    s->choice.count = 0;
    s->tries += run->count >= DIGITS_MIN;
    if (run->count >= DIGITS_MIN && !run->too_long && !is_mail) {
        phone_choose(&s->reader, s->text, run, &s->choice);
        s->list.ambiguous = s->choice.ambiguous;
        s->list.unsure = s->list.unsure || s->choice.unsure;
    }
    if (s->choice.count == 0) {
        keep_code(s);
        compare_longer(s);
    }
    for (size_t i = 0; e == OK && i < s->choice.count && !s->list.ambiguous; i++)
        e = take_span(s, &s->choice.spans[i]);
    if (s->choice.count > 0)
        keep_last(s);
    return e;
}

enum errcode phone_parse(struct arena *a, struct slice seen, const struct phone_context *context,
                         struct phone_list *out) {
    struct search s = {.arena = a,
                       .context = context,
                       .text = seen,
                       .scan = {.text = seen},
                       .reader = {.region = "ZZ"}};
    if (context->region.len == 2)
        memcpy(s.reader.region, context->region.ptr, 2);
    while (!s.list.ambiguous && s.tries < PHONE_TRIES_MAX &&
           (s.list.count < PHONE_NUMBERS_MAX || s.last.count > 0) &&
           phone_run_next(&s.scan, &s.run)) {
        enum errcode e = take_run(&s);
        if (e != OK)
            return e;
    }
    account(&s, seen.len, seen.len);
    s.list.unsure = s.list.unsure || (s.has_doubtful && s.list.count > 1);
    if (s.list.ambiguous)
        s.list.count = 0;
    *out = s.list;
    return OK;
}

bool phone_same_plan(struct slice region, struct slice country) {
    char a[3] = "", b[3] = "";
    if (slice_eq(region, country))
        return true;
    if (region.len != 2 || country.len != 2)
        return false;
    memcpy(a, region.ptr, 2);
    memcpy(b, country.ptr, 2);
    return phone_number_same_code(a, b) != 0;
}

void phone_start(void) { phone_number_start(); }
