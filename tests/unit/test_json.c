/* json: an object to pairs, numbers as sent; every refusal; both kinds of running out of memory. */
#include "parse_case.h"

#include <errno.h>
#include <jansson.h>

#include "body/json.h"

static enum errcode parse(struct arena *a, char *bytes, size_t len, struct pair_list *out) {
    return json_parse(a, bytes, len, out);
}

static const struct parse_case good[] = {
    {"empty object", SENT("{}"), OK, ""},
    {"white space around", SENT(" \r\n\t{ } \n"), OK, ""},
    {"byte order mark", SENT("\xEF\xBB\xBF{\"a\":1}"), OK, "#a=1"},
    {"each scalar", SENT("{\"s\":\"x\",\"n\":1,\"t\":true,\"f\":false,\"z\":null}"), OK,
     "s=x|#n=1|?t=true|?f=false"},
    {"order is kept",
     SENT("{\"z\":1,\"y\":2,\"x\":3,\"a\":4,\"m\":5,\"b\":6,\"k\":7,\"c\":8,\"j\":9,\"aa\":10}"),
     OK, "#z=1|#y=2|#x=3|#a=4|#m=5|#b=6|#k=7|#c=8|#j=9|#aa=10"},
    {"empty name and value", SENT("{\"\":\"\"}"), OK, "="},
    {"numbers stay as sent",
     SENT("{\"a\":1.10,\"b\":-0,\"c\":1e3,\"d\":1E+05,\"e\":0.1,\"f\":-12.50e-1}"), OK,
     "#a=1.10|#b=-0|#c=1e3|#d=1E+05|#e=0.1|#f=-12.50e-1"},
    {"a telephone number as number", SENT("{\"phone\":89123456789}"), OK, "#phone=89123456789"},
    {"more than 64 bits", SENT("{\"a\":123456789012345678901234567890}"), OK,
     "#a=123456789012345678901234567890"},
    {"escapes", SENT("{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0418\"}"), OK,
     "a=\"\\/\\x08\\x0c\\x0a\\x0d\\x09И"},
    {"surrogate pair", SENT("{\"a\":\"\\ud83d\\ude9a\"}"), OK, "a=🚚"},
    {"escaped name", SENT("{\"\\u0061\":1}"), OK, "#a=1"},
    {"marks inside strings", SENT("{\"{[,:\":\"}],:\\\"\",\"b\":2}"), OK, "{[,:=}],:\"|#b=2"},
    {"array of scalars", SENT("{\"a\":[1,\"x\",true,null,2.0],\"b\":3}"), OK,
     "#a=1|a=x|?a=true|#a=2.0|#b=3"},
    {"empty array", SENT("{\"a\":[ ],\"b\":3}"), OK, "#b=3"},
    {"object inside", SENT("{\"a\": { \"x\" : [ 1.0 , \"a b\" ] } , \"b\":3}"), OK,
     "@a={\"x\":[1.0,\"a b\"]}|#b=3"},
    {"array with a nested one", SENT("{\"a\":[1, [2], {}],\"b\":3}"), OK, "@a=[1,[2],{}]|#b=3"},
    {"nested null and escapes stay", SENT("{\"a\":{\"x\":null,\"y\":\"\\u0418\"}}"), OK,
     "@a={\"x\":null,\"y\":\"\\u0418\"}"},
    {"same name at different depths", SENT("{\"a\":{\"a\":{\"a\":1}}}"), OK,
     "@a={\"a\":{\"a\":1}}"},
};

