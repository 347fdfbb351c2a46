/* csv_stream: each encoding, whatever the pieces in which a file comes; rows across the window. */
#include "unit.h"

#define FIXTURE_ARENA_BYTES ((size_t)64 * 1024 * 1024)
#include "arena_fixture.h"

#include "body/csv_stream.h"

struct from {
    const char *text;
    size_t len, at, step; /* at most step octets at a time */
    size_t fails_at;      /* SIZE_MAX: never */
};

static bool read_some(void *from, char *into, size_t room, size_t *got) {
    struct from *f = from;
    size_t n = f->len - f->at;
    n = n < f->step ? n : f->step;
    n = n < room ? n : room;
    if (f->at >= f->fails_at)
        return false;
    memcpy(into, f->text + f->at, n);
    f->at += n;
    *got = n;
    return true;
}

static struct csv_stream *open_stream(struct from *f, enum csv_encoding encoding, char separator) {
    struct csv_stream *s;
    arena_reset(arena);
    assert_int_equal(
        csv_stream_open(arena, (struct csv_source){read_some, f}, encoding, separator, &s), OK);
    return s;
}

/* "LINE: cell|cell;" of each row, "LINE! ;" of what is none. */
static const char *read_rows(struct csv_stream *s) {
    static char out[4096];
    static struct csv_row row;
    size_t n = 0;
    out[0] = '\0';
    for (enum csv_kind kind; (kind = csv_stream_next(s, &row)) != CSV_END;) {
        n += (size_t)snprintf(out + n, sizeof out - n, "%d%s", row.line,
                              kind == CSV_ROW ? ":" : "!");
        for (size_t i = 0; i < row.count && kind == CSV_ROW; i++)
            n += (size_t)snprintf(out + n, sizeof out - n, "%s%.*s", i > 0 ? "|" : " ",
                                  SLICE_ARG(row.cells[i]));
        n += (size_t)snprintf(out + n, sizeof out - n, ";");
    }
    return out;
}

#define TEXT(s) s, sizeof(s) - 1
#define UTF16                                                                                      \
    "\xFF\xFE"                                                                                     \
    "\x18\x04;\0b\0\n\0\x3D\xD8\x00\xDE;\0\x00\xD8\n\0"
static const struct {
    const char *what, *text;
    size_t len;
    enum csv_encoding encoding;
    const char *want;
} cases[] = {
    {"nothing", TEXT(""), CSV_TEXT_UNDECIDED, ""},
    {"ASCII", TEXT("a,b\n1,2"), CSV_TEXT_UNDECIDED, "1: a|b;2: 1|2;"},
    {"UTF-8", TEXT("имя;b\n1;Ёж\n"), CSV_TEXT_UTF8, "1: имя|b;2: 1|Ёж;"},
    {"with its mark",
     TEXT("\xEF\xBB\xBF"
          "a;b\n1;2\n"),
     CSV_TEXT_UTF8, "1: a|b;2: 1|2;"},
    {"windows-1251", TEXT("a;\xC8\xEC\xFF\n1;2\n"), CSV_TEXT_WINDOWS_1251, "1: a|Имя;2: 1|2;"},
    {"which shows late", TEXT("a;b\n1;2\n3;\xDF"), CSV_TEXT_WINDOWS_1251, "1: a|b;2: 1|2;3: 3|Я;"},
    {"UTF-8 of which octets are lost", TEXT("имя;b\n1;Пёт\xD1\n"), CSV_TEXT_UTF8,
     "1: имя|b;2: 1|Пёт\xD1;"},
    {"windows-1251 in which two octets look like UTF-8", TEXT("\xC8\xEC\xFF;b\n\xC2\xAB;\xD0\n"),
     CSV_TEXT_WINDOWS_1251, "1: Имя|b;2: В«|Р;"},
    {"UTF-16, with a pair, and half of one", TEXT(UTF16), CSV_TEXT_UTF16LE,
     "1: И|b;2: 😀|\xEF\xBF\xBD;"},
    {"UTF-16 without a mark", TEXT("a\0,\0b\0"), CSV_TEXT_UTF16LE, "1: a|b;"},
    {"the other way round", TEXT("\xFE\xFF\0a\0;\x04\x18"), CSV_TEXT_UTF16BE, "1: a|И;"},
    {"an octet too many",
     TEXT("\xFF\xFE"
          "a\0;\0b"),
     CSV_TEXT_UTF16LE, "1: a|;"},
    {"quotes, and one that is not closed", TEXT("\"a\";b\n\"1\n\"\"2\";3\n\"4;5\n6;7\n"),
     CSV_TEXT_UNDECIDED, "1: a|b;2: 1\n\"2|3;4!;5: 6|7;"},
};

static void test_cases(void **state) {
    (void)state;
    static const size_t steps[] = {1, 2, 3, 5, 4096};
    for (size_t i = 0; i < COUNT(cases); i++)
        for (size_t k = 0; k < COUNT(steps); k++) {
            /* what tells UTF-16 without a mark stands in the first octets */
            struct from f = {cases[i].text, cases[i].len, 0, steps[k] < 4 ? 4 : steps[k], SIZE_MAX};
            struct csv_stream *s = open_stream(&f, CSV_TEXT_UNDECIDED, '\0');
            const char *got = read_rows(s);
            if (strcmp(got, cases[i].want) != 0)
                fail_msg("%s, by %zu: %s, not %s", cases[i].what, f.step, got, cases[i].want);
            assert_int_equal(csv_stream_encoding(s), cases[i].encoding);
            assert_int_equal(csv_stream_octets(s), cases[i].len);
        }
}

