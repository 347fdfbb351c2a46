/* bridge: two trips to the database for what only looks (who it is and what is there; the rows, and
 * the end), a third for what acts. */
#include "desk/bridge.h"

#include <stdlib.h>

#include "base/bounds.h"
#include "base/buf.h"
#include "base/uuid.h"
#include "body/urlencoded.h"
#include "desk/describe.h"
#include "desk/target.h"

#define NUMBER_BYTES 16

/* Rows as they come: {"rows":[…]}, and the stamp of the last. */
struct told {
    struct buf b;
    struct arena *arena;
    struct slice stamp;
    int most, count; /* rows that are told, and that there are */
};

static void answer_begin(struct errand *c, struct told *a, int most) {
    *a = (struct told){.arena = c->arena, .most = most};
    buf_init(&a->b, c->arena, DESK_ANSWER_BYTES_MAX);
    buf_lit(&a->b, "{\"rows\":[");
}

/* A function that returns NULL has a row, but nothing to call it by. */
static void answer_row(void *arg, const PGresult *row) {
    struct told *a = arg;
    if (a->count++ >= a->most)
        return;
    buf_lit(&a->b, a->count == 1 ? "" : ",");
    buf_lit(&a->b, PQgetisnull(row, 0, 0) ? "null" : PQgetvalue(row, 0, 0));
    if (PQnfields(row) > 1 && !PQgetisnull(row, 0, 1) &&
        arena_copy(a->arena, slice_from(PQgetvalue(row, 0, 1)), &a->stamp) != OK)
        a->stamp = SLICE_NONE;
}

/* The question to the catalog. */
static bool make_look_up(struct errand *c, const struct target *t, const char *sql,
                         const char *values[2], struct seat_ask *out) {
    *out = (struct seat_ask){sql, 2, values, true};
    return errand_text(c, t->schema, &values[0]) && errand_text(c, t->name, &values[1]);
}

/* ---- views ----------------------------------------------------------------------------------- */

static bool whole_number(struct errand *c, const struct pair_list *query, const char *name,
                         long most, long *out) {
    const struct pair *p = pairs_find(query, name);
    const char *text;
    char *end;
    if (p == NULL)
        return true;
    if (!errand_text(c, p->value, &text))
        return false;
    *out = p->value.len == 0 || p->value.len > 9 ? -1 : strtol(text, &end, 10);
    if (*out >= 0 && *out <= most && *end == '\0' && ascii_is_digit(text[0]))
        return true;
    return errand_fail(c, 422, "22003", SAID_BAD_NUMBER, slice_from(name), slice_from(name));
}

/* Of a query string, which is decoded in place: so in a copy. */
static bool read_query(struct errand *c, struct pair_list *out) {
    struct slice copy;
    *out = (struct pair_list){0};
    if (!errand_ok(c, arena_copy(c->arena, c->request->query, &copy)))
        return false;
    return errand_ok(c, urlencoded_parse(c->arena, (char *)copy.ptr, copy.len, out));
}

/* "stamp", W/"stamp"; unset: there is none, or it is more than one. */
static struct slice stamp_of(struct slice header) {
    if (slice_starts(header, "W/"))
        header = slice_sub(header, 2, header.len);
    bool quoted = header.len >= 2 && header.ptr[0] == '"' && header.ptr[header.len - 1] == '"';
    struct slice inside = slice_sub(header, 1, quoted ? header.len - 2 : 0);
    return quoted && slice_find(inside, '"') == inside.len ? inside : SLICE_NONE;
}

static bool put_etag(struct errand *c, struct slice stamp) {
    struct buf b;
    if (stamp.ptr == NULL || stamp.len > 200)
        return true;
    buf_init(&b, c->arena, 256);
    buf_char(&b, '"');
    for (size_t i = 0; i < stamp.len; i++) /* of our own making; a header's value all the same */
        if (stamp.ptr[i] > ' ' && stamp.ptr[i] <= '~' && stamp.ptr[i] != '"')
            buf_char(&b, stamp.ptr[i]);
    buf_char(&b, '"');
    return errand_ok(c, buf_done(&b, &c->response->etag));
}

/* The rows of a view that has not changed: none, where the reader has its stamp. */
static bool tell_unchanged(struct errand *c, struct slice stamp) {
    c->response->status = 304;
    c->response->content = CONTENT_NONE;
    return put_etag(c, stamp);
}

static bool tell_rows(struct errand *c, struct told *a) {
    buf_printf(&a->b, "],\"more\":%s}", a->count > a->most ? "true" : "false");
    return put_etag(c, a->stamp) && errand_answer(c, 200, &a->b);
}

