/* daemon: signals are blocked in every thread and taken one at a time here, so no handler runs
 * anywhere and no read is cut short; and nothing that may take long is done between two of them. */
#include "command/daemon.h"

#include <pwd.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/slice.h"
#include "command/notify.h"
#include "form/directory.h"
#include "form/pattern.h"

#define WATCH_SECONDS 1

bool daemon_load_forms(const struct settings *settings, struct form_set **out) {
    struct problems notes = {0}, problems = {.notes = &notes};
    enum errcode e = form_set_load(settings->forms, &problems, out);
    if (e != OK)
        log_line(LOG_ERROR, "definitions_refused", "folder=%s errors=%zu", settings->forms,
                 problems_print(&problems, stderr));
    if (notes.count > 0) /* by name: firstline check */
        log_line(LOG_INFO, "files_left_alone", "folder=%s files=%zu", settings->forms,
                 notes.count + notes.left_out);
    problems_free(&notes);
    problems_free(&problems);
    return e == OK;
}

/* As a number, too: nginx's user of another container has no name here. */
static bool find_peer(const char *name, uid_t *out) {
    if (name == NULL) {
        *out = getuid();
        return true;
    }
    const struct passwd *user = getpwnam(name);
    char *end = NULL;
    unsigned long long number = ascii_is_digit(name[0]) ? strtoull(name, &end, 10) : 0;
    bool numbered = end != NULL && *end == '\0' && number < (uid_t)-1;
    if (user == NULL && !numbered) {
        log_line(LOG_ERROR, "peer_unknown", "user=%s", name);
        return false;
    }
    *out = user != NULL ? user->pw_uid : (uid_t)number;
    return true;
}

static bool set_log_level(const char *name) {
    static const char *const names[LOG__MAX] = {"debug", "info", "warn", "error"};
    for (int i = 0; i < LOG__MAX; i++) {
        if (strcmp(name, names[i]) == 0) {
            log_level_set((enum log_level)i);
            return true;
        }
    }
    log_line(LOG_ERROR, "log_level_unknown", "level=%s expected=\"debug, info, warn or error\"",
             name);
    return false;
}

/* For the first load, which may take long: there is nothing to stop yet, so that SIGTERM and SIGINT
 * end the process as they do any other; a SIGHUP waits, for the files may have changed after they
 * were read. */
static void keep_signals(sigset_t *out) {
    sigemptyset(out);
    sigaddset(out, SIGHUP);
    sigaddset(out, SIGUSR1); /* libfcgi would stop reading on it */
    pthread_sigmask(SIG_BLOCK, out, NULL);
    signal(SIGPIPE, SIG_IGN);
}

void daemon_block_signals(sigset_t *out) {
    sigaddset(out, SIGTERM);
    sigaddset(out, SIGINT);
    pthread_sigmask(SIG_BLOCK, out, NULL);
}

bool daemon_begin(const struct settings *settings, uid_t *peer, sigset_t *signals) {
    log_begin();
    if (!set_log_level(settings->log_level) || !find_peer(settings->peer, peer))
        return false;
    if (!clock_zone_set(settings->zone)) {
        log_line(LOG_ERROR, "zone_unknown", "zone=%s", settings->zone);
        return false;
    }
    keep_signals(signals);
    return true;
}

/* Until a signal asks to stop. */
static void watch(const sigset_t *signals, struct reloader *reloader, struct server *server) {
    const struct timespec pause = {.tv_sec = WATCH_SECONDS};
    for (;;) {
        int signal = sigtimedwait(signals, NULL, &pause);
        if (signal == SIGTERM || signal == SIGINT)
            return;
        if (signal == SIGHUP)
            reloader_ask(reloader);
        if (server_watch(server))
            notify("WATCHDOG=1");
    }
}

void daemon_serve(const struct settings *settings, struct listener *listener, struct server *server,
                  const sigset_t *signals, struct reloader *reloader) {
    log_line(LOG_INFO, "serving", "socket=%s threads=%d jit=%s pid=%d",
             listener->path == NULL ? "handed over" : listener->path, settings->threads,
             pattern_jit_works() ? "yes" : "no", (int)getpid());
    metrics_set(GAUGE_START_SECONDS, clock_wall_us() / 1000000);
    notify("READY=1");
    watch(signals, reloader, server);
    notify("STOPPING=1");
    log_line(LOG_INFO, "stopping", "pid=%d", (int)getpid());
    server_stop(server);
    listener_close(listener); /* after the threads: they must not accept on a number used again */
}
