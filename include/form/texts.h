/* texts: what firstline itself says to visitors, in every language it speaks. A language is a file
 * of sentences: ru and en are built in (from forms/texts), others stand in the owner's directory as
 * texts/<code>.yaml. Belongs to a form_set: immutable once loaded, shared by all threads. */
#ifndef FORM_TEXTS_H
#define FORM_TEXTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "form/text.h"

enum word {
    WORD_NONE = 0,

    /* dates: what stands for {date} */
    WORD_DATE, /* {day} {month} {year} */
    WORD_TODAY,
    WORD_TOMORROW,
    WORD_YESTERDAY,
    WORD_IN_DAYS,  /* counted */
    WORD_DAYS_AGO, /* counted */

    /* errors: what is wrong with an answer, see lead/message */
    WORD_FAULT_REQUIRED,
    WORD_FAULT_REQUIRED_BOX,
    WORD_FAULT_TEXT,
    WORD_FAULT_TOO_SHORT, /* counted */
    WORD_FAULT_TOO_LONG,  /* counted */
    WORD_FAULT_PATTERN,
    WORD_FAULT_PATTERN_HINT,
    WORD_FAULT_PHONE,
    WORD_FAULT_EMAIL,
    WORD_FAULT_NUMBER,
    WORD_FAULT_NUMBER_TWO,
    WORD_FAULT_TOO_SMALL,
    WORD_FAULT_TOO_BIG,
    WORD_FAULT_DATE,
    WORD_FAULT_DATE_TWO,
    WORD_FAULT_TOO_EARLY,
    WORD_FAULT_TOO_LATE,
    WORD_FAULT_UNREAD, /* these four of any kind that has no words of its own */
    WORD_FAULT_AMBIGUOUS,
    WORD_FAULT_FROM,
    WORD_FAULT_UNTIL,
    WORD_FAULT_CHOICE,
    WORD_FAULT_REPEATED,
    WORD_FAULT_CONSENT,
    WORD_FAULT_CONTACT,
    WORD_FAULT_EXPIRED,
    WORD_FAULT_KEY,
    WORD_FAULT_ORIGIN,

    /* pages: beside the owner's texts */
    WORD_SEND,
    WORD_REQUIRED,   /* the star's meaning */
    WORD_NOT_CHOSEN, /* first line of an optional list */
    WORD_READ_DOCUMENT,
    WORD_THANKS,
    WORD_THANKS_TEXT,
    WORD_RECEIPT,
    WORD_RECEIPT_WHOLE,
    WORD_NEXT, /* heads what happens next */
    WORD_SENT, /* heads what was sent */
    WORD_YES,  /* a box that was ticked */
    WORD_CALL, /* before the owner's phone number */
    WORD_HOME,
    WORD_OPEN_FORM,
    WORD_ONCE_MORE,     /* link back to an empty form */
    WORD_NOT_SENT_HEAD, /* a thank-you page without a genuine receipt */
    WORD_NOT_SENT,
    WORD_UNKNOWN_HEAD, /* one whose receipt cannot be judged any more */
    WORD_UNKNOWN,
    WORD_PROBLEM,   /* heads the list of errors */
    WORD_ERROR,     /* in front of the title of such a page */
    WORD_KEPT,      /* under that heading: what was typed is still here */
    WORD_FORGOTTEN, /* there, in a form inside of a page: it is not here any more */
    WORD_BUSY_HEAD,
    WORD_BUSY, /* 503: nothing lost, send again */
    WORD_BAD_BODY,
    WORD_FORBIDDEN,
    WORD_NOT_FOUND,
    WORD_NOT_ALLOWED,
    WORD_TOO_LARGE,
    WORD_BAD_TYPE,
    WORD_TROUBLE,
    WORD__MAX
};

/* What a sentence may have in braces. */
enum slot {
    SLOT_LABEL = 0, /* of the field */
    SLOT_COUNT,     /* what the plural goes by */
    SLOT_VALUE,     /* a bound with its unit */
    SLOT_DATE,
    SLOT_HINT,
    SLOT_FIRST, /* two readings of what was typed */
    SLOT_SECOND,
    SLOT_DAY,
    SLOT_MONTH,
    SLOT_YEAR,
    SLOT__MAX
};

/* Unicode's plural classes; a language uses some of them. */
enum plural {
    PLURAL_ZERO = 0,
    PLURAL_ONE,
    PLURAL_TWO,
    PLURAL_FEW,
    PLURAL_MANY,
    PLURAL_OTHER,
    PLURAL__MAX
};

struct UPluralRules; /* ICU's */

#define LANGUAGE_CODE_BYTES 4 /* two or three letters and a NUL */
#define MONTHS 12

struct tongue { /* one language */
    char code[LANGUAGE_CODE_BYTES];
    struct slice name; /* "По-русски" */
    bool decimal_comma, day_first;
    struct slice months[MONTHS]; /* as they stand in a date */
    struct slice words[WORD__MAX];
    struct slice *counted[WORD__MAX]; /* PLURAL__MAX of them, or NULL; then words is unset */
    struct UPluralRules *plural;
};

struct texts {
    struct tongue tongues[LANGUAGES_MAX];
    size_t count;
};

const char *texts_code(const struct texts *t, enum language l); /* "ru" */
struct slice texts_name(const struct texts *t, enum language l);
bool texts_find(const struct texts *t, struct slice code, enum language *out);

/* How numbers and dates are written: `1,5` is one and a half; 01/07 is the first of July. Where day
 * does not come first for certain, such a date has two readings. */
bool texts_decimal_comma(const struct texts *t, enum language l);
bool texts_day_first(const struct texts *t, enum language l);

/* A sentence as the file has it, with its braces; a counted one in the plural class of n. */
struct slice texts_word(const struct texts *t, enum word w, enum language l);
struct slice texts_counted(const struct texts *t, enum word w, enum language l, unsigned n);

/* Writes a sentence with its places filled in. A full stop is not written twice where a value ends
 * with one. */
void texts_fill(struct buf *b, struct slice sentence, const struct slice values[SLOT__MAX]);

/* "24 ноября 2026" */
void texts_date(struct buf *b, const struct texts *t, enum language l, int32_t day);

/* What the loader asks: names without braces, static; and the plural class of n. */
const char *texts_slot_name(enum slot p);
const char *texts_plural_name(enum plural p);
enum plural texts_plural(const struct UPluralRules *rules, unsigned n);

#endif
