/* costs: a file is read to its end, and each fault is told with its line. */
#include "unit.h"

#include "admin/costs.h"
#include "admin/text.h"
#include "base/bounds.h"

#define HEAD "source,medium,campaign,day,amount,currency\n"
#define ROW "yandex,cpc,autumn,2026-11-01,1234.56,RUB\n"

/* What is wrong, a fault a line; what was read if nothing is. */
static char *read_text(struct arena *a, const char *sent, size_t len) {
    static char out[64 * 1024];
    struct problems problems = {0};
    struct cost_list list;
    char *text = text_alloc(a, len + 1);
    memcpy(text, sent, len);
    costs_read(a, "costs.csv", text, len, "RUB", &problems, &list);
    size_t n = 0;
    problems_sort(&problems);
    for (size_t i = 0; i < problems.count; i++)
        n += (size_t)snprintf(out + n, sizeof out - n, "%d: %s\n", problems.items[i].line,
                              problems.items[i].message);
    for (size_t i = 0; problems.count == 0 && i < list.count && n < sizeof out; i++)
        n += (size_t)snprintf(
            out + n, sizeof out - n, "%.*s|%.*s|%.*s|%s|%s\n",
            SLICE_ARG(list.rows[i].words[COST_SOURCE]), SLICE_ARG(list.rows[i].words[COST_MEDIUM]),
            SLICE_ARG(list.rows[i].words[COST_CAMPAIGN]), list.rows[i].day, list.rows[i].amount);
    problems_free(&problems);
    return out;
}

static const struct {
    const char *what, *sent, *want;
} cases[] = {
    {"a row", HEAD ROW, "yandex|cpc|autumn|2026-11-01|1234.56\n"},
    {"columns in any order and case, a mark, CR LF, blank lines, a decimal comma, a currency in "
     "small letters",
     "\xEF\xBB\xBF Amount ;DAY;Currency;source;campaign;medium\r\n\r\n"
     "12,5;01.11.2026;rub;\"VK; ads\";;CPC\r\n;;;;;\r\n",
     "VK; ads|CPC||2026-11-01|12.5\n"},
    {"nothing", "", "0: the file is empty\n"},
    {"only a header", HEAD, "0: no row below the first line\n"},
    {"another encoding", HEAD "\xFF,cpc,,2026-11-01,1,RUB\n",
     "0: of Excel it is to be saved as \"CSV UTF-8\"\n"
     "2: not UTF-8: save the file in that encoding\n"},
    {"a header that is none", "a,b\n1,2\n",
     "1: no column \"amount\": the first line names source, medium, campaign, day, amount and "
     "currency, in any order\n"
     "1: no column \"campaign\": the first line names source, medium, campaign, day, amount and "
     "currency, in any order\n"
     "1: no column \"currency\": the first line names source, medium, campaign, day, amount and "
     "currency, in any order\n"
     "1: no column \"day\": the first line names source, medium, campaign, day, amount and "
     "currency, in any order\n"
     "1: no column \"medium\": the first line names source, medium, campaign, day, amount and "
     "currency, in any order\n"
     "1: no column \"source\": the first line names source, medium, campaign, day, amount and "
     "currency, in any order\n"
     "1: unknown column \"a\"\n1: unknown column \"b\"\n"},
    {"columns misspelt, called otherwise, and twice",
     "source,medium,campaign,day,amount,currency,sourse,Расход,day\n",
     "1: the column \"day\" is there twice\n"
     "1: unknown column \"sourse\", did you mean \"source\"?\n"
     "1: unknown column \"Расход\", did you mean \"amount\"?\n"},
    {"each fault of each row",
     HEAD ",cpc,,31.11.2026,-5,USD\n"
          "yandex,cpc,\"a\nb\",2026-11-01,\"1,234\",\n"
          "yandex,cpc,2026-11-01,1,RUB\n"
          "yandex,cpc,\"15\" pipe\",2026-11-01,1,RUB\n" ROW,
     "2: amount: \"-5\" is negative: write what the day cost in the end\n"
     "2: currency: \"USD\", and costs are kept in RUB: write RUB\n"
     "2: day: \"31.11.2026\" is no day: write 2026-11-01 or 01.11.2026\n"
     "2: source: none is there\n"
     "3: amount: \"1,234\" may be a thousand or a fraction: write it with two decimals or with "
     "none\n"
     "3: campaign: a line end or a tab in the text\n"
     "3: currency: \"\", and costs are kept in RUB: write RUB\n"
     "5: 5 cells, and the first line has 6: is a quote missing around a text with a separator in "
     "it?\n"
     "6: text behind a closing quote: a quote within a text is written twice\n"},
    {"the same twice, in other letters",
     HEAD ROW "yandex,cpc,spring,2026-11-01,1,RUB\nYandex,CPC, Autumn ,01.11.2026,2,RUB\n" ROW,
     "4: the same source, medium, campaign and day as in line 2: add the amounts up into one "
     "line\n"
     "5: the same source, medium, campaign and day as in line 4: add the amounts up into one "
     "line\n"},
    {"a quote that stays open", HEAD ROW "vk,cpc,\"a,2026-11-01,1,RUB\nvk,cpc,b,2026-11-01,x,RUB\n",
     "3: a quote is opened here and not closed\n"
     "4: amount: \"x\" is no number: write 1234.56 or 1234,56, without a currency\n"},
};

static void test_cases(void **state) {
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *got = read_text(*state, cases[i].sent, strlen(cases[i].sent));
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s: \"%s\"", cases[i].what, got);
    }
}

static char *with_word(struct arena *a, const char *before, size_t len, const char *after) {
    char *word = text_alloc(a, len + 1);
    memset(word, 'x', len);
    char *text = text_printf(a, HEAD "%s%s%s", before, word, after);
    return read_text(a, text, strlen(text));
}

static void test_word_bounds(void **state) {
    const char *after = ",cpc,c,2026-11-01,1,RUB\n";
    assert_null(strstr(with_word(*state, "", COST_SOURCE_MAX, after), "octets"));
    assert_string_equal(with_word(*state, "", COST_SOURCE_MAX + 1, after),
                        "2: source: 257 octets, and at most 256 are kept\n");
    after = ",2026-11-01,1,RUB\n";
    assert_null(strstr(with_word(*state, "s,m,", COST_CAMPAIGN_MAX, after), "octets"));
    assert_string_equal(with_word(*state, "s,m,", COST_CAMPAIGN_MAX + 1, after),
                        "2: campaign: 1025 octets, and at most 1024 are kept\n");
}

static char *with_rows(struct arena *a, size_t rows) {
    size_t room = rows * 40 + 100, n = strlen(HEAD);
    char *text = text_alloc(a, room);
    memcpy(text, HEAD, n);
    for (size_t i = 0; i < rows; i++)
        n += (size_t)snprintf(text + n, room - n, "s,m,%zu,2026-11-01,1,RUB\n", i);
    return read_text(a, text, n);
}

static void test_row_bound(void **state) {
    assert_true(strncmp(with_rows(*state, COST_ROWS_MAX), "s|m|", 4) == 0);
    assert_string_equal(with_rows(*state, COST_ROWS_MAX + 1),
                        "10002: more than 10000 rows: split the file\n");
}

static int set_up(void **state) {
    *state = text_arena();
    return 0;
}

static int tear_down(void **state) {
    arena_free(*state);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cases),
        cmocka_unit_test(test_word_bounds),
        cmocka_unit_test(test_row_bound),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
