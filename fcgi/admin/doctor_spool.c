/* doctor_spool: the folder on disk where leads wait: a process of its own, for a disk may hang. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "admin/doctor_check.h"
#include "admin/text.h"
#include "base/clock.h"
#include "base/xalloc.h"
#include "store/spool_dir.h"

#define MIB (1024LL * 1024)
#define WAITS_S 600
#define INODES_MIN 1000
#define FLOOR_PERCENT 5 /* as in store/spool.c */

static bool there_is(struct doctor *d, struct doctor_finding *f) {
    if (d->place->spool != NULL && d->place->spool[0] != '\0')
        return true;
    doctor_says(f, DOCTOR_UNSEEN, "there is no spool");
    return false;
}

static void look_spool(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    struct stat st;
    const char *path = d->place->spool;
    if (path == NULL || path[0] == '\0') {
        doctor_says(f, DOCTOR_WARNING, "there is no spool: without the database no lead is taken");
        doctor_remedy(f,
                      "in %s write: spool = /var/lib/firstline/spool   and then: systemctl restart "
                      "firstline",
                      d->place->config);
    } else if (stat(path, &st) == -1 && errno == ENOENT && d->program.pid == 0) {
        doctor_says(f, DOCTOR_UNSEEN, "there is no %s before the first start", path);
    } else if (stat(path, &st) == -1 && errno == EACCES) {
        doctor_unseen(f, path, strerror(errno));
    } else if (stat(path, &st) == -1) {
        doctor_says(f, DOCTOR_WRONG, "%s: %s", path, strerror(errno));
        doctor_remedy(f, "systemctl restart firstline, which makes it");
    } else if (d->program.user != NULL && st.st_uid != d->program.uid) {
        doctor_says(f, DOCTOR_WRONG, "%s does not belong to %s, who is to write there", path,
                    d->program.user);
        doctor_remedy(f, "chown -R %s: %s", d->program.user, path);
    } else if ((st.st_mode & 0077) != 0) {
        doctor_says(f, DOCTOR_WRONG, "%s has mode %04o: what visitors typed is open to others",
                    path, st.st_mode & 07777);
        doctor_remedy(f, "chmod 700 %s", path);
    }
}

static bool measured(struct doctor *d, struct statvfs *out, struct doctor_finding *f) {
    if (statvfs(d->place->spool, out) == 0)
        return true;
    if (errno == EACCES)
        doctor_unseen(f, d->place->spool, strerror(errno));
    else
        doctor_says(f, DOCTOR_UNSEEN, "%s: %s", d->place->spool, strerror(errno));
    return false;
}

static void look_room(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    struct statvfs fs;
    if (!there_is(d, f) || !measured(d, &fs, f))
        return;
    long long block = (long long)fs.f_frsize, left = block * (long long)fs.f_bavail;
    long long share = block * (long long)fs.f_blocks / 100 * FLOOR_PERCENT;
    long long floor = d->place->spool_floor_mib * MIB;
    floor = share < floor ? share : floor;
    if (left >= 2 * floor)
        return;
    doctor_says(f, left < floor ? DOCTOR_WRONG : DOCTOR_WARNING,
                "%s has %lld MiB left, %lld of which firstline leaves alone%s", d->place->spool,
                left / MIB, floor / MIB,
                left < floor ? ": without the database no lead is taken" : "");
    doctor_remedy(f, "du -xh --max-depth=2 / | sort -h | tail, and make room");
}

static void look_inodes(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    struct statvfs fs;
    if (!there_is(d, f) || !measured(d, &fs, f) || fs.f_files == 0 || fs.f_favail >= INODES_MIN)
        return;
    doctor_says(f, fs.f_favail == 0 ? DOCTOR_WRONG : DOCTOR_WARNING,
                "the disk of %s takes only %llu more files", d->place->spool,
                (unsigned long long)fs.f_favail);
    doctor_remedy(f, "du -x --inodes / | sort -n | tail, and remove what is not needed");
}

static bool sum_up(struct doctor *d, enum spool_folder folder, struct spool_sum *sum,
                   struct doctor_finding *f) {
    struct spool_dir dir;
    size_t count;
    if (!there_is(d, f))
        return false;
    if (spool_dir_open(d->place->spool, &dir) != OK) {
        if (errno == EACCES)
            doctor_unseen(f, d->place->spool, strerror(errno));
        else
            doctor_says(f, DOCTOR_UNSEEN, "%s: %s", d->place->spool, strerror(errno));
        return false;
    }
    struct spool_name *names = xcalloc(2 * SPOOL_LIST_MAX, sizeof *names);
    bool good = spool_dir_list(&dir, folder, names, SPOOL_LIST_MAX, &count, sum) == OK;
    free(names);
    spool_dir_close(&dir);
    return good;
}

static void look_waiting(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    struct spool_sum sum;
    if (!sum_up(d, SPOOL_NEW, &sum, f) || sum.files == 0)
        return;
    long long age_s = (clock_wall_us() - sum.oldest_us) / 1000000;
    if (age_s < WAITS_S)
        return;
    doctor_says(f, DOCTOR_WARNING, "%zu leads wait in %s, the first for %lld minutes", sum.records,
                d->place->spool, age_s / 60);
    doctor_remedy(f, "journalctl -u firstline -p warning -n 20, which says why they are not taken");
}

static void look_bad(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    struct spool_sum sum;
    if (!sum_up(d, SPOOL_BAD, &sum, f) || sum.files == 0)
        return;
    doctor_says(f, DOCTOR_WARNING, "%zu files were set aside in %s/bad: leads that nobody sees",
                sum.files, d->place->spool);
    doctor_remedy(
        f, "firstline spool list --spool %s, which says why; then firstline spool retry FILE",
        d->place->spool);
}

static const struct doctor_check checks[] = {
    {"spool", "the folder where leads wait", .look = look_spool},
    {"spool-room", "its disk has room", .look = look_room},
    {"spool-files", "its disk takes more files", .look = look_inodes},
    {"spool-waiting", "leads do not wait long", look_waiting,
     .because = "database entry schema durability"},
    {"spool-bad", "no lead was set aside", .look = look_bad},
};

const struct doctor_group doctor_spool = {checks, sizeof checks / sizeof *checks, false};
