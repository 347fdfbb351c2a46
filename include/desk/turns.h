/* turns: one person has half of the threads at the most, so that whoever asks for what takes long,
 * again and again, holds up nobody else; and so have all together who are just signing in. */
#ifndef DESK_TURNS_H
#define DESK_TURNS_H

#include <stdbool.h>

#include "base/slice.h"

struct turns; /* opaque */

struct turns *turns_new(int threads); /* start-up only */
void turns_free(struct turns *t);

/* Any thread, which has one turn at the most. false: there are as many of that name as may be; what
 * differs behind LOGIN_BYTES_MAX is one name. After true turns_give, with the same name. */
bool turns_take(struct turns *t, struct slice who);
void turns_give(struct turns *t, struct slice who);

#endif
