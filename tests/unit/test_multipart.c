/* multipart: what browsers and libraries send, every published way of being wrong, every bound. */
#include "parse_case.h"

#include "body/multipart.h"

#define CD "Content-Disposition: form-data; name="
#define P(name, value) "--b\r\n" CD "\"" name "\"\r\n\r\n" value "\r\n"
#define END "--b--\r\n"
#define FILE_PART(filename, content) "--b\r\n" CD "\"f\"; " filename "\r\n\r\n" content "\r\n" END

static enum errcode parse(struct arena *a, char *bytes, size_t len, struct pair_list *out) {
    return multipart_parse(a, SLICE_LIT("b"), bytes, len, out);
}

static const struct parse_case good[] = {
    {"one part", SENT(P("a", "1") END), OK, "a=1"},
    {"two, in order", SENT(P("b", "2") P("a", "1") END), OK, "b=2|a=1"},
    {"no parts", SENT(END), OK, ""},
    {"no line end after the last delimiter", SENT(P("a", "1") "--b--"), OK, "a=1"},
    {"padding after delimiters", SENT("--b \t\r\n" CD "\"a\"\r\n\r\n1\r\n--b-- \t\r\n"), OK, "a=1"},
    {"preamble and epilogue", SENT("hello\r\n" P("a", "1") END "bye\r\n--b\r\n"), OK, "a=1"},
    {"preamble of a line end", SENT("\r\n" P("a", "1") END), OK, "a=1"},
    {"empty value", SENT(P("a", "") END), OK, "a="},
    {"part without content", SENT("--b\r\n" CD "\"a\"\r\n\r\n--b--"), OK, "a="},
    {"content of line ends", SENT(P("a", "\r\n\r\n") END), OK, "a=\\x0d\\x0a\\x0d\\x0a"},
    {"bare LF and CR in content", SENT(P("a", "1\n2\r3") END), OK, "a=1\\x0a2\\x0d3"},
    {"NUL in content", SENT(P("a", "1\0002") END), OK, "a=1\\x002"},
    {"content like a header", SENT(P("a", "X: y\r\n\r\nz") END), OK, "a=X: y\\x0d\\x0a\\x0d\\x0az"},
    {"boundary within a line is content", SENT(P("a", "x--b--") END), OK, "a=x--b--"},
    {"boundary after bare LF is content", SENT(P("a", "x\n--b--\n") END), OK, "a=x\\x0a--b--\\x0a"},
    {"longer boundary is content", SENT(P("a", "x\r\n--bc\r\ny\r\n--b-\r\n--b--z") END), OK,
     "a=x\\x0d\\x0a--bc\\x0d\\x0ay\\x0d\\x0a--b-\\x0d\\x0a--b--z"},
    {"header names in any case",
     SENT("--b\r\ncontent-DISPOSITION:Form-Data;NAME=\"a\"\r\n\r\n1\r\n" END), OK, "a=1"},
    {"name without quotes", SENT("--b\r\n" CD "abc\r\n\r\n1\r\n" END), OK, "abc=1"},
    {"empty name", SENT(P("", "1") END), OK, "=1"},
    {"other headers", SENT("--b\r\nX-A: b\r\n" CD "\"a\"\r\nX-B:\r\n\r\n1\r\n" END), OK, "a=1"},
    {"harmless transfer encoding",
     SENT("--b\r\n" CD "\"a\"\r\nContent-Transfer-Encoding: 8BIT\r\n\r\n1\r\n" END), OK, "a=1"},
    {"semicolon inside quotes", SENT("--b\r\n" CD "\"a;name=b\"\r\n\r\n1\r\n" END), OK,
     "a;name=b=1"},
    {"quote and backslash by backslash", SENT("--b\r\n" CD "\"a\\\"b\\\\c\"\r\n\r\n1\r\n" END), OK,
     "a\"b\\c=1"},
    {"quote and line end by percent", SENT("--b\r\n" CD "\"a%22b%0D%0ac%41\"\r\n\r\n1\r\n" END), OK,
     "a\"b\\x0d\\x0ac%41=1"},
    {"Cyrillic", SENT(P("имя", "Иван") END), OK, "имя=Иван"},
};

