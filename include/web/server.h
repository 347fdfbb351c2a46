/* server: the responder threads. */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include <stdbool.h>
#include <sys/types.h>

#include "base/errcode.h"
#include "web/responder.h"

struct server; /* opaque: threads, each with its FCGX_Request, arena and responder */

/* Starts threads responder threads on fd. Connections of other users than peer, our own and root
 * are closed unread. All signals must be blocked in the caller. Exits when out of memory or
 * threads. */
struct server *server_start(int fd, unsigned threads, uid_t peer,
                            const struct responder_context *context);

/* Ends connections that have used up REQUEST_DEADLINE_MS; to be called about once a second. false:
 * a thread has not come back from one for REQUEST_STUCK_MS, which only a new process can mend. */
bool server_watch(struct server *s);

/* Lets nginx close the connections that it keeps, for which all goes on for LET_GO_MS at the most;
 * then accepts no more, lets every thread finish the request it has, joins and frees. */
void server_stop(struct server *s);

#endif
