/* pg: one connection to PostgreSQL with deadlines of our own. libpq runs non-blocking; a stopped
 * server is noticed by the clock, not by TCP. One thread only. Where to connect is told by libpq's
 * own variables (PGHOST, PGDATABASE, PGUSER, PGSERVICE ...), and by turns: store/hosts. */
#ifndef STORE_PG_H
#define STORE_PG_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/errcode.h"
#include "base/slice.h"
#include "base/uuid.h"
#include "store/history.h"
#include "store/hosts.h"

struct pg; /* opaque: a connection, or none */

enum verdict { VERDICT_NONE = 0, VERDICT_NEW, VERDICT_REPLAY, VERDICT_DIFFERS, VERDICT_RACING };

/* What intake.submit said of one record. */
struct pg_answer {
    struct uuid receipt;
    enum verdict verdict; /* NONE: not named in the answer, so not stored for all we know */
};

struct pg *pg_new(struct hosts *hosts); /* start-up only; does not connect yet; hosts outlive it */
void pg_free(struct pg *pg);

bool pg_connected(const struct pg *pg);

/* Ends the connection, if there is one: the next is to whichever server takes writes then. */
void pg_disconnect(struct pg *pg);

/* The same, and the host that answered and did not take what it was given last, nor refused it for
 * what it was, loses its turn to the one after it, for all who share the hosts. */
void pg_leave(struct pg *pg);

/* While connected: the host took no connection when it was tried before this. */
bool pg_anew(const struct pg *pg);

/* While nothing is asked of it: has the server closed the connection, if there is one? Does not
 * wait. */
bool pg_hung_up(const struct pg *pg);

/* The server keeps what it commits: fsync, full_page_writes and synchronous_commit were on when the
 * connection was made. If not, a commit is no reason to thank anybody. */
bool pg_durable(const struct pg *pg);

/* The last call failed because the schema is too old for this program, or for a record that an
 * other one has made: nothing gets better before install.sql was run. */
bool pg_outdated(const struct pg *pg);

/* The history that the server had when the connection was made, or the last one was. */
const struct history_name *pg_history(const struct pg *pg);

/* The number of the schema (intake.hello) that was there when the connection was made. */
int pg_schema(const struct pg *pg);

/* Which server was tried last, for people: "db1 (10.0.0.1) port 5432". */
const char *pg_server(const struct pg *pg);

/* Why the last call failed (of several hosts that could not be connected to each, the last that was
 * tried first), one line: an SQLSTATE if there was one, and the server's message, which
 * may quote a visitor's data. */
const char *pg_reason(const struct pg *pg);

/* Connects unless connected, to the first of the hosts that takes writes, from the one on that has
 * the turn; a silent one has its share of the time only. Ends by deadline, a time of clock_ms.
 * ERR_UNAVAILABLE: pg_reason is that of the last that was tried, with its name.
 * Looks at the server's settings, and logs an error if they are weak; and asks whether the schema
 * is new enough. */
MUST_CHECK enum errcode pg_connect(struct pg *pg, long long deadline);

void pg_log_connected(const struct pg *pg); /* while connected */

/* What is handed in together: a JSON array of count records. again: by intake.submit_again, which
 * marks what is new to the server as restored. */
struct pg_batch {
    struct slice records;
    size_t count;
    bool again;
};

/* Calls intake.submit, in a transaction of its own, and fills answers[0..count). Ends by deadline.
 *   OK               committed, answers hold
 *   ERR_REFUSED      a record is at fault (SQLSTATE class 22, 23 or P0): nothing was stored
 *   ERR_UNAVAILABLE  the server would not or could not: nothing was stored
 *   ERR_TIMEOUT      outcome unknown: stored or not; sending the same again tells
 * After the last two the connection may be gone. */
MUST_CHECK enum errcode pg_submit(struct pg *pg, const struct pg_batch *batch, long long deadline,
                                  struct pg_answer *answers);

/* Connects, and asks what has become of the history (intake.look) and whether these receipts are
 * known, at most PG_RECEIPTS_MAX. ERR_UNAVAILABLE: the server would not or could not say; the
 * connection is gone. */
#define PG_RECEIPTS_MAX 16
MUST_CHECK enum errcode pg_look(struct pg *pg, const struct uuid *receipts, size_t count,
                                long long deadline, struct history_look *out);

/* Over the connection that is there: the rows of a query that may be asked at any time, which the
 * caller clears. ERR_UNAVAILABLE: there are none; the connection is gone. */
MUST_CHECK enum errcode pg_ask(struct pg *pg, const char *query, long long deadline,
                               PGresult **out);

/* Whether pg_submit would go through: connects, and hands in nothing. The same results. */
MUST_CHECK enum errcode pg_probe(struct pg *pg, long long deadline);

#endif
