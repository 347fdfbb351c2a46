/* serve: start-up order, reload, stop. */
#include "command/serve.h"

#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/slice.h"
#include "command/daemon.h"
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
    if (!daemon_load_forms(settings, &l.forms))
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

int serve_run(const struct settings *settings) {
    struct loaded loaded;
    struct token_keys *keys;
    struct spool *spool;
    sigset_t signals;
    uid_t peer;
    struct listener listener;
    if (!daemon_begin(settings, &peer, &signals))
        return EX_CONFIG;
    phone_start();
    today_start(clock_wall_us());
    if (!load(settings, true, &loaded) || token_keys_load(settings->token_key, &keys) != OK)
        return EX_CONFIG;
    daemon_block_signals(&signals);
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
    daemon_serve(settings, &listener, server, &signals, reloader);
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
