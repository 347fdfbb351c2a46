/* condition_kind: the kinds of conditions. Each is a file, form/condition_NAME.c, and a line here:
 * how it is read, when it holds, how the evidence is told, and whether two say the same. */
#ifndef FORM_CONDITION_KIND_H
#define FORM_CONDITION_KIND_H

#include "form/condition.h"
#include "form/facts.h"
#include "form/loader.h"

/* The key in a rule, and the kind. A kind with two keys (min and max) has a line for each. They are
 * read, and listed in messages, in this order. */
#define CONDITION_KINDS(KIND)                                                                      \
    KIND("country", condition_country)                                                             \
    KIND("region", condition_region)                                                               \
    KIND("city", condition_city)                                                                   \
    KIND("phone_country", condition_phone_country)                                                 \
    KIND("hour", condition_hour)                                                                   \
    KIND("matches", condition_matches)                                                             \
    KIND("min", condition_range)                                                                   \
    KIND("max", condition_range)                                                                   \
    KIND("within_days", condition_within_days)                                                     \
    KIND("in", condition_in)

/* A place has names in two languages, a choice field may have many values. */
struct condition_values {
    struct slice items[FIELD_CHOICES_MAX];
    size_t count; /* 0: nothing is known */
};

/* What is looked at: a field, an utm parameter, or what a kind brings with it. */
struct condition_subject {
    const char *key;  /* under which the record keeps the evidence */
    const char *says; /* in a sentence, in front of the name if it has one */

    /* NULL: none; else the key keeps the name, and what was found stands beside it. */
    struct slice (*name)(const struct condition *c, const struct facts *f);

    /* Adds what there is to compare to an empty *v. NULL: its kind compares otherwise. */
    void (*values)(const struct condition *c, const struct facts *f, struct condition_values *v);
};
extern const struct condition_subject condition_field, condition_utm;

/* A condition while it is read. Subjects and tests count the keys that gave one, also when it was
 * wrong, so that one mistake gives one message. */
struct condition_draft {
    struct condition c;
    const struct form *form;
    const struct field *field; /* NULL: not a field, or unknown, or of an unknown type */
    unsigned subjects, tests;
};

struct condition_kind {
    const struct condition_subject *subject; /* NULL: what the keys field and utm name */

    /* Whether it may be asked of the field, by what its kind is; and of an utm parameter. */
    bool (*goes)(const struct field *f);
    bool on_utm;

    /* Fills d->c from the value of key and reports what is wrong. */
    void (*read)(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                 struct condition_draft *d);

    /* Not turned round. Fills matched, and what else there is of evidence; the rest is there. */
    enum condition_outcome (*holds)(const struct condition *c, const struct facts *f,
                                    struct evidence *e);

    /* As condition_tell; NULL: the evidence of holds is whole. */
    void (*tell)(const struct facts *f, struct evidence *e);

    /* In a sentence, when no value was found: " does not match". NULL: holds always tells one. */
    const char *fails;

    /* Of two conditions of this kind and the same subject. */
    bool (*same)(const struct condition *a, const struct condition *b);
};

static inline const struct condition_subject *condition_subject_of(const struct condition *c) {
    return c->kind->subject != NULL ? c->kind->subject : c->subject;
}

#define CONDITION_KIND_DECLARE(key, kind) extern const struct condition_kind kind;
CONDITION_KINDS(CONDITION_KIND_DECLARE)

/* The values of the subject: *v begins empty. */
void condition_values_of(const struct condition *c, const struct facts *f,
                         struct condition_values *v);
void condition_add_value(struct condition_values *v, struct slice s); /* unset: nothing */

/* For kinds that compare words, c.words: holds when a value of the subject is one of them, by case
 * only, or as names are spelt (reading_alike). */
enum condition_outcome condition_words_hold(const struct condition *c, const struct facts *f,
                                            struct evidence *e);
enum condition_outcome condition_names_hold(const struct condition *c, const struct facts *f,
                                            struct evidence *e);
bool condition_words_same(const struct condition *a, const struct condition *b);

#endif
