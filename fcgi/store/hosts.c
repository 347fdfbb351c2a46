/* hosts: libpq's lists, cut as libpq cuts them. The targets are made from them anew whenever a try
 * begins, as names may have got other addresses; turn and flags stay with a target by its address.
 * lock guards all, answered and turn; the rest does not change. */
#include "store/hosts.h"

#include <netdb.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/log.h"
#include "base/xalloc.h"
#include "store/passfile.h"
#include "store/resolver.h"

enum list { LIST_HOST = 0, LIST_HOSTADDR, LIST_PORT, LIST__MAX };

struct hosts {
    PQconninfoOption *known;   /* what libpq found; the lists are cut at their commas */
    const char *passfile;      /* NULL: the usual one */
    bool has_password;         /* told otherwise, so that no file is read */
    struct hosts_round listed; /* the lists; a name is unresolved */
    struct resolver *resolver;
    pthread_mutex_t lock;
    struct hosts_round all; /* the targets in the order of the lists */
    bool answered[HOSTS_MAX];
    size_t turn;
};

/* ---- the lists ------------------------------------------------------------------------------- */

static PQconninfoOption *option_of(struct hosts *h, const char *keyword) {
    static PQconninfoOption none;
    for (PQconninfoOption *o = h->known; o != NULL && o->keyword != NULL; o++)
        if (strcmp(o->keyword, keyword) == 0)
            return o;
    return &none;
}

static char *value_of(struct hosts *h, const char *keyword) { return option_of(h, keyword)->val; }

static size_t items_in(const char *list) {
    size_t n = list != NULL && *list != '\0';
    for (; n > 0 && *list != '\0'; list++)
        n += *list == ',';
    return n;
}

/* The next of a list, "" at its end; the comma after it becomes a NUL. */
static const char *cut(char **rest) {
    if (*rest == NULL)
        return "";
    char *item = *rest, *comma = strchr(item, ',');
    *rest = comma == NULL ? NULL : comma + 1;
    if (comma != NULL)
        *comma = '\0';
    return item;
}

static bool is_numeric(const char *host) {
    struct addrinfo *found = NULL, hints = {.ai_flags = AI_NUMERICHOST};
    bool numeric = getaddrinfo(host, NULL, &hints, &found) == 0;
    if (numeric)
        freeaddrinfo(found);
    return numeric;
}

/* With an address libpq asks nobody; a longer one than there is room for is none, cut or not. */
static void describe(struct hosts_target *t, const char *host, const char *hostaddr,
                     const char *port) {
    bool is_path = *host == '\0' || *host == '/' || *host == '@';
    bool numeric = *hostaddr == '\0' && !is_path && is_numeric(host);
    t->host = host;
    t->port = port;
    t->unresolved = *hostaddr == '\0' && !is_path && !numeric;
    snprintf(t->address, sizeof t->address, "%s", numeric ? host : hostaddr);
}

/* As many as there are addresses, or else hosts; a port for each, or one for all. Lists that do not
 * fit make one target without a host. */
static void read_lists(struct hosts *h) {
    char *hosts = value_of(h, "host"), *hostaddrs = value_of(h, "hostaddr"),
         *ports = value_of(h, "port");
    size_t host_count = items_in(hosts), port_count = items_in(ports);
    size_t count = items_in(hostaddrs) > 0 ? items_in(hostaddrs) : host_count > 0 ? host_count : 1;
    h->listed.count = 1;
    if (h->known == NULL || (host_count > 0 && host_count != count) ||
        (port_count > 1 && port_count != count))
        return;
    if (count > HOSTS_MAX)
        log_line(LOG_ERROR, "hosts_left_out", "count=%zu most=%d", count - HOSTS_MAX, HOSTS_MAX);
    h->listed.count = count > HOSTS_MAX ? HOSTS_MAX : count;
    const char *port = cut(&ports), *usual = option_of(h, "port")->compiled;
    for (size_t i = 0; i < h->listed.count; i++) {
        const char *host = cut(&hosts);
        describe(&h->listed.targets[i], host, cut(&hostaddrs), *port == '\0' ? usual : port);
        h->listed.targets[i].entry = i;
        port = port_count > 1 ? cut(&ports) : port;
    }
}

static bool is_told(const char *value) { return value != NULL && *value != '\0'; }

struct hosts *hosts_new(void) {
    struct hosts *h = xcalloc(1, sizeof *h);
    h->known = PQconndefaults();
    read_lists(h);
    h->passfile = value_of(h, "passfile");
    h->has_password = is_told(value_of(h, "password"));
    h->resolver = resolver_new();
    pthread_mutex_init(&h->lock, NULL);
    h->all = h->listed;
    return h;
}

void hosts_free(struct hosts *h) {
    if (h == NULL)
        return;
    resolver_free(h->resolver);
    pthread_mutex_destroy(&h->lock);
    PQconninfoFree(h->known);
    free(h);
}

/* ---- a round --------------------------------------------------------------------------------- */

