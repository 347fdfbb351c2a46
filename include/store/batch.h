/* batch: records that share a transaction, and what became of each. One thread only. */
#ifndef STORE_BATCH_H
#define STORE_BATCH_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bounds.h"
#include "base/errcode.h"
#include "lead/record.h"
#include "store/pg.h"
#include "store/store.h"

struct batch_item {
    const struct record *record; /* not owned */
    struct receipt receipt;      /* set when result is OK */
    enum errcode result;
    char reason[SPOOL_REASON_MAX]; /* why the database refuses it, when result is ERR_REFUSED */
};

struct batch_writer; /* opaque: the buffer in which records become one array */

/* Start-up only. again: what it writes was stored before (pg_batch). */
struct batch_writer *batch_writer_new(bool again);
void batch_writer_free(struct batch_writer *w);

/* Writes 1 to BATCH_RECORDS_MAX items of at most BATCH_BYTES_MAX in all, in as few transactions as
 * their faults allow: a batch that the database refuses is halved until the record at fault is
 * alone. Ends by deadline (clock_ms); sets result of every item:
 *   OK               committed
 *   ERR_REFUSED      the database refuses this very record
 *   ERR_UNAVAILABLE  not stored, or unknown: hand it in again
 * false: the database is away, or so slow that the next batch had better not ask it. */
MUST_CHECK bool batch_write(struct batch_writer *w, struct pg *pg, struct batch_item **items,
                            size_t count, long long deadline);

#endif
