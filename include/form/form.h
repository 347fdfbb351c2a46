/* form: one form's definition, and the set of all of them with categories and page frame. Loaded
 * whole from a directory, immutable after, shared by all threads; a reload makes a new set. */
#ifndef FORM_FORM_H
#define FORM_FORM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/errcode.h"
#include "form/problems.h"
#include "form/rule.h"
#include "form/site.h"
#include "form/texts.h"

enum field_type {
    FIELD_TEXT = 0,
    FIELD_TEXTAREA,
    FIELD_PHONE,
    FIELD_EMAIL,
    FIELD_NUMBER,
    FIELD_DATE,
    FIELD_CHOICE,
    FIELD_CHECKBOX,
    FIELD_CONSENT,
    FIELD_FILE, /* known, refused by the loader until files are taken */
    FIELD_HIDDEN,
    FIELD__MAX
};

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
    double min, max; /* number; days since 1970 for date */
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

struct form {
    struct slice name;         /* the file's name without .yaml */
    const struct texts *texts; /* of the set */
    enum language *languages;
    size_t language_count; /* >= 1; the first is the default */
    struct text title;
    struct text intro, submit; /* unset: none; WORD_SEND */
    struct text thanks;        /* text of the thank-you page; unset: WORD_THANKS_TEXT */
    struct slice
        thanks_url;        /* own page instead (path on this site, or https URL); unset when none */
    struct slice *origins; /* sites allowed to send JSON, e.g. https://example.org */
    size_t origin_count;
    struct field *fields;
    size_t field_count;
    size_t
        *any_of; /* indexes of contact fields of which at least one must be filled; may be none */
    size_t any_of_count;
    struct slice phone_region;   /* for numbers without a country code; "RU" when not given */
    bool at_home[LANGUAGES_MAX]; /* the languages that are spoken there */
    const struct category *default_category;
    struct rule *rules;
    size_t rule_count;
    const char *path; /* for messages */
};

struct form_set; /* opaque: owns all memory of its forms, categories and patterns */

/* Reads categories.yaml, site.yaml and firstline.css (both may be missing), every other *.yaml and
 * page.html of dir, and the languages in its folder texts. All errors of all files go to problems
 * (see there); any error gives ERR_CONFIG and *out is untouched. Does not run the examples of
 * rules: that is for `firstline check` (lead/backtest is above this layer). */
MUST_CHECK enum errcode form_set_load(const char *dir, struct problems *problems,
                                      struct form_set **out);
void form_set_free(struct form_set *set); /* NULL is fine */

const struct form *form_find(const struct form_set *set, struct slice name); /* NULL: none */
const struct texts *form_set_texts(const struct form_set *set);
size_t form_count(const struct form_set *set);
const struct form *form_at(const struct form_set *set, size_t i); /* sorted by name */
size_t category_count(const struct form_set *set);
const struct category *category_at(const struct form_set *set, size_t i); /* sorted by rank */

/* The owner's page frame with the marks {{title}} {{lang}} {{messages}} {{form}} {{logo}}; the
 * loader has checked that messages and form are there once, title at least once. */
struct slice form_set_page(const struct form_set *set);

/* Never NULL; without a site.yaml the defaults. */
const struct site *form_set_site(const struct form_set *set);

/* firstline.css with the site's colour in front of it; unset when there is no such file. */
struct slice form_set_style(const struct form_set *set);

/* 12 hexadecimal digits over all files' contents: the rule-set version. */
const char *form_set_version(const struct form_set *set);

/* Index of the field of that name, or form->field_count. */
size_t form_field_index(const struct form *form, struct slice name);

#endif