static void test_told(void **state) {
    (void)state;
    struct from f = {TEXT("a,b;c\n\xDF;2"), 0, 4096, SIZE_MAX};
    assert_string_equal(read_rows(open_stream(&f, CSV_TEXT_WINDOWS_1251, ';')), "1: a,b|c;2: Я|2;");
    f.at = 0;
    assert_string_equal(read_rows(open_stream(&f, CSV_TEXT_UTF8, '\0')), "1: a|b;c;2: \xDF;2;");
}

/* Not by the first octet alone, but by what follows it in its piece. */
static void test_lost_first(void **state) {
    (void)state;
    struct from f = {TEXT("\n\xD0;имя\n\xC2\xAB;2"), 0, 4096, SIZE_MAX};
    assert_string_equal(read_rows(open_stream(&f, CSV_TEXT_UNDECIDED, '\0')),
                        "2: \xD0|имя;3: «|2;");
    struct from half = {TEXT("\xD0\xCE;\xC2\xAB;1"), 0, 4096, SIZE_MAX};
    assert_string_equal(read_rows(open_stream(&half, CSV_TEXT_UNDECIDED, '\0')), "1: РО|В«|1;");
}

/* Longer than the window, in rows that do not end where it does. */
static void test_long(void **state) {
    (void)state;
    enum { ROWS = 260000 };
    static char text[ROWS * 96];
    static struct csv_row row;
    size_t len = 0, rows = 0;
    for (int i = 0; i < ROWS; i++)
        len += (size_t)snprintf(text + len, sizeof text - len,
                                "%d;\"a \"\"quoted\"\"\ntext of Ёж %d\";%s\n", i, i % 1000,
                                i % 7 == 0 ? "\"open" : "x");
    struct from f = {text, len, 0, 100000, SIZE_MAX};
    struct csv_stream *s = open_stream(&f, CSV_TEXT_UNDECIDED, '\0');
    char want[64];
    for (enum csv_kind kind; (kind = csv_stream_next(s, &row)) != CSV_END; rows++) {
        assert_int_equal(kind,
                         rows % 7 == 0 ? CSV_QUOTE_AFTER : CSV_ROW); /* the next quote ends it */
        assert_int_equal(row.line, 2 * rows + 1);
        if (kind != CSV_ROW)
            continue;
        snprintf(want, sizeof want, "a \"quoted\"\ntext of Ёж %zu", rows % 1000);
        assert_true(row.count == 3 && slice_eq_lit(row.cells[1], want));
    }
    assert_int_equal(rows, ROWS);
    assert_true(len > 2 * CSV_WINDOW_BYTES);
}

static void test_longest_row(void **state) {
    (void)state;
    static char text[CSV_CELLS_MAX * (2 * CSV_CELL_BYTES_MAX + 3) + 16];
    static struct csv_row row;
    size_t len = 0;
    for (int i = 0; i < CSV_CELLS_MAX; i++) {
        text[len++] = i == 0 ? 'a' : ';';
        if (i > 0) {
            text[len++] = '"';
            memset(text + len, '"', (size_t)2 * CSV_CELL_BYTES_MAX);
            len += (size_t)2 * CSV_CELL_BYTES_MAX;
            text[len++] = '"';
        }
    }
    memcpy(text + len, "\nb;c\n", 5);
    struct from f = {text, len + 5, 0, 100000, SIZE_MAX};
    struct csv_stream *s = open_stream(&f, CSV_TEXT_UNDECIDED, '\0');
    assert_int_equal(csv_stream_next(s, &row), CSV_ROW);
    assert_int_equal(row.count, CSV_CELLS_MAX);
    assert_int_equal(row.cells[CSV_CELLS_MAX - 1].len, CSV_CELL_BYTES_MAX);
    assert_int_equal(csv_stream_next(s, &row), CSV_ROW);
    assert_int_equal(csv_stream_next(s, &row), CSV_END);
}

static void test_failure(void **state) {
    (void)state;
    struct from f = {TEXT("a;b\n1;2\n3;4\n"), 0, 4, 8};
    struct csv_stream *s = open_stream(&f, CSV_TEXT_UNDECIDED, '\0');
    assert_string_equal(read_rows(s), "");
    assert_true(csv_stream_failed(s));
}

static void test_names(void **state) {
    (void)state;
    enum csv_encoding e;
    assert_true(csv_encoding_find(slice_from("CP1251"), &e) && e == CSV_TEXT_WINDOWS_1251);
    assert_true(csv_encoding_find(slice_from("utf-8"), &e) && e == CSV_TEXT_UTF8);
    assert_true(csv_encoding_find(slice_from("UTF-16"), &e) && e == CSV_TEXT_UTF16LE);
    assert_true(csv_encoding_find(slice_from("utf-16be"), &e) && e == CSV_TEXT_UTF16BE);
    assert_false(csv_encoding_find(slice_from("koi8-r"), &e));
    assert_string_equal(csv_encoding_name(CSV_TEXT_WINDOWS_1251), "windows-1251");
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),       cmocka_unit_test(test_told),
        cmocka_unit_test(test_lost_first),  cmocka_unit_test(test_long),
        cmocka_unit_test(test_longest_row), cmocka_unit_test(test_failure),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, arena_setup, arena_teardown);
}
