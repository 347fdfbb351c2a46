/* unix_socket: who answers at a Unix socket of this machine. */
#ifndef ADMIN_UNIX_SOCKET_H
#define ADMIN_UNIX_SOCKET_H

/* A connection, which the caller closes; -1: errno says why. */
int unix_socket_connect(const char *path);

#endif
