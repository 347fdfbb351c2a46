/* text_fixture: the arena of an administrator's command, a new one for each test. */
#ifndef UNIT_TEXT_FIXTURE_H
#define UNIT_TEXT_FIXTURE_H

#include "admin/text.h"

static struct arena *arena;

static int set_up(void **state) {
    (void)state;
    arena = text_arena();
    return 0;
}

static int tear_down(void **state) {
    (void)state;
    arena_free(arena);
    return 0;
}

#endif
