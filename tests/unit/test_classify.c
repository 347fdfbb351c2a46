/* classify: each kind of condition, held and not held, with a value and without; the order of
 * rules; what is kept as evidence; patterns that run into limits. */
#include "unit.h"

#include "lead_fixture.h"

#include <time.h>

#include "lead_form.h"
#include "moved_clock.h"

#include "base/metrics.h"
#include "lead/classify.h"

static struct category red = {NAME("high-margin"), NAME("red"), 10, RU_EN("", "")};
static struct category green = {NAME("low-margin"), NAME("green"), 20, RU_EN("", "")};

static const struct place place = {.country = NAME("RU"),
                                   .region = NAME("Khabarovsk Krai"),
                                   .region_ru = NAME("Хабаровский край"),
                                   .city = NAME("Khabarovsk"),
                                   .city_ru = NAME("Хабаровск")};
static const struct touch touch = {.utm = {[UTM_SOURCE] = NAME("yandex")}};

static pcre2_code *compile(const char *pattern, bool jit) {
    int code;
    size_t offset;
    pcre2_code *c = pcre2_compile((PCRE2_SPTR)pattern, strlen(pattern), PCRE2_UTF | PCRE2_UCP,
                                  &code, &offset, NULL);
    assert_non_null(c);
    if (jit)
        (void)pcre2_jit_compile(c, PCRE2_JIT_COMPLETE);
    return c;
}

/* A submission that stays in the arena, with more fields as name, value, ..., NULL. */
static struct submission sent(const char *const *more) {
    static struct test_pairs p;
    struct submission s;
    struct submission_input in = TEST_INPUT(LANGUAGE_RU, &p.list, matcher);
    test_fill(&p);
    for (; more != NULL && *more != NULL; more += 2)
        test_add(&p, more[0], more[1]);
    arena_reset(arena);
    assert_int_equal(submission_parse(arena, &in, &s), OK);
    assert_true(submission_valid(&s));
    return s;
}

static struct classification run_rules(struct rule *rules, size_t count, const struct submission *s,
                                       const struct place *where) {
    struct classification c;
    test_form.rules = rules;
    test_form.rule_count = count;
    const struct classify_input in = {.matcher = matcher,
                                      .submission = s,
                                      .place = where,
                                      .touch = &touch,
                                      .today = {TODAY, TODAY}};
    classify(&in, &c);
    test_form.rule_count = 0;
    return c;
}

static struct classification run_condition(struct condition *c, const struct submission *s,
                                           const struct place *where) {
    struct rule rule = {.name = NAME("r"), .category = &red, .conditions = c, .condition_count = 1};
    struct classification got = run_rules(&rule, 1, s, where);
    got.rule = got.rule == &rule ? test_form.rules : NULL;
    return got;
}

static bool holds(struct condition c, const struct submission *s, const struct place *where) {
    struct classification got = run_condition(&c, s, where);
    bool held = got.category == &red;
    assert_int_equal(got.evidence_count, held);
    return held;
}

static void test_matches(void **state) {
    (void)state;
    static const struct {
        const char *pattern, *comment;
        bool holds;
        const char *matched;
        size_t start;
    } cases[] = {
        {"(?i)хабаровск", "в Хабаровск", true, "Хабаровск", 3},
        {"(?i)хабаровск", "в Хаба\u00ADровск", true, "Хаба\u00ADровск", 3},
        {"(?i)хабаровск", "\u200Bв\u00A0Хабаровск", true, "Хабаровск", 7},
        {"й", "и и\u0306", true, "и\u0306", 3},
        {"а - я", "от а – я", true, "а – я", 5},
        {"\\b12\\b", "№ \u0661\u0662", true, "\u0661\u0662", 4},
        {"хабаровск", "в Хабаровск", false, NULL, 0},
        {"(?i)хабаровск", "Москва", false, NULL, 0},
        {"^в", "  в  ", true, "в", 0},        /* the trimmed text */
        {"\\bв\\b", "выезд", false, NULL, 0}, /* UCP: Cyrillic letters are letters */
        {"a\nb", "a\r\nb", true, "a\nb", 0},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *more[] = {"comment", cases[i].comment, NULL};
        struct submission s = sent(more);
        pcre2_code *code = compile(cases[i].pattern, false);
        struct condition c = {ON_FIELD(matches), .field = T_COMMENT, .code = code};
        struct classification got = run_condition(&c, &s, NULL);
        assert_int_equal(got.category == &red, cases[i].holds);
        c.negated = true;
        assert_int_equal(holds(c, &s, NULL), !cases[i].holds);
        pcre2_code_free(code);
        if (!cases[i].holds)
            continue;
        const struct evidence *e = &got.evidence[0];
        assert_true(slice_eq_lit(e->what, "comment"));
        assert_true(slice_eq_lit(e->matched, cases[i].matched));
        assert_int_equal(e->start, cases[i].start);
        assert_int_equal(e->end, cases[i].start + strlen(cases[i].matched));
    }
}

