/* arena_fixture: the arena of a file of tests, made before them and freed after. The file defines
 * FIXTURE_ARENA_BYTES first. */
#ifndef UNIT_ARENA_FIXTURE_H
#define UNIT_ARENA_FIXTURE_H

#include "base/arena.h"

static struct arena *arena;

static int arena_setup(void **state) {
    (void)state;
    arena = arena_new(FIXTURE_ARENA_BYTES);
    return 0;
}

static int arena_teardown(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

#endif
