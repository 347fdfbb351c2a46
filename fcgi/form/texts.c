/* texts: sentences by language and number, and what is filled into them. The loader has checked
 * that every sentence is there and has no place but its own, so nothing is judged here. */
#include "form/texts.h"

#include <assert.h>
#include <stdio.h>
#include <unicode/upluralrules.h>
#include <unicode/ustring.h>

#include "base/clock.h"

#define KEYWORD_CHARS 16 /* "other" and the like */

static const char *const slot_names[SLOT__MAX] = {
    [SLOT_LABEL] = "label", [SLOT_COUNT] = "count", [SLOT_VALUE] = "value",   [SLOT_DATE] = "date",
    [SLOT_HINT] = "hint",   [SLOT_FIRST] = "first", [SLOT_SECOND] = "second", [SLOT_DAY] = "day",
    [SLOT_MONTH] = "month", [SLOT_YEAR] = "year",
};

static const char *const plural_names[PLURAL__MAX] = {
    [PLURAL_ZERO] = "zero", [PLURAL_ONE] = "one",   [PLURAL_TWO] = "two",
    [PLURAL_FEW] = "few",   [PLURAL_MANY] = "many", [PLURAL_OTHER] = "other",
};

const char *texts_plural_name(enum plural p) { return plural_names[p]; }

const char *texts_slot_name(enum slot p) { return slot_names[p]; }

static const struct tongue *tongue(const struct texts *t, enum language l) {
    assert(l < t->count);
    return &t->tongues[l];
}

const char *texts_code(const struct texts *t, enum language l) { return tongue(t, l)->code; }

struct slice texts_name(const struct texts *t, enum language l) {
    return tongue(t, l)->name;
}

bool texts_find(const struct texts *t, struct slice code, enum language *out) {
    for (size_t i = 0; i < t->count; i++) {
        if (slice_eq_lit(code, t->tongues[i].code)) {
            *out = (enum language)i;
            return true;
        }
    }
    return false;
}

bool texts_decimal_comma(const struct texts *t, enum language l) {
    return tongue(t, l)->decimal_comma;
}

bool texts_day_first(const struct texts *t, enum language l) { return tongue(t, l)->day_first; }

struct slice texts_word(const struct texts *t, enum word w, enum language l) {
    return tongue(t, l)->words[w];
}

enum plural texts_plural(const struct UPluralRules *rules, unsigned n) {
    UErrorCode status = U_ZERO_ERROR;
    UChar wide[KEYWORD_CHARS];
    char name[KEYWORD_CHARS];
    int32_t len = uplrules_select(rules, n, wide, KEYWORD_CHARS, &status);
    if (U_FAILURE(status) || len >= KEYWORD_CHARS)
        return PLURAL_OTHER;
    u_UCharsToChars(wide, name, len);
    for (int i = 0; i < PLURAL_OTHER; i++)
        if (slice_eq_lit((struct slice){name, (size_t)len}, plural_names[i]))
            return (enum plural)i;
    return PLURAL_OTHER;
}

struct slice texts_counted(const struct texts *t, enum word w, enum language l, unsigned n) {
    const struct tongue *in = tongue(t, l);
    assert(in->counted[w] != NULL);
    return in->counted[w][texts_plural(in->plural, n)];
}

static struct slice value_of(struct slice slot, const struct slice values[SLOT__MAX]) {
    for (int i = 0; i < SLOT__MAX; i++)
        if (slice_eq_lit(slot, slot_names[i]))
            return values[i];
    return SLICE_NONE;
}

void texts_fill(struct buf *b, struct slice sentence, const struct slice values[SLOT__MAX]) {
    struct slice rest = sentence;
    while (rest.ptr != NULL) {
        struct slice after;
        buf_raw(b, slice_cut(rest, '{', &after));
        if (after.ptr == NULL)
            break;
        struct slice value = value_of(slice_cut(after, '}', &rest), values);
        buf_raw(b, value);
        if (slice_ends(value, ".") && slice_starts(rest, "."))
            rest = slice_sub(rest, 1, rest.len);
    }
}

void texts_date(struct buf *b, const struct texts *t, enum language l, int32_t day) {
    int y, m, d;
    char year_text[16], day_text[16];
    clock_date_from_day(day, &y, &m, &d);
    snprintf(year_text, sizeof year_text, "%d", y);
    snprintf(day_text, sizeof day_text, "%d", d);
    struct slice values[SLOT__MAX] = {[SLOT_DAY] = slice_from(day_text),
                                      [SLOT_MONTH] = tongue(t, l)->months[m - 1],
                                      [SLOT_YEAR] = slice_from(year_text)};
    texts_fill(b, texts_word(t, WORD_DATE, l), values);
}
