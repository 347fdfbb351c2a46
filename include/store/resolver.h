/* resolver: the addresses of names, without waiting for them longer than one cares to. getaddrinfo
 * has no deadline, so it runs in a thread of its own for each name, which may hang for as long as
 * it likes. What it said last is kept: fresh for 30 s, and used after that while it is asked again,
 * for as long as nobody knows better. Any thread may call; its lock is the innermost. */
#ifndef STORE_RESOLVER_H
#define STORE_RESOLVER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/bounds.h"

struct resolver; /* opaque: at most HOSTS_MAX names and what is known of them */

struct resolver_answer {
    char addresses[HOSTS_MAX]
                  [HOST_ADDRESS_MAX]; /* numeric, no two alike; what is more is left out */
    size_t count;
};

struct resolver *resolver_new(void); /* start-up only */

/* Does not wait for a thread that still asks: the last one frees what they share. */
void resolver_free(struct resolver *r);

/* The addresses of a name, at least one, at once if they are known; else by deadline, a time of
 * clock_ms, which may be past: then the name is asked for, and nobody waits. false: *why says why
 * there are none, a string that lives for ever. */
bool resolver_ask(struct resolver *r, const char *name, long long deadline,
                  struct resolver_answer *out, const char **why);

/* What is known of the name was of no use: it is asked for anew, at most once a second. */
void resolver_refresh(struct resolver *r, const char *name);

#endif
