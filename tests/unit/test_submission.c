/* submission: every type of field with what it takes and what it refuses, side by side; the form as
 * a whole: contacts, consent, repeats, unknown and own fields. */
#include "unit.h"

#include "lead_fixture.h"

#include "lead_form.h"

#include "base/xalloc.h"
#include "form/matcher.h"

static struct submission parse_in(const struct test_pairs *p, enum language l) {
    struct submission s;
    struct submission_input in = TEST_INPUT(l, &p->list, matcher);
    arena_reset(arena);
    assert_int_equal(submission_parse(arena, &in, &s), OK);
    return s;
}

static struct submission parse(const struct test_pairs *p) { return parse_in(p, LANGUAGE_RU); }

static const char *repeat(const char *what, size_t n) {
    static char text[16384];
    text[0] = '\0';
    size_t len = strlen(what);
    for (size_t i = 0; i < n; i++)
        memcpy(text + i * len, what, len + 1);
    return text;
}

struct field_case {
    enum test_field field;
    const char *sent;
    enum fault fault;
    const char *text; /* NULL: no valid text */
};

static void check_field(const struct field_case *c) {
    struct test_pairs p;
    test_fill(&p);
    test_set(&p, test_fields[c->field].name.ptr, c->sent);
    struct submission s = parse(&p);
    const struct answer *a = &s.answers[c->field];
    if (a->fault != c->fault || (c->text != NULL && !slice_eq_lit(a->value.text.typed, c->text)))
        fail_msg("%s=\"%s\": %s, \"%.*s\"", test_fields[c->field].name.ptr, c->sent,
                 fault_code(a->fault), SLICE_ARG(a->value.text.typed));
    assert_int_equal(s.invalid_count, c->fault != FAULT_NONE);
    assert_int_equal(a->state == ANSWER_VALID, c->text != NULL);
    assert_true(slice_eq_lit(a->raw, c->sent));
    assert_int_equal(submission_valid(&s), c->fault == FAULT_NONE);
}

