/* setup_nginx: what nginx needs in its http block, a file of our own; and in the site's server
 * block, one line. nginx itself is asked before and after: a file that it does not take is put
 * back, and what it said is shown. */
#include <errno.h>
#include <fnmatch.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "admin/child.h"
#include "admin/places.h"
#include "admin/setup.h"
#include "admin/site.h"
#include "admin/text.h"
#include "base/bounds.h"

#define CONF_D "/etc/nginx/conf.d"
#define OUR_FILE CONF_D "/firstline.conf"
#define STATUS_PORT 9145
#define SITE_PATH PLACES_NGINX "/" SITE_FILE
#define DESK_PATH PLACES_NGINX "/" SITE_DESK_FILE

/* ---- nginx, asked --------------------------------------------------------------------------- */

static struct child_end nginx(struct setup *s, const char *option, const char *word) {
    const char *const argv[] = {"nginx", option, word, NULL};
    return child_run(s->arena, &(struct child){.argv = argv});
}

/* Its complaints without its praise. */
static void add_complaint(struct setup *s, const struct child_end *end) {
    struct slice rest = slice_from(end->error), line;
    while (text_line(&rest, &line))
        if (memmem(line.ptr, line.len, "[emerg]", 7) != NULL ||
            memmem(line.ptr, line.len, "[alert]", 7) != NULL)
            setup_more(s, "%.*s", SLICE_ARG(line));
    if (s->more_count == 0)
        setup_more(s, "%s", child_reason(s->arena, end));
}

static bool read_nginx(struct setup *s) {
    struct child_end end = nginx(s, "-T", NULL);
    s->nginx = NULL;
    if (end.code != 0) {
        add_complaint(s, &end);
        if (geteuid() != 0)
            setup_more(s, "Run it as root: others may not read all of it.");
        s->code = EX_CONFIG;
        setup_say(s, SETUP_FAILED,
                  "nginx does not take its configuration as it is; mend it first:");
        return false;
    }
    if (nginx_conf_read(s->arena, slice_from(end.out), &s->nginx) == OK)
        return true;
    s->nginx = NULL;
    s->code = EX_CONFIG;
    setup_say(s, SETUP_FAILED, "cannot make sense of what nginx -T prints");
    return false;
}

static enum setup_end say_missing(struct setup *s) {
    setup_more(s, "apt-get install nginx");
    return setup_say(s, SETUP_LEFT, "nginx is not installed; do that, then run setup again:");
}

static bool write_or_delete(struct setup *s, const char *path, struct slice text) {
    return text.ptr == NULL ? setup_unlink(s, path)
                            : setup_write(s, path, text, (struct file_owner){.mode = 0644});
}

static bool try_file(struct setup *s, const char *path, struct slice before, struct slice after) {
    if (!write_or_delete(s, path, after))
        return false;
    if (!child_there_is("nginx"))
        return true;
    struct child_end end = nginx(s, "-t", NULL);
    if (end.code == 0)
        return true;
    if (!write_or_delete(s, path, before))
        return false;
    add_complaint(s, &end);
    s->code = EX_CONFIG;
    setup_say(s, SETUP_FAILED, "nginx does not take it; %s is as it was. nginx says:", path);
    return false;
}

/* true: the file is so (unset: is not there), and nginx takes it. Otherwise it is as before. */
static bool change(struct setup *s, const char *path, struct slice before, struct slice after) {
    setup_hold(true);
    bool good = try_file(s, path, before, after);
    setup_hold(false);
    return good;
}

/* ---- nginx reads it ------------------------------------------------------------------------- */

/* Its process id; 0: it does not run. */
static long master(struct setup *s) {
    const char *path = "/run/nginx.pid";
    struct slice text;
    for (const struct nginx_directive *d = s->nginx; d != NULL; d = d->next)
        if (strcmp(d->name, "pid") == 0 && d->arg_count == 1)
            path = d->args[0];
    if (file_read(s->arena, path, &text) != OK)
        return 0;
    long pid = strtol(text.ptr, NULL, 10);
    return pid > 1 && (kill((pid_t)pid, 0) == 0 || errno == EPERM) ? pid : 0;
}

