/* field: one field of a form. The table says which keys there are and with which types each goes;
 * type is read before what depends on it. */
#include "form/field.h"

#include <string.h>

#include "base/bounds.h"
#include "form/field_kind.h"
#include "form/loader.h"

#define NAME(NAME, name) [FIELD_##NAME] = #name,
static const char *const type_names[FIELD__MAX] = {FIELD_KINDS(NAME)};
#undef NAME

/* HTML's autofill tokens, as far as a request form needs them. */
static const char *const autofill[] = {
    "off",
    "on",
    "name",
    "given-name",
    "additional-name",
    "family-name",
    "organization",
    "street-address",
    "address-line1",
    "address-line2",
    "address-level1",
    "address-level2",
    "country",
    "country-name",
    "postal-code",
    "tel",
    "tel-national",
    "email",
    "url",
    "bday",
    "organization-title",
};

const char *field_type_name(enum field_type t) { return type_names[t]; }

bool field_is_contact(const struct field *f) { return field_kind(f)->is_contact; }

/* FIELD__MAX stands for a type that was not understood: no complaints that follow from it. */
static bool has_key(const struct field *f, unsigned key) {
    return f->type == FIELD__MAX || (field_kind(f)->keys & key) != 0;
}

static void read_name(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into) {
    struct field *f = into;
    (void)key;
    char why[LOADER_WHY_BYTES];
    if (!loader_word(l, value, &f->name) || loader_is_name(f->name, '_', PAIR_NAME_MAX))
        return;
    loader_why(f->name, why);
    loader_problem(l, value,
                   "bad field name \"%.*s\": a letter a-z first, then a-z, 0-9 and _, at most %d "
                   "characters%s",
                   SLICE_ARG(f->name), PAIR_NAME_MAX, why);
}

/* Sets the type's defaults, too, before the keys that may overwrite them are read. */
static void read_type(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into) {
    struct field *f = into;
    struct slice word;
    (void)key;
    if (!loader_word(l, value, &word))
        return;
    for (int i = 0; i < FIELD__MAX; i++)
        if (slice_eq_lit(word, type_names[i]))
            f->type = (enum field_type)i;
    if (f->type < FIELD__MAX) {
        const struct field_kind *kind = field_kind(f);
        f->length_max = kind->length_max;
        f->autocomplete = kind->autocomplete == NULL ? SLICE_NONE : slice_from(kind->autocomplete);
    } else if (slice_eq_lit(word, "file")) {
        loader_problem(l, value, "fields of type file are not taken yet");
    } else {
        loader_unknown(l, value, "type", word, type_names, FIELD__MAX);
    }
}

static void read_length(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                        void *into) {
    int n;
    if (loader_integer(l, value, 0, PAIR_VALUE_MAX, &n))
        *(size_t *)((char *)into + key->offset) = (size_t)n;
}

static bool read_bound(struct loader *l, const struct field *f, const yaml_node_t *value,
                       double *out) {
    return f->type < FIELD__MAX && field_kind(f)->bound != NULL &&
           field_kind(f)->bound(l, value, out);
}

static void read_min(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                     void *into) {
    struct field *f = into;
    (void)key;
    f->has_min = read_bound(l, f, value, &f->min);
}

static void read_max(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                     void *into) {
    struct field *f = into;
    (void)key;
    f->has_max = read_bound(l, f, value, &f->max);
}

/* One of from_days and to_days is enough: the other is far away then. */
static void read_days(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into) {
    struct field *f = into;
    int *days = (int *)((char *)into + key->offset);
    if (!loader_integer(l, value, -DEFINITION_DAYS_MAX, DEFINITION_DAYS_MAX, days))
        return;
    if (!f->has_within && days == &f->to_days)
        f->from_days = -DEFINITION_DAYS_MAX;
    if (!f->has_within && days == &f->from_days)
        f->to_days = DEFINITION_DAYS_MAX;
    f->has_within = true;
}

static void read_pattern(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                         void *into) {
    struct field *f = into;
    (void)key;
    f->code = loader_pattern(l, value, true, f->length_max == 0 ? 1 : f->length_max, &f->pattern);
}

static void read_choice_value(struct loader *l, const struct loader_key *key,
                              const yaml_node_t *value, void *into) {
    struct choice *c = into;
    (void)key;
    (void)loader_word(l, value, &c->value);
}

static const struct loader_key choice_keys[] = {
    {.name = "value", .read = read_choice_value, .required = true},
    {.name = "label",
     .read = loader_read_text,
     .offset = offsetof(struct choice, label),
     .required = true},
};
const struct loader_table choice_table = LOADER_TABLE("a choice", choice_keys);

