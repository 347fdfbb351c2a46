/* condition: exactly one subject and one test, and the test must make sense for the subject. What
 * each kind asks is in its own file (form/condition_kind.h). */
#include "form/condition.h"

#include <stdio.h>
#include <string.h>

#include "base/bounds.h"
#include "form/condition_kind.h"

#define NAMES_BYTES 256 /* of all keys in a message; a longer list is cut */

/* --- subjects that have a key of their own ---------------------------------------------------- */

static struct slice field_name(const struct condition *c, const struct facts *f) {
    return f->form->fields[c->field].name;
}

static void field_values(const struct condition *c, const struct facts *f,
                         struct condition_values *v) {
    const struct field_value *said = f->said[c->field];
    if (said == NULL)
        return;
    if (said->chosen_count == 0)
        condition_add_value(v, said->text.seen);
    for (size_t i = 0; i < said->chosen_count; i++)
        condition_add_value(v, said->chosen[i]->seen);
}

static struct slice utm_name(const struct condition *c, const struct facts *f) {
    (void)f;
    return slice_from(utm_names[c->utm]);
}

static void utm_values(const struct condition *c, const struct facts *f,
                       struct condition_values *v) {
    condition_add_value(v, f->utm[c->utm]);
}

const struct condition_subject condition_field = {
    .key = "field", .says = "", .name = field_name, .values = field_values};
const struct condition_subject condition_utm = {
    .key = "utm", .says = "utm_", .name = utm_name, .values = utm_values};

static void read_field(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                       void *into) {
    struct condition_draft *d = into;
    const char *known[FORM_FIELDS_MAX];
    size_t count = 0;
    struct slice name;
    (void)key;
    d->subjects++;
    d->c.subject = &condition_field;
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

static void read_utm(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                     void *into) {
    struct condition_draft *d = into;
    struct slice name;
    (void)key;
    d->subjects++;
    d->c.subject = &condition_utm;
    if (!loader_word(l, value, &name))
        return;
    for (d->c.utm = 0; d->c.utm < UTM__MAX; d->c.utm++)
        if (slice_eq_lit(name, utm_names[d->c.utm]))
            return;
    loader_unknown(l, value, "utm field", name, utm_names, UTM__MAX);
}

/* --- tests ------------------------------------------------------------------------------------ */

/* A test without a field is checked at the end. */
static bool goes(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                 const struct condition_draft *d) {
    if (d->field == NULL || d->c.kind->goes(d->field))
        return true;
    loader_problem(l, value, "\"%s\" does not go with \"%.*s\", a field of type %s", key->name,
                   SLICE_ARG(d->field->name), field_type_name(d->field->type));
    return false;
}

static void read_kind(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into) {
    struct condition_draft *d = into;
    const struct condition_kind *kind = key->of;
    if (kind != d->c.kind) { /* two keys of one kind are one test */
        d->tests++;
        d->subjects += kind->subject != NULL;
    }
    d->c.kind = kind;
    if (kind->subject != NULL || goes(l, key, value, d))
        kind->read(l, key, value, d);
}

#define ROW(key, kind) {.name = (key), .read = read_kind, .of = &(kind)},
static const struct loader_key condition_keys[] = {
    {.name = "field", .read = read_field},
    {.name = "utm", .read = read_utm},
    CONDITION_KINDS(ROW) /**/
    {.name = "not",
     .read = loader_read_bool,
     .offset = offsetof(struct condition_draft, c) + offsetof(struct condition, negated)},
};
const struct loader_table condition_table = LOADER_TABLE("a condition", condition_keys);

/* --- a whole condition ------------------------------------------------------------------------ */

/* "a, b or c": the keys of kinds that bring their subject, or of those that do not. */
static void list_kinds(bool subject, const char *first, const char *last, char out[NAMES_BYTES]) {
    const char *names[2 + sizeof condition_keys / sizeof *condition_keys];
    size_t count = 0, len = 0;
    if (first != NULL)
        names[count++] = first;
    for (size_t i = 0; i < condition_table.count; i++) {
        const struct condition_kind *kind = condition_keys[i].of;
        if (kind != NULL && (kind->subject != NULL) == subject)
            names[count++] = condition_keys[i].name;
    }
    if (last != NULL)
        names[count++] = last;
    for (size_t i = 0; i < count && len < NAMES_BYTES; i++)
        len += (size_t)snprintf(out + len, NAMES_BYTES - len, "%s%s",
                                i == 0           ? ""
                                : i + 1 == count ? " or "
                                                 : ", ",
                                names[i]);
}

static void check_whole(struct loader *l, const yaml_node_t *node,
                        const struct condition_draft *d) {
    char names[NAMES_BYTES];
    if (d->subjects == 0) {
        list_kinds(true, "field", "utm", names);
        loader_problem(l, node, "a condition without %s", names);
    } else if (d->subjects > 1) {
        loader_problem(l, node, "a condition looks at one thing: make two of this one");
    } else if (d->tests > 1) {
        loader_problem(l, node, "a condition has one test: make two of this one");
    } else if (d->tests == 0) {
        list_kinds(false, NULL, NULL, names);
        loader_problem(l, node, "nothing is asked of \"%s\": %s", d->c.subject->key, names);
    } else if (d->c.subject == &condition_utm && !d->c.kind->on_utm) {
        loader_problem(l, node, "utm goes with matches only");
    }
}

void condition_load(struct loader *l, const yaml_node_t *node, const struct form *form,
                    struct condition *out) {
    struct condition_draft draft = {.form = form, .c = {.line = source_line(node)}};
    (void)loader_keys(l, node, &condition_table, &draft);
    if (node->type == YAML_MAPPING_NODE)
        check_whole(l, node, &draft);
    *out = draft.c;
}

enum condition_outcome condition_try(const struct condition *c, const struct facts *f,
                                     struct evidence *out) {
    const struct condition_subject *subject = condition_subject_of(c);
    *out = (struct evidence){.condition = c};
    if (subject->name != NULL)
        out->what = subject->name(c, f);
    enum condition_outcome o = c->kind->holds(c, f, out);
    if (!c->negated || o < CONDITION_HOLDS_NOT)
        return o;
    return o == CONDITION_HOLDS ? CONDITION_HOLDS_NOT : CONDITION_HOLDS;
}

void condition_tell(const struct facts *f, struct evidence *e) {
    if (e->condition->kind->tell != NULL)
        e->condition->kind->tell(f, e);
}

bool condition_same(const struct condition *a, const struct condition *b) {
    return a->kind == b->kind && a->subject == b->subject && a->negated == b->negated &&
           a->field == b->field && a->utm == b->utm && a->kind->same(a, b);
}