static enum setup_end not_running(struct setup *s) {
    setup_more(s, "%s", places_systemd() ? "systemctl enable --now nginx" : "nginx");
    return setup_say(s, SETUP_LEFT, "nginx does not run; start it, then run setup again:");
}

static enum setup_end look_reload(struct setup *s) {
    if (s->nginx == NULL)
        return setup_say(s, SETUP_LEFT, "not tried: nginx comes first");
    if (master(s) == 0)
        return not_running(s);
    if (!s->nginx_changed)
        return setup_say(s, SETUP_SO, "nginx runs with it");
    return setup_say(s, SETUP_NEEDED, "have nginx read its configuration");
}

static enum setup_end act_reload(struct setup *s) {
    const char *const by_systemd[] = {"systemctl", "reload", "nginx", NULL};
    const char *const by_hand[] = {"nginx", "-s", "reload", NULL};
    bool unit = places_systemd();
    struct child_end end =
        child_run(s->arena, &(struct child){.argv = unit ? by_systemd : by_hand});
    if (unit && end.code != 0) /* it was started by hand, beside systemd */
        end = child_run(s->arena, &(struct child){.argv = by_hand});
    if (end.code != 0)
        return setup_say(s, SETUP_FAILED, "nginx could not be reloaded: %s",
                         child_reason(s->arena, &end));
    return setup_say(s, SETUP_DONE, "nginx has read its configuration");
}

const struct setup_step setup_reload = {.what = "nginx reload",
                                        .is = NEED_NGINX,
                                        .needs = NEED_SITE,
                                        .look = look_reload,
                                        .act = act_reload};

/* ---- the http block ------------------------------------------------------------------------- */

static const struct nginx_directive *find_upstream(const struct nginx_directive *top) {
    for (const struct nginx_directive *d = top; d != NULL; d = nginx_conf_next(d))
        if (d->block && strcmp(d->name, "upstream") == 0 && d->arg_count == 1 &&
            strcmp(d->args[0], "firstline") == 0)
            return d;
    return NULL;
}

static bool reads_our_file(const struct nginx_directive *top) {
    for (const struct nginx_directive *d = top; d != NULL; d = nginx_conf_next(d)) {
        if (strcmp(d->name, "include") != 0 || d->arg_count != 1 || d->parent == NULL ||
            strcmp(d->parent->name, "http") != 0)
            continue;
        const char *ours = d->args[0][0] == '/' ? OUR_FILE : OUR_FILE + strlen("/etc/nginx/");
        if (fnmatch(d->args[0], ours, FNM_PATHNAME) == 0)
            return true;
    }
    return false;
}

/* As it was shipped, it names itself in its first line; what was edited behind that is ours, too.
 */
static bool is_ours(struct slice text) { return slice_starts(text, "# " OUR_FILE ":"); }

/* "nginx -t" does not see that somebody else has the port: nginx would refuse to read the
 * configuration, and not start any more. */
static bool is_taken(uint16_t port) {
    struct sockaddr_in at = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0), on = 1;
    bool taken = fd != -1 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) == 0 &&
                 bind(fd, (struct sockaddr *)&at, sizeof at) == -1 && errno == EADDRINUSE;
    if (fd != -1)
        close(fd);
    return taken;
}

/* An nginx that was told to go without it a moment ago has it still. */
static bool stays_taken(uint16_t port) {
    bool taken = is_taken(port);
    for (int i = 0; taken && i < SETUP_TRIES; i++) {
        usleep(SETUP_TRY_MS * 1000);
        taken = is_taken(port);
    }
    return taken;
}

