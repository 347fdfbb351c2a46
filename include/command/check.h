/* check: `firstline check DIR`: every error of every file in one run, and the examples of all
 * rules. */
#ifndef COMMAND_CHECK_H
#define COMMAND_CHECK_H

#include <stdbool.h>

#include "command/place_check.h"

/* places: which geo databases the regions and cities of rules are looked for in; NULL: none.
 * Problems go to standard error as `path:line: message`, with json to standard output as
 * [{"path":...,"line":...,"message":...}] ([] when there are none). A summary of the forms goes to
 * standard output when all is well and json is not asked for. Returns the exit code: 0, or
 * EX_CONFIG when anything is wrong. */
int check_run(const char *dir, const struct place_check *places, bool json);

#endif
