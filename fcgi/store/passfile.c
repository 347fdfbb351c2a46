/* passfile: judged as libpq 15 does (passwordFromFile): a plain file that is its owner's alone. */
#include "store/passfile.h"

#include <pwd.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"

#define PATH_BYTES 1024 /* as libpq has it */
#define PASSWD_BYTES 4096
#define NOTHING_THERE "/dev/null/none"

static void default_path(char path[PATH_BYTES]) {
    char text[PASSWD_BYTES];
    struct passwd entry, *found = NULL;
    const char *home = getenv("HOME");
    if ((home == NULL || *home == '\0') &&
        getpwuid_r(geteuid(), &entry, text, sizeof text, &found) == 0 && found != NULL)
        home = entry.pw_dir;
    snprintf(path, PATH_BYTES, "%s/.pgpass", home == NULL ? "" : home);
}

const char *passfile_instead(const char *told) {
    static struct log_gate gate;
    char home[PATH_BYTES];
    const char *path = told;
    struct stat look;
    if (told == NULL || *told == '\0') {
        default_path(home);
        path = home;
    }
    if (stat(path, &look) == -1)
        return NULL;
    if (!S_ISREG(look.st_mode))
        log_limited(&gate, LOG_WARN, "password_file_ignored", "file=%s why=\"not a plain file\"",
                    path);
    else if ((look.st_mode & (S_IRWXG | S_IRWXO)) != 0)
        log_limited(&gate, LOG_WARN, "password_file_ignored",
                    "file=%s why=\"open to others than its owner\" do=\"chmod 0600 %s\"", path,
                    path);
    else
        return NULL;
    return NOTHING_THERE;
}
