/* reading: most text is plain already, which one pass by ICU's frozen sets says; only what is not
 * is rewritten. Rewriting goes in steps: tidy (octets that are no text), map (a character for a
 * character), compose (NFC). Each step after tidy can follow a span back, by going over its input
 * once more: evidence is asked for a few times a lead, and a table of offsets would be made for
 * every field of every lead. */
#include "base/reading.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sysexits.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uset.h>

#include "base/utf8.h"

/* Stays as it is in every step: composes with nothing before it, and is none of what map changes.
 * A space is in it, and so is a line end. */
#define PLAIN                                                                                      \
    u"[[[:NFC_QC=Yes:]&[:ccc=0:]]-[:Default_Ignorable_Code_Point:]-[:White_Space:]-[:Dash:]"       \
    u"-[:Nd:]-[:dt=Wide:]-[:Cc:]-[\\u2800\\u20E3\\u2043\\uFFF9-\\uFFFC][\\u0020\\u000A0-9\\-]]"
/* What tidy leaves alone. */
#define TEXT u"[[^[:Cc:]][\\u000A\\u0009]]"
/* U+2800, a Braille cell without dots, looks blank and is none by property. */
#define BLANK u"[[:White_Space:]\\u2800]"
/* By property or by name: the frame of a keycap, around a digit; marks of annotations; U+FFFC,
 * which dictation on an iPhone leaves behind. */
#define INVISIBLE u"[[:Default_Ignorable_Code_Point:]\\u20E3\\uFFF9-\\uFFFC]"
/* U+2043, the hyphen bullet, is no dash by property. */
#define DASH u"[[:Dash:]\\u2043]"
/* May stand behind any character in NFC. */
#define STARTER u"[[:NFC_QC=Yes:]&[:ccc=0:]]"

#define SHORT_CHARACTERS 0x800 /* of one or two octets: Latin, Cyrillic, Greek and some more */
#define LINE_SEPARATOR 0x2028
#define PARAGRAPH_SEPARATOR 0x2029

/* A base with more marks than this is no text of a person (UAX 15 has 30 in its Stream-Safe
 * format): it stays as typed, so that ordering the marks cannot take long. */
#define SEGMENT_MAX 32
#define SEGMENT_UNITS_MAX (2 * SEGMENT_MAX)
#define COMPOSED_UNITS_MAX (3 * SEGMENT_UNITS_MAX) /* UAX 15: NFC grows three times at most */
#define COMPOSED_PER_OCTET 3

static struct {
    USet *plain, *text, *blank, *invisible, *dash, *starter;
    const UNormalizer2 *nfc, *nfkc;
    bool is_plain[SHORT_CHARACTERS]; /* of plain: asked for nearly every octet of every lead */
} icu;                               /* written once by fill, read-only after */
static pthread_once_t filled = PTHREAD_ONCE_INIT;

static void fail(const char *what) {
    fprintf(stderr, "firstline: ICU has no %s: is libicu whole?\n", what);
    exit(EX_OSFILE);
}

static USet *open_set(const UChar *pattern) {
    UErrorCode status = U_ZERO_ERROR;
    USet *set = uset_openPattern(pattern, -1, &status);
    if (U_FAILURE(status))
        fail("character properties");
    uset_freeze(set);
    return set;
}

static void fill(void) {
    UErrorCode status = U_ZERO_ERROR;
    icu.nfc = unorm2_getNFCInstance(&status);
    icu.nfkc = unorm2_getNFKCInstance(&status);
    if (U_FAILURE(status))
        fail("normalization data");
    icu.plain = open_set(PLAIN);
    icu.text = open_set(TEXT);
    icu.blank = open_set(BLANK);
    icu.invisible = open_set(INVISIBLE);
    icu.dash = open_set(DASH);
    icu.starter = open_set(STARTER);
    for (UChar32 c = 0; c < SHORT_CHARACTERS; c++)
        icu.is_plain[c] = uset_contains(icu.plain, c);
}

