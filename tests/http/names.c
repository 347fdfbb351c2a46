/* names: LD_PRELOAD for the program under test: no name is resolved as long as the file that
 * FIRSTLINE_NAMES tells is there. Whoever asks meanwhile waits until it is gone. */
#include <dlfcn.h>
#include <netdb.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

typedef int getaddrinfo_type(const char *, const char *, const struct addrinfo *,
                             struct addrinfo **);

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **out) {
    const char *path = getenv("FIRSTLINE_NAMES");
    getaddrinfo_type *real;
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    if (hints == NULL || (hints->ai_flags & AI_NUMERICHOST) == 0)
        while (path != NULL && access(path, F_OK) == 0)
            nanosleep(&(struct timespec){.tv_nsec = 20 * 1000 * 1000}, NULL);
    return real(name, service, hints, out);
}