static const struct parse_case files[] = {
    {"file", SENT(FILE_PART("filename=\"a.txt\"", "12345")), OK, "^f=a.txt:5"},
    {"no file chosen", SENT(FILE_PART("filename=\"\"", "")), OK, "^f=:0"},
    {"Windows path", SENT(FILE_PART("filename=\"C:\\docs\\new\\x.pdf\"", "1")), OK, "^f=x.pdf:1"},
    {"escaped Windows path", SENT(FILE_PART("filename=\"C:\\\\docs\\\\x.pdf\"", "1")), OK,
     "^f=x.pdf:1"},
    {"climbing path", SENT(FILE_PART("filename=\"../../etc/passwd\"", "1")), OK, "^f=passwd:1"},
    {"slash at the end", SENT(FILE_PART("filename=\"a/\"", "1")), OK, "^f=:1"},
    {"quotes both ways", SENT(FILE_PART("filename=\"a\\\"b%22c\"", "1")), OK, "^f=a\"b\"c:1"},
    {"filename* beside filename",
     SENT(FILE_PART("filename=x.txt; filename*=utf-8''%D1%85.txt", "1")), OK, "^f=x.txt:1"},
    {"filename* alone is a file too", SENT(FILE_PART("filename*=UTF-8''%D1%85.txt", "1")), OK,
     "^f=UTF-8''%D1%85.txt:1"},
    {"content with NUL and half boundaries",
     SENT(FILE_PART("filename=\"a\"", "\0\r\n-\r\n--\r\n--c")), OK, "^f=a:13"},
};

static const struct parse_case bad[] = {
    {"empty body", SENT(""), ERR_SYNTAX, NULL},
    {"no delimiter", SENT("hello"), ERR_SYNTAX, NULL},
    {"another boundary", SENT("--c\r\n" CD "\"a\"\r\n\r\n1\r\n--c--\r\n"), ERR_SYNTAX, NULL},
    {"no closing delimiter", SENT(P("a", "1")), ERR_SYNTAX, NULL},
    {"ends inside the closing delimiter", SENT(P("a", "1") "--b-"), ERR_SYNTAX, NULL},
    {"ends inside a header", SENT("--b\r\nContent-Dispos"), ERR_SYNTAX, NULL},
    {"ends after the first delimiter", SENT("--b\r\n"), ERR_SYNTAX, NULL},
    {"only the delimiter", SENT("--b"), ERR_SYNTAX, NULL},
    {"bare LF throughout", SENT("--b\n" CD "\"a\"\n\n1\n--b--\n"), ERR_SYNTAX, NULL},
    {"bare LF after a header", SENT("--b\r\n" CD "\"a\"\nX: y\r\n\r\n1\r\n" END), ERR_SYNTAX, NULL},
    {"bare CR in a header", SENT("--b\r\n" CD "\"a\"\rX: y\r\n\r\n1\r\n" END), ERR_SYNTAX, NULL},
    {"NUL in a header", SENT("--b\r\n" CD "\"a\0\"\r\n\r\n1\r\n" END), ERR_SYNTAX, NULL},
    {"folded header",
     SENT("--b\r\nContent-Disposition: form-data;\r\n name=\"a\"\r\n\r\n1\r\n" END), ERR_SYNTAX,
     NULL},
    {"folded with a colon",
     SENT("--b\r\nContent-Disposition: form-data;\r\n\tname=\"a:\"\r\n\r\n1\r\n" END), ERR_SYNTAX,
     NULL},
    {"space before the colon",
     SENT("--b\r\nContent-Disposition : form-data; name=\"a\"\r\n\r\n1\r\n" END), ERR_SYNTAX, NULL},
    {"header without a colon", SENT("--b\r\nhello\r\n" CD "\"a\"\r\n\r\n1\r\n" END), ERR_SYNTAX,
     NULL},
    {"header without a name", SENT("--b\r\n: x\r\n" CD "\"a\"\r\n\r\n1\r\n" END), ERR_SYNTAX, NULL},
    {"no empty line after headers", SENT("--b\r\n" CD "\"a\"\r\n" END), ERR_SYNTAX, NULL},
    {"part without headers", SENT("--b\r\n\r\n1\r\n" END), ERR_SYNTAX, NULL},
    {"delimiter after delimiter", SENT("--b\r\n--b\r\n" END), ERR_SYNTAX, NULL},
    {"no disposition", SENT("--b\r\nContent-Type: text/plain\r\n\r\n1\r\n" END), ERR_SYNTAX, NULL},
    {"no name", SENT("--b\r\nContent-Disposition: form-data\r\n\r\n1\r\n" END), ERR_SYNTAX, NULL},
    {"file without a name",
     SENT("--b\r\nContent-Disposition: form-data; filename=\"a\"\r\n\r\n1\r\n" END), ERR_SYNTAX,
     NULL},
    {"not form-data", SENT("--b\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n1\r\n" END),
     ERR_SYNTAX, NULL},
    {"disposition twice", SENT("--b\r\n" CD "\"a\"\r\n" CD "\"b\"\r\n\r\n1\r\n" END), ERR_SYNTAX,
     NULL},
    {"name twice", SENT("--b\r\n" CD "\"a\"; name=\"b\"\r\n\r\n1\r\n" END), ERR_SYNTAX, NULL},
    {"empty name, then another", SENT("--b\r\n" CD "\"\"; name=\"b\"\r\n\r\n1\r\n" END), ERR_SYNTAX,
     NULL},
    {"file name twice", SENT(FILE_PART("filename=\"a\"; filename=\"b\"", "1")), ERR_SYNTAX, NULL},
    {"quote that does not end", SENT("--b\r\n" CD "\"a\r\n\r\n1\r\n" END), ERR_SYNTAX, NULL},
    {"quote that ends escaped", SENT("--b\r\n" CD "\"a\\\"\r\n\r\n1\r\n" END), ERR_SYNTAX, NULL},
    {"text after a quote", SENT("--b\r\n" CD "\"a\"x\r\n\r\n1\r\n" END), ERR_SYNTAX, NULL},
    {"parameter without a value",
     SENT("--b\r\nContent-Disposition: form-data; name\r\n\r\n1\r\n" END), ERR_SYNTAX, NULL},
    {"base64", SENT("--b\r\n" CD "\"a\"\r\nContent-Transfer-Encoding: base64\r\n\r\nMQ==\r\n" END),
     ERR_SYNTAX, NULL},
};

