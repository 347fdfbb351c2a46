/* drainer: a thread that tries a database that was away, and delivers what waits in the spool: in
 * order, each record once, with a share of the capacity that leaves visitors theirs. Each second it
 * looks whether the server is still the one that took what is remembered, and hands that in again
 * if it is not. */
#ifndef STORE_DRAINER_H
#define STORE_DRAINER_H

#include "store/breaker.h"
#include "store/hosts.h"
#include "store/recent.h"
#include "store/spool.h"

struct drainer; /* opaque: the thread and its connection */

/* Starts the thread. All outlive it; spool is NULL: there is nothing to deliver; recent: nothing is
 * remembered. Exits when out of memory or threads. */
struct drainer *drainer_new(struct breaker *breaker, struct hosts *hosts, struct spool *spool,
                            struct recent *recent);

/* Finishes the transaction that runs, ends the thread and frees. */
void drainer_stop(struct drainer *d);

/* There is something new in the spool, or the breaker has opened. */
void drainer_wake(struct drainer *d);

/* The writer has just served visitors: for a second, deliver with a quarter of the time only. */
void drainer_give_way(struct drainer *d);

#endif
