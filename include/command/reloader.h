/* reloader: a thread that loads when it is asked to, so that whoever asks (the thread that takes
 * signals and feeds the watchdog) never waits for a load, however long it takes. */
#ifndef COMMAND_RELOADER_H
#define COMMAND_RELOADER_H

#include <stdbool.h>

struct reloader; /* opaque: the thread, and what it was asked */

/* load is called with arg, once at a time. Exits when out of memory or threads. */
struct reloader *reloader_start(void (*load)(void *arg), void *arg);

/* Returns at once. One load begins after this, however often it is asked before that one begins. */
void reloader_ask(struct reloader *r);

/* Returns at once; no further load begins. true: the thread has ended, r is freed. false: it is in
 * the midst of a load, which may take long and cannot be cut short: until another call says true,
 * all that it uses must stay where it is. */
bool reloader_stop(struct reloader *r);

#endif
