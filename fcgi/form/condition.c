/* condition: what a rule looks at and what it asks of it. Exactly one subject and one test, and
 * the test must make sense for the subject. */
#include "form/condition.h"

#include <string.h>

#include "base/bounds.h"
#include "form/field_kind.h"
#include "form/form.h"
#include "form/loader.h"

/* What is being filled. seen counts what the keys gave, also when it was wrong, so that one
 * mistake gives one message. */
struct draft {
    struct condition c;
    const struct form *form;
    const struct field *field; /* NULL: not a field, or unknown, or of an unknown type */
    unsigned subjects, tests;
};

static const char *const subject_names[SUBJECT__MAX] = {
    [SUBJECT_FIELD] = "field",
    [SUBJECT_COUNTRY] = "country",
    [SUBJECT_REGION] = "region",
    [SUBJECT_CITY] = "city",
    [SUBJECT_PHONE_COUNTRY] = "phone_country",
    [SUBJECT_UTM] = "utm",
};
static const char *const utm_names[] = {"source", "medium", "campaign", "term", "content"};
#define UTM_COUNT (sizeof utm_names / sizeof *utm_names)

static void read_field(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                       void *into) {
    struct draft *d = into;
    const char *known[FORM_FIELDS_MAX];
    size_t count = 0;
    struct slice name;
    (void)key;
    d->subjects++;
    d->c.subject = SUBJECT_FIELD;
    if (!loader_word(l, value, &name))
        return;
    d->c.field = form_field_index(d->form, name);
    if (d->c.field < d->form->field_count) {
        const struct field *field = &d->form->fields[d->c.field];
        d->field = field->type == FIELD__MAX ? NULL : field;
        return;
    }
    for (size_t i = 0; i < d->form->field_count; i++)
        if (d->form->fields[i].name.ptr != NULL)
            known[count++] = d->form->fields[i].name.ptr; /* copies end with a NUL */
    loader_unknown(l, value, "field", name, known, count);
}

/* A place: subject and test in one. scope is the subject. */
static void read_place(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                       void *into) {
    struct draft *d = into;
    d->subjects++;
    d->tests++;
    d->c.subject = (enum subject)key->scope;
    d->c.test = TEST_IN;
    if (!loader_words(l, value, "words", CONDITION_WORDS_MAX, &d->c.words, &d->c.word_count))
        return;
    if (d->c.subject != SUBJECT_COUNTRY && d->c.subject != SUBJECT_PHONE_COUNTRY)
        return;
    struct slice country;
    bool single = value->type == YAML_SCALAR_NODE;
    for (size_t i = 0; i < d->c.word_count; i++)
        (void)loader_country(l, single ? value : loader_item(l, value, i), &country);
}

static void read_utm(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                     void *into) {
    struct draft *d = into;
    (void)key;
    d->subjects++;
    d->c.subject = SUBJECT_UTM;
    if (!loader_word(l, value, &d->c.utm))
        return;
    for (size_t i = 0; i < UTM_COUNT; i++)
        if (slice_eq_lit(d->c.utm, utm_names[i]))
            return;
    loader_unknown(l, value, "utm field", d->c.utm, utm_names, UTM_COUNT);
}

#define ONLY(type) (1u << (type))
#define WORDS                                                                                      \
    (ONLY(FIELD_TEXT) | ONLY(FIELD_TEXTAREA) | ONLY(FIELD_PHONE) | ONLY(FIELD_EMAIL) |             \
     ONLY(FIELD_CHOICE) | ONLY(FIELD_HIDDEN))

/* The key's scope is the types of fields it goes with. A key without a field is checked at the
 * end. */
static bool goes(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                 struct draft *d) {
    d->tests++;
    if (d->field == NULL || (key->scope >> d->field->type & 1) != 0)
        return true;
    loader_problem(l, value, "\"%s\" does not go with \"%.*s\", a field of type %s", key->name,
                   SLICE_ARG(d->field->name), field_type_name(d->field->type));
    return false;
}

/* How long a text a pattern may meet. */
static size_t characters_max(const struct draft *d) {
    if (d->c.subject == SUBJECT_UTM)
        return URL_BYTES_MAX;
    return d->field == NULL || d->field->length_max == 0 ? TEXT_LENGTH_MAX : d->field->length_max;
}

static void read_matches(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                         void *into) {
    struct draft *d = into;
    d->c.test = TEST_MATCHES;
    if (goes(l, key, value, d))
        d->c.code = loader_pattern(l, value, false, characters_max(d), &d->c.pattern);
}

static bool read_bound(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                       struct draft *d, double *out) {
    d->c.test = TEST_RANGE;
    if (!goes(l, key, value, d) || d->field == NULL)
        return false;
    return field_kind(d->field)->bound(l, value, out);
}

static void read_min(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                     void *into) {
    struct draft *d = into;
    d->c.has_min = read_bound(l, key, value, d, &d->c.min);
}

