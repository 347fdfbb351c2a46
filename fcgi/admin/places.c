/* places: the program knows where it is itself; all else follows. */
#include "admin/places.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "admin/text.h"

const char *places_share(struct arena *a) {
    static const char *const ways[] = {"../share/firstline", "../.."};
    char self[PATH_MAX];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self);
    if (n <= 0 || (size_t)n >= sizeof self)
        return NULL;
    const char *slash = memrchr(self, '/', (size_t)n);
    for (size_t i = 0; slash != NULL && i < sizeof ways / sizeof *ways; i++) {
        const char *dir = text_printf(a, "%.*s/%s", (int)(slash - self), self, ways[i]);
        if (access(text_printf(a, "%s/sql/install.sql", dir), R_OK) == 0) {
            char real[PATH_MAX];
            return realpath(dir, real) == NULL ? dir : text_copy(a, slice_from(real));
        }
    }
    return NULL;
}

bool places_systemd(void) { return access("/run/systemd/system", F_OK) == 0; /* as sd_booted(3) */ }
