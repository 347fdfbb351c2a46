/* condition: what a rule looks at and what it asks of it. Immutable once loaded; compiled patterns
 * are shared by all threads, each with match data of its own (see lead/classify.h). */
#ifndef FORM_CONDITION_H
#define FORM_CONDITION_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

enum subject {
    SUBJECT_FIELD = 0,     /* field: NAME */
    SUBJECT_COUNTRY,       /* country: [RU, KZ]     of the visitor's address, ISO 3166-1 alpha-2 */
    SUBJECT_REGION,        /* region: [...]         name in any language of the database, no case */
    SUBJECT_CITY,          /* city: [...] */
    SUBJECT_PHONE_COUNTRY, /* phone_country: [RU] of the first phone that is a number */
    SUBJECT_UTM,           /* utm: source|medium|campaign|term|content, with matches */
    SUBJECT__MAX
};

enum test {
    TEST_MATCHES = 0, /* matches: PATTERN */
    TEST_RANGE,       /* min: and/or max:, on number fields; dates as YYYY-MM-DD on date fields */
    TEST_WITHIN_DAYS, /* within_days: N: a date field from today to today + N, both included */
    TEST_IN,          /* a list of words: countries, regions, cities; in: [...] for the values of
                       * choice, checkbox (true, false), text and hidden fields */
    TEST__MAX
};

struct condition {
    enum subject subject;
    enum test test;
    bool negated;     /* not: true turns the condition round; a missing value holds neither way */
    size_t field;     /* SUBJECT_FIELD: index into form.fields */
    struct slice utm; /* SUBJECT_UTM: source, medium, campaign, term, content */
    struct slice pattern; /* TEST_MATCHES: its source */
    pcre2_code *code;     /* TEST_MATCHES: compiled with UTF | UCP, JIT tried */
    bool has_min, has_max;
    double min, max;     /* TEST_RANGE; days since 1970 for dates */
    int days;            /* TEST_WITHIN_DAYS */
    struct slice *words; /* TEST_IN */
    size_t word_count;
    int line; /* in the form's file */
};

struct form;
struct loader;
struct yaml_node_s; /* libyaml's yaml_node_t */

/* Reads what node holds into *out and reports what is wrong. form has its fields already. */
void condition_load(struct loader *l, const struct yaml_node_s *node, const struct form *form,
                    struct condition *out);

extern const struct loader_table condition_table;

#endif
