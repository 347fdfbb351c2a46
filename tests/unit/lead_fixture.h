/* lead_fixture: what a responder has for a lead: its arena and its matcher. */
#ifndef UNIT_LEAD_FIXTURE_H
#define UNIT_LEAD_FIXTURE_H

#include "base/bounds.h"
#define FIXTURE_ARENA_BYTES ARENA_BYTES_MAX
#include "arena_fixture.h"

#include "form/matcher.h"

static struct matcher *matcher;

static int lead_setup(void **state) {
    matcher = matcher_new();
    return arena_setup(state);
}

static int lead_teardown(void **state) {
    matcher_free(matcher);
    matcher_free(NULL); /* as free */
    return arena_teardown(state);
}

#endif
