/* site: see site.h. The line stands at the beginning of its block, on a line of its own, indented;
 * where the brace was not the last of its line ("server { listen 80; }") ours is not indented, and
 * that tells that the end of line before it, behind the brace, is ours as well. */
#include "admin/site.h"

#include <stdlib.h>
#include <string.h>

#include "admin/text.h"
#include "base/bounds.h"

#define INDENT "    "

/* ---- which ---------------------------------------------------------------------------------- */

static const struct nginx_directive *after(const struct nginx_directive *d, const char *name) {
    for (d = d->next; d != NULL && strcmp(d->name, name) != 0;)
        d = d->next;
    return d;
}

static bool is_server(const struct nginx_directive *d) {
    return d->block && strcmp(d->name, "server") == 0 && d->parent != NULL &&
           strcmp(d->parent->name, "http") == 0;
}

static const struct nginx_directive *include_of(const struct nginx_directive *server,
                                                const char *file) {
    const struct nginx_directive *d = nginx_conf_child(server, "include");
    while (d != NULL && !nginx_conf_is_from(d, file))
        d = after(d, "include");
    return d;
}

const struct nginx_directive *site_line(const struct nginx_directive *server) {
    return include_of(server, SITE_FILE);
}

const struct nginx_directive *site_desk_line(const struct nginx_directive *server) {
    return include_of(server, SITE_DESK_FILE);
}

static bool has_arg(const struct nginx_directive *d, const char *word) {
    for (size_t i = 0; i < d->arg_count; i++)
        if (strcmp(d->args[i], word) == 0)
            return true;
    return false;
}

static bool has_name(const struct nginx_directive *server, const char *name) {
    const struct nginx_directive *d = nginx_conf_child(server, "server_name");
    for (; d != NULL; d = after(d, "server_name"))
        if (has_arg(d, name))
            return true;
    return false;
}

static const char *place_of(struct arena *a, const struct nginx_directive *server) {
    return text_printf(a, "%s:%d", server->file, server->line);
}

static bool is_candidate(const struct nginx_directive *d) {
    return is_server(d) && nginx_conf_child(d, "return") == NULL &&
           include_of(d, "firstline-status.conf") == NULL;
}

static bool has_tls(const struct nginx_directive *server) {
    const struct nginx_directive *d = nginx_conf_child(server, "listen");
    for (; d != NULL; d = after(d, "listen"))
        if (has_arg(d, "ssl") || has_arg(d, "quic"))
            return true;
    return false;
}

static size_t keep_tls(const struct nginx_directive **sites, size_t n) {
    size_t with = 0, at = 0;
    for (size_t i = 0; i < n; i++) {
        if (has_tls(sites[i])) {
            with++;
            at = i;
        }
    }
    if (with != 1)
        return n;
    sites[0] = sites[at];
    return 1;
}

size_t site_candidates(struct arena *a, const struct nginx_directive *top, const char *wanted,
                       const struct nginx_directive **sites) {
    size_t n = 0;
    for (const struct nginx_directive *d = top; d != NULL; d = nginx_conf_next(d)) {
        if (!is_candidate(d) || n == SETUP_SITES_MAX)
            continue;
        if (wanted == NULL || has_name(d, wanted) || strcmp(place_of(a, d), wanted) == 0)
            sites[n++] = d;
    }
    return wanted != NULL ? keep_tls(sites, n) : n;
}

const char *site_label(struct arena *a, const struct nginx_directive *server) {
    const char *names = "";
    const struct nginx_directive *d = nginx_conf_child(server, "server_name");
    for (; d != NULL; d = after(d, "server_name"))
        for (size_t i = 0; i < d->arg_count; i++)
            names = text_printf(a, "%s%s ", names, d->args[i][0] != '\0' ? d->args[i] : "\"\"");
    return text_printf(a, "%s(%s)", names[0] != '\0' ? names : "without a name ",
                       place_of(a, server));
}

/* ---- how one comes there -------------------------------------------------------------------- */

/* A name that one can look up: no _, no pattern. */
static const char *plain_name(const struct nginx_directive *server) {
    const struct nginx_directive *d = nginx_conf_child(server, "server_name");
    for (; d != NULL; d = after(d, "server_name"))
        for (size_t i = 0; i < d->arg_count; i++)
            if (d->args[i][0] != '\0' && d->args[i][0] != '~' && strpbrk(d->args[i], "*_$") == NULL)
                return d->args[i];
    return NULL;
}

/* What listen says: host unset: all addresses. */
static struct site_address read_listen(struct arena *a, const char *text) {
    struct site_address at = {.port = "80"};
    if (strncmp(text, "unix:", 5) == 0) {
        at.socket = text + 5;
        return at;
    }
    const char *bracket = strchr(text, ']'), *colon = strrchr(text, ':');
    if (bracket != NULL && colon != NULL && colon < bracket)
        colon = NULL;
    bool only_port = text[strspn(text, "0123456789")] == '\0';
    if (only_port)
        at.port = text;
    else if (colon != NULL)
        at.port = colon + 1;
    if (!only_port)
        at.host = text_copy(
            a, (struct slice){text, colon != NULL ? (size_t)(colon - text) : strlen(text)});
    return at;
}