void reading_start(void) { pthread_once(&filled, fill); }

/* Octets at the start of s that are of the set; at most a body, far below INT32_MAX. */
static size_t span(const USet *set, struct slice s) {
    return (size_t)uset_spanUTF8(set, s.ptr, (int32_t)s.len, USET_SPAN_CONTAINED);
}

static bool consists_of(const USet *set, struct slice s) { return span(set, s) == s.len; }

/* Text in which no step has anything to do. Most is of one or two octets a character. */
static bool is_plain(struct slice s) {
    const unsigned char *p = (const unsigned char *)s.ptr;
    for (size_t i = 0, n; i < s.len; i += n) {
        uint32_t c = p[i];
        n = 1;
        if (c >= 0xC2 && c <= 0xDF && s.len - i > 1 && (p[i + 1] & 0xC0) == 0x80) {
            c = (c & 0x1F) << 6 | (p[i + 1] & 0x3F);
            n = 2;
        } else if (c >= 0x80) {
            n = utf8_decode(slice_sub(s, i, UTF8_OCTETS_MAX), &c);
        }
        if (n == 0 ||
            !(c < SHORT_CHARACTERS ? icu.is_plain[c] : uset_contains(icu.plain, (UChar32)c)))
            return false;
    }
    return true;
}

static struct slice trim(struct slice s) {
    s = slice_sub(s, span(icu.blank, s), s.len);
    s.len = (size_t)uset_spanBackUTF8(icu.blank, s.ptr, (int32_t)s.len, USET_SPAN_CONTAINED);
    return s;
}

/* ---- tidy ---------------------------------------------------------------------------------- */

/* A control character that ends a line. */
static bool ends_line(uint32_t c) { return (c >= 0x0A && c <= 0x0D) || c == 0x85; }

/* A line end never grows, so the copy has room. */
static enum errcode tidy(struct arena *a, struct slice s, struct slice *out, bool *repaired) {
    if (consists_of(icu.text, s)) {
        *out = s;
        return OK;
    }
    char *p = arena_alloc(a, s.len);
    size_t n = 0;
    if (p == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < s.len;) {
        struct slice rest = slice_sub(s, i, s.len);
        size_t good = span(icu.text, rest);
        memcpy(p + n, rest.ptr, good);
        n += good;
        i += good;
        if (i == s.len)
            break;
        uint32_t c = 0;
        i += utf8_decode(slice_sub(s, i, UTF8_OCTETS_MAX), &c);
        bool first_of_pair = c == '\r' && i < s.len && s.ptr[i] == '\n';
        if (ends_line(c) && !first_of_pair)
            p[n++] = '\n';
        *repaired |= !ends_line(c);
    }
    *out = (struct slice){p, n};
    return OK;
}

/* ---- steps that can follow a span back ------------------------------------------------------- */

/* start..end of what a step writes, to be told as octets of what it reads. */
struct trace {
    size_t start, end;           /* asked */
    size_t from_start, from_end; /* told */
};

/* Octets in..in_end were read and out..out_end written for them; whole: as they were. Pieces come
 * in their order, so the last that holds the start, and the first that reaches the end, count. */
static void note(struct trace *t, size_t in, size_t in_end, size_t out, size_t out_end) {
    if (t == NULL || out == out_end)
        return;
    bool whole = in_end - in == out_end - out;
    if (t->start >= out && t->start < out_end)
        t->from_start = whole ? in + (t->start - out) : in;
    if (t->end > out && t->end <= out_end)
        t->from_end = whole ? in + (t->end - out) : in_end;
}

/* ---- map ----------------------------------------------------------------------------------- */

