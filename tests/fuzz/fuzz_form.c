/* A form file of any octets either becomes a form or is reported: never both, never neither, and
 * nothing leaks. What becomes a form holds what the other layers rely on. */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>

#include "base/bounds.h"
#include "base/utf8.h"
#include "form/condition_kind.h"
#include "form/form_set.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check_rule(const struct form *f, const struct rule *r) {
    assert(r->name.len > 0 && r->category != NULL && r->condition_count > 0 &&
           r->condition_count <= RULE_CONDITIONS_MAX);
    for (size_t i = 0; i < r->condition_count; i++) {
        const struct condition *c = &r->conditions[i];
        assert(condition_subject_of(c) != NULL && (c->subject == NULL || c->kind->subject == NULL));
        assert(c->subject != &condition_field || c->field < f->field_count);
        assert(c->subject != &condition_utm || c->utm < UTM__MAX);
        assert((c->kind == &condition_matches) == (c->code != NULL));
        assert(c->kind->holds != condition_words_hold || c->word_count > 0);
        assert((c->kind == &condition_hour) == (c->own != NULL));
        assert(c->kind != &condition_range || c->has_min || c->has_max);
    }
}

static void check_form(const struct form *f) {
    assert(f->field_count > 0 && f->field_count <= FORM_FIELDS_MAX && f->language_count > 0 &&
           f->default_category != NULL);
    for (size_t i = 0; i < f->field_count; i++) {
        const struct field *field = &f->fields[i];
        assert(field->type < FIELD__MAX);
        assert(form_field_index(f, field->name) == i);
        assert(field->length_min <= field->length_max);
        assert(field->pattern.ptr == NULL || field->code != NULL);
        assert(field->type != FIELD_CHOICE || field->choice_count > 0);
        for (size_t l = 0; l < f->language_count; l++)
            assert(field->type == FIELD_HIDDEN ||
                   utf8_is_text(text_in(&field->label, f->languages[l])));
    }
    for (size_t i = 0; i < f->rule_count; i++)
        check_rule(f, &f->rules[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char categories[] =
        "categories: [{name: other, colour: grey, rank: 20, label: Other}]";
    static const char page[] = "{{title}}{{messages}}{{form}}";
    struct form_file files[] = {
        {"categories.yaml", SLICE_LIT("categories.yaml"), SLICE_LIT(categories)},
        {"page.html", SLICE_LIT("page.html"), SLICE_LIT(page)},
        {"x.yaml", SLICE_LIT("x.yaml"), {(const char *)data, size}},
    };
    struct problems problems = {0};
    struct form_set *set = NULL;
    if (data == NULL || size > FORM_FILE_BYTES_MAX)
        return 0;
    enum errcode e = form_set_build("forms", files, 3, &problems, &set);
    assert((e == OK) == (problems.count == 0) && (e == OK) == (set != NULL));
    if (e == OK)
        check_form(form_at(set, 0));
    problems_free(&problems);
    form_set_free(set);
    return 0;
}
