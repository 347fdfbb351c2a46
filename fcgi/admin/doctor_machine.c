/* doctor_machine: this machine: settings, definitions, key, modes of files, geo databases, clock,
 * packages, and the program that runs. */
#include <dirent.h>
#include <errno.h>
#include <maxminddb.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/timex.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/child.h"
#include "admin/doctor_check.h"
#include "admin/text.h"
#include "base/clock.h"
#include "lead/geo_file.h"

/* What an administrator has deleted a package does not bring again by itself. */
#define PUT_BACK                                                                                   \
    "put it back from your backup, or as the package has it: apt-get install --reinstall -o "      \
    "Dpkg::Options::=--force-confmiss ./firstline_*.deb"
#define IN_CONTAINER "/run/systemd/container" /* which systemd writes where it runs in one */

static long long days_since(long long seconds) {
    return (clock_wall_us() / 1000000 - seconds) / SECONDS_PER_DAY;
}

static void look_config(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    if (d->place->config_trouble == NULL)
        return;
    doctor_says(f, DOCTOR_WRONG, "%s", d->place->config_trouble);
    if (access(d->place->config, F_OK) == -1)
        doctor_remedy(f, PUT_BACK);
    else
        doctor_remedy(f,
                      "edit %s, then: firstline check --config %s && systemctl restart firstline",
                      d->place->config, d->place->config);
}

/* As the program itself will read them: another process, of its user. */
static void look_forms(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    const char *const argv[] = {"/proc/self/exe", "check", d->place->forms, NULL};
    struct child child = {.argv = argv,
                          .user = geteuid() == 0 ? d->program.user : NULL,
                          .timeout_ms = c->timeout_ms / 10 * 9 * (d->place->time_ms / 1000) /
                                        (DOCTOR_TIME_MS / 1000)};
    struct child_end end = child_run(d->arena, &child);
    if (end.code == CHILD_NOT_RUN && child.user != NULL) { /* he may not enter our folder */
        child.user = NULL;
        end = child_run(d->arena, &child);
    }
    if (end.code == EX_OK)
        return;
    if (end.code == CHILD_TOO_LONG) {
        doctor_says(f, DOCTOR_WARNING, "to check %s takes long", d->place->forms);
        doctor_remedy(f, "firstline check %s", d->place->forms);
        return;
    }
    if (access(d->place->forms, F_OK) == -1) {
        doctor_says(f, DOCTOR_WRONG, "%s: %s", d->place->forms, strerror(errno));
        doctor_remedy(f, PUT_BACK);
        return;
    }
    struct slice rest = slice_from(end.error), line, first = SLICE_NONE;
    int more = -1;
    for (; text_line(&rest, &line); more++)
        first = first.ptr == NULL ? line : first;
    doctor_says(f, DOCTOR_WRONG, more > 0 ? "%.*s (and %d more)" : "%.*s", SLICE_ARG(first), more);
    doctor_remedy(f, "edit that line, then: firstline check %s && systemctl reload firstline",
                  d->place->forms);
}

/* ---- the key -------------------------------------------------------------------------------- */

static struct doctor_key key_of(struct doctor *d) {
    return (struct doctor_key){
        .path = doctor_key_path(d, &d->program, d->place->token_key, "token.key"),
        .program = &d->program,
        .unit = "firstline",
        .lost = "pages do not survive a restart",
        .read = "forge receipts"};
}

static void look_key(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    struct doctor_key key = key_of(d);
    doctor_look_key(&key, f);
}

static void look_key_mode(struct doctor *d, const struct doctor_check *c,
                          struct doctor_finding *f) {
    (void)c;
    struct doctor_key key = key_of(d);
    doctor_look_key_mode(&key, f);
}

static void look_key_age(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    struct doctor_key key = key_of(d);
    doctor_look_key_age(&key, f);
}

/* ---- modes of files ------------------------------------------------------------------------- */

static void look_file(const char *path, struct doctor_finding *f) {
    const char *name = strrchr(path, '/') + 1;
    struct stat st;
    bool secret = strcmp(name, "database.pass") == 0 || strcmp(name, "desk.pass") == 0;
    if (lstat(path, &st) == -1 || S_ISLNK(st.st_mode))
        return;
    if (secret && (st.st_mode & 0077) != 0) {
        doctor_says(f, DOCTOR_WRONG, "%s has mode %04o: others can read the password", path,
                    st.st_mode & 07777);
        doctor_remedy(f, "chmod 600 %s", path);
    } else if ((st.st_mode & 0002) != 0) {
        doctor_says(f, DOCTOR_WRONG, "%s has mode %04o: anybody can change it", path,
                    st.st_mode & 07777);
        doctor_remedy(f, "chmod o-w %s", path);
    }
}

static void look_etc(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    const char *const folders[] = {d->place->etc, text_printf(d->arena, "%s/nginx", d->place->etc),
                                   d->place->forms,
                                   text_printf(d->arena, "%s/texts", d->place->forms)};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        DIR *dir = opendir(folders[i]);
        if (dir == NULL && errno == EACCES)
            doctor_unseen(f, folders[i], strerror(errno));
        if (dir == NULL)
            continue;
        look_file(folders[i], f);
        const struct dirent *e = readdir(dir);
        for (int n = 0; e != NULL && n < DOCTOR_FILES_MAX && f->state == DOCTOR_WELL; n++) {
            if (strcmp(e->d_name, ".") != 0 && strcmp(e->d_name, "..") != 0)
                look_file(text_printf(d->arena, "%s/%s", folders[i], e->d_name), f);
            e = readdir(dir);
        }
        closedir(dir);
    }
}

