/* load: sends unique form submissions over N kept connections and writes down every answer.
 *
 *     load 127.0.0.1:PORT PATH CONNECTIONS CLIENTS SERIAL BODIES LOG
 *
 * BODIES has one urlencoded body a line; in it *A* *B* *C* *D* become a ten-digit Russian mobile
 * number (3, 3, 2 and 2 digits) and *N* a serial number that starts at SERIAL. CLIENTS is how many
 * clients the database has: KNOWN_PERCENT of the numbers are theirs. Runs until SIGTERM, then waits
 * for the answers that are due.
 *
 * LOG has a line for each answer: time in microseconds since 1970, microseconds since it was sent,
 * status (0: the connection broke), receipt or "-". The same clock and form as pgbench's log, so
 * that both are read alike. */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define KNOWN_PERCENT 30
#define PHONES 1000000000ULL
#define PHONE_STRIDE 618033989ULL /* prime to PHONES: neighbours in the base lie far apart */
#define TEMPLATES_MAX 64
#define MARKERS_MAX 8
#define REQUEST_BYTES_MAX 8192
#define ANSWER_BYTES_MAX 65536
#define LAST_ANSWERS_MS 15000
#define RECEIPT_BYTES 36

struct marker {
    char kind;
    size_t at;
};

struct request {
    char bytes[REQUEST_BYTES_MAX];
    size_t len, markers;
    struct marker marker[MARKERS_MAX];
};

struct connection {
    int fd;
    bool busy; /* an answer is due */
    int64_t sent_us;
    char answer[ANSWER_BYTES_MAX];
    size_t len;
};

static struct request templates[TEMPLATES_MAX];
static size_t template_count;
static struct sockaddr_in address;
static uint64_t clients, serial, chance = 88172645463325252ULL;
static FILE *answers;
static int poller;
static volatile sig_atomic_t stopping;

