/* host_note: the hosts of hosts.yaml on their way into the database, whose rules of channels go by
 * them (intake.note_hosts). What is noted may change at any time; the keeper tells it. */
#ifndef STORE_HOST_NOTE_H
#define STORE_HOST_NOTE_H

#include "form/known_hosts.h"
#include "store/pg.h"

struct host_note; /* opaque: the hosts of the last host_note_set */

struct host_note *host_note_new(void); /* start-up only */
void host_note_free(struct host_note *n);

/* Copies. Any thread. */
void host_note_set(struct host_note *n, const struct known_hosts *hosts);

/* Another after each host_note_set; 0: nothing is noted. Any thread. */
unsigned long host_note_number(struct host_note *n);

/* Over the connection that is there. A schema from before this, or that lets the program not call
 * the function, is told nothing, and that is OK. ERR_UNAVAILABLE: as of pg_ask. */
MUST_CHECK enum errcode host_note_tell(struct host_note *n, struct pg *pg, long long deadline);

#endif