/* Neither a condition nor its opposite holds on what is not there. */
static void test_missing(void **state) {
    (void)state;
    static struct slice words[] = {NAME("x")};
    pcre2_code *code = compile(".", false);
    struct condition conditions[] = {
        {ON_FIELD(matches), .field = T_COMMENT, .code = code},
        {ON_FIELD(range), .field = T_WEIGHT, .has_max = true, .max = 1},
        {ON_FIELD(within_days), .field = T_READY, .days = 7},
        {ON_FIELD(in), .field = T_TRUCK, .words = words, .word_count = 1},
        {.kind = &condition_country, .words = words, .word_count = 1},
        {.kind = &condition_region, .words = words, .word_count = 1},
        {.kind = &condition_city, .words = words, .word_count = 1},
        {.kind = &condition_matches, .subject = &condition_utm, .utm = UTM_TERM, .code = code},
    };
    const struct place nowhere = {0};
    struct submission s = sent(NULL);
    for (size_t i = 0; i < COUNT(conditions); i++) {
        for (int negated = 0; negated <= 1; negated++) {
            conditions[i].negated = negated;
            assert_false(holds(conditions[i], &s, NULL));
            assert_false(holds(conditions[i], &s, &nowhere));
        }
    }
    pcre2_code_free(code);
}

static void test_range(void **state) {
    (void)state;
    static const struct {
        bool has_min, has_max;
        double min, max;
        bool holds;
    } cases[] = {
        {true, false, 2000, 0, true},   {true, false, 2000.5, 0, false},
        {false, true, 0, 2000, true},   {false, true, 0, 1999.5, false},
        {true, true, 1000, 3000, true}, {true, true, 2001, 3000, false},
    };
    const char *more[] = {"weight_kg", "2 т", NULL};
    struct submission s = sent(more);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct condition c = {ON_FIELD(range),
                              .field = T_WEIGHT,
                              .has_min = cases[i].has_min,
                              .has_max = cases[i].has_max,
                              .min = cases[i].min,
                              .max = cases[i].max};
        assert_int_equal(holds(c, &s, NULL), cases[i].holds);
        c.negated = true;
        assert_int_equal(holds(c, &s, NULL), !cases[i].holds);
    }
    struct condition c = {ON_FIELD(range), .field = T_WEIGHT, .has_min = true, .min = 1};
    struct classification got = run_condition(&c, &s, NULL);
    assert_true(got.evidence[0].has_number && got.evidence[0].number == 2000);
}

static void test_dates(void **state) {
    (void)state;
    static const struct {
        const char *sent;
        int days;
        bool holds;
    } cases[] = {{"22.11.2026", 7, true}, {"29.11.2026", 7, true},  {"30.11.2026", 7, false},
                 {"22.11.2026", 0, true}, {"23.11.2026", 0, false}, {"21.11.2026", 7, false}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *more[] = {"fixed_on", cases[i].sent, NULL};
        struct submission s = sent(more);
        struct condition c = {ON_FIELD(within_days), .field = T_FIXED, .days = cases[i].days};
        struct classification got = run_condition(&c, &s, NULL);
        assert_int_equal(got.category == &red, cases[i].holds);
    }
    const char *more[] = {"fixed_on", "24.11.2026", NULL};
    struct submission s = sent(more);
    struct condition c = {ON_FIELD(range), .field = T_FIXED, .has_min = true, .min = TODAY + 2};
    struct classification got = run_condition(&c, &s, NULL);
    assert_true(slice_eq_lit(got.evidence[0].matched, "2026-11-24"));
    assert_false(got.evidence[0].has_number);
    c.min = TODAY + 3;
    assert_false(holds(c, &s, NULL));
}