static const struct parse_case bad[] = {
    {"empty body", SENT(""), ERR_SYNTAX, NULL},
    {"only a byte order mark", SENT("\xEF\xBB\xBF"), ERR_SYNTAX, NULL},
    {"array on top", SENT("[1]"), ERR_SYNTAX, NULL},
    {"string on top", SENT("\"a\""), ERR_SYNTAX, NULL},
    {"number on top", SENT("1"), ERR_SYNTAX, NULL},
    {"null on top", SENT("null"), ERR_SYNTAX, NULL},
    {"not closed", SENT("{\"a\":1"), ERR_SYNTAX, NULL},
    {"closed too often", SENT("{\"a\":1}}"), ERR_SYNTAX, NULL},
    {"closed by the other bracket", SENT("{\"a\":[1}]"), ERR_SYNTAX, NULL},
    {"begins with a closing bracket", SENT("}{"), ERR_SYNTAX, NULL},
    {"string not closed", SENT("{\"a"), ERR_SYNTAX, NULL},
    {"string ends in a backslash", SENT("{\"a\\"), ERR_SYNTAX, NULL},
    {"text after the object", SENT("{} x"), ERR_SYNTAX, NULL},
    {"two objects", SENT("{}{}"), ERR_SYNTAX, NULL},
    {"NUL after the object", SENT("{}\0"), ERR_SYNTAX, NULL},
    {"duplicate name", SENT("{\"a\":1,\"a\":2}"), ERR_SYNTAX, NULL},
    {"duplicate name, escaped", SENT("{\"a\":1,\"\\u0061\":2}"), ERR_SYNTAX, NULL},
    {"duplicate name inside", SENT("{\"x\":{\"a\":1,\"a\":2}}"), ERR_SYNTAX, NULL},
    {"NUL in a value", SENT("{\"a\":\"\\u0000\"}"), ERR_SYNTAX, NULL},
    {"NUL in a name", SENT("{\"a\\u0000\":1}"), ERR_SYNTAX, NULL},
    {"NUL after a number (jansson takes it)", SENT("{\"a\":1\0}"), ERR_SYNTAX, NULL},
    {"NUL after a literal (jansson takes it)", SENT("{\"a\":[true\0 ]}"), ERR_SYNTAX, NULL},
    {"raw NUL", SENT("{\"a\":\"\0\"}"), ERR_SYNTAX, NULL},
    {"raw line end in a string", SENT("{\"a\":\"\n\"}"), ERR_SYNTAX, NULL},
    {"lone high surrogate", SENT("{\"a\":\"\\ud83d\"}"), ERR_SYNTAX, NULL},
    {"lone low surrogate", SENT("{\"a\":\"\\ude9a\"}"), ERR_SYNTAX, NULL},
    {"surrogates in the wrong order", SENT("{\"a\":\"\\ude9a\\ud83d\"}"), ERR_SYNTAX, NULL},
    {"invalid UTF-8", SENT("{\"a\":\"\xFF\"}"), ERR_SYNTAX, NULL},
    {"encoded surrogate", SENT("{\"a\":\"\xED\xA0\x80\"}"), ERR_SYNTAX, NULL},
    {"comma at the end", SENT("{\"a\":1,}"), ERR_SYNTAX, NULL},
    {"comment", SENT("{/**/}"), ERR_SYNTAX, NULL},
    {"single quotes", SENT("{'a':1}"), ERR_SYNTAX, NULL},
    {"leading zero", SENT("{\"a\":01}"), ERR_SYNTAX, NULL},
    {"plus sign", SENT("{\"a\":+1}"), ERR_SYNTAX, NULL},
    {"no number", SENT("{\"a\":NaN}"), ERR_SYNTAX, NULL},
    {"number past a double", SENT("{\"a\":1e400}"), ERR_SYNTAX, NULL},
};

static void test_good(void **state) {
    (void)state;
    run_cases(parse, good, sizeof good / sizeof good[0]);
}

static void test_bad(void **state) {
    (void)state;
    run_cases(parse, bad, sizeof bad / sizeof bad[0]);
}

static struct slice nested(size_t depth) {
    struct slice open = repeated("{\"a\":", "[", depth - 1, "");
    struct slice both = repeated(open.ptr, "]", depth - 1, "}");
    free((char *)open.ptr);
    return both;
}

static void test_depth(void **state) {
    (void)state;
    size_t n;
    assert_int_equal(code_of(parse, nested(JSON_DEPTH_MAX), &n), OK);
    assert_int_equal(code_of(parse, nested(JSON_DEPTH_MAX + 1), &n), ERR_SYNTAX);
    assert_int_equal(code_of(parse, nested(30000), &n), ERR_SYNTAX);
}

/* The object, the array in it, the first 0, and count more. Names count nothing. */
static void test_nodes(void **state) {
    (void)state;
    size_t n;
    const char *head = "{\"a\":[{\"name\":0}", *tail = "]}";
    assert_int_equal(code_of(parse, repeated(head, ",1", JSON_NODES_MAX - 4, tail), &n), OK);
    assert_int_equal(code_of(parse, repeated(head, ",1", JSON_NODES_MAX - 3, tail), &n),
                     ERR_SYNTAX);
}

static void test_pairs(void **state) {
    (void)state;
    size_t n;
    assert_int_equal(code_of(parse, repeated("{\"a\":[0", ",1", PAIRS_MAX - 1, "]}"), &n), OK);
    assert_int_equal(n, PAIRS_MAX);
    assert_int_equal(code_of(parse, repeated("{\"a\":[0", ",1", PAIRS_MAX, "]}"), &n),
                     ERR_TOO_MANY);
}