/* A plain word is a choice that is shown as it is stored. */
static void read_choice(struct loader *l, const yaml_node_t *node, struct choice *out) {
    if (node->type == YAML_MAPPING_NODE) {
        (void)loader_keys(l, node, &choice_table, out);
        return;
    }
    if (loader_word(l, node, &out->value))
        for (size_t i = 0; i < l->texts->count; i++)
            out->label.in[i] = out->value;
}

static void read_choices(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                         void *into) {
    struct field *f = into;
    (void)key;
    f->choice_count = loader_list(l, value, "choices", FIELD_CHOICES_MAX);
    f->choices = loader_alloc(l, f->choice_count, sizeof *f->choices);
    for (size_t i = 0; i < f->choice_count; i++) {
        const yaml_node_t *node = loader_item(l, value, i);
        read_choice(l, node, &f->choices[i]);
        f->choices[i].seen = loader_seen(l, f->choices[i].value);
        for (size_t j = 0; j < i && f->choices[i].value.ptr != NULL; j++)
            if (slice_eq(f->choices[j].value, f->choices[i].value))
                loader_problem(l, node, "the choice \"%.*s\" is already there",
                               SLICE_ARG(f->choices[i].value));
    }
}

static void read_unit(struct loader *l, const yaml_node_pair_t *pair, struct unit *out) {
    const yaml_node_t *key = source_node(&l->source, pair->key);
    const yaml_node_t *value = source_node(&l->source, pair->value);
    if (key->type != YAML_SCALAR_NODE || !loader_word(l, key, &out->word) ||
        !loader_number(l, value, &out->factor))
        return;
    if (out->factor <= 0)
        loader_problem(l, value, "a unit's factor is above 0");
    for (size_t i = 0; i < out->word.len; i++) {
        if (ascii_is_digit(out->word.ptr[i]) || ascii_is_space(out->word.ptr[i])) {
            loader_problem(l, key, "a unit is a word without digits and blanks");
            return;
        }
    }
    out->word = loader_seen(l, out->word);
}

static void read_units(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                       void *into) {
    struct field *f = into;
    (void)key;
    if (value->type != YAML_MAPPING_NODE) {
        loader_problem(l, value, "expected units such as {т: 1000, t: 1000}, found %s",
                       source_kind(value));
        return;
    }
    const yaml_node_pair_t *pair = value->data.mapping.pairs.start;
    size_t count = (size_t)(value->data.mapping.pairs.top - pair);
    if (count > FIELD_UNITS_MAX) {
        loader_problem(l, value, "more than %d units", FIELD_UNITS_MAX);
        return;
    }
    f->units = loader_alloc(l, count, sizeof *f->units);
    f->unit_count = count;
    for (size_t i = 0; i < count; i++)
        read_unit(l, pair + i, &f->units[i]);
}

static void read_autocomplete(struct loader *l, const struct loader_key *key,
                              const yaml_node_t *value, void *into) {
    struct field *f = into;
    (void)key;
    if (!loader_word(l, value, &f->autocomplete))
        return;
    for (size_t i = 0; i < sizeof autofill / sizeof *autofill; i++)
        if (slice_eq_lit(f->autocomplete, autofill[i]))
            return;
    loader_unknown(l, value, "autocomplete", f->autocomplete, autofill,
                   sizeof autofill / sizeof *autofill);
}

/* So far there is one role: what people are called by. */
static void read_role(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                      void *into) {
    static const char *const roles[] = {"name"};
    struct field *f = into;
    struct slice word;
    (void)key;
    if (!loader_word(l, value, &word))
        return;
    f->is_name = slice_eq_lit(word, roles[0]);
    if (!f->is_name)
        loader_unknown(l, value, "role", word, roles, sizeof roles / sizeof *roles);
}

#define AT(member) .offset = offsetof(struct field, member)

