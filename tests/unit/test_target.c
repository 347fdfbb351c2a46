/* target: the statement for what a path, a query and a body name; none for what there is not. */
#include "unit.h"

#include "body/json.h"

#include "desk_fixture.h"

static struct arena *arena;
static struct desk_fixture fixture;
static PGresult *columns, *arguments, *nothing;

struct expected {
    const char *sent, *sql, *values[4];
    int status; /* 0: a statement */
    const char *said;
};

static struct errand *errand(void) {
    arena_reset(arena);
    return fixture_errand(&fixture, arena);
}

static void check(const struct expected *e, bool made, const struct statement *s) {
    struct slice body = fixture.response.body;
    if (made != (e->status == 0))
        fail_msg("%s: %d %.*s", e->sent, fixture.response.status, SLICE_ARG(body));
    if (!made) {
        assert_int_equal(fixture.response.status, e->status);
        if (e->said != NULL && memmem(body.ptr, body.len, e->said, strlen(e->said)) == NULL)
            fail_msg("%s: %.*s", e->sent, SLICE_ARG(body));
        return;
    }
    assert_string_equal(s->sql, e->sql);
    for (int i = 0; i < s->count; i++)
        assert_string_equal(s->values[i], e->values[i]);
    assert_true(s->count == 4 || e->values[s->count] == NULL);
}

static struct pair_list query_of(const char *text) {
    struct pair_list out;
    struct slice copy;
    assert_int_equal(arena_copy(arena, slice_from(text), &copy), OK);
    assert_int_equal(urlencoded_parse(arena, (char *)copy.ptr, copy.len, &out), OK);
    return out;
}

#define VIEW(where)                                                                                \
    "SELECT pg_catalog.row_to_json(r), r.\"stamp\" FROM (SELECT v.* FROM \"desk\".\"q\"\"ueue\" "  \
    "AS v WHERE true" where " LIMIT 51 OFFSET 7) AS r"

