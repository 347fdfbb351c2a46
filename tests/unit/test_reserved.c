/* Names of fields that mean something to the desk: what the loader takes under them, and that SQL
 * has the same list. Run from the root of the source. */
#include "unit.h"

#include <string.h>

#include "form/reserved.h"
#include "form_fixture.h"

#define FIELD(rest) "title: T\ndefault_category: other\nfields:\n  - {label: A, " rest "}\n"
#define TAKEN(name, is, type)                                                                      \
    "x.yaml:4: the field name \"" name "\" is taken: it is " is "; give the field the type " type  \
    ", or call it otherwise\n"

static const struct {
    const char *form, *problems;
} cases[] = {
    {FIELD("name: name, type: text"), ""},
    {FIELD("name: name, type: text, role: name"), ""},
    {FIELD("name: name, type: number"), TAKEN("name", "what the client is called by", "text")},
    {FIELD("name: phone, type: phone"), ""},
    {FIELD("name: phone, type: text"), TAKEN("phone", "a number of the client", "phone")},
    {FIELD("name: phone, type: email"), TAKEN("phone", "a number of the client", "phone")},
    {FIELD("name: email, type: email"), ""},
    {FIELD("name: email, type: textarea"), TAKEN("email", "an address of the client", "email")},
    {FIELD("name: price_floor, type: number"),
     "x.yaml:4: the field name \"price_floor\" is taken: it is the price that a client has "
     "accepted, as the qualifier notes it; call the field otherwise\n"},
    {FIELD("name: price, type: number"), ""},
    {FIELD("name: phone_2, type: text"), ""},
    /* the line is that of the name; a type that is none is not complained of twice */
    {"title: T\ndefault_category: other\nfields:\n  - type: text\n    label: A\n    name: phone\n",
     "x.yaml:6: the field name \"phone\" is taken: it is a number of the client; give the field "
     "the "
     "type phone, or call it otherwise\n"},
    {FIELD("name: phone, type: emial"), "x.yaml:4: unknown type \"emial\", did you mean "
                                        "\"email\"?\n"},
};

static void test_fields(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct form_set *set;
        char *problems = fixture_form(slice_from(cases[i].form), &set);
        if (strcmp(problems, cases[i].problems) != 0)
            fail_msg("%s\nis said to be\n%s\nnot\n%s", cases[i].form, problems, cases[i].problems);
        form_set_free(set);
        free(problems);
    }
}

/* The rows of INSERT INTO intake.reserved_field, as written: ('name', 'type') */
static void test_sql(void **state) {
    (void)state;
    FILE *file = fopen("sql/188_reserved_field.sql", "r");
    char line[256], name[64], type[64];
    size_t rows = 0;
    assert_non_null(file);
    while (fgets(line, sizeof line, file) != NULL) {
        if (sscanf(line, " ('%63[a-z_]', '%63[a-z]')", name, type) != 2)
            continue;
        assert_true(rows < reserved_field_count);
        const struct reserved *r = &reserved_fields[rows++];
        assert_string_equal(r->name, name);
        assert_string_equal(r->type == NULL ? "price" : r->type, type);
    }
    fclose(file);
    assert_int_equal(rows, reserved_field_count);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_sql),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
