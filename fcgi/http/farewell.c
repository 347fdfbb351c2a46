/* farewell: libfcgi writes to its ipcFd, so a file in memory takes the place of the connection. */
#include "http/farewell.h"

#include <fastcgi.h>
#include <sys/mman.h>
#include <unistd.h>

#include "base/write_all.h"

static const unsigned char empty_record[FCGI_HEADER_LEN] = {FCGI_VERSION_1, FCGI_GET_VALUES_RESULT};

bool farewell_begin(FCGX_Request *fcgi) {
    int memory = memfd_create("farewell", MFD_CLOEXEC);
    if (memory == -1)
        return false;
    fcgi->ipcFd = memory;
    return true;
}

/* In one write, or nginx could read without the end of it. */
static void send_file(int fd, int file) {
    off_t size = lseek(file, 0, SEEK_END);
    char *bytes = mmap(NULL, (size_t)size, PROT_READ, MAP_SHARED, file, 0);
    if (bytes == MAP_FAILED)
        return;
    (void)!write_all(fd, (struct slice){bytes, (size_t)size}); /* or the peer has gone */
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