/* Names and values are as long as they like: who needs them has the bounds. */
static void test_long_ones(void **state) {
    (void)state;
    size_t n;
    assert_int_equal(code_of(parse, repeated("{\"", "n", 60000, "\":1}"), &n), OK);
    assert_int_equal(code_of(parse, repeated("{\"a\":\"", "v", 60000, "\"}"), &n), OK);
    assert_int_equal(code_of(parse, repeated("{\"a\":0.", "1", 60000, "}"), &n), OK);
    assert_int_equal(code_of(parse, repeated("{\"a\":[[\"", "v", 60000, "\"]]}"), &n), OK);
}

/* Nested values take the memory that they are long, and no more. */
static void test_many_nested(void **state) {
    (void)state;
    struct arena *a = arena_new(ARENA_BYTES_MAX / 16);
    struct pair_list list = {0};
    char text[64 * PAIRS_MAX] = "{", *p = text + 1;
    for (int i = 0; i < PAIRS_MAX; i++)
        p += sprintf(p, "%s\"%d\":[[%d, {}]]", i == 0 ? "" : ",", i, i);
    *p++ = '}';
    assert_int_equal(parse(a, text, (size_t)(p - text), &list), OK);
    assert_true(slice_eq_lit(list.items[PAIRS_MAX - 1].value, "[[199,{}]]"));
    arena_free(a);
}

/* Each member is one pair, with what was sent. */
static void test_members(void **state) {
    (void)state;
    static const char text[] = "{\"a\":[],\"b\":[ 1.10, \"y\" ,null],\"c\":null,\"d\":\"x\"}";
    static const struct {
        const char *name, *value;
        enum pair_kind kind;
    } want[] = {
        {"a", "[]", PAIR_JSON}, {"b", "[1.10,\"y\",null]", PAIR_JSON}, {"d", "x", PAIR_TEXT}};
    struct arena *a = arena_new(64 * 1024);
    struct pair_list list;
    assert_int_equal(json_members(a, text, strlen(text), &list), OK);
    assert_int_equal(list.count, COUNT(want));
    for (size_t i = 0; i < COUNT(want); i++)
        assert_true(pair_is(&list.items[i], slice_from(want[i].name)) &&
                    slice_eq_lit(list.items[i].value, want[i].value) &&
                    list.items[i].kind == want[i].kind);
    assert_int_equal(json_members(a, "[]", 2, &list), ERR_SYNTAX);
    assert_int_equal(json_members(a, "{\"a\":1,\"a\":2}", 13, &list), ERR_SYNTAX);
    arena_free(a);
}

#define MIXED "{\"a\":\"x\\u0418\",\"b\":[1,\"y\",true],\"c\":{\"d\":[1.5,null]},\"e\":\"\"}"

static void test_every_arena(void **state) {
    (void)state;
    run_every_arena(parse, SENT(MIXED), 4096);
}

static size_t allocations_left;

static void *failing_malloc(size_t n) {
    if (allocations_left == 0) {
        errno = ENOMEM; /* as malloc(3) does */
        return NULL;
    }
    allocations_left--;
    return malloc(n);
}

static enum errcode parse_with(size_t allocations) {
    struct arena *a = arena_new(65536);
    struct pair_list list = {0};
    allocations_left = allocations;
    enum errcode e = json_parse(a, MIXED, strlen(MIXED), &list);
    arena_free(a);
    return e;
}

/* The n-th allocation of jansson fails, for every n. */
static void test_every_allocation(void **state) {
    (void)state;
    size_t n = 0;
    json_set_alloc_funcs(failing_malloc, free);
    while (n < 1000 && parse_with(n) == ERR_UNAVAILABLE)
        n++;
    enum errcode last = parse_with(n);
    json_set_alloc_funcs(malloc, free);
    assert_int_equal(last, OK);
    assert_true(n > 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),        cmocka_unit_test(test_bad),
        cmocka_unit_test(test_depth),       cmocka_unit_test(test_nodes),
        cmocka_unit_test(test_pairs),       cmocka_unit_test(test_long_ones),
        cmocka_unit_test(test_many_nested), cmocka_unit_test(test_members),
        cmocka_unit_test(test_every_arena), cmocka_unit_test(test_every_allocation),
    };
    return cmocka_run_group_tests_name("json", tests, NULL, NULL);
}
