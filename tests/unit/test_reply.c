/* reply: what the client wants, read from its headers and its query. */
#include "unit.h"

#include "web/reply.h"

static struct request with(const char *accept, const char *content_type) {
    return (struct request){.accept = slice_from(accept),
                            .content_type = slice_from(content_type),
                            .query = SLICE_LIT("")};
}

static void json_or_html(void **state) {
    static const struct {
        const char *accept, *content_type;
        bool json;
    } cases[] = {
        {NULL, NULL, false},
        {"*/*", "application/x-www-form-urlencoded", false},
        {"application/json", "application/x-www-form-urlencoded", true},
        {"application/json, text/plain, */*", NULL, true},
        {"text/html,application/xhtml+xml,application/json;q=0.9", NULL, false},
        {"*/*", "application/json; charset=utf-8", true},
        {NULL, "application/json", true},
        {"text/html", "application/json", false},
        {"Application/JSON", NULL, true},
        {"TEXT/HTML", "application/json", false},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct request r = with(cases[i].accept, cases[i].content_type);
        if (reply_wants_json(&r) != cases[i].json)
            fail_msg("case %zu", i);
    }
}

static void query_values(void **state) {
    static const struct {
        const char *query, *name, *value; /* NULL: unset */
    } cases[] = {
        {"", "lang", NULL},
        {"fragment", "fragment", ""},
        {"a=1&lang=en", "lang", "en"},
        {"xlang=en", "lang", NULL},
        {"lang=", "lang", ""},
        {"lang=ru&lang=en", "lang", "ru"},
        {"&&lang=en&", "lang", "en"},
        {"receipt=a=b", "receipt", "a=b"},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct request r = {.query = slice_from(cases[i].query)};
        struct slice value = reply_query(&r, cases[i].name);
        bool same = cases[i].value == NULL
                        ? value.ptr == NULL
                        : value.ptr != NULL && slice_eq_lit(value, cases[i].value);
        if (!same)
            fail_msg("query \"%s\"", cases[i].query);
    }
}

static void language_of_answers(void **state) {
    static const struct texts texts = {.tongues = {{.code = "ru"}, {.code = "en"}, {.code = "uk"}},
                                       .count = 3};
    static enum language both[] = {LANGUAGE_RU, LANGUAGE_EN}, english[] = {LANGUAGE_EN};
    static const struct form two = {.languages = both, .language_count = 2};
    static const struct form one = {.languages = english, .language_count = 1};
    static const struct {
        const struct form *form;
        const char *query, *accept_language;
        enum language expected;
    } cases[] = {
        {&two, "", NULL, LANGUAGE_RU},
        {&two, "", "en", LANGUAGE_EN},
        {&two, "", "en-GB,en;q=0.9,ru;q=0.8", LANGUAGE_EN},
        {&two, "", "ru;q=0.3, en;q=0.7", LANGUAGE_EN},
        {&two, "", "de,fr;q=0.5", LANGUAGE_RU},
        {&two, "", "de, en;q=0.001", LANGUAGE_EN},
        {&two, "", "en;q=0", LANGUAGE_RU},
        {&two, "", "en;q=junk,ru", LANGUAGE_RU},
        {&two, "lang=en", "ru", LANGUAGE_EN},
        {&two, "lang=de", "en", LANGUAGE_EN},
        {&one, "", "ru", LANGUAGE_EN},
        {&one, "lang=ru", "ru", LANGUAGE_EN},
        {NULL, "", NULL, LANGUAGE_RU},
        {NULL, "", "en", LANGUAGE_EN},
        {NULL, "", "ru", LANGUAGE_RU},
        {NULL, "", "uk,ru;q=0.9", 2}, /* a language that has no name here */
        {&two, "", "uk,en;q=0.9", LANGUAGE_EN},
    };
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct request r = {.query = slice_from(cases[i].query),
                            .accept_language = slice_from(cases[i].accept_language)};
        if (reply_language(&r, &texts, cases[i].form) != cases[i].expected)
            fail_msg("case %zu", i);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_or_html),
        cmocka_unit_test(query_values),
        cmocka_unit_test(language_of_answers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
