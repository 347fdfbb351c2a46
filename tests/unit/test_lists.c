/* lists: what a list in YAML holds, and each fault with its line. */
#include "unit.h"

#include "admin/lists.h"
#include "admin/text.h"

static char *read_text(struct arena *a, enum list_kind kind, const char *text) {
    static char out[64 * 1024];
    struct problems problems = {0};
    struct list_hosts *lists = lists_new(a);
    size_t n = 0;
    out[0] = '\0';
    lists_read(a, kind, "x.yml", slice_from(text), &problems, lists);
    problems_sort(&problems);
    for (size_t i = 0; i < problems.count; i++)
        n += (size_t)snprintf(out + n, sizeof out - n, "%d: %s\n", problems.items[i].line,
                              problems.items[i].message);
    for (size_t i = 0; problems.count == 0 && i < lists->count; i++)
        n += (size_t)snprintf(out + n, sizeof out - n, "%d %.*s %.*s\n", lists->items[i].kind,
                              SLICE_ARG(lists->items[i].name), SLICE_ARG(lists->items[i].host));
    problems_free(&problems);
    return out;
}

static const struct {
    const char *what, *sent, *want;
} cases[] = {
    {"a service is a list of hosts",
     "Badoo:\n  - badoo.com\n\nDiscord:\n  - discord.com\n  - discord.gg\n",
     "1 Badoo badoo.com\n1 Discord discord.com\n1 Discord discord.gg\n"},
    {"or of keys with hosts under urls",
     "Google:\n  -\n    urls:\n      - 'google.{}'\n    params:\n      - q\n    backlink: "
     "'search?q={k}'\n  -\n    urls:\n      - www.google.com/cse\n    params: []\n",
     "1 Google google.{}\n1 Google www.google.com/cse\n"},
    {"escapes in a name", "Google%2B:\n  - plus.google.com\n100%:\n  - a.b\n'%zz%00%':\n  - c.d\n",
     "1 Google+ plus.google.com\n1 100% a.b\n1 %zz%00% c.d\n"},
    {"a name in another script", "묻지마 검색:\n  - ms114.co.kr\n", "1 묻지마 검색 ms114.co.kr\n"},
    {"no YAML", "Badoo: [\n",
     "2: not YAML: did not find expected node content, while parsing a flow node that began in "
     "line 2\n"},
    {"nothing", "", "0: the file is empty\n"},
    {"a list", "- a.b\n", "1: expected services with their hosts, found a list\n"},
    {"the same service twice", "A:\n  - a.b\nB:\n  - b.c\nA:\n  - d.e\n",
     "5: the key \"A\" is already in line 1\n"},
    {"all that is wrong",
     "A: a.b\nB:\n  - 'a b.c'\n  - [c.d]\n  - localhost\n  -\nC:\n  - urls: c.d\n  - params: [q]\n"
     "D:\n",
     "1: A: expected a list of hosts, found text\n"
     "3: B: \"a b.c\" is no host\n"
     "4: B: expected a host, found a list\n"
     "5: B: \"localhost\" is no host\n"
     "6: B: expected a host, found nothing\n"
     "8: C: expected a list of hosts, found text\n"
     "9: C: expected \"urls\" with a list of hosts, found keys\n"
     "10: D: expected a list of hosts, found nothing\n"},
};

static void test_cases(void **state) {
    for (size_t i = 0; i < COUNT(cases); i++) {
        char *got = read_text(*state, LIST_SOCIAL, cases[i].sent);
        if (strcmp(got, cases[i].want) != 0)
            fail_msg("%s: \"%s\"", cases[i].what, got);
    }
}

static char *with_services(struct arena *a, int count) {
    size_t room = (size_t)count * 24 + 1, n = 0;
    char *text = text_alloc(a, room);
    for (int i = 0; i < count; i++)
        n += (size_t)snprintf(text + n, room - n, "s%d:\n", i);
    return read_text(a, LIST_AI, text);
}

static void test_service_bound(void **state) {
    assert_null(strstr(with_services(*state, LIST_SERVICES_MAX), "more than"));
    assert_non_null(
        strstr(with_services(*state, LIST_SERVICES_MAX + 1), "1: more than 4000 keys\n"));
}

static void test_host_bound(void **state) {
    struct arena *a = *state;
    struct problems problems = {0};
    struct list_hosts *lists = lists_new(a);
    lists->count = LIST_ROWS_MAX - 1;
    lists_read(a, LIST_AI, "x.yml", SLICE_LIT("A:\n  - a.b\n"), &problems, lists);
    assert_int_equal(problems.count, 0);
    lists_read(a, LIST_SOCIAL, "x.yml", SLICE_LIT("A:\n  - a.b\n"), &problems, lists);
    assert_int_equal(problems.count, 1);
    lists_read(a, LIST_SOCIAL, "y.yml", SLICE_LIT("A:\n  - a.b\n"), &problems, lists);
    assert_string_equal(problems.items[1].message, "there is another Socials.yml");
    problems_free(&problems);
}

static void test_names(void **state) {
    (void)state;
    const char *near;
    assert_int_equal(list_kind_of("a/b/Socials.yml", &near), LIST_SOCIAL);
    assert_int_equal(list_kind_of("AIAssistants.yml", &near), LIST_AI);
    assert_int_equal(list_kind_of("searchengines.yaml", &near), LIST_KINDS);
    assert_string_equal(near, "SearchEngines.yml");
    assert_int_equal(list_kind_of("Socials.yml/x", &near), LIST_KINDS);
    assert_null(near);
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
        cmocka_unit_test(test_service_bound),
        cmocka_unit_test(test_host_bound),
        cmocka_unit_test(test_names),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
