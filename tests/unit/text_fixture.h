/* text_fixture: the arena of an administrator's command (text_arena), a new one for each test. */
#ifndef UNIT_TEXT_FIXTURE_H
#define UNIT_TEXT_FIXTURE_H

#include "admin/text.h"
#include "base/bounds.h"

#define FIXTURE_ARENA_BYTES ADMIN_BYTES_MAX
#include "arena_fixture.h"

#endif