/* The target once for each address, until the list has room for no more but the `after` others. */
static void add_resolved(struct hosts_round *list, const struct hosts_target *t,
                         const struct resolver_answer *found, size_t after) {
    for (size_t i = 0; i < found->count && list->count + after < HOSTS_MAX; i++) {
        struct hosts_target *one = &list->targets[list->count++];
        *one = *t;
        one->unresolved = false;
        memcpy(one->address, found->addresses[i], sizeof one->address);
    }
}

/* Its place in the list; count: it is not there. */
static size_t place_of(const struct hosts_round *list, const struct hosts_target *t) {
    size_t i = 0;
    while (i < list->count && (list->targets[i].entry != t->entry ||
                               strcmp(list->targets[i].address, t->address) != 0))
        i++;
    return i;
}

/* The first with that name, which has lost the address that had the turn. */
static size_t place_of_entry(const struct hosts_round *list, size_t entry) {
    size_t i = 0;
    while (i + 1 < list->count && list->targets[i].entry != entry)
        i++;
    return i;
}

/* As the names resolve now. */
static void refresh(struct hosts *h) {
    struct hosts_round old = h->all;
    struct hosts_target had = old.targets[h->turn];
    bool answered[HOSTS_MAX];
    const char *why;
    memcpy(answered, h->answered, sizeof answered);
    h->all.count = 0;
    for (size_t i = 0; i < h->listed.count; i++) {
        const struct hosts_target *t = &h->listed.targets[i];
        struct resolver_answer found;
        if (t->unresolved && resolver_ask(h->resolver, t->host, 0, &found, &why))
            add_resolved(&h->all, t, &found, h->listed.count - i - 1);
        else
            h->all.targets[h->all.count++] = *t;
    }
    for (size_t i = 0; i < h->all.count; i++) {
        size_t was = place_of(&old, &h->all.targets[i]);
        h->answered[i] = was < old.count && answered[was];
    }
    h->turn = place_of(&h->all, &had);
    if (h->turn == h->all.count)
        h->turn = place_of_entry(&h->all, had.entry);
}

void hosts_begin(struct hosts *h, struct hosts_round *out) {
    pthread_mutex_lock(&h->lock);
    refresh(h);
    out->count = h->all.count;
    for (size_t i = 0; i < out->count; i++)
        out->targets[i] = h->all.targets[(h->turn + i) % out->count];
    pthread_mutex_unlock(&h->lock);
}

bool hosts_resolve(struct hosts *h, struct hosts_round *round, size_t at, long long deadline,
                   const char **why) {
    struct hosts_round old = *round;
    struct resolver_answer found;
    const struct hosts_target *t = &old.targets[at];
    if (!t->unresolved)
        return true;
    if (!resolver_ask(h->resolver, t->host, deadline, &found, why))
        return false;
    size_t after = old.count - at - 1;
    round->count = at;
    add_resolved(round, t, &found, after);
    memcpy(round->targets + round->count, t + 1, after * sizeof *t);
    round->count += after;
    pthread_mutex_lock(&h->lock);
    refresh(h);
    pthread_mutex_unlock(&h->lock);
    return true;
}

/* What the lists have for a target is told outright, even if it is "": libpq would look into the
 * environment again for what is not told, and takes "" for told only in such a string. */
PGconn *hosts_start(const struct hosts *h, const struct hosts_target *t) {
    const char *const names[] = {"dbname",
                                 "host",
                                 "hostaddr",
                                 "port",
                                 "passfile",
                                 "application_name",
                                 "client_encoding",
                                 "target_session_attrs",
                                 NULL};
    bool known = t->host != NULL;
    const char *const values[] = {known ? "host='' hostaddr='' port=''" : NULL,
                                  t->host,
                                  known ? t->address : NULL,
                                  t->port,
                                  h->has_password ? NULL : passfile_instead(h->passfile),
                                  "firstline",
                                  "UTF8",
                                  "read-write",
                                  NULL};
    return PQconnectStartParams(names, values, 1);
}

/* ---- what became of it ----------------------------------------------------------------------- */

bool hosts_answered(struct hosts *h, const struct hosts_target *t) {
    bool anew = false;
    pthread_mutex_lock(&h->lock);
    size_t i = place_of(&h->all, t);
    if (i < h->all.count) {
        anew = !h->answered[i];
        h->answered[i] = true;
        h->turn = i;
    }
    pthread_mutex_unlock(&h->lock);
    return anew;
}

static void leave(struct hosts *h, const struct hosts_target *t, bool answers) {
    pthread_mutex_lock(&h->lock);
    size_t i = place_of(&h->all, t);
    if (i < h->all.count && !answers)
        h->answered[i] = false;
    if (i == h->turn)
        h->turn = (i + 1) % h->all.count;
    pthread_mutex_unlock(&h->lock);
    if (t->host != NULL && h->listed.targets[t->entry].unresolved)
        resolver_refresh(h->resolver, t->host);
}

void hosts_failed(struct hosts *h, const struct hosts_target *t) { leave(h, t, false); }

void hosts_leave(struct hosts *h, const struct hosts_target *t) { leave(h, t, true); }
