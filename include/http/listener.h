/* listener: the socket on which nginx connects: our own, or one that systemd keeps for us, so that
 * a restart refuses nobody. */
#ifndef HTTP_LISTENER_H
#define HTTP_LISTENER_H

#include <stdbool.h>

#include "base/errcode.h"

struct listener {
    int fd;
    const char *path; /* of our own socket; NULL: the socket was handed over */
};

/* Takes the one socket that LISTEN_FDS and LISTEN_PID announce (sd_listen_fds(3)). Without these
 * variables it removes a stale file at path, binds there with mode 0660 and listens. ERR_IO,
 * logged: cannot, somebody answers there already, or what was handed over is no such socket. */
MUST_CHECK enum errcode listener_open(const char *path, struct listener *out);

/* Closes; removes the file of our own socket. */
void listener_close(struct listener *l);

#endif
