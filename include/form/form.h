/* form: one form's definition. Immutable once loaded, as all that belongs to a form_set. */
#ifndef FORM_FORM_H
#define FORM_FORM_H

#include <stdbool.h>
#include <stddef.h>

#include "form/field.h"
#include "form/rule.h"
#include "form/texts.h"

struct form {
    struct slice name;         /* the file's name without .yaml */
    const struct texts *texts; /* of the set */
    enum language *languages;
    size_t language_count; /* >= 1; the first is the default */
    struct text title;
    struct text intro, submit; /* unset: none; WORD_SEND */
    struct text *script;       /* what a qualifier asks on the phone, in this order; may be none */
    size_t script_count;
    struct text thanks; /* text of the thank-you page; unset: WORD_THANKS_TEXT */
    struct slice
        thanks_url;        /* own page instead (path on this site, or https URL); unset when none */
    struct slice *origins; /* other sites whose pages may send, e.g. https://example.org */
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

/* Index of the field of that name, or form->field_count. */
size_t form_field_index(const struct form *form, struct slice name);

struct loader;

/* Reads a whole form file; name is the file's without .yaml. */
void form_load(struct loader *l, struct slice text, const char *path, struct slice name,
               struct form *out);

extern const struct loader_table form_table;

#endif
