/* errand: see the header. */
#include "desk/errand.h"

#include <string.h>

#include "base/bounds.h"
#include "base/buf.h"
#include "base/log.h"
#include "base/utf8.h"
#include "body/json.h"

#define ERROR_BYTES_MAX (16 * 1024)
#define TOLD_BYTES_MAX 200

/* ---- errors ---------------------------------------------------------------------------------- */

static void write_member(struct buf *b, const char *name, struct slice value) {
    if (value.len == 0)
        return;
    buf_printf(b, ",\"%s\":", name);
    buf_json(b, value);
}

struct words_of_error {
    struct slice code, message, more, hint, field;
};

static bool send_error(struct errand *c, int status, const struct words_of_error *w) {
    struct buf b;
    buf_init(&b, c->arena, ERROR_BYTES_MAX);
    buf_lit(&b, "{\"code\":");
    buf_json(&b, w->code);
    buf_lit(&b, ",\"message\":");
    struct buf all;
    struct slice message = w->message;
    buf_init(&all, c->arena, ERROR_BYTES_MAX);
    buf_raw(&all, w->message);
    buf_raw(&all, w->more);
    if (buf_done(&all, &message) != OK)
        message = w->message;
    buf_json(&b, message);
    write_member(&b, "hint", w->hint);
    write_member(&b, "field", w->field);
    buf_char(&b, '}');
    c->response->status = status;
    c->response->content = CONTENT_JSON;
    c->response->retry_after_s = status == 503 ? RETRY_AFTER_S : c->response->retry_after_s;
    if (buf_done(&b, &c->response->body) != OK)
        c->response->body = SLICE_LIT("{\"code\":\"too_large\",\"message\":\"\"}");
    return false;
}

/* A name as it was sent, if it can be told: an answer is text, and no longer than anybody reads. */
static struct slice tellable(struct slice sent) {
    return utf8_is_text(sent) ? utf8_cut_octets(sent, TOLD_BYTES_MAX) : SLICE_NONE;
}

bool errand_fail(struct errand *c, int status, const char *code, enum desk_word word,
                 struct slice more, struct slice field) {
    struct words_of_error w = {.code = slice_from(code),
                               .message = desk_word(word, c->language),
                               .more = tellable(more),
                               .field = tellable(field)};
    return send_error(c, status, &w);
}

bool errand_ok(struct errand *c, enum errcode e) {
    return e == OK || errand_fail(c, 413, "too_large", SAID_TOO_LARGE, SLICE_NONE, SLICE_NONE);
}

/* What an SQLSTATE is in HTTP: the longest prefix that is listed. word: what is said in place of
 * the server's own English; what our functions say is for people as it is. */
static const struct {
    char prefix[6];
    int status;
    enum desk_word word;
} states[] = {
    {"28000", 401, SAID_SIGN_IN},  {"42501", 403, SAID_NO_RIGHT},    {"P0002", 404, SAID_UNKNOWN},
    {"02000", 404, SAID_UNKNOWN},  {"42883", 404, SAID_UNKNOWN},     {"42P01", 404, SAID_UNKNOWN},
    {"3F000", 404, SAID_UNKNOWN},  {"55000", 409, SAID_BUSY},        {"55P03", 503, SAID_BUSY},
    {"40001", 503, SAID_BUSY},     {"40P01", 503, SAID_BUSY},        {"57014", 503, SAID_TOO_SLOW},
    {"22", 422, SAID_BAD_VALUE},   {"23", 422, SAID_BAD_VALUE},      {"P0", 422, SAID_TROUBLE},
    {"54", 413, SAID_MANY_ROWS},   {"53", 503, SAID_NO_DATABASE},    {"57", 503, SAID_NO_DATABASE},
    {"08", 503, SAID_NO_DATABASE}, {"25006", 503, SAID_NO_DATABASE}, {"", 500, SAID_TROUBLE},
};

static size_t state_index(const char *state) {
    for (size_t i = 0; i + 1 < sizeof states / sizeof *states; i++)
        if (strncmp(state, states[i].prefix, strlen(states[i].prefix)) == 0)
            return i;
    return sizeof states / sizeof *states - 1;
}

static struct slice error_field(const PGresult *r, int which) {
    return slice_from(PQresultErrorField(r, which));
}

/* RAISE of a function of ours: its words are in the person's language. */
static bool is_said_by_us(const PGresult *r) {
    return slice_eq_lit(error_field(r, PG_DIAG_SOURCE_FUNCTION), "exec_stmt_raise");
}

