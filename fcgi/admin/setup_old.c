/* setup_old: what "make install" and README's steps of before have put where it hides the package's
 * program and units. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "admin/file.h"
#include "admin/setup.h"
#include "admin/text.h"

#define PACKAGED "/usr/bin/firstline"
#define ASIDE ".by-hand" /* no unit's name ends so, and no command's */

#define PROGRAM "/usr/local/bin/firstline"
#define ETC "/etc/systemd/system/firstline."
#define LOCAL "/usr/local/lib/systemd/system/firstline."
#define LOCAL_DESK "/usr/local/lib/systemd/system/firstline-desk."

/* A unit in /etc is an administrator's, too: a copy of the package's ("systemctl edit --full"), or
 * masked. By hand it is if the service there starts the other program; it is moved last, for it
 * tells that of the socket as well. */
static const struct {
    const char *path, *service; /* NULL: none has to tell */
} hiding[] = {
    {PROGRAM, NULL},
    {ETC "socket", ETC "service"},
    {ETC "service", ETC "service"},
    {LOCAL "socket", LOCAL "service"},
    {LOCAL "service", LOCAL "service"},
    {LOCAL_DESK "socket", LOCAL_DESK "service"},
    {LOCAL_DESK "service", LOCAL_DESK "service"},
};

#define HIDING (sizeof hiding / sizeof *hiding)

static bool hides(struct setup *s, size_t i) {
    struct slice text;
    if (access(hiding[i].path, F_OK) == -1)
        return false;
    if (hiding[i].service == NULL)
        return true;
    return file_read(s->arena, hiding[i].service, &text) == OK &&
           memmem(text.ptr, text.len, PROGRAM, strlen(PROGRAM)) != NULL;
}

static bool we_are_packaged(void) {
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self);
    return n > 0 && slice_eq_lit((struct slice){self, (size_t)n}, PACKAGED);
}

static enum setup_end look_old(struct setup *s) {
    for (size_t i = 0; i < HIDING && we_are_packaged(); i++)
        if (hides(s, i))
            setup_more(s, "%s to %s" ASIDE, hiding[i].path, hiding[i].path);
    if (s->more_count == 0)
        return setup_say(s, SETUP_SO, "nothing of another hides this program");
    return setup_say(s, SETUP_NEEDED, "an installation by hand hides this one; move aside");
}

static enum setup_end act_old(struct setup *s) {
    size_t moved = 0;
    for (size_t i = 0; i < HIDING; i++) {
        if (!hides(s, i))
            continue;
        if (rename(hiding[i].path, text_printf(s->arena, "%s" ASIDE, hiding[i].path)) == -1)
            return setup_say(s, SETUP_FAILED, "cannot move %s aside: %s", hiding[i].path,
                             strerror(errno));
        moved++;
    }
    s->unit_changed = true;
    return setup_say(s, SETUP_DONE, "%zu files of an installation by hand are called " ASIDE " now",
                     moved);
}

const struct setup_step setup_old = {
    .what = "older installation", .look = look_old, .act = act_old, .shown = true};
