/* texts: languages as files: what is built in, what an owner's file changes, what is wrong with a
 * broken one, and a language that the program does not know. Run from the root of the source. */
#include "unit.h"

#include "base/arena.h"
#include "base/bounds.h"
#include "base/utf8.h"
#include "form_fixture.h"
#include "lead/message.h"

#define FORM(languages, label)                                                                     \
    "languages: " languages "\ntitle: T\ndefault_category: other\nfields:\n"                       \
    "  - {name: a, type: text, label: " label ", required: true, max_length: 1}\n"

/* What the German of 0.1.0 knows nothing of: unread, ambiguous, from, until, origin. */
#define LATER_WORDS 5

static char *read_file(const char *path) {
    char *text = calloc(1, FORM_FILE_BYTES_MAX);
    FILE *f = fopen(path, "r");
    assert_non_null(f);
    assert_in_range(fread(text, 1, FORM_FILE_BYTES_MAX - 1, f), 1, FORM_FILE_BYTES_MAX - 2);
    fclose(f);
    return text;
}

/* A set with one form and a file of texts of that name. */
static char *build(const char *form, const char *name, const char *texts, struct form_set **set) {
    struct form_file files[] = {fixture_file("categories.yaml", FIXTURE_CATEGORIES),
                                fixture_file("page.html", FIXTURE_PAGE), fixture_file(name, texts),
                                fixture_file("x.yaml", form)};
    return fixture_build(files, COUNT(files), set);
}

static struct form_set *build_good(const char *form, const char *name, const char *texts) {
    struct form_set *set;
    char *problems = build(form, name, texts, &set);
    assert_string_equal(problems, "");
    free(problems);
    return set;
}

static void check_word(const struct texts *t, enum language l, enum word w, const char *expected) {
    struct slice got = texts_word(t, w, l);
    if (!slice_eq_lit(got, expected))
        fail_msg("\"%.*s\"", SLICE_ARG(got));
}

static void check_message(const struct form_set *set, enum language l, enum fault f,
                          const char *expected) {
    struct arena *arena = arena_new(64 * 1024);
    struct answer answer = {.fault = f};
    struct submission s = {.form = form_at(set, 0), .language = l, .answers = &answer};
    struct buf b;
    struct slice got;
    buf_init(&b, arena, FAULT_MESSAGE_BYTES_MAX);
    message_write(&b, &s, &s.form->fields[0], f);
    assert_int_equal(buf_done(&b, &got), OK);
    if (!slice_eq_lit(got, expected))
        fail_msg("\"%.*s\"", SLICE_ARG(got));
    arena_free(arena);
}

/* --- what is built in ------------------------------------------------------------------------ */

static void test_built_in(void **state) {
    (void)state;
    enum language l;
    struct form_set *set = build_good(FORM("[ru, en]", "A"), "none", "");
    const struct texts *t = form_set_texts(set);
    assert_int_equal(t->count, 2);
    assert_string_equal(texts_code(t, LANGUAGE_RU), "ru");
    assert_string_equal(texts_code(t, LANGUAGE_EN), "en");
    assert_true(slice_eq_lit(texts_name(t, LANGUAGE_RU), "По-русски"));
    assert_true(texts_decimal_comma(t, LANGUAGE_RU) && !texts_decimal_comma(t, LANGUAGE_EN));
    assert_true(texts_day_first(t, LANGUAGE_RU) && !texts_day_first(t, LANGUAGE_EN));
    check_word(t, LANGUAGE_RU, WORD_SEND, "Отправить");
    check_word(t, LANGUAGE_EN, WORD_SEND, "Send");
    assert_true(texts_find(t, SLICE_LIT("en"), &l) && l == LANGUAGE_EN);
    assert_false(texts_find(t, SLICE_LIT("EN"), &l));
    assert_false(texts_find(t, SLICE_LIT("e"), &l));
    assert_false(texts_find(t, SLICE_LIT(""), &l));
    assert_false(texts_find(t, SLICE_LIT("de"), &l));
    form_set_free(set);
}

/* A word without a key of its own in a file could never be set. */
static void test_every_word(void **state) {
    (void)state;
    struct form_set *set = build_good(FORM("[ru, en]", "A"), "none", "");
    const struct tongue *ru = &form_set_texts(set)->tongues[LANGUAGE_RU];
    for (int w = WORD_NONE + 1; w < WORD__MAX; w++) {
        if ((ru->words[w].len > 0) == (ru->counted[w] != NULL))
            fail_msg("word %d", w);
        for (int p = 0; p < PLURAL__MAX && ru->counted[w] != NULL; p++)
            assert_true(ru->counted[w][p].len > 0);
    }
    form_set_free(set);
}

