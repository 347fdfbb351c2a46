/* desk: start-up order, reload, stop. It shares no socket, user or right with serve. */
#include "command/desk.h"

#include <sys/prctl.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "command/daemon.h"
#include "desk/desk.h"
#include "lead/phone.h"
#include "lead/today.h"

struct reload {
    const struct settings *settings;
    struct live *live;
};

static bool load(const struct settings *settings, struct form_set **out) {
    if (!daemon_load_forms(settings, out))
        return false;
    log_line(LOG_INFO, "definitions_loaded", "forms=%zu rule_set=%s", form_count(*out),
             form_set_version(*out));
    return true;
}

static void reload(void *arg) {
    const struct reload *r = arg;
    struct form_set *forms;
    log_line(LOG_INFO, "reload_began", "folder=%s", r->settings->forms);
    if (load(r->settings, &forms))
        live_replace(r->live, forms, NULL);
    else
        log_line(LOG_ERROR, "reload_refused", "kept=\"the definitions in force\"");
}

int desk_run(const struct settings *settings) {
    struct form_set *forms;
    struct token_keys *keys;
    struct listener listener;
    sigset_t signals;
    uid_t peer;
    if (!daemon_begin(settings, &peer, &signals))
        return EX_CONFIG;
    phone_start();
    today_start(clock_wall_us());
    if (!load(settings, &forms) || token_keys_load(settings->session_key, &keys) != OK)
        return EX_CONFIG;
    daemon_block_signals(&signals);
    if (listener_open(settings->socket, &listener) != OK)
        return EX_UNAVAILABLE;
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    struct desk_context context = {.live = live_new(forms, NULL),
                                   .keys = keys,
                                   .tries = tries_new(),
                                   .turns = turns_new(settings->threads),
                                   .trust_user = settings->trust_user};
    struct reload again = {.settings = settings, .live = context.live};
    struct reloader *reloader = reloader_start(reload, &again);
    struct server *server =
        server_start(listener.fd, (unsigned)settings->threads, peer, &desk_handler, &context);
    daemon_serve(settings, &listener, server, &signals, reloader);
    log_line(LOG_INFO, "stopped", "pid=%d", (int)getpid());
    if (!reloader_stop(reloader))
        _exit(EX_OK); /* a load still works with the rest, and with what exit would take apart */
    live_free(context.live);
    tries_free(context.tries);
    turns_free(context.turns);
    token_keys_free(keys);
    return EX_OK;
}
