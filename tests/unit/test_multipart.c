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

#define UNNAMED "Content-Disposition: form-data"
#define TAIL "\r\n\r\n1\r\n" END
#define ENCODED(encoding, content)                                                                 \
    "--b\r\n" CD "\"a\"\r\nContent-Transfer-Encoding: " encoding "\r\n\r\n" content "\r\n" END

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
    {"content that begins with a blank", SENT(P("a", " 1") END), OK, "a= 1"},
    {"bare LF and CR in content", SENT(P("a", "1\n2\r3") END), OK, "a=1\\x0a2\\x0d3"},
    {"NUL in content", SENT(P("a", "1\0002") END), OK, "a=1\\x002"},
    {"content like a header", SENT(P("a", "X: y\r\n\r\nz") END), OK, "a=X: y\\x0d\\x0a\\x0d\\x0az"},
    {"boundary within a line is content", SENT(P("a", "x--b--") END), OK, "a=x--b--"},
    {"boundary after bare LF is content", SENT(P("a", "x\n--b--\n") END), OK, "a=x\\x0a--b--\\x0a"},
    {"longer boundary is content", SENT(P("a", "x\r\n--bc\r\ny\r\n--b-\r\n--b--z") END), OK,
     "a=x\\x0d\\x0a--bc\\x0d\\x0ay\\x0d\\x0a--b-\\x0d\\x0a--b--z"},
    {"header names in any case",
     SENT("--b\r\ncontent-DISPOSITION:Form-Data;NAME=\"a\"\r\n\r\n1\r\n" END), OK, "a=1"},
    {"empty name", SENT(P("", "1") END), OK, "=1"},
    {"other headers", SENT("--b\r\nX-A: b\r\n" CD "\"a\"\r\nX-B:" TAIL), OK, "a=1"},
    {"semicolon inside quotes", SENT("--b\r\n" CD "\"a;name=b\"" TAIL), OK, "a;name=b=1"},
    {"file name inside a name", SENT("--b\r\n" CD "\"a; filename=b\"" TAIL), OK, "a; filename=b=1"},
    {"quote and backslash by backslash", SENT("--b\r\n" CD "\"a\\\"b\\\\c\"" TAIL), OK,
     "a\"b\\c=1"},
    {"quote and line end by percent", SENT("--b\r\n" CD "\"a%22b%0D%0ac%41\"" TAIL), OK,
     "a\"b\\x0d\\x0ac%41=1"},
    {"Cyrillic", SENT(P("имя", "Иван") END), OK, "имя=Иван"},
};

/* As hand-made programs and libraries made for mail write it: there is one reading all the same. */
static const struct parse_case odd[] = {
    {"name without quotes", SENT("--b\r\n" CD "abc" TAIL), OK, "abc=1"},
    {"quotes with backslashes", SENT("--b\r\n" CD "\\\"abc\\\"" TAIL), OK, "abc=1"},
    {"single quotes", SENT("--b\r\n" CD "'abc'" TAIL), OK, "abc=1"},
    {"blanks around the equals sign", SENT("--b\r\n" UNNAMED "; name = \"a\"" TAIL), OK, "a=1"},
    {"name twice, the same", SENT("--b\r\n" CD "\"a\"; name=a" TAIL), OK, "a=1"},
    {"disposition twice, the same", SENT("--b\r\n" CD "\"a\"\r\n" CD "\"a\"" TAIL), OK, "a=1"},
    {"name*", SENT("--b\r\n" UNNAMED "; name*=utf-8''%D0%BA%D0%BE%D0%B4" TAIL), OK, "код=1"},
    {"name* in quotes, with a language", SENT("--b\r\n" UNNAMED "; name*=\"UTF-8'ru'a+%62\"" TAIL),
     OK, "a+b=1"},
    {"name and name*, the same", SENT("--b\r\n" CD "\"a\"; name*=UTF-8''a" TAIL), OK, "a=1"},
    {"other parameters", SENT("--b\r\n" CD "\"a\"; ; x; size=1;" TAIL), OK, "a=1"},
    {"space before the colon", SENT("--b\r\nContent-Disposition : form-data; name=\"a\"" TAIL), OK,
     "a=1"},
    {"folded header", SENT("--b\r\nContent-Disposition: form-data;\r\n name=\"a\"" TAIL), OK,
     "a=1"},
    {"folded twice, with a colon",
     SENT("--b\r\nContent-Disposition:\r\n form-data;\r\n\tname=\"a:\"" TAIL), OK, "a:=1"},
    {"bare LF after a header", SENT("--b\r\n" CD "\"a\"\nX: y" TAIL), OK, "a=1"},
    {"bare LF throughout", SENT("--b\n" CD "\"a\"\n\n1\n2\n--b\n" CD "b\n\n\n--b--\n"), OK,
     "a=1\\x0a2|b="},
    {"bare LF, some with CR", SENT("--b\n" CD "\"a\"\r\n\r\n1\r\n--b--"), OK, "a=1"},
    {"bare LF, part without content", SENT("hi\n--b\n" CD "\"a\"\n\n--b--"), OK, "a="},
    {"no bare LF after a first CR LF", SENT(P("a", "1\n--b--") END), OK, "a=1\\x0a--b--"},
    {"8bit", SENT(ENCODED("8BIT", "1")), OK, "a=1"},
    {"a charset for an encoding", SENT(ENCODED("UTF-8", "Я")), OK, "a=Я"},
    {"base64", SENT(ENCODED("base64", "0JjQstCw\r\nMQ==")), OK, "a=Ива1"},
    {"base64, one pad and none", SENT(ENCODED("Base64", "MTIzNDU=")), OK, "a=12345"},
    {"base64 of nothing", SENT(ENCODED("base64", "")), OK, "a="},
    {"quoted-printable", SENT(ENCODED("quoted-printable", "=D0=98=d0=B2 x=3D1=\r\n2= \n3\r\n4")),
     OK, "a=Ив x=123\\x0d\\x0a4"},
};