static enum setup_end look_our_file(struct setup *s) {
    struct slice text;
    if (!reads_our_file(s->nginx)) {
        setup_more(s, "In its http block:  include " CONF_D "/*.conf;");
        return setup_say(s, SETUP_LEFT,
                         "nginx does not read " CONF_D "; add this line, then run setup again:");
    }
    if (file_read(s->arena, OUR_FILE, &text) == OK && !is_ours(text))
        return setup_say(s, SETUP_LEFT,
                         "%s is yours, and setup would write it: give it another name, then run "
                         "setup again",
                         OUR_FILE);
    if (stays_taken(STATUS_PORT)) {
        setup_more(s, "ss -ltnp 'sport = %d'", STATUS_PORT);
        return setup_say(s, SETUP_LEFT,
                         "127.0.0.1:%d, where /healthz will be, is taken; end who has it, then run "
                         "setup again:",
                         STATUS_PORT);
    }
    s->nginx_changed = s->dry_run;
    return setup_say(s, SETUP_NEEDED, "write %s: limits, error pages, /healthz on 127.0.0.1:%d",
                     OUR_FILE, STATUS_PORT);
}

static enum setup_end look_http(struct setup *s) {
    if (!child_there_is("nginx"))
        return say_missing(s);
    if (!read_nginx(s))
        return SETUP_FAILED;
    const struct nginx_directive *upstream = find_upstream(s->nginx);
    if (upstream != NULL && slice_starts(slice_from(upstream->file), PLACES_NGINX "/"))
        return setup_say(s, SETUP_SO, "nginx has %s", upstream->file);
    if (upstream != NULL) {
        setup_more(s, "It is a copy that no upgrade changes. To have this version's delete it, and "
                      "run setup again.");
        return setup_say(s, SETUP_WARN, "nginx has the upstream firstline of %s", upstream->file);
    }
    if (access(PLACES_NGINX "/firstline-http.conf", R_OK) == -1)
        return setup_say(s, SETUP_FAILED,
                         PLACES_NGINX "/firstline-http.conf is missing; install firstline again");
    return look_our_file(s);
}

static enum setup_end act_http(struct setup *s) {
    struct slice text, before = SLICE_NONE;
    const char *shipped =
        text_printf(s->arena, "%s/nginx/firstline-conf.d.conf", s->share != NULL ? s->share : "");
    if (file_read(s->arena, shipped, &text) != OK)
        return setup_say(s, SETUP_FAILED, "%s is missing; install firstline again", shipped);
    if (file_read(s->arena, OUR_FILE, &before) != OK)
        before = SLICE_NONE;
    if (!change(s, OUR_FILE, before, text) || !read_nginx(s))
        return SETUP_FAILED;
    s->nginx_changed = true;
    return setup_say(s, SETUP_DONE, "%s, and nginx takes it", OUR_FILE);
}

static enum setup_end delete_ours(struct setup *s) {
    struct slice before = SLICE_NONE;
    if (file_read(s->arena, OUR_FILE, &before) != OK)
        return setup_say(s, SETUP_SO, "there is no %s", OUR_FILE);
    if (!is_ours(before))
        return setup_say(s, SETUP_SO, "%s stays: it is yours", OUR_FILE);
    if (s->dry_run)
        return setup_say(s, SETUP_NEEDED, "delete %s", OUR_FILE);
    if (!change(s, OUR_FILE, before, SLICE_NONE))
        return SETUP_FAILED;
    s->nginx_changed = true;
    return setup_say(s, SETUP_DONE, "%s is deleted", OUR_FILE);
}

/* The last of what is taken back from nginx. */
static enum setup_end undo_http(struct setup *s) {
    enum setup_end end = delete_ours(s);
    const char *text = s->text;
    if (end == SETUP_FAILED || !s->nginx_changed || s->nginx == NULL || master(s) == 0)
        return end;
    if (act_reload(s) == SETUP_FAILED)
        return SETUP_FAILED;
    return setup_say(s, SETUP_DONE, "%s, and nginx has read its configuration", text);
}

const struct setup_step setup_http = {.what = "nginx",
                                      .is = NEED_HTTP,
                                      .needs = NEED_USER,
                                      .look = look_http,
                                      .act = act_http,
                                      .undo = undo_http};

