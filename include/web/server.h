/* server: the listening socket and the responder threads. */
#ifndef WEB_SERVER_H
#define WEB_SERVER_H

#include <sys/types.h>

#include "base/errcode.h"
#include "web/responder.h"

/* Removes a stale socket file, binds, mode 0660, listens. ERR_IO, logged: cannot, or somebody
 * already answers there. */
MUST_CHECK enum errcode server_listen(const char *path, int *out_fd);

struct server; /* opaque: threads, each with its FCGX_Request, arena and responder */

/* Starts threads responder threads on fd. Connections of other users than peer (and root) are
 * closed unread. All signals must be blocked in the caller. Exits when out of memory or threads. */
struct server *server_start(int fd, unsigned threads, uid_t peer,
                            const struct responder_context *context);

/* Ends connections that have used up REQUEST_DEADLINE_MS; to be called about once a second. */
void server_watch(struct server *s);

/* Accepts no more, lets every thread finish the request it has, joins and frees. */
void server_stop(struct server *s);

#endif