static void test_views(void **state) {
    (void)state;
    static const struct expected cases[] = {
        {"", VIEW(""), {NULL}, 0, NULL},
        {"limit=50&offset=7", VIEW(""), {NULL}, 0, NULL},
        {"receipt=abc", VIEW(" AND v.\"receipt\" = $1"), {"abc"}, 0, NULL},
        {"receipt=", VIEW(" AND v.\"receipt\" IS NULL"), {NULL}, 0, NULL},
        {"receipt", VIEW(" AND v.\"receipt\" IS NULL"), {NULL}, 0, NULL},
        {"receipt=a&price=&price=1&limit=3",
         VIEW(" AND v.\"receipt\" = $1 AND v.\"price\" IS NULL AND v.\"price\" = $2"),
         {"a", "1"},
         0,
         NULL},
        {"we%22ird,+name=%27%3B--", VIEW(" AND v.\"we\"\"ird, name\" = $1"), {"';--"}, 0, NULL},
        {"%D0%B8%D0%BC%D1%8F=%D1%8F", VIEW(" AND v.\"имя\" = $1"), {"я"}, 0, NULL},
        {"Receipt=a", NULL, {NULL}, 404, "42703"},
        {"receipt+=a", NULL, {NULL}, 404, "42703"},
        {"=a", NULL, {NULL}, 404, "42703"},
        {"ctid=a", NULL, {NULL}, 404, "\"field\":\"ctid\""},
        {"receipt%00=a", NULL, {NULL}, 404, "42703"},
        {"receipt=a%00b", NULL, {NULL}, 422, "22021"},
        {"receipt%22+IS+NULL+OR+%22receipt=a", NULL, {NULL}, 404, "42703"},
        {"%3Cb%3E%22=a", NULL, {NULL}, 404, "<b>\\\""},
        {"%FF=a", NULL, {NULL}, 404, "name: \"}"},
        {"%00=a", NULL, {NULL}, 404, "name: \"}"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct errand *c = errand();
        struct pair_list query = query_of(cases[i].sent);
        struct target t = {.schema = SLICE_LIT("desk"), .name = SLICE_LIT("q\"ueue")};
        struct statement s;
        check(&cases[i], target_view(c, columns, &query, SLICE_NONE, "51", "7", &t, &s), &s);
    }
}

static void test_stamp(void **state) {
    (void)state;
    struct errand *c = errand();
    struct pair_list query = query_of("receipt=a");
    struct target t = {.schema = SLICE_LIT("desk"), .name = SLICE_LIT("q\"ueue")};
    struct statement s;
    const struct expected e = {
        "stamp", VIEW(" AND v.\"receipt\" = $1 AND v.\"stamp\" <> $2"), {"a", "12"}, 0, NULL};
    check(&e, target_view(c, columns, &query, SLICE_LIT("12"), "51", "7", &t, &s), &s);
    assert_true(t.has_stamp);
}

/* What a view without that column has nothing of, and what is no view at all. */
static void test_no_stamp(void **state) {
    (void)state;
    const char *const one[] = {"receipt"};
    PGresult *r = fixture_rows(1, one, 1);
    struct errand *c = errand();
    struct pair_list query = {0};
    struct target t = {.schema = SLICE_LIT("desk"), .name = SLICE_LIT("people")};
    struct statement s;
    assert_true(target_view(c, r, &query, SLICE_LIT("12"), "2", "0", &t, &s));
    assert_string_equal(s.sql, "SELECT pg_catalog.row_to_json(r), NULL FROM (SELECT v.* FROM "
                               "\"desk\".\"people\" AS v WHERE true LIMIT 2 OFFSET 0) AS r");
    assert_false(target_view(c, nothing, &query, SLICE_NONE, "2", "0", &t, &s));
    assert_int_equal(fixture.response.status, 404);
    PQclear(r);
}

#define CALL(arguments)                                                                            \
    "SELECT pg_catalog.row_to_json(r) FROM (SELECT * FROM \"desk\".\"f\"(" arguments ")) AS r"

#define AN_ARRAY(value)                                                                            \
    "CAST(ARRAY(SELECT pg_catalog.json_array_elements_text(" value ")) AS text[])"

static void test_functions(void **state) {
    (void)state;
    static const struct expected cases[] = {
        {"{}", CALL(""), {NULL}, 0, NULL},
        {"{\"receipt\":\"a\"}", CALL("\"receipt\" => $1"), {"a"}, 0, NULL},
        {"{\"note\":\"b\",\"receipt\":\"a\"}",
         CALL("\"note\" => $1, \"receipt\" => $2"),
         {"b", "a"},
         0,
         NULL},
        {"{\"receipt\":\"a\",\"note\":null}", CALL("\"receipt\" => $1"), {"a"}, 0, NULL},
        {"{\"receipt\":0.10,\"note\":true}",
         CALL("\"receipt\" => $1, \"note\" => $2"),
         {"0.10", "true"},
         0,
         NULL},
        {"{\"receipt\":120000.50,\"note\":123456789012345678901234567890}",
         CALL("\"receipt\" => $1, \"note\" => $2"),
         {"120000.50", "123456789012345678901234567890"},
         0,
         NULL},
        {"{\"receipt\":{\"a\": [1.0, \"x\"]}}",
         CALL("\"receipt\" => $1"),
         {"{\"a\":[1.0,\"x\"]}"},
         0,
         NULL},
        {"{\"receipt\":[1, \"a\"],\"note\":[]}",
         CALL("\"receipt\" => $1, \"note\" => $2"),
         {"[1,\"a\"]", "[]"},
         0,
         NULL},
        {"{\"receipt\":\"a\",\"teams\":[\"x\", null, \"y\\\"\"]}",
         CALL("\"receipt\" => $1, \"teams\" => " AN_ARRAY("$2")),
         {"a", "[\"x\",null,\"y\\\"\"]"},
         0,
         NULL},
        {"{\"teams\":[],\"receipt\":\"a\",\"q\\\"uote\":\"'); DROP\"}",
         CALL("\"teams\" => " AN_ARRAY("$1") ", \"receipt\" => $2, \"q\"\"uote\" => $3"),
         {"[]", "a", "'); DROP"},
         0,
         NULL},
        {"{\"receipt\":\"a\",\"teams\":\"x\"}", NULL, {NULL}, 422, "\"field\":\"teams\""},
        {"{\"receipt\":\"a\",\"teams\":{}}", NULL, {NULL}, 422, "\"field\":\"teams\""},
        {"{\"receipt\":null,\"note\":\"x\"}", NULL, {NULL}, 422, "42883"},
        {"{\"note\":\"x\"}", NULL, {NULL}, 422, "42883"},
        {"{\"receipt\":\"a\",\"no\":\"x\"}", NULL, {NULL}, 422, "\"field\":\"no\""},
        {"{\"\":\"x\"}", NULL, {NULL}, 422, "42883"},
        {"{\"Receipt\":\"x\"}", NULL, {NULL}, 422, "\"field\":\"Receipt\""},
        {"{\"receipt\\\" => 1) --\":\"x\"}", NULL, {NULL}, 422, "42883"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct errand *c = errand();
        struct pair_list sent;
        struct target t = {.schema = SLICE_LIT("desk"), .name = SLICE_LIT("f")};
        struct statement s;
        assert_int_equal(json_members(arena, cases[i].sent, strlen(cases[i].sent), &sent), OK);
        check(&cases[i], target_function(c, arguments, &sent, &t, &s), &s);
        assert_true(!t.only_reads || strcmp(s.sql, CALL("")) == 0);
        assert_true(t.only_reads || i > 0);
    }
}

static void test_no_function(void **state) {
    (void)state;
    struct errand *c = errand();
    struct pair_list none = {0};
    struct target t = {.schema = SLICE_LIT("intake"), .name = SLICE_LIT("submit")};
    struct statement s;
    assert_false(target_function(c, nothing, &none, &t, &s));
    assert_int_equal(fixture.response.status, 404);
}

/* DESK_ARGUMENTS_MAX, and one more. */
static void test_many(void **state) {
    (void)state;
    static char query[64 * DESK_ARGUMENTS_MAX];
    for (int extra = 0; extra < 2; extra++) {
        size_t at = 0;
        for (int i = 0; i < DESK_ARGUMENTS_MAX + extra; i++)
            at += (size_t)sprintf(query + at, "receipt=%d&", i);
        struct errand *c = errand();
        struct pair_list pairs = query_of(query);
        struct target t = {.schema = SLICE_LIT("desk"), .name = SLICE_LIT("q")};
        struct statement s;
        bool made = target_view(c, columns, &pairs, SLICE_NONE, "1", "0", &t, &s);
        assert_int_equal(made, extra == 0);
        assert_int_equal(made ? s.count : fixture.response.status, made ? DESK_ARGUMENTS_MAX : 413);
    }
}

static int setup(void **state) {
    (void)state;
    arena = arena_new(DESK_ARENA_BYTES_MAX);
    columns = fixture_rows(1, fixture_columns, FIXTURE_COLUMNS);
    arguments = fixture_rows(FIXTURE_ARGUMENT_COLUMNS, fixture_arguments, FIXTURE_ARGUMENTS);
    nothing = PQmakeEmptyPGresult(NULL, PGRES_TUPLES_OK);
    return 0;
}

static int teardown(void **state) {
    (void)state;
    arena_free(arena);
    PQclear(columns);
    PQclear(arguments);
    PQclear(nothing);
    return 0;
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_views),       cmocka_unit_test(test_stamp),
        cmocka_unit_test(test_no_stamp),    cmocka_unit_test(test_functions),
        cmocka_unit_test(test_no_function), cmocka_unit_test(test_many),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
