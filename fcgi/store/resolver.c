/* resolver: one thread a name at most, and one question a second. lock guards everything but the
 * text of a name, which never changes. */
#include "store/resolver.h"

#include <netdb.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/clock.h"
#include "base/xalloc.h"
#include "base/xthread.h"

#define FRESH_MS 30000
#define AGAIN_MS 1000

struct name {
    struct resolver *resolver;
    char *text;
    bool running, asked;
    long long asked_ms;           /* when last, if asked */
    long long found_ms;           /* when it had its answer */
    struct resolver_answer found; /* the last that was one; count 0: none yet */
    int failure;                  /* what getaddrinfo said last; 0: an answer */
};

struct resolver {
    pthread_mutex_t lock;
    pthread_cond_t answered;
    size_t users; /* the owner, and each thread that asks */
    size_t count;
    struct name names[HOSTS_MAX];
};

struct resolver *resolver_new(void) {
    struct resolver *r = xcalloc(1, sizeof *r);
    pthread_mutex_init(&r->lock, NULL);
    xcond_init(&r->answered);
    r->users = 1;
    return r;
}

static void let_go(struct resolver *r) {
    pthread_mutex_lock(&r->lock);
    bool last = --r->users == 0;
    pthread_mutex_unlock(&r->lock);
    if (!last)
        return;
    for (size_t i = 0; i < r->count; i++)
        free(r->names[i].text);
    pthread_cond_destroy(&r->answered);
    pthread_mutex_destroy(&r->lock);
    free(r);
}

void resolver_free(struct resolver *r) { let_go(r); }

/* ---- asking -------------------------------------------------------------------------------- */

static bool has(const struct resolver_answer *a, const char *address) {
    for (size_t i = 0; i < a->count; i++)
        if (strcmp(a->addresses[i], address) == 0)
            return true;
    return false;
}

/* As libpq would ask. */
static int look_up(const char *name, struct resolver_answer *out) {
    struct addrinfo *found = NULL, hints = {.ai_family = AF_UNSPEC, .ai_socktype = SOCK_STREAM};
    int failure = getaddrinfo(name, NULL, &hints, &found);
    out->count = 0;
    if (failure != 0)
        return failure;
    for (const struct addrinfo *a = found; a != NULL && out->count < HOSTS_MAX; a = a->ai_next) {
        char address[HOST_ADDRESS_MAX];
        if (getnameinfo(a->ai_addr, a->ai_addrlen, address, sizeof address, NULL, 0,
                        NI_NUMERICHOST) == 0 &&
            !has(out, address))
            memcpy(out->addresses[out->count++], address, sizeof address);
    }
    freeaddrinfo(found);
    return out->count == 0 ? EAI_NODATA : 0;
}

static void *ask(void *arg) {
    struct name *n = arg;
    struct resolver *r = n->resolver;
    struct resolver_answer found;
    int failure = look_up(n->text, &found);
    pthread_mutex_lock(&r->lock);
    n->running = false;
    n->failure = failure;
    if (failure == 0) {
        n->found = found;
        n->found_ms = clock_ms();
    }
    pthread_cond_broadcast(&r->answered);
    pthread_mutex_unlock(&r->lock);
    let_go(r);
    return NULL;
}

/* Unless it is asked for, or was within the last second. */
static void start(struct resolver *r, struct name *n) {
    pthread_t thread;
    long long now = clock_ms();
    if (n->running || (n->asked && now - n->asked_ms < AGAIN_MS))
        return;
    n->asked = true;
    n->asked_ms = now;
    n->running = pthread_create(&thread, NULL, ask, n) == 0;
    if (n->running) {
        r->users++;
        pthread_detach(thread);
    } else {
        n->failure = EAI_MEMORY;
    }
}

/* NULL: there is no room for one more. */
static struct name *find(struct resolver *r, const char *name) {
    for (size_t i = 0; i < r->count; i++)
        if (strcmp(r->names[i].text, name) == 0)
            return &r->names[i];
    if (r->count == HOSTS_MAX)
        return NULL;
    struct name *n = &r->names[r->count];
    n->text = strdup(name);
    if (n->text == NULL)
        return NULL;
    n->resolver = r;
    r->count++;
    return n;
}

bool resolver_ask(struct resolver *r, const char *name, long long deadline,
                  struct resolver_answer *out, const char **why) {
    pthread_mutex_lock(&r->lock);
    struct name *n = find(r, name);
    if (n != NULL && (n->found.count == 0 || clock_ms() - n->found_ms >= FRESH_MS))
        start(r, n);
    while (n != NULL && n->found.count == 0 && n->running && clock_ms() < deadline)
        xcond_wait(&r->answered, &r->lock, deadline);
    bool known = n != NULL && n->found.count > 0;
    if (known)
        *out = n->found;
    else if (n == NULL)
        *why = "too many names";
    else
        *why = n->running ? "name not resolved in time" : gai_strerror(n->failure);
    pthread_mutex_unlock(&r->lock);
    return known;
}

void resolver_refresh(struct resolver *r, const char *name) {
    pthread_mutex_lock(&r->lock);
    struct name *n = find(r, name);
    if (n != NULL)
        start(r, n);
    pthread_mutex_unlock(&r->lock);
}
