/* marked: what is ours in a file that is not, such as pg_hba.conf: the lines between MARKED_BEGIN
 * and MARKED_END, which are lines of their own. Pure: text in, text out; file_replace does the
 * rest. */
#ifndef ADMIN_MARKED_H
#define ADMIN_MARKED_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/slice.h"

#define MARKED_BEGIN "# firstline setup: begin"
#define MARKED_END "# firstline setup: end"

/* What stands between the marks, unset: there are none. A begin without an end is none. */
struct slice marked_find(struct slice text);

/* text with these lines (each with its end) between marks at its top, in the place of those that
 * were marked before; no lines: without marks. All other octets stay. In the arena. */
struct slice marked_put(struct arena *a, struct slice text, struct slice lines);

#endif
