/* server: our own accept loop in front of libfcgi, for what libfcgi does not have: a look at who is
 * there before a byte is parsed, timeouts on every read and write, and a stop that loses nothing.
 *
 * libfcgi is handed an accepted connection by filling in what FCGX_Accept_r would have: ipcFd, and
 * keepConnection so that it does not close it first. When the peer gives nothing usable it closes
 * the connection and tries to accept on listen_sock, which is -1: EBADF, our sign to go on. The
 * members used are below "Don't use anything below here" in fcgiapp.h; the assertion on the size
 * and the self-test at start stand guard over a library that changed. */
#include "web/server.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
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

#define THREAD_STACK_BYTES (512 * 1024) /* libphonenumber's and PCRE2's own need is far below */
#define ACCEPT_PAUSE_US 10000

_Static_assert(sizeof(FCGX_Request) == 5 * sizeof(void *) + 10 * sizeof(int),
               "FCGX_Request is not the one that take_request fills in");

struct worker {
    struct server *server;
    pthread_t thread;
    FCGX_Request fcgi;
    struct arena *arena;
    struct responder *responder;

    pthread_mutex_t lock; /* guards connection and deadline_ms against the watch */
    int connection;       /* -1: none */
    long long deadline_ms;
};

struct server {
    int listen_fd, stop_fd;
    uid_t peer;
    unsigned count;
    struct worker *workers;
};

/* ---- one connection ----------------------------------------------------------------------------
 */

static bool peer_is_known(const struct server *s, int fd) {
    static struct log_gate gate;
    struct ucred cred;
    socklen_t len = sizeof cred;
    if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &cred, &len) == -1)
        return false;
    if (cred.uid == s->peer || cred.uid == 0)
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

static void answer(struct worker *w) {
    struct request request;
    struct response response;
    arena_reset(w->arena);
    enum errcode e = request_read(w->arena, &w->fcgi, &request);
    if (e != OK) {
        metrics_add(METRIC_REQUESTS_BROKEN, 1);
        log_line(LOG_WARN, "request_broken", "why=%s", errcode_name(e));
        return;
    }
    metrics_add(METRIC_REQUESTS, 1);
    FAULT_POINT("request-read");
    responder_handle(w->responder, w->arena, &request, &response);
    FAULT_POINT("answer");
    if (response_write(w->arena, &w->fcgi, &response, request.method == METHOD_HEAD) != OK)
        FCGX_PutS("Status: 503 Service Unavailable\r\nRetry-After: 5\r\n\r\n", w->fcgi.out);
}

/* Takes over fd, which libfcgi closes. 0, or what FCGX_Accept_r says of a peer of no use. */
static int take_request(FCGX_Request *fcgi, int fd) {
    fcgi->ipcFd = fd;
    fcgi->keepConnection = 1;
    fcgi->detached = 1; /* close at once: all input is read, so nothing is left to wait for */
    int rc = FCGX_Accept_r(fcgi);
    fcgi->keepConnection = 0;
    /* silence after the first record reads as the end of the parameters */
    if (rc == 0 && FCGX_GetError(fcgi->in) != 0) {
        FCGX_Finish_r(fcgi);
        rc = -EBADF;
    }
    return rc;
}

/* fd stays ours until the end, so that the watch never shuts down a descriptor that libfcgi has
 * closed and another thread has got again; libfcgi works on a second one. */
static void serve_connection(struct worker *w, int fd) {
    struct timeval silence = {.tv_sec = PEER_SILENCE_MAX_S};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &silence, sizeof silence);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &silence, sizeof silence);
    int twin = fcntl(fd, F_DUPFD_CLOEXEC, 0);
    if (twin == -1) {
        metrics_add(METRIC_ACCEPT_ERRORS, 1);
        return;
    }
    if (take_request(&w->fcgi, twin) != 0) {
        metrics_add(METRIC_REQUESTS_BROKEN, 1);
        return;
    }
    answer(w);
    FCGX_Finish_r(&w->fcgi);
    FAULT_POINT("answered");
}

