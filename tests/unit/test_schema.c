/* The JSON Schemas beside the forms know exactly the keys that the loader knows, and demand the
 * same ones. Run from the root of the source. */
#include "unit.h"

#include <jansson.h>
#include <string.h>

#include "form/category.h"
#include "form/form.h"
#include "form/known_hosts.h"
#include "form/loader.h"
#include "form/site.h"
#include "form/texts_file.h"

static bool demands(const json_t *schema, const char *key) {
    size_t i;
    json_t *item;
    json_array_foreach(json_object_get(schema, "required"), i,
                       item) if (strcmp(json_string_value(item), key) == 0) return true;
    return false;
}

static void check_table(json_t *schema, const struct loader_table *table) {
    json_t *properties = json_object_get(schema, "properties");
    const char *key;
    json_t *value;
    assert_non_null(properties);
    assert_true(json_is_false(json_object_get(schema, "additionalProperties")));
    for (size_t i = 0; i < table->count; i++) {
        const struct loader_key *known = &table->keys[i];
        value = json_object_get(properties, known->name);
        if (value == NULL)
            fail_msg("%s: the schema does not know \"%s\"", table->what, known->name);
        if (json_object_get(value, "description") == NULL)
            fail_msg("%s: \"%s\" has no description", table->what, known->name);
        if (demands(schema, known->name) != known->required)
            fail_msg("%s: \"%s\" is required in one place only", table->what, known->name);
    }
    json_object_foreach(properties, key, value) {
        size_t i = 0;
        while (i < table->count && strcmp(table->keys[i].name, key) != 0)
            i++;
        if (i == table->count)
            fail_msg("%s: the loader does not know \"%s\"", table->what, key);
    }
}

static json_t *definition(json_t *schema, const char *name) {
    json_t *found = json_object_get(json_object_get(schema, "definitions"), name);
    assert_non_null(found);
    return found;
}

static void test_form(void **state) {
    (void)state;
    json_t *schema = json_load_file("forms/form.schema.json", 0, NULL);
    assert_non_null(schema);
    check_table(schema, &form_table);
    check_table(definition(schema, "field"), &field_table);
    check_table(definition(schema, "choice"), &choice_table);
    check_table(definition(schema, "rule"), &rule_table);
    check_table(definition(schema, "condition"), &condition_table);
    json_decref(schema);
}

static void test_types(void **state) {
    (void)state;
    json_t *schema = json_load_file("forms/form.schema.json", 0, NULL);
    json_t *properties = json_object_get(definition(schema, "field"), "properties");
    json_t *types = json_object_get(json_object_get(properties, "type"), "enum");
    assert_int_equal(json_array_size(types), FIELD__MAX);
    for (int t = 0; t < FIELD__MAX; t++)
        assert_string_equal(json_string_value(json_array_get(types, (size_t)t)),
                            field_type_name((enum field_type)t));
    json_decref(schema);
}

static void test_categories(void **state) {
    (void)state;
    json_t *schema = json_load_file("forms/categories.schema.json", 0, NULL);
    assert_non_null(schema);
    check_table(definition(schema, "category"), &category_table);
    json_decref(schema);
}

static void test_texts(void **state) {
    (void)state;
    json_t *schema = json_load_file("forms/texts.schema.json", 0, NULL);
    assert_non_null(schema);
    check_table(schema, &texts_table);
    const struct loader_table *const sections[] = {&texts_dates_table, &texts_errors_table,
                                                   &texts_pages_table};
    for (size_t i = 0; i < COUNT(sections); i++)
        check_table(json_object_get(json_object_get(schema, "properties"), sections[i]->what),
                    sections[i]);
    json_decref(schema);
}

static void test_site(void **state) {
    (void)state;
    json_t *schema = json_load_file("forms/site.schema.json", 0, NULL);
    assert_non_null(schema);
    check_table(schema, &site_table);
    json_decref(schema);
}

static void test_hosts(void **state) {
    (void)state;
    json_t *schema = json_load_file("forms/hosts.schema.json", 0, NULL);
    assert_non_null(schema);
    check_table(schema, &known_hosts_table);
    json_decref(schema);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_form),       cmocka_unit_test(test_types),
        cmocka_unit_test(test_categories), cmocka_unit_test(test_texts),
        cmocka_unit_test(test_site),       cmocka_unit_test(test_hosts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
