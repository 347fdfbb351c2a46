/* first_lead: a form is filled by what its fields ask for, and the set takes what was typed. */
#include "unit.h"

#include "form_fixture.h"
#include "text_fixture.h"

#include "admin/first_lead.h"
#include "form/directory.h"

#define HEAD "title: T\ndefault_category: other\nfields:\n"
#define SAYS "firstline setup: проба, закройте / a test, please close"

static const struct {
    const char *fields, *body; /* NULL: it cannot be filled */
} cases[] = {
    {"  - {name: a, type: text, label: A, required: true, ask: A}\n"
     "  - {name: b, type: text, label: B}\n",
     "{\"a\":\"" SAYS "\"}"},
    {"  - {name: a, type: text, label: A, required: true, ask: A, max_length: 22}\n",
     "{\"a\":\"firstline setup: проба\"}"},
    {"  - {name: a, type: text, label: A, required: true, ask: A, pattern: '\\d+', "
     "pattern_hint: digits}\n",
     NULL},
    {"  - {name: p, type: phone, label: P, required: true, ask: P}\n"
     "  - {name: q, type: phone, label: P, required: true, ask: P, placeholder: +7 912 "
     "345-67-89}\n",
     "{\"p\":\"+7 495 123-45-67\",\"q\":\"+7 912 345-67-89\"}"},
    {"  - {name: d, type: date, label: D, required: true, ask: D}\n"
     "  - {name: e, type: date, label: D, required: true, ask: D, from_days: 10, to_days: 20}\n"
     "  - {name: t, type: time, label: D, required: true, ask: D}\n",
     "{\"d\":\"1970-01-02\",\"e\":\"1970-01-16\",\"t\":\"12:00\"}"},
    {"  - {name: n, type: number, label: N, required: true, ask: N}\n"
     "  - {name: m, type: number, label: N, required: true, ask: N, min: 3, max: 10}\n"
     "  - {name: o, type: number, label: N, required: true, ask: N, min: 7.5}\n",
     "{\"n\":\"1\",\"m\":\"6\",\"o\":\"7.5\"}"},
    {"  - {name: c, type: consent, label: C, required: true, ask: C, document: /p}\n"
     "  - name: h\n    type: choice\n    label: H\n    required: true\n    ask: H\n"
     "    choices: [{value: x, label: X}, {value: y, label: Y}]\n",
     "{\"c\":true,\"h\":\"x\"}"},
};

static void test_bodies(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct form_set *set;
        char *problems =
            fixture_form(slice_from(text_printf(arena, HEAD "%s", cases[i].fields)), &set);
        if (set == NULL)
            fail_msg("case %zu: %s", i, problems);
        const struct form *form = first_lead_form(set);
        assert_true((form == NULL) == (cases[i].body == NULL));
        if (form != NULL) {
            struct slice body = first_lead_body(arena, form, 0);
            if (!slice_eq_lit(body, cases[i].body))
                fail_msg("case %zu: %.*s", i, SLICE_ARG(body));
        }
        form_set_free(set);
        free(problems);
    }
}

static void test_shipped(void **state) {
    (void)state;
    struct problems problems = {0};
    struct form_set *set = NULL;
    assert_int_equal(form_set_load("forms", &problems, &set), OK);
    assert_true(slice_eq_lit(first_lead_form(set)->name, "callback"));
    form_set_free(set);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_bodies),
                                       cmocka_unit_test(test_shipped)};
    return cmocka_run_group_tests_name("first_lead", tests, arena_setup, arena_teardown);
}
