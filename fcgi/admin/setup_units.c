/* setup_units: the service. Where systemd runs it is told to run it; elsewhere it is said how. */
#include <limits.h>
#include <unistd.h>

#include "admin/child.h"
#include "admin/places.h"
#include "admin/setup.h"
#include "admin/text.h"
#include "base/bounds.h"

static const char *const units[] = {"firstline.socket", "firstline.service",
                                    "firstline-doctor.timer"};

#define UNITS (sizeof units / sizeof *units)

static struct child_end systemctl(struct setup *s, const char *verb, const char *option,
                                  const char *unit) {
    const char *const argv[] = {"systemctl", verb, option, unit, NULL};
    return child_run(s->arena, &(struct child){.argv = argv, .timeout_ms = UNIT_TIMEOUT_MS});
}

static bool is_well(struct setup *s, const char *unit) {
    return systemctl(s, "is-enabled", "--quiet", unit).code == 0 &&
           systemctl(s, "is-active", "--quiet", unit).code == 0;
}

/* ---- without systemd ------------------------------------------------------------------------ */

static void how_to_start(struct setup *s) {
    bool password = access(PLACES_PASSWORD, F_OK) == 0;
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self);
    const char *database = access(PLACES_ENVIRONMENT, F_OK) == 0
                               ? "$(grep -v '^#' " PLACES_ENVIRONMENT ")"
                               : "PGHOST=/var/run/postgresql PGDATABASE=firstline "
                                 "PGUSER=" SETUP_ROLE;
    setup_more(s, "install -d -o firstline -g www-data /run/firstline");
    setup_more(s, "install -d -o firstline -g firstline -m 700 /var/lib/firstline");
    if (password)
        setup_more(s, "install -o firstline -m 600 " PLACES_PASSWORD " /run/firstline/pass");
    setup_more(
        s,
        "setpriv --reuid=firstline --regid=www-data --groups=firstline,www-data env HOME=/ "
        "%s%s %.*s serve --config " PLACES_CONFIG " --token-key " PLACES_KEY " --peer www-data &",
        database, password ? " PGPASSFILE=/run/firstline/pass" : "", (int)(n > 0 ? n : 0), self);
}

static enum setup_end look_without(struct setup *s) {
    if (setup_listens(s->socket))
        return setup_say(s, SETUP_SO, "it listens at %s", s->socket);
    how_to_start(s);
    return setup_say(s, SETUP_LEFT, "no systemd runs here; start it, then run setup again:");
}

/* ---- with it -------------------------------------------------------------------------------- */

static enum setup_end look_units(struct setup *s) {
    if (!places_systemd())
        return look_without(s);
    bool well = !s->unit_changed;
    for (size_t i = 0; i < UNITS && well; i++)
        well = is_well(s, units[i]);
    if (well && setup_listens(s->socket))
        return setup_say(s, SETUP_SO,
                         "firstline.socket, firstline.service and "
                         "firstline-doctor.timer run, and will after a boot");
    return setup_say(s, SETUP_NEEDED,
                     "start firstline.socket, firstline.service and firstline-doctor.timer, and "
                     "after each boot");
}

static void add_journal(struct setup *s, const char *unit) {
    const char *const argv[] = {"journalctl", "-u",  unit,         "-n", "5",
                                "-o",         "cat", "--no-pager", NULL};
    struct child_end end = child_run(s->arena, &(struct child){.argv = argv});
    setup_more_lines(s, slice_from(end.out));
}

static enum setup_end act_units(struct setup *s) {
    struct child_end end = systemctl(s, "daemon-reload", NULL, NULL);
    for (size_t i = 0; i < UNITS && end.code == 0; i++) {
        end = systemctl(s, "enable", "--now", units[i]);
        if (end.code != 0)
            add_journal(s, units[i]);
    }
    if (end.code == 0 && s->unit_changed)
        end = systemctl(s, "restart", "--", "firstline.service");
    if (end.code != 0)
        return setup_say(s, SETUP_FAILED, "systemd could not start it: %s",
                         child_reason(s->arena, &end));
    return setup_say(s, SETUP_DONE,
                     "firstline.socket, firstline.service and "
                     "firstline-doctor.timer run, and will after a boot");
}

static enum setup_end undo_units(struct setup *s) {
    if (!places_systemd() && !setup_listens(s->socket))
        return setup_say(s, SETUP_SO, "it does not run");
    if (!places_systemd())
        return setup_say(s, SETUP_LEFT, "firstline runs, and was not started by systemd: end it");
    if (s->dry_run)
        return setup_say(s, SETUP_NEEDED, "stop firstline, and do not start it after a boot");
    struct child_end end = {0};
    for (size_t i = 0; i < UNITS; i++) {
        struct child_end one = systemctl(s, "disable", "--now", units[i]);
        end = one.code != 0 ? one : end;
    }
    if (end.code != 0)
        return setup_say(s, SETUP_FAILED, "systemd could not stop it: %s",
                         child_reason(s->arena, &end));
    return setup_say(s, SETUP_DONE, "firstline is stopped, and not started after a boot");
}

const struct setup_step setup_units = {.what = "service",
                                       .is = NEED_SERVICE,
                                       .needs = NEED_USER | NEED_LOGIN | NEED_FORMS | NEED_KEY,
                                       .look = look_units,
                                       .act = act_units,
                                       .undo = undo_units};
