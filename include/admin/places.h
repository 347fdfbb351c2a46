/* places: where the parts of firstline lie on this machine. */
#ifndef ADMIN_PLACES_H
#define ADMIN_PLACES_H

#include <stdbool.h>

#include "base/arena.h"

#define PLACES_ETC "/etc/firstline"
#define PLACES_CONFIG PLACES_ETC "/firstline.conf"
#define PLACES_KEY PLACES_ETC "/token.key"
#define PLACES_ENVIRONMENT PLACES_ETC "/database.env"
#define PLACES_PASSWORD PLACES_ETC "/database.pass"
#define PLACES_DESK_CONFIG PLACES_ETC "/desk.conf"
#define PLACES_DESK_KEY PLACES_ETC "/session.key"
#define PLACES_DESK_PASSWORD PLACES_ETC "/desk.pass"
#define PLACES_NGINX PLACES_ETC "/nginx"

/* The folder that holds sql/ and nginx/errors/: share/firstline beside the folder that this program
 * was started from, or the source tree that it was built in. NULL: neither has sql/install.sql. In
 * the arena. */
const char *places_share(struct arena *a);

/* systemd runs this machine, or this container. */
bool places_systemd(void);

#endif