static void test_plurals(void **state) {
    (void)state;
    static const struct {
        unsigned n;
        const char *ru, *en;
    } cases[] = {
        {0, "через {count} дней", "in {count} days"},
        {1, "через {count} день", "in {count} day"},
        {2, "через {count} дня", "in {count} days"},
        {4, "через {count} дня", "in {count} days"},
        {5, "через {count} дней", "in {count} days"},
        {11, "через {count} дней", "in {count} days"},
        {12, "через {count} дней", "in {count} days"},
        {21, "через {count} день", "in {count} days"},
        {22, "через {count} дня", "in {count} days"},
        {111, "через {count} дней", "in {count} days"},
        {36500, "через {count} дней", "in {count} days"},
        {1000000, "через {count} дней", "in {count} days"},
    };
    struct form_set *set = build_good(FORM("[ru, en]", "A"), "none", "");
    const struct texts *t = form_set_texts(set);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct slice ru = texts_counted(t, WORD_IN_DAYS, LANGUAGE_RU, cases[i].n);
        struct slice en = texts_counted(t, WORD_IN_DAYS, LANGUAGE_EN, cases[i].n);
        if (!slice_eq_lit(ru, cases[i].ru) || !slice_eq_lit(en, cases[i].en))
            fail_msg("%u: %.*s, %.*s", cases[i].n, SLICE_ARG(ru), SLICE_ARG(en));
    }
    form_set_free(set);
}

/* --- what an owner's file changes ------------------------------------------------------------ */

static void test_replaced(void **state) {
    (void)state;
    struct form_set *set = build_good(FORM("[ru, en]", "A"), "texts/ru.yaml",
                                      "pages: {send: Поехали}\nerrors:\n"
                                      "  required: '{label}! {label}!'\n"
                                      "  too_long: {one: 'До {count} знака в {label}', "
                                      "few: '{label} 2', many: '{label} 5'}\n");
    const struct texts *t = form_set_texts(set);
    assert_int_equal(t->count, 2);
    check_word(t, LANGUAGE_RU, WORD_SEND, "Поехали");
    check_word(t, LANGUAGE_RU, WORD_THANKS, "Спасибо! Заявка принята");
    check_word(t, LANGUAGE_EN, WORD_SEND, "Send");
    assert_true(texts_decimal_comma(t, LANGUAGE_RU));
    check_message(set, LANGUAGE_RU, FAULT_REQUIRED, "A! A!");
    check_message(set, LANGUAGE_RU, FAULT_TOO_LONG, "До 1 знака в A");
    form_set_free(set);
}

static void test_german(void **state) {
    (void)state;
    enum language de;
    char *text = read_file("tests/fixtures/texts/de.yaml");
    struct form_set *set =
        build_good(FORM("[de, en]", "{de: Gewicht, en: Weight}"), "texts/de.yaml", text);
    const struct texts *t = form_set_texts(set);
    assert_true(texts_find(t, SLICE_LIT("de"), &de));
    assert_int_equal(de, 2);
    assert_int_equal(form_at(set, 0)->languages[0], de);
    assert_true(texts_decimal_comma(t, de) && texts_day_first(t, de));
    check_word(t, de, WORD_SEND, "Absenden");
    check_message(set, de, FAULT_REQUIRED, "Bitte füllen Sie das Feld „Gewicht“ aus.");
    check_message(set, de, FAULT_TOO_LONG, "Gewicht: Bitte geben Sie höchstens 1 Zeichen ein.");
    check_message(set, LANGUAGE_EN, FAULT_REQUIRED, "Please fill in “Weight”.");
    check_word(t, de, WORD_FAULT_UNTIL, "{label}: choose up to {value}.");
    form_set_free(set);
    free(text);
}

/* The shipped files and the built-in ones are the same files. */
static void test_shipped(void **state) {
    (void)state;
    static const char *const paths[] = {"forms/texts/ru.yaml", "forms/texts/en.yaml"};
    struct form_set *built_in = build_good(FORM("[ru, en]", "A"), "none", "");
    for (size_t i = 0; i < COUNT(paths); i++) {
        char *text = read_file(paths[i]);
        struct form_set *set = build_good(FORM("[ru, en]", "A"), paths[i] + strlen("forms/"), text);
        for (int w = 0; w < WORD__MAX; w++)
            assert_true(slice_eq(form_set_texts(set)->tongues[i].words[w],
                                 form_set_texts(built_in)->tongues[i].words[w]));
        form_set_free(set);
        free(text);
    }
    form_set_free(built_in);
}

