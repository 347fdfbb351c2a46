/* delivery: takes files of the spool to the database, as many at a time as one transaction may
 * hold. A file is removed after all of its records are committed, and remembered (store/recent), or
 * kept in bad because the database refuses them; until then it stays, and is handed in again after
 * whatever went wrong. Files of what was delivered before are handed in again in the same way. One
 * thread only; the spool is locked by it (spool_lock). */
#ifndef STORE_DELIVERY_H
#define STORE_DELIVERY_H

#include <stdbool.h>
#include <stddef.h>

#include "store/pg.h"
#include "store/recent.h"
#include "store/spool.h"

struct delivery; /* opaque: the buffers of a transaction, and how much the next may hold */

/* Start-up only; both outlive it. recent is NULL: nothing is remembered. */
struct delivery *delivery_new(struct spool *spool, struct recent *recent);
void delivery_free(struct delivery *d);

struct delivery_report {
    size_t names;                    /* that were dealt with, at least 1 */
    size_t records;                  /* that are settled: in the database or in bad */
    size_t restored;                 /* of those from recent, that the server had not any more */
    const struct spool_name *failed; /* the first file that is still there; NULL: none */
    bool asked;                      /* the database was, as something could be read; if so: */
    bool taken;                      /* it answered in time, and not that it is away */
    bool proved; /* it has stored or refused one of the records at least, so that it can commit */
};

/* Over pg, which is the caller's and is connected if it is not: from the first of names on, which
 * are count, at least 1, of the last spool_list, or recent_unconfirmed if from is SPOOL_RECENT.
 * What cannot be read is passed by, damage is set aside. Ends by BATCH_DEADLINE_MS for each
 * transaction. What is too much for the server in one is handed in by smaller ones, now and the
 * next times. */
struct delivery_report delivery_run(struct delivery *d, struct pg *pg, enum spool_folder from,
                                    const struct spool_name *names, size_t count);

#endif
