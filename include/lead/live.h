/* live: the definitions in force: forms, rules and geo database, with the rules' counters. A
 * request holds one set from its first to its last step; a reload puts a new one in its place, and
 * the old one goes when the last request lets it go. */
#ifndef LEAD_LIVE_H
#define LEAD_LIVE_H

#include "form/form_set.h"
#include "lead/geo.h"
#include "lead/tally.h"

struct definitions {
    struct form_set *forms;
    struct tally *tally; /* of forms */
    struct geo *geo;     /* NULL: places are unknown */
    unsigned holders;    /* guarded by live.c's lock */
};

struct live; /* opaque: the current definitions */

struct live *live_new(struct form_set *forms, struct geo *geo); /* takes both over */
void live_free(struct live *l);

const struct definitions *live_get(struct live *l); /* never NULL; live_put it */
void live_put(struct live *l, const struct definitions *d);

/* Takes both over and makes them current; counters of rules go on, see lead/tally.h. One thread at
 * a time. */
void live_replace(struct live *l, struct form_set *forms, struct geo *geo);

#endif
