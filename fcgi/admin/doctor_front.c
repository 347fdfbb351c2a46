/* doctor_front: the way from nginx to firstline, walked as nginx's own user. */
#include <dirent.h>
#include <errno.h>
#include <jansson.h>
#include <netdb.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin/child.h"
#include "admin/doctor_check.h"
#include "admin/file.h"
#include "admin/places.h"
#include "admin/text.h"
#include "admin/unix_socket.h"
#include "base/write_all.h"

#define ANSWER_MAX (64 * 1024)

/* ---- who nginx is --------------------------------------------------------------------------- */

static const char *word_behind(struct doctor *d, const char *option) {
    const char *const *words = doctor_nginx_words(d, false);
    for (size_t i = 0; words[i] != NULL; i++)
        if (strcmp(words[i], option) == 0)
            return words[i + 1];
    return NULL;
}

static pid_t master(struct doctor *d) {
    struct slice text;
    const struct nginx_directive *i = d->nginx;
    while (i != NULL && strcmp(i->name, "pid") != 0)
        i = i->next;
    const char *path = i != NULL && i->arg_count == 1 ? i->args[0] : "/run/nginx.pid";
    if (path[0] != '/') {
        const char *prefix = word_behind(d, "-p");
        path = text_printf(d->arena, "%s/%s", prefix != NULL ? prefix : "/usr/share/nginx", path);
    }
    return file_read(d->arena, path, &text) == OK ? (pid_t)strtol(text.ptr, NULL, 10) : 0;
}

/* The fourth word, behind the name in brackets, is the parent. */
static pid_t parent_of(struct doctor *d, const char *pid) {
    struct slice text;
    if (file_read(d->arena, text_printf(d->arena, "/proc/%s/stat", pid), &text) != OK)
        return 0;
    const char *end = memrchr(text.ptr, ')', text.len);
    return end == NULL || strlen(end) < 4 ? 0 : (pid_t)strtol(end + 4, NULL, 10);
}

pid_t doctor_nginx_worker(struct doctor *d) {
    pid_t parent = master(d), found = 0;
    DIR *dir = parent > 1 ? opendir("/proc") : NULL;
    if (dir == NULL)
        return 0;
    for (const struct dirent *e = readdir(dir); e != NULL && found == 0; e = readdir(dir))
        if (ascii_is_digit(e->d_name[0]) && parent_of(d, e->d_name) == parent)
            found = (pid_t)strtol(e->d_name, NULL, 10);
    closedir(dir);
    return found;
}

const char *doctor_nginx_user(struct doctor *d) {
    struct stat st;
    pid_t worker = doctor_nginx_worker(d);
    const struct passwd *p = NULL;
    if (worker > 0 && stat(text_printf(d->arena, "/proc/%d", (int)worker), &st) == 0)
        p = getpwuid(st.st_uid);
    if (p != NULL)
        return text_copy(d->arena, slice_from(p->pw_name));
    for (const struct nginx_directive *i = d->nginx; i != NULL; i = i->next)
        if (strcmp(i->name, "user") == 0 && i->arg_count > 0)
            return i->args[0];
    return "www-data";
}

/* ---- the socket ----------------------------------------------------------------------------- */

static int try_socket(const void *path) { /* 0, or errno */
    return unix_socket_connect(path) == -1 ? errno : 0;
}

