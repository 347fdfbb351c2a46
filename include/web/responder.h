/* responder: the pipeline from a request to its answer, in the order of the way of a submission:
 * form, fields, submission, enrichment, classification, record, receipt. One per thread. */
#ifndef WEB_RESPONDER_H
#define WEB_RESPONDER_H

#include "base/arena.h"
#include "http/server.h"
#include "lead/classify.h"
#include "lead/live.h"
#include "lead/token.h"
#include "store/ledger.h"
#include "store/store.h"
#include "web/sent.h"

/* Shared by all responders; all of it outlives them. */
struct responder_context {
    struct live *live;
    struct store *store;
    const struct token_keys *keys;
    struct sent *sent;
    struct ledger *ledger; /* NULL: nothing is counted */
};

/* For server_start; the context is a struct responder_context. */
extern const struct handler responder_handler;

struct responder; /* opaque: context, this thread's matcher, what the request holds */

struct responder *responder_new(const struct responder_context *context); /* start-up only */
void responder_free(struct responder *r);

/* Answers one request; what is posted to a form's address is counted. Always fills out; its slices
 * live in the arena, in the definitions, which are held until responder_done, or are constants. */
void responder_handle(struct responder *r, struct arena *a, struct request *request,
                      struct response *out);

/* After each responder_handle, when the response is written: lets the definitions go. */
void responder_done(struct responder *r);

#endif
