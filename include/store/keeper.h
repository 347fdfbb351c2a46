/* keeper: a thread that has sessions of the database ended which hold up leads or the desk
 * (sql/280_keeper.sql), once a second. A thread and a connection of its own: a slow answer is
 * waited for by nobody, and it goes on while the others wait for just what it is to end. */
#ifndef STORE_KEEPER_H
#define STORE_KEEPER_H

#include "store/breaker.h"
#include "store/hosts.h"

struct keeper; /* opaque: the thread and its connection */

/* Starts the thread. Breaker and hosts outlive it. ended(arg) is called by it after it has ended a
 * session. Exits when out of memory or threads. */
struct keeper *keeper_new(struct breaker *breaker, struct hosts *hosts, void (*ended)(void *arg),
                          void *arg);

/* Waits for the answer that it waits for, ends the thread and frees. */
void keeper_stop(struct keeper *k);

#endif