static uint32_t narrow(uint32_t c) {
    UChar form[4];
    UErrorCode status = U_ZERO_ERROR;
    if (u_getIntPropertyValue((UChar32)c, UCHAR_DECOMPOSITION_TYPE) != U_DT_WIDE)
        return c;
    int32_t n = unorm2_getRawDecomposition(icu.nfkc, (UChar32)c, form, 4, &status);
    return U_SUCCESS(status) && n == 1 ? form[0] : c;
}

bool reading_character(uint32_t c, uint32_t *out) {
    reading_start();
    if (uset_contains(icu.invisible, (UChar32)c))
        return false;
    *out = c;
    if (c == '\n')
        return true;
    if (c == LINE_SEPARATOR || c == PARAGRAPH_SEPARATOR)
        *out = '\n';
    else if (uset_contains(icu.blank, (UChar32)c))
        *out = ' ';
    else if (uset_contains(icu.dash, (UChar32)c))
        *out = '-';
    else if (u_charType((UChar32)c) == U_DECIMAL_DIGIT_NUMBER)
        *out = (uint32_t)('0' + u_charDigitValue((UChar32)c));
    else
        *out = narrow(c);
    return true;
}

/* No character grows by this. p has room for s.len octets; what was written. */
static size_t map(struct slice s, char *p, struct trace *t) {
    size_t n = 0, i = 0;
    while (i < s.len) {
        size_t plain = span(icu.plain, slice_sub(s, i, s.len));
        memcpy(p + n, s.ptr + i, plain);
        note(t, i, i + plain, n, n + plain);
        n += plain;
        i += plain;
        if (i == s.len)
            break;
        uint32_t c = 0, seen;
        size_t step = utf8_decode(slice_sub(s, i, UTF8_OCTETS_MAX), &c);
        size_t written = reading_character(c, &seen) ? utf8_encode(seen, p + n) : 0;
        note(t, i, i + step, n, n + written);
        n += written;
        i += step;
    }
    return n;
}

/* ---- compose --------------------------------------------------------------------------------- */

/* Octets of the character that s begins with and of all that may belong to it, and its UTF-16;
 * *units 0: more of them than SEGMENT_MAX. */
static size_t next_segment(struct slice s, UChar text[SEGMENT_UNITS_MAX], int32_t *units) {
    size_t i = 0, count = 0;
    *units = 0;
    while (i < s.len) {
        uint32_t c = 0;
        size_t step = utf8_decode(slice_sub(s, i, UTF8_OCTETS_MAX), &c);
        if (i > 0 && unorm2_hasBoundaryBefore(icu.nfc, (UChar32)c))
            break;
        if (count++ < SEGMENT_MAX)
            U16_APPEND_UNSAFE(text, *units, c);
        i += step;
    }
    if (count > SEGMENT_MAX)
        *units = 0;
    return i;
}

/* The character at *i < units, which is moved past it. */
static uint32_t next_of_units(const UChar *text, int32_t units, int32_t *i) {
    uint32_t c = text[(*i)++];
    if (U16_IS_LEAD(c) && *i < units)
        c = (uint32_t)U16_GET_SUPPLEMENTARY(c, text[(*i)++]);
    return c;
}

static size_t write_units(const UChar *text, int32_t units, char *p) {
    size_t n = 0;
    for (int32_t i = 0; i < units;)
        n += utf8_encode(next_of_units(text, units, &i), p + n);
    return n;
}

/* p has room for COMPOSED_PER_OCTET * s.len octets; what was written. */
static size_t compose(struct slice s, char *p, struct trace *t) {
    UChar text[SEGMENT_UNITS_MAX], composed[COMPOSED_UNITS_MAX];
    size_t n = 0;
    for (size_t i = 0, step; i < s.len; i += step) {
        UErrorCode status = U_ZERO_ERROR;
        int32_t units;
        size_t written = 0;
        step = next_segment(slice_sub(s, i, s.len), text, &units);
        if (units > 0)
            units = unorm2_normalize(icu.nfc, text, units, composed, COMPOSED_UNITS_MAX, &status);
        if (units > 0 && U_SUCCESS(status)) {
            written = write_units(composed, units, p + n);
        } else {
            memcpy(p + n, s.ptr + i, step);
            written = step;
        }
        note(t, i, i + step, n, n + written);
        n += written;
    }
    return n;
}

