/* form: one form's file. Languages are read first, because every text depends on them; fields
 * before the rules that name them. */
#include "form/form.h"

#include <string.h>
#include <unicode/uloc.h>

#include "base/bounds.h"
#include "form/field_kind.h"
#include "form/loader.h"
#include "form/reserved.h"

#define AT(member) .offset = offsetof(struct form, member)

size_t form_field_index(const struct form *form, struct slice name) {
    size_t i = 0;
    while (i < form->field_count && !slice_eq(form->fields[i].name, name))
        i++;
    return i;
}

static void read_languages(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                           void *into) {
    struct form *form = into;
    struct slice *codes;
    size_t count;
    (void)key;
    if (!loader_words(l, value, "languages", LANGUAGES_MAX, &codes, &count))
        return;
    form->languages = loader_alloc(l, count, sizeof *form->languages);
    form->language_count = count;
    memset(l->speaks, 0, sizeof l->speaks);
    for (size_t i = 0; i < count; i++) {
        if (!loader_language(l, value, codes[i], &form->languages[i]))
            continue;
        if (l->speaks[form->languages[i]])
            loader_problem(l, value, "the language \"%.*s\" is there twice", SLICE_ARG(codes[i]));
        l->speaks[form->languages[i]] = true;
    }
}

static void read_origins(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                         void *into) {
    struct form *form = into;
    (void)key;
    if (!loader_words(l, value, "origins", FORM_ORIGINS_MAX, &form->origins, &form->origin_count))
        return;
    for (size_t i = 0; i < form->origin_count; i++)
        if (!loader_is_origin(form->origins[i]))
            loader_problem(l, value,
                           "expected an origin such as https://example.org or "
                           "http://localhost:8000, in small letters and without a path, found "
                           "\"%.*s\"",
                           SLICE_ARG(form->origins[i]));
}

static void read_default_category(struct loader *l, const struct loader_key *key,
                                  const yaml_node_t *value, void *into) {
    struct form *form = into;
    (void)key;
    form->default_category = category_named(l, value);
}

/* Without a role it is the field called name that qualifiers take for the client's: a form with
 * roles must leave no doubt. */
static void check_names(struct loader *l, const yaml_node_t *fields, const struct form *form) {
    size_t called = form_field_index(form, SLICE_LIT("name"));
    if (called == form->field_count || form->fields[called].is_name)
        return;
    for (size_t i = 0; i < form->field_count; i++) {
        if (!form->fields[i].is_name)
            continue;
        loader_problem(l, loader_item(l, fields, called),
                       "the client's name is in \"%.*s\": give this field the role as well, or "
                       "call it otherwise",
                       SLICE_ARG(form->fields[i].name));
        return;
    }
}

static void read_fields(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                        void *into) {
    struct form *form = into;
    (void)key;
    size_t count = loader_list(l, value, "fields", FORM_FIELDS_MAX);
    form->fields = loader_alloc(l, count, sizeof *form->fields);
    for (size_t i = 0; i < count; i++) {
        struct field field;
        const yaml_node_t *node = loader_item(l, value, i);
        field_load(l, node, &field);
        reserved_check(l, node, &field);
        size_t same =
            field.name.ptr == NULL ? form->field_count : form_field_index(form, field.name);
        if (same < form->field_count)
            loader_problem(l, node, "the field \"%.*s\" is already in line %d",
                           SLICE_ARG(field.name), form->fields[same].line);
        form->fields[form->field_count++] = field;
    }
    check_names(l, value, form);
}

/* A contact may be a phone, an e-mail address, or text for what has no type of its own. */
static bool is_contact(const struct field *f) {
    return f->type == FIELD__MAX || field_kind(f)->may_reach;
}

static void read_one_of(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                        void *into) {
    struct form *form = into;
    struct slice *names;
    size_t count;
    (void)key;
    if (!loader_words(l, value, "fields", FORM_FIELDS_MAX, &names, &count))
        return;
    const char *known[FORM_FIELDS_MAX];
    size_t known_count = 0;
    for (size_t i = 0; i < form->field_count; i++)
        if (form->fields[i].name.ptr != NULL && is_contact(&form->fields[i]))
            known[known_count++] = form->fields[i].name.ptr; /* copies end with a NUL */
    form->any_of = loader_alloc(l, count, sizeof *form->any_of);
    for (size_t i = 0; i < count; i++) {
        size_t field = form_field_index(form, names[i]);
        if (field == form->field_count)
            loader_unknown(l, value, "field", names[i], known, known_count);
        else if (!is_contact(&form->fields[field]))
            loader_problem(l, value, "\"%.*s\" is no contact: phone, email or text",
                           SLICE_ARG(names[i]));
        else
            form->any_of[form->any_of_count++] = field;
    }
}