static void test_lists(void **state) {
    (void)state;
    static struct slice words[4];
    static const struct {
        const struct condition_kind *kind;
        enum test_field field;
        const char *word;
        bool holds;
    } cases[] = {
        {&condition_country, 0, "RU", true},
        {&condition_country, 0, "ru", true},
        {&condition_country, 0, "KZ", false},
        {&condition_region, 0, "хабаровский КРАЙ", true},
        {&condition_region, 0, "khabarovsk krai", true},
        {&condition_region, 0, "RU-KHA", true},
        {&condition_region, 0, "Khabarovsk", true}, /* as flat databases call it */
        {&condition_region, 0, "RU-AMU", false},
        {&condition_region, 0, "Хабаровск", false},
        {&condition_city, 0, "Хабаровск", true},
        {&condition_city, 0, "KHABAROVSK", true},
        {&condition_city, 0, "Москва", false},
        {&condition_phone_country, 0, "RU", true},
        {&condition_phone_country, 0, "KZ", false},
        {&condition_in, T_TRUCK, "ref", true},
        {&condition_in, T_TRUCK, "tent", false},
        {&condition_in, T_EXTRAS, "c", true}, /* the second of two values */
        {&condition_in, T_EXTRAS, "b", false},
        {&condition_in, T_CONSENT, "true", true},
    };
    const char *more[] = {"truck", "ref", "extras", "a", "extras", "c", NULL};
    struct submission s = sent(more);
    words[0] = SLICE_LIT("nothing");
    for (size_t i = 0; i < COUNT(cases); i++) {
        words[1] = slice_from(cases[i].word);
        struct condition c = {.kind = cases[i].kind,
                              .subject = cases[i].kind == &condition_in ? &condition_field : NULL,
                              .field = cases[i].field,
                              .words = words,
                              .word_count = 2};
        if (holds(c, &s, &place) != cases[i].holds)
            fail_msg("case %zu, %s", i, cases[i].word);
        c.negated = true;
        assert_int_equal(holds(c, &s, &place), !cases[i].holds);
    }
}

static void test_utm(void **state) {
    (void)state;
    struct submission s = sent(NULL);
    pcre2_code *code = compile("^yan", false);
    struct condition c = {
        .kind = &condition_matches, .subject = &condition_utm, .utm = UTM_SOURCE, .code = code};
    struct classification got = run_condition(&c, &s, NULL);
    assert_true(got.category == &red);
    assert_true(slice_eq_lit(got.evidence[0].what, "source"));
    assert_true(slice_eq_lit(got.evidence[0].matched, "yan"));
    pcre2_code_free(code);
}

static void test_order(void **state) {
    (void)state;
    const char *more[] = {"weight_kg", "100", NULL};
    struct submission s = sent(more);
    struct condition heavy[] = {{ON_FIELD(range), .field = T_WEIGHT, .has_min = true, .min = 50},
                                {ON_FIELD(range), .field = T_WEIGHT, .has_min = true, .min = 500}};
    struct condition light = {ON_FIELD(range), .field = T_WEIGHT, .has_max = true, .max = 200};
    struct rule rules[] = {
        {.name = NAME("both"), .category = &red, .conditions = heavy, .condition_count = 2},
        {.name = NAME("light"), .category = &green, .conditions = &light, .condition_count = 1},
        {.name = NAME("first"), .category = &red, .conditions = heavy, .condition_count = 1}};
    struct classification got = run_rules(rules, 3, &s, NULL);
    assert_ptr_equal(got.rule, &rules[1]); /* not the later one, which holds too */
    assert_ptr_equal(got.category, &green);
    assert_int_equal(got.evidence_count, 1);
    assert_ptr_equal(got.evidence[0].condition, &light);
    got = run_rules(rules, 1, &s, NULL);
    assert_null(got.rule);
    assert_ptr_equal(got.category, &test_other);
    assert_int_equal(got.evidence_count, 0);
}