static void test_field_table(void **state) {
    (void)state;
    const struct field_case cases[] = {
        {T_NAME, "Ия", FAULT_NONE, "Ия"},
        {T_NAME, "Я", FAULT_TOO_SHORT, NULL},
        {T_NAME, "Семён", FAULT_NONE, "Семён"},
        {T_NAME, "Семён😀", FAULT_TOO_LONG, NULL},
        {T_NAME, "  \t Иван\r\n ", FAULT_NONE, "Иван"},
        {T_NAME, "\xC2\xA0 Иван \xC2\xA0\xC2\xA0", FAULT_NONE, "Иван"},
        {T_NAME, "И\r\nв", FAULT_NONE, "И в"},
        {T_NAME, "", FAULT_REQUIRED, NULL},
        {T_NAME, " \xC2\xA0 ", FAULT_REQUIRED, NULL},
        {T_NAME, "Ив\x01", FAULT_NONE, "Ив"},
        {T_NAME, "И\vв", FAULT_NONE, "И в"},
        {T_NAME, "\u200B\u00AD", FAULT_REQUIRED, NULL},
        {T_NAME, "\u3000\u2800", FAULT_REQUIRED, NULL},
        {T_NAME, "Я\u200B", FAULT_TOO_SHORT, NULL},
        {T_NAME, "Семё\u00ADн", FAULT_NONE, "Семё\u00ADн"}, /* five are seen */
        {T_NAME, "Семе\u0308н", FAULT_NONE, "Семе\u0308н"},
        {T_NAME, "Ив\xFF", FAULT_TEXT, NULL},
        {T_NAME, "\xED\xA0\x80н", FAULT_TEXT, NULL},
        {T_COMMENT, "a\r\nb\rc\nd", FAULT_NONE, "a\nb\nc\nd"},
        {T_COMMENT, "", FAULT_NONE, NULL},
        {T_PHONE, "8 (912) 345-67-89", FAULT_NONE, "8 (912) 345-67-89"},
        {T_PHONE, "+7 000 000 00 00", FAULT_NONE, "+7 000 000 00 00"},
        {T_PHONE, "12345", FAULT_PHONE, NULL},
        {T_PHONE, "не скажу", FAULT_PHONE, NULL},
        {T_EMAIL, " ivan@example.com ", FAULT_NONE, "ivan@example.com"},
        {T_WEIGHT, "2 т", FAULT_NONE, "2 т"},
        {T_WEIGHT, "0,5", FAULT_NONE, "0,5"},
        {T_WEIGHT, "0,49", FAULT_TOO_SMALL, NULL},
        {T_WEIGHT, "20 000", FAULT_NONE, "20 000"},
        {T_WEIGHT, "20 000,1", FAULT_TOO_BIG, NULL},
        {T_WEIGHT, "20,001 т", FAULT_TOO_BIG, NULL},
        {T_WEIGHT, "много", FAULT_NUMBER, NULL},
        {T_READY, "22.11.2026", FAULT_NONE, "2026-11-22"},
        {T_READY, "21.11.2026", FAULT_TOO_EARLY, NULL},
        {T_READY, "2026-12-22", FAULT_NONE, "2026-12-22"},
        {T_READY, "2026-12-23", FAULT_TOO_LATE, NULL},
        {T_READY, "31.02.2027", FAULT_DATE, NULL},
        {T_READY, "завтра", FAULT_DATE, NULL},
        {T_FIXED, "12.11.2026", FAULT_NONE, "2026-11-12"},
        {T_FIXED, "11.11.2026", FAULT_TOO_EARLY, NULL},
        {T_FIXED, "02.12.2026", FAULT_NONE, "2026-12-02"},
        {T_FIXED, "03.12.2026", FAULT_TOO_LATE, NULL},
        {T_TRUCK, "tent", FAULT_NONE, "tent"},
        {T_TRUCK, " ref ", FAULT_NONE, "ref"},
        {T_TRUCK, "re\u200Bf", FAULT_NONE, "ref"},
        {T_TRUCK, "Tent", FAULT_CHOICE, NULL},
        {T_TRUCK, "", FAULT_NONE, NULL},
        {T_EXTRAS, "b", FAULT_NONE, "b"},
        {T_EXTRAS, "d", FAULT_CHOICE, NULL},
        {T_URGENT, "on", FAULT_NONE, "true"},
        {T_URGENT, "0", FAULT_NONE, "false"},
        {T_URGENT, "maybe", FAULT_CHOICE, NULL},
        {T_CODE, "abc7", FAULT_NONE, "abc7"},
        {T_CODE, "abc", FAULT_NONE, "abc"},
        {T_CODE, "abc\uFF17", FAULT_NONE, "abc\uFF17"}, /* seen as abc7, kept as typed */
        {T_CODE, "abc8", FAULT_PATTERN, NULL},
        {T_CODE, "8abc", FAULT_PATTERN, NULL},
        {T_CODE, "aaaaaaaaaaaaaaaaaaaa", FAULT_NONE, "aaaaaaaaaaaaaaaaaaaa"},
        {T_CODE, "aaaaaaaaaaaaaaaaaaaaa", FAULT_TOO_LONG, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++)
        check_field(&cases[i]);
}

static void test_long_text(void **state) {
    (void)state;
    check_field(&(struct field_case){T_COMMENT, repeat("ы", 4000), FAULT_NONE, repeat("ы", 4000)});
    check_field(&(struct field_case){T_COMMENT, repeat("ы", 4001), FAULT_TOO_LONG, NULL});
}

static void test_boxes(void **state) {
    (void)state;
    static const struct {
        const char *sent;
        enum fault fault;
    } cases[] = {
        {"on", FAULT_NONE},       {"true", FAULT_NONE}, {"TRUE", FAULT_NONE},
        {"1", FAULT_NONE},        {"yes", FAULT_NONE},  {"да", FAULT_NONE},
        {"Да", FAULT_NONE},       {"", FAULT_CONSENT},  {"off", FAULT_CONSENT},
        {"false", FAULT_CONSENT}, {"0", FAULT_CONSENT}, {"нет", FAULT_CONSENT},
        {"maybe", FAULT_CONSENT},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct test_pairs p;
        test_fill(&p);
        test_set(&p, "consent", cases[i].sent);
        struct submission s = parse(&p);
        assert_int_equal(s.answers[T_CONSENT].fault, cases[i].fault);
        assert_int_equal(s.answers[T_CONSENT].value.checked, cases[i].fault == FAULT_NONE);
    }
    struct test_pairs p;
    test_fill(&p);
    p.list.count--; /* consent is not sent at all */
    assert_int_equal(parse(&p).answers[T_CONSENT].fault, FAULT_CONSENT);
    test_add(&p, "consent", "true");
    p.items[2].kind = PAIR_BOOL;
    assert_true(parse(&p).answers[T_CONSENT].value.checked);
}

static void test_all_errors_at_once(void **state) {
    (void)state;
    struct test_pairs p = {0};
    test_add(&p, "weight_kg", "x");
    test_add(&p, "ready_on", "x");
    test_add(&p, "email", "x");
    struct submission s = parse(&p);
    assert_int_equal(s.invalid_count, 5);       /* and name, consent */
    assert_int_equal(s.form_fault, FAULT_NONE); /* the e-mail is filled, if wrongly */
    assert_false(submission_valid(&s));
}

static void test_contacts(void **state) {
    (void)state;
    static const struct {
        const char *phone, *email;
        enum fault fault;
    } cases[] = {{"89123456789", "", FAULT_NONE},
                 {"", "a@example.com", FAULT_NONE},
                 {"", "", FAULT_CONTACT},
                 {" ", "\xC2\xA0", FAULT_CONTACT},
                 {"1", "", FAULT_NONE}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct test_pairs p;
        test_fill(&p);
        test_set(&p, "phone", cases[i].phone);
        test_set(&p, "email", cases[i].email);
        struct submission s = parse(&p);
        assert_int_equal(s.form_fault, cases[i].fault);
        if (cases[i].fault != FAULT_NONE)
            assert_false(submission_valid(&s));
    }
}

/* What cannot be read beside what can does not refuse the lead. */
static void test_set_aside(void **state) {
    (void)state;
    static const struct {
        const char *phone, *email;
        bool taken, aside;
    } cases[] = {{"89123456789", "ivan@", true, true},
                 {"89123456789", "ivan@@example.com", true, true},
                 {"12", "a@example.com", true, true},
                 {"89123456789", "a@example.com", true, false},
                 {"12", "ivan@", false, false},
                 {"", "ivan@", false, false},
                 {"89123456789", "a\xFF@example.com", false, false}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct test_pairs p;
        test_fill(&p);
        test_set(&p, "phone", cases[i].phone);
        test_set(&p, "email", cases[i].email);
        struct submission s = parse(&p);
        assert_int_equal(submission_valid(&s), cases[i].taken);
        assert_int_equal(marks_has(s.marks, MARK_CONTACT_UNREAD), cases[i].aside);
        assert_int_equal(s.answers[T_PHONE].set_aside || s.answers[T_EMAIL].set_aside,
                         cases[i].aside);
    }
    /* an address that the form demands is demanded */
    struct test_pairs p;
    test_fields[T_EMAIL].required = true;
    test_fill(&p);
    test_set(&p, "email", "ivan@");
    struct submission s = parse(&p);
    test_fields[T_EMAIL].required = false;
    assert_int_equal(s.answers[T_EMAIL].fault, FAULT_EMAIL);
}

/* Ten digits on a page in another language, or from another country, are not quietly Russian. */
static void test_foreign_phone(void **state) {
    (void)state;
    static const struct {
        enum language language;
        const char *country, *phone;
        bool marked;
    } cases[] = {{LANGUAGE_RU, NULL, "912 345-67-89", false},
                 {LANGUAGE_RU, "RU", "912 345-67-89", false},
                 {LANGUAGE_EN, NULL, "912 345-67-89", true},
                 {LANGUAGE_EN, "RU", "912 345-67-89", true},
                 {LANGUAGE_RU, "US", "912 345-67-89", true},
                 {LANGUAGE_RU, "BY", "912 345-67-89", true},
                 {LANGUAGE_RU, "KZ", "8 912 345-67-89", false}, /* where it is the same number */
                 {LANGUAGE_EN, "KZ", "8 912 345-67-89", true},
                 {LANGUAGE_EN, "US", "+7 912 345-67-89", false}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct test_pairs p;
        struct submission s;
        struct submission_input in = TEST_INPUT(cases[i].language, &p.list, matcher);
        in.visitor_country = slice_from(cases[i].country);
        test_fill(&p);
        test_set(&p, "phone", cases[i].phone);
        arena_reset(arena);
        assert_int_equal(submission_parse(arena, &in, &s), OK);
        assert_true(submission_valid(&s));
        assert_true(slice_eq_lit(s.answers[T_PHONE].phones.items[0].e164, "+79123456789"));
        if (marks_has(s.marks, MARK_PHONE_UNVERIFIED) != cases[i].marked)
            fail_msg("case %zu", i);
    }
}

static void test_controls(void **state) {
    (void)state;
    struct test_pairs p;
    test_fill(&p);
    assert_int_equal(parse(&p).marks.bits, 0);
    test_set(&p, "comment",
             "a\x1F"
             "b\r\nc\vd");
    struct submission s = parse(&p);
    assert_int_equal(s.marks.bits, 1 << MARK_TEXT_REPAIRED);
    assert_true(slice_eq_lit(s.answers[T_COMMENT].value.text.typed, "ab\nc\nd"));
    p.items[p.list.count - 1].value = SLICE_LIT("a\0b");
    assert_int_equal(parse(&p).answers[T_COMMENT].fault, FAULT_TEXT);
}

static void test_repeats(void **state) {
    (void)state;
    struct test_pairs p;
    test_fill(&p);
    test_add(&p, "consent", "on");
    struct submission s = parse(&p);
    assert_int_equal(s.answers[T_CONSENT].fault, FAULT_NONE);
    test_add(&p, "name", "Ив\u200Bан"); /* seen as the first */
    assert_int_equal(parse(&p).answers[T_NAME].fault, FAULT_NONE);
    test_add(&p, "name", "Пётр");
    s = parse(&p);
    assert_int_equal(s.answers[T_NAME].fault, FAULT_REPEATED);
    assert_int_equal(s.answers[T_NAME].state, ANSWER_INVALID);
    assert_true(slice_eq_lit(s.answers[T_NAME].raw, "Иван"));
    assert_int_equal(s.invalid_count, 1);
}

/* intl-tel-input and its like: what was typed, and the whole number, under one name. */
static void test_repeated_contact(void **state) {
    (void)state;
    static const struct {
        const char *first, *second;
        size_t count;
    } cases[] = {{"8 (912) 345-67-89", "+79123456789", 1},
                 {"+79123456789", "", 1},
                 {"8 912 345 67 89", "8 495 123 45 67", 2}};
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct test_pairs p;
        test_fill(&p);
        test_set(&p, "phone", cases[i].first);
        test_add(&p, "phone", cases[i].second);
        struct submission s = parse(&p);
        assert_true(submission_valid(&s));
        assert_int_equal(s.answers[T_PHONE].phones.count, cases[i].count);
        assert_true(slice_eq_lit(s.answers[T_PHONE].phones.items[0].e164, "+79123456789"));
    }
    struct test_pairs p;
    test_fill(&p);
    test_add(&p, "email", "ivan@example.com");
    test_add(&p, "email", "IVAN@example.com");
    struct submission s = parse(&p);
    assert_int_equal(s.answers[T_EMAIL].fault, FAULT_NONE);
    assert_true(slice_eq_lit(s.answers[T_EMAIL].email.canonical, "ivan@example.com"));
}

