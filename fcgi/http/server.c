/* server: our own accept loop in front of libfcgi, for what libfcgi does not have: a look at who is
 * there before a byte is parsed, timeouts on every read and write, connections that nginx keeps
 * without a thread for each, and a stop that loses nothing.
 *
 * libfcgi is handed an accepted connection by filling in what FCGX_Accept_r would have: ipcFd, and
 * keepConnection so that it does not close it first. When the peer gives nothing usable it closes
 * the connection and tries to accept on listen_sock, which is -1: EBADF, our sign to go on. The
 * members used are below "Don't use anything below here" in fcgiapp.h; the assertion on the size
 * and the self-test at start stand guard over a library that changed. */
#include "http/server.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sysexits.h>
#include <unistd.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/fault.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/xalloc.h"
#include "base/xthread.h"
#include "http/farewell.h"

#define THREAD_STACK_BYTES (512 * 1024) /* libphonenumber's and PCRE2's own need is far below */
#define ACCEPT_PAUSE_US 10000
#define LET_GO_PAUSE_US 10000

_Static_assert(sizeof(FCGX_Request) == 5 * sizeof(void *) + 10 * sizeof(int),
               "FCGX_Request is not the one that take_request fills in");

struct worker {
    struct server *server;
    pthread_t thread;
    FCGX_Request fcgi;
    struct arena *arena;
    void *mine; /* the handler's */

    pthread_mutex_t lock; /* guards connection and deadline_ms against the watch */
    int connection;       /* -1: none */
    long long deadline_ms;
};

/* fd stays ours until the end, so that the watch never shuts down a descriptor that libfcgi has
 * closed and another thread has got again; libfcgi works on the twin. */
struct connection {
    int fd, twin;
    bool counted; /* in server.open */
    bool polled;  /* the poller knows it */
};

/* Where a connection waits without a thread. */
struct parking {
    struct connection connection;
    atomic_uint telling; /* threads that have not come back yet from telling the poller of it */
};

struct server {
    int listen_fd, stop_fd;
    int poller; /* for a new connection, the next request on one that was kept, the stop */
    uid_t peer;
    const struct handler *handler;
    unsigned count;
    struct worker *workers;
    atomic_uint open; /* connections that wait, or may, without a thread */
    atomic_bool stopping;
    struct parking *parkings; /* CONNECTIONS_MAX, by fd */
};

/* ---- one connection -------------------------------------------------------------------------- */

/* Who has our own user may do with us what he likes anyway: so it may ask how we are. */
static bool peer_is_known(const struct server *s, int fd) {
    static struct log_gate gate;
    struct ucred cred;
    socklen_t len = sizeof cred;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) == -1)
        return false;
    if (cred.uid == s->peer || cred.uid == 0 || cred.uid == geteuid())
        return true;
    metrics_add(METRIC_PEERS_FOREIGN, 1);
    log_limited(&gate, LOG_WARN, "peer_foreign", "uid=%u", cred.uid);
    return false;
}

static void watch_begin(struct worker *w, int fd) {
    pthread_mutex_lock(&w->lock);
    w->connection = fd;
    w->deadline_ms = clock_ms() + REQUEST_DEADLINE_MS;
    pthread_mutex_unlock(&w->lock);
}

static void watch_end(struct worker *w) {
    pthread_mutex_lock(&w->lock);
    w->connection = -1;
    pthread_mutex_unlock(&w->lock);
}

/* May it wait for a request without a thread? Counted before the stop is looked at: then either the
 * stop waits for it, or it is seen here. */
static bool may_wait(struct server *s, struct connection *c) {
    bool room = c->counted || atomic_fetch_add(&s->open, 1) < PARKED_MAX;
    c->counted = true;
    return room && !atomic_load(&s->stopping);
}

static bool read_request(struct worker *w, struct request *out) {
    arena_reset(w->arena);
    enum errcode e = request_read(w->arena, &w->fcgi, w->server->handler->body_bytes_max, out);
    if (e == OK) {
        metrics_add(METRIC_REQUESTS, 1);
        FAULT_POINT("request-read");
        return true;
    }
    metrics_add(METRIC_REQUESTS_BROKEN, 1);
    log_line(LOG_WARN, "request_broken", "why=%s", errcode_name(e));
    return false;
}

static void answer(struct worker *w, struct request *request) {
    const struct handler *h = w->server->handler;
    struct response response;
    h->handle(w->mine, w->arena, request, &response);
    FAULT_POINT("answer");
    if (response_write(w->arena, &w->fcgi, &response, request->method == METHOD_HEAD) != OK)
        FCGX_PutS("Status: 503 Service Unavailable\r\nRetry-After: 5\r\n\r\n", w->fcgi.out);
    h->done(w->mine);
}

/* Takes over fd, which libfcgi closes unless keepConnection is set after. 0, or what FCGX_Accept_r
 * says of a peer of no use. *wanted: the peer would keep the connection. */
