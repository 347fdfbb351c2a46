/* server: the threads that take requests from nginx. What they answer is the business of a layer
 * above, which hands in a handler. */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include <stdbool.h>
#include <sys/types.h>

#include "http/request.h"
#include "http/response.h"

/* What answers. One of begin for each thread, in the thread that starts them; all the rest is
 * called by that thread alone. */
struct handler {
    void *(*begin)(const void *context); /* exits when out of memory */
    /* Always fills out; what that points to lives until done. */
    void (*handle)(void *mine, struct arena *a, struct request *request, struct response *out);
    void (*done)(void *mine); /* after each handle, when the response is written */
    void (*end)(void *mine);
    size_t arena_bytes_max, body_bytes_max; /* of one request */
};

struct server; /* opaque: threads, each with its FCGX_Request, arena and what begin gave it */

/* Starts threads on fd. Connections of other users than peer, our own and root are closed unread.
 * All signals must be blocked in the caller. handler outlives the server, and so does context.
 * Exits when out of memory or threads. */
struct server *server_start(int fd, unsigned threads, uid_t peer, const struct handler *handler,
                            const void *context);

/* Ends connections that have used up REQUEST_DEADLINE_MS; to be called about once a second. false:
 * a thread has not come back from one for REQUEST_STUCK_MS, which only a new process can mend. */
bool server_watch(struct server *s);

/* Lets nginx close the connections that it keeps, for which all goes on for LET_GO_MS at the most;
 * then accepts no more, lets every thread finish the request it has, joins and frees. */
void server_stop(struct server *s);

#endif