/* --- what is wrong with a file --------------------------------------------------------------- */

static void test_broken(void **state) {
    (void)state;
    static const struct {
        const char *name, *texts, *problems;
    } cases[] = {
        {"texts/en.yaml", "", "texts/en.yaml: the file is empty\n"},
        {"texts/en.yaml", "Send\n",
         "texts/en.yaml:1: expected the keys of a language, found text\n"},
        {"texts/en.yaml", "page: {send: Go}\n",
         "texts/en.yaml:1: unknown key \"page\", did you mean \"pages\"?\n"},
        {"texts/en.yaml", "pages:\n  sent: Go\n",
         "texts/en.yaml:2: unknown key \"sent\", did you mean \"send\"?\n"},
        {"texts/en.yaml", "pages: Go\n",
         "texts/en.yaml:1: expected the keys of pages, found text\n"},
        {"texts/en.yaml", "pages:\n  send:\n", "texts/en.yaml:2: expected text, found nothing\n"},
        {"texts/en.yaml", "pages:\n  send: [Go]\n",
         "texts/en.yaml:2: expected text, found a list\n"},
        {"texts/en.yaml", "pages:\n  send: 'Go {label}'\n",
         "texts/en.yaml:2: unknown name in braces \"label\"; known: none\n"},
        {"texts/en.yaml", "errors:\n  required: 'Fill in {lable}'\n",
         "texts/en.yaml:2: \"required\" without {label}\n"
         "texts/en.yaml:2: unknown name in braces \"lable\", did you mean \"label\"?\n"},
        {"texts/en.yaml", "errors:\n  required: Fill it in\n",
         "texts/en.yaml:2: \"required\" without {label}\n"},
        {"texts/en.yaml", "errors:\n  required: 'Fill in {label} { label}'\n",
         "texts/en.yaml:2: unknown name in braces \" label\", did you mean \"label\"?\n"},
        {"texts/en.yaml", "errors:\n  required: 'Fill in {label'\n",
         "texts/en.yaml:2: a { without its }\n"},
        {"texts/en.yaml", "errors:\n  required: '{label} {'\n",
         "texts/en.yaml:2: a { without its }\n"},
        {"texts/en.yaml", "errors:\n  required: '{{label}}'\n",
         "texts/en.yaml:2: \"required\" without {label}\n"
         "texts/en.yaml:2: unknown name in braces \"{label\", did you mean \"label\"?\n"},
        {"texts/en.yaml", "errors:\n  required: '{label}{}'\n",
         "texts/en.yaml:2: unknown name in braces \"\"; known: label\n"},
        {"texts/en.yaml", "errors:\n  too_long: '{label} {count}'\n",
         "texts/en.yaml:2: expected a sentence for each plural form of the language, found text\n"},
        {"texts/en.yaml", "errors:\n  too_long: {one: '{label}'}\n",
         "texts/en.yaml:2: \"too_long\" without the plural form \"other\"\n"},
        {"texts/en.yaml",
         "errors:\n  too_long: {one: '{label}', otter: '{label}', few: '{label}'}\n",
         "texts/en.yaml:2: \"too_long\" without the plural form \"other\"\n"
         "texts/en.yaml:2: unknown plural form \"few\"; known: one, other\n"
         "texts/en.yaml:2: unknown plural form \"otter\", did you mean \"other\"?\n"},
        {"texts/ru.yaml",
         "errors:\n  too_long: {one: '{label}', few: '{label}', other: '{label}'}\n",
         "texts/ru.yaml:2: \"too_long\" without the plural form \"many\"\n"},
        {"texts/ru.yaml",
         "errors:\n  too_long: {one: '{label}', few: '{count}', many: '{label}', other: "
         "'{label}'}\n",
         "texts/ru.yaml:2: \"too_long\" without {label}\n"},
        {"texts/en.yaml", "months: [January]\n", "texts/en.yaml:1: 1 months of 12\n"},
        {"texts/en.yaml", "months: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]\n",
         "texts/en.yaml:1: more than 12 months\n"},
        {"texts/en.yaml", "day_first: first\n",
         "texts/en.yaml:1: expected true or false, found \"first\"\n"},
        {"texts/en.yaml", "name: \xff\n",
         "texts/en.yaml:1: not UTF-8: save the file in that encoding\n"},
        {"texts/german.yaml", "name: x\n",
         "texts/german.yaml: a language's file is named by its code of two or three letters a-z, "
         "such as de.yaml\n"},
        {"texts/DE.yaml", "name: x\n",
         "texts/DE.yaml: a language's file is named by its code of two or three letters a-z, "
         "such as de.yaml\n"},
        {"texts/.yaml", "name: x\n",
         "texts/.yaml: a language's file is named by its code of two or three letters a-z, "
         "such as de.yaml\n"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct form_set *set;
        char *got = build(FORM("[ru, en]", "A"), cases[i].name, cases[i].texts, &set);
        if (strcmp(got, cases[i].problems) != 0)
            fail_msg("case %zu:\n%s\nexpected: %sgot:      %s", i, cases[i].texts,
                     cases[i].problems, got);
        assert_null(set);
        free(got);
    }
}

/* Every sentence that is missing is named, with the place where it belongs. */
static void test_incomplete(void **state) {
    (void)state;
    struct form_set *set;
    char *text = read_file("tests/fixtures/texts/de.yaml");
    size_t left_out = 0;
    for (char *line = strchr(text, '\n'); line != NULL; line = strchr(line + 1, '\n')) {
        if (strncmp(line, "\n  ", 3) != 0 || line[3] == ' ')
            continue;
        char *one = strdup(text), name[64], expected[100];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(line + 3, ":"), line + 3);
        snprintf(expected, sizeof expected, " without \"%s\"\n", name);
        memset(one + (line - text) + 1, '#', 1); /* the line becomes a comment */
        char *next = strchr(one + (line - text) + 1, '\n');
        while (next != NULL && strncmp(next, "\n    ", 5) == 0) { /* with its plural forms */
            next[1] = '#';
            next = strchr(next + 1, '\n');
        }
        char *got = build(FORM("[de]", "A"), "texts/de.yaml", one, &set);
        assert_null(set);
        if (strstr(got, expected) == NULL || strchr(got, '\n')[1] != '\0')
            fail_msg("%s: %s", name, got);
        free(got);
        free(one);
        left_out++;
    }
    assert_int_equal(left_out, WORD__MAX - 1 - LATER_WORDS); /* WORD_NONE */
    free(text);

    char *got = build(FORM("[de]", "A"), "texts/de.yaml", "name: Deutsch\npages: {}\n", &set);
    assert_null(set);
    assert_non_null(strstr(got, "texts/de.yaml:1: a language without \"day_first\"\n"));
    assert_non_null(strstr(got, "texts/de.yaml:1: a language without \"errors\"\n"));
    assert_non_null(strstr(got, "texts/de.yaml:2: pages without \"send\"\n"));
    free(got);
}

