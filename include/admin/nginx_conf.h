/* nginx_conf: what nginx is configured to, from the text of "nginx -T": a tree of directives with
 * every include in its place. The text is taken as nginx itself has accepted it; all of the tree
 * lies in the arena. A block of Lua (content_by_lua_block { ... }) is a directive without a block.
 */
#ifndef ADMIN_NGINX_CONF_H
#define ADMIN_NGINX_CONF_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/errcode.h"
#include "base/slice.h"

struct nginx_directive {
    const char *name;
    const char *const *args; /* NULL at the end */
    size_t arg_count;
    const char *file; /* where it stands */
    int line;
    size_t at; /* so many octets of that file are before it */
    bool block;
    const struct nginx_directive *parent, *next; /* parent NULL: at the top level */
    const struct nginx_directive *child;         /* the first of a block */
};

/* The first directive of the top level. ERR_SYNTAX: braces or quotes do not close; ERR_TOO_MANY:
 * more than NGINX_DIRECTIVES_MAX directives, or includes nested deeper than NGINX_INCLUDES_MAX. */
MUST_CHECK enum errcode nginx_conf_read(struct arena *a, struct slice dump,
                                        const struct nginx_directive **out);

/* The one after d, blocks entered, as one reads it; NULL: the end. */
const struct nginx_directive *nginx_conf_next(const struct nginx_directive *d);

/* The first of that name directly in the block; NULL: there is none. */
const struct nginx_directive *nginx_conf_child(const struct nginx_directive *block,
                                               const char *name);

/* The one of that name that is in force in the block: its own, or of the nearest block around;
 * NULL: nginx's default. */
const struct nginx_directive *nginx_conf_in_force(const struct nginx_directive *block,
                                                  const struct nginx_directive *top,
                                                  const char *name);

/* Is it `include FILE` whose file has that last part of its path? */
bool nginx_conf_is_from(const struct nginx_directive *d, const char *file_name);

#endif
