/* recent_name: what a name says is what was written into it, and no other name says anything. */
#include "unit.h"

#include "store/recent_name.h"

#define STEM "0006423f00000000-00000001-00000002"

static struct recent_label label(const char *text) {
    struct recent_label l;
    snprintf(l.text, sizeof l.text, "%s", text);
    return l;
}

static struct spool_name named(const char *text) {
    struct spool_name name;
    assert_in_range(strlen(text), 0, SPOOL_NAME_MAX);
    strcpy(name.text, text);
    return name;
}

static void assert_same(const struct recent_name *a, const struct recent_name *b) {
    assert_string_equal(a->stem.text, b->stem.text);
    assert_true(recent_label_same(&a->label, &b->label));
    assert_int_equal(a->begun_us, b->begun_us);
    assert_int_equal(a->records, b->records);
    assert_int_equal(a->octets, b->octets);
}

static void begins_with_nothing_in_it(void **state) {
    struct recent_label mine = label("7123-1-64ab");
    struct recent_name made, other, read;
    struct spool_name name;
    (void)state;
    recent_name_make(&mine, &made);
    recent_name_make(&mine, &other);
    assert_string_not_equal(made.stem.text, other.stem.text);
    assert_true(other.begun_us > made.begun_us);
    assert_int_equal(made.records + (unsigned long)made.octets, 0);
    recent_name_write(&made, &name);
    assert_non_null(strstr(name.text, ".0.0~7123-1-64ab"));
    assert_true(recent_name_parse(&name, &read));
    assert_same(&made, &read);
}

static void what_is_learned_leaves_the_stem(void **state) {
    struct recent_label mine = label("a-1-1");
    struct recent_name n, read;
    struct spool_name before, after;
    (void)state;
    recent_name_make(&mine, &n);
    recent_name_write(&n, &before);
    n.records = 17;
    n.octets = 4711;
    n.label = label("b-2-2");
    recent_name_write(&n, &after);
    assert_memory_equal(before.text, after.text, strlen(STEM));
    assert_string_equal(after.text + strlen(STEM), ".17.4711~b-2-2");
    assert_true(recent_name_parse(&after, &read));
    assert_same(&n, &read);
}

/* The longest that there is. */
static void everything_fits(void **state) {
    struct history_name longest;
    struct recent_label cut;
    struct recent_name n, read;
    struct spool_name name;
    (void)state;
    memset(longest.text, 'h', HISTORY_NAME_MAX);
    longest.text[HISTORY_NAME_MAX] = '\0';
    recent_label_make(&longest, UINT32_MAX, &cut);
    assert_int_equal(strlen(cut.text), HISTORY_NAME_MAX + 11);
    recent_name_make(&cut, &n);
    n.records = SPOOL_FILE_BYTES_MAX;
    n.octets = SPOOL_FILE_BYTES_MAX;
    recent_name_write(&n, &name);
    assert_true(strlen(name.text) < SPOOL_NAME_MAX);
    assert_true(recent_name_parse(&name, &read));
    assert_same(&n, &read);
}

static void at_the_bounds_and_one_past(void **state) {
    struct spool_name name = named(STEM ".1.67108864~");
    struct recent_name n;
    size_t bare = strlen(name.text);
    (void)state;
    assert_int_equal(SPOOL_FILE_BYTES_MAX, 67108864);
    memset(name.text + bare, 'h', RECENT_LABEL_MAX);
    name.text[bare + RECENT_LABEL_MAX] = '\0';
    assert_true(recent_name_parse(&name, &n));
    assert_int_equal(n.octets, SPOOL_FILE_BYTES_MAX);
    assert_int_equal(strlen(n.label.text), RECENT_LABEL_MAX);
    strcat(name.text, "h");
    assert_false(recent_name_parse(&name, &n));
    name = named(STEM ".1.67108865~h");
    assert_false(recent_name_parse(&name, &n));
    name = named(STEM ".67108864.1~h");
    assert_true(recent_name_parse(&name, &n));
    name = named(STEM ".67108865.1~h");
    assert_false(recent_name_parse(&name, &n));
}

static void names_of_others(void **state) {
    static const char *const texts[] = {
        "",
        "~",
        "~h",
        "README",
        STEM,
        STEM ".1",
        STEM ".1.1",
        STEM ".1.1~",
        STEM ".1.~h",
        STEM ".1~h",
        STEM "..1~h",
        STEM ".1.-1~h",
        STEM ".1. 1~h",
        STEM ".1.1x~h",
        STEM ".x.1~h",
        STEM ".-1.1~h",
        STEM ".1.99999999999999999999~h",
        STEM ".99999999999999999999.1~h",
        "0006423f00000000-00000001-0000000x.1.1~h",
        "0006423f00000000-00000001.1.1~h",
        "0000000000000000-00000001-00000002.1.1~h",
        "ffff423f00000000-00000001-00000002.1.1~h",
        "x" STEM ".1.1~h",
    };
    (void)state;
    for (size_t i = 0; i < COUNT(texts); i++) {
        struct spool_name name = named(texts[i]);
        struct recent_name n = {.records = 4711};
        if (recent_name_parse(&name, &n))
            fail_msg("\"%s\"", texts[i]);
        assert_int_equal(n.records, 4711); /* written on success only */
    }
}

static void cuts_are_told_apart(void **state) {
    static const struct {
        const char *label;
        unsigned cuts;
    } cases[] = {
        {"7123-1-64ab", 0},
        {"7123-1-64ab_1", 1},
        {"7123-1-64ab_999999999", 999999999},
        {"h_1000000000", 0},
        {"h_99999999999999999999", 0},
        {"h_", 0},
        {"h_-1", 0},
        {"h_ 1", 0},
        {"h_1x", 0},
        {"_unknown", 0},
        {"_unknown_3", 3},
        {"h-c1", 0},
        {"", 0},
        {"_", 0},
        {"h_2_5", 5},
    };
    struct history_name h = {"7123-1-64ab"};
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct recent_label l = label(cases[i].label);
        if (recent_label_cuts(&l) != cases[i].cuts)
            fail_msg("\"%s\": %u", cases[i].label, recent_label_cuts(&l));
    }
    for (size_t i = 0; i < 3; i++) {
        struct recent_label made, expected = label(cases[i].label);
        recent_label_make(&h, cases[i].cuts, &made);
        assert_true(recent_label_same(&made, &expected));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(begins_with_nothing_in_it),
        cmocka_unit_test(what_is_learned_leaves_the_stem),
        cmocka_unit_test(everything_fits),
        cmocka_unit_test(at_the_bounds_and_one_past),
        cmocka_unit_test(names_of_others),
        cmocka_unit_test(cuts_are_told_apart),
    };
    return cmocka_run_group_tests_name("recent_name", tests, NULL, NULL);
}
