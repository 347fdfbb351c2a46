/* hosts: one after the other of the database's hosts. libpq goes on to the next when one refuses,
 * but its connect_timeout does not hold for a caller that polls: a silent host would have the whole
 * of the time, at every try, and the others none. So pg.c makes each the first of the list for its
 * share of the time. */
#ifndef STORE_HOSTS_H
#define STORE_HOSTS_H

#include <libpq-fe.h>
#include <stddef.h>

/* As PQconninfo of a connection told them, with its lists of host, hostaddr and port. At least 1.
 */
size_t hosts_count(PQconninfoOption *known);

/* The first of each list becomes the last. */
void hosts_turn(PQconninfoOption *known);

/* PQconnectStart to the first that takes writes; the caller's. NULL: out of memory.
 * known: NULL: the hosts as libpq finds them. */
PGconn *hosts_start(PQconninfoOption *known);

#endif
