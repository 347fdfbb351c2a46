/* spool_fixture: a spool in a folder of its own, and what lies in it. */
#ifndef UNIT_SPOOL_FIXTURE_H
#define UNIT_SPOOL_FIXTURE_H

#include <dirent.h>
#include <sys/stat.h>

#include "unit.h"

#include "base/slice.h"
#include "store/spool.h"

#define SPOOL_FLOOR (1024 * 1024) /* octets that the disk has to keep free */

static char spool_root[64];
static struct spool *spool;

static void spool_up(void) {
    snprintf(spool_root, sizeof spool_root, "/tmp/firstline-spool-XXXXXX");
    assert_non_null(mkdtemp(spool_root));
    assert_int_equal(spool_open(spool_root, SPOOL_FLOOR, &spool), OK);
}

static void spool_down(void) {
    char command[128];
    spool_close(spool);
    snprintf(command, sizeof command, "rm -rf %s", spool_root);
    assert_int_equal(system(command), 0);
}

/* Files in "new" or "bad", without the reasons. */
static size_t files_in(const char *folder) {
    char path[128];
    size_t n = 0;
    snprintf(path, sizeof path, "%s/%s", spool_root, folder);
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (const struct dirent *e; (e = readdir(dir)) != NULL;)
        n += e->d_name[0] != '.' && !slice_ends(slice_from(e->d_name), SPOOL_REASON_SUFFIX);
    closedir(dir);
    return n;
}

#endif
