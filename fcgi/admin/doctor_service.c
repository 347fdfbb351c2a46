/* doctor_service: what systemd makes of it. Without systemd there is nothing to look at. */
#include <string.h>

#include "admin/child.h"
#include "admin/doctor_check.h"
#include "admin/places.h"
#include "admin/text.h"

static bool runs(struct doctor_finding *f) {
    if (places_systemd())
        return true;
    doctor_says(f, DOCTOR_UNSEEN, "systemd does not run here");
    return false;
}

/* The first line of what systemctl says; "" if it says nothing. */
static const char *ask(struct doctor *d, const char *verb, const char *unit) {
    const char *const argv[] = {"systemctl", verb, unit, NULL};
    struct child_end end = child_run(d->arena, &(struct child){.argv = argv, .timeout_ms = 3000});
    struct slice rest;
    return text_copy(d->arena, slice_trim(slice_cut(slice_from(end.out), '\n', &rest)));
}

static void look_active(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    static const char *const units[] = {"firstline.socket", "firstline.service"};
    if (!runs(f))
        return;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const char *state = ask(d, "is-active", units[i]);
        if (strcmp(state, "active") == 0 || strcmp(state, "activating") == 0 ||
            strcmp(state, "reloading") == 0)
            continue;
        doctor_says(f, DOCTOR_WRONG, "%s is %s", units[i], state);
        doctor_remedy(f, "systemctl restart firstline; if it fails: journalctl -u firstline -n 20");
        return;
    }
}

static void look_enabled(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    static const char *const units[] = {"firstline.socket", "firstline.service",
                                        "firstline-doctor.timer"};
    if (!runs(f))
        return;
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        const char *state = ask(d, "is-enabled", units[i]);
        if (strncmp(state, "enabled", strlen("enabled")) == 0)
            continue;
        doctor_says(f, DOCTOR_WARNING, "%s is not started with the machine (%s)", units[i],
                    state[0] != '\0' ? state : "unknown");
        doctor_remedy(f, "systemctl enable --now %s", units[i]);
        return;
    }
}

/* What a drop-in must not take away. */
static const struct {
    const char *name, *value;
} properties[] = {
    {"NoNewPrivileges", "yes"},  {"ProtectSystem", "strict"}, {"CapabilityBoundingSet", ""},
    {"AmbientCapabilities", ""}, {"PrivateTmp", "yes"},       {"UMask", "0077"},
    {"Restart", "always"},       {"User", "firstline"},       {"LimitCORE", "0"},
};

static void look_hardened(struct doctor *d, const struct doctor_check *c,
                          struct doctor_finding *f) {
    (void)c;
    if (!runs(f))
        return;
    for (size_t i = 0; i < sizeof properties / sizeof *properties; i++) {
        const char *option = text_printf(d->arena, "--property=%s", properties[i].name);
        const char *const argv[] = {"systemctl", "show", option, "firstline.service", NULL};
        struct child_end end =
            child_run(d->arena, &(struct child){.argv = argv, .timeout_ms = 3000});
        struct slice rest = slice_from(end.out), line, value;
        if (end.code != 0 || !text_line(&rest, &line))
            continue;
        slice_cut(line, '=', &value);
        if (value.ptr == NULL || slice_eq_lit(slice_trim(value), properties[i].value))
            continue;
        doctor_says(f, DOCTOR_WARNING, "the unit has %.*s in the place of %s=%s", SLICE_ARG(line),
                    properties[i].name, properties[i].value);
        doctor_remedy(f, "systemctl cat firstline, which names the file; take the line out, then: "
                         "systemctl daemon-reload && systemctl restart firstline");
        return;
    }
}

static const struct doctor_check checks[] = {
    {"unit", "the units are active", .look = look_active},
    {"unit-enabled", "they start with the machine", .look = look_enabled},
    {"unit-hardened", "nothing weakens the unit", .look = look_hardened},
};

const struct doctor_group doctor_service = {checks, sizeof checks / sizeof *checks, false};