static bool read_view(struct errand *c, struct target *t) {
    struct pair_list query;
    struct statement s;
    struct told a;
    long limit = DESK_ROWS, skip = 0;
    char limit_text[NUMBER_BYTES], skip_text[NUMBER_BYTES];
    struct slice stamp = stamp_of(c->request->if_none_match);
    const char *names[2];
    struct seat_ask look;
    if (!read_query(c, &query) || !whole_number(c, &query, "limit", DESK_ROWS_MAX, &limit) ||
        !whole_number(c, &query, "offset", DESK_SKIP_MAX, &skip) ||
        !make_look_up(c, t, target_view_sql, names, &look) || !errand_enter(c, &look))
        return false;
    snprintf(limit_text, sizeof limit_text, "%ld", limit + 1);
    snprintf(skip_text, sizeof skip_text, "%ld", skip);
    answer_begin(c, &a, (int)limit);
    if (!target_view(c, seat_result(c->seat, 2), &query, stamp, limit_text, skip_text, t, &s) ||
        !errand_rows(c, &(struct seat_ask){s.sql, s.count, s.values, true}, true, answer_row, &a))
        return false;
    return t->has_stamp && stamp.ptr != NULL && a.count == 0 ? tell_unchanged(c, stamp)
                                                             : tell_rows(c, &a);
}

/* ---- functions ------------------------------------------------------------------------------- */

/* Unset: the request has no key. */
static bool read_key(struct errand *c, const char **out) {
    struct uuid key;
    struct slice text = c->request->idempotency_key;
    if (text.ptr != NULL && !uuid_parse(text, &key))
        return errand_fail(c, 400, "key", SAID_BAD_KEY, SLICE_NONE, SLICE_NONE);
    return errand_text(c, text, out);
}

/* Whether an act with that key was done before: then its answer goes into the response, and *done
 * is set. */
static bool look_for_act(struct errand *c, bool *done) {
    const PGresult *r = seat_result(c->seat, 1);
    *done = PQntuples(r) == 1 && !PQgetisnull(r, 0, 0);
    if (!*done)
        return true;
    c->response->status = 200;
    return errand_ok(c, arena_copy(c->arena, slice_from(PQgetvalue(r, 0, 0)), &c->response->body));
}

/* As the person, with the rows of the look-up; or, *done, with nothing left to do. */
static const PGresult *begin_call(struct errand *c, const struct target *t, const char *key,
                                  bool *done) {
    const char *names[2], *values[2] = {NULL, key};
    struct seat_ask look;
    const struct seat_ask act = {"SELECT intake.act_begin($1, $2::uuid)", 2, values, true};
    if (!make_look_up(c, t, target_function_sql, names, &look) ||
        !errand_text(c, c->who.login, &values[0]))
        return NULL;
    if (key == NULL)
        return errand_enter(c, &look) ? seat_result(c->seat, 2) : NULL;
    if (!errand_enter_after(c, &act, &look) || !look_for_act(c, done) || *done)
        return NULL;
    return seat_result(c->seat, 3);
}

static bool keep_answer(struct errand *c, const char *key) {
    const char *values[3] = {NULL, key, NULL};
    if (!errand_text(c, c->who.login, &values[0]) || !errand_text(c, c->response->body, &values[2]))
        return false;
    const struct seat_ask asks[] = {
        {.sql = "SELECT pg_catalog.set_config('role', 'none', true)", .often = true},
        {"SELECT intake.act_done($1, $2::uuid, $3)", 3, values, true},
        {.sql = "COMMIT", .often = true}};
    enum errcode e = seat_ask(c->seat, asks, 3);
    return e == OK || errand_refused(c, e);
}

static bool call_function(struct errand *c, struct target *t) {
    struct pair_list arguments;
    struct statement s;
    struct told a;
    const char *key = NULL;
    bool done = false;
    if (!errand_is_ours(c, "application/json") || !errand_body(c, &arguments) || !read_key(c, &key))
        return false;
    const PGresult *rows = begin_call(c, t, key, &done);
    if (rows == NULL)
        return done;
    if (!target_function(c, rows, &arguments, t, &s))
        return false;
    answer_begin(c, &a, DESK_ROWS_MAX);
    bool last = key == NULL && t->only_reads;
    if (!errand_rows(c, &(struct seat_ask){s.sql, s.count, s.values, false}, last, answer_row, &a))
        return false;
    buf_lit(&a.b, a.count > a.most ? "],\"more\":true}" : "]}");
    if (!errand_answer(c, 200, &a.b))
        return false;
    if (last)
        return true;
    return key == NULL ? errand_commit(c) : keep_answer(c, key);
}

/* ---- routes ---------------------------------------------------------------------------------- */

static void refuse_method(struct errand *c) {
    c->response->allow = SLICE_LIT("GET, HEAD, POST");
    (void)errand_fail(c, 405, "method", SAID_METHOD, SLICE_NONE, SLICE_NONE);
}

void bridge_serve(struct errand *c) {
    struct slice path = slice_sub(c->request->path, sizeof "/desk/api/" - 1, c->request->path.len);
    struct target t = {0};
    bool reads = c->request->method == METHOD_GET || c->request->method == METHOD_HEAD;
    t.schema = slice_cut(path, '/', &t.name);
    if (!errand_signed_in(c))
        return;
    if (path.len == 0 && reads)
        (void)describe(c);
    else if (t.name.len == 0)
        (void)errand_fail(c, 404, "42P01", SAID_UNKNOWN, SLICE_NONE, SLICE_NONE);
    else if (reads)
        (void)read_view(c, &t);
    else if (c->request->method == METHOD_POST)
        (void)call_function(c, &t);
    else
        refuse_method(c);
}