/* ---- the whole ------------------------------------------------------------------------------- */

static enum errcode map_all(struct arena *a, struct slice typed, struct slice *out) {
    char *p = arena_alloc(a, typed.len + 1);
    if (p == NULL)
        return ERR_TOO_LARGE;
    *out = (struct slice){p, map(typed, p, NULL)};
    return OK;
}

static enum errcode compose_all(struct arena *a, struct slice mapped, struct trace *t,
                                struct slice *out) {
    char *p = arena_alloc(a, COMPOSED_PER_OCTET * mapped.len + 1);
    if (p == NULL)
        return ERR_TOO_LARGE;
    *out = (struct slice){p, compose(mapped, p, t)};
    return OK;
}

static enum errcode see(struct arena *a, struct slice typed, struct slice *out) {
    struct slice seen = typed;
    enum errcode e = OK;
    if (!consists_of(icu.plain, typed))
        e = map_all(a, typed, &seen);
    if (e == OK)
        e = reading_compose(a, seen, &seen);
    if (e == OK)
        *out = trim(seen);
    return e;
}

enum errcode reading_make(struct arena *a, struct slice sent, struct reading *out, bool *repaired) {
    struct reading r;
    reading_start();
    if (sent.len == 0) {
        *out = (struct reading){SLICE_LIT(""), SLICE_LIT("")};
        return OK;
    }
    if (is_plain(sent)) {
        r.typed = r.seen = slice_trim(sent); /* of its blanks, plain has space and line end */
        *out = r;
        return OK;
    }
    if (!utf8_valid(sent) || slice_find(sent, '\0') < sent.len)
        return ERR_SYNTAX;
    enum errcode e = tidy(a, sent, &r.typed, repaired);
    if (e != OK)
        return e;
    r.typed = trim(r.typed);
    e = see(a, r.typed, &r.seen);
    if (e == OK)
        *out = r;
    return e;
}

enum errcode reading_span(struct arena *a, const struct reading *r, size_t *start, size_t *end) {
    struct slice mapped, composed;
    if (r->seen.ptr == r->typed.ptr)
        return OK;
    enum errcode e = map_all(a, r->typed, &mapped);
    if (e != OK)
        return e;
    bool is_composed = !consists_of(icu.starter, mapped);
    struct trace t = {.start = *start, .end = *end};
    composed = mapped;
    if (is_composed)
        e = compose_all(a, mapped, NULL, &composed);
    if (e != OK)
        return e;
    size_t cut = (size_t)(trim(composed).ptr - composed.ptr);
    t.start += cut;
    t.end += cut;
    if (is_composed) {
        (void)compose(mapped, (char *)composed.ptr, &t);
        t.start = t.from_start;
        t.end = t.from_end;
    }
    (void)map(r->typed, (char *)mapped.ptr, &t);
    *start = t.from_start;
    *end = t.from_end > t.from_start ? t.from_end : t.from_start;
    return OK;
}

enum errcode reading_seen(struct arena *a, struct slice s, struct slice *out) {
    struct reading r;
    bool unused = false;
    enum errcode e = reading_make(a, s, &r, &unused);
    if (e == OK)
        *out = r.seen;
    return e;
}

enum errcode reading_compose(struct arena *a, struct slice s, struct slice *out) {
    reading_start();
    *out = s;
    return consists_of(icu.starter, s) ? OK : compose_all(a, s, NULL, out);
}

/* ---- case ------------------------------------------------------------------------------------ */

uint32_t reading_fold_character(uint32_t c) {
    if (c < 0x80)
        return (uint32_t)(unsigned char)ascii_lower((char)c);
    return (uint32_t)u_foldCase((UChar32)c, U_FOLD_CASE_DEFAULT);
}

