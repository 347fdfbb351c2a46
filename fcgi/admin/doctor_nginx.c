/* doctor_nginx: what nginx is configured to, by the tree of "nginx -T": by effect rather than by
 * the names of files, since the snippets may have been copied. */
#include "admin/nginx_conf.h"

#include <dirent.h>
#include <pwd.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "admin/child.h"
#include "admin/doctor_check.h"
#include "admin/file.h"
#include "admin/text.h"

#define THEN "   and then: nginx -t && systemctl reload nginx"
#define WORDS_MAX 32
#define NGINX_TIME_MS 8000
#define HEADERS_KIB 64 /* of large_client_header_buffers in firstline.conf */
#define SEND_TIMEOUT_S 40

const char *const *doctor_nginx_words(struct doctor *d, bool dump) {
    const char **words = text_alloc(d->arena, (WORDS_MAX + 2) * sizeof *words);
    struct slice rest = slice_trim(slice_from(d->place->nginx));
    size_t n = 0;
    while (rest.len > 0 && n < WORDS_MAX) {
        words[n++] = text_copy(d->arena, slice_cut(rest, ' ', &rest));
        rest = slice_trim(rest);
    }
    if (dump)
        words[n] = "-T";
    return words;
}

/* Who speaks of us there has our files in twice, or not all of them. */
static void say_refused(struct doctor *d, const struct child_end *end, struct doctor_finding *f) {
    const char *mark = "[emerg] ", *emerg = strstr(end->error, mark);
    struct slice rest = slice_from(emerg), line;
    const char *why = child_reason(d->arena, end);
    if (emerg != NULL && text_line(&rest, &line)) {
        struct slice behind =
            SLICE_NONE; /* "208#208: open() ..." in a log, but not on a terminal */
        line = slice_sub(line, strlen(mark), line.len);
        struct slice process = slice_cut(line, ' ', &behind);
        bool numbered = slice_find(process, '#') < process.len && slice_ends(process, ":");
        why = text_copy(d->arena, numbered ? behind : line);
    }
    if (geteuid() != 0 && strstr(end->error, "ermission denied") != NULL) {
        doctor_unseen(f, "nginx's configuration", why);
        return;
    }
    if (end->code == CHILD_TOO_LONG) { /* it looks up names, which may have nobody to answer */
        doctor_says(f, DOCTOR_WARNING, "nginx looks at its configuration for longer than %d s",
                    NGINX_TIME_MS / 1000);
        doctor_remedy(f,
                      "time nginx -t   and, if it is slow: getent hosts NAME for each name that it "
                      "is to send to");
        return;
    }
    bool ours = strstr(why, "\"firstline") != NULL || strstr(why, "\"/f/\"") != NULL ||
                strstr(why, "\"large_client_header_buffers\"") != NULL;
    doctor_says(f, DOCTOR_WRONG, "nginx refuses its configuration: %s", why);
    if (ours && strstr(why, "duplicate") != NULL)
        doctor_remedy(f, "take the other one out: each of firstline's files is included once, and "
                         "large_client_header_buffers stands in firstline.conf" THEN);
    else if (strstr(why, "/nginx/firstline-") != NULL && strstr(why, "No such file") != NULL)
        doctor_remedy(f, "install firstline once more: that file is one of its own");
    else if (ours)
        doctor_remedy(f, "in the http block write: include %s/nginx/firstline-http.conf;" THEN,
                      d->place->etc);
    else
        doctor_remedy(f, "edit that line" THEN);
}

static void read_conf(struct doctor *d, struct doctor_finding *f) {
    const char *const *argv = doctor_nginx_words(d, true);
    d->nginx_tried = true;
    struct child_end end =
        child_run(d->arena, &(struct child){.argv = argv, .timeout_ms = NGINX_TIME_MS});
    if (end.code == CHILD_NOT_RUN) {
        doctor_says(f, DOCTOR_WARNING, "there is no nginx on this machine (%s)", argv[0]);
        doctor_remedy(f, "apt-get install nginx, or say where it is: --nginx /PATH/nginx");
    } else if (end.code != 0) {
        say_refused(d, &end, f);
    } else if (nginx_conf_read(d->arena, slice_from(end.out), &d->nginx) != OK) {
        doctor_says(f, DOCTOR_WARNING, "nginx's configuration could not be read here");
        doctor_remedy(f, "nginx -T, and look whether it is whole and less than 4 MiB");
    }
}

static void look_conf(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    read_conf(d, f);
}

const struct nginx_directive *doctor_nginx_conf(struct doctor *d, struct doctor_finding *f) {
    struct doctor_finding ignored = {.state = DOCTOR_WELL};
    if (!d->nginx_tried) /* the first check was ended, and the others go on without it */
        read_conf(d, &ignored);
    if (d->nginx == NULL)
        doctor_says(f, DOCTOR_UNSEEN, "nginx's configuration is not known");
    return d->nginx;
}

