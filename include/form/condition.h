/* condition: what a rule looks at and what it asks of it. Immutable once loaded; compiled patterns
 * are shared by all threads, each with a matcher of its own. What kinds there are is in
 * form/condition_kind.h. */
#ifndef FORM_CONDITION_H
#define FORM_CONDITION_H

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"
#include "form/utm.h"

struct condition {
    const struct condition_kind *kind;       /* what is asked */
    const struct condition_subject *subject; /* of what; NULL: of the kind's own */
    bool negated; /* not: true turns the condition round; a missing value holds neither way */
    size_t field; /* index into form.fields */
    enum utm utm;
    int line; /* in the form's file */
    /* What it is asked with: each kind uses some of these. */
    struct slice pattern; /* its source */
    pcre2_code *code;     /* compiled with UTF | UCP, JIT tried */
    bool has_min, has_max;
    double min, max; /* days since 1970 for dates */
    int days;
    struct slice *words;
    size_t word_count;
    const void *own; /* what no other kind needs, in memory of the set */
};

enum condition_outcome {
    CONDITION_UNDECIDED = 0, /* there is no value to ask */
    CONDITION_LIMIT,         /* a pattern ran into a limit */
    CONDITION_HOLDS_NOT,
    CONDITION_HOLDS
};

/* What made a condition hold. */
struct evidence {
    const struct condition *condition;
    struct slice what;    /* name of the field or utm parameter; unset where the subject says all */
    struct slice matched; /* the characters that matched, or the value compared; unset when there
                           * was none and that is what held */
    double number;        /* the value compared, when it is a number */
    size_t start, end;    /* octets within the value, matches only */
    bool has_span, has_number;
};

struct facts;
struct form;
struct loader;
struct yaml_node_s; /* libyaml's yaml_node_t */

/* Reads what node holds into *out and reports what is wrong. form has its fields already. */
void condition_load(struct loader *l, const struct yaml_node_s *node, const struct form *form,
                    struct condition *out);

/* Asks c of f, turned round when it is negated. *out is whole whatever comes of it. Undecided and
 * limit stay so when turned round: a rule must not win by what is not known. */
enum condition_outcome condition_try(const struct condition *c, const struct facts *f,
                                     struct evidence *out);

/* Completes the evidence of a condition whose rule has won: what is not worth its price before. Its
 * slices are of the lead, or in the facts' arena. */
void condition_tell(const struct facts *f, struct evidence *e);

/* Whether two conditions of one form ask the same of the same. */
bool condition_same(const struct condition *a, const struct condition *b);

extern const struct loader_table condition_table;

#endif
