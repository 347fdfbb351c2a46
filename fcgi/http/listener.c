/* listener: binding a Unix socket, or taking over one. */
#include "http/listener.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "base/bounds.h"
#include "base/log.h"

#define LISTEN_FD 3 /* SD_LISTEN_FDS_START */

static bool somebody_answers(const struct sockaddr_un *address) {
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd == -1)
        return false;
    bool answers = connect(fd, (const struct sockaddr *)address, sizeof *address) == 0;
    close(fd);
    return answers;
}

static int bind_socket(const struct sockaddr_un *address) {
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd == -1)
        return -1;
    if (unlink(address->sun_path) == -1 && errno != ENOENT)
        goto fail;
    mode_t old = umask(0117);
    int bound = bind(fd, (const struct sockaddr *)address, sizeof *address);
    umask(old);
    if (bound == -1 || listen(fd, LISTEN_BACKLOG) == -1)
        goto fail;
    return fd;
fail:
    close(fd);
    return -1;
}

static enum errcode listen_at(const char *path, struct listener *out) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    const char *why = NULL;
    int fd = -1;
    if (strlen(path) >= sizeof address.sun_path)
        why = "longer than 107 octets";
    else
        memcpy(address.sun_path, path, strlen(path) + 1);
    if (why == NULL && somebody_answers(&address))
        why = "another process serves it";
    if (why == NULL && (fd = bind_socket(&address)) == -1)
        why = strerror(errno);
    if (why != NULL) {
        log_line(LOG_ERROR, "socket", "path=%s why=\"%s\"", path, why);
        return ERR_IO;
    }
    *out = (struct listener){.fd = fd, .path = path};
    return OK;
}

static bool is_number(const char *text, long long n) {
    char *end;
    return text != NULL && text[0] != '\0' && strtoll(text, &end, 10) == n && *end == '\0';
}

static bool is_listening(int fd) {
    struct sockaddr_un address = {0};
    socklen_t address_len = sizeof address, listening_len = sizeof(int);
    int listening = 0;
    return getsockname(fd, (struct sockaddr *)&address, &address_len) == 0 &&
           address.sun_family == AF_UNIX &&
           getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listening, &listening_len) == 0 &&
           listening != 0;
}

/* The queue of connections lives with the socket, so those that come while one process has gone
 * and the next is not there yet only wait. */
static enum errcode take_over(struct listener *out) {
    if (!is_listening(LISTEN_FD) || fcntl(LISTEN_FD, F_SETFD, FD_CLOEXEC) == -1 ||
        fcntl(LISTEN_FD, F_SETFL, O_NONBLOCK) == -1) {
        log_line(LOG_ERROR, "socket", "fd=%d why=\"handed over, but no listening Unix socket\"",
                 LISTEN_FD);
        return ERR_IO;
    }
    *out = (struct listener){.fd = LISTEN_FD, .path = NULL};
    return OK;
}

enum errcode listener_open(const char *path, struct listener *out) {
    const char *count = getenv("LISTEN_FDS");
    bool handed = count != NULL && is_number(getenv("LISTEN_PID"), getpid());
    if (!handed)
        return listen_at(path, out);
    if (!is_number(count, 1)) {
        log_line(LOG_ERROR, "socket", "why=\"expected one socket to be handed over\"");
        return ERR_IO;
    }
    return take_over(out);
}

void listener_close(struct listener *l) {
    close(l->fd);
    if (l->path != NULL)
        unlink(l->path);
}
