/* signin: the password is PostgreSQL's own business: a connection as that person is made and
 * closed again. It counts only if the server asked for the password: under "trust" any would do. */
#include "desk/signin.h"

#include <openssl/crypto.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>

#include "base/bounds.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/log.h"
#include "body/pairs.h"
#include "store/database_name.h"

#define ANSWER_BYTES_MAX 4096
#define STATE_DIGITS 5 /* of an SQLSTATE */
#define TEXT_OF(n) TEXT_OF_(n)
#define TEXT_OF_(n) #n

static bool refuse_method(struct errand *c) {
    c->response->allow = SLICE_LIT("GET, HEAD, POST, DELETE");
    return errand_fail(c, 405, "method", SAID_METHOD, SLICE_NONE, SLICE_NONE);
}

/* ---- who am I -------------------------------------------------------------------------------- */

static void write_text(struct buf *b, const char *name, struct slice value) {
    buf_printf(b, "\"%s\":", name);
    buf_json(b, value);
    buf_char(b, ',');
}

static bool tell_person(struct errand *c) {
    struct buf b;
    buf_init(&b, c->arena, ANSWER_BYTES_MAX);
    buf_char(&b, '{');
    write_text(&b, "login", c->who.login);
    write_text(&b, "name", c->name);
    write_text(&b, "works_in", c->works_in);
    write_text(&b, "language", c->language == LANGUAGE_EN ? SLICE_LIT("en") : SLICE_LIT("ru"));
    write_text(&b, "zone", c->zone);
    buf_printf(&b, "\"head\":%s,\"trusted\":%s,\"tls\":%s}", c->head ? "true" : "false",
               c->context->trust_user ? "true" : "false",
               slice_eq_lit(c->request->scheme, "https") ? "true" : "false");
    return errand_answer(c, 200, &b);
}

static bool who_am_i(struct errand *c) {
    return errand_signed_in(c) && errand_enter(c, NULL) && errand_commit(c) && tell_person(c);
}

/* ---- signing in ------------------------------------------------------------------------------ */

enum checked { CHECKED_RIGHT = 0, CHECKED_WRONG, CHECKED_UNASKED, CHECKED_AWAY };

/* What the server said no with, for PQERRORS_SQLSTATE; empty if it said nothing. */
static struct slice state_of(const PGconn *conn) {
    struct slice said = slice_trim(slice_from(PQerrorMessage(conn)));
    return said.len < STATE_DIGITS ? SLICE_LIT("")
                                   : slice_sub(said, said.len - STATE_DIGITS, said.len);
}

/* Whatever else than login and password it may be about (too many sessions, say) is no wrong
 * password. */
static enum checked judge_connection(const PGconn *conn) {
    struct slice state = state_of(conn);
    if (PQstatus(conn) == CONNECTION_OK)
        return PQconnectionUsedPassword(conn) == 1 ? CHECKED_RIGHT : CHECKED_UNASKED;
    return slice_starts(state, "28") || slice_eq_lit(state, "42501") ? CHECKED_WRONG : CHECKED_AWAY;
}

/* libpq's own limit of time holds for each address anew. */
static void wait_for_connection(PGconn *conn) {
    long long deadline = clock_ms() + DESK_CONNECT_S * 1000LL;
    PostgresPollingStatusType next = PGRES_POLLING_WRITING;
    while (next == PGRES_POLLING_READING || next == PGRES_POLLING_WRITING) {
        struct pollfd p = {.fd = PQsocket(conn),
                           .events = next == PGRES_POLLING_READING ? POLLIN : POLLOUT};
        long long left = deadline - clock_ms();
        if (left <= 0)
            return;
        if (poll(&p, 1, (int)left) > 0)
            next = PQconnectPoll(conn);
    }
}

/* Where the desk itself connects to. No other way than the password is tried. */
static enum checked check_password(const char *login, const char *password) {
    const char *const keys[] = {"dbname",     "user", "password", "fallback_application_name",
                                "gssencmode", NULL};
    const char *const values[] = {database_name(),     login,     password,
                                  "firstline sign-in", "disable", NULL};
    PGconn *conn = PQconnectStartParams(keys, values, 0);
    PQsetErrorVerbosity(conn, PQERRORS_SQLSTATE);
    if (PQstatus(conn) != CONNECTION_BAD)
        wait_for_connection(conn);
    enum checked result = judge_connection(conn);
    PQfinish(conn);
    return result;
}

static bool refuse(struct errand *c, enum checked result) {
    static struct log_gate gate;
    if (result == CHECKED_AWAY)
        return errand_fail(c, 503, "08006", SAID_NO_DATABASE, SLICE_NONE, SLICE_NONE);
    if (result == CHECKED_WRONG)
        log_limited(&gate, LOG_WARN, "sign_in_refused", "id=%.*s", SLICE_ARG(c->request->id));
    else
        log_limited(&gate, LOG_ERROR, "sign_in_unasked", "id=%.*s", SLICE_ARG(c->request->id));
    if (result == CHECKED_UNASKED)
        return errand_fail(c, 503, "no_password", SAID_NO_PASSWORD, SLICE_NONE, SLICE_NONE);
    return errand_fail(c, 401, "28P01", SAID_WRONG_PASSWORD, SLICE_NONE, SLICE_NONE);
}

