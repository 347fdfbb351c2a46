/* setup_old: what "make install" and README's steps of before have put where it hides the package's
 * program and units. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "admin/setup.h"
#include "admin/text.h"

#define PACKAGED "/usr/bin/firstline"
#define ASIDE ".by-hand" /* no unit's name ends so, and no command's */

static const char *const hiding[] = {
    "/usr/local/bin/firstline",
    "/etc/systemd/system/firstline.service",
    "/etc/systemd/system/firstline.socket",
    "/usr/local/lib/systemd/system/firstline.service",
    "/usr/local/lib/systemd/system/firstline.socket",
};

#define HIDING (sizeof hiding / sizeof *hiding)

static bool we_are_packaged(void) {
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self);
    return n > 0 && slice_eq_lit((struct slice){self, (size_t)n}, PACKAGED);
}

static enum setup_end look_old(struct setup *s) {
    for (size_t i = 0; i < HIDING && we_are_packaged(); i++)
        if (access(hiding[i], F_OK) == 0)
            setup_more(s, "%s to %s" ASIDE, hiding[i], hiding[i]);
    if (s->more_count == 0)
        return setup_say(s, SETUP_SO, "nothing of another hides this program");
    return setup_say(s, SETUP_NEEDED, "an installation by hand hides this one; move aside");
}

static enum setup_end act_old(struct setup *s) {
    size_t moved = 0;
    for (size_t i = 0; i < HIDING; i++) {
        if (access(hiding[i], F_OK) != 0)
            continue;
        if (rename(hiding[i], text_printf(s->arena, "%s" ASIDE, hiding[i])) == -1)
            return setup_say(s, SETUP_FAILED, "cannot move %s aside: %s", hiding[i],
                             strerror(errno));
        moved++;
    }
    s->unit_changed = true;
    return setup_say(s, SETUP_DONE, "%zu files of an installation by hand are called " ASIDE " now",
                     moved);
}

const struct setup_step setup_old = {
    .what = "older installation", .look = look_old, .act = act_old, .shown = true};