static int take_request(FCGX_Request *fcgi, int fd, bool *wanted) {
    fcgi->ipcFd = fd;
    fcgi->keepConnection = 1;
    fcgi->detached = 1; /* close at once: all input is read, so nothing is left to wait for */
    int rc = FCGX_Accept_r(fcgi);
    *wanted = fcgi->keepConnection != 0;
    fcgi->keepConnection = 0;
    /* silence after the first record reads as the end of the parameters */
    if (rc == 0 && FCGX_GetError(fcgi->in) != 0) {
        FCGX_Finish_r(fcgi);
        rc = -EBADF;
    }
    return rc;
}

/* One request. true: the next may follow on this connection, of which nothing is unread. */
static bool serve_request(struct worker *w, struct connection *c) {
    struct request request;
    bool wanted;
    if (take_request(&w->fcgi, c->twin, &wanted) != 0) {
        metrics_add(METRIC_REQUESTS_BROKEN, 1);
        c->twin = -1;
        return false;
    }
    bool whole = read_request(w, &request);
    bool keep = whole && wanted && FCGX_HasSeenEOF(w->fcgi.in) != 0;
    bool last = keep && !may_wait(w->server, c);
    bool farewell = last && farewell_begin(&w->fcgi);
    if (whole)
        answer(w, &request);
    if (farewell) {
        farewell_end(&w->fcgi, c->fd);
        return false;
    }
    w->fcgi.keepConnection = keep && !last;
    FCGX_Finish_r(&w->fcgi);
    FAULT_POINT("answered");
    c->twin = w->fcgi.ipcFd; /* -1: closed; also when an answer could not be written */
    return c->twin != -1;
}

/* A peer that hangs up at once must come back as EBADF: then libfcgi took our descriptor, closed
 * it and did not wait for another. Anything else means a library that works otherwise. */
static void self_test(FCGX_Request *fcgi) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == -1)
        xalloc_fail();
    close(pair[1]);
    bool wanted;
    int rc = take_request(fcgi, pair[0], &wanted);
    if (rc != -EBADF) {
        fprintf(stderr, "error libfcgi_differs answer=%d\n", rc);
        exit(EX_SOFTWARE);
    }
}

/* ---- connections ----------------------------------------------------------------------------- */

/* Not while a thread is still telling the poller of it, though this one has been given it already:
 * the number could be another connection's by then. */
static void connection_end(struct server *s, const struct connection *c) {
    while (atomic_load(&s->parkings[c->fd].telling) > 0)
        sched_yield();
    if (c->counted)
        atomic_fetch_sub(&s->open, 1);
    if (c->twin != -1)
        close(c->twin);
    close(c->fd);
}

/* true: it waits with the poller, and another thread may have it already. No lock, since that
 * thread would need it at once and wait for this one. */
static bool connection_park(struct server *s, struct connection *c) {
    struct epoll_event next = {.events = EPOLLIN | EPOLLRDHUP | EPOLLONESHOT, .data.fd = c->fd};
    int change = c->polled ? EPOLL_CTL_MOD : EPOLL_CTL_ADD;
    struct parking *place = &s->parkings[c->fd];
    c->polled = true;
    place->connection = *c;
    atomic_fetch_add(&place->telling, 1); /* what is above is seen by whoever reads it */
    bool waits = epoll_ctl(s->poller, change, c->fd, &next) == 0;
    atomic_fetch_sub(&place->telling, 1);
    return waits;
}

/* The poller gives an event to one thread, so nobody else has it. */
static struct connection connection_unpark(struct server *s, int fd) {
    struct parking *place = &s->parkings[fd];
    atomic_load(&place->telling); /* sees what was written before it was counted up */
    return place->connection;
}

/* 1: there is something to read. 0: the peer has hung up. -1: neither. */
static ssize_t connection_peek(const struct connection *c) {
    char octet;
    return recv(c->fd, &octet, 1, MSG_PEEK | MSG_DONTWAIT);
}

static void connection_serve(struct worker *w, struct connection *c) {
    bool goes_on = false;
    if (!c->polled || connection_peek(c) != 0) { /* nginx hangs up when it needs it no more */
        watch_begin(w, c->fd);
        goes_on = serve_request(w, c);
        watch_end(w);
    }
    if (!goes_on || !connection_park(w->server, c))
        connection_end(w->server, c);
}

/* EMFILE and its like end no thread: wait, count, go on. */
static void accept_failed(void) {
    static struct log_gate gate;
    if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED)
        return;
    metrics_add(METRIC_ACCEPT_ERRORS, 1);
    log_limited(&gate, LOG_ERROR, "accept", "why=\"%s\"", strerror(errno));
    usleep(ACCEPT_PAUSE_US);
}

/* -1: there are too many descriptors. */
static int twin_of(int fd) {
    if (fd < CONNECTIONS_MAX)
        return fcntl(fd, F_DUPFD_CLOEXEC, 0);
    errno = EMFILE;
    return -1;
}

static bool connection_begin(struct server *s, int fd, struct connection *out) {
    struct timeval silence = {.tv_sec = PEER_SILENCE_MAX_S};
    if (!peer_is_known(s, fd))
        return false;
    int twin = twin_of(fd);
    if (twin == -1) {
        accept_failed();
        return false;
    }
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof silence);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &silence, sizeof silence);
    *out = (struct connection){.fd = fd, .twin = twin};
    return true;
}