static const struct parse_case files[] = {
    {"file", SENT(FILE_PART("filename=\"a.txt\"", "12345")), OK, "^f=a.txt:5"},
    {"no file chosen", SENT(FILE_PART("filename=\"\"", "")), OK, "^f=:0"},
    {"Windows path", SENT(FILE_PART("filename=\"C:\\docs\\new\\x.pdf\"", "1")), OK, "^f=x.pdf:1"},
    {"escaped Windows path", SENT(FILE_PART("filename=\"C:\\\\docs\\\\x.pdf\"", "1")), OK,
     "^f=x.pdf:1"},
    {"Windows folder", SENT(FILE_PART("filename=\"C:\\docs\\\"", "1")), OK, "^f=docs\":1"},
    {"climbing path", SENT(FILE_PART("filename=\"../../etc/passwd\"", "1")), OK, "^f=passwd:1"},
    {"slash at the end", SENT(FILE_PART("filename=\"a/\"", "1")), OK, "^f=:1"},
    {"quotes both ways", SENT(FILE_PART("filename=\"a\\\"b%22c\"", "1")), OK, "^f=a\"b\"c:1"},
    {"quotes at the beginning", SENT(FILE_PART("filename=\"19\".jpg\"", "1")), OK, "^f=19\".jpg:1"},
    {"quotes within", SENT(FILE_PART("filename=\"ООО \"Ромашка\".pdf\"", "1")), OK,
     "^f=ООО \"Ромашка\".pdf:1"},
    {"bare, with a blank", SENT(FILE_PART("filename=фото 1.jpg; x=y", "1")), OK, "^f=фото 1.jpg:1"},
    {"no quote at the end", SENT(FILE_PART("filename=\"a.jpg", "1")), OK, "^f=a.jpg:1"},
    {"line end within", SENT(FILE_PART("filename=\"a\nb.jpg\"", "1")), OK, "^f=a:1"},
    {"filename* beside filename",
     SENT(FILE_PART("filename=x.txt; filename*=utf-8''%D1%85.txt", "1")), OK, "^f=x.txt:1"},
    {"filename* alone", SENT(FILE_PART("filename*=UTF-8''%D1%85.txt", "1")), OK, "^f=х.txt:1"},
    {"filename* of another charset", SENT(FILE_PART("filename*=koi8-r''%D1", "1")), OK,
     "^f=koi8-r''%D1:1"},
    {"filename* climbs", SENT(FILE_PART("filename*=UTF-8''..%2Fa", "1")), OK, "^f=a:1"},
    {"filename in pieces", SENT(FILE_PART("filename*0=a; filename*1=b", "1")), OK, "^f=a:1"},
    {"file name twice", SENT(FILE_PART("filename=\"a\"; filename=\"b\"", "1")), OK, "^f=a:1"},
    {"any encoding", SENT(FILE_PART("filename=a\r\nContent-Transfer-Encoding: x", "1")), OK,
     "^f=a:1"},
    {"no name", SENT("--b\r\n" UNNAMED "; filename=a" TAIL), OK, "^=a:1"},
    {"an attachment", SENT("--b\r\nContent-Disposition: attachment; filename=\"a\"" TAIL), OK,
     "^=a:1"},
    {"no empty line", SENT("--b\r\n" CD "\"f\"; filename=a\r\n" END), OK, "^f=a:0"},
    {"content with NUL and half boundaries",
     SENT(FILE_PART("filename=\"a\"", "\0\r\n-\r\n--\r\n--c")), OK, "^f=a:13"},
    /* file names that would be fields */
    {"another name", SENT(FILE_PART("filename=\"a\"; name=\"phone\"", "1")), OK, "^f=a:1"},
    {"another disposition", SENT(FILE_PART("filename=\"a\r\n" CD "\"phone\"", "1")), OK, "^f=a:1"},
    {"an empty line", SENT(FILE_PART("filename=\"a\n\n", "1")), OK, "^f=a:5"},
    {"name behind an open quote", SENT("--b\r\n" UNNAMED "; filename=\"a; name=\"phone\"" TAIL), OK,
     "^=a; name=\"phone:1"},
};

