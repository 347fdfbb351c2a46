/* message: one polite sentence a fault, from the texts of the language. Bounds of the field stand
 * in it, since "too long" without the bound is a riddle. */
#include "lead/message.h"

#include <stdlib.h>

#include "base/utf8.h"

#define VALUE_BYTES_MAX 1024 /* a number with its unit, or a date */
#define LABEL_MAX 100        /* characters: a consent may be a whole paragraph */

struct message { /* what all parts of one message share */
    struct buf *b;
    const struct texts *texts;
    enum language language;
    const struct field *field;
    struct slice values[SLOT__MAX];
};

/* --- values ---------------------------------------------------------------------------------- */

static struct buf value_begin(const struct message *m) {
    struct buf b;
    buf_init(&b, m->b->arena, VALUE_BYTES_MAX);
    return b;
}

/* A value that finds no room is left out: there is hardly any for the message either. */
static void value_end(struct message *m, enum slot p, const struct buf *value) {
    if (buf_done(value, &m->values[p]) != OK)
        m->values[p] = SLICE_LIT("");
}

static void put_number(struct message *m, enum slot p, double n) {
    struct buf b = value_begin(m);
    field_kind(m->field)->say(&b, m->field, m->texts, m->language, n);
    value_end(m, p, &b);
}

/* The sentence and what it counts. */
static struct slice counted(struct message *m, enum word w, size_t n) {
    struct buf b = value_begin(m);
    buf_uint(&b, n);
    value_end(m, SLOT_COUNT, &b);
    return texts_counted(m->texts, w, m->language, (unsigned)n);
}

/* "через 5 дней", "in 5 days"; the word for today and its neighbours. */
static void put_days(struct message *m, enum slot p, int days) {
    static const enum word near[3] = {WORD_YESTERDAY, WORD_TODAY, WORD_TOMORROW};
    struct buf b = value_begin(m);
    if (days >= -1 && days <= 1)
        buf_raw(&b, texts_word(m->texts, near[days + 1], m->language));
    else
        texts_fill(&b, counted(m, days > 0 ? WORD_IN_DAYS : WORD_DAYS_AGO, (size_t)abs(days)),
                   m->values);
    value_end(m, p, &b);
}

/* As it stands in a sentence: "Имя:" and "Имя" are one label. A hidden field has none. */
static void put_label(struct message *m) {
    struct slice s = text_in(&m->field->label, m->language);
    while (s.len > 0 && (s.ptr[s.len - 1] == ':' || ascii_is_space(s.ptr[s.len - 1])))
        s.len--;
    m->values[SLOT_LABEL] = s.len > 0 ? s : m->field->name;
    struct slice shown = utf8_cut(s, LABEL_MAX);
    if (shown.len == s.len)
        return;
    struct buf b = value_begin(m);
    buf_raw(&b, shown);
    buf_lit(&b, "…");
    value_end(m, SLOT_LABEL, &b);
}

/* --- sentences ------------------------------------------------------------------------------- */

/* A bound in days counts from today, a fixed one is a date. Of a field with both, the days are
 * told: they are what is close. Of what is no date the bound is a value like others. */
static struct slice bound_sentence(struct message *m, enum fault fault) {
    const struct field *f = m->field;
    bool is_early = fault == FAULT_TOO_EARLY;
    if ((field_kind(f)->keys & FIELD_KEY_DAYS) == 0) {
        put_number(m, SLOT_VALUE, is_early ? f->min : f->max);
        return texts_word(m->texts, is_early ? WORD_FAULT_FROM : WORD_FAULT_UNTIL, m->language);
    }
    if (f->has_within)
        put_days(m, SLOT_DATE, is_early ? f->from_days : f->to_days);
    else
        put_number(m, SLOT_DATE, is_early ? f->min : f->max);
    return texts_word(m->texts, fault_word(fault), m->language);
}

static struct slice required_sentence(const struct message *m) {
    enum word asked = field_kind(m->field)->asked;
    return texts_word(m->texts, asked == WORD_NONE ? WORD_FAULT_REQUIRED : asked, m->language);
}

static struct slice pattern_sentence(struct message *m) {
    m->values[SLOT_HINT] = text_in(&m->field->pattern_hint, m->language);
    bool hint = m->values[SLOT_HINT].len > 0;
    return texts_word(m->texts, hint ? WORD_FAULT_PATTERN_HINT : WORD_FAULT_PATTERN, m->language);
}

/* The sentence for a fault of a field, with values set for what stands in it. */
static struct slice sentence(struct message *m, const struct answer *answer, enum fault fault) {
    switch (fault) {
    case FAULT_REQUIRED:
        return required_sentence(m);
    case FAULT_TOO_SHORT:
        return counted(m, fault_word(fault), m->field->length_min);
    case FAULT_TOO_LONG:
        /* a field without a bound of its own has room for so many of two octets each */
        return counted(m, fault_word(fault),
                       m->field->length_max > 0 ? m->field->length_max : PAIR_VALUE_MAX / 2);
    case FAULT_PATTERN:
        return pattern_sentence(m);
    case FAULT_TOO_SMALL:
        put_number(m, SLOT_VALUE, m->field->min);
        break;
    case FAULT_TOO_BIG:
        put_number(m, SLOT_VALUE, m->field->max);
        break;
    case FAULT_NUMBER_TWO:
    case FAULT_DATE_TWO:
    case FAULT_AMBIGUOUS:
        put_number(m, SLOT_FIRST, answer->value.number);
        put_number(m, SLOT_SECOND, answer->value.other);
        break;
    case FAULT_TOO_EARLY:
    case FAULT_TOO_LATE:
        return bound_sentence(m, fault);
    case FAULT_UNREAD:
        if (field_kind(m->field)->example != NULL)
            m->values[SLOT_VALUE] = slice_from(field_kind(m->field)->example);
        break;
    default:
        break;
    }
    return texts_word(m->texts, fault_word(fault), m->language);
}

void message_write(struct buf *b, const struct submission *s, const struct field *field,
                   enum fault f) {
    struct message m = {.b = b, .texts = s->form->texts, .language = s->language, .field = field};
    if (field == NULL) {
        buf_raw(b, texts_word(m.texts, fault_word(f), m.language));
        return;
    }
    struct slice ask = text_in(&field->ask, m.language);
    if (ask.len > 0 && (f == FAULT_REQUIRED || f == FAULT_CONSENT)) {
        buf_raw(b, ask); /* the owner's own words know case and gender */
        return;
    }
    put_label(&m);
    texts_fill(b, sentence(&m, &s->answers[field - s->form->fields], f), m.values);
}
