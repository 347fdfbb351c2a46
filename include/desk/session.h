/* session: the cookie of who has signed in: login, when until, a nonce, signed as the tokens of
 * forms are (lead/token), by a key of the desk's own. The database knows the nonce, and ends it. */
#ifndef DESK_SESSION_H
#define DESK_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "lead/token.h"

struct session {
    struct slice login, nonce;
};

#define SESSION_COOKIE "__Host-firstline"

/* A new one for login, and the whole value of its Set-Cookie header. */
MUST_CHECK enum errcode session_make(const struct token_keys *k, struct arena *a,
                                     struct slice login, int64_t now_us, struct session *out,
                                     struct slice *cookie);

/* Of a Cookie header, which may be unset. false: there is none that is ours and not over. */
bool session_find(const struct token_keys *k, struct arena *a, struct slice cookies, int64_t now_us,
                  struct session *out);

/* The value of Set-Cookie that takes it away. */
struct slice session_gone(void);

#endif
