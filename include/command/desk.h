/* desk: the daemon of the staff's pages. */
#ifndef COMMAND_DESK_H
#define COMMAND_DESK_H

#include "command/settings.h"

/* As serve_run, for settings_of_desk. */
int desk_run(const struct settings *settings);

#endif