/* More than one reading, or none: of whom it may be is said, not what. */
static const struct parse_case unread[] = {
    {"part without headers", SENT("--b\r\n" TAIL), OK, "!=:3"},
    {"delimiter after delimiter", SENT("--b\r\n" P("a", "1") END), OK, "!a=:1"},
    {"no disposition", SENT("--b\r\nContent-Type: text/plain" TAIL), OK, "!=:1"},
    {"no name", SENT("--b\r\n" UNNAMED TAIL), OK, "!=:1"},
    {"not form-data", SENT("--b\r\nContent-Disposition: attachment; name=\"a\"" TAIL), OK, "!a=:1"},
    {"another disposition", SENT("--b\r\n" CD "\"a\"\r\n" CD "\"b\"" TAIL), OK, "!b=:0|!a=:1"},
    {"another name", SENT("--b\r\n" CD "\"a\"; name=\"b\"" TAIL), OK, "!b=:0|!a=:1"},
    {"empty name, then another", SENT("--b\r\n" CD "\"\"; name=\"b\"" TAIL), OK, "!b=:0|!=:1"},
    {"name* says another", SENT("--b\r\n" CD "\"a\"; name*=UTF-8''b" TAIL), OK, "!b=:0|!a=:1"},
    {"name* of another charset", SENT("--b\r\n" UNNAMED "; name*=koi8-r''a" TAIL), OK,
     "!koi8-r''a=:1"},
    {"name in pieces", SENT("--b\r\n" UNNAMED "; name*0=a" TAIL), OK, "!a=:1"},
    {"quote that does not end", SENT("--b\r\n" CD "\"a" TAIL), OK, "!a=:1"},
    {"quote that ends escaped", SENT("--b\r\n" CD "\"a\\\"" TAIL), OK, "!a\\=:1"},
    {"text after a quote", SENT("--b\r\n" CD "\"a\"x" TAIL), OK, "!a=:1"},
    {"quotes within", SENT("--b\r\n" CD "\"a\"b\"" TAIL), OK, "!a=:1"},
    {"bare name with a blank", SENT("--b\r\n" CD "a b" TAIL), OK, "!a=:1"},
    {"name that may hold a file name", SENT("--b\r\n" CD "\"a; filename=\"x\"" TAIL), OK, "!a=:1"},
    {"no semicolon before the file name", SENT("--b\r\n" CD "\"a\" filename=\"x\"" TAIL), OK,
     "!a=:1"},
    {"open quote that may hold a file name", SENT("--b\r\n" CD "\"a\"; x=\"y; filename=\"z\"" TAIL),
     OK, "!a=:1"},
    {"header without a colon", SENT("--b\r\nhello\r\n" CD "\"a\"" TAIL), OK, "!a=:1"},
    {"header without a name", SENT("--b\r\n: x\r\n" CD "\"a\"" TAIL), OK, "!a=:1"},
    {"header that is text", SENT("--b\r\n" CD "\"a\"\r\nпривет: всем" TAIL), OK, "!a=:1"},
    {"no empty line after headers", SENT("--b\r\n" CD "\"a\"\r\n" END), OK, "!a=:0"},
    {"content without an empty line", SENT("--b\r\n" CD "\"a\"\r\n1\r\n" END), OK, "!a=:0"},
    {"bare CR in a header", SENT("--b\r\n" CD "\"a\"\rX: y" TAIL), OK, "!a=:1"},
    {"unknown encoding", SENT(ENCODED("x-uuencode", "1")), OK, "!a=:1"},
    {"encoding twice",
     SENT("--b\r\n" CD "a\r\nContent-Transfer-Encoding: 8bit\r\n"
          "Content-Transfer-Encoding: base64" TAIL),
     OK, "!a=:1"},
    {"base64 that is none", SENT(ENCODED("base64", "89121234567")), OK, "!a=:11"},
    {"base64 with text after it", SENT(ENCODED("base64", "MQ==MQ==")), OK, "!a=:8"},
    {"base64, all padding", SENT(ENCODED("base64", "====")), OK, "!a=:4"},
    {"quoted-printable that is none", SENT(ENCODED("quoted-printable", "a=zz")), OK, "!a=:4"},
    {"quoted-printable, cut off", SENT(ENCODED("quoted-printable", "a=D")), OK, "!a=:3"},
    {"the others are read", SENT("--b\r\n" CD "\"x\r\n\r\n1\r\n" P("a", "1") END), OK, "!x=:1|a=1"},
};