static void read_script(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                        void *into) {
    struct form *form = into;
    (void)key;
    size_t count = loader_list(l, value, "questions", FORM_SCRIPT_MAX);
    form->script = loader_alloc(l, count, sizeof *form->script);
    for (size_t i = 0; i < count; i++)
        if (loader_text(l, loader_item(l, value, i), &form->script[form->script_count]))
            form->script_count++;
}

static void read_rules(struct loader *l, const struct loader_key *key, const yaml_node_t *value,
                       void *into) {
    struct form *form = into;
    (void)key;
    size_t count = loader_list(l, value, "rules", FORM_RULES_MAX);
    form->rules = loader_alloc(l, count, sizeof *form->rules);
    for (size_t i = 0; i < count; i++) {
        struct rule rule;
        rule_load(l, loader_item(l, value, i), form, &rule);
        form->rules[form->rule_count++] = rule;
    }
}

static const struct loader_key form_keys[] = {
    {.name = "languages", .read = read_languages},
    {.name = "title", .read = loader_read_text, AT(title), .required = true},
    {.name = "intro", .read = loader_read_text, AT(intro)},
    {.name = "submit", .read = loader_read_text, AT(submit)},
    {.name = "thanks", .read = loader_read_text, AT(thanks)},
    {.name = "thanks_url", .read = loader_read_url, AT(thanks_url)},
    {.name = "script", .read = read_script},
    {.name = "origins", .read = read_origins},
    {.name = "phone_region", .read = loader_read_country, AT(phone_region)},
    {.name = "default_category", .read = read_default_category, .required = true},
    {.name = "fields", .read = read_fields, .required = true},
    {.name = "one_of", .read = read_one_of},
    {.name = "rules", .read = read_rules},
};
const struct loader_table form_table = LOADER_TABLE("a form", form_keys);

static void set_defaults(struct loader *l, struct form *form) {
    form->languages = loader_alloc(l, 1, sizeof *form->languages);
    form->languages[0] = LANGUAGE_RU;
    form->language_count = 1;
    memset(l->speaks, 0, sizeof l->speaks);
    l->speaks[LANGUAGE_RU] = true;
    form->phone_region = SLICE_LIT("RU");
}

/* Whether ICU has the language as it is written in that country: en_RU there is none. */
static bool is_spoken_in(const char *language, struct slice country) {
    for (int32_t i = 0; i < uloc_countAvailable(); i++) {
        char part[ULOC_FULLNAME_CAPACITY];
        UErrorCode status = U_ZERO_ERROR;
        const char *locale = uloc_getAvailable(i);
        (void)uloc_getLanguage(locale, part, sizeof part, &status);
        if (U_FAILURE(status) || strcmp(part, language) != 0)
            continue;
        (void)uloc_getCountry(locale, part, sizeof part, &status);
        if (U_SUCCESS(status) && slice_eq_lit(country, part))
            return true;
    }
    return false;
}

static void set_at_home(struct form *form) {
    for (size_t i = 0; i < form->language_count; i++) {
        enum language l = form->languages[i];
        form->at_home[l] = is_spoken_in(texts_code(form->texts, l), form->phone_region);
    }
}

void form_load(struct loader *l, struct slice text, const char *path, struct slice name,
               struct form *out) {
    struct problems *problems = l->source.problems;
    size_t before = problems->count + problems->left_out;
    struct form form = {.name = name, .texts = l->texts, .path = path};
    if (source_open(&l->source, path, text, problems)) {
        set_defaults(l, &form);
        (void)loader_keys(l, source_root(&l->source), &form_table, &form);
        if (problems->count + problems->left_out == before) {
            rule_check_dead(l, &form);
            set_at_home(&form);
        }
        source_close(&l->source);
    }
    *out = form;
}
