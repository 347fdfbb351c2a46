/* field_kind: what a type of field is: which keys it has, how it is judged, kept, told and shown.
 * A kind is a file, form/field_NAME.c (those that are alike share one), and a line of FIELD_KINDS
 * in form/field.h. What phones and addresses are read with lies above this layer: lead/answer
 * judges those two. */
#ifndef FORM_FIELD_KIND_H
#define FORM_FIELD_KIND_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/errcode.h"
#include "base/reading.h"
#include "form/fault.h"
#include "form/field.h"

struct loader;
struct yaml_node_s; /* libyaml's yaml_node_t */

/* What was sent to a field, all of it read. */
struct field_sent {
    struct arena *arena;
    const struct field *field;
    const struct texts *texts;
    enum language language;       /* of the page */
    int32_t today, today_last;    /* where the visitor is; days since 1970, mostly both the same */
    const struct reading *values; /* in the order they came; different ones where that may be */
    size_t count;
    bool is_number; /* of JSON, not text */
};

/* What is made of it. */
struct field_value {
    struct reading text; /* judge finds the first that is not empty here, and leaves what is kept:
                          * typed is shown, rules look at seen */
    double number;       /* number: in the field's unit; date: days since 1970 */
    double other;        /* the second reading of a fault that names two, number being the first */
    bool checked;        /* of a box */
    const struct choice **chosen; /* in the order they were sent, each once */
    size_t chosen_count;
    bool says_more; /* text says more than the value that was read, or is all there is */
};

/* Keys of a field that not every type has. */
enum field_key {
    FIELD_KEY_ROLE = 1,
    FIELD_KEY_LENGTH = 2,   /* min_length, max_length */
    FIELD_KEY_BOUNDS = 4,   /* min, max */
    FIELD_KEY_DAYS = 8,     /* from_days, to_days */
    FIELD_KEY_PATTERN = 16, /* pattern, pattern_hint */
    FIELD_KEY_CHOICES = 32, /* choices, which must be there, and repeated */
    FIELD_KEY_UNITS = 64,   /* unit, units */
    FIELD_KEY_AUTOCOMPLETE = 128,
    FIELD_KEY_PLACEHOLDER = 256,
    FIELD_KEY_DOCUMENT = 512
};

enum field_control {
    CONTROL_INPUT = 0,
    CONTROL_AREA,
    CONTROL_CHOICE,
    CONTROL_TICK,
    CONTROL_HIDDEN
};

struct field_kind {
    unsigned keys;            /* bits of enum field_key */
    size_t length_max;        /* unless the field says otherwise; characters */
    const char *autocomplete; /* likewise */
    bool is_contact;          /* a client is known by it */
    bool may_reach;           /* may stand in one_of: a contact, or text for one without a type */
    bool is_agreement;        /* not asked but agreed to: kept apart, and not told as an answer */
    enum word asked;          /* said when it is required and missing; WORD_NONE: the common one */
    const char *example;      /* of a value, named with FAULT_UNREAD */

    /* A value of min or max. False: reported. */
    bool (*bound)(struct loader *l, const struct yaml_node_s *node, double *out);

    /* Of sent->count > 0 values that are not all empty; *fault is FAULT_NONE before. Only the arena
     * can fail. NULL: a contact. */
    enum errcode (*judge)(const struct field_sent *sent, struct field_value *value,
                          enum fault *fault);

    /* The text that does not depend on how the value was typed. NULL: what is seen. */
    enum errcode (*canonical)(struct arena *a, const struct field_value *value, struct slice *out);

    /* The answer in the record. NULL: the canonical text as a string. */
    void (*json)(struct buf *b, const struct field *field, const struct field_value *value);

    /* A number of it (a bound, a reading) in a message. With bounds or two readings only. */
    void (*say)(struct buf *b, const struct field *field, const struct texts *texts,
                enum language l, double number);

    /* The answer on the page of thanks. NULL: as it was typed. */
    void (*tell)(struct buf *b, const struct texts *texts, enum language l,
                 const struct field_value *value);

    /* The control in HTML. */
    enum field_control control;
    const char *input;      /* type of an input; NULL: text */
    const char *attributes; /* further ones, with a blank in front; NULL: none */

    /* Of an input that is a picker, which knows the canonical text alone; judge leaves that in text
     * then. Writes ` min="..." max="..."`, today as in field_sent. */
    void (*limits)(struct buf *b, const struct field *field, int32_t today, int32_t today_last);
};

#define FIELD_KIND(NAME, name) extern const struct field_kind field_##name;
FIELD_KINDS(FIELD_KIND)
#undef FIELD_KIND

/* Of a type that was understood. */
const struct field_kind *field_kind_of(enum field_type t);
const struct field_kind *field_kind(const struct field *f);
bool field_kind_is_picker(const struct field *f);

/* Whether letters stand in it: they say what a number does not, such as the unit that was meant. */
bool field_kind_has_letters(struct slice seen);

#endif
