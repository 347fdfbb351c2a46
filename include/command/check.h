/* check: `firstline check DIR`: every error of every file in one run, and the examples of all
 * rules. */
#ifndef COMMAND_CHECK_H
#define COMMAND_CHECK_H

#include <stdbool.h>

/* Problems go to standard error as `path:line: message`, with json to standard output as
 * [{"path":...,"line":...,"message":...}] ([] when there are none). A summary of the forms goes to
 * standard output when all is well and json is not asked for. Returns the exit code: 0, or
 * EX_CONFIG when anything is wrong. */
int check_run(const char *dir, bool json);

#endif