static void test_good(void **state) {
    (void)state;
    run_cases(parse, good, sizeof good / sizeof good[0]);
}

static void test_files(void **state) {
    (void)state;
    run_cases(parse, files, sizeof files / sizeof files[0]);
}

static void test_bad(void **state) {
    (void)state;
    run_cases(parse, bad, sizeof bad / sizeof bad[0]);
}

/* A body cut anywhere is an error until the closing delimiter is there. */
static void test_every_cut(void **state) {
    (void)state;
    const struct slice whole = SENT(P("a", "1") FILE_PART("filename=\"x\"", "2"));
    for (size_t len = 0; len < whole.len; len++) {
        struct arena *a = arena_new(65536);
        struct pair_list list = {0};
        char *bytes = copy_of(slice_sub(whole, 0, len));
        enum errcode e = parse(a, bytes, len, &list);
        /* without its last LF the closing delimiter is one that is followed by CR: none; without
         * CR LF it is complete */
        assert_int_equal(e, len == whole.len - 2 ? OK : ERR_SYNTAX);
        free(bytes);
        arena_free(a);
    }
}

static void test_counts(void **state) {
    (void)state;
    size_t n;
    assert_int_equal(code_of(parse, repeated("", P("a", "1"), PARTS_MAX, END), &n), OK);
    assert_int_equal(n, PARTS_MAX);
    assert_int_equal(code_of(parse, repeated("", P("a", "1"), PARTS_MAX + 1, END), &n),
                     ERR_TOO_MANY);
    const char *head = "--b\r\n" CD "\"a\"\r\n", *tail = "\r\n1\r\n" END;
    assert_int_equal(code_of(parse, repeated(head, "X: y\r\n", PART_HEADERS_MAX - 1, tail), &n),
                     OK);
    assert_int_equal(code_of(parse, repeated(head, "X: y\r\n", PART_HEADERS_MAX, tail), &n),
                     ERR_TOO_MANY);
}

static void test_header_octets(void **state) {
    (void)state;
    size_t n;
    const char *head = "--b\r\n" CD "\"a\"\r\nX:", *tail = "\r\n\r\n1\r\n" END;
    size_t fixed = strlen(CD "\"a\"\r\nX:\r\n\r\n");
    assert_int_equal(code_of(parse, repeated(head, "y", PART_HEADER_BYTES_MAX - fixed, tail), &n),
                     OK);
    assert_int_equal(
        code_of(parse, repeated(head, "y", PART_HEADER_BYTES_MAX - fixed + 1, tail), &n),
        ERR_TOO_LARGE);
    assert_int_equal(code_of(parse, repeated("--b\r\n", "y", 5000, "\r\n" END), &n), ERR_TOO_LARGE);
}