void doctor_try_socket(struct doctor *d, const char *path, const char *unit,
                       struct doctor_finding *f) {
    const char *user = doctor_nginx_user(d);
    int e = doctor_as(user, try_socket, path);
    if (e == 0)
        return;
    if (e == -1 && getpwnam(user) == NULL) {
        doctor_says(f, DOCTOR_UNSEEN, "there is no user %s, as whom nginx would run", user);
    } else if (e == -1) {
        doctor_unseen(f, path, "that takes root, to become nginx's user");
    } else if (e == EACCES || e == EPERM) {
        struct stat st;
        bool is = stat(path, &st) == 0;
        doctor_says(f, DOCTOR_WRONG, "%s, as whom nginx runs, may not open %s (mode %04o)", user,
                    path, is ? st.st_mode & 07777 : 0);
        doctor_remedy(f,
                      "systemctl edit %s.socket: [Socket] SocketGroup=GROUP_OF_%s "
                      "SocketMode=0660   and then: systemctl restart %s.socket %s",
                      unit, user, unit, unit);
    } else {
        doctor_says(f, DOCTOR_WRONG, "nobody takes what nginx sends to %s: %s", path, strerror(e));
        if (places_systemd())
            doctor_remedy(f,
                          "systemctl restart %s.socket %s; if that fails: journalctl -u %s -n 20",
                          unit, unit, unit);
        else
            doctor_remedy(f, "firstline setup   (it shows how it is started without systemd)");
    }
}

void doctor_look_socket(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    doctor_try_socket(d, d->place->socket, "firstline", f);
}

/* Whoever it takes for nginx: --peer, a name or a number, and its own user. */
void doctor_look_peer(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    const char *takes = d->program.peer != NULL ? d->program.peer : d->place->peer;
    const struct passwd *p = getpwnam(doctor_nginx_user(d));
    if (d->program.pid == 0 || p == NULL) {
        doctor_says(f, DOCTOR_UNSEEN, "it is not known whom firstline takes for nginx");
        return;
    }
    char number[24];
    snprintf(number, sizeof number, "%u", (unsigned)p->pw_uid);
    if (p->pw_uid == d->program.uid ||
        (takes != NULL && (strcmp(takes, p->pw_name) == 0 || strcmp(takes, number) == 0)))
        return;
    doctor_says(f, DOCTOR_WRONG, "nginx runs as %s, firstline takes requests from %s only",
                p->pw_name, takes != NULL ? takes : d->program.user);
    doctor_remedy(f,
                  "systemctl edit firstline: ExecStart= with --peer %s   and then: systemctl "
                  "restart firstline",
                  p->pw_name);
}

/* ---- health --------------------------------------------------------------------------------- */

/* Where a server of nginx has the location /healthz: the address of its first listen, or NULL. */
static const char *status_address(struct doctor *d) {
    for (const struct nginx_directive *i = d->nginx; i != NULL; i = nginx_conf_next(i)) {
        if (!i->block || strcmp(i->name, "location") != 0 || i->arg_count == 0 ||
            strcmp(i->args[i->arg_count - 1], "/healthz") != 0 || i->parent == NULL)
            continue;
        const struct nginx_directive *l = nginx_conf_child(i->parent, "listen");
        return l == NULL || l->arg_count == 0 ? "80" : l->args[0];
    }
    return NULL;
}

static int connect_tcp(struct doctor *d, const char *at) {
    const char *colon = strrchr(at, ':');
    const char *port = colon != NULL ? colon + 1 : at;
    const char *host = colon == NULL || at[0] == '*' || strncmp(at, "0.0.0.0:", 8) == 0
                           ? "127.0.0.1"
                           : text_printf(d->arena, "%.*s", (int)(colon - at), at);
    if (at[0] == '[')
        host = strncmp(at, "[::]", 4) == 0
                   ? "::1"
                   : text_printf(d->arena, "%.*s", (int)(colon - at) - 2, at + 1);
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_NUMERICHOST}, *list = NULL;
    if (getaddrinfo(host, port, &hints, &list) != 0)
        return -1;
    int fd = socket(list->ai_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd != -1 && connect(fd, list->ai_addr, list->ai_addrlen) == -1) {
        close(fd);
        fd = -1;
    }
    freeaddrinfo(list);
    return fd;
}