static void test_repeated_choice(void **state) {
    (void)state;
    struct test_pairs p;
    test_fill(&p);
    static const char *const sent[] = {"", "c", "a", "c"};
    for (size_t i = 0; i < COUNT(sent); i++)
        test_add(&p, "extras", sent[i]);
    struct submission s = parse(&p);
    assert_int_equal(s.answers[T_EXTRAS].state, ANSWER_VALID);
    assert_int_equal(s.answers[T_EXTRAS].value.chosen_count, 2);
    assert_true(slice_eq_lit(s.answers[T_EXTRAS].value.chosen[0]->value, "c"));
    assert_true(slice_eq_lit(s.answers[T_EXTRAS].value.chosen[1]->value, "a"));
    test_add(&p, "extras", "z");
    assert_int_equal(parse(&p).answers[T_EXTRAS].fault, FAULT_CHOICE);
}

static void test_unknown_and_own(void **state) {
    (void)state;
    struct test_pairs p;
    test_fill(&p);
    test_add(&p, "_landing", "https://example.com/?a=1");
    test_add(&p, "_referrer", "https://ya.ru/");
    test_add(&p, "_submission", "x");
    test_add(&p, "_charset_", "utf-8");
    test_add(&p, "_ym_uid", "x");
    test_add(&p, "_landing2", "x");
    test_add(&p, "Name", "x");
    test_add(&p, "", "x");
    struct submission s = parse(&p);
    assert_int_equal(s.unknown_count, 4);
    assert_true(slice_eq_lit(s.landing, "https://example.com/?a=1"));
    assert_true(slice_eq_lit(s.referrer, "https://ya.ru/"));
    assert_int_equal(s.marks.bits, 0);
    assert_true(submission_valid(&s));
}