/* ---- the tree ------------------------------------------------------------------------------- */

static const struct nginx_directive *top(const struct nginx_directive *first, const char *name) {
    while (first != NULL && strcmp(first->name, name) != 0)
        first = first->next;
    return first;
}

static const struct nginx_directive *next_server(const struct nginx_directive *d) {
    for (d = nginx_conf_next(d); d != NULL; d = nginx_conf_next(d))
        if (d->block && d->parent != NULL && strcmp(d->name, "server") == 0 &&
            strcmp(d->parent->name, "http") == 0)
            return d;
    return NULL;
}

static bool has_forms(const struct nginx_directive *server) {
    for (const struct nginx_directive *l = server->child; l != NULL; l = l->next) {
        if (!l->block || strcmp(l->name, "location") != 0 || l->arg_count == 0 ||
            strcmp(l->args[l->arg_count - 1], "/f/") != 0)
            continue;
        const struct nginx_directive *pass = nginx_conf_child(l, "fastcgi_pass");
        if (pass != NULL && pass->arg_count == 1 && strcmp(pass->args[0], "firstline") == 0)
            return true;
    }
    return false;
}

static const struct nginx_directive *with_forms(const struct nginx_directive *after) {
    const struct nginx_directive *s = next_server(after);
    while (s != NULL && !has_forms(s))
        s = next_server(s);
    return s;
}

/* A number with its unit: of time in ms, of size in octets. -1: it is none. */
static long long measure(const char *text, bool time) {
    char *unit;
    long long n = strtoll(text, &unit, 10);
    if (unit == text || n < 0 || n > 1000000000)
        return -1;
    if (strcmp(unit, "ms") == 0)
        return n;
    switch (ascii_lower(*unit)) {
    case '\0':
    case 's':
        return time ? n * 1000 : n;
    case 'k':
        return n * 1024;
    case 'm':
        return time ? n * 60000 : n * 1024 * 1024;
    default:
        return time ? n * 3600000 : -1;
    }
}

static long long number_of(const struct nginx_directive *d, long long fallback) {
    long long n = d != NULL && d->arg_count > 0 ? measure(d->args[0], false) : -1;
    return n >= 0 ? n : fallback;
}

static void look_http(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    const struct nginx_directive *conf = doctor_nginx_conf(d, f);
    for (const struct nginx_directive *i = conf; i != NULL; i = nginx_conf_next(i))
        if (i->block && strcmp(i->name, "upstream") == 0 && i->arg_count == 1 &&
            strcmp(i->args[0], "firstline") == 0)
            return;
    if (conf == NULL)
        return;
    doctor_says(f, DOCTOR_WRONG, "firstline-http.conf is not included");
    doctor_remedy(f,
                  "firstline setup   (or in the http block: include %s/nginx/firstline-http.conf;)",
                  d->place->etc);
}

static void look_server(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    const struct nginx_directive *conf = doctor_nginx_conf(d, f);
    if (conf == NULL || with_forms(conf) != NULL)
        return;
    doctor_says(f, DOCTOR_WRONG, "no server block has the forms");
    doctor_remedy(f,
                  "in the server block of your site write: include %s/nginx/firstline.conf;" THEN,
                  d->place->etc);
}

/* ---- the default server of each address ----------------------------------------------------- */

/* 80, *:80 and 0.0.0.0:80 are one. */
static const char *address(struct doctor *d, const char *listen) {
    struct slice s = slice_from(listen);
    bool number = s.len > 0;
    for (size_t i = 0; i < s.len; i++)
        number = number && ascii_is_digit(s.ptr[i]);
    if (number)
        return text_printf(d->arena, "*:%s", listen);
    if (slice_starts(s, "0.0.0.0:"))
        return text_printf(d->arena, "*:%s", listen + strlen("0.0.0.0:"));
    if (slice_starts(s, "unix:") || slice_find(s, ']') + 1 < s.len ||
        (s.ptr[0] != '[' && slice_find(s, ':') < s.len))
        return listen;
    return text_printf(d->arena, "%s:80", listen);
}

static bool says_default(const struct nginx_directive *listen) {
    for (size_t i = 1; i < listen->arg_count; i++)
        if (strcmp(listen->args[i], "default_server") == 0 ||
            strcmp(listen->args[i], "default") == 0)
            return true;
    return false;
}

