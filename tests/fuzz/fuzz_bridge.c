/* fuzz_bridge: what a path, a query, a body and headers of anybody come to. The first octet says
 * which; the rest is the text. Every name in a statement is one of the catalog's, in quotes;
 * between them stands only what the bridge itself writes; values are as many as are asked for; and
 * what is refused is JSON. */
#include <assert.h>
#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "base/bounds.h"
#define FUZZ_ARENA_BYTES DESK_ARENA_BYTES_MAX
#include "fuzz_arena.h"

#include "../unit/desk_fixture.h"

#include "body/json.h"
#include "desk/session.h"

#define NOW INT64_C(1795348800000000)
#define SHAPE_MAX (64 * 1024)

static struct token_keys *keys;
static PGresult *columns, *arguments;
static struct desk_fixture fixture;
static char shape[SHAPE_MAX];

static int prepare(void) {
    columns = fixture_rows(1, fixture_columns, FIXTURE_COLUMNS);
    arguments = fixture_rows(FIXTURE_ARGUMENT_COLUMNS, fixture_arguments, FIXTURE_ARGUMENTS);
    return token_keys_load(NULL, &keys) != OK;
}

/* Names in quotes of a statement, handed over one by one as they are meant, without their quotes;
 * the text between is written to out, with one octet, '@', for each. Asserts that quotes are
 * closed, and that nothing is in apostrophes. */
static void fixture_names(const char *sql, void (*take)(void *arg, const char *name), void *arg,
                          char *out, size_t size) {
    size_t n = 0;
    while (*sql != '\0') {
        assert(n + 1 < size && *sql != '\'' && *sql != '\\');
        if (*sql != '"') {
            out[n++] = *sql++;
            continue;
        }
        char name[256];
        size_t len = 0;
        for (sql++; sql[0] != '"' || sql[1] == '"'; sql++) {
            assert(*sql != '\0' && len + 1 < sizeof name);
            name[len++] = *sql;
            sql += *sql == '"';
        }
        sql++;
        name[len] = '\0';
        take(arg, name);
        out[n++] = '@';
    }
    out[n] = '\0';
}

static bool is_column(const char *name) {
    for (int i = 0; i < FIXTURE_COLUMNS; i++)
        if (strcmp(name, fixture_columns[i]) == 0)
            return true;
    return false;
}

static bool is_argument(const char *name) {
    for (int i = 0; i < FIXTURE_ARGUMENTS; i++)
        if (name[0] != '\0' &&
            strcmp(name, fixture_arguments[FIXTURE_ARGUMENT_COLUMNS * i + 1]) == 0)
            return true;
    return false;
}

static void take_name(void *arg, const char *name) {
    int *n = arg;
    (*n)++;
    assert(strcmp(name, "desk") == 0 || strcmp(name, "q") == 0 || is_column(name) ||
           is_argument(name));
}

/* Whether shape from at on is what stands there; the place behind it. */
static size_t past(size_t at, const char *text) {
    assert(strncmp(shape + at, text, strlen(text)) == 0);
    return at + strlen(text);
}

/* $1, $2 … in turn. */
static size_t past_value(size_t at, int n) {
    char text[16];
    snprintf(text, sizeof text, "$%d", n);
    return past(at, text);
}

static void check_values(const struct statement *s, int used) {
    assert(s->count == used && used <= DESK_ARGUMENTS_MAX);
    for (int i = 0; i < used; i++)
        assert(s->values[i] != NULL);
}

static void check_view(const struct statement *s) {
    int names = 0, used = 0;
    fixture_names(s->sql, take_name, &names, shape, sizeof shape);
    size_t at =
        past(0, "SELECT pg_catalog.row_to_json(r), r.@ FROM (SELECT v.* FROM @.@ AS v WHERE true");
    while (shape[at + 1] == 'A') {
        at = past(at, " AND v.@ ");
        if (shape[at] == 'I')
            at = past(at, "IS NULL");
        else
            at = past_value(past(at, shape[at] == '=' ? "= " : "<> "), ++used);
    }
    assert(strcmp(shape + at, " LIMIT 51 OFFSET 0) AS r") == 0);
    check_values(s, used);
}

