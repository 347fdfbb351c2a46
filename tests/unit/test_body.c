/* body: Content-Type to a parser, and declared charsets to UTF-8. */
#include "parse_case.h"

#include "body/body.h"

static const struct {
    const char *header;
    enum errcode code;
    enum body_type type;
    const char *charset, *boundary; /* NULL: unset */
} formats[] = {
    {"application/x-www-form-urlencoded", OK, BODY_URLENCODED, NULL, NULL},
    {"Application/X-WWW-Form-URLEncoded", OK, BODY_URLENCODED, NULL, NULL},
    {"application/x-www-form-urlencoded; charset=UTF-8", OK, BODY_URLENCODED, "UTF-8", NULL},
    {"application/x-www-form-urlencoded;charset=\"windows-1251\"", OK, BODY_URLENCODED,
     "windows-1251", NULL},
    {"application/x-www-form-urlencoded;", OK, BODY_URLENCODED, NULL, NULL},
    {" application/json ; CHARSET=utf-8 ", OK, BODY_JSON, "utf-8", NULL},
    {"application/json", OK, BODY_JSON, NULL, NULL},
    {"application/json; profile=x;;", OK, BODY_JSON, NULL, NULL},
    {"multipart/form-data; boundary=----WebKitFormBoundaryAbC123", OK, BODY_MULTIPART, NULL,
     "----WebKitFormBoundaryAbC123"},
    {"multipart/form-data; boundary=\"a b:c\"", OK, BODY_MULTIPART, NULL, "a b:c"},
    {"multipart/form-data; boundary=\"a\\'b\"", OK, BODY_MULTIPART, NULL, "a'b"},
    {"multipart/form-data; boundary=----=_Part_1/2.3", OK, BODY_MULTIPART, NULL,
     "----=_Part_1/2.3"},
    {"multipart/form-data; charset=koi8-r; boundary=x", OK, BODY_MULTIPART, "koi8-r", "x"},
    {"application/json; charset=windows-1251", OK, BODY_JSON, "windows-1251", NULL},
    {"application/json;charset=UTF-8;charset=utf-8", OK, BODY_JSON, "UTF-8", NULL},
    /* a charset that we do not know is none */
    {"application/x-www-form-urlencoded; charset=utf-16", OK, BODY_URLENCODED, NULL, NULL},
    {"application/x-www-form-urlencoded; charset=iso-8859-1", OK, BODY_URLENCODED, NULL, NULL},
    {"application/x-www-form-urlencoded; charset=\"UTF-8;\"", OK, BODY_URLENCODED, NULL, NULL},
    {"application/x-www-form-urlencoded; charset=", OK, BODY_URLENCODED, NULL, NULL},
    {"application/x-www-form-urlencoded; charset", OK, BODY_URLENCODED, NULL, NULL},
    {"application/x-www-form-urlencoded; charset=utf-8; charset=koi8-r", OK, BODY_URLENCODED,
     "utf-8", NULL},
    {"application/x-www-form-urlencoded; ;x=\"y;z=1\" ; =; \"", OK, BODY_URLENCODED, NULL, NULL},
    /* as apps write it */
    {"multipart/form-data; boundary=*****", OK, BODY_MULTIPART, NULL, "*****"},
    {"multipart/form-data; boundary=--dio&boundary-1", OK, BODY_MULTIPART, NULL,
     "--dio&boundary-1"},
    {"multipart/form-data; boundary=#####", OK, BODY_MULTIPART, NULL, "#####"},
    {"multipart/form-data; boundary=$x$", OK, BODY_MULTIPART, NULL, "$x$"},
    {"multipart/form-data; boundary=a*b;charset=koi8-r", OK, BODY_MULTIPART, "koi8-r", "a*b"},
    {"multipart/form-data; boundary=Ж", OK, BODY_MULTIPART, NULL, "Ж"},
    {"multipart/form-data; boundary=\"a;b=c\"", OK, BODY_MULTIPART, NULL, "a;b=c"},
    {"multipart/form-data; boundary=\" x \"", OK, BODY_MULTIPART, NULL, " x"},
    {"multipart/form-data; boundary=x ", OK, BODY_MULTIPART, NULL, "x"},
    {"multipart/form-data; boundary=a b", OK, BODY_MULTIPART, NULL, "a b"},
    {"multipart/form-data; boundary = a", OK, BODY_MULTIPART, NULL, "a"},
    {"multipart/form-data; boundary=\"x", OK, BODY_MULTIPART, NULL, "x"},
    {"multipart/form-data; boundary=a; boundary=\"a\"", OK, BODY_MULTIPART, NULL, "a"},
    {"", ERR_TYPE, 0, NULL, NULL},
    {"text/plain", ERR_TYPE, 0, NULL, NULL},
    {"application/jsonp", ERR_TYPE, 0, NULL, NULL},
    {"application/ld+json", ERR_TYPE, 0, NULL, NULL},
    {"multipart/mixed; boundary=x", ERR_TYPE, 0, NULL, NULL},
    {"application/json, text/plain", ERR_TYPE, 0, NULL, NULL},
    {"multipart/form-data", ERR_TYPE, 0, NULL, NULL},
    {"multipart/form-data; boundary=", ERR_TYPE, 0, NULL, NULL},
    {"multipart/form-data; boundary=\"\"", ERR_TYPE, 0, NULL, NULL},
    {"multipart/form-data; boundary=\" \"", ERR_TYPE, 0, NULL, NULL},
    {"multipart/form-data; boundary=a; boundary=b", ERR_TYPE, 0, NULL, NULL},
    {"multipart/form-data; boundary=\"a\rb\"", ERR_TYPE, 0, NULL, NULL},
    {"multipart/form-data; boundary=\"a\nb\"", ERR_TYPE, 0, NULL, NULL},
};

