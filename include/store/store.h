/* store: the only door through which a lead leaves the process. Responder threads hand records in
 * and wait; one writer thread takes all that is pending, writes it in one transaction and wakes
 * them. No timer: an idle system commits one lead at once, a busy one shares a commit. */
#ifndef STORE_STORE_H
#define STORE_STORE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/errcode.h"
#include "base/slice.h"
#include "base/uuid.h"

enum outcome { OUTCOME_NEW = 0, OUTCOME_REPLAY, OUTCOME_DIFFERS };

struct receipt {
    struct uuid id;
    enum outcome outcome;
};

struct store; /* opaque: writer thread, connection, pending list of at most PENDING_MAX */

/* Starts the writer, which connects in the background. Exits when out of memory or threads. */
struct store *store_new(void);

/* Takes no more, writes what is pending, ends the writer and frees. */
void store_stop(struct store *s);

/* Blocks until json (one record, see lead/record.h) is durable or cannot be made so, at most a few
 * deadlines of the database. json is only read, and not after the return.
 *   OK               durable; *out holds the receipt, which may be another's: see outcome
 *   ERR_UNAVAILABLE  pending list full, stopping, or the database is away: send again later
 *   ERR_REFUSED      the database refuses this very record */
MUST_CHECK enum errcode store_submit(struct store *s, struct slice json, struct receipt *out);

struct store_state {
    bool connected;
    size_t pending;
};
void store_look(struct store *s, struct store_state *out);

#endif
