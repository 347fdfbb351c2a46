/* place_check: which regions and cities of rules are told, with what is near, and how much it
 * weighs. Run from the root of the source. */
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "base/log.h"
#include "command/place_check.h"
#include "form_fixture.h"
#include "lead/geo_file.h"

#define FIXTURES "tests/fixtures/geo/"
#define FORM                                                                                       \
    "title: T\ndefault_category: other\n"                                                          \
    "fields:\n  - {name: a, type: text, label: A}\nrules:\n"
#define RULE(name, when) "  - {name: " name ", category: urgent, when: [" when "]}\n"

static char *print(struct problems *p) {
    char *text = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&text, &len);
    problems_print(p, out);
    fclose(out);
    return text;
}

/* The errors and notes of one run; to be freed. */
static void run(const char *yaml, const char *files, bool strict, char **errors, char **notes) {
    struct form_set *set;
    struct settings_list list = {0};
    struct problems told = {0}, problems = {.notes = &told};
    char *wrong = fixture_form(slice_from(yaml), &set);
    assert_string_equal(wrong, "");
    assert_int_equal(settings_list_add(&list, "test", "geo", slice_from(files)), OK);
    place_check_run(&(struct place_check){&list, strict}, set, &problems);
    *errors = print(&problems);
    *notes = print(&told);
    problems_free(&problems);
    problems_free(&told);
    settings_list_free(&list);
    form_set_free(set);
    free(wrong);
}

static void assert_errors(const char *yaml, const char *files, const char *want) {
    char *errors, *notes;
    run(yaml, files, true, &errors, &notes);
    assert_string_equal(errors, want);
    assert_string_equal(notes, "");
    free(errors);
    free(notes);
}

#define UNKNOWN(line, what, word) "x.yaml:" line ": no geo database knows the " what " \"" word "\""

static void test_words(void **state) {
    (void)state;
    static const struct {
        const char *condition, *nested, *flat; /* what is said with the one and the other file */
    } cases[] = {
        {"{region: RU-SPE}", "", ""},
        {"{region: [ru-spe, RU-MOW]}", "", ""},
        {"{region: Saint Petersburg}", "", ""},
        {"{region: St.-Petersburg}", "", ""},
        {"{region: санкт петербург}", "", ""},
        {"{region: Khabarovsk}", "", ""},
        {"{region: Хабаровский край, not: true}", "", ""},
        {"{region: KZ-75}", "", ""},
        {"{city: Khabarovsk}", "", ""},
        {"{city: San José}", "", ""},
        {"{city: Хабаровск}", "",
         UNKNOWN("6", "city",
                 "Хабаровск") ": they have English names only, did you mean \"Khabarovsk\"?\n"},
        {"{city: Москва}", "", UNKNOWN("6", "city", "Москва") ": they have English names only\n"},
        {"{region: RU-SPB}", UNKNOWN("6", "region", "RU-SPB") ", did you mean \"RU-SPE\"?\n",
         UNKNOWN("6", "region", "RU-SPB") ", did you mean \"RU-SPE\"?\n"},
        {"{region: Хабаровский карй}",
         UNKNOWN("6", "region", "Хабаровский карй") ", did you mean \"Хабаровский край\"?\n",
         UNKNOWN("6", "region", "Хабаровский карй") ", did you mean \"Хабаровский край\"?\n"},
        {"{city: Novosibrisk}",
         UNKNOWN("6", "city", "Novosibrisk") ", did you mean \"Novosibirsk\"?\n",
         UNKNOWN("6", "city", "Novosibrisk") ", did you mean \"Novosibirsk\"?\n"},
        {"{region: RU-TVE}", UNKNOWN("6", "region", "RU-TVE") ", did you mean \"RU-SPE\"?\n",
         UNKNOWN("6", "region", "RU-TVE") ", did you mean \"RU-SPE\"?\n"},
        {"{city: Xyzzy}", UNKNOWN("6", "city", "Xyzzy") "\n", UNKNOWN("6", "city", "Xyzzy") "\n"},
        {"{country: [DE], not: true}", "", ""},
        {"{field: a, in: [Xyzzy]}", "", ""},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char yaml[1024];
        snprintf(yaml, sizeof yaml, FORM RULE("r", "%s"), cases[i].condition);
        assert_errors(yaml, FIXTURES "nested.mmdb", cases[i].nested);
        assert_errors(yaml, FIXTURES "flat-v4.mmdb", cases[i].flat);
    }
}