static void assert_text(const char *what, struct slice got, const char *wanted) {
    if (wanted == NULL ? got.ptr != NULL : !slice_eq_lit(got, wanted))
        fail_msg("%s: %.*s", what, SLICE_ARG(got));
}

static void test_formats(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof formats / sizeof formats[0]; i++) {
        struct arena *a = arena_new(4096);
        struct body_format f = {.type = BODY__MAX};
        enum errcode e = body_format_parse(a, slice_from(formats[i].header), &f);
        if (e != formats[i].code || (e == OK && f.type != formats[i].type))
            fail_msg("%s: %s", formats[i].header, errcode_name(e));
        if (e == OK) {
            assert_text(formats[i].header, f.charset, formats[i].charset);
            assert_text(formats[i].header, f.boundary, formats[i].boundary);
        } else {
            assert_int_equal(f.type, BODY__MAX);
        }
        arena_free(a);
    }
}

static void test_boundary_bound(void **state) {
    (void)state;
    for (size_t n = BOUNDARY_MAX; n <= BOUNDARY_MAX + 1; n++) {
        struct arena *a = arena_new(4096);
        struct body_format f;
        struct slice header = repeated("multipart/form-data; boundary=", "b", n, "");
        assert_int_equal(body_format_parse(a, header, &f), n <= BOUNDARY_MAX ? OK : ERR_TYPE);
        free((char *)header.ptr);
        arena_free(a);
    }
    struct body_format f;
    struct arena *a = arena_new(4096);
    assert_int_equal(body_format_parse(a, SLICE_LIT("multipart/form-data; boundary=\"a\0b\""), &f),
                     ERR_TYPE);
    assert_int_equal(body_format_parse(a, SLICE_NONE, &f), ERR_TYPE);
    arena_free(a);
}

#define URLENCODED "application/x-www-form-urlencoded"
#define MULTIPART "multipart/form-data; boundary=b"
#define CD "--b\r\nContent-Disposition: form-data; name="
#define TYPE "\r\nContent-Type: text/plain; charset="
#define IVAN_1251 "\xC8\xE2\xE0\xED"
#define IVAN_KOI8 "\xE9\xD7\xC1\xCE"