/* The first listen without TLS, or the first. NULL: there is none, which means port 80. */
static const struct nginx_directive *plain_listen(const struct nginx_directive *server) {
    const struct nginx_directive *first = nginx_conf_child(server, "listen");
    for (const struct nginx_directive *d = first; d != NULL; d = after(d, "listen"))
        if (!has_arg(d, "ssl") && !has_arg(d, "quic"))
            return d;
    return first;
}

/* By TLS if it can be had, as visitors do: the other may only send there. */
static const struct nginx_directive *front_listen(const struct nginx_directive *server) {
    const struct nginx_directive *first = nginx_conf_child(server, "listen"), *d = first;
    while (d != NULL && !has_arg(d, "ssl"))
        d = after(d, "listen");
    return d != NULL ? d : first;
}

struct site_address site_address(struct arena *a, const struct nginx_directive *server) {
    const struct nginx_directive *listen = front_listen(server);
    struct site_address at =
        read_listen(a, listen != NULL && listen->arg_count > 0 ? listen->args[0] : "80");
    at.tls = listen != NULL && has_arg(listen, "ssl");
    at.proxied = listen != NULL && has_arg(listen, "proxy_protocol");
    at.name = plain_name(server);
    if (at.host == NULL || strcmp(at.host, "*") == 0 || strcmp(at.host, "0.0.0.0") == 0)
        at.host = "127.0.0.1";
    else if (strcmp(at.host, "[::]") == 0)
        at.host = "[::1]";
    return at;
}

static const char *key_of(struct arena *a, const struct nginx_directive *listen) {
    struct site_address at = read_listen(a, listen->arg_count > 0 ? listen->args[0] : "80");
    bool all = at.host == NULL || strcmp(at.host, "0.0.0.0") == 0;
    return at.socket != NULL ? at.socket : text_printf(a, "%s:%s", all ? "*" : at.host, at.port);
}

const struct nginx_directive *site_default(struct arena *a, const struct nginx_directive *top,
                                           const struct nginx_directive *server) {
    const struct nginx_directive *own = plain_listen(server), *first = NULL;
    const char *key = own != NULL ? key_of(a, own) : "*:80";
    for (const struct nginx_directive *d = top; d != NULL; d = nginx_conf_next(d)) {
        const struct nginx_directive *l = is_server(d) ? nginx_conf_child(d, "listen") : NULL;
        for (; l != NULL; l = after(l, "listen")) {
            if (strcmp(key_of(a, l), key) != 0)
                continue;
            if (has_arg(l, "default_server"))
                return d;
            first = first == NULL ? d : first;
        }
    }
    return first;
}

/* ---- the line ------------------------------------------------------------------------------- */

/* Behind the brace that opens the block; len of text: there is none. */
static size_t behind_brace(struct slice text, size_t from) {
    bool comment = false;
    for (size_t i = from; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '\n')
            comment = false;
        else if (c == '#')
            comment = true;
        else if (c == '{' && !comment)
            return i + 1;
        else if ((c == ';' || c == '}') && !comment)
            break;
    }
    return text.len;
}

/* Nothing but a comment to the end of the line. */
static bool is_rest_bare(struct slice text, size_t at) {
    while (at < text.len && text.ptr[at] != '\n') {
        if (text.ptr[at] == '#')
            return true;
        if (!ascii_is_space(text.ptr[at]))
            return false;
        at++;
    }
    return at < text.len;
}

struct slice site_put_line(struct arena *a, struct slice text, size_t at, const char *path) {
    if (at >= text.len || !slice_starts(slice_sub(text, at, text.len), "server"))
        return SLICE_NONE;
    at = behind_brace(text, at);
    if (at == text.len)
        return SLICE_NONE;
    bool own_line = is_rest_bare(text, at);
    if (own_line)
        at += slice_find(slice_sub(text, at, text.len), '\n') + 1;
    struct slice before = slice_sub(text, 0, at), rest = slice_sub(text, at, text.len);
    return slice_from(text_printf(a, "%.*s%sinclude %s; " SITE_MARK "\n%.*s", SLICE_ARG(before),
                                  own_line ? INDENT : "\n", path, SLICE_ARG(rest)));
}

static bool is_ours(struct slice line) {
    struct slice bare = slice_trim(line);
    return slice_starts(bare, "include ") && slice_ends(bare, "; " SITE_MARK);
}

struct slice site_take_line(struct arena *a, struct slice text) {
    char *out = text_alloc(a, text.len + 1);
    size_t n = 0;
    struct slice rest = text, line;
    while (text_line(&rest, &line)) {
        bool ended = line.ptr + line.len < text.ptr + text.len;
        if (is_ours(line)) {
            bool indented = line.len > 0 && ascii_is_space(line.ptr[0]);
            n -= !indented && n > 1 && out[n - 2] == '{' ? 1 : 0;
            continue;
        }
        memcpy(out + n, line.ptr, line.len);
        n += line.len;
        if (ended)
            out[n++] = '\n';
    }
    return (struct slice){out, n};
}