static void read_max(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                     void *into) {
    struct draft *d = into;
    bool range = d->c.test == TEST_RANGE && d->tests > 0;
    d->c.has_max = read_bound(l, key, value, d, &d->c.max);
    d->tests -= range; /* min and max are one test */
    if (d->c.has_min && d->c.has_max && d->c.min > d->c.max)
        loader_problem(l, value, "max is below min: this never holds");
}

static void read_within(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                        void *into) {
    struct draft *d = into;
    d->c.test = TEST_WITHIN_DAYS;
    if (goes(l, key, value, d))
        (void)loader_integer(l, value, 0, DEFINITION_DAYS_MAX, &d->c.days);
}

/* The words that an answer to the field can be; count 0: any. */
static size_t possible_words(const struct field *f, const char *known[FIELD_CHOICES_MAX]) {
    size_t count = 0;
    if (f->type == FIELD_CHECKBOX) {
        known[count++] = "true";
        known[count++] = "false";
    }
    for (size_t i = 0; i < f->choice_count; i++)
        if (f->choices[i].value.ptr != NULL)
            known[count++] = f->choices[i].value.ptr; /* copies end with a NUL */
    return count;
}

static void check_words(struct loader *l, const yaml_node_t *value, const struct draft *d) {
    const char *known[FIELD_CHOICES_MAX];
    size_t count = possible_words(d->field, known);
    for (size_t i = 0; i < d->c.word_count && count > 0; i++) {
        size_t j = 0;
        while (j < count && !slice_eq_lit(d->c.words[i], known[j]))
            j++;
        if (j == count)
            loader_unknown(l, value, "choice", d->c.words[i], known, count);
    }
}

/* Words are compared with what is seen of the visitor's. */
static void see_words(struct loader *l, struct draft *d) {
    for (size_t i = 0; i < d->c.word_count; i++)
        d->c.words[i] = loader_seen(l, d->c.words[i]);
}

static void read_in(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                    void *into) {
    struct draft *d = into;
    d->c.test = TEST_IN;
    if (!goes(l, key, value, d) ||
        !loader_words(l, value, "words", CONDITION_WORDS_MAX, &d->c.words, &d->c.word_count))
        return;
    if (d->field != NULL)
        check_words(l, value, d);
    see_words(l, d);
}

static const struct loader_key condition_keys[] = {
    {.name = "field", .read = read_field},
    {.name = "country", .read = read_place, .scope = SUBJECT_COUNTRY},
    {.name = "region", .read = read_place, .scope = SUBJECT_REGION},
    {.name = "city", .read = read_place, .scope = SUBJECT_CITY},
    {.name = "phone_country", .read = read_place, .scope = SUBJECT_PHONE_COUNTRY},
    {.name = "utm", .read = read_utm},
    {.name = "matches", .read = read_matches, .scope = WORDS},
    {.name = "min", .read = read_min, .scope = ONLY(FIELD_NUMBER) | ONLY(FIELD_DATE)},
    {.name = "max", .read = read_max, .scope = ONLY(FIELD_NUMBER) | ONLY(FIELD_DATE)},
    {.name = "within_days", .read = read_within, .scope = ONLY(FIELD_DATE)},
    {.name = "in",
     .read = read_in,
     .scope = ONLY(FIELD_CHOICE) | ONLY(FIELD_CHECKBOX) | ONLY(FIELD_TEXT) | ONLY(FIELD_HIDDEN)},
    {.name = "not",
     .read = loader_read_bool,
     .offset = offsetof(struct draft, c) + offsetof(struct condition, negated)},
};
const struct loader_table condition_table = LOADER_TABLE("a condition", condition_keys);

static void check_whole(struct loader *l, const yaml_node_t *node, const struct draft *d) {
    if (d->subjects == 0)
        loader_problem(l, node,
                       "a condition without field, country, region, city, phone_country "
                       "or utm");
    else if (d->subjects > 1)
        loader_problem(l, node, "a condition looks at one thing: make two of this one");
    else if (d->tests > 1)
        loader_problem(l, node, "a condition has one test: make two of this one");
    else if (d->tests == 0)
        loader_problem(l, node, "nothing is asked of \"%s\": matches, min, max, within_days or in",
                       subject_names[d->c.subject]);
    else if (d->c.subject == SUBJECT_UTM && d->c.test != TEST_MATCHES)
        loader_problem(l, node, "utm goes with matches only");
}

void condition_load(struct loader *l, const yaml_node_t *node, const struct form *form,
                    struct condition *out) {
    struct draft draft = {.form = form, .c = {.line = source_line(node)}};
    (void)loader_keys(l, node, &condition_table, &draft);
    if (node->type == YAML_MAPPING_NODE)
        check_whole(l, node, &draft);
    *out = draft.c;
}