static const struct {
    const char *type;
    struct parse_case body;
} bodies[] = {
    {URLENCODED, {"as sent", SENT("a=%C8&b=И"), OK, "a=\xC8|b=И"}},
    {URLENCODED "; charset=latin1", {"as sent, of no set", SENT("a=И"), OK, "a=И"}},
    {URLENCODED "; charset=utf-8", {"not UTF-8 as declared", SENT("a=%C8"), OK, "a=\xC8"}},
    {URLENCODED,
     {"not UTF-8 as declared by _charset_", SENT("a=%C8&_charset_=utf-8"), OK,
      "a=\xC8|_charset_=utf-8"}},
    {URLENCODED, {"cut within a character", SENT("a=Иван+П\xD0&b=x"), OK, "a=Иван П\xD0|b=x"}},
    {URLENCODED, {"one character and a half", SENT("a=И\xD0"), OK, "a=И\xD0"}},
    {URLENCODED, {"half a character", SENT("a=x\xD0&b=y\xE2\x82"), OK, "a=x\xD0|b=y\xE2\x82"}},
    {URLENCODED "; charset=utf-8", {"UTF-8 declared", SENT("a=%C8&b=И"), OK, "a=\xC8|b=И"}},
    {URLENCODED "; charset=windows-1251",
     {"windows-1251", SENT("%E8=%C8%E2%E0%ED&b=" IVAN_1251), OK, "и=Иван|b=Иван"}},
    {URLENCODED "; charset=koi8-r",
     {"koi8-r", SENT("a=%E9%D7%C1%CE&b=" IVAN_KOI8 "&c=x"), OK, "a=Иван|b=Иван|c=x"}},
    {URLENCODED "; charset=windows-1251", {"undefined octet", SENT("a=%98"), OK, "a=\uFFFD"}},
    {URLENCODED,
     {"_charset_", SENT("a=" IVAN_1251 "&_charset_=windows-1251"), OK,
      "a=Иван|_charset_=windows-1251"}},
    {URLENCODED,
     {"_charset_ of another set", SENT("a=\xD0\x98&_charset_=utf-16"), OK, "a=И|_charset_=utf-16"}},
    {URLENCODED,
     {"first _charset_ counts", SENT("_charset_=utf-8&a=\xC8&_charset_=koi8-r"), OK,
      "_charset_=utf-8|a=\xC8|_charset_=koi8-r"}},
    {URLENCODED "; charset=utf-8",
     {"the header wins over _charset_", SENT("a=И&_charset_=koi8-r"), OK, "a=И|_charset_=koi8-r"}},
    {MULTIPART,
     {"multipart, as sent", SENT(CD "a\r\n\r\n\xC8\r\n" CD "b\r\n\r\nИ\r\n--b--"), OK,
      "a=\xC8|b=И"}},
    {MULTIPART "; charset=koi8-r",
     {"multipart in koi8-r",
      SENT(CD "\xC9\r\n\r\n" IVAN_KOI8 "\r\n" CD "f; filename=\"" IVAN_KOI8 "\"\r\n\r\n1\r\n--b--"),
      OK, "и=Иван|^f=Иван:1"}},
    {MULTIPART,
     {"multipart _charset_",
      SENT(CD "_charset_\r\n\r\nwindows-1251\r\n" CD "a\r\n\r\n" IVAN_1251 "\r\n--b--"), OK,
      "_charset_=windows-1251|a=Иван"}},
    {MULTIPART,
     {"a part's own charset",
      SENT(CD "a" TYPE "windows-1251\r\n\r\n" IVAN_1251 "\r\n" CD "b" TYPE
              "koi8-r\r\n\r\n" IVAN_KOI8 "\r\n" CD "c\r\n\r\nИ\r\n--b--"),
      OK, "a=Иван|b=Иван|c=И"}},
    {MULTIPART "; charset=koi8-r",
     {"a part's own charset wins",
      SENT(CD "\xC9" TYPE "utf-8\r\n\r\nИ\r\n" CD "b" TYPE "latin1\r\n\r\nИ\r\n--b--"), OK,
      "и=И|b=И"}},
    {"application/json",
     {"JSON", SENT("{\"a\":\"И\",\"_charset_\":\"koi8-r\"}"), OK, "a=И|_charset_=koi8-r"}},
    {"application/json", {"JSON that is none", SENT("a=1"), ERR_SYNTAX, NULL}},
    {MULTIPART, {"multipart that is none", SENT("a=1"), ERR_SYNTAX, NULL}},
    {URLENCODED, {"empty", SENT(""), OK, ""}},
};

