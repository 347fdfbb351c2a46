/* known_hosts: hosts.yaml: hosts from which a visitor comes without a new visit: the company's own,
 * and those that send him back after a payment or a login. */
#ifndef FORM_KNOWN_HOSTS_H
#define FORM_KNOWN_HOSTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/slice.h"

enum known { KNOWN_OWN = 0, KNOWN_PAYMENT, KNOWN_LOGIN, KNOWN__MAX };

extern const char *const known_names[KNOWN__MAX]; /* "own" */

/* Hosts in small letters, as a browser sends them (A-labels). */
struct known_hosts {
    struct host_list {
        struct slice *items;
        size_t count;
    } lists[KNOWN__MAX];
};

/* A page of the site itself or of an own host, each with and without www. host as it stands in an
 * address, site the request's; either may be unset. NULL: no others are own. */
bool known_own(const struct known_hosts *k, struct slice site, struct slice host);

/* A payment or a login host, or one under it. NULL: none is. */
bool known_detour(const struct known_hosts *k, struct slice host);

struct loader;

/* hosts.yaml into *out. path for messages. */
void known_hosts_load(struct loader *l, struct slice text, const char *path,
                      struct known_hosts *out);

/* forms/hosts.yaml as shipped, for a folder without one. */
struct slice known_hosts_builtin(void);

extern const struct loader_table known_hosts_table;

#endif