static const struct parse_case bad[] = {
    {"empty body", SENT(""), ERR_SYNTAX, NULL},
    {"no delimiter", SENT("hello"), ERR_SYNTAX, NULL},
    {"another boundary", SENT("--c\r\n" CD "\"a\"\r\n\r\n1\r\n--c--\r\n"), ERR_SYNTAX, NULL},
    {"no closing delimiter", SENT(P("a", "1")), ERR_SYNTAX, NULL},
    {"closing delimiter without dashes", SENT(P("a", "1") "--b\r\n"), ERR_SYNTAX, NULL},
    {"ends inside the closing delimiter", SENT(P("a", "1") "--b-"), ERR_SYNTAX, NULL},
    {"ends inside a header", SENT("--b\r\nContent-Dispos"), ERR_SYNTAX, NULL},
    {"ends after the first delimiter", SENT("--b\r\n"), ERR_SYNTAX, NULL},
    {"only the delimiter", SENT("--b"), ERR_SYNTAX, NULL},
};

static void test_good(void **state) {
    (void)state;
    run_cases(parse, good, sizeof good / sizeof good[0]);
}

static void test_files(void **state) {
    (void)state;
    run_cases(parse, files, sizeof files / sizeof files[0]);
}

static void test_odd(void **state) {
    (void)state;
    run_cases(parse, odd, sizeof odd / sizeof odd[0]);
}

static void test_unread(void **state) {
    (void)state;
    run_cases(parse, unread, sizeof unread / sizeof unread[0]);
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
    assert_int_equal(code_of(parse, repeated("", P("a", "1"), PAIRS_MAX, END), &n), OK);
    assert_int_equal(n, PAIRS_MAX);
    assert_int_equal(code_of(parse, repeated("", P("a", "1"), PAIRS_MAX + 1, END), &n),
                     ERR_TOO_MANY);
    assert_int_equal(code_of(parse, repeated("", P("a", "1"), PAIRS_MAX, P("", "") END), &n),
                     ERR_TOO_MANY);
}

/* What nobody needs may be as long as it likes. */
static void test_lengths(void **state) {
    (void)state;
    static const struct {
        const char *head, *piece, *tail;
    } cases[] = {
        {"--b\r\n" CD "\"a\"\r\n", "X: y\r\n", TAIL},
        {"--b\r\n" CD "\"a\"\r\nX: ", "yyyyyy", TAIL},
        {"--b\r\n" CD "\"a\"\r\nX: y", "\r\n yyy", TAIL},
        {"--b\r\n" CD "\"a\"", "; x=\"\"", TAIL},
        {"--b\r\n" CD "\"a\"; x=\"", "\\\"    ", "\"" TAIL},
        {"", "prefix", "\r\n" P("a", "1") END},
        {P("a", "1") END, "suffix", ""},
        {"--b\r\n" CD "\"a\"\r\n\r\n", "value ", "\r\n" END},
        {"--b\r\n" CD "\"", "name  ", "\"" TAIL},
        {"--b\r\n" CD "f; filename=x\r\n\r\n", "file  ", "\r\n" END},
        {"--b\r\n" CD "f; filename=\"", "\"     ", TAIL},
        {"--b\r\n" CD "\"", "\"     ", TAIL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        size_t n, pieces = (BODY_BYTES_MAX - 100) / 6;
        struct slice body = repeated(cases[i].head, cases[i].piece, pieces, cases[i].tail);
        assert_int_equal(code_of(parse, body, &n), OK);
        assert_int_equal(n, 1);
    }
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
    struct slice body = repeated("", P("a", "1"), PAIRS_MAX / 5, END);
    run_every_arena(parse, body, 16384);
    free((char *)body.ptr);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_good),
        cmocka_unit_test(test_files),
        cmocka_unit_test(test_odd),
        cmocka_unit_test(test_unread),
        cmocka_unit_test(test_bad),
        cmocka_unit_test(test_every_cut),
        cmocka_unit_test(test_counts),
        cmocka_unit_test(test_lengths),
        cmocka_unit_test(test_file_name_is_cut),
        cmocka_unit_test(test_boundaries),
        cmocka_unit_test(test_charset_of_a_part),
        cmocka_unit_test(test_every_arena),
    };
    return cmocka_run_group_tests_name("multipart", tests, NULL, NULL);
}
