/* hosts: the servers that may be the database, which of them has the turn, and which answered when
 * it was tried last: what writer and drainer know of them together. libpq goes on to the next host
 * by itself only when one refuses; one that is silent, or takes a connection and no commit, it
 * would begin with at every try. So a connection is made to one target at a time (pg.c), and a name
 * is resolved before that (resolver.h), since libpq would wait for it as long as it takes.
 *
 * Any thread may call. Locks: that of hosts may be held when the resolver's is taken, never while
 * waiting; no other lock is held together with either. */
#ifndef STORE_HOSTS_H
#define STORE_HOSTS_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/bounds.h"

struct hosts; /* opaque: the targets; at least one, at most HOSTS_MAX */

/* A server at an address. Its texts live as long as the hosts. */
struct hosts_target {
    const char *host, *port;        /* host "": what libpq takes for it. host is NULL: its lists do
                                     * not fit, which libpq will say when it is asked */
    char address[HOST_ADDRESS_MAX]; /* "": a Unix socket, or not resolved yet */
    bool unresolved;                /* host is a name whose address nobody knows */
    size_t entry;                   /* of the lists: the addresses of a name share it */
};

/* What one try goes through, in this order; the one that has the turn is the first. */
struct hosts_round {
    struct hosts_target targets[HOSTS_MAX];
    size_t count; /* at least 1 */
};

/* Start-up only. The lists of host, hostaddr and port are read once, from the environment and the
 * service file, as libpq reads them. Of more than HOSTS_MAX the first are taken, and it is logged.
 */
struct hosts *hosts_new(void);
void hosts_free(struct hosts *h);

/* Does not wait: a name that was never resolved is one target, and is being asked for now. */
void hosts_begin(struct hosts *h, struct hosts_round *out);

/* By deadline the target at this place has an address, if it needs one; one of a name with several
 * is followed by the others. false: *why says why not, a string that lives for ever. */
bool hosts_resolve(struct hosts *h, struct hosts_round *round, size_t at, long long deadline,
                   const char **why);

/* PQconnectStart to this target, if it takes writes; the caller's. NULL: out of memory. What libpq
 * would print by itself is logged in our words instead. */
PGconn *hosts_start(const struct hosts *h, const struct hosts_target *t);

/* It took the connection, and so it has the turn. true: when it was tried last it did not. */
bool hosts_answered(struct hosts *h, const struct hosts_target *t);

/* It took no connection, or did not greet: it is left. */
void hosts_failed(struct hosts *h, const struct hosts_target *t);

/* It answers, and does not do what it is asked to: the turn goes on to the one after it, for
 * everybody; unless it has moved on already, so that two who leave the same one pass by none. */
void hosts_leave(struct hosts *h, const struct hosts_target *t);

#endif