/* Octets that no charset was declared for, and that are no UTF-8. */
static const struct {
    const char *type;
    struct parse_case body;
} guessed[] = {
    {URLENCODED, {"one word", SENT("a=" IVAN_1251 "&b=x"), OK, "a=Иван|b=x"}},
    {URLENCODED, {"escaped, and in a name", SENT("%E8%EC%FF=%C8%E2%E0%ED"), OK, "имя=Иван"}},
    {URLENCODED, {"one letter", SENT("name=\xFF"), OK, "name=я"}},
    {URLENCODED,
     {"one letter at the end", SENT("weight=2+\xF2&to=\xDF\xEC"), OK, "weight=2 т|to=Ям"}},
    {URLENCODED, {"capitals with Ё", SENT("a=\xC0\xCB\xA8\xCD\xC0"), OK, "a=АЛЁНА"}},
    {URLENCODED,
     {"capitals in quotes", SENT("a=\xCE\xCE\xCE \xAB\xCD\xC8\xC2\xC0\xBB"), OK, "a=ООО «НИВА»"}},
    {URLENCODED "; charset=iso-8859-1", {"another set", SENT("a=" IVAN_1251), OK, "a=Иван"}},
    {URLENCODED,
     {"another set by _charset_", SENT("a=" IVAN_1251 "&_charset_=utf8mb4"), OK,
      "a=Иван|_charset_=utf8mb4"}},
    {MULTIPART,
     {"multipart",
      SENT(CD "\xE8\r\n\r\n" IVAN_1251 "\r\n" CD "f; filename=\"" IVAN_1251 "\"\r\n\r\nИ\r\n--b--"),
      OK, "и=Иван|^f=Иван:2"}},
    {MULTIPART,
     {"a part says what it is",
      SENT(CD "a\r\n\r\n" IVAN_1251 "\r\n" CD "b" TYPE "utf-8\r\n\r\nИ\r\n--b--"), OK,
      "a=Иван|b=И"}},
    {MULTIPART,
     {"a part of another set", SENT(CD "a" TYPE "us-ascii\r\n\r\n" IVAN_1251 "\r\n--b--"), OK,
      "a=Иван"}},
};

static const char *type_now; /* of the case that runs */

static enum errcode parse(struct arena *a, char *bytes, size_t len, struct pair_list *out) {
    struct body_format f;
    enum errcode e = body_format_parse(a, slice_from(type_now), &f);
    return e != OK ? e : body_parse(a, &f, bytes, len, out);
}

static void test_bodies(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        type_now = bodies[i].type;
        run_case(parse, &bodies[i].body);
    }
}

static void test_guessed(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof guessed / sizeof guessed[0]; i++) {
        struct arena *a = arena_new(4096);
        struct pair_list list = {0};
        char *bytes = copy_of(guessed[i].body.sent);
        type_now = guessed[i].type;
        run_case(parse, &guessed[i].body);
        assert_int_equal(parse(a, bytes, guessed[i].body.sent.len, &list), OK);
        assert_true(list.charset_guessed);
        free(bytes);
        arena_free(a);
    }
}

/* Not where it was declared, nor where it can be told, nor ever in JSON. */
static void test_not_guessed(void **state) {
    (void)state;
    for (size_t i = 0; i < sizeof bodies / sizeof bodies[0]; i++) {
        struct arena *a = arena_new(4096);
        struct pair_list list = {0};
        char *bytes = copy_of(bodies[i].body.sent);
        type_now = bodies[i].type;
        if (parse(a, bytes, bodies[i].body.sent.len, &list) == OK && list.charset_guessed)
            fail_msg("%s", bodies[i].body.what);
        free(bytes);
        arena_free(a);
    }
}

