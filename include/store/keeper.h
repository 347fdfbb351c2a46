/* keeper: a thread that has sessions of the database ended which hold up leads or the desk
 * (sql/280_keeper.sql), once a second. A thread and a connection of its own: a slow answer is
 * waited for by nobody, and it goes on while the others wait for just what it is to end. For the
 * same reason it is the one that tells the database what was counted (store/teller), and which
 * hosts are known (store/host_note). */
#ifndef STORE_KEEPER_H
#define STORE_KEEPER_H

#include "store/breaker.h"
#include "store/host_note.h"
#include "store/hosts.h"
#include "store/ledger.h"

struct keeper; /* opaque: the thread and its connection */

/* What it tells the database; NULL: nothing. */
struct keeper_tells {
    struct ledger *ledger;
    struct host_note *note;
};

/* Starts the thread. All outlive it. ended(arg) is called
 * by it after it has ended a session. Exits when out of memory or threads. */
struct keeper *keeper_new(struct breaker *breaker, struct hosts *hosts, struct keeper_tells tells,
                          void (*ended)(void *arg), void *arg);

/* Waits for the answer that it waits for, tells what was counted last unless the database is away,
 * ends the thread and frees. */
void keeper_stop(struct keeper *k);

#endif