/* ---- the site ------------------------------------------------------------------------------- */

static const struct nginx_directive *ask(struct setup *s, const struct nginx_directive **sites,
                                         size_t n) {
    char line[32];
    for (size_t i = 0; i < n; i++)
        fprintf(stderr, "%4zu  %s\n", i + 1, site_label(s->arena, sites[i]));
    fprintf(stderr, "Which of them is to have the forms? [1-%zu] ", n);
    if (fgets(line, sizeof line, stdin) == NULL)
        return NULL;
    unsigned long number = strtoul(line, NULL, 10);
    return number >= 1 && number <= n ? sites[number - 1] : NULL;
}

/* Sets s->site, or says why not. */
static enum setup_end choose_site(struct setup *s) {
    const struct nginx_directive *sites[SETUP_SITES_MAX];
    size_t n = site_candidates(s->arena, s->nginx, s->server, sites);
    s->site = NULL;
    for (size_t i = 0; i < n && s->site == NULL; i++)
        if (site_line(sites[i]) != NULL)
            s->site = sites[i];
    if (s->site != NULL || n == 1) {
        s->site = s->site != NULL ? s->site : sites[0];
        return SETUP_SO;
    }
    if (n == 0 && s->server != NULL) {
        n = site_candidates(s->arena, s->nginx, NULL, sites);
        for (size_t i = 0; i < n; i++)
            setup_more(s, "%s", site_label(s->arena, sites[i]));
        s->code = EX_USAGE;
        return setup_say(s, SETUP_FAILED, "nginx has no site %s%s", s->server,
                         n > 0 ? "; it has:" : "");
    }
    if (n == 0)
        return setup_say(s, SETUP_LEFT,
                         "nginx has no site yet: give it a server block, then run "
                         "setup again");
    if (s->ask && !s->dry_run)
        s->site = ask(s, sites, n);
    if (s->site != NULL)
        return SETUP_SO;
    for (size_t i = 0; i < n; i++)
        setup_more(s, "%s", site_label(s->arena, sites[i]));
    return setup_say(s, SETUP_LEFT,
                     "nginx has several sites; choose one with --server NAME (or FILE:LINE):");
}

/* nginx answers requests that it cannot read from there. */
static void add_default(struct setup *s) {
    const struct nginx_directive *d = site_default(s->arena, s->nginx, s->site);
    if (d == NULL || d == s->site || site_line(d) != NULL)
        return;
    setup_more(s, "Requests that nginx cannot read (400, 414) are answered by another server:");
    setup_more(s, "  %s", site_label(s->arena, d));
    setup_more(s, "To have firstline's page there, too:  include %s;", SITE_PATH);
}

static enum setup_end look_site(struct setup *s) {
    if (s->nginx == NULL)
        return setup_say(s, SETUP_LEFT, "not tried: nginx comes first");
    enum setup_end end = choose_site(s);
    if (end != SETUP_SO)
        return end;
    const struct nginx_directive *line = site_line(s->site);
    if (line == NULL) {
        setup_more(s, "%s:", s->site->file);
        setup_more(s, "  include %s; %s", SITE_PATH, SITE_MARK);
        s->nginx_changed = s->nginx_changed || s->dry_run;
        return setup_say(s, SETUP_NEEDED, "one line into the server block of %s",
                         site_label(s->arena, s->site));
    }
    add_default(s);
    if (strcmp(line->args[0], SITE_PATH) == 0)
        return setup_say(s, s->more_count > 0 ? SETUP_WARN : SETUP_SO, "%s has the forms",
                         site_label(s->arena, s->site));
    setup_more(s, "It is a copy that no upgrade changes. To have this version's:  include %s;",
               SITE_PATH);
    return setup_say(s, SETUP_WARN, "%s includes %s", site_label(s->arena, s->site), line->args[0]);
}

typedef const struct nginx_directive *line_of(const struct nginx_directive *server);

