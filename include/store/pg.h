/* pg: one connection to PostgreSQL with deadlines of our own. libpq runs non-blocking; a stopped
 * server is noticed by the clock, not by TCP. One thread only. Where to connect is told by libpq's
 * own variables (PGHOST, PGDATABASE, PGUSER, PGSERVICE ...). */
#ifndef STORE_PG_H
#define STORE_PG_H

#include <stdbool.h>
#include <stddef.h>

#include "base/errcode.h"
#include "base/slice.h"
#include "base/uuid.h"

struct pg; /* opaque: a connection, or the wait before the next try */

enum verdict { VERDICT_NONE = 0, VERDICT_NEW, VERDICT_REPLAY, VERDICT_DIFFERS, VERDICT_RACING };

/* What intake.submit said of one record. */
struct pg_answer {
    struct uuid receipt;
    enum verdict verdict; /* NONE: not named in the answer, so not stored for all we know */
};

struct pg *pg_new(void); /* start-up only; does not connect yet */
void pg_free(struct pg *pg);

bool pg_connected(const struct pg *pg);

/* Milliseconds until the next connection attempt is due; 0: now, or connected. */
long long pg_wait_ms(const struct pg *pg);

/* Connects unless connected. ERR_UNAVAILABLE at once while a wait is on; tries are spaced from
 * 0.1 s doubling to 10 s. Ends by CONNECT_DEADLINE_MS. Logs the first failure and the return. */
MUST_CHECK enum errcode pg_connect(struct pg *pg);

/* Calls intake.submit with a JSON array of count records, in a transaction of its own, and fills
 * answers[0..count). Ends by BATCH_DEADLINE_MS.
 *   OK               committed, answers hold
 *   ERR_REFUSED      a record is at fault (SQLSTATE class 22 or 23): nothing was stored
 *   ERR_UNAVAILABLE  the server would not or could not: nothing was stored
 *   ERR_TIMEOUT      outcome unknown: stored or not; sending the same again tells
 * After the last two the connection may be gone. */
MUST_CHECK enum errcode pg_submit(struct pg *pg, struct slice records, size_t count,
                                  struct pg_answer *answers);

#endif
