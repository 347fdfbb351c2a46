/* fuzz_arena: libFuzzer's entries, for fuzzers whose inputs share an arena. The file defines
 * FUZZ_ARENA_BYTES first, and prepare(), which makes what else it needs. */
#ifndef FUZZ_FUZZ_ARENA_H
#define FUZZ_FUZZ_ARENA_H

#include <stdint.h>

#include "base/arena.h"

static struct arena *arena;

static int prepare(void); /* 0: ready */

int LLVMFuzzerInitialize(int *argc, char ***argv);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *argc, char ***argv) {
    (void)argc;
    (void)argv;
    arena = arena_new(FUZZ_ARENA_BYTES);
    return prepare();
}

#endif