static void test_trap(void **state) {
    (void)state;
    struct test_pairs p;
    test_fill(&p);
    test_add(&p, TRAP_FIELD, " ");
    assert_int_equal(parse(&p).marks.bits, 0);
    test_set(&p, TRAP_FIELD, "http://spam.example");
    struct submission s = parse(&p);
    assert_int_equal(s.marks.bits, 1 << MARK_TRAP_FILLED);
    assert_true(submission_valid(&s));
}

static void test_files(void **state) {
    (void)state;
    struct test_pairs p;
    test_fill(&p);
    test_add(&p, "plan", "");
    p.items[3].kind = PAIR_FILE;
    assert_int_equal(parse(&p).marks.bits, 0); /* an input left empty */
    p.items[3].value = SLICE_LIT("план.pdf");
    p.items[3].file_bytes = 10;
    struct submission s = parse(&p);
    assert_int_equal(s.marks.bits, 1 << MARK_FILE_NOT_KEPT);
    assert_int_equal(s.unknown_count, 1);
    p.items[3].name = SLICE_LIT("comment"); /* a file where text is wanted is not the text */
    s = parse(&p);
    assert_int_equal(s.answers[T_COMMENT].state, ANSWER_MISSING);
    assert_true(submission_valid(&s));
}

/* What is cut is no field, whatever its beginning is called, and what is a field is not cut. */
static void test_long_ones(void **state) {
    (void)state;
    static const struct {
        const char *name;
        size_t bytes;
        enum fault fault;
        bool cut;
    } cases[] = {
        {"comment", PAIR_VALUE_MAX + 1, FAULT_TOO_LONG, true},
        {"phone", PAIR_VALUE_MAX + 1, FAULT_TOO_LONG, true},
        {"drift", PAIR_VALUE_MAX, FAULT_NONE, false},
        {"drift", PAIR_VALUE_MAX + 1, FAULT_NONE, true},
        {"_ga", PAIR_VALUE_MAX + 1, FAULT_NONE, true},
        {"_landing", URL_BYTES_MAX, FAULT_NONE, false},
        {"_landing", URL_BYTES_MAX + 1, FAULT_NONE, true},
        {"_referrer", URL_BYTES_MAX + 1, FAULT_NONE, true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct test_pairs p;
        test_fill(&p);
        test_set(&p, cases[i].name, repeat("1", cases[i].bytes));
        struct submission s = parse(&p);
        size_t index = form_field_index(&test_form, slice_from(cases[i].name));
        assert_int_equal(submission_valid(&s), cases[i].fault == FAULT_NONE);
        if (index < T__MAX)
            assert_int_equal(s.answers[index].fault, cases[i].fault);
        assert_int_equal(marks_has(s.marks, MARK_FIELD_CUT), cases[i].cut);
    }
    struct test_pairs p;
    test_fill(&p);
    test_add(&p, "comment", "x");
    p.items[3].name_cut = true;
    struct submission s = parse(&p);
    assert_int_equal(s.answers[T_COMMENT].state, ANSWER_MISSING);
    assert_int_equal(s.unknown_count, 1);
    assert_int_equal(s.marks.bits, 1 << MARK_FIELD_CUT);
}

/* Nobody needs a part that cannot be read, unless it may be a field of the form. */
static void test_unread_parts(void **state) {
    (void)state;
    struct test_pairs p;
    test_fill(&p);
    test_add(&p, "drift", "");
    p.items[3].kind = PAIR_UNREAD;
    struct submission s = parse(&p);
    assert_true(submission_valid(&s));
    assert_int_equal(s.marks.bits, 1 << MARK_PART_NOT_READ);
    assert_int_equal(s.unknown_count, 1);
    p.items[3].name = SLICE_LIT("comment");
    assert_int_equal(parse(&p).answers[T_COMMENT].fault, FAULT_TEXT);
    p.items[3].name = SLICE_LIT("phone"); /* beside one that can be read */
    assert_int_equal(parse(&p).answers[T_PHONE].fault, FAULT_TEXT);
}

static void test_guessed_charset(void **state) {
    (void)state;
    struct test_pairs p;
    test_fill(&p);
    p.list.charset_guessed = true;
    struct submission s = parse(&p);
    assert_int_equal(s.marks.bits, 1 << MARK_CHARSET_GUESSED);
    assert_true(submission_valid(&s));
}

static void test_json_kinds(void **state) {
    (void)state;
    struct test_pairs p;
    test_fill(&p);
    test_add(&p, "weight_kg", "1.5e3");
    assert_int_equal(parse(&p).answers[T_WEIGHT].fault, FAULT_NUMBER);
    p.items[3].kind = PAIR_NUMBER;
    struct submission s = parse(&p);
    assert_true(s.answers[T_WEIGHT].value.number == 1500);
    p.items[3] = (struct pair){
        .name = SLICE_LIT("comment"), .value = SLICE_LIT("{\"a\":1}"), .kind = PAIR_JSON};
    assert_int_equal(parse(&p).answers[T_COMMENT].fault, FAULT_TEXT);
    p.items[3] = (struct pair){
        .name = SLICE_LIT("phone"), .value = SLICE_LIT("79123456789"), .kind = PAIR_NUMBER};
    p.items[1] = p.items[3];
    p.list.count = 3;
    assert_int_equal(parse(&p).answers[T_PHONE].phones.count, 1);
}

static void test_marks_of_contacts(void **state) {
    (void)state;
    struct test_pairs p;
    test_fill(&p);
    test_set(&p, "phone", "+7 000 000 00 00");
    test_set(&p, "email",
             "a@"
             "xn--a");
    struct submission s = parse(&p);
    assert_int_equal(s.marks.bits, 1 << MARK_PHONE_UNVERIFIED | 1 << MARK_EMAIL_UNVERIFIED);
    assert_true(submission_valid(&s));
}

/* Where the visitor is it may still be yesterday, or tomorrow already. */
static void test_today_of_visitor(void **state) {
    (void)state;
    static const struct {
        struct day_span today;
        const char *day;
        enum fault fault;
    } cases[] = {
        {{TODAY, TODAY}, "21.11.2026", FAULT_TOO_EARLY},
        {{TODAY - 1, TODAY}, "21.11.2026", FAULT_NONE},
        {{TODAY - 1, TODAY}, "20.11.2026", FAULT_TOO_EARLY},
        {{TODAY - 1, TODAY}, "22.12.2026", FAULT_NONE},
        {{TODAY - 1, TODAY}, "23.12.2026", FAULT_TOO_LATE},
        {{TODAY, TODAY + 1}, "23.12.2026", FAULT_NONE},
        {{TODAY, TODAY + 1}, "24.12.2026", FAULT_TOO_LATE},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct test_pairs p;
        struct submission s;
        struct submission_input in = TEST_INPUT(LANGUAGE_RU, &p.list, matcher);
        in.today = cases[i].today;
        test_fill(&p);
        test_set(&p, "ready_on", cases[i].day);
        arena_reset(arena);
        assert_int_equal(submission_parse(arena, &in, &s), OK);
        assert_int_equal(s.answers[T_READY].fault, cases[i].fault);
    }
}

/* What may be either is not guessed, and both are kept for the message. */
static void test_two_readings(void **state) {
    (void)state;
    struct test_pairs p;
    test_fill(&p);
    test_set(&p, "weight_kg", "10.000 кг");
    test_set(&p, "fixed_on", "11/12/2026");
    struct submission s = parse(&p);
    assert_int_equal(s.answers[T_WEIGHT].fault, FAULT_NUMBER_TWO);
    assert_int_equal(s.answers[T_WEIGHT].state, ANSWER_INVALID);
    assert_true(s.answers[T_WEIGHT].value.number == 10000 && s.answers[T_WEIGHT].value.other == 10);
    assert_int_equal(s.answers[T_FIXED].fault, FAULT_TOO_LATE); /* the day first in Russian */
    s = parse_in(&p, LANGUAGE_EN);
    assert_int_equal(s.answers[T_WEIGHT].fault, FAULT_NUMBER_TWO);
    assert_int_equal(s.answers[T_FIXED].fault, FAULT_DATE_TWO);
    assert_int_equal(s.answers[T_FIXED].state, ANSWER_INVALID);
    assert_int_equal(s.answers[T_FIXED].value.number, TODAY - 10); /* 12 November */
    assert_int_equal(s.answers[T_FIXED].value.other, TODAY + 19);  /* 11 December */
    assert_string_equal(fault_code(FAULT_NUMBER_TWO), "number_ambiguous");
    assert_string_equal(fault_code(FAULT_DATE_TWO), "date_ambiguous");
}

/* A form's own pattern that runs into a limit must not refuse the visitor. */
static void test_pattern_limit(void **state) {
    (void)state;
    struct test_pairs p;
    int code;
    size_t offset;
    pcre2_code *kept = test_fields[T_CODE].code;
    test_fields[T_CODE].code = pcre2_compile(
        (PCRE2_SPTR) "(a+)+[bc]", 9, PCRE2_ANCHORED | PCRE2_ENDANCHORED, &code, &offset, NULL);
    test_fill(&p);
    test_set(&p, "code", "aaaaaaaaaaaaaaaaaaaa");
    struct submission s = parse(&p);
    assert_int_equal(s.answers[T_CODE].state, ANSWER_VALID);
    assert_int_equal(s.marks.bits, 1 << MARK_PATTERN_LIMIT);
    pcre2_code_free(test_fields[T_CODE].code);
    test_fields[T_CODE].code = kept;
}

/* Whatever the arena's size, the answer is whole or ERR_TOO_LARGE. */
static void test_small_arena(void **state) {
    (void)state;
    struct test_pairs p;
    test_fill(&p);
    test_set(&p, "comment", "a\r\nb");
    test_set(&p, "email", "a@example.com");
    test_set(&p, "ready_on", "22.11.2026");
    test_set(&p, "extras", "a");
    enum errcode e = ERR_TOO_LARGE;
    for (size_t bytes = 16; e != OK; bytes += 16) {
        struct arena *small = arena_new(bytes);
        struct submission s;
        struct submission_input in = TEST_INPUT(LANGUAGE_RU, &p.list, matcher);
        e = submission_parse(small, &in, &s);
        assert_true(e == OK || e == ERR_TOO_LARGE);
        if (e == OK)
            assert_true(submission_valid(&s));
        arena_free(small);
    }
}

static void test_names(void **state) {
    (void)state;
    for (enum fault f = 0; f < FAULT__MAX; f++)
        assert_non_null(fault_code(f));
    for (enum mark m = 0; m < MARK__MAX; m++)
        assert_non_null(mark_name(m));
    assert_string_equal(fault_code(FAULT_TOO_LONG), "too_long");
    assert_string_equal(mark_name(MARK_TEXT_REPAIRED), "text_repaired");
}

static int setup(void **state) {
    int code;
    size_t offset;
    phone_start();
    struct slice pattern = test_fields[T_CODE].pattern;
    test_fields[T_CODE].code = pcre2_compile(
        (PCRE2_SPTR)pattern.ptr, pattern.len,
        PCRE2_UTF | PCRE2_UCP | PCRE2_ANCHORED | PCRE2_ENDANCHORED, &code, &offset, NULL);
    return lead_setup(state) != 0 || test_fields[T_CODE].code == NULL;
}

static int teardown(void **state) {
    pcre2_code_free(test_fields[T_CODE].code);
    return lead_teardown(state);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_field_table),
        cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_boxes),
        cmocka_unit_test(test_all_errors_at_once),
        cmocka_unit_test(test_contacts),
        cmocka_unit_test(test_set_aside),
        cmocka_unit_test(test_foreign_phone),
        cmocka_unit_test(test_controls),
        cmocka_unit_test(test_repeats),
        cmocka_unit_test(test_repeated_contact),
        cmocka_unit_test(test_repeated_choice),
        cmocka_unit_test(test_unknown_and_own),
        cmocka_unit_test(test_trap),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_long_ones),
        cmocka_unit_test(test_unread_parts),
        cmocka_unit_test(test_guessed_charset),
        cmocka_unit_test(test_json_kinds),
        cmocka_unit_test(test_marks_of_contacts),
        cmocka_unit_test(test_today_of_visitor),
        cmocka_unit_test(test_two_readings),
        cmocka_unit_test(test_pattern_limit),
        cmocka_unit_test(test_small_arena),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
