/* desk: the staff's pages: signing in, the bridge to the functions and views of the database, leads
 * that somebody enters by hand. What it may do, the database decides, for the person. */
#ifndef DESK_DESK_H
#define DESK_DESK_H

#include <stdbool.h>

#include "desk/tries.h"
#include "desk/turns.h"
#include "http/server.h"
#include "lead/live.h"
#include "lead/token.h"

/* Shared by all threads; all of it outlives them. */
struct desk_context {
    struct live *live;
    const struct token_keys *keys; /* sign sessions */
    struct tries *tries;
    struct turns *turns;
    bool trust_user; /* nginx has signed people in, and says whom */
};

/* For server_start; the context is a struct desk_context. */
extern const struct handler desk_handler;

#endif
