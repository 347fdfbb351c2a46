/* text: strings of the administrator's commands. They live in one arena for as long as the command
 * runs; a command that needs more than ADMIN_BYTES_MAX ends with a message, so nobody looks for
 * NULL. */
#ifndef ADMIN_TEXT_H
#define ADMIN_TEXT_H

#include "base/arena.h"
#include "base/slice.h"

struct arena *text_arena(void); /* a new one of ADMIN_BYTES_MAX; arena_free ends it */

void *text_alloc(struct arena *a, size_t n); /* zeroed, n > 0 */
char *text_copy(struct arena *a, struct slice s);
char *text_printf(struct arena *a, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* The next line of *rest without its end; false: there is none. */
bool text_line(struct slice *rest, struct slice *line);

#endif
