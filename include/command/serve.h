/* serve: the daemon. */
#ifndef COMMAND_SERVE_H
#define COMMAND_SERVE_H

#include "command/settings.h"

/* Starts everything in the order that lets each error be reported before anything is promised,
 * serves until SIGTERM or SIGINT, reloads definitions on SIGHUP; the exit code (sysexits.h). */
int serve_run(const struct settings *settings);

#endif
