/* call: everything of one request, and how its way ends early; between the responder and what sends
 * its answers, and for nobody else. */
#ifndef WEB_CALL_H
#define WEB_CALL_H

#include "body/pairs.h"
#include "lead/geo.h"
#include "lead/submission.h"
#include "web/responder.h"

#define CALL_URL_MAX 4096

/* Lives on the stack of responder_handle. */
struct call {
    const struct responder_context *context;
    struct matcher *matcher;
    struct arena *arena;
    struct request *request;
    struct response *response;
    const struct definitions *definitions;
    const struct form *form;
    enum language language;
    int64_t now_us;
    struct slice origin; /* as the form lists it; unset: not on the list */
    struct place place;
    enum errcode place_error; /* OK: place is known */
    struct day_span today;    /* where the visitor is */
    struct slice around;      /* address of the page that the form was sent from; unset: its own */

    struct pair_list pairs;
    struct token token;
    bool keyed;
    struct submission submission;

    bool settled; /* what became of it is known, whatever the answer says: */
    enum ledger_part part;
};

/* Both fill the response and return false, for the step that returns it. A step that ran out of
 * arena ends with 413: the visitor sent more than we can hold; one that a library had no memory for
 * with 503. */
bool call_fail(struct call *c, int status);
bool call_ok(struct call *c, enum errcode e); /* true: goes on */

/* The first value under that name, unset when there is none. */
struct slice call_value(const struct call *c, const char *name);

/* The host of this site, without its port. */
struct slice call_host(const struct call *c);

#endif