static void check_call(const struct statement *s) {
    int names = 0, used = 0;
    fixture_names(s->sql, take_name, &names, shape, sizeof shape);
    size_t at = past(0, "SELECT pg_catalog.row_to_json(r) FROM (SELECT * FROM @.@(");
    while (shape[at] != ')') {
        at = past(past(at, used == 0 ? "" : ", "), "@ => ");
        bool is_array = shape[at] == 'C';
        if (is_array)
            at = past(at, "CAST(ARRAY(SELECT pg_catalog.json_array_elements_text(");
        at = past_value(at, ++used);
        if (is_array)
            at = past(at, ")) AS text[])");
    }
    assert(strcmp(shape + at, ")) AS r") == 0);
    check_values(s, used);
    assert(names == 2 + used);
}

static void check_refusal(void) {
    struct slice body = fixture.response.body;
    json_t *j = json_loadb(body.ptr, body.len, JSON_REJECT_DUPLICATES, NULL);
    assert(j != NULL && json_is_string(json_object_get(j, "code")));
    assert(fixture.response.status >= 400 && fixture.response.status < 500);
    json_decref(j);
}

static void fuzz_view(struct errand *c, struct slice text, struct slice stamp) {
    struct pair_list query;
    struct statement s;
    struct slice copy;
    struct target t = {.schema = SLICE_LIT("desk"), .name = SLICE_LIT("q")};
    assert(arena_copy(arena, text, &copy) == OK);
    if (urlencoded_parse(arena, (char *)copy.ptr, copy.len, &query) != OK)
        return;
    if (target_view(c, columns, &query, stamp, "51", "0", &t, &s))
        check_view(&s);
    else
        check_refusal();
}

static void fuzz_call(struct errand *c, struct slice text) {
    struct pair_list body;
    struct statement s;
    struct target t = {.schema = SLICE_LIT("desk"), .name = SLICE_LIT("q")};
    fixture.request.body = (char *)text.ptr;
    fixture.request.body_len = text.len;
    if (!errand_body(c, &body))
        check_refusal();
    else if (target_function(c, arguments, &body, &t, &s))
        check_call(&s);
    else
        check_refusal();
}

/* Nothing that we have not signed says who one is, and no header makes another site ours. */
static void fuzz_headers(struct errand *c, struct slice text) {
    struct session who;
    struct slice rest;
    assert(!session_find(keys, arena, text, NOW, &who));
    fixture.request.origin = slice_cut(text, '\n', &rest);
    fixture.request.fetch_site = slice_cut(rest, '\n', &rest);
    fixture.request.content_type = slice_cut(rest, '\n', &rest);
    fixture.request.host = SLICE_LIT("desk.example");
    bool ours = errand_is_ours(c, "application/json");
    if (!ours) {
        check_refusal();
        return;
    }
    assert(slice_ends(fixture.request.origin, "://desk.example") ||
           slice_eq_lit(fixture.request.fetch_site, "same-origin"));
    assert(fixture.request.content_type.len >= sizeof "application/json" - 1);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (size == 0 || size > DESK_JSON_BYTES_MAX)
        return 0;
    arena_reset(arena);
    struct errand *c = fixture_errand(&fixture, arena);
    struct slice text = {(const char *)data + 1, size - 1};
    char *copy = arena_alloc(arena, size);
    assert(copy != NULL);
    memcpy(copy, data + 1, size - 1);
    copy[size - 1] = '\0';
    text.ptr = copy;
    switch (data[0] % 4) {
    case 0:
        fuzz_view(c, text, SLICE_NONE);
        break;
    case 1:
        fuzz_view(c, text, SLICE_LIT("12"));
        break;
    case 2:
        fuzz_call(c, text);
        break;
    default:
        fuzz_headers(c, text);
    }
    return 0;
}
