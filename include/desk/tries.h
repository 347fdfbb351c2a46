/* tries: how often a wrong password came lately, for a login from an address, and from an address.
 * In memory: a restart forgets, which nginx's own limit bridges. */
#ifndef DESK_TRIES_H
#define DESK_TRIES_H

#include <stdbool.h>

#include "base/slice.h"

struct tries; /* opaque */

struct tries *tries_new(void); /* start-up only */
void tries_free(struct tries *t);

/* Before a password is looked at; any thread. Counts it as wrong, so that no number of tries at
 * once comes past the limit. 0: go on; else how many seconds are left to wait. address may be
 * unset; of IPv6 the network counts, of which one person has all addresses. */
int tries_begin(struct tries *t, struct slice login, struct slice address, long long now_ms);

/* It was right: what tries_begin counted is taken back, and the login has all its tries again. */
void tries_right(struct tries *t, struct slice login, struct slice address);

/* It could not be looked at: what tries_begin counted is taken back. */
void tries_none(struct tries *t, struct slice login, struct slice address);

#endif
