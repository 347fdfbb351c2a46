/* report_csv: fields as RFC 4180 has them, which no spreadsheet runs. */
#include "unit.h"

#include "admin/report_csv.h"
#include "admin/text.h"

static const struct {
    const char *text;
    bool number;
    char separator;
    const char *written;
} cases[] = {
    {"yandex", false, ';', "yandex"},
    {"", false, ';', ""},
    {"a b", false, ';', "a b"},
    {"a;b", false, ';', "\"a;b\""},
    {"a,b", false, ';', "\"a,b\""}, /* whoever opens it with the other separator */
    {"a,b", false, ',', "\"a,b\""},
    {"say \"x\"", false, ';', "\"say \"\"x\"\"\""},
    {"\"", false, ';', "\"\"\"\""},
    {" a", false, ';', "\" a\""},
    {"a\nb", false, ';', "a?b"},
    {"a\xE2\x80\xAE"
     "b",
     false, ';', "a?b"},
    {"a\xFF"
     "b",
     false, ';', "a?b"},
    {"=1+1", false, ';', "'=1+1"},
    {"=HYPERLINK(\"x\";\"y\")", false, ';', "\"'=HYPERLINK(\"\"x\"\";\"\"y\"\")\""},
    {"+7 912", false, ';', "'+7 912"},
    {"-1", false, ';', "'-1"},
    {"@SUM(A1)", false, ';', "'@SUM(A1)"},
    {"\t=1", false, ';', "'?=1"},
    {"\r=1", false, ';', "'?=1"},
    {"＝1", false, ';', "'＝1"},
    {"＋1", false, ';', "'＋1"},
    {"－1", false, ';', "'－1"},
    {"＠A1", false, ';', "'＠A1"},
    {"a=1", false, ';', "a=1"},
    {"-12.50", true, ';', "-12,50"}, /* as Excel has it where ; parts the fields */
    {"-12.50", true, ',', "-12.50"},
    {"1e+20", true, ',', "1e+20"},
    {"", true, ',', ""},
};

static void test_fields(void **state) {
    (void)state;
    struct arena *a = text_arena();
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buf b;
        struct slice got;
        buf_init(&b, a, 1000);
        csv_field(&b, slice_from(cases[i].text), cases[i].number, cases[i].separator);
        assert_int_equal(buf_done(&b, &got), OK);
        if (!slice_eq_lit(got, cases[i].written))
            fail_msg("%s: %.*s", cases[i].text, SLICE_ARG(got));
    }
    arena_free(a);
}

/* Columns of a text and a numeric. */
static PGresult *rows_of(char *const *values, int rows) {
    PGresult *r = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
    char source[] = "source", amount[] = "amount";
    PGresAttDesc columns[] = {{source, 0, 0, 0, 25, -1, -1}, {amount, 0, 0, 0, 1700, -1, -1}};
    assert_true(PQsetResultAttrs(r, 2, columns));
    for (int i = 0; i < 2 * rows; i++)
        assert_true(PQsetvalue(r, i / 2, i % 2, values[i],
                               values[i] != NULL ? (int)strlen(values[i]) : -1));
    return r;
}

static void test_file(void **state) {
    (void)state;
    char one[] = "-x", minus[] = "-5", two[] = "vk";
    char *const values[] = {one, minus, two, NULL};
    struct arena *a = text_arena();
    PGresult *r = rows_of(values, 2);
    struct slice got;
    assert_true(csv_of(a, r, (struct csv_style){';', true}, &got));
    assert_true(slice_eq_lit(got, "\xEF\xBB\xBF"
                                  "source;amount\r\n'-x;-5\r\nvk;\r\n"));
    assert_true(csv_of(a, r, (struct csv_style){',', false}, &got));
    assert_true(slice_eq_lit(got, "source,amount\r\n'-x,-5\r\nvk,\r\n"));
    PQclear(r);
    arena_free(a);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_file),
    };
    return cmocka_run_group_tests_name("report_csv", tests, NULL, NULL);
}
