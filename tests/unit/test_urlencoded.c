/* urlencoded: any bytes are taken; only the bounds refuse. */
#include "parse_case.h"

#include "body/urlencoded.h"

static const struct parse_case cases[] = {
    {"empty body", SENT(""), OK, ""},
    {"one pair", SENT("name=Ivan"), OK, "name=Ivan"},
    {"order is kept, repeats too", SENT("b=1&a=2&b=3"), OK, "b=1|a=2|b=3"},
    {"no equals sign: empty value", SENT("consent"), OK, "consent="},
    {"empty value", SENT("a=&b="), OK, "a=|b="},
    {"empty name", SENT("=x"), OK, "=x"},
    {"only an equals sign", SENT("="), OK, "="},
    {"second equals sign is value", SENT("q=a=b=="), OK, "q=a=b=="},
    {"empty pieces are skipped", SENT("&&a=1&&b=2&"), OK, "a=1|b=2"},
    {"only ampersands", SENT("&&&"), OK, ""},
    {"plus is a space, %2B a plus", SENT("p=%2B7+912&a+b=+"), OK, "p=+7 912|a b= "},
    {"escapes in both cases", SENT("a=%d0%98%D0%B2%d0%B0"), OK, "a=Ива"},
    {"escape in the name", SENT("%6e%61me=1"), OK, "name=1"},
    {"escaped separators do not cut", SENT("a=1%262%3D3"), OK, "a=1&2=3"},
    {"decoded once only", SENT("a=%2541"), OK, "a=%41"},
    {"lone percent sign stays", SENT("a=100%"), OK, "a=100%"},
    {"one digit stays", SENT("a=%4"), OK, "a=%4"},
    {"not hexadecimal stays", SENT("a=%zz%g1%1g"), OK, "a=%zz%g1%1g"},
    {"an escape does not reach over &", SENT("a=%4&1=2"), OK, "a=%4|1=2"},
    {"an escape does not reach over =", SENT("%4=1"), OK, "%4=1"},
    {"percent before an escape", SENT("a=%%41"), OK, "a=%A"},
    {"NUL is an octet like others", SENT("a=x%00y&b=\0z"), OK, "a=x\\x00y|b=\\x00z"},
    {"line ends of a textarea", SENT("c=1%0D%0A2"), OK, "c=1\\x0d\\x0a2"},
    {"octets that are not UTF-8 stay", SENT("a=%FF\xC3"), OK, "a=\xFF\xC3"},
    {"semicolon does not cut", SENT("a=1;b=2"), OK, "a=1;b=2"},
    {"Chromium's cargo form",
     SENT("name=%D0%98%D0%B2%D0%B0%D0%BD&phone=8+%28912%29+345-67-89&to="
          "%D0%A5%D0%B0%D0%B1%D0%B0%D1%80%D0%BE%D0%B2%D1%81%D0%BA&weight_kg=2000&consent=on"),
     OK, "name=Иван|phone=8 (912) 345-67-89|to=Хабаровск|weight_kg=2000|consent=on"},
};

static void test_cases(void **state) {
    (void)state;
    run_cases(urlencoded_parse, cases, sizeof cases / sizeof cases[0]);
}

static void test_pairs_bound(void **state) {
    (void)state;
    size_t count;
    assert_int_equal(code_of(urlencoded_parse, repeated("", "a=1&", PAIRS_MAX, ""), &count), OK);
    assert_int_equal(count, PAIRS_MAX);
    assert_int_equal(code_of(urlencoded_parse, repeated("", "a&", PAIRS_MAX + 1, ""), &count),
                     ERR_TOO_MANY);
    assert_int_equal(code_of(urlencoded_parse, repeated("", "&", 60000, "a=1"), &count), OK);
    assert_int_equal(count, 1);
}

/* Names and values are as long as they like: who needs them has the bounds. */
static void test_long_ones(void **state) {
    (void)state;
    size_t n;
    assert_int_equal(code_of(urlencoded_parse, repeated("", "n", BODY_BYTES_MAX - 2, "=1"), &n),
                     OK);
    assert_int_equal(code_of(urlencoded_parse, repeated("a=", "v", BODY_BYTES_MAX - 2, ""), &n),
                     OK);
}

static void test_every_arena(void **state) {
    (void)state;
    struct slice text = repeated("", "a=%41&", 50, "z=1");
    run_every_arena(urlencoded_parse, text, 16384);
    free((char *)text.ptr);
}

static void test_pairs_lie_in_the_body(void **state) {
    (void)state;
    struct arena *a = arena_new(65536);
    char bytes[] = "a=%41+b&c&=d";
    struct pair_list list = {0};
    assert_int_equal(urlencoded_parse(a, bytes, sizeof bytes - 1, &list), OK);
    for (size_t i = 0; i < list.count; i++) {
        const struct pair *p = &list.items[i];
        assert_true(p->name.ptr >= bytes && p->name.ptr + p->name.len <= bytes + sizeof bytes - 1);
        assert_true(p->value.ptr >= bytes &&
                    p->value.ptr + p->value.len <= bytes + sizeof bytes - 1);
    }
    assert_non_null(pairs_find(&list, "c")->value.ptr); /* empty, not unset */
    assert_null(pairs_find(&list, "x"));
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_pairs_bound),
        cmocka_unit_test(test_long_ones),
        cmocka_unit_test(test_every_arena),
        cmocka_unit_test(test_pairs_lie_in_the_body),
    };
    return cmocka_run_group_tests_name("urlencoded", tests, NULL, NULL);
}
