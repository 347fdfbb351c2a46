/* condition: which two of each kind say the same, so that a rule behind such another never
 * decides; and which kinds go with which types of fields. */
#include "unit.h"

#include <string.h>

#include "form_fixture.h"

#define FIELDS                                                                                     \
    "title: T\ndefault_category: other\nfields:\n"                                                 \
    "  - {name: text, type: text, label: A}\n  - {name: other, type: text, label: A}\n"            \
    "  - {name: textarea, type: textarea, label: A}\n  - {name: phone, type: phone, label: A}\n"   \
    "  - {name: email, type: email, label: A}\n  - {name: number, type: number, label: A}\n"       \
    "  - {name: date, type: date, label: A}\n"                                                     \
    "  - {name: choice, type: choice, label: A, choices: [x, y]}\n"                                \
    "  - {name: checkbox, type: checkbox, label: A}\n"                                             \
    "  - {name: consent, type: consent, label: A, required: true}\n"                               \
    "  - {name: hidden, type: hidden}\n"

/* The problems of a form with these rules; to be freed. */
static char *problems_of(const char *first, const char *second) {
    char yaml[2048];
    struct form_set *set;
    int n = snprintf(yaml, sizeof yaml,
                     FIELDS "rules:\n  - {name: r, category: other, when: [{%s}]}\n"
                            "  - {name: s, category: urgent, when: [{%s}]}\n",
                     first, second);
    assert_true(n > 0 && (size_t)n < sizeof yaml);
    char *problems = fixture_form(slice_from(yaml), &set);
    form_set_free(set);
    return problems;
}

static void test_same(void **state) {
    (void)state;
    static const struct {
        const char *a, *b;
        bool same;
    } pairs[] = {
        {"field: text, matches: x", "matches: x, field: text", true},
        {"field: text, matches: x", "field: text, matches: y", false},
        {"field: text, matches: x", "field: other, matches: x", false},
        {"field: text, matches: x", "field: text, in: x", false},
        {"field: text, matches: x", "utm: source, matches: x", false},
        {"field: text, matches: x", "field: text, matches: x, not: true", false},
        {"field: text, matches: x, not: true", "field: text, matches: x, not: true", true},
        {"utm: source, matches: x", "utm: source, matches: x", true},
        {"utm: source, matches: x", "utm: term, matches: x", false},
        {"field: number, min: 1", "field: number, min: 1.0", true},
        {"field: number, min: 1", "field: number, min: 2", false},
        {"field: number, min: 1", "field: number, max: 1", false},
        {"field: number, min: 1", "field: number, min: 1, max: 2", false},
        {"field: number, max: 2", "field: number, max: 3", false},
        {"field: date, min: 2026-01-01", "field: date, min: 2026-01-01", true},
        {"field: date, min: 2026-01-01", "field: date, min: 2026-01-02", false},
        {"field: date, within_days: 3", "field: date, within_days: 3", true},
        {"field: date, within_days: 3", "field: date, within_days: 4", false},
        {"field: choice, in: [x, y]", "field: choice, in: [x, y]", true},
        {"field: choice, in: x", "field: choice, in: y", false},
        {"field: choice, in: x", "field: choice, in: [x, y]", false},
        {"country: RU", "country: [RU]", true},
        {"country: RU", "country: KZ", false},
        {"country: RU", "phone_country: RU", false},
        {"region: X", "city: X", false},
        {"city: X", "city: X", true},
    };
    for (size_t i = 0; i < COUNT(pairs); i++) {
        char *problems = problems_of(pairs[i].a, pairs[i].b);
        if (strcmp(problems, pairs[i].same ? "x.yaml:17: can never decide: the rule in line 16 "
                                             "always does before it\n"
                                           : "") != 0)
            fail_msg("%s and %s: %s", pairs[i].a, pairs[i].b, problems);
        free(problems);
    }
}

static void test_types(void **state) {
    (void)state;
    static const char *const types[] = {"text", "textarea", "phone",    "email",   "number",
                                        "date", "choice",   "checkbox", "consent", "hidden"};
    static const struct {
        const char *key, *value, *goes; /* goes: types, each between blanks */
    } cases[] = {
        {"matches", "x", " text textarea phone email choice hidden "},
        {"min", "1", " number "},
        {"max", "2026-01-01", " date "},
        {"within_days", "1", " date "},
        {"in", "x", " text choice hidden "},
        {"in", "true", " text checkbox hidden "},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        for (size_t t = 0; t < COUNT(types); t++) {
            char condition[64], word[32];
            snprintf(condition, sizeof condition, "field: %s, %s: %s", types[t], cases[i].key,
                     cases[i].value);
            snprintf(word, sizeof word, " %s ", types[t]);
            char *problems = problems_of(condition, "country: RU");
            if ((problems[0] == '\0') != (strstr(cases[i].goes, word) != NULL))
                fail_msg("%s: %s", condition, problems);
            free(problems);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same),
        cmocka_unit_test(test_types),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