static void test_evidence_cut(void **state) {
    (void)state;
    char text[2 * EVIDENCE_TEXT_MAX + 16] = "";
    pcre2_code *code = compile(".+", false);
    struct condition c = {ON_FIELD(matches), .field = T_COMMENT, .code = code};
    for (size_t i = 0; i < EVIDENCE_TEXT_MAX; i++)
        strcat(text, "ы");
    for (int longer = 0; longer <= 1; longer++) {
        const char *more[] = {"comment", text, NULL};
        struct submission s = sent(more);
        struct classification got = run_condition(&c, &s, NULL);
        assert_int_equal(got.evidence[0].matched.len, 2 * EVIDENCE_TEXT_MAX);
        assert_int_equal(got.evidence[0].end, strlen(text));
        assert_int_equal(got.marks.bits, longer ? 1 << MARK_EVIDENCE_CUT : 0);
        strcat(text, "ы");
    }
    pcre2_code_free(code);
}

/* A limit is neither a yes nor a no: the rule and its opposite are passed over, the lead marked,
 * with JIT and without. */
static void test_match_limit(void **state) {
    (void)state;
    const char *more[] = {"comment", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", NULL};
    struct submission s = sent(more);
    for (int jit = 0; jit <= 1; jit++) {
        pcre2_code *code = compile("(a+)+[bc]", jit);
        struct condition c = {ON_FIELD(matches), .field = T_COMMENT, .code = code};
        uint64_t before = metrics_get(METRIC_PATTERN_LIMITS);
        struct classification got = run_condition(&c, &s, NULL);
        assert_ptr_equal(got.category, &test_other);
        assert_int_equal(got.marks.bits, 1 << MARK_PATTERN_LIMIT);
        assert_int_equal(metrics_get(METRIC_PATTERN_LIMITS), before + 1);
        c.negated = true;
        assert_false(holds(c, &s, NULL));
        pcre2_code_free(code);
        matcher_begin(matcher);
    }
}

/* The rule that ran into a limit is told apart from those around it; rules behind the one that
 * holds are not tried. */
static void test_limited_rule(void **state) {
    (void)state;
    const char *more[] = {"comment", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!", NULL};
    struct submission s = sent(more);
    pcre2_code *no = compile("x", false), *slow = compile("(a+)+[bc]", false);
    pcre2_code *yes = compile("!", false);
    pcre2_code *const codes[] = {no, slow, yes, slow};
    struct condition conditions[COUNT(codes)];
    struct rule rules[COUNT(codes)];
    matcher_begin(matcher);
    for (size_t i = 0; i < COUNT(codes); i++) {
        conditions[i] = (struct condition){ON_FIELD(matches), .field = T_COMMENT, .code = codes[i]};
        rules[i] = (struct rule){.name = NAME("r"),
                                 .category = &red,
                                 .conditions = &conditions[i],
                                 .condition_count = 1};
    }
    struct classification got = run_rules(rules, COUNT(rules), &s, NULL);
    assert_ptr_equal(got.rule, &rules[2]);
    for (size_t i = 0; i < FORM_RULES_MAX; i++)
        assert_int_equal(got.limited[i], i == 1);
    pcre2_code_free(no);
    pcre2_code_free(slow);
    pcre2_code_free(yes);
    matcher_begin(matcher);
}

/* Somebody else had the processor. */
static void test_time_of_others(void **state) {
    (void)state;
    size_t start, end;
    pcre2_code *quick = compile("a", false);
    matcher_begin(matcher);
    clock_forward(PATTERN_TIME_MAX_MS);
    clock_step_ms = PATTERN_TIME_MAX_MS;
    for (int i = 0; i < 100; i++)
        assert_int_equal(matcher_run(matcher, quick, SLICE_LIT("a"), &start, &end), MATCH_YES);
    clock_step_ms = 0;
    pcre2_code_free(quick);
}

/* All patterns of one request share PATTERN_TIME_MAX_MS; the next request has its own. */
static void test_time_limit(void **state) {
    (void)state;
    size_t start, end;
    pcre2_code *slow = compile("(a+)+[bc]", false), *quick = compile("a", false);
    struct slice text = SLICE_LIT("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!");
    matcher_begin(matcher);
    int runs = 0;
    clock_t begun = clock();
    while (matcher_run(matcher, quick, text, &start, &end) == MATCH_YES && runs < 100000) {
        assert_int_equal(matcher_run(matcher, slow, text, &start, &end), MATCH_LIMIT);
        runs++;
    }
    assert_true(runs > 0);
    assert_true(clock() - begun < 10 * PATTERN_TIME_MAX_MS * (CLOCKS_PER_SEC / 1000));
    assert_int_equal(matcher_run(matcher, quick, text, &start, &end), MATCH_LIMIT);
    matcher_begin(matcher);
    assert_int_equal(matcher_run(matcher, quick, text, &start, &end), MATCH_YES);
    pcre2_code_free(slow);
    pcre2_code_free(quick);
}

/* What the JIT stack of 32 KiB cannot hold is matched again without JIT. */
static void test_jit_stack(void **state) {
    (void)state;
    char text[280];
    size_t start, end;
    memset(text, 'a', 140);
    memset(text + 140, 'b', 140);
    pcre2_code *code = compile("^(a(x|)(x|)(x|)(x|)(x|)(?1)?b)$", true);
    pcre2_match_data *data = pcre2_match_data_create(1, NULL);
    int plain = pcre2_match(code, (PCRE2_SPTR)text, sizeof text, 0, 0, data, NULL);
    uint32_t jit = 0;
    (void)pcre2_config(PCRE2_CONFIG_JIT, &jit);
    if (jit)
        assert_int_equal(plain, PCRE2_ERROR_JIT_STACKLIMIT); /* else this tests nothing */
    matcher_begin(matcher);
    assert_int_equal(matcher_run(matcher, code, (struct slice){text, sizeof text}, &start, &end),
                     MATCH_YES);
    assert_int_equal(end - start, sizeof text);
    pcre2_match_data_free(data);
    pcre2_code_free(code);
}

static void test_empty_subject(void **state) {
    (void)state;
    size_t start = 9, end = 9;
    pcre2_code *code = compile("^$", true);
    matcher_begin(matcher);
    assert_int_equal(matcher_run(matcher, code, SLICE_NONE, &start, &end), MATCH_YES);
    assert_int_equal(start + end, 0);
    pcre2_code_free(code);
}

/* By the database's code where it has one, whatever name it gives. */
static void test_place_names(void **state) {
    (void)state;
    const struct place coded = {.country = NAME("RU"),
                                .region = NAME("Piter"),
                                .region_code = NAME("RU-SPE"),
                                .city_ru = NAME("Санкт-Петербург")};
    const struct place unheard_of = {
        .country = NAME("RU"), .region = NAME("Piter"), .region_code = NAME("RU-XXX")};
    struct condition_values v;
    classify_place_names(&coded, &condition_region, &v);
    assert_true(v.count > 3);
    assert_true(slice_eq_lit(v.items[0], "Piter"));
    assert_true(slice_eq_lit(v.items[1], "RU-SPE"));
    assert_true(slice_eq_lit(v.items[2], "Saint Petersburg"));
    classify_place_names(&coded, &condition_city, &v);
    assert_int_equal(v.count, 1);
    assert_true(slice_eq_lit(v.items[0], "Санкт-Петербург"));
    classify_place_names(&unheard_of, &condition_region, &v);
    assert_int_equal(v.count, 2);
    assert_true(slice_eq_lit(v.items[1], "RU-XXX"));
    classify_place_names(&(struct place){.country = NAME("RU")}, &condition_region, &v);
    assert_int_equal(v.count, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matches),     cmocka_unit_test(test_missing),
        cmocka_unit_test(test_range),       cmocka_unit_test(test_dates),
        cmocka_unit_test(test_lists),       cmocka_unit_test(test_utm),
        cmocka_unit_test(test_order),       cmocka_unit_test(test_evidence_cut),
        cmocka_unit_test(test_match_limit), cmocka_unit_test(test_limited_rule),
        cmocka_unit_test(test_time_limit),  cmocka_unit_test(test_time_of_others),
        cmocka_unit_test(test_jit_stack),   cmocka_unit_test(test_empty_subject),
        cmocka_unit_test(test_place_names),
    };
    return cmocka_run_group_tests(tests, lead_setup, lead_teardown);
}