static const struct loader_key field_keys[] = {
    {.name = "name", .read = read_name, .required = true},
    {.name = "type", .read = read_type, .required = true},
    {.name = "role", .read = read_role, .scope = FIELD_KEY_ROLE},
    {.name = "label", .read = loader_read_text, AT(label)},
    {.name = "hint", .read = loader_read_text, AT(hint)},
    {.name = "required", .read = loader_read_bool, AT(required)},
    {.name = "ask", .read = loader_read_text, AT(ask)},
    {.name = "min_length", .read = read_length, AT(length_min), .scope = FIELD_KEY_LENGTH},
    {.name = "max_length", .read = read_length, AT(length_max), .scope = FIELD_KEY_LENGTH},
    {.name = "min", .read = read_min, .scope = FIELD_KEY_BOUNDS},
    {.name = "max", .read = read_max, .scope = FIELD_KEY_BOUNDS},
    {.name = "from_days", .read = read_days, AT(from_days), .scope = FIELD_KEY_DAYS},
    {.name = "to_days", .read = read_days, AT(to_days), .scope = FIELD_KEY_DAYS},
    {.name = "pattern", .read = read_pattern, .scope = FIELD_KEY_PATTERN},
    {.name = "pattern_hint",
     .read = loader_read_text,
     AT(pattern_hint),
     .scope = FIELD_KEY_PATTERN},
    {.name = "choices", .read = read_choices, .scope = FIELD_KEY_CHOICES},
    {.name = "repeated", .read = loader_read_bool, AT(repeated), .scope = FIELD_KEY_CHOICES},
    {.name = "unit", .read = loader_read_text, AT(unit), .scope = FIELD_KEY_UNITS},
    {.name = "units", .read = read_units, .scope = FIELD_KEY_UNITS},
    {.name = "autocomplete", .read = read_autocomplete, .scope = FIELD_KEY_AUTOCOMPLETE},
    {.name = "placeholder",
     .read = loader_read_word,
     AT(placeholder),
     .scope = FIELD_KEY_PLACEHOLDER},
    {.name = "document", .read = loader_read_url, AT(document), .scope = FIELD_KEY_DOCUMENT},
};
const struct loader_table field_table = LOADER_TABLE("a field", field_keys);

static void check_scope(struct loader *l, const yaml_node_t *node, const struct field *f) {
    for (size_t i = 0; i < field_table.count; i++) {
        const struct loader_key *key = &field_keys[i];
        const yaml_node_t *value = source_value(&l->source, node, key->name);
        if (value == NULL || key->scope == 0 || has_key(f, key->scope))
            continue;
        char types[128] = "";
        size_t len = 0;
        for (int t = 0; t < FIELD__MAX; t++)
            if ((field_kind_of((enum field_type)t)->keys & key->scope) != 0)
                len += (size_t)snprintf(types + len, sizeof types - len, "%s%s",
                                        len == 0 ? "" : ", ", type_names[t]);
        loader_problem(l, value, "\"%s\" goes with %s, not with %s", key->name, types,
                       type_names[f->type]);
    }
}

static const yaml_node_t *place(struct loader *l, const yaml_node_t *node, const char *key) {
    const yaml_node_t *value = source_value(&l->source, node, key);
    return value == NULL ? node : value;
}

static void check_bounds(struct loader *l, const yaml_node_t *node, const struct field *f) {
    if (f->length_min > f->length_max && has_key(f, FIELD_KEY_LENGTH))
        loader_problem(l, place(l, node, "min_length"), "min_length %zu is above max_length %zu",
                       f->length_min, f->length_max);
    if (f->length_max == 0 && source_value(&l->source, node, "max_length") != NULL)
        loader_problem(l, place(l, node, "max_length"), "max_length 0 lets nothing in");
    if (f->has_min && f->has_max && f->min > f->max)
        loader_problem(l, place(l, node, "min"), "min is above max");
    if (f->has_within && f->from_days > f->to_days)
        loader_problem(l, place(l, node, "from_days"), "from_days %d is above to_days %d",
                       f->from_days, f->to_days);
}

static void check_whole(struct loader *l, const yaml_node_t *node, const struct field *f) {
    check_scope(l, node, f);
    check_bounds(l, node, f);
    bool is_known = f->type < FIELD__MAX;
    bool is_hidden = is_known && field_kind(f)->control == CONTROL_HIDDEN;
    if (!is_hidden && source_value(&l->source, node, "label") == NULL)
        loader_problem(l, node, "a field without \"label\"");
    if (!f->required && source_value(&l->source, node, "ask") != NULL)
        loader_problem(l, place(l, node, "ask"), "\"ask\" goes with \"required: true\"");
    if (is_known && has_key(f, FIELD_KEY_CHOICES) &&
        source_value(&l->source, node, "choices") == NULL)
        loader_problem(l, node, "a field of type %s without \"choices\"", type_names[f->type]);
    if (f->pattern.ptr == NULL && f->pattern_hint.in[0].ptr != NULL &&
        source_value(&l->source, node, "pattern") == NULL)
        loader_problem(l, place(l, node, "pattern_hint"), "pattern_hint without a pattern");
}

void field_load(struct loader *l, const yaml_node_t *node, struct field *out) {
    *out = (struct field){.type = FIELD__MAX, .line = source_line(node)};
    (void)loader_keys(l, node, &field_table, out);
    if (node->type == YAML_MAPPING_NODE)
        check_whole(l, node, out);
}
