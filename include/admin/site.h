/* site: the server block of nginx that takes firstline in, and the one line in it. Pure. */
#ifndef ADMIN_SITE_H
#define ADMIN_SITE_H

#include <stdbool.h>

#include "admin/nginx_conf.h"
#include "base/arena.h"
#include "base/slice.h"

#define SITE_FILE "firstline.conf"           /* what a site includes */
#define SITE_DESK_FILE "firstline-desk.conf" /* the same of the desk */
#define SITE_MARK "# firstline setup"

/* The server blocks that could be meant, in nginx's order, at most SETUP_SITES_MAX: all sites but
 * those that only send elsewhere (return), and firstline's own for monitoring. wanted: only those
 * with that server_name, or that stand at FILE:LINE; of several with the name the one with TLS, if
 * it is one. NULL: all of them. Returns how many. */
size_t site_candidates(struct arena *a, const struct nginx_directive *top, const char *wanted,
                       const struct nginx_directive **sites);

/* The include line of firstline in the block, or of its desk, whoever wrote it; NULL: it has none.
 */
const struct nginx_directive *site_line(const struct nginx_directive *server);
const struct nginx_directive *site_desk_line(const struct nginx_directive *server);

/* "example.org www.example.org (/etc/nginx/sites-enabled/example:3)". In the arena. */
const char *site_label(struct arena *a, const struct nginx_directive *server);

/* How a visitor comes there. */
struct site_address {
    const char *name;   /* a server_name that a visitor can type; NULL: none */
    const char *host;   /* of this machine, to connect to; an address of IPv6 is in brackets */
    const char *port;   /* digits */
    const char *socket; /* instead of both; NULL: none */
    bool tls;
    bool proxied; /* it is told by the protocol of haproxy first who comes */
};
struct site_address site_address(struct arena *a, const struct nginx_directive *server);

/* Who answers where a request cannot be read: the default server of the block's address. */
const struct nginx_directive *site_default(struct arena *a, const struct nginx_directive *top,
                                           const struct nginx_directive *server);

/* text, a whole file, with our line behind the opening brace of the block whose name stands at that
 * octet. Unset: no such block is there. */
struct slice site_put_line(struct arena *a, struct slice text, size_t at, const char *path);

/* text without any line of ours: octet for octet what it was before. */
struct slice site_take_line(struct arena *a, struct slice text);

#endif
