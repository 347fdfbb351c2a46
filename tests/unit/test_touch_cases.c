/* touch_cases: the links of tests/channels/cases.tsv are read here as the database reads them. */
#include "unit.h"

#include <stdlib.h>

#define FIXTURE_ARENA_BYTES (256 * 1024)
#include "arena_fixture.h"

#include "lead/touch.h"

enum column {
    LANDING = 1,
    REFERRER,
    TAG_SOURCE = 9,
    TAG_MEDIUM,
    TAG_CAMPAIGN,
    HOST,
    NOTE,
    COLUMNS
};

static int failures;

/* What the database makes for reports only: personal data masked, a host in its own letters. */
static bool is_for_reports(struct slice cell, struct slice got) {
    return slice_eq_lit(cell, "***") ||
           (got.ptr != NULL && memmem(got.ptr, got.len, "xn--", 4) != NULL);
}

static void compare(const struct slice *cells, const char *what, enum column column,
                    struct slice got) {
    if (slice_eq_lit(cells[column], "*") || is_for_reports(cells[column], got) ||
        (got.ptr == NULL ? cells[column].len == 0 : slice_eq(got, cells[column])))
        return;
    print_error("case %.*s: %s is \"%.*s\", not \"%.*s\": %.*s | %.*s (%.*s)\n",
                SLICE_ARG(cells[0]), what, SLICE_ARG(got), SLICE_ARG(cells[column]),
                SLICE_ARG(cells[LANDING]), SLICE_ARG(cells[REFERRER]), SLICE_ARG(cells[NOTE]));
    failures++;
}

/* A landing is an address with a host here: what the table has without one gets one. */
static struct slice landing_of(struct slice landing, char *room, size_t size) {
    bool whole = landing.len == 0 || slice_eq_nocase(slice_sub(landing, 0, 4), "http");
    int n = snprintf(room, size, "%s%.*s", whole ? "" : "https://example.ru/", SLICE_ARG(landing));
    return (struct slice){room, (size_t)n};
}

static void try_case(const struct slice *cells) {
    char room[16384];
    struct touch t;
    struct touch_input in = {.landing = landing_of(cells[LANDING], room, sizeof room),
                             .referrer = cells[REFERRER],
                             .seal = SEAL_GOOD};
    arena_reset(arena);
    assert_int_equal(touch_parse(arena, &in, &t), OK);
    compare(cells, "source", TAG_SOURCE, t.utm[UTM_SOURCE]);
    compare(cells, "medium", TAG_MEDIUM, t.utm[UTM_MEDIUM]);
    compare(cells, "campaign", TAG_CAMPAIGN, t.utm[UTM_CAMPAIGN]);
    compare(cells, "host", HOST, t.referrer_host);
}

static void test_cases(void **state) {
    (void)state;
    FILE *file = fopen("tests/channels/cases.tsv", "r");
    assert_non_null(file);
    char *line = NULL;
    size_t size = 0, cases = 0;
    while (getline(&line, &size, file) != -1) {
        struct slice rest = slice_from(line), cells[COLUMNS] = {{0}};
        rest.len = slice_find(rest, '\n');
        for (int i = 0; i < COLUMNS && rest.ptr != NULL; i++)
            cells[i] = slice_cut(rest, '\t', &rest);
        if (cells[0].len == 0 || !ascii_is_digit(cells[0].ptr[0]))
            continue;
        try_case(cells);
        cases++;
    }
    free(line);
    fclose(file);
    assert_true(cases > 500);
    assert_int_equal(failures, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
