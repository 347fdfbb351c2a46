/* nginx_lua: the end of a block of Lua in nginx's configuration, where braces, quotes and # mean
 * what they mean in Lua. Pure. */
#ifndef ADMIN_NGINX_LUA_H
#define ADMIN_NGINX_LUA_H

#include <stdbool.h>

#include "base/slice.h"

/* rest begins behind the brace that opens the block, and afterwards behind the one that closes it;
 * *line is counted on. false: nothing closes it. */
bool nginx_lua_skip(struct slice *rest, int *line);

#endif