/* The server's own words go to the log, without what was typed (it is quoted in the message). */
static void log_refusal(const struct errand *c, const char *state, int status) {
    static struct log_gate gate;
    if (status >= 500)
        log_limited(&gate, LOG_WARN, "desk_refused", "state=%s id=%.*s", state,
                    SLICE_ARG(c->request->id));
}

bool errand_refused(struct errand *c, enum errcode e) {
    if (e != ERR_REFUSED)
        return errand_fail(c, 503, "08006", SAID_NO_DATABASE, SLICE_NONE, SLICE_NONE);
    const PGresult *r = seat_refusal(c->seat);
    const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    size_t i = state_index(state);
    bool ours = is_said_by_us(r);
    struct words_of_error w = {.code = slice_from(state),
                               .field = error_field(r, PG_DIAG_COLUMN_NAME)};
    w.message =
        ours ? error_field(r, PG_DIAG_MESSAGE_PRIMARY) : desk_word(states[i].word, c->language);
    if (ours)
        w.hint = error_field(r, PG_DIAG_MESSAGE_HINT);
    log_refusal(c, state, states[i].status);
    return send_error(c, states[i].status, &w);
}

bool errand_answer(struct errand *c, int status, struct buf *b) {
    c->response->status = status;
    c->response->content = CONTENT_JSON;
    if (buf_done(b, &c->response->body) == OK)
        return true;
    return errand_fail(c, 413, "54000", SAID_MANY_ROWS, SLICE_NONE, SLICE_NONE);
}

/* ---- who, and from where --------------------------------------------------------------------- */

bool errand_signed_in(struct errand *c) {
    if (c->context->trust_user)
        c->who = (struct session){.login = c->request->user};
    else if (!session_find(c->keys, c->arena, c->request->cookie, c->now_us, &c->who))
        c->who = (struct session){SLICE_NONE, SLICE_NONE};
    return c->who.login.len > 0 ||
           errand_fail(c, 401, "28000", SAID_SIGN_IN, SLICE_NONE, SLICE_NONE);
}

/* Host and port; unset: it is no origin of a page. */
static struct slice authority_of(struct slice origin) {
    static const char *const schemes[] = {"https://", "http://"};
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        if (slice_starts(origin, schemes[i]))
            return slice_sub(origin, strlen(schemes[i]), origin.len);
    return SLICE_NONE;
}

/* Scheme and port may be another before a proxy; the host is compared with what the browser asked
 * for. A browser says at least one of the two, and nobody else's page can make it say this. */
static bool is_from_us(const struct request *r) {
    bool same_origin = r->host.len > 0 && slice_eq(authority_of(r->origin), r->host);
    bool same_site = slice_eq_lit(r->fetch_site, "same-origin");
    return (same_origin || same_site) && (same_origin || r->origin.ptr == NULL) &&
           (same_site || r->fetch_site.ptr == NULL);
}

static bool is_type(struct slice header, const char *type) {
    struct slice parameters;
    return slice_eq_nocase(slice_trim(slice_cut(header, ';', &parameters)), type);
}

bool errand_is_ours(struct errand *c, const char *type) {
    const struct request *r = c->request;
    size_t most = type == NULL || strcmp(type, "application/json") == 0 ? DESK_JSON_BYTES_MAX
                                                                        : DESK_BODY_BYTES_MAX;
    if (!is_from_us(r))
        return errand_fail(c, 403, "other_site", SAID_OTHER_SITE, SLICE_NONE, SLICE_NONE);
    if (type != NULL && (r->content_encoding.ptr != NULL || !is_type(r->content_type, type)))
        return errand_fail(c, 415, "type", SAID_TYPE, SLICE_NONE, SLICE_NONE);
    if (r->body_too_large || r->body_len > most)
        return errand_fail(c, 413, "too_large", SAID_TOO_LARGE, SLICE_NONE, SLICE_NONE);
    return true;
}

bool errand_body(struct errand *c, struct pair_list *out) {
    struct slice body = slice_trim((struct slice){c->request->body, c->request->body_len});
    *out = (struct pair_list){0};
    if (body.len == 0)
        return true;
    enum errcode e = json_members(c->arena, body.ptr, body.len, out);
    if (e == OK)
        return true;
    if (e == ERR_SYNTAX)
        return errand_fail(c, 400, "body", SAID_BAD_BODY, SLICE_NONE, SLICE_NONE);
    return errand_ok(c, e);
}

bool errand_text(struct errand *c, struct slice s, const char **out) {
    *out = NULL;
    if (s.ptr == NULL)
        return true;
    enum errcode e = slice_cstr(c->arena, s, out);
    if (e == ERR_SYNTAX)
        return errand_fail(c, 422, "22021", SAID_BAD_VALUE, SLICE_NONE, SLICE_NONE);
    return errand_ok(c, e);
}

