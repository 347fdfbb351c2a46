/* errand: everything of one request of the desk, and how it ends early; between the handler and
 * what it calls. */
#ifndef DESK_ERRAND_H
#define DESK_ERRAND_H

#include <stdbool.h>

#include "body/pairs.h"
#include "desk/desk.h"
#include "desk/seat.h"
#include "desk/session.h"
#include "desk/words.h"
#include "form/matcher.h"
#include "http/request.h"
#include "http/response.h"

/* Lives on the stack of the handler. Those that end a request fill the response and return false,
 * for the step that returns it. */
struct errand {
    const struct desk_context *context;
    const struct token_keys *keys; /* the thread's own */
    struct seat *seat;
    struct matcher *matcher;
    struct arena *arena;
    struct arena
        *scratch; /* the thread's, for what is read piece by piece: whoever uses it resets it */
    struct request *request;
    struct response *response;
    const struct definitions *definitions;
    int64_t now_us;
    enum language language;
    struct session who; /* nonce unset: nginx has signed the person in */
    struct slice turn;  /* whose turn this is (desk/turns); unset: nobody's yet */

    /* of the database, once the transaction has begun */
    struct slice name, works_in, zone;
    bool head;
};

/* {"code","message","field"}; code is an SQLSTATE or a word, more follows the message, field may be
 * unset. */
bool errand_fail(struct errand *c, int status, const char *code, enum desk_word word,
                 struct slice more, struct slice field);

/* What the database refused, or that it could not be asked (e is not OK). */
bool errand_refused(struct errand *c, enum errcode e);

/* OK, or 413 for want of room: the arena's only error. */
bool errand_ok(struct errand *c, enum errcode e);

/* A body of our own making, as JSON. */
bool errand_answer(struct errand *c, int status, struct buf *b);

/* Who has signed in, by cookie or by nginx. */
bool errand_signed_in(struct errand *c);

/* Of what changes something: it must come from our own page, or from a program that says so. type:
 * what the body has to be, NULL: there is none. */
bool errand_is_ours(struct errand *c, const char *type);

/* The body, a JSON object, as pairs: each member is one. */
bool errand_body(struct errand *c, struct pair_list *out);

/* A NUL-terminated text for libpq; unset gives NULL. */
bool errand_text(struct errand *c, struct slice s, const char **out);

/* Before the database is asked: the turn of who, kept until the request has been answered. */
bool errand_take_turn(struct errand *c, struct slice who);

/* Begins the transaction, which changes nothing for a GET: asks intake.enter, takes on the person,
 * and asks more, unless that is NULL: then seat_result(…, 2) has it. */
bool errand_enter(struct errand *c, const struct seat_ask *more);

/* The same, and before that, as firstline_desk itself, before, whose result is 1; that of more
 * is 3. */
bool errand_enter_after(struct errand *c, const struct seat_ask *before,
                        const struct seat_ask *more);

/* The same in two steps: the first leaves the transaction firstline_desk's; more of the second is
 * asked as the person, its result is 1. */
bool errand_enter_as_desk(struct errand *c);
bool errand_become(struct errand *c, const struct seat_ask *more);

/* A statement whose rows are handed over one by one. last: the end of the transaction goes with it,
 * for what changes nothing: whatever becomes of the answer, there is nothing to take back. */
bool errand_rows(struct errand *c, const struct seat_ask *ask, bool last,
                 void (*row)(void *arg, const PGresult *row), void *arg);
bool errand_commit(struct errand *c);

#endif
