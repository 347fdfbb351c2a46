/* setup_machine: the system's users, the keys that sign form pages and sessions, the definitions,
 * the spool. */
#include <dirent.h>
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/child.h"
#include "admin/places.h"
#include "admin/setup.h"
#include "admin/text.h"
#include "base/bounds.h"
#include "base/slice.h"
#include "base/xalloc.h"
#include "form/directory.h"

/* ---- the user ------------------------------------------------------------------------------- */

static bool is_there(const char *user) { return getpwnam(user) != NULL && getgrnam(user) != NULL; }

/* The first that is missing; NULL: none is. */
static const char *missing_user(const struct setup *s) {
    const struct setup_program *programs[SETUP_PROGRAMS_MAX];
    size_t count = setup_programs(s, programs);
    for (size_t i = 0; i < count; i++)
        if (!is_there(programs[i]->user))
            return programs[i]->user;
    return NULL;
}

static const char *users(const struct setup *s) {
    return s->without_desk ? SETUP_USER : "firstline and firstline-desk";
}

static enum setup_end look_user(struct setup *s) {
    const char *missing = missing_user(s);
    if (missing == NULL)
        return setup_say(s, SETUP_SO, "%s: users and groups of this system", users(s));
    return setup_say(s, SETUP_NEEDED, "make the user and the group %s, which own nothing", missing);
}

static enum setup_end act_user(struct setup *s) {
    static const char *const sysusers[] = {"systemd-sysusers", "firstline.conf", NULL};
    const char *by = "systemd-sysusers", *missing;
    struct child_end end = child_run(s->arena, &(struct child){.argv = sysusers});
    for (int i = 0; i < SETUP_PROGRAMS_MAX && (missing = missing_user(s)) != NULL; i++) {
        const char *const useradd[] = {"useradd",      "--system",
                                       "--user-group", "--no-create-home",
                                       "--home-dir",   "/nonexistent",
                                       "--shell",      "/usr/sbin/nologin",
                                       missing,        NULL};
        by = "useradd";
        end = child_run(s->arena, &(struct child){.argv = useradd});
    }
    missing = missing_user(s);
    if (missing != NULL)
        return setup_say(s, SETUP_FAILED, "there is no user %s, and %s could not make it: %s",
                         missing, by, child_reason(s->arena, &end));
    return setup_say(s, SETUP_DONE, "%s, by %s", users(s), by);
}

const struct setup_step setup_user = {
    .what = "system user", .is = NEED_USER, .look = look_user, .act = act_user};

/* ---- the keys ------------------------------------------------------------------------------- */

static bool key_is_open(const struct stat *st, const struct group *g) {
    bool strangers = (st->st_mode & S_IRGRP) != 0 && st->st_gid != g->gr_gid && st->st_gid != 0;
    return (st->st_mode & (S_IWGRP | S_IRWXO)) != 0 || strangers;
}

static enum setup_end look_one_key(struct setup *s, const struct setup_program *p) {
    struct stat st;
    const struct group *g = getgrnam(p->user);
    if (stat(p->key, &st) == -1)
        return setup_say(s, SETUP_NEEDED, "make %s, for root and the group %s only", p->key,
                         p->user);
    if (st.st_size == 0)
        return setup_say(s, SETUP_NEEDED, "fill %s, which is empty", p->key);
    if (g != NULL && key_is_open(&st, g))
        return setup_say(s, SETUP_NEEDED, "close %s (%04o) to others than root and %s", p->key,
                         (unsigned)(st.st_mode & 07777), p->user);
    return setup_say(s, SETUP_SO, "%s is kept", p->key);
}

static struct slice new_key(struct setup *s) {
    unsigned char octets[32];
    char *text = text_alloc(s->arena, 2 * sizeof octets + 2);
    if (getrandom(octets, sizeof octets, 0) != (ssize_t)sizeof octets)
        xalloc_fail();
    for (size_t i = 0; i < sizeof octets; i++)
        ascii_hex(octets[i], text + 2 * i);
    text[2 * sizeof octets] = '\n';
    return slice_from(text);
}

static enum setup_end act_one_key(struct setup *s, const struct setup_program *p) {
    struct stat st;
    const struct group *g = getgrnam(p->user);
    if (g == NULL)
        return setup_say(s, SETUP_FAILED, "there is no group %s", p->user);
    bool there = stat(p->key, &st) == 0 && st.st_size > 0;
    if (!there && !setup_unlink(s, p->key)) /* an empty one would leave its mode to it */
        return SETUP_FAILED;
    if (!there &&
        !setup_write(s, p->key, new_key(s), (struct file_owner){.gid = g->gr_gid, .mode = 0640}))
        return SETUP_FAILED;
    if (chown(p->key, 0, g->gr_gid) == -1 || chmod(p->key, 0640) == -1)
        return setup_say(s, SETUP_FAILED, "cannot close %s to others: %s", p->key, strerror(errno));
    if (!there)
        return setup_say(s, SETUP_DONE, "%s, made anew", p->key);
    setup_more(s,
               "If others have accounts here, delete it and run setup again: who has read it can "
               "%s.",
               p->key_purpose);
    return setup_say(s, SETUP_WARN, "%s was open to others (%04o), and is closed now", p->key,
                     (unsigned)(st.st_mode & 07777));
}

/* Nothing that is stored depends on it: pages that are open now have to be sent a second time, and
 * people to sign in again. */