/* ---- the transaction ------------------------------------------------------------------------- */

#define TEXT_OF(n) TEXT_OF_(n)
#define TEXT_OF_(n) #n
#define DESK_STATEMENT_TEXT TEXT_OF(DESK_STATEMENT_MS)

static const char enter_sql[] =
    "SELECT e.name, e.works_in, e.head, e.language, e.zone FROM intake.enter($1, $2) AS e";
static const char enter_as_sql[] =
    "SELECT e.name, e.works_in, e.head, e.language, e.zone, "
    "pg_catalog.set_config('statement_timeout', '" DESK_STATEMENT_TEXT "', true), "
    "pg_catalog.set_config('TimeZone', e.zone, true), pg_catalog.set_config('role', $1, true) "
    "FROM intake.enter($1, $2) AS e";
static const char become_sql[] =
    "SELECT pg_catalog.set_config('statement_timeout', '" DESK_STATEMENT_TEXT "', true), "
    "pg_catalog.set_config('TimeZone', $2, true), pg_catalog.set_config('role', $1, true)";

static bool take_person(struct errand *c, const PGresult *r) {
    struct slice *const members[] = {&c->name, &c->works_in, NULL, NULL, &c->zone};
    if (PQntuples(r) != 1)
        return errand_fail(c, 401, "28000", SAID_SIGN_IN, SLICE_NONE, SLICE_NONE);
    for (int i = 0; i < 5; i++)
        if (members[i] != NULL &&
            !errand_ok(c, arena_copy(c->arena, slice_from(PQgetvalue(r, 0, i)), members[i])))
            return false;
    c->head = PQgetvalue(r, 0, 2)[0] == 't';
    c->language = strcmp(PQgetvalue(r, 0, 3), "en") == 0 ? LANGUAGE_EN : LANGUAGE_RU;
    return true;
}

bool errand_take_turn(struct errand *c, struct slice who) {
    if (c->turn.ptr != NULL)
        return true;
    if (!turns_take(c->context->turns, who))
        return errand_fail(c, 503, "turns", SAID_TURNS, SLICE_NONE, SLICE_NONE);
    c->turn = who;
    return true;
}

/* before: asked as firstline_desk itself; more: as the person, if sql has taken it on. */
static bool enter(struct errand *c, const struct seat_ask *before, const char *sql,
                  const struct seat_ask *more) {
    const char *values[2];
    bool reads = c->request->method == METHOD_GET || c->request->method == METHOD_HEAD;
    if (!errand_text(c, c->who.login, &values[0]) || !errand_text(c, c->who.nonce, &values[1]) ||
        !errand_take_turn(c, c->who.login))
        return false;
    struct seat_ask asks[4] = {{.sql = reads ? "BEGIN READ ONLY" : "BEGIN", .often = true}};
    size_t count = 1;
    if (before != NULL)
        asks[count++] = *before;
    size_t entry = count;
    asks[count++] = (struct seat_ask){sql, 2, values, true};
    if (more != NULL)
        asks[count++] = *more;
    enum errcode e = seat_begin(c->seat, asks, count);
    return e == OK ? take_person(c, seat_result(c->seat, entry)) : errand_refused(c, e);
}

bool errand_enter(struct errand *c, const struct seat_ask *more) {
    return enter(c, NULL, enter_as_sql, more);
}

bool errand_enter_after(struct errand *c, const struct seat_ask *before,
                        const struct seat_ask *more) {
    return enter(c, before, enter_as_sql, more);
}

bool errand_enter_as_desk(struct errand *c) { return enter(c, NULL, enter_sql, NULL); }

bool errand_become(struct errand *c, const struct seat_ask *more) {
    const char *values[2];
    if (!errand_text(c, c->who.login, &values[0]) || !errand_text(c, c->zone, &values[1]))
        return false;
    struct seat_ask asks[2] = {{become_sql, 2, values, true}};
    if (more != NULL)
        asks[1] = *more;
    enum errcode e = seat_ask(c->seat, asks, more == NULL ? 1 : 2);
    return e == OK || errand_refused(c, e);
}

static const struct seat_ask commit = {.sql = "COMMIT", .often = true};

bool errand_rows(struct errand *c, const struct seat_ask *ask, bool last,
                 void (*row)(void *arg, const PGresult *row), void *arg) {
    const struct seat_ask asks[] = {*ask, commit};
    enum errcode e = seat_rows(c->seat, asks, last ? 2 : 1, row, arg);
    return e == OK || errand_refused(c, e);
}

bool errand_commit(struct errand *c) {
    enum errcode e = seat_ask(c->seat, &commit, 1);
    return e == OK || errand_refused(c, e);
}
