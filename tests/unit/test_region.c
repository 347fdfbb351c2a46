/* region: what is found by code and by name; and the table itself, which a script makes. */
#include "unit.h"

#include "base/reading.h"
#include "form/condition_kind.h"
#include "form/region.h"

#define TABLE "fcgi/form/regions.tsv"

static void test_found(void **state) {
    (void)state;
    static const struct {
        const char *country, *name, *code; /* no code: none is found */
    } cases[] = {
        {"RU", "RU-SPE", "RU-SPE"},
        {NULL, "RU-SPE", "RU-SPE"},
        {NULL, "ru-spe", "RU-SPE"},
        {"RU", "St.-Petersburg", "RU-SPE"},
        {"RU", "St Petersburg", "RU-SPE"},
        {"RU", "Sankt-Peterburg", "RU-SPE"},
        {"RU", "SAINT PETERSBURG", "RU-SPE"},
        {"RU", "Санкт-Петербург", "RU-SPE"},
        {NULL, "санкт петербург", "RU-SPE"},
        {"RU", "Moscow", "RU-MOW"},
        {"RU", "Moscow Oblast", "RU-MOS"},
        {"RU", "Московская область", "RU-MOS"},
        {"RU", "Altai", "RU-AL"},
        {"RU", "Altay Kray", "RU-ALT"},
        {"RU", "North Ossetia–Alania", "RU-SE"},
        {"RU", "Yevrey (Jewish) Autonomous Oblast", "RU-YEV"},
        {"RU", "Могилёвская область", NULL},
        {"BY", "Могилевская область", "BY-MA"},
        {"KZ", "Almaty", "KZ-75"},
        {"KZ", "KZ-ALA", "KZ-75"},  /* what it was until 2022 */
        {"AD", "Canillo", "AD-02"}, /* the first and the last line */
        {"ZW", "Midlands", "ZW-MI"},
        {"DE", "Bayern", NULL},
        {"DE", "Bavaria", "DE-BY"},
        {NULL, "Limburg", NULL}, /* there are two */
        {"NL", "Limburg", "NL-LI"},
        {"BE", "Limburg", "BE-VLI"},
        {"RU", "RU-SPB", NULL},
        {"RU", "", NULL},
        {"RU", "-", NULL},
        {"RU", "# Regions of countries", NULL},
        {"XX", "Moscow", NULL},
        {"", "Moscow", "RU-MOW"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct region r = {.code = SLICE_LIT("none")};
        bool found = region_find(slice_from(cases[i].country), slice_from(cases[i].name), &r);
        const char *want = cases[i].code == NULL ? "none" : cases[i].code;
        if (found != (cases[i].code != NULL) || !slice_eq_lit(r.code, want))
            fail_msg("%s in %s: %.*s, not %s", cases[i].name,
                     cases[i].country == NULL ? "(any)" : cases[i].country, SLICE_ARG(r.code),
                     want);
    }
}

static void test_names(void **state) {
    (void)state;
    static const char *const names[] = {"RU-SPE", "Saint Petersburg", "Санкт-Петербург"};
    struct region r, none = {.line = SLICE_NONE};
    size_t at = 0;
    assert_true(region_find(SLICE_LIT("RU"), SLICE_LIT("RU-SPE"), &r));
    for (size_t i = 0; i < COUNT(names); i++)
        assert_true(slice_eq_lit(region_next_name(&r, &at), names[i]));
    while (region_next_name(&r, &at).ptr != NULL)
        assert_true(at <= r.line.len + 1);
    at = 0;
    assert_null(region_next_name(&none, &at).ptr);
}

struct line {
    struct region region;
    struct slice names[FIELD_CHOICES_MAX];
    size_t count;
};

static size_t read_lines(char *text, size_t size, struct line *lines, size_t max) {
    size_t count = 0;
    FILE *in = fopen(TABLE, "r");
    assert_non_null(in);
    size_t len = fread(text, 1, size, in);
    assert_true(len < size);
    fclose(in);
    for (struct slice rest = {text, len}; rest.ptr != NULL;) {
        struct slice s = slice_cut(rest, '\n', &rest);
        if (s.len == 0 || s.ptr[0] == '#')
            continue;
        assert_true(count < max);
        struct line *l = &lines[count++];
        size_t at = 0;
        l->region.line = s;
        for (struct slice name = region_next_name(&l->region, &at); name.ptr != NULL;
             name = region_next_name(&l->region, &at))
            l->names[l->count++] = name;
        l->region.code = l->names[0];
        /* with the names of a database, whatever a condition may compare */
        assert_in_range(l->count, 2, FIELD_CHOICES_MAX - 3);
    }
    return count;
}

static bool same_country(const struct line *a, const struct line *b) {
    return slice_eq(slice_sub(a->region.code, 0, 2), slice_sub(b->region.code, 0, 2));
}

/* Sorted, and no name stands twice in a country. */
static void test_table(void **state) {
    (void)state;
    static char text[512 * 1024];
    static struct line lines[6000];
    size_t count = read_lines(text, sizeof text, lines, COUNT(lines));
    assert_true(count > 5000);
    for (size_t i = 0; i < count; i++) {
        assert_true(i == 0 || slice_compare(lines[i - 1].region.line, lines[i].region.line) < 0);
        for (size_t k = i; k < count && same_country(&lines[i], &lines[k]); k++)
            for (size_t a = 0; a < lines[i].count; a++)
                for (size_t b = k == i ? a + 1 : 0; b < lines[k].count; b++)
                    if (reading_alike(lines[i].names[a], lines[k].names[b]))
                        fail_msg("%.*s: \"%.*s\" is in %.*s too", SLICE_ARG(lines[i].region.code),
                                 SLICE_ARG(lines[i].names[a]), SLICE_ARG(lines[k].region.code));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_found),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