/* A peer that hangs up at once must come back as EBADF: then libfcgi took our descriptor, closed
 * it and did not wait for another. Anything else means a library that works otherwise. */
static void self_test(FCGX_Request *fcgi) {
    int pair[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == -1)
        xalloc_fail();
    close(pair[1]);
    int rc = take_request(fcgi, pair[0]);
    if (rc != -EBADF) {
        fprintf(stderr, "error libfcgi_differs answer=%d\n", rc);
        exit(EX_SOFTWARE);
    }
}

/* ---- threads -----------------------------------------------------------------------------------
 */

/* EMFILE and its like end no thread: wait, count, go on. */
static void accept_one(struct worker *w) {
    int fd = accept4(w->server->listen_fd, NULL, NULL, SOCK_CLOEXEC);
    if (fd == -1) {
        if (errno == EAGAIN || errno == EINTR || errno == ECONNABORTED)
            return;
        static struct log_gate gate;
        metrics_add(METRIC_ACCEPT_ERRORS, 1);
        log_limited(&gate, LOG_ERROR, "accept", "why=\"%s\"", strerror(errno));
        usleep(ACCEPT_PAUSE_US);
        return;
    }
    if (peer_is_known(w->server, fd)) {
        watch_begin(w, fd);
        serve_connection(w, fd);
        watch_end(w);
    }
    close(fd);
}

/* Exclusive waiting wakes one thread for a connection, not all of them. */
static int poller_new(const struct server *s) {
    struct epoll_event listening = {.events = EPOLLIN | EPOLLEXCLUSIVE, .data.fd = s->listen_fd};
    struct epoll_event stopping = {.events = EPOLLIN, .data.fd = s->stop_fd};
    int poller = epoll_create1(EPOLL_CLOEXEC);
    if (poller == -1 || epoll_ctl(poller, EPOLL_CTL_ADD, s->listen_fd, &listening) == -1 ||
        epoll_ctl(poller, EPOLL_CTL_ADD, s->stop_fd, &stopping) == -1) {
        fprintf(stderr, "error no_poller why=\"%s\"\n", strerror(errno));
        exit(EX_OSERR);
    }
    return poller;
}

static void *worker_main(void *arg) {
    struct worker *w = arg;
    int poller = poller_new(w->server);
    for (;;) {
        struct epoll_event events[2];
        int n = epoll_wait(poller, events, 2, -1);
        bool stop = false;
        for (int i = 0; i < n; i++)
            stop |= events[i].data.fd == w->server->stop_fd;
        if (stop)
            break;
        if (n > 0)
            accept_one(w);
    }
    close(poller);
    return NULL;
}

static void worker_init(struct worker *w, struct server *s,
                        const struct responder_context *context) {
    w->server = s;
    w->connection = -1;
    w->arena = arena_new(ARENA_BYTES_MAX);
    w->responder = responder_new(context);
    pthread_mutex_init(&w->lock, NULL);
    if (FCGX_InitRequest(&w->fcgi, -1, 0) != 0)
        xalloc_fail();
}

static void worker_free(struct worker *w) {
    responder_free(w->responder);
    arena_free(w->arena);
    pthread_mutex_destroy(&w->lock);
}

struct server *server_start(int fd, unsigned threads, uid_t peer,
                            const struct responder_context *context) {
    struct server *s = xmalloc(sizeof *s);
    pthread_attr_t attr;
    *s = (struct server){.listen_fd = fd, .peer = peer, .count = threads};
    s->stop_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    s->workers = xcalloc(threads, sizeof *s->workers);
    if (s->stop_fd == -1 || FCGX_Init() != 0)
        xalloc_fail();
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

void server_stop(struct server *s) {
    uint64_t one = 1;
    while (write(s->stop_fd, &one, sizeof one) == -1 && errno == EINTR)
        ;
    for (unsigned i = 0; i < s->count; i++) {
        pthread_join(s->workers[i].thread, NULL);
        worker_free(&s->workers[i]);
    }
    close(s->stop_fd);
    free(s->workers);
    free(s);
}
