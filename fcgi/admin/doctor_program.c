/* doctor_program: which process is the one that serves the socket: the one called firstline that
 * has it open. systemd, which has it open as well, is not meant. */
#include <dirent.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "admin/child.h"
#include "admin/doctor_check.h"
#include "admin/file.h"
#include "admin/text.h"

#define LISTENS "00010000" /* __SO_ACCEPTCON in /proc/net/unix */

/* "socket:[INODE]" of whoever listens there, or NULL. */
static const char *listening(struct arena *a, const char *path) {
    struct slice text, line;
    char file[512];
    FILE *f = fopen("/proc/net/unix", "re");
    const char *found = NULL;
    while (f != NULL && fgets(file, sizeof file, f) != NULL) {
        text = slice_trim(slice_from(file));
        struct slice words[8];
        size_t n = 0;
        while (n < 8 && text.len > 0) {
            words[n++] = slice_cut(text, ' ', &line);
            text = slice_trim(line);
        }
        if (n == 8 && slice_eq_lit(words[3], LISTENS) && slice_eq_lit(words[7], path))
            found = text_printf(a, "socket:[%.*s]", SLICE_ARG(words[6]));
    }
    if (f != NULL)
        fclose(f);
    return found;
}

static bool has_open(struct arena *a, const char *pid, const char *socket) {
    const char *folder = text_printf(a, "/proc/%s/fd", pid);
    DIR *dir = opendir(folder);
    bool found = false;
    if (dir == NULL)
        return false;
    for (const struct dirent *e = readdir(dir); e != NULL && !found; e = readdir(dir)) {
        char link[64];
        ssize_t n = readlinkat(dirfd(dir), e->d_name, link, sizeof link - 1);
        found = n > 0 && slice_eq_lit((struct slice){link, (size_t)n}, socket);
    }
    closedir(dir);
    return found;
}

static bool is_named(struct arena *a, const char *pid, const char *name) {
    struct slice text;
    return file_read(a, text_printf(a, "/proc/%s/comm", pid), &text) == OK &&
           slice_eq_lit(slice_trim(text), name);
}

static pid_t who_has(struct arena *a, const char *socket) {
    DIR *dir = opendir("/proc");
    pid_t found = 0;
    if (dir == NULL)
        return 0;
    for (const struct dirent *e = readdir(dir); e != NULL && found == 0; e = readdir(dir))
        if (ascii_is_digit(e->d_name[0]) && is_named(a, e->d_name, "firstline") &&
            has_open(a, e->d_name, socket))
            found = (pid_t)strtol(e->d_name, NULL, 10);
    closedir(dir);
    return found;
}

/* The word behind that one, or behind its =. */
static const char *option(struct arena *a, struct slice words, const char *name) {
    const char *found = NULL, *with = text_printf(a, "%s=", name);
    while (words.ptr != NULL && words.len > 0) {
        struct slice word = slice_cut(words, '\0', &words), rest;
        if (slice_starts(word, with))
            found = text_copy(a, slice_sub(word, strlen(with), word.len));
        else if (slice_eq_lit(word, name) && words.ptr != NULL)
            found = text_copy(a, slice_cut(words, '\0', &rest));
    }
    return found;
}

static void look_at(struct doctor *d, struct doctor_program *p, pid_t pid) {
    struct slice words = SLICE_NONE;
    struct stat st;
    char exe[4096];
    if (stat(text_printf(d->arena, "/proc/%d", (int)pid), &st) == -1)
        return;
    p->pid = pid;
    p->uid = st.st_uid;
    ssize_t n = readlink(text_printf(d->arena, "/proc/%d/exe", (int)pid), exe, sizeof exe);
    p->replaced = n > 0 && slice_ends((struct slice){exe, (size_t)n}, " (deleted)");
    if (file_read(d->arena, text_printf(d->arena, "/proc/%d/cmdline", (int)pid), &words) == OK) {
        p->peer = option(d->arena, words, "--peer");
        p->key = option(d->arena, words, p->key_option);
    }
}

static void find(struct doctor *d, struct doctor_program *p, const char *path, const char *user) {
    const char *socket = listening(d->arena, path);
    pid_t pid = socket == NULL ? 0 : who_has(d->arena, socket);
    if (pid > 0)
        look_at(d, p, pid);
    const struct passwd *pw = p->pid > 0 ? getpwuid(p->uid) : getpwnam(user);
    if (pw == NULL)
        return;
    p->uid = pw->pw_uid;
    p->user = text_copy(d->arena, slice_from(pw->pw_name));
}

void doctor_find_program(struct doctor *d) {
    d->program.key_option = "--token-key";
    d->desk.key_option = "--session-key";
    find(d, &d->program, d->place->socket, "firstline");
    find(d, &d->desk, d->place->desk_socket, "firstline-desk");
}

int doctor_as(const char *user, int (*act)(const void *), const void *what) {
    const struct passwd *p = getpwnam(user);
    if (p == NULL || (geteuid() != 0 && geteuid() != p->pw_uid))
        return -1;
    pid_t pid = fork();
    if (pid == 0) {
        bool good = geteuid() == p->pw_uid || child_take_on(user);
        _exit(good ? act(what) : 126);
    }
    int status = 0;
    if (pid == -1 || waitpid(pid, &status, 0) == -1 || !WIFEXITED(status) ||
        WEXITSTATUS(status) == 126)
        return -1;
    return WEXITSTATUS(status);
}
