/* batch: records that share a transaction, and what became of each. One thread only. */
#ifndef STORE_BATCH_H
#define STORE_BATCH_H

#include <stddef.h>

#include "base/errcode.h"
#include "store/pg.h"
#include "store/store.h"

struct batch_item {
    struct slice json;      /* one record; not owned */
    struct receipt receipt; /* set when result is OK */
    enum errcode result;
};

struct batch_writer; /* opaque: the buffer in which records become one array */

struct batch_writer *batch_writer_new(void); /* start-up only */
void batch_writer_free(struct batch_writer *w);

/* Writes 1 to BATCH_RECORDS_MAX items of at most BATCH_BYTES_MAX in all, in as few transactions as
 * their faults allow: a batch that the database refuses is halved until the record at fault is
 * alone. Sets result of every item; cannot fail as a whole. */
void batch_write(struct batch_writer *w, struct pg *pg, struct batch_item **items, size_t count);

#endif
