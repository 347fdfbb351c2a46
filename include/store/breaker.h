/* breaker: what writer and drainer know together of the database. While it is open the writer does
 * not ask the database, so that no visitor waits for one that is away; the drainer tries it now
 * and then, out of the visitors' way. State only: each of the two has a connection of its own. Any
 * thread may call. */
#ifndef STORE_BREAKER_H
#define STORE_BREAKER_H

#include <stdbool.h>

struct breaker; /* opaque: open or closed, the time of the next try */

struct breaker *breaker_new(void); /* start-up only; open, and no try is due yet */
void breaker_free(struct breaker *b);

bool breaker_is_open(struct breaker *b);

/* Whether leads wait because the schema is too old for them (store/handshake.h), for /healthz. */
void breaker_tell_outdated(struct breaker *b, bool outdated);
bool breaker_outdated(struct breaker *b);

/* A batch failed for a reason that the next one would meet too: opens. The first try is due in
 * 0.1 s, or after twice the last wait if nothing went through since. */
void breaker_trip(struct breaker *b, const char *why);

/* A batch went through, or a server answers that did not when it was tried before: the next wait is
 * the shortest again. */
void breaker_proved(struct breaker *b);

/* Milliseconds until a try is due, at least 0; -1: closed. */
long long breaker_wait_ms(struct breaker *b);

/* What hindered may be gone: a try is due now, and the wait after it the shortest again. */
void breaker_hurry(struct breaker *b);

/* How often it has opened. */
unsigned long breaker_openings(struct breaker *b);

/* The try failed: the next is due after twice the wait, at most 10 s. */
void breaker_still_open(struct breaker *b);

/* It answered: closes. */
void breaker_close(struct breaker *b);

#endif
