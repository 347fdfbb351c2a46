/* write_all: goes on after a signal and after a part. */
#include "base/write_all.h"

#include <errno.h>
#include <unistd.h>

bool write_all(int fd, struct slice s) {
    while (s.len > 0) {
        ssize_t n = write(fd, s.ptr, s.len);
        if (n == -1 && errno == EINTR)
            continue;
        if (n <= 0) { /* 0 is what no file system should say; never loop on it */
            errno = n == 0 ? EIO : errno;
            return false;
        }
        s = slice_sub(s, (size_t)n, s.len);
    }
    return true;
}
