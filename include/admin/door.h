/* door: a page of a site of nginx, asked for as a visitor does, from this machine: by curl, which
 * has TLS, names and sockets. */
#ifndef ADMIN_DOOR_H
#define ADMIN_DOOR_H

#include "admin/site.h"

/* What curl needs to find the page here. */
struct door {
    const char *url;
    const char *by;     /* --connect-to; NULL: the address says it */
    const char *socket; /* NULL: none */
    bool proxied;
};

struct door_answer {
    int status; /* 0: no answer, text says why */
    const char *text;
};

struct door door_of(struct arena *a, const struct nginx_directive *server, const char *path);

/* json unset: GET; else it is posted. The certificate is not looked at: the name may be public. */
struct door_answer door_knock(struct arena *a, const struct door *d, struct slice json,
                              int timeout_s);

#endif
