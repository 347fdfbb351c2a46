/* lead_form: a form with a field of each type, built by hand so that bounds are known exactly, and
 * helpers to send something to it. */
#ifndef UNIT_LEAD_FORM_H
#define UNIT_LEAD_FORM_H

#include <string.h>

#include "base/clock.h"
#include "form/condition_kind.h"
#include "lead/phone.h"
#include "lead/submission.h"

#define RU_EN(ru, en)                                                                              \
    {                                                                                              \
        {                                                                                          \
            {ru, sizeof(ru) - 1}, { en, sizeof(en) - 1 }                                           \
        }                                                                                          \
    }
#define NAME(s)                                                                                    \
    { s, sizeof(s) - 1 }
#define ON_FIELD(x) .kind = &condition_##x, .subject = &condition_field
#define NOON_US INT64_C(1795348800000000) /* 2026-11-22T12:00:00Z */
#define TODAY 20779                       /* the same day, in UTC */

enum test_field {
    T_NAME = 0,
    T_COMMENT,
    T_PHONE,
    T_EMAIL,
    T_WEIGHT,
    T_READY,
    T_FIXED,
    T_TRUCK,
    T_EXTRAS,
    T_URGENT,
    T_CONSENT,
    T_CODE,
    T__MAX
};

static const struct unit test_units[] = {{NAME("т"), 1000}, {NAME("ц"), 100}};
static const struct choice test_trucks[] = {{NAME("tent"), RU_EN("тент", "tarp"), NAME("tent")},
                                            {NAME("ref"), RU_EN("реф", "reefer"), NAME("ref")}};
static const struct choice test_extras[] = {{NAME("a"), RU_EN("а", "a"), NAME("a")},
                                            {NAME("b"), RU_EN("б", "b"), NAME("b")},
                                            {NAME("c"), RU_EN("в", "c"), NAME("c")}};
static struct field test_fields[T__MAX] = {
    [T_NAME] = {.name = NAME("name"),
                .type = FIELD_TEXT,
                .length_min = 2,
                .length_max = 5,
                .required = true},
    [T_COMMENT] = {.name = NAME("comment"), .type = FIELD_TEXTAREA, .length_max = 4000},
    [T_PHONE] = {.name = NAME("phone"), .type = FIELD_PHONE},
    [T_EMAIL] = {.name = NAME("email"), .type = FIELD_EMAIL},
    [T_WEIGHT] = {.name = NAME("weight_kg"),
                  .type = FIELD_NUMBER,
                  .has_min = true,
                  .min = 0.5,
                  .has_max = true,
                  .max = 20000,
                  .unit = RU_EN("кг", "kg"),
                  .units = (struct unit *)test_units,
                  .unit_count = 2},
    [T_READY] = {.name = NAME("ready_on"),
                 .type = FIELD_DATE,
                 .has_within = true,
                 .from_days = 0,
                 .to_days = 30},
    [T_FIXED] = {.name = NAME("fixed_on"),
                 .type = FIELD_DATE,
                 .has_min = true,
                 .min = TODAY - 10,
                 .has_max = true,
                 .max = TODAY + 10},
    [T_TRUCK] = {.name = NAME("truck"),
                 .type = FIELD_CHOICE,
                 .choices = (struct choice *)test_trucks,
                 .choice_count = 2},
    [T_EXTRAS] = {.name = NAME("extras"),
                  .type = FIELD_CHOICE,
                  .repeated = true,
                  .choices = (struct choice *)test_extras,
                  .choice_count = 3},
    [T_URGENT] = {.name = NAME("urgent"), .type = FIELD_CHECKBOX},
    [T_CONSENT] = {.name = NAME("consent"), .type = FIELD_CONSENT, .required = true},
    [T_CODE] = {.name = NAME("code"),
                .type = FIELD_HIDDEN,
                .length_max = 20,
                .pattern = NAME("[a-z]+|[a-z]+7")},
};
/* What judges ask of a language; the sentences are test_message's. */
static const struct texts test_texts = {
    .tongues = {{.code = "ru", .decimal_comma = true, .day_first = true}, {.code = "en"}},
    .count = 2};
static size_t test_any_of[] = {T_PHONE, T_EMAIL};
static enum language test_languages[] = {LANGUAGE_RU, LANGUAGE_EN};
static struct category test_other = {NAME("other"), NAME("grey"), 50, RU_EN("прочее", "other")};
__attribute__((unused)) static struct form test_form = {.name = NAME("cargo"),
                                                        .texts = &test_texts,
                                                        .languages = test_languages,
                                                        .language_count = 2,
                                                        .fields = test_fields,
                                                        .field_count = T__MAX,
                                                        .any_of = test_any_of,
                                                        .any_of_count = 2,
                                                        .phone_region = NAME("RU"),
                                                        .at_home = {[LANGUAGE_RU] = true},
                                                        .default_category = &test_other};

/* The list of pairs judged on TODAY by the thread's matcher m. */
#define TEST_INPUT(l, list, m)                                                                     \
    {                                                                                              \
        .form = &test_form, .language = (l), .pairs = (list), .today = {TODAY, TODAY},             \
        .matcher = (m)                                                                             \
    }

/* pairs "name", "value", ... NULL; kinds are PAIR_TEXT. */
struct test_pairs {
    struct pair items[PAIRS_MAX];
    struct pair_list list;
};

static inline void test_add(struct test_pairs *p, const char *name, const char *value) {
    p->items[p->list.count++] = (struct pair){.name = slice_from(name), .value = slice_from(value)};
    p->list.items = p->items;
}

/* The least that is valid: name, phone and consent. */
static inline void test_fill(struct test_pairs *p) {
    memset(p, 0, sizeof *p);
    test_add(p, "name", "Иван");
    test_add(p, "phone", "8 (912) 345-67-89");
    test_add(p, "consent", "on");
}

static inline void test_set(struct test_pairs *p, const char *name, const char *value) {
    for (size_t i = 0; i < p->list.count; i++)
        if (slice_eq_lit(p->items[i].name, name)) {
            p->items[i].value = slice_from(value);
            return;
        }
    test_add(p, name, value);
}

#endif
