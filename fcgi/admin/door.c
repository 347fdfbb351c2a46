/* door: see door.h. */
#include "admin/door.h"

#include <stdlib.h>
#include <string.h>

#include "admin/child.h"
#include "admin/text.h"

struct door door_of(struct arena *a, const struct nginx_directive *server, const char *path) {
    struct site_address at = site_address(a, server);
    const char *name = at.name != NULL ? at.name : at.host;
    bool usual = strcmp(at.port, at.tls ? "443" : "80") == 0;
    struct door d = {.socket = at.socket, .proxied = at.proxied};
    if (at.name != NULL && at.socket == NULL)
        d.by = text_printf(a, "%s:%s:%s:%s", name, at.port, at.host, at.port);
    d.url = text_printf(a, "%s://%s%s%s%s", at.tls ? "https" : "http", name, usual ? "" : ":",
                        usual ? "" : at.port, path);
    return d;
}

struct door_answer door_knock(struct arena *a, const struct door *d, struct slice json,
                              int timeout_s) {
    const char *argv[32];
    size_t n = 0;
    argv[n++] = "curl";
    argv[n++] = "-q"; /* not as root's own .curlrc says */
    argv[n++] = "-sSk";
    argv[n++] = "--noproxy", argv[n++] = "*";
    argv[n++] = "--max-time", argv[n++] = text_printf(a, "%d", timeout_s);
    argv[n++] = "-w", argv[n++] = "\n%{http_code}";
    if (d->by != NULL)
        argv[n++] = "--connect-to", argv[n++] = d->by;
    if (d->socket != NULL)
        argv[n++] = "--unix-socket", argv[n++] = d->socket;
    if (d->proxied)
        argv[n++] = "--haproxy-protocol";
    if (json.ptr != NULL) {
        argv[n++] = "-H", argv[n++] = "Content-Type: application/json";
        argv[n++] = "-H", argv[n++] = "Accept: application/json";
        argv[n++] = "--data-binary", argv[n++] = "@-";
    }
    argv[n++] = d->url;
    argv[n] = NULL;
    struct child_end end = child_run(a, &(struct child){.argv = argv, .input = json});
    const char *last = strrchr(end.out, '\n');
    struct door_answer answer = {.text = child_reason(a, &end)};
    if (end.code == 0 && last != NULL) {
        answer.status = (int)strtol(last + 1, NULL, 10);
        answer.text = text_copy(a, (struct slice){end.out, (size_t)(last - end.out)});
    }
    return answer;
}