/* Who answers there what no other server does: the one that says so, else the first. */
static const struct nginx_directive *default_server(struct doctor *d, const char *at) {
    const struct nginx_directive *first = NULL;
    for (const struct nginx_directive *s = next_server(d->nginx); s != NULL; s = next_server(s)) {
        bool listens = nginx_conf_child(s, "listen") == NULL && strcmp(at, "*:80") == 0;
        for (const struct nginx_directive *l = s->child; l != NULL; l = l->next) {
            if (strcmp(l->name, "listen") != 0 || l->arg_count == 0 ||
                strcmp(address(d, l->args[0]), at) != 0)
                continue;
            if (says_default(l))
                return s;
            listens = true;
        }
        first = first == NULL && listens ? s : first;
    }
    return first;
}

static bool takes_long_headers(struct doctor *d, const struct nginx_directive *server) {
    const struct nginx_directive *b =
        nginx_conf_in_force(server, d->nginx, "large_client_header_buffers");
    return b != NULL && b->arg_count == 2 && measure(b->args[1], false) >= HEADERS_KIB * 1024LL;
}

/* What firstline.conf brings to it, by hand. */
static bool has_pages(const struct nginx_directive *server) {
    for (const struct nginx_directive *e = server->child; e != NULL; e = e->next)
        for (size_t i = 0; strcmp(e->name, "error_page") == 0 && i < e->arg_count; i++)
            if (strcmp(e->args[i], "414") == 0)
                return true;
    return false;
}

static bool look_default_of(struct doctor *d, const char *at, struct doctor_finding *f) {
    const struct nginx_directive *s = default_server(d, at);
    if (s == NULL || has_forms(s) || has_pages(s))
        return true;
    doctor_says(
        f, DOCTOR_WARNING,
        "the default server of %s (%s:%d) does not include firstline.conf: long addresses and "
        "cookies get nginx's own page",
        at, s->file, s->line);
    doctor_remedy(f, "in %s, server block of line %d, write: include %s/nginx/firstline.conf;" THEN,
                  s->file, s->line, d->place->etc);
    return false;
}

static void look_default(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    const struct nginx_directive *conf = doctor_nginx_conf(d, f);
    const struct nginx_directive *s = conf == NULL ? NULL : with_forms(conf);
    for (; s != NULL; s = with_forms(s)) {
        if (nginx_conf_child(s, "listen") == NULL && !look_default_of(d, "*:80", f))
            return;
        for (const struct nginx_directive *l = s->child; l != NULL; l = l->next)
            if (strcmp(l->name, "listen") == 0 && l->arg_count > 0 &&
                !look_default_of(d, address(d, l->args[0]), f))
                return;
    }
}

/* ---- single directives ---------------------------------------------------------------------- */

static void look_headers(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    const struct nginx_directive *conf = doctor_nginx_conf(d, f);
    for (const struct nginx_directive *s = conf == NULL ? NULL : with_forms(conf); s != NULL;
         s = with_forms(s)) {
        if (takes_long_headers(d, s))
            continue;
        doctor_says(f, DOCTOR_WRONG, "%s:%d: the server with the forms takes no long cookies",
                    s->file, s->line);
        doctor_remedy(f, "in that server block write: large_client_header_buffers 4 64k;" THEN);
        return;
    }
}

static void look_timeout(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    const struct nginx_directive *conf = doctor_nginx_conf(d, f);
    for (const struct nginx_directive *s = conf == NULL ? NULL : with_forms(conf); s != NULL;
         s = with_forms(s)) {
        const struct nginx_directive *t = nginx_conf_in_force(s, conf, "send_timeout");
        if (t == NULL || t->arg_count != 1 || measure(t->args[0], true) < 0 ||
            measure(t->args[0], true) >= SEND_TIMEOUT_S * 1000LL)
            continue;
        doctor_says(f, DOCTOR_WARNING, "%s:%d: send_timeout %s ends pages that wait for their form",
                    t->file, t->line, t->args[0]);
        doctor_remedy(f, "in %s, line %d, write: send_timeout %ds;" THEN, t->file, t->line,
                      SEND_TIMEOUT_S);
        return;
    }
}

static long long worker_connections(const struct nginx_directive *conf) {
    const struct nginx_directive *events = top(conf, "events");
    return number_of(events == NULL ? NULL : nginx_conf_child(events, "worker_connections"), 512);
}

static void look_connections(struct doctor *d, const struct doctor_check *c,
                             struct doctor_finding *f) {
    (void)c;
    const struct nginx_directive *conf = doctor_nginx_conf(d, f);
    if (conf == NULL || worker_connections(conf) >= NGINX_CONNECTIONS)
        return;
    doctor_says(f, DOCTOR_WARNING,
                "worker_connections is %lld: one address can take them all and lock others out",
                worker_connections(conf));
    doctor_remedy(f, "in the events block of nginx.conf write: worker_connections %d;" THEN,
                  NGINX_CONNECTIONS);
}

