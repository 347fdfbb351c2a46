/* teller: tells the database what the ledger counts (intake.note_counts): the numbers since the
 * beginning, so that it may be told twice and in any order. A statement of its own, which waits for
 * nobody's lock for long and for no standby. One thread. */
#ifndef STORE_TELLER_H
#define STORE_TELLER_H

#include <stdbool.h>

#include "store/ledger.h"
#include "store/pg.h"

struct teller; /* opaque: the text of a statement, when the next is due */

struct teller *teller_new(struct ledger *ledger); /* start-up only; ledger outlives it */
void teller_free(struct teller *t);               /* NULL is fine */

/* Over pg, which is connected, what it was not told yet, if it is time; last: now, whatever the
 * time. After a failure the connection may be gone. A schema that has no place for it is let alone,
 * and is told when it has. */
void teller_tell(struct teller *t, struct pg *pg, bool last);

#endif
