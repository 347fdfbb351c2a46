/* serve: start-up order, signals, reload, stop. Signals are blocked in every thread and taken one
 * at a time here, so no handler runs anywhere and no read is cut short; and nothing that may take
 * long is done between two of them. */
#include "command/serve.h"

#include <errno.h>
#include <pwd.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sysexits.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/slice.h"
#include "command/notify.h"
#include "command/reloader.h"
#include "form/directory.h"
#include "form/pattern.h"
#include "http/listener.h"
#include "http/server.h"
#include "lead/geo.h"
#include "lead/live.h"
#include "lead/phone.h"
#include "lead/today.h"
#include "lead/token.h"
#include "store/store.h"
#include "web/responder.h"

#define WATCH_SECONDS 1

struct loaded {
    struct form_set *forms;
    struct geo *geo;
};

static bool load_forms(const struct settings *settings, struct form_set **out) {
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

/* Every file is tried, so that all that are broken are named. false: one is. */
static bool load_geo(const struct settings_list *paths, struct geo **out) {
    bool good = true;
    *out = geo_new();
    for (size_t i = 0; i < paths->count; i++)
        good = geo_add(*out, paths->items[i]) == OK && good;
    return good;
}

/* All or nothing: forms with every error of every file, then the geo databases. At the start a
 * broken geo database counts as none, since a lead without a place is better than no lead; on a
 * reload it keeps the old ones in force. */
static bool load(const struct settings *settings, bool at_start, struct loaded *out) {
    struct loaded l = {0};
    if (!load_forms(settings, &l.forms))
        return false;
    if (!load_geo(&settings->geo, &l.geo) && !at_start) {
        geo_close(l.geo);
        form_set_free(l.forms);
        return false;
    }
    metrics_set(GAUGE_GEO_MISSING, (long long)(settings->geo.count - geo_count(l.geo)));
    if (geo_count(l.geo) == 0)
        log_line(LOG_WARN, "places_unknown", "database=%s",
                 settings->geo.count == 0 ? "none" : "broken");
    log_line(LOG_INFO, "definitions_loaded", "forms=%zu rule_set=%s", form_count(l.forms),
             form_set_version(l.forms));
    *out = l;
    return true;
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

static bool open_spool(const struct settings *settings, struct spool **out) {
    *out = NULL;
    if (settings->spool[0] != '\0')
        return spool_open(settings->spool, (long long)settings->spool_floor_mib << 20, out) == OK;
    log_line(LOG_WARN, "no_spool", "meanwhile=\"leads are refused while the database is away\"");
    return true;
}

static struct recent *open_recent(const struct settings *settings, struct spool *spool) {
    if (spool == NULL)
        return NULL;
    if (settings->remember_minutes == 0) {
        recent_forget(spool);
        return NULL;
    }
    return recent_new(spool, settings->remember_minutes, (long long)settings->remember_mib << 20);
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

static void block_signals(sigset_t *out) {
    sigaddset(out, SIGTERM);
    sigaddset(out, SIGINT);
    pthread_sigmask(SIG_BLOCK, out, NULL);
}

/* What the reloader's thread works with. */
struct reload {
    const struct settings *settings;
    struct live *live;
    struct host_note *note;
};

static void reload(void *arg) {
    const struct reload *r = arg;
    struct loaded fresh;
    log_line(LOG_INFO, "reload_began", "folder=%s", r->settings->forms);
    FAULT_POINT("reload");
    bool good = load(r->settings, false, &fresh);
    metrics_set(GAUGE_DEFINITIONS_REFUSED, !good);
    if (good) {
        host_note_set(r->note, form_set_hosts(fresh.forms));
        live_replace(r->live, fresh.forms, fresh.geo);
    } else {
        log_line(LOG_ERROR, "reload_refused", "kept=\"the definitions in force\"");
    }
    FAULT_POINT("reloaded");
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

static void serve(const struct settings *settings, struct listener *listener, struct server *server,
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

int serve_run(const struct settings *settings) {
    struct loaded loaded;
    struct token_keys *keys;
    struct spool *spool;
    sigset_t signals;
    uid_t peer;
    struct listener listener;
    log_begin();
    if (!set_log_level(settings->log_level) || !find_peer(settings->peer, &peer))
        return EX_CONFIG;
    if (!clock_zone_set(settings->zone)) {
        log_line(LOG_ERROR, "zone_unknown", "zone=%s", settings->zone);
        return EX_CONFIG;
    }
    keep_signals(&signals);
    phone_start();
    today_start(clock_wall_us());
    if (!load(settings, true, &loaded) || token_keys_load(settings->token_key, &keys) != OK)
        return EX_CONFIG;
    block_signals(&signals);
    if (!open_spool(settings, &spool))
        return EX_CANTCREAT;
    if (listener_open(settings->socket, &listener) != OK)
        return EX_UNAVAILABLE;
    struct recent *recent = open_recent(settings, spool);
    struct ledger *ledger = ledger_open(settings->ledger);
    prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
    struct responder_context context = {
        .live = live_new(loaded.forms, loaded.geo),
        .store = store_new(spool, recent),
        .keys = keys,
        .sent = sent_new(),
        .ledger = ledger,
    };
    struct reload again = {.settings = settings, .live = context.live, .note = host_note_new()};
    host_note_set(again.note, form_set_hosts(loaded.forms));
    store_keep_order(context.store, (struct keeper_tells){ledger, again.note});
    struct reloader *reloader = reloader_start(reload, &again);
    struct server *server =
        server_start(listener.fd, (unsigned)settings->threads, peer, &responder_handler, &context);
    serve(settings, &listener, server, &signals, reloader);
    store_stop(context.store);
    ledger_close(ledger);
    recent_free(recent);
    spool_close(spool);
    log_line(LOG_INFO, "stopped", "pid=%d", (int)getpid());
    if (!reloader_stop(reloader))
        _exit(EX_OK); /* a load still works with the rest, and with what exit would take apart */
    live_free(context.live);
    host_note_free(again.note);
    sent_free(context.sent);
    token_keys_free(keys);
    return EX_OK;
}