/* ---- geo databases -------------------------------------------------------------------------- */

/* Walked by a child first, as the program does it: a file from outside is not trusted. */
static void look_geo_file(const char *path, struct doctor_finding *f) {
    MMDB_s db;
    int fd = -1, code = MMDB_INVALID_DATA_ERROR;
    if (access(path, R_OK) == -1) {
        doctor_says(f, DOCTOR_WRONG, "%s: %s", path, strerror(errno));
        doctor_remedy(f, "put a database there (geoipupdate), or take it out of geo = in "
                         "firstline.conf; then: systemctl reload firstline");
        return;
    }
    if (geo_file_seal(path, &fd) == OK && geo_file_walk(fd))
        code = geo_file_open(fd, &db);
    if (fd != -1)
        close(fd);
    if (code != MMDB_SUCCESS) {
        doctor_says(f, DOCTOR_WRONG, "%s is no whole MaxMind database", path);
        doctor_remedy(f, "bring it once more (geoipupdate), then: systemctl reload firstline");
        return;
    }
    long long days = days_since((long long)db.metadata.build_epoch);
    MMDB_close(&db);
    if (days > DOCTOR_GEO_DAYS) {
        doctor_says(f, DOCTOR_WARNING, "%s was made %lld days ago: addresses move", path, days);
        doctor_remedy(f, "geoipupdate && systemctl reload firstline   (each week: "
                         "systemctl enable --now geoipupdate.timer)");
    }
}

static void look_geo(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    if (d->place->geo_count == 0)
        doctor_says(f, DOCTOR_UNSEEN, "none is configured: places are unknown");
    for (size_t i = 0; i < d->place->geo_count && f->state <= DOCTOR_UNSEEN; i++)
        look_geo_file(d->place->geo[i], f);
}

/* ---- clock, packages, program --------------------------------------------------------------- */

static void look_sync(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)d;
    (void)c;
    struct timex t = {0};
    int state = ntp_adjtime(&t);
    if (state == -1)
        doctor_says(f, DOCTOR_UNSEEN, "the kernel does not tell: %s", strerror(errno));
    else if (state == TIME_ERROR || (t.status & STA_UNSYNC) != 0) {
        doctor_says(f, DOCTOR_WARNING, "nothing sets the clock of this machine");
        doctor_remedy(f, "%sapt-get install systemd-timesyncd && timedatectl set-ntp true",
                      access(IN_CONTAINER, F_OK) == 0
                          ? "a container has the clock of its host; there: "
                          : "");
    }
}

static const struct {
    const char *name, *at_least;
} packages[] = {
    {"libfcgi0ldbl", "2.4.2-2+deb12u1"}, {"libpcre2-8-0", "10.42-1+deb12u2"},
    {"libpq5", "15.20-0+deb12u1"},       {"nginx", "1.22.1-9+deb12u11"},
    {"libmaxminddb0", "1.7.1-1"},
};

static bool is_older(struct arena *a, const char *version, const char *at_least) {
    const char *const argv[] = {"dpkg", "--compare-versions", version, "lt", at_least, NULL};
    return version[0] != '\0' &&
           child_run(a, &(struct child){.argv = argv, .timeout_ms = 2000}).code == 0;
}

static void look_packages(struct doctor *d, const struct doctor_check *c,
                          struct doctor_finding *f) {
    (void)c;
    if (!child_there_is("dpkg-query")) {
        doctor_says(f, DOCTOR_UNSEEN, "there are no Debian packages here");
        return;
    }
    for (size_t i = 0; i < sizeof packages / sizeof *packages; i++) {
        const char *const argv[] = {"dpkg-query", "-W", "-f", "${Version}", packages[i].name, NULL};
        struct child_end end =
            child_run(d->arena, &(struct child){.argv = argv, .timeout_ms = 2000});
        if (end.code != 0 || !is_older(d->arena, end.out, packages[i].at_least))
            continue;
        doctor_says(f, DOCTOR_WARNING, "%s is %s; known faults are mended in %s", packages[i].name,
                    end.out, packages[i].at_least);
        doctor_remedy(f, "apt-get update && apt-get install --only-upgrade %s", packages[i].name);
        return;
    }
}

static void look_program(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    if (d->program.pid == 0) {
        doctor_says(f, DOCTOR_UNSEEN, "no process of firstline was found at %s", d->place->socket);
    } else if (d->program.replaced) {
        doctor_says(f, DOCTOR_WARNING, "the program that runs (process %d) was replaced since",
                    (int)d->program.pid);
        doctor_remedy(f, "systemctl restart firstline");
    }
}

static const struct doctor_check checks[] = {
    {"config", "its options can be read", .look = look_config},
    {"forms", "its definitions are right", look_forms, .timeout_ms = 10000},
    {"key", "the key that signs pages", .look = look_key},
    {"key-mode", "nobody else reads the key", .look = look_key_mode},
    {"key-age", "the key is not old", .look = look_key_age},
    {"modes", "nobody else changes its files", .look = look_etc},
    {"geo", "geo databases are there and fresh", look_geo, .timeout_ms = 12000},
    {"clock", "the clock of this machine is set", .look = look_sync},
    {"packages", "libraries have their repairs", look_packages, .timeout_ms = 8000},
    {"program", "what runs is what is installed", .look = look_program},
};

const struct doctor_group doctor_machine = {checks, sizeof checks / sizeof *checks, false};
