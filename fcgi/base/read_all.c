/* read_all: goes on after a signal and after a part. */
#include "base/read_all.h"

#include <errno.h>
#include <unistd.h>

bool read_all(int fd, char *text, size_t room, size_t *len) {
    size_t n = 0;
    while (n < room) {
        ssize_t got = read(fd, text + n, room - n);
        if (got == -1 && errno == EINTR)
            continue;
        if (got == -1)
            return false;
        if (got == 0)
            break;
        n += (size_t)got;
    }
    *len = n;
    return true;
}
