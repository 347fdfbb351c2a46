/* seat: the connection of one thread to the database, as firstline_desk. What is asked together
 * goes in one trip; a request is one transaction, begun and ended by those who ask. */
#ifndef DESK_SEAT_H
#define DESK_SEAT_H

#include <libpq-fe.h>
#include <stdbool.h>
#include <stddef.h>

#include "base/errcode.h"

#define SEAT_ASKS_MAX 8

struct seat; /* opaque: a connection, or none, and the results of the last trip */

struct seat_ask {
    const char *sql; /* one statement */
    int count;       /* of values */
    const char *const *values;
    bool often; /* a text that comes again: the connection prepares it once */
};

struct seat *seat_new(void); /* start-up only; connects when it is first asked */
void seat_free(struct seat *s);

/* Asks all of it, of which the first begins a transaction: connects if need be, and once more if
 * the server has gone since the last time. Ends within DESK_TRIP_MS and the time of connecting.
 *   OK               seat_result has the rows of each
 *   ERR_REFUSED      the server refused one, and did no more: seat_refusal
 *   ERR_UNAVAILABLE  there is no server, or it was silent; the connection is gone */
MUST_CHECK enum errcode seat_begin(struct seat *s, const struct seat_ask *asks, size_t count);

/* The same within that transaction. */
MUST_CHECK enum errcode seat_ask(struct seat *s, const struct seat_ask *asks, size_t count);

/* The same, but the rows of the first are handed over one by one, and not kept. */
MUST_CHECK enum errcode seat_rows(struct seat *s, const struct seat_ask *asks, size_t count,
                                  void (*row)(void *arg, const PGresult *row), void *arg);

/* Until the next trip. */
const PGresult *seat_result(const struct seat *s, size_t i);
const PGresult *seat_refusal(const struct seat *s);

/* After each request: what was not committed is taken back. */
void seat_leave(struct seat *s);

#endif
