/* setup_units: the services. Where systemd runs it is told to run them; elsewhere it is said how.
 */
#include <limits.h>
#include <unistd.h>

#include "admin/child.h"
#include "admin/places.h"
#include "admin/setup.h"
#include "admin/text.h"
#include "base/bounds.h"

/* The desk's are the last: the intake does not wait for them. */
static const char *const units[] = {"firstline.socket", "firstline.service",
                                    "firstline-doctor.timer", "firstline-desk.socket",
                                    "firstline-desk.service"};

#define UNITS (sizeof units / sizeof *units)
#define INTAKE_UNITS 3

static size_t unit_count(const struct setup *s) { return s->without_desk ? INTAKE_UNITS : UNITS; }

static const char *unit_names(const struct setup *s) {
    return s->without_desk ? "firstline.socket, firstline.service and firstline-doctor.timer"
                           : "firstline.socket, firstline.service, firstline-doctor.timer, "
                             "firstline-desk.socket and firstline-desk.service";
}

static bool all_listen(const struct setup *s) {
    return setup_listens(s->socket) && (s->without_desk || setup_listens(s->desk_socket));
}

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

static const char *database_words(struct setup *s, const struct setup_program *p) {
    const char *words = access(PLACES_ENVIRONMENT, F_OK) == 0
                            ? "$(grep -v '^#' " PLACES_ENVIRONMENT ")"
                            : "PGHOST=/var/run/postgresql PGDATABASE=firstline";
    return text_printf(s->arena, "%s PGUSER=%s", words, p->role);
}

/* command: the rest of the line, behind the program. */
static void how_to_start(struct setup *s, const struct setup_program *p, const char *command) {
    bool password = access(p->password, F_OK) == 0;
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self);
    setup_more(s, "install -d -o %s -g www-data /run/%s", p->user, p->user);
    if (password)
        setup_more(s, "install -o %s -m 600 %s /run/%s/pass", p->user, p->password, p->user);
    const char *passfile = text_printf(s->arena, " PGPASSFILE=/run/%s/pass", p->user);
    setup_more(s,
               "setpriv --reuid=%s --regid=www-data --groups=%s,www-data env HOME=/ %s%s %.*s %s "
               "--peer www-data &",
               p->user, p->user, database_words(s, p), password ? passfile : "",
               (int)(n > 0 ? n : 0), self, command);
}

static enum setup_end look_without(struct setup *s) {
    if (all_listen(s))
        return setup_say(s, SETUP_SO, "it listens at %s%s%s", s->socket,
                         s->without_desk ? "" : " and ", s->without_desk ? "" : s->desk_socket);
    if (!setup_listens(s->socket)) {
        setup_more(s, "install -d -o firstline -g firstline -m 700 /var/lib/firstline");
        how_to_start(s, &setup_intake_program,
                     "serve --config " PLACES_CONFIG " --token-key " PLACES_KEY);
    }
    if (!s->without_desk && !setup_listens(s->desk_socket))
        how_to_start(s, &setup_desk_program,
                     "desk --config " PLACES_DESK_CONFIG " --session-key " PLACES_DESK_KEY);
    return setup_say(s, SETUP_LEFT, "no systemd runs here; start it, then run setup again:");
}

/* ---- with it -------------------------------------------------------------------------------- */

static enum setup_end look_units(struct setup *s) {
    if (!places_systemd())
        return look_without(s);
    bool well = !s->unit_changed;
    for (size_t i = 0; i < unit_count(s) && well; i++)
        well = is_well(s, units[i]);
    if (well && all_listen(s))
        return setup_say(s, SETUP_SO, "%s run, and will after a boot", unit_names(s));
    return setup_say(s, SETUP_NEEDED, "start %s, and after each boot", unit_names(s));
}

static void add_journal(struct setup *s, const char *unit) {
    const char *const argv[] = {"journalctl", "-u",  unit,         "-n", "5",
                                "-o",         "cat", "--no-pager", NULL};
    struct child_end end = child_run(s->arena, &(struct child){.argv = argv});
    setup_more_lines(s, slice_from(end.out));
}

static enum setup_end act_units(struct setup *s) {
    struct child_end end = systemctl(s, "daemon-reload", NULL, NULL);
    for (size_t i = 0; i < unit_count(s) && end.code == 0; i++) {
        end = systemctl(s, "enable", "--now", units[i]);
        if (end.code != 0)
            add_journal(s, units[i]);
    }
    if (end.code == 0 && s->unit_changed)
        end = systemctl(s, "restart", "--", "firstline.service");
    if (end.code == 0 && s->unit_changed && !s->without_desk)
        end = systemctl(s, "restart", "--", "firstline-desk.service");
    if (end.code != 0)
        return setup_say(s, SETUP_FAILED, "systemd could not start it: %s",
                         child_reason(s->arena, &end));
    return setup_say(s, SETUP_DONE, "%s run, and will after a boot", unit_names(s));
}

static enum setup_end undo_units(struct setup *s) {
    if (!places_systemd() && !setup_listens(s->socket) && !setup_listens(s->desk_socket))
        return setup_say(s, SETUP_SO, "it does not run");
    if (!places_systemd())
        return setup_say(s, SETUP_LEFT, "firstline runs, and was not started by systemd: end it");
    if (s->dry_run)
        return setup_say(s, SETUP_NEEDED,
                         "stop firstline and its desk, and do not start them after a boot");
    struct child_end end = {0};
    for (size_t i = 0; i < UNITS; i++) {
        struct child_end one = systemctl(s, "disable", "--now", units[i]);
        end = one.code != 0 ? one : end;
    }
    if (end.code != 0)
        return setup_say(s, SETUP_FAILED, "systemd could not stop it: %s",
                         child_reason(s->arena, &end));
    return setup_say(s, SETUP_DONE,
                     "firstline and its desk are stopped, and not started after a boot");
}

const struct setup_step setup_units = {.what = "service",
                                       .is = NEED_SERVICE,
                                       .needs = NEED_USER | NEED_LOGIN | NEED_FORMS | NEED_KEY |
                                                NEED_SESSION_KEY,
                                       .look = look_units,
                                       .act = act_units,
                                       .undo = undo_units};