static void test_margins(void **state) {
    (void)state;
    size_t n;
    const char *body = "\r\n" P("a", "1") END;
    assert_int_equal(code_of(parse, repeated("", "x", PART_MARGIN_BYTES_MAX, body), &n), OK);
    assert_int_equal(code_of(parse, repeated("", "x", PART_MARGIN_BYTES_MAX + 1, body), &n),
                     ERR_TOO_LARGE);
    assert_int_equal(code_of(parse, repeated(body, "x", PART_MARGIN_BYTES_MAX, ""), &n), OK);
    assert_int_equal(code_of(parse, repeated(body, "x", PART_MARGIN_BYTES_MAX + 1, ""), &n),
                     ERR_TOO_LARGE);
}

static void test_values(void **state) {
    (void)state;
    size_t n;
    const char *head = "--b\r\n" CD "\"a\"\r\n\r\n", *tail = "\r\n" END;
    assert_int_equal(code_of(parse, repeated(head, "v", PAIR_VALUE_MAX, tail), &n), OK);
    assert_int_equal(code_of(parse, repeated(head, "v", PAIR_VALUE_MAX + 1, tail), &n),
                     ERR_TOO_LARGE);
    const char *name_tail = "\"\r\n\r\n1\r\n" END;
    assert_int_equal(code_of(parse, repeated("--b\r\n" CD "\"", "n", PAIR_NAME_MAX, name_tail), &n),
                     OK);
    assert_int_equal(
        code_of(parse, repeated("--b\r\n" CD "\"", "n", PAIR_NAME_MAX + 1, name_tail), &n),
        ERR_TOO_LARGE);
    /* a file may be larger than any value: it is not kept */
    assert_int_equal(
        code_of(parse, repeated("--b\r\n" CD "f; filename=x\r\n\r\n", "v", 50000, tail), &n), OK);
}

static void test_file_name_is_cut(void **state) {
    (void)state;
    struct arena *a = arena_new(65536);
    struct pair_list list = {0};
    struct slice body = repeated("--b\r\n" CD "f; filename=\"", "ж", 200, "\"\r\n\r\n1\r\n" END);
    assert_int_equal(parse(a, (char *)body.ptr, body.len, &list), OK);
    assert_int_equal(list.items[0].value.len, FILE_NAME_MAX - 1); /* 127 letters of two octets */
    free((char *)body.ptr);
    arena_free(a);
}

static void test_boundaries(void **state) {
    (void)state;
    struct arena *a = arena_new(65536);
    struct pair_list list = {0};
    char boundary[BOUNDARY_MAX + 1];
    char body[4 * BOUNDARY_MAX];
    memset(boundary, '-', sizeof boundary); /* the worst: it overlaps its own dashes */
    int n = snprintf(body, sizeof body, "--%.*s\r\n" CD "a\r\n\r\n1\r\n--%.*s--", BOUNDARY_MAX,
                     boundary, BOUNDARY_MAX, boundary);
    assert_int_equal(
        multipart_parse(a, (struct slice){boundary, BOUNDARY_MAX}, body, (size_t)n, &list), OK);
    assert_int_equal(list.count, 1);
    assert_int_equal(
        multipart_parse(a, (struct slice){boundary, BOUNDARY_MAX + 1}, body, (size_t)n, &list),
        ERR_TYPE);
    assert_int_equal(multipart_parse(a, SLICE_LIT(""), body, (size_t)n, &list), ERR_TYPE);
    arena_free(a);
}

static void test_charset_of_a_part(void **state) {
    (void)state;
    struct arena *a = arena_new(65536);
    struct pair_list list = {0};
    char body[] = "--b\r\n" CD
                  "a\r\nContent-Type: text/plain; charset=\"KOI8-R\"\r\n\r\n1\r\n" P("c", "2") END;
    assert_int_equal(parse(a, body, sizeof body - 1, &list), OK);
    assert_true(slice_eq_lit(list.items[0].charset, "KOI8-R"));
    assert_null(list.items[1].charset.ptr);
    arena_free(a);
}

static void test_every_arena(void **state) {
    (void)state;
    struct slice body = repeated("", P("a", "1"), PARTS_MAX, END);
    run_every_arena(parse, body, 16384);
    free((char *)body.ptr);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_bad),
        cmocka_unit_test(test_every_cut),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_header_octets),
        cmocka_unit_test(test_margins),
        cmocka_unit_test(test_values),
        cmocka_unit_test(test_file_name_is_cut),
        cmocka_unit_test(test_boundaries),
        cmocka_unit_test(test_charset_of_a_part),
        cmocka_unit_test(test_every_arena),
    };
    return cmocka_run_group_tests_name("multipart", tests, NULL, NULL);
}
