/* farewell: libfcgi writes to its ipcFd, so a file in memory takes the place of the connection. */
#include "web/farewell.h"

#include <fastcgi.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

static const unsigned char empty_record[FCGI_HEADER_LEN] = {FCGI_VERSION_1, FCGI_GET_VALUES_RESULT};

bool farewell_begin(FCGX_Request *fcgi) {
    int memory = memfd_create("farewell", MFD_CLOEXEC);
    if (memory == -1)
        return false;
    fcgi->ipcFd = memory;
    return true;
}

/* At once, or nginx could read without the end of it. */
static void send_all(int fd, const char *bytes, size_t count) {
    while (count > 0) {
        ssize_t n = send(fd, bytes, count, MSG_NOSIGNAL);
        if (n <= 0)
            return; /* the peer has gone, or takes nothing for PEER_SILENCE_MAX_S */
        bytes += n;
        count -= (size_t)n;
    }
}

static void send_file(int fd, int file) {
    off_t size = lseek(file, 0, SEEK_END);
    char *bytes = mmap(NULL, (size_t)size, PROT_READ, MAP_SHARED, file, 0);
    if (bytes == MAP_FAILED)
        return;
    send_all(fd, bytes, (size_t)size);
    munmap(bytes, (size_t)size);
}

void farewell_end(FCGX_Request *fcgi, int fd) {
    int memory = fcgi->ipcFd;
    fcgi->keepConnection = 1; /* what was collected is still to be read */
    FCGX_Finish_r(fcgi);
    fcgi->keepConnection = 0;
    if (fcgi->ipcFd != memory)
        return; /* libfcgi could not write, and has closed it */
    if (write(memory, empty_record, sizeof empty_record) == sizeof empty_record)
        send_file(fd, memory);
    close(memory);
}