/* After its file was changed behind it: the same block in the tree as it is now. */
static void find_again(struct setup *s, const char *file, size_t at, line_of *line) {
    s->site = NULL;
    if (!read_nginx(s))
        return;
    for (const struct nginx_directive *d = s->nginx; d != NULL; d = nginx_conf_next(d))
        if (d->at == at && strcmp(d->file, file) == 0 && line(d) != NULL)
            s->site = d;
}

/* A line into the block of s->site. false: it is said why not. */
static bool put_line(struct setup *s, const char *included, line_of *line) {
    struct slice before, after;
    const char *path = s->site->file;
    size_t at = s->site->at;
    if (file_read(s->arena, path, &before) != OK) {
        setup_say(s, SETUP_FAILED, "cannot read %s: %s", path, strerror(errno));
        return false;
    }
    after = site_put_line(s->arena, before, at, included);
    if (after.ptr == NULL) {
        setup_say(s, SETUP_FAILED, "no server block is found in %s:%d; put the line in yourself",
                  path, s->site->line);
        return false;
    }
    if (!change(s, path, before, after))
        return false;
    s->nginx_changed = true;
    find_again(s, path, at, line);
    if (s->site == NULL)
        setup_say(s, SETUP_FAILED, "the line is in %s, and nginx does not have it", path);
    return s->site != NULL;
}

static enum setup_end act_site(struct setup *s) {
    if (!put_line(s, SITE_PATH, site_line))
        return SETUP_FAILED;
    add_default(s);
    return setup_say(s, s->more_count > 0 ? SETUP_WARN : SETUP_DONE, "%s has the forms",
                     site_label(s->arena, s->site));
}

static bool take_out(struct setup *s, const char *path) {
    struct slice before, after;
    if (file_read(s->arena, path, &before) != OK)
        return true;
    after = site_take_line(s->arena, before);
    if (slice_eq(before, after))
        return true;
    setup_more(s, "%s", path);
    if (s->dry_run)
        return true;
    if (!change(s, path, before, after))
        return false;
    s->nginx_changed = true;
    return true;
}

static enum setup_end undo_site(struct setup *s) {
    if (!child_there_is("nginx"))
        return setup_say(s, SETUP_SO, "nginx is not installed");
    if (!read_nginx(s))
        return SETUP_FAILED;
    for (const struct nginx_directive *d = s->nginx; d != NULL; d = nginx_conf_next(d))
        if (strcmp(d->name, "include") == 0 && d->arg_count == 1 &&
            (strcmp(d->args[0], SITE_PATH) == 0 || strcmp(d->args[0], DESK_PATH) == 0) &&
            !take_out(s, d->file))
            return SETUP_FAILED;
    if (s->more_count == 0)
        return setup_say(s, SETUP_SO, "no line of ours is in nginx's configuration");
    return s->dry_run ? setup_say(s, SETUP_NEEDED, "take our line out of")
                      : setup_say(s, SETUP_DONE, "our line is out of");
}

const struct setup_step setup_site = {.what = "site",
                                      .is = NEED_SITE,
                                      .needs = NEED_HTTP,
                                      .look = look_site,
                                      .act = act_site,
                                      .undo = undo_site,
                                      .shown = true};

/* ---- the desk ------------------------------------------------------------------------------- */

/* Where it is already, whoever has put it there: often in a server of its own. */
static const struct nginx_directive *desk_server(const struct nginx_directive *top) {
    for (const struct nginx_directive *d = top; d != NULL; d = nginx_conf_next(d))
        if (d->block && strcmp(d->name, "server") == 0 && site_desk_line(d) != NULL)
            return d;
    return NULL;
}

static enum setup_end say_desk(struct setup *s, enum setup_end end,
                               const struct nginx_directive *server) {
    struct site_address at = site_address(s->arena, server);
    const char *url = text_printf(s->arena, "%s://%s/desk/", at.tls ? "https" : "http",
                                  at.name != NULL ? at.name : "this machine");
    if (at.tls)
        return setup_say(s, end, "people sign in at %s", url);
    setup_more(s, "Browsers keep its cookie over TLS only: give the site a certificate "
                  "(firstline-nginx(7)). A proxy in front that has one is enough.");
    return setup_say(s, SETUP_WARN, "people sign in at %s, which has no TLS", url);
}