/* "Max open files            1024                 524288               files" */
static long long files_of(struct doctor *d, pid_t pid) {
    struct slice text, line;
    if (pid == 0 ||
        file_read(d->arena, text_printf(d->arena, "/proc/%d/limits", (int)pid), &text) != OK)
        return -1;
    while (text_line(&text, &line))
        if (slice_starts(line, "Max open files"))
            return strtoll(line.ptr + strlen("Max open files"), NULL, 10);
    return -1;
}

static void look_files(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    const struct nginx_directive *conf = doctor_nginx_conf(d, f);
    if (conf == NULL)
        return;
    long long need = 2 * worker_connections(conf);
    long long has = number_of(top(conf, "worker_rlimit_nofile"), -1);
    if (has < 0)
        has = files_of(d, doctor_nginx_worker(d));
    if (has < 0)
        doctor_says(f, DOCTOR_UNSEEN, "no worker of nginx runs that we may look at");
    if (has < 0 || has >= need)
        return;
    doctor_says(f, DOCTOR_WARNING, "a worker of nginx may have %lld files open, %lld are needed",
                has, need);
    doctor_remedy(f, "at the top of nginx.conf write: worker_rlimit_nofile %lld;" THEN,
                  need > NGINX_FILES ? need : NGINX_FILES);
}

static void look_real_ip(struct doctor *d, const struct doctor_check *c, struct doctor_finding *f) {
    (void)c;
    const struct nginx_directive *conf = doctor_nginx_conf(d, f);
    for (const struct nginx_directive *i = conf; i != NULL; i = nginx_conf_next(i)) {
        if (strcmp(i->name, "set_real_ip_from") != 0 || i->arg_count != 1 ||
            (strcmp(i->args[0], "0.0.0.0/0") != 0 && strcmp(i->args[0], "::/0") != 0))
            continue;
        doctor_says(f, DOCTOR_WRONG, "%s:%d: set_real_ip_from %s lets everybody choose his address",
                    i->file, i->line, i->args[0]);
        doctor_remedy(f, "in %s, line %d, name the address of your proxy instead" THEN, i->file,
                      i->line);
        return;
    }
}

static void look_upstream(struct doctor *d, const struct doctor_check *c,
                          struct doctor_finding *f) {
    (void)c;
    const struct nginx_directive *conf = doctor_nginx_conf(d, f), *ours = NULL;
    const char *want = text_printf(d->arena, "unix:%s", d->place->socket);
    for (const struct nginx_directive *i = conf; i != NULL; i = nginx_conf_next(i)) {
        if (i->parent == NULL || strcmp(i->parent->name, "upstream") != 0 ||
            strcmp(i->name, "server") != 0 || i->arg_count == 0 || i->parent->arg_count != 1 ||
            strcmp(i->parent->args[0], "firstline") != 0)
            continue;
        if (strcmp(i->args[0], want) == 0)
            return;
        ours = i;
    }
    if (ours == NULL)
        return;
    doctor_says(f, DOCTOR_WRONG, "nginx looks for firstline at %s (%s:%d); it listens at %s",
                ours->args[0], ours->file, ours->line, want);
    doctor_remedy(f, "in %s, line %d, write: server %s max_fails=0;" THEN, ours->file, ours->line,
                  want);
}

static const struct doctor_check checks[] = {
    {"nginx", "nginx takes its configuration", look_conf, .timeout_ms = 9000},
    {"nginx-http", "firstline-http.conf is in it", look_http, .because = "nginx"},
    {"nginx-server", "a server block has the forms", look_server, .because = "nginx nginx-http"},
    {"nginx-default", "so has the default server", look_default, .because = "nginx"},
    {"nginx-headers", "long cookies pass", look_headers, .because = "nginx"},
    {"nginx-timeout", "pages may wait for their form", look_timeout, .because = "nginx"},
    {"nginx-connections", "there are connections for all", look_connections, .because = "nginx"},
    {"nginx-files", "and files for all of them", look_files, .because = "nginx"},
    {"real-ip", "nobody chooses his address", look_real_ip, .because = "nginx"},
    {"nginx-upstream", "nginx and firstline mean the same socket", look_upstream,
     .because = "nginx"},
    {"socket", "nginx gets to firstline", .look = doctor_look_socket, .because = "nginx"},
    {"peer", "firstline takes nginx for nginx", doctor_look_peer, .because = "nginx socket"},
    {"health", "firstline says that it is well", doctor_look_health,
     .because =
         "nginx nginx-http nginx-server nginx-upstream socket peer database entry schema rights "
         "durability spool "
         "spool-room"},
    {"nft", "one address cannot take all connections", doctor_look_nft, .because = "nginx"},
};

const struct doctor_group doctor_nginx = {checks, sizeof checks / sizeof *checks, false};
