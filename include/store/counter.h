/* counter: has the database bring marketing's sums up to date (intake.count_leads), in pauses: the
 * less, the more leads come in, for nobody waits for it. Reports are exact without it, and slower.
 */
#ifndef STORE_COUNTER_H
#define STORE_COUNTER_H

#include <stdint.h>

#include "store/pg.h"

struct counter {
    uint64_t batches; /* METRIC_BATCHES when it last counted */
    unsigned unheard; /* failures in a row: the rest after them grows */
    unsigned rest;    /* turns to pass */
};

/* Once a second, over pg, which is connected. Takes COUNT_BUSY_MS of it, or COUNT_IDLE_MS if no
 * lead has come in since it was called last. After a failure the connection may be gone. */
void counter_count(struct counter *c, struct pg *pg);

#endif