static enum setup_end look_desk_site(struct setup *s) {
    if (s->without_desk)
        return setup_say(s, SETUP_SO, "not wanted here: --no-desk");
    if (s->nginx == NULL || s->site == NULL || (!s->dry_run && site_line(s->site) == NULL))
        return setup_say(s, SETUP_LEFT, "not tried: the site comes first");
    const struct nginx_directive *server = desk_server(s->nginx);
    if (server != NULL)
        return say_desk(s, SETUP_SO, server);
    const struct nginx_directive *line = site_line(s->site); /* NULL: a dry run would put it */
    if (line != NULL && strcmp(line->args[0], SITE_PATH) != 0) {
        setup_more(s, "include %s;   once the site has this version's files", DESK_PATH);
        return setup_say(s, SETUP_ADVICE,
                         "put into %s by hand, as the forms are:", site_label(s->arena, s->site));
    }
    setup_more(s, "%s:", s->site->file);
    setup_more(s, "  include %s; %s", DESK_PATH, SITE_MARK);
    s->nginx_changed = s->nginx_changed || s->dry_run;
    return setup_say(s, SETUP_NEEDED, "one line more into the server block of %s",
                     site_label(s->arena, s->site));
}

static enum setup_end act_desk_site(struct setup *s) {
    if (!put_line(s, DESK_PATH, site_desk_line))
        return SETUP_FAILED;
    return say_desk(s, SETUP_DONE, s->site);
}

/* Its line is taken out with that of the forms. */
const struct setup_step setup_desk_site = {.what = "desk",
                                           .needs = NEED_SITE,
                                           .look = look_desk_site,
                                           .act = act_desk_site,
                                           .shown = true};

/* ---- how many at a time: proposed ----------------------------------------------------------- */

static long number_of(const struct nginx_directive *d, long fallback) {
    return d != NULL && d->arg_count == 1 ? strtol(d->args[0], NULL, 10) : fallback;
}

static const struct nginx_directive *find_top(const struct nginx_directive *d, const char *name) {
    while (d != NULL && strcmp(d->name, name) != 0)
        d = d->next;
    return d;
}

static bool has_rule(struct setup *s) {
    const char *const argv[] = {"nft", "list", "table", "inet", "firstline", NULL};
    return child_run(s->arena, &(struct child){.argv = argv}).code == 0;
}

static enum setup_end look_limits(struct setup *s) {
    if (s->nginx == NULL)
        return setup_say(s, SETUP_SO, "not looked at: there is no nginx yet");
    const struct nginx_directive *events = find_top(s->nginx, "events");
    long connections =
        number_of(events != NULL ? nginx_conf_child(events, "worker_connections") : NULL, 512);
    long files = number_of(find_top(s->nginx, "worker_rlimit_nofile"), 0);
    if (connections < NGINX_CONNECTIONS)
        setup_more(s, "nginx.conf, events:  worker_connections %d;  (it is %ld)", NGINX_CONNECTIONS,
                   connections);
    if (files < NGINX_FILES)
        setup_more(s, "nginx.conf, at its top:  worker_rlimit_nofile %d;", NGINX_FILES);
    if (!has_rule(s))
        setup_more(s, "%snft -f %s/firstline.nft  (its head says how it stays)",
                   child_there_is("nft") ? "" : "apt-get install nftables, then  ", PLACES_NGINX);
    if (s->more_count == 0)
        return setup_say(s, SETUP_SO, "one address cannot take all of nginx's connections");
    return setup_say(s, SETUP_ADVICE,
                     "one address could take all of nginx's connections; for a public site:");
}

const struct setup_step setup_limits = {.what = "many connections", .look = look_limits};