/* All that wait, for the next request on a kept connection must not overtake them: a new one with a
 * request on it queues up behind those that were there before. One without is served here, and
 * costs this thread PEER_SILENCE_MAX_S if nothing comes. */
static void connection_accept(struct worker *w) {
    struct server *s = w->server;
    struct connection c;
    int fd;
    while ((fd = accept4(s->listen_fd, NULL, NULL, SOCK_CLOEXEC)) != -1) {
        if (!connection_begin(s, fd, &c)) {
            close(fd);
            continue;
        }
        if (may_wait(s, &c) && connection_peek(&c) == 1 && connection_park(s, &c))
            continue;
        connection_serve(w, &c);
        return;
    }
    accept_failed();
}

/* ---- threads --------------------------------------------------------------------------------- */

static void *worker_main(void *arg) {
    struct worker *w = arg;
    for (;;) {
        struct epoll_event event;
        if (epoll_wait(w->server->poller, &event, 1, -1) != 1)
            continue; /* EINTR: a debugger */
        if (event.data.fd == w->server->stop_fd)
            return NULL;
        if (event.data.fd == w->server->listen_fd) {
            connection_accept(w);
            continue;
        }
        struct connection c = connection_unpark(w->server, event.data.fd);
        connection_serve(w, &c);
    }
}

static void poller_start(struct server *s) {
    struct epoll_event listening = {.events = EPOLLIN, .data.fd = s->listen_fd};
    struct epoll_event stopping = {.events = EPOLLIN, .data.fd = s->stop_fd};
    s->poller = epoll_create1(EPOLL_CLOEXEC);
    if (s->poller == -1 || epoll_ctl(s->poller, EPOLL_CTL_ADD, s->listen_fd, &listening) == -1 ||
        epoll_ctl(s->poller, EPOLL_CTL_ADD, s->stop_fd, &stopping) == -1) {
        fprintf(stderr, "error no_poller why=\"%s\"\n", strerror(errno));
        exit(EX_OSERR);
    }
}

static void worker_init(struct worker *w, struct server *s, const void *context) {
    w->server = s;
    w->connection = -1;
    w->arena = arena_new(s->handler->arena_bytes_max);
    w->mine = s->handler->begin(context);
    pthread_mutex_init(&w->lock, NULL);
    if (FCGX_InitRequest(&w->fcgi, -1, 0) != 0)
        xalloc_fail();
}

static void worker_free(struct worker *w) {
    w->server->handler->end(w->mine);
    arena_free(w->arena);
    pthread_mutex_destroy(&w->lock);
}

struct server *server_start(int fd, unsigned threads, uid_t peer, const struct handler *handler,
                            const void *context) {
    struct server *s = xmalloc(sizeof *s);
    pthread_attr_t attr;
    *s = (struct server){.listen_fd = fd, .peer = peer, .handler = handler, .count = threads};
    s->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    s->workers = xcalloc(threads, sizeof *s->workers);
    s->parkings = xcalloc(CONNECTIONS_MAX, sizeof *s->parkings);
    if (s->stop_fd == -1 || FCGX_Init() != 0)
        xalloc_fail();
    poller_start(s);
    pthread_attr_init(&attr);
    pthread_attr_setstacksize(&attr, THREAD_STACK_BYTES);
    for (unsigned i = 0; i < threads; i++)
        worker_init(&s->workers[i], s, context);
    self_test(&s->workers[0].fcgi);
    for (unsigned i = 0; i < threads; i++)
        xthread(&s->workers[i].thread, &attr, worker_main, &s->workers[i], "responder");
    pthread_attr_destroy(&attr);
    return s;
}

bool server_watch(struct server *s) {
    long long now = clock_ms();
    bool alive = true;
    for (unsigned i = 0; i < s->count; i++) {
        struct worker *w = &s->workers[i];
        pthread_mutex_lock(&w->lock);
        if (w->connection != -1 && now > w->deadline_ms)
            shutdown(w->connection, SHUT_RDWR);
        alive &= w->connection == -1 || now <= w->deadline_ms + REQUEST_STUCK_MS;
        pthread_mutex_unlock(&w->lock);
    }
    return alive;
}

/* A request may be on its way on any connection that nginx keeps. So all goes on, but each answer
 * is the last on its connection, and those that are idle nginx closes by itself. */
static void let_go(struct server *s) {
    long long end = clock_ms() + LET_GO_MS;
    atomic_store(&s->stopping, true);
    while (atomic_load(&s->open) > 0 && clock_ms() < end) {
        usleep(LET_GO_PAUSE_US);
        server_watch(s);
    }
}

void server_stop(struct server *s) {
    uint64_t one = 1;
    let_go(s);
    while (write(s->stop_fd, &one, sizeof one) == -1 && errno == EINTR)
        ;
    for (unsigned i = 0; i < s->count; i++) {
        pthread_join(s->workers[i].thread, NULL);
        worker_free(&s->workers[i]);
    }
    close(s->poller);
    close(s->stop_fd);
    free(s->parkings);
    free(s->workers);
    free(s);
}
