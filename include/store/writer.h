/* writer: what becomes of a batch of live records: the database, or else the spool, or else a no.
 * One thread at a time; what the database has may be remembered by any. */
#ifndef STORE_WRITER_H
#define STORE_WRITER_H

#include <stdbool.h>
#include <stddef.h>

#include "store/batch.h"
#include "store/breaker.h"
#include "store/hosts.h"
#include "store/recent.h"
#include "store/spool.h"

struct writer; /* opaque: its connection, and the buffers of a batch */

/* Start-up only; all outlive it. spool is NULL: there is none; recent: nothing is remembered. */
struct writer *writer_new(struct breaker *breaker, struct hosts *hosts, struct spool *spool,
                          struct recent *recent);
void writer_free(struct writer *w);

/* Connects, if the database answers within CONNECT_DEADLINE_MS: what is pending at the start need
 * not go to the spool. */
void writer_connect(struct writer *w);

/* The histories of the server before and after it took a batch, within which the connection may
 * have been made anew. */
struct written_to {
    struct history_name before, after;
};

/* Sets result and receipt of 1 to BATCH_RECORDS_MAX items; OK means durable. Ends by
 * BATCH_DEADLINE_MS and what the disk takes. true: there is work for the drainer. */
MUST_CHECK bool writer_write(struct writer *w, struct batch_item **items, size_t count,
                             struct written_to *to);

/* Of those items what the database has taken is remembered, before anybody is thanked. Any thread;
 * w may be at the next batch. */
void writer_remember(const struct writer *w, struct batch_item *const *items, size_t count,
                     const struct written_to *to);

/* Between batches: sees that the server has ended the connection, which no batch has met yet, and
 * connects after an outage, so that no visitor has to wait for it; at most CONNECT_DEADLINE_MS.
 * true: there is work for the drainer. */
MUST_CHECK bool writer_look(struct writer *w);

#endif