static enum setup_end undo_one_key(struct setup *s, const struct setup_program *p) {
    if (access(p->key, F_OK) == -1)
        return setup_say(s, SETUP_SO, "there is no %s", p->key);
    if (s->dry_run)
        return setup_say(s, SETUP_NEEDED, "delete %s", p->key);
    if (!setup_unlink(s, p->key))
        return SETUP_FAILED;
    return setup_say(s, SETUP_DONE, "%s is deleted", p->key);
}

static enum setup_end look_key(struct setup *s) { return look_one_key(s, &setup_intake_program); }
static enum setup_end act_key(struct setup *s) { return act_one_key(s, &setup_intake_program); }
static enum setup_end undo_key(struct setup *s) { return undo_one_key(s, &setup_intake_program); }

const struct setup_step setup_key = {.what = "token key",
                                     .is = NEED_KEY,
                                     .needs = NEED_USER,
                                     .look = look_key,
                                     .act = act_key,
                                     .undo = undo_key};

static enum setup_end look_session_key(struct setup *s) {
    return s->without_desk ? setup_say(s, SETUP_SO, "not wanted here: --no-desk")
                           : look_one_key(s, &setup_desk_program);
}
static enum setup_end act_session_key(struct setup *s) {
    return act_one_key(s, &setup_desk_program);
}
static enum setup_end undo_session_key(struct setup *s) {
    return undo_one_key(s, &setup_desk_program);
}

const struct setup_step setup_session_key = {.what = "session key",
                                             .is = NEED_SESSION_KEY,
                                             .needs = NEED_USER,
                                             .look = look_session_key,
                                             .act = act_session_key,
                                             .undo = undo_session_key};

/* ---- the definitions ------------------------------------------------------------------------ */

static enum setup_end look_forms(struct setup *s) {
    struct problems notes = {0}, problems = {.notes = &notes};
    enum setup_end end;
    if (form_set_load(s->forms, &problems, &s->form_set) == OK) {
        end = setup_say(s, SETUP_SO, "%zu in %s, version %s", form_count(s->form_set), s->forms,
                        form_set_version(s->form_set));
    } else {
        problems_sort(&problems);
        for (size_t i = 0; i < problems.count; i++) {
            const struct problem *p = &problems.items[i];
            if (p->line > 0)
                setup_more(s, "%s:%d: %s", p->path, p->line, p->message);
            else
                setup_more(s, "%s: %s", p->path, p->message);
        }
        s->code = EX_CONFIG;
        end = setup_say(s, SETUP_FAILED, "the definitions in %s have errors:", s->forms);
    }
    problems_free(&problems);
    problems_free(&notes);
    return end;
}

const struct setup_step setup_forms = {.what = "forms", .is = NEED_FORMS, .look = look_forms};

/* ---- the spool: only ever taken back -------------------------------------------------------- */

static const char *const folders[] = {"tmp", "new", "bad", "recent"};

#define FOLDERS (sizeof folders / sizeof *folders)

/* How many files are in a folder, which may be missing. */
static size_t files_in(const char *folder) {
    size_t n = 0;
    DIR *dir = opendir(folder);
    for (const struct dirent *d; dir != NULL && (d = readdir(dir)) != NULL;)
        n += strcmp(d->d_name, ".") != 0 && strcmp(d->d_name, "..") != 0;
    if (dir != NULL)
        closedir(dir);
    return n;
}

/* Not as root: the folders are the service's own, who could have put links to others' in their
 * place. */
static struct child_end delete_folders(struct setup *s) {
    const char *argv[3 + FOLDERS + 1] = {"rm", "-rf", "--"};
    for (size_t i = 0; i < FOLDERS; i++)
        argv[3 + i] = text_printf(s->arena, "%s/%s", s->spool, folders[i]);
    return child_run(
        s->arena,
        &(struct child){.argv = argv, .user = SETUP_USER, .timeout_ms = INSTALL_TIMEOUT_MS});
}

static enum setup_end undo_spool(struct setup *s) {
    size_t n = 0, wait = 0;
    if (s->spool[0] == '\0' || access(s->spool, F_OK) == -1)
        return setup_say(s, SETUP_SO, "there is none");
    for (size_t i = 0; i < FOLDERS; i++) {
        size_t here = files_in(text_printf(s->arena, "%s/%s", s->spool, folders[i]));
        n += here;
        wait += strcmp(folders[i], "recent") != 0 ? here : 0;
    }
    if (wait > 0 && s->drop == NULL)
        return setup_say(s, SETUP_SO,
                         "%s stays: %zu files with leads wait in it (firstline spool list)",
                         s->spool, wait);
    if (n > 0 && s->drop == NULL)
        return setup_say(s, SETUP_SO,
                         "%s stays: no lead waits, but those delivered in the last minutes are in "
                         "it",
                         s->spool);
    if (s->dry_run)
        return setup_say(s, SETUP_NEEDED, "delete %s with %zu files", s->spool, n);
    struct child_end end = delete_folders(s);
    if (end.code != 0)
        return setup_say(s, SETUP_FAILED, "cannot delete what is in %s: %s", s->spool,
                         child_reason(s->arena, &end));
    if (rmdir(s->spool) == -1)
        return setup_say(s, SETUP_FAILED, "cannot delete %s: %s", s->spool, strerror(errno));
    return setup_say(s, SETUP_DONE, "%s is deleted, with %zu files", s->spool, n);
}

static enum setup_end look_spool(struct setup *s) {
    return setup_say(s, SETUP_SO, "%s",
                     s->spool[0] != '\0' ? s->spool : "none: leads wait nowhere");
}

const struct setup_step setup_spool = {.what = "spool", .look = look_spool, .undo = undo_spool};
