/* daemon: what the programs that run on and on have in common: how they begin, what they do on a
 * signal, how they end. */
#ifndef COMMAND_DAEMON_H
#define COMMAND_DAEMON_H

#include <signal.h>
#include <stdbool.h>
#include <sys/types.h>

#include "command/reloader.h"
#include "command/settings.h"
#include "form/form_set.h"
#include "http/listener.h"
#include "http/server.h"

/* Log, level, peer, zone; blocks SIGHUP into signals. false: a setting is wrong, and logged. */
bool daemon_begin(const struct settings *settings, uid_t *peer, sigset_t *signals);

/* false: something is wrong with the forms, and printed. */
bool daemon_load_forms(const struct settings *settings, struct form_set **out);

/* From here on a signal to stop is taken by daemon_serve. */
void daemon_block_signals(sigset_t *signals);

/* Serves until SIGTERM or SIGINT, asks the reloader on SIGHUP; stops the server and closes the
 * listener. */
void daemon_serve(const struct settings *settings, struct listener *listener, struct server *server,
                  const sigset_t *signals, struct reloader *reloader);

#endif