static bool too_many(struct errand *c, int wait_s) {
    char minutes[16];
    snprintf(minutes, sizeof minutes, "%d", (wait_s + 59) / 60);
    c->response->retry_after_s = wait_s;
    return errand_fail(c, 429, "tries", SAID_WAIT, slice_from(minutes), SLICE_NONE);
}

static struct slice value_of(const struct pair_list *pairs, const char *name) {
    const struct pair *p = pairs_find(pairs, name);
    return p == NULL || p->kind != PAIR_TEXT ? SLICE_NONE : p->value;
}

static bool end_session(struct errand *c, const struct session *s) {
    const char *values[2];
    if (!errand_text(c, s->login, &values[0]) || !errand_text(c, s->nonce, &values[1]))
        return false;
    const struct seat_ask asks[] = {{.sql = "BEGIN"},
                                    {"SELECT intake.end_session($1, $2)", 2, values, true}};
    enum errcode e = seat_begin(c->seat, asks, sizeof asks / sizeof *asks);
    return e == OK ? errand_commit(c) : errand_refused(c, e);
}

/* The one that the browser has had until now is over. */
static bool end_old_session(struct errand *c) {
    struct session old;
    return !session_find(c->keys, c->arena, c->request->cookie, c->now_us, &old) ||
           end_session(c, &old);
}

static bool begin_session(struct errand *c, const char *login) {
    struct slice cookie;
    const char *nonce;
    if (!errand_ok(c, session_make(c->keys, c->arena, c->who.login, c->now_us, &c->who, &cookie)) ||
        !errand_text(c, c->who.nonce, &nonce))
        return false;
    const char *const values[] = {login, nonce, TEXT_OF(DESK_SESSION_S)};
    const struct seat_ask asks[] = {
        {.sql = "BEGIN"},
        {"SELECT intake.begin_session($1, $2, $3::integer, true)", 3, values, true}};
    enum errcode e = seat_begin(c->seat, asks, sizeof asks / sizeof *asks);
    if (e != OK)
        return errand_refused(c, e);
    if (!errand_commit(c))
        return false;
    c->response->cookie = cookie;
    c->response->status = 204;
    c->response->content = CONTENT_NONE;
    return true;
}

/* It lies about in the memory of a thread for as long as nothing else is written there. */
static void wipe(struct errand *c, struct slice secret, const char *password) {
    OPENSSL_cleanse(c->request->body, c->request->body_len);
    if (secret.len > 0)
        OPENSSL_cleanse((char *)secret.ptr, secret.len);
    if (password != NULL)
        OPENSSL_cleanse((char *)password, strlen(password));
}

/* A login that cannot be one takes the same way as any that is unknown; only an empty password
 * would make libpq look for another one. */
static enum checked try_password(struct errand *c, struct slice secret, const char **login) {
    const char *password = NULL;
    enum checked result = CHECKED_WRONG;
    if (c->who.login.len > 0 && c->who.login.len <= LOGIN_BYTES_MAX && secret.len > 0 &&
        secret.len <= DESK_PASSWORD_MAX && slice_cstr(c->arena, c->who.login, login) == OK &&
        slice_cstr(c->arena, secret, &password) == OK)
        result = check_password(*login, password);
    wipe(c, secret, password);
    return result;
}

static bool sign_in(struct errand *c) {
    struct pair_list pairs;
    const char *login;
    if (!errand_is_ours(c, "application/json") || !errand_body(c, &pairs))
        return false;
    c->who.login = value_of(&pairs, "login");
    struct tries *tries = c->context->tries;
    int wait_s = tries_begin(tries, c->who.login, c->request->address, clock_ms());
    if (wait_s > 0)
        return too_many(c, wait_s);
    if (!errand_take_turn(c, SLICE_LIT(""))) {
        tries_none(tries, c->who.login, c->request->address);
        return false;
    }
    enum checked result = try_password(c, value_of(&pairs, "password"), &login);
    if (result != CHECKED_RIGHT && result != CHECKED_WRONG)
        tries_none(tries, c->who.login, c->request->address);
    if (result != CHECKED_RIGHT)
        return refuse(c, result);
    tries_right(tries, c->who.login, c->request->address);
    return end_old_session(c) && begin_session(c, login);
}

/* ---- signing out ----------------------------------------------------------------------------- */

static bool sign_out(struct errand *c) {
    if (!errand_is_ours(c, NULL) || !end_old_session(c))
        return false;
    c->response->cookie = session_gone();
    c->response->status = 204;
    c->response->content = CONTENT_NONE;
    return true;
}

void signin_serve(struct errand *c) {
    switch (c->request->method) {
    case METHOD_GET:
    case METHOD_HEAD:
        (void)who_am_i(c);
        break;
    case METHOD_POST:
        (void)(c->context->trust_user ? refuse_method(c) : sign_in(c));
        break;
    case METHOD_DELETE:
        (void)sign_out(c);
        break;
    default:
        (void)refuse_method(c);
    }
}
