/* store: the only door through which a lead leaves the process. Responder threads hand records in
 * and wait; a writer takes all that is pending, writes it in one transaction and wakes them; a lead
 * that finds nothing pending is written by its own thread. No timer: an idle system commits one
 * lead at once, a busy one shares a commit. While the database is away leads go to the spool, from
 * where another thread delivers. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/errcode.h"
#include "base/uuid.h"
#include "lead/record.h"
#include "store/keeper.h"
#include "store/recent.h"
#include "store/spool.h"

enum outcome {
    OUTCOME_NEW = 0,
    OUTCOME_REPLAY,
    OUTCOME_DIFFERS,
    OUTCOME_SPOOLED,
    OUTCOME_UNSURE /* new or a replay: the connection broke around a commit, and asked again the
                      database has the lead */
};

struct receipt {
    struct uuid id;
    enum outcome outcome;
};

struct store; /* opaque: two threads that write, one at a time; connection, pending list of at most
                 PENDING_MAX */

/* Starts the threads, which connect in the background. Both outlive the store. spool is NULL: there
 * is none, and while the database is away nothing is taken; recent: nothing is remembered. Exits
 * when out of memory or threads. */
struct store *store_new(struct spool *spool, struct recent *recent);

/* From now on sessions that hold up others are ended, and the database is told what it has to know,
 * by another thread (store/keeper.h). All outlive the store. Once, at start-up. */
void store_keep_order(struct store *s, struct keeper_tells tells);

/* Takes no more, writes what is pending, ends the threads and frees. */
void store_stop(struct store *s);

/* Blocks until the record is durable or cannot be made so, at most two deadlines of the database
 * and what the disk takes. The record is only read, and not after the return.
 *   OK               durable; *out holds the receipt. In the database it may be another's: see
 *                    outcome. In the spool it is the record's own, and what else the database has
 *                    to say of it (a replay, another payload) is found when it is delivered.
 *   ERR_UNAVAILABLE  pending list full or stopping, or neither database nor spool take it: send
 *                    again later
 *   ERR_REFUSED      the database refuses this very record, and there is no spool to keep it */
MUST_CHECK enum errcode store_submit(struct store *s, const struct record *record,
                                     struct receipt *out);

struct store_state {
    bool database_up;     /* the breaker is closed */
    bool schema_outdated; /* leads wait until install.sql was run */
    bool has_spool;
    struct spool_state spool;
    bool remembers;
    struct recent_state recent;
    size_t pending;
};
/* May be called at any time, from any thread. */
void store_look(struct store *s, struct store_state *out);

#endif
