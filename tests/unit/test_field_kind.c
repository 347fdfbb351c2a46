/* field_kind: every kind has the parts that the others rely on, and stands where owners look for
 * it: in the README's table and in the JSON Schema. Run from the root of the source. */
#include "unit.h"

#include <stdio.h>
#include <string.h>

#include "form/field_kind.h"

static void test_parts(void **state) {
    (void)state;
    for (enum field_type t = 0; t < FIELD__MAX; t++) {
        const struct field_kind *k = field_kind_of(t);
        bool has_bounds = (k->keys & FIELD_KEY_BOUNDS) != 0;
        if (k->is_contact != (k->judge == NULL))
            fail_msg("%s: only contacts are judged elsewhere", field_type_name(t));
        if (has_bounds != (k->bound != NULL) || has_bounds != (k->say != NULL))
            fail_msg("%s: what has bounds reads and tells them", field_type_name(t));
        if ((k->keys & FIELD_KEY_DAYS) != 0 && !has_bounds)
            fail_msg("%s: days are bounds of what has bounds", field_type_name(t));
        if (k->limits != NULL && (k->input == NULL || !has_bounds || k->control != CONTROL_INPUT))
            fail_msg("%s: a picker has a type and bounds", field_type_name(t));
        if ((k->keys & FIELD_KEY_LENGTH) != 0 && k->length_max == 0)
            fail_msg("%s: a text has a bound", field_type_name(t));
    }
}

/* A row of the README's table of types begins with their names. */
static void test_readme(void **state) {
    (void)state;
    char line[2048], name[64];
    bool found[FIELD__MAX] = {false};
    FILE *readme = fopen("README.md", "r");
    assert_non_null(readme);
    while (fgets(line, sizeof line, readme) != NULL) {
        char *end = strncmp(line, "| `", 3) == 0 ? strchr(line + 2, '|') : NULL;
        for (enum field_type t = 0; end != NULL && t < FIELD__MAX; t++) {
            snprintf(name, sizeof name, "`%s`", field_type_name(t));
            *end = '\0';
            found[t] = found[t] || strstr(line, name) != NULL;
        }
    }
    fclose(readme);
    for (enum field_type t = 0; t < FIELD__MAX; t++)
        if (!found[t])
            fail_msg("the README does not know fields of type %s", field_type_name(t));
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_parts), cmocka_unit_test(test_readme)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
