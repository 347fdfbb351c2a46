/* arena: the memory of one request. One per responder thread, not shared. Grows by chunks up to
 * a hard cap; a reset keeps the first chunk and gives the others back. */
#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

#include "base/errcode.h"
#include "base/slice.h"

struct arena; /* opaque: used <= bytes_max always holds */

struct arena *arena_new(size_t bytes_max); /* start-up only: exits when out of memory */
void arena_free(struct arena *a);          /* NULL is fine */
void arena_reset(struct arena *a);         /* pointers and slices into it are dead after */

/* n > 0. Aligned for any type, not zeroed. NULL when the cap is reached: the caller returns
 * ERR_TOO_LARGE. */
MUST_CHECK void *arena_alloc(struct arena *a, size_t n);
MUST_CHECK void *arena_calloc(struct arena *a, size_t count, size_t size); /* zeroed */

/* A copy of s in a. Unset stays unset; empty is a valid pointer. */
MUST_CHECK enum errcode arena_copy(struct arena *a, struct slice s, struct slice *out);

/* A NUL-terminated copy for a library's door. An embedded NUL: ERR_SYNTAX. */
MUST_CHECK enum errcode slice_cstr(struct arena *a, struct slice s, const char **out);

#endif