static void test_several_files(void **state) {
    (void)state;
    static const char yaml[] = FORM RULE("r", "{region: [RU-SPE, Sakha]}, {city: [Moscow, Тверь]}")
        RULE("s", "{city: Хабаровск}");
    assert_errors(yaml, FIXTURES "country.mmdb " FIXTURES "flat.mmdb " FIXTURES "nested.mmdb",
                  UNKNOWN("6", "city", "Тверь") "\n");
    assert_errors(
        yaml, FIXTURES "country.mmdb " FIXTURES "flat-v6.mmdb",
        UNKNOWN("6", "city", "Тверь") ": they have English names only\n" UNKNOWN(
            "6", "region",
            "RU-SPE") "\n" UNKNOWN("6", "region",
                                   "Sakha") "\n" UNKNOWN("7", "city",
                                                         "Хабаровск") ": they have English names "
                                                                      "only, did you mean "
                                                                      "\"Khabarovsk\"?\n");
    assert_errors(yaml, "", "");
}

static void test_countries_only(void **state) {
    (void)state;
    assert_errors(FORM RULE("r", "{region: RU-SPE}, {city: Moscow}"), FIXTURES "country.mmdb",
                  "x.yaml:6: no city is known: the geo databases have countries only, so "
                  "\"Moscow\" never holds\n"
                  "x.yaml:6: no region is known: the geo databases have countries only, so "
                  "\"RU-SPE\" never holds\n");
}

static void test_note_or_error(void **state) {
    (void)state;
    char *errors, *notes;
    run(FORM RULE("r", "{city: Xyzzy}"), FIXTURES "nested.mmdb", false, &errors, &notes);
    assert_string_equal(errors, "");
    assert_string_equal(notes, UNKNOWN("6", "city", "Xyzzy") "\n");
    free(errors);
    free(notes);
    run(FORM RULE("r", "{city: Xyzzy}"), FIXTURES "nested.mmdb /no/such.mmdb", false, &errors,
        &notes);
    assert_string_equal(errors, "/no/such.mmdb: no geo database that can be used\n");
    assert_string_equal(notes, "");
    free(errors);
    free(notes);
}

/* Rules with so many words, all one city or each another. */
static char *many(size_t words, bool unknown) {
    char *yaml = NULL;
    size_t len = 0;
    FILE *out = open_memstream(&yaml, &len);
    fputs(FORM, out);
    for (size_t i = 0; i < words; i++) {
        bool first = i % CONDITION_WORDS_MAX == 0;
        bool last = i + 1 == words || (i + 1) % CONDITION_WORDS_MAX == 0;
        if (first)
            fprintf(out, "  - {name: r%zu, category: urgent, when: [{city: [", i);
        fprintf(out, "%sMoscow%c", first ? "" : ", ", unknown ? (char)('a' + i) : '-');
        if (last)
            fprintf(out, "]}, {field: a, matches: x%zu}]}\n", i);
    }
    fclose(out);
    return yaml;
}

static void test_bound_of_suggestions(void **state) {
    (void)state;
    for (size_t more = 0; more < 2; more++) {
        char *errors, *notes, *yaml = many(PLACE_SUGGEST_MAX + more, true);
        size_t suggested = 0;
        run(yaml, FIXTURES "flat-v4.mmdb", true, &errors, &notes);
        for (char *p = strstr(errors, "did you mean"); p != NULL; p = strstr(p + 1, "did you mean"))
            suggested++;
        assert_int_equal(suggested, PLACE_SUGGEST_MAX);
        free(errors);
        free(notes);
        free(yaml);
    }
}

static void test_bound_of_words(void **state) {
    (void)state;
    static const char *const said[] = {"",
                                       "rules: 1 more regions and cities than are looked for\n"};
    for (size_t more = 0; more < 2; more++) {
        char *yaml = many(PLACE_WORDS_MAX + more, false);
        assert_errors(yaml, FIXTURES "flat-v4.mmdb", said[more]);
        free(yaml);
    }
}

static int setup(void **state) {
    (void)state;
    log_level_set(LOG__MAX); /* a file that is none is wanted here */
    return 0;
}

int main(int argc, char **argv) {
    if (geo_walk_asked(argc, argv))
        return geo_walk_main();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_several_files),
        cmocka_unit_test(test_countries_only),
        cmocka_unit_test(test_note_or_error),
        cmocka_unit_test(test_bound_of_suggestions),
        cmocka_unit_test(test_bound_of_words),
    };
    return cmocka_run_group_tests(tests, setup, NULL);
}
