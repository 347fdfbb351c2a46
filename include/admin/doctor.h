/* doctor: looks at what goes wrong in practice, and says the remedy. It changes nothing. Each check
 * is a row of a table (admin/doctor_check.h); a group of them is a process of its own, so that what
 * hangs (a disk, a server, a resolver) costs the check that met it and no more. */
#ifndef ADMIN_DOCTOR_H
#define ADMIN_DOCTOR_H

#include <stddef.h>

#include "base/arena.h"
#include "base/bounds.h"

enum doctor_state {
    DOCTOR_WELL = 0,
    DOCTOR_UNSEEN, /* there is nothing to look at here, or another finding says why */
    DOCTOR_WARNING,
    DOCTOR_WRONG,
    DOCTOR__MAX
};

struct doctor_finding {
    const char *id, *about; /* static */
    enum doctor_state state;
    char found[DOCTOR_FOUND_MAX + 1];   /* one line of UTF-8 */
    char remedy[DOCTOR_REMEDY_MAX + 1]; /* a command or an exact edit; "": all is well */
};

/* Where to look: what the command has read of its options. NULL: not said. */
struct doctor_place {
    const char *etc;            /* PLACES_ETC */
    const char *config;         /* the file of serve's options */
    const char *config_trouble; /* why it cannot be read; NULL: it can */
    const char *forms, *socket, *peer, *zone, *token_key, *spool;
    char *const *geo; /* geo_count files */
    size_t geo_count;
    int spool_floor_mib;
    const char *desk_socket;  /* of desk.conf */
    const char *desk_trouble; /* why that cannot be read; NULL: it can, or is not there */
    const char *url;          /* of the database, see admin/database.h */
    int time_ms;              /* for all of it; each check has its share. DOCTOR_TIME_MS */
    const char *nginx;        /* the command that is nginx, with its options, by words */
};

/* Looks at everything, for time_ms at the most whatever hangs. out has room for
 * DOCTOR_CHECKS_MAX; how many. One thread, no other children. */
size_t doctor_look(struct arena *a, const struct doctor_place *place, struct doctor_finding *out);

#endif