static void test_body_bound(void **state) {
    (void)state;
    size_t n;
    type_now = URLENCODED;
    assert_int_equal(code_of(parse, repeated("a", "&", BODY_BYTES_MAX - 1, ""), &n), OK);
    assert_int_equal(code_of(parse, repeated("a", "&", BODY_BYTES_MAX, ""), &n), ERR_TOO_LARGE);
}

/* A name is cut after conversion and on a character's edge; a value stays whole. */
static void test_names_are_cut(void **state) {
    (void)state;
    static const struct {
        const char *type, *piece;
        size_t count, kept;
    } cases[] = {
        {URLENCODED, "n", PAIR_NAME_MAX, PAIR_NAME_MAX},
        {URLENCODED, "n", PAIR_NAME_MAX + 1, PAIR_NAME_MAX},
        {URLENCODED, "n", 60000, PAIR_NAME_MAX},
        {URLENCODED, "€", PAIR_NAME_MAX / 3 + 1, PAIR_NAME_MAX - 1},
        {URLENCODED "; charset=windows-1251", "\xC8", PAIR_NAME_MAX / 2, PAIR_NAME_MAX},
        {URLENCODED "; charset=windows-1251", "\xC8", PAIR_NAME_MAX / 2 + 1, PAIR_NAME_MAX},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct arena *a = arena_new(ARENA_BYTES_MAX);
        struct pair_list list = {0};
        struct slice body = repeated("", cases[i].piece, cases[i].count, "=\xC8");
        type_now = cases[i].type;
        assert_int_equal(parse(a, (char *)body.ptr, body.len, &list), OK);
        assert_int_equal(list.items[0].name.len, cases[i].kept);
        assert_int_equal(list.items[0].name_cut, i != 0 && i != 4);
        assert_int_equal(pair_is(&list.items[0], list.items[0].name), !list.items[0].name_cut);
        free((char *)body.ptr);
        arena_free(a);
    }
}

static void test_long_values(void **state) {
    (void)state;
    struct arena *a = arena_new(ARENA_BYTES_MAX);
    struct pair_list list = {0};
    struct slice body = repeated("a=", "\x88", BODY_BYTES_MAX - 2, ""); /* € in windows-1251 */
    type_now = URLENCODED;
    assert_int_equal(parse(a, (char *)body.ptr, body.len, &list), OK);
    assert_int_equal(list.items[0].value.len, 3 * (BODY_BYTES_MAX - 2));
    free((char *)body.ptr);
    arena_free(a);
}

static void test_file_name_after_conversion(void **state) {
    (void)state;
    struct arena *a = arena_new(65536);
    struct pair_list list = {0};
    struct slice body = repeated(CD "f; filename=\"", "\xC8", 255, "\"\r\n\r\n1\r\n--b--");
    type_now = MULTIPART "; charset=windows-1251";
    assert_int_equal(parse(a, (char *)body.ptr, body.len, &list), OK);
    assert_int_equal(list.items[0].value.len, FILE_NAME_MAX - 1); /* 127 letters of two octets */
    free((char *)body.ptr);
    arena_free(a);
}

static void test_every_arena(void **state) {
    (void)state;
    struct slice body = repeated("", "a=\xC8\xC8\xC8&", 30, "");
    type_now = "application/x-www-form-urlencoded; charset=\"windows\\-1251\"";
    run_every_arena(parse, body, 8192);
    free((char *)body.ptr);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_formats),
        cmocka_unit_test(test_boundary_bound),
        cmocka_unit_test(test_bodies),
        cmocka_unit_test(test_guessed),
        cmocka_unit_test(test_not_guessed),
        cmocka_unit_test(test_body_bound),
        cmocka_unit_test(test_names_are_cut),
        cmocka_unit_test(test_long_values),
        cmocka_unit_test(test_file_name_after_conversion),
        cmocka_unit_test(test_every_arena),
    };
    return cmocka_run_group_tests_name("body", tests, NULL, NULL);
}
