/* csv: cells and lines, and that one row that is wrong is one. */
#include "unit.h"

#include "body/csv.h"

/* What was read, a row a line: "LINE: cell|cell", or "FAULT_LINE! kind" and [its text] when that is
 * asked. */
static char *read_text(const char *sent, size_t len, bool texts) {
    static char out[4096];
    static const char *const names[] = {"row", "end", "open", "after", "many", "long"};
    char *text = malloc(len + 1); /* not a byte more, for the sanitizer */
    struct csv c;
    static struct csv_row row;
    memcpy(text, sent, len);
    csv_open(&c, text, len);
    size_t n = 0;
    out[0] = '\0';
    for (enum csv_kind kind; (kind = csv_next(&c, &row)) != CSV_END;) {
        if (kind != CSV_ROW) {
            n += (size_t)snprintf(out + n, sizeof out - n, "%d! %s", row.fault_line, names[kind]);
            assert_int_equal(row.count, 1);
            if (texts)
                n += (size_t)snprintf(out + n, sizeof out - n, " [%.*s]", SLICE_ARG(row.cells[0]));
            n += (size_t)snprintf(out + n, sizeof out - n, "\n");
            continue;
        }
        n += (size_t)snprintf(out + n, sizeof out - n, "%d: ", row.line);
        for (size_t i = 0; i < row.count; i++)
            n += (size_t)snprintf(out + n, sizeof out - n, "%s%.*s", i > 0 ? "|" : "",
                                  SLICE_ARG(row.cells[i]));
        n += (size_t)snprintf(out + n, sizeof out - n, "\n");
        assert_true(n < sizeof out);
    }
    free(text);
    return out;
}

static const struct {
    const char *what, *sent, *want;
} cases[] = {
    {"nothing", "", ""},
    {"blank lines only", "\n \r\n\r  ", ""},
    {"one cell", "a", "1: a\n"},
    {"commas", "a,b\n1,2\n", "1: a|b\n2: 1|2\n"},
    {"semicolons; a comma is text", "a;b\n1,5;2", "1: a|b\n2: 1,5|2\n"},
    {"tabs", "a\tb\n1,5\t;", "1: a|b\n2: 1,5|;\n"},
    {"the most of the first line, outside of quotes", "\"a,b,c,d\";e\n1;2",
     "1: a,b,c,d|e\n2: 1|2\n"},
    {"CR LF, CR, LF, and none at the end", "a,b\r\n1,2\r3,4\n5,6",
     "1: a|b\n2: 1|2\n3: 3|4\n4: 5|6\n"},
    {"blank lines are counted", "a,b\n\n  \r\n1,2\n\n", "1: a|b\n4: 1|2\n"},
    {"a blank one in front has no separator to tell", "\n  \r\na;b\n1,5;2", "3: a|b\n4: 1,5|2\n"},
    {"empty cells", "a,b,c\n,,\n1,,\n", "1: a|b|c\n2: ||\n3: 1||\n"},
    {"a line of tabs that separate", "a\tb\n\t\n", "1: a|b\n2: |\n"},
    {"blanks of a cell stay", "a, b\n 1 ,2 ", "1: a| b\n2:  1 |2 \n"},
    {"quotes", "\"a\",\"b\"\n\"1,2\",\"\"", "1: a|b\n2: 1,2|\n"},
    {"a doubled quote is one", "\"a\"\"b\",\"\"\"\"\n", "1: a\"b|\"\n"},
    {"a line end in quotes, and the lines after it", "\"a\nb\",c\n\"1\r\n2\r3\",4\n5,6\n",
     "1: a\nb|c\n3: 1\r\n2\r3|4\n6: 5|6\n"},
    {"a quote that is not closed: the next line is read", "a,b\n1,\"2\n3,4\n",
     "1: a|b\n2! open\n3: 3|4\n"},
    {"only a quote", "\"", "1! open\n"},
    {"a doubled one at the end closes nothing", "\"a\"\"", "1! open\n"},
    {"behind a closing quote", "a,b\n\"1\" ,2\n3,4", "1: a|b\n2! after\n3: 3|4\n"},
    {"a quote in a bare cell is text", "a;b\n1;ООО \"Ромашка\"\n15\" pipe;\"\"\n",
     "1: a|b\n2: 1|ООО \"Ромашка\"\n3: 15\" pipe|\n"},
    {"and after a blank: it hides no separator", "a, \"b,c\"", "1: a| \"b|c\"\n"},
    {"in the first line it hides none, either", "15\" pipe;a,b;c;\"d,\"\",,,\"\n1;2,;3;4",
     "1: 15\" pipe|a,b|c|d,\",,,\n2: 1|2,|3|4\n"},
    {"the fault's line, within a row of two", "\"1\n2\",\"3\"x\n4,5", "2! after\n3: 4|5\n"},
};

static void test_cases(void **state) {
    (void)state;
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *got = read_text(cases[i].sent, strlen(cases[i].sent), false);
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s: \"%s\", not \"%s\"", cases[i].what, got, cases[i].want);
    }
}

/* Of a row that is none, all that stands in its lines, quotes and all. */
static void test_texts(void **state) {
    (void)state;
    static const char text[] = "a;b\n\"1\n\"\"2\";\"ООО \"Ромашка\"\";3\r\n\"4\"\"\";\"5\n6;7";
    assert_string_equal(read_text(text, sizeof text - 1, true),
                        "1: a|b\n3! after [\"1\n\"\"2\";\"ООО \"Ромашка\"\";3]\n"
                        "4! open [\"4\"\"\";\"5]\n5: 6|7\n");
}

static void test_cells_bound(void **state) {
    (void)state;
    char text[2 * CSV_CELLS_MAX + 8];
    memset(text, ',', sizeof text);
    assert_non_null(strstr(read_text(text, CSV_CELLS_MAX - 1, false), "1: |"));
    assert_string_equal(read_text(text, CSV_CELLS_MAX, false), "1! many\n");
}

static enum csv_kind kind_of(char *text, size_t len, struct csv_row *row) {
    struct csv c;
    csv_open(&c, text, len);
    return csv_next(&c, row);
}

static void test_cell_bound(void **state) {
    (void)state;
    static char text[2 * CSV_CELL_BYTES_MAX + 8];
    static struct csv_row row;
    memset(text, 'x', sizeof text);
    assert_int_equal(kind_of(text, CSV_CELL_BYTES_MAX, &row), CSV_ROW);
    assert_int_equal(row.cells[0].len, CSV_CELL_BYTES_MAX);
    assert_int_equal(kind_of(text, CSV_CELL_BYTES_MAX + 1, &row), CSV_CELL_LONG);
    memset(text, '"', sizeof text); /* each of the text is doubled */
    assert_int_equal(kind_of(text, 2 * CSV_CELL_BYTES_MAX + 2, &row), CSV_ROW);
    assert_int_equal(row.cells[0].len, CSV_CELL_BYTES_MAX);
    memset(text, '"', sizeof text);
    assert_int_equal(kind_of(text, 2 * CSV_CELL_BYTES_MAX + 4, &row), CSV_QUOTE_OPEN);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_cells_bound),
        cmocka_unit_test(test_cell_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