/* LANGUAGES_MAX languages, and one more. */
static void test_languages_bound(void **state) {
    (void)state;
    static const char *const codes[LANGUAGES_MAX - 1] = {
        /* with German's plurals */
        "af", "bg", "da", "de", "el", "et", "eu", "fi", "gl", "hu", "nb", "nl", "sq", "sv", "sw"};
    char *text = read_file("tests/fixtures/texts/de.yaml");
    char names[LANGUAGES_MAX][32];
    struct form_file files[LANGUAGES_MAX + 3] = {
        fixture_file("categories.yaml", FIXTURE_CATEGORIES),
        fixture_file("page.html", FIXTURE_PAGE)};
    size_t count = 2;
    for (int i = 0; i < LANGUAGES_MAX - 1; i++) {
        snprintf(names[i], sizeof names[i], "texts/%s.yaml", codes[i]);
        files[count++] = fixture_file(names[i], text);
    }
    struct form_set *set;
    files[count - 1] = fixture_file("x.yaml", FORM("[af, ru]", "A"));
    char *got = fixture_build(files, count, &set);
    assert_string_equal(got, "");
    assert_int_equal(form_set_texts(set)->count, LANGUAGES_MAX);
    assert_true(slice_eq_lit(form_at(set, 0)->title.in[LANGUAGES_MAX - 1], "T"));
    form_set_free(set);
    free(got);

    files[count - 1] = fixture_file(names[LANGUAGES_MAX - 2], text);
    files[count++] = fixture_file("x.yaml", FORM("[af, ru]", "A"));
    got = fixture_build(files, count, &set);
    assert_string_equal(got, "texts/sw.yaml: more than 16 languages\n");
    assert_null(set);
    free(got);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_built_in),        cmocka_unit_test(test_every_word),
        cmocka_unit_test(test_plurals),         cmocka_unit_test(test_replaced),
        cmocka_unit_test(test_german),          cmocka_unit_test(test_shipped),
        cmocka_unit_test(test_broken),          cmocka_unit_test(test_incomplete),
        cmocka_unit_test(test_languages_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