static void on_stop(int signal) {
    (void)signal;
    stopping = 1;
}

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static int64_t now_us(void) {
    struct timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* xorshift64 */
static uint64_t random_below(uint64_t n) {
    chance ^= chance << 13;
    chance ^= chance >> 7;
    chance ^= chance << 17;
    return chance % n;
}

/* ---- requests ------------------------------------------------------------------------------- */

static size_t marker_width(char kind) {
    return kind == 'A' || kind == 'B' ? 3 : kind == 'C' || kind == 'D' ? 2 : kind == 'N' ? 12 : 0;
}

/* The body with room for the digits of each marker; places count from its beginning. */
static void expand(const char *line, struct request *r, char *body, size_t *len) {
    *len = 0;
    for (const char *p = line; *p != '\0' && *p != '\n'; p++) {
        size_t width = p[0] == '*' && p[1] != '\0' && p[2] == '*' ? marker_width(p[1]) : 0;
        if (*len + width + 1 > REQUEST_BYTES_MAX / 2 || r->markers == MARKERS_MAX) {
            fputs("load: a body is too long or has too many markers\n", stderr);
            exit(1);
        }
        if (width == 0) {
            body[(*len)++] = *p;
            continue;
        }
        r->marker[r->markers++] = (struct marker){p[1], *len};
        memset(body + *len, '0', width);
        *len += width;
        p += 2;
    }
}

static void read_templates(const char *file, const char *path) {
    char line[REQUEST_BYTES_MAX], body[REQUEST_BYTES_MAX];
    FILE *in = fopen(file, "r");
    if (in == NULL)
        fail(file);
    while (template_count < TEMPLATES_MAX && fgets(line, sizeof line, in) != NULL) {
        struct request *r = &templates[template_count++];
        size_t len;
        expand(line, r, body, &len);
        int head = snprintf(r->bytes, sizeof r->bytes,
                            "POST %s HTTP/1.1\r\nHost: localhost\r\n"
                            "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 "
                            "Firefox/128.0\r\nAccept: text/html,application/xhtml+xml,*/*;q=0.8\r\n"
                            "Accept-Language: ru,en;q=0.5\r\n"
                            "Content-Type: application/x-www-form-urlencoded\r\n"
                            "Content-Length: %zu\r\n\r\n",
                            path, len);
        memcpy(r->bytes + head, body, len);
        r->len = (size_t)head + len;
        for (size_t i = 0; i < r->markers; i++)
            r->marker[i].at += (size_t)head;
    }
    fclose(in);
}

static uint64_t next_phone(void) {
    bool known = clients > 0 && random_below(100) < KNOWN_PERCENT;
    uint64_t owner = known ? random_below(clients) : clients + random_below(PHONES - clients);
    return 9000000000ULL + owner * PHONE_STRIDE % PHONES;
}

static void fill_in(struct request *r) {
    char phone[24], number[24];
    snprintf(phone, sizeof phone, "%010llu", (unsigned long long)next_phone());
    snprintf(number, sizeof number, "%012llu", (unsigned long long)serial++);
    for (size_t i = 0; i < r->markers; i++) {
        char kind = r->marker[i].kind;
        const char *digits = kind == 'A'   ? phone
                             : kind == 'B' ? phone + 3
                             : kind == 'C' ? phone + 6
                             : kind == 'D' ? phone + 8
                                           : number;
        memcpy(r->bytes + r->marker[i].at, digits, marker_width(kind));
    }
}

/* ---- connections ---------------------------------------------------------------------------- */

static void write_down(const struct connection *c, int status, const char *receipt) {
    int64_t now = now_us();
    fprintf(answers, "%lld %lld %d %.*s\n", (long long)now, (long long)(now - c->sent_us), status,
            RECEIPT_BYTES, receipt);
}

static void open_connection(struct connection *c) {
    int one = 1;
    c->fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (c->fd == -1 || connect(c->fd, (struct sockaddr *)&address, sizeof address) == -1)
        fail("connect");
    setsockopt(c->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    fcntl(c->fd, F_SETFL, O_NONBLOCK);
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = c};
    if (epoll_ctl(poller, EPOLL_CTL_ADD, c->fd, &event) == -1)
        fail("epoll_ctl");
}

/* A request is small: it goes into the socket's buffer as a whole or the connection is broken. */
static void send_next(struct connection *c) {
    struct request *r = &templates[random_below(template_count)];
    c->busy = false;
    if (stopping)
        return;
    fill_in(r);
    c->len = 0;
    c->busy = true;
    c->sent_us = now_us();
    (void)!send(c->fd, r->bytes, r->len, MSG_NOSIGNAL);
}

static void start_again(struct connection *c) {
    if (c->busy)
        write_down(c, 0, "-");
    close(c->fd);
    c->busy = false;
    if (stopping)
        return;
    open_connection(c);
    send_next(c);
}

/* The octets of the whole answer, when its head is there; 0: not yet. */
static size_t answer_bytes(const struct connection *c) {
    const char *end = strstr(c->answer, "\r\n\r\n");
    const char *length = strcasestr(c->answer, "\r\nContent-Length:");
    if (end == NULL)
        return 0;
    if (length == NULL || length > end) {
        fprintf(stderr, "load: an answer without Content-Length:\n%s\n", c->answer);
        exit(1);
    }
    return (size_t)(end + 4 - c->answer) + strtoul(length + 17, NULL, 10);
}

static void take_answer(struct connection *c) {
    ssize_t n = recv(c->fd, c->answer + c->len, sizeof c->answer - 1 - c->len, 0);
    if (n == -1 && (errno == EAGAIN || errno == EINTR))
        return;
    if (n <= 0) {
        start_again(c);
        return;
    }
    c->len += (size_t)n;
    c->answer[c->len] = '\0';
    size_t whole = answer_bytes(c);
    if (whole == 0 || c->len < whole)
        return;
    const char *receipt = strstr(c->answer, "receipt=");
    write_down(c, atoi(c->answer + 9), receipt == NULL ? "-" : receipt + 8);
    bool closes = strcasestr(c->answer, "\r\nConnection: close") != NULL;
    c->busy = closes ? false : c->busy;
    if (closes)
        start_again(c);
    else
        send_next(c);
}

static bool answers_due(const struct connection *all, size_t count) {
    for (size_t i = 0; i < count; i++)
        if (all[i].busy)
            return true;
    return false;
}

static void run(struct connection *all, size_t count) {
    struct epoll_event events[64];
    int64_t give_up = 0;
    for (size_t i = 0; i < count; i++) {
        open_connection(&all[i]);
        send_next(&all[i]);
    }
    while (!stopping || answers_due(all, count)) {
        int n = epoll_wait(poller, events, 64, 100);
        for (int i = 0; i < n; i++)
            take_answer(events[i].data.ptr);
        if (stopping && give_up == 0)
            give_up = now_us() + LAST_ANSWERS_MS * 1000;
        if (stopping && now_us() > give_up)
            break;
    }
}

int main(int argc, char **argv) {
    char *colon = argc == 8 ? strchr(argv[1], ':') : NULL;
    if (colon == NULL) {
        fputs("usage: load 127.0.0.1:PORT PATH CONNECTIONS CLIENTS SERIAL BODIES LOG\n", stderr);
        return 64;
    }
    *colon = '\0';
    address =
        (struct sockaddr_in){.sin_family = AF_INET, .sin_port = htons((uint16_t)atoi(colon + 1))};
    inet_pton(AF_INET, argv[1], &address.sin_addr);
    size_t count = strtoul(argv[3], NULL, 10);
    clients = strtoull(argv[4], NULL, 10);
    serial = strtoull(argv[5], NULL, 10);
    chance ^= (uint64_t)now_us();
    read_templates(argv[6], argv[2]);
    answers = fopen(argv[7], "w");
    poller = epoll_create1(EPOLL_CLOEXEC);
    struct connection *all = calloc(count, sizeof *all);
    if (answers == NULL || poller == -1 || all == NULL || template_count == 0)
        fail(argv[7]);
    struct sigaction stop = {.sa_handler = on_stop};
    sigaction(SIGTERM, &stop, NULL);
    run(all, count);
    if (fclose(answers) != 0)
        fail(argv[7]);
    free(all);
    return 0;
}