enum errcode reading_fold(struct arena *a, struct slice seen, struct slice *out) {
    /* two octets may become three (U+023A) */
    char *p = arena_alloc(a, 2 * seen.len + 1);
    size_t n = 0;
    if (p == NULL)
        return ERR_TOO_LARGE;
    for (size_t i = 0; i < seen.len;) {
        uint32_t c = 0;
        size_t step = utf8_decode(slice_sub(seen, i, UTF8_OCTETS_MAX), &c);
        if (step == 0)
            return ERR_SYNTAX;
        n += utf8_encode(reading_fold_character(c), p + n);
        i += step;
    }
    *out = (struct slice){p, n};
    return OK;
}

/* The folded character at the start of *s, which is moved past it; a broken octet stands for
 * itself, out of the range of characters. */
static uint32_t next_folded(struct slice *s) {
    uint32_t c = 0;
    size_t n = utf8_decode(slice_sub(*s, 0, UTF8_OCTETS_MAX), &c);
    uint32_t folded = n > 0 ? reading_fold_character(c) : 0x110000U + (unsigned char)s->ptr[0];
    *s = slice_sub(*s, n > 0 ? n : 1, s->len);
    return folded == 0x0451 ? 0x0435 : folded;
}

size_t reading_starts(struct slice s, struct slice word) {
    struct slice rest = s;
    while (word.len > 0) {
        if (rest.len == 0 || next_folded(&rest) != next_folded(&word))
            return 0;
    }
    return s.len - rest.len;
}

bool reading_eq(struct slice a, struct slice b) {
    while (a.len > 0 && b.len > 0)
        if (next_folded(&a) != next_folded(&b))
            return false;
    return a.len == 0 && b.len == 0;
}

#define DECOMPOSED_UNITS_MAX 8 /* UAX 15: four characters at most */
#define LETTERS_AND_DIGITS ((U_GC_L_MASK & ~U_GC_LM_MASK) | U_GC_N_MASK)

/* The letter below the accents, c itself if there are none. */
static uint32_t unaccented(uint32_t c) {
    UErrorCode status = U_ZERO_ERROR;
    UChar form[DECOMPOSED_UNITS_MAX];
    int32_t i = 0,
            n = unorm2_getDecomposition(icu.nfc, (UChar32)c, form, DECOMPOSED_UNITS_MAX, &status);
    if (n <= 0 || U_FAILURE(status))
        return c;
    uint32_t base = next_of_units(form, n, &i);
    if (i == n)
        return base;
    UChar32 mark = (UChar32)next_of_units(form, n, &i);
    return (U_GET_GC_MASK(mark) & U_GC_M_MASK) != 0 ? base : c; /* Hangul has none */
}

/* The next letter or digit of *s, which is moved past it; 0: there is none. */
static uint32_t next_letter(struct slice *s) {
    while (s->len > 0) {
        uint32_t c = 0x110000;
        size_t n = utf8_decode(slice_sub(*s, 0, UTF8_OCTETS_MAX), &c);
        uint32_t octet = (unsigned char)s->ptr[0];
        *s = slice_sub(*s, n > 0 ? n : 1, s->len);
        if (n == 0)
            return c + octet;
        c = c < 0x80 ? c : unaccented(c);
        if ((U_GET_GC_MASK((UChar32)c) & LETTERS_AND_DIGITS) != 0)
            return reading_fold_character(c);
    }
    return 0;
}

int reading_order(struct slice a, struct slice b) {
    uint32_t x, y;
    reading_start();
    do {
        x = next_letter(&a);
        y = next_letter(&b);
    } while (x == y && x != 0);
    return (x > y) - (x < y);
}

bool reading_alike(struct slice a, struct slice b) {
    reading_start();
    struct slice first = a;
    return next_letter(&first) != 0 && reading_order(a, b) == 0;
}
