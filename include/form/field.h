/* field: one field of a form, and the types there are. Immutable once loaded. */
#ifndef FORM_FIELD_H
#define FORM_FIELD_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdbool.h>
#include <stddef.h>

#include "form/text.h"

/* The types, in the order in which messages list them: FIELD_TEXT, as "text" in a form's file, is
 * field_text of form/field_kind.h. */
#define FIELD_KINDS(KIND)                                                                          \
    KIND(TEXT, text)                                                                               \
    KIND(TEXTAREA, textarea)                                                                       \
    KIND(PHONE, phone)                                                                             \
    KIND(EMAIL, email)                                                                             \
    KIND(NUMBER, number)                                                                           \
    KIND(DATE, date)                                                                               \
    KIND(TIME, time)                                                                               \
    KIND(CHOICE, choice)                                                                           \
    KIND(CHECKBOX, checkbox)                                                                       \
    KIND(CONSENT, consent)                                                                         \
    KIND(HIDDEN, hidden)

#define FIELD_TYPE(NAME, name) FIELD_##NAME,
enum field_type { FIELD_KINDS(FIELD_TYPE) FIELD__MAX };
#undef FIELD_TYPE

const char *field_type_name(enum field_type t);

struct choice {
    struct slice value; /* what is sent and stored */
    struct text label;
    struct slice seen; /* the value as base/reading has it: what is compared */
};

struct unit {
    struct slice word; /* as typed behind the number, e.g. т */
    double factor;     /* times this gives the field's own unit */
};

struct field {
    struct slice name; /* [a-z][a-z0-9_]*, at most PAIR_NAME_MAX */
    enum field_type type;
    struct text label, hint;
    struct text ask; /* what is said when a required field is empty: "Введите имя" */
    bool required;
    bool is_name;                  /* holds the client's name, or a part of it: text only */
    bool repeated;                 /* several values may be sent: choice only */
    size_t length_min, length_max; /* characters after trimming; text, textarea, hidden */
    bool has_min, has_max;
    double min, max; /* as the kind has its numbers: days since 1970 of a date */
    bool has_within;
    int from_days, to_days; /* date: today + from_days .. today + to_days */
    struct text unit;       /* number: shown behind the label */
    struct unit *units;     /* number: further units that may be typed */
    size_t unit_count;
    struct slice pattern;     /* text, hidden: the whole value must match */
    pcre2_code *code;         /* compiled with ANCHORED and ENDANCHORED */
    struct text pattern_hint; /* what is expected, for the error message */
    struct choice *choices;
    size_t choice_count;
    struct slice autocomplete; /* HTML autofill token; set by type when not given */
    struct slice placeholder;
    struct slice document; /* consent: URL or path of the text agreed to, unset when none */
    int line;
};

/* Whether a client is known by its answers: phone, email. */
bool field_is_contact(const struct field *f);

struct loader;
struct yaml_node_s; /* libyaml's yaml_node_t */

/* Reads what node holds into *out and reports what is wrong. */
void field_load(struct loader *l, const struct yaml_node_s *node, struct field *out);

/* The keys, public so that a test can hold the JSON Schemas against them. */
extern const struct loader_table field_table, choice_table;

#endif