/* The whole answer, or NULL. The deadline is the check's. */
static const char *get(struct doctor *d, const char *at) {
    int fd = strncmp(at, "unix:", 5) == 0 ? unix_socket_connect(at + 5) : connect_tcp(d, at);
    if (fd == -1)
        return NULL;
    char *text = text_alloc(d->arena, ANSWER_MAX + 1);
    size_t len = 0;
    ssize_t n = 1;
    if (!write_all(fd, SLICE_LIT("GET /healthz HTTP/1.0\r\nHost: localhost\r\n\r\n")))
        n = 0;
    while (n > 0 && len < ANSWER_MAX) {
        n = read(fd, text + len, ANSWER_MAX - len);
        len += n > 0 ? (size_t)n : 0;
    }
    close(fd);
    return len > 0 ? text : NULL;
}

/* What it says of itself that nothing here has seen. */
static void judge(const char *body, struct doctor_finding *f) {
    json_t *all = json_loads(body, 0, NULL);
    const char *database = json_string_value(json_object_get(all, "database"));
    const char *schema = json_string_value(json_object_get(all, "schema"));
    const char *spool = json_string_value(json_object_get(all, "spool"));
    if (database == NULL)
        doctor_says(f, DOCTOR_WRONG, "/healthz is answered by somebody else");
    else if (strcmp(database, "up") != 0)
        doctor_says(f, DOCTOR_WRONG, "firstline has no database, and keeps leads in its spool");
    else if (schema != NULL && strcmp(schema, "fits") != 0)
        doctor_says(f, DOCTOR_WRONG, "firstline says of the schema: %s", schema);
    else if (spool != NULL && strcmp(spool, "full or failing") == 0)
        doctor_says(f, DOCTOR_WRONG, "firstline says that its spool is full or failing");
    json_decref(all);
    if (f->state == DOCTOR_WRONG)
        doctor_remedy(f, "journalctl -u firstline -p warning -n 20, which says why");
}

void doctor_look_health(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    if (doctor_nginx_conf(d, f) == NULL)
        return;
    const char *at = status_address(d), *answer = at == NULL ? NULL : get(d, at);
    const char *body = answer == NULL ? NULL : strstr(answer, "\r\n\r\n");
    int status = answer != NULL && strncmp(answer, "HTTP/1.", 7) == 0
                     ? (int)strtol(answer + 8, NULL, 10)
                     : 0;
    if (at == NULL) {
        doctor_says(f, DOCTOR_WARNING, "nginx has no /healthz: nobody can ask how firstline is");
        doctor_remedy(f,
                      "firstline setup   (or a server with: include %s/nginx/"
                      "firstline-status.conf;)",
                      d->place->etc);
    } else if (body == NULL) {
        doctor_says(f, DOCTOR_WRONG, "nginx does not answer at %s", at);
        doctor_remedy(f, "systemctl restart nginx; if that fails: nginx -t");
    } else if (status != 200 && status != 503) {
        doctor_says(f, DOCTOR_WRONG, "/healthz at %s is answered with %d", at, status);
        doctor_remedy(f, "tail /var/log/nginx/error.log, which says why");
    } else {
        judge(body + 4, f);
    }
}

/* ---- the kernel ----------------------------------------------------------------------------- */

void doctor_look_nft(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    const struct nginx_directive *i = doctor_nginx_conf(d, f);
    if (i == NULL)
        return;
    while (i != NULL && strcmp(i->name, "set_real_ip_from") != 0)
        i = nginx_conf_next(i);
    if (i != NULL || geteuid() != 0 || !child_there_is("nft")) {
        doctor_says(f, DOCTOR_UNSEEN, "%s",
                    i != NULL ? "visitors come through a proxy: that is where they are counted"
                    : geteuid() != 0 ? "it takes root to ask nft"
                                     : "there is no nft here (apt-get install nftables)");
        return;
    }
    const char *const argv[] = {"nft", "list", "table", "inet", "firstline", NULL};
    struct child_end end = child_run(d->arena, &(struct child){.argv = argv, .timeout_ms = 3000});
    if (end.code == 0)
        return;
    doctor_says(f, DOCTOR_WARNING, "no rule bounds how many connections one address may have");
    doctor_remedy(f, "nft -f %s/nginx/firstline.nft (its head says how it comes back after a boot)",
                  d->place->etc);
}
