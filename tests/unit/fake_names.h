/* fake_names: what names resolve to, as the test says; until it says otherwise, or never. To be
 * included by one file of a program: it defines getaddrinfo(3), for libpq as well. */
#ifndef UNIT_FAKE_NAMES_H
#define UNIT_FAKE_NAMES_H

#include <dlfcn.h>
#include <netdb.h>
#include <pthread.h>
#include <sys/socket.h>

#include "unit.h"

static struct {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    char addresses[1024]; /* of every name, with a blank between; "": it fails with failure */
    int failure;
    bool hang;
    int asked, running;
} names = {.lock = PTHREAD_MUTEX_INITIALIZER, .changed = PTHREAD_COND_INITIALIZER};

typedef int getaddrinfo_type(const char *, const char *, const struct addrinfo *,
                             struct addrinfo **);

static int names_real(const char *name, const char *service, const struct addrinfo *hints,
                      struct addrinfo **out) {
    getaddrinfo_type *real;
    *(void **)&real = dlsym(RTLD_NEXT, "getaddrinfo");
    return real(name, service, hints, out);
}

int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **out) {
    if (hints != NULL && (hints->ai_flags & AI_NUMERICHOST) != 0)
        return names_real(name, service, hints, out);
    pthread_mutex_lock(&names.lock);
    names.asked++;
    names.running++;
    while (names.hang)
        pthread_cond_wait(&names.changed, &names.lock);
    char addresses[sizeof names.addresses], *rest = strcpy(addresses, names.addresses);
    int failure = names.failure;
    *out = NULL;
    for (const char *address; *addresses != '\0' && (address = strsep(&rest, " ")) != NULL;) {
        struct addrinfo numeric = {.ai_flags = AI_NUMERICHOST, .ai_socktype = SOCK_STREAM};
        failure = names_real(address, service, &numeric, out);
        while (failure == 0 && *out != NULL)
            out = &(*out)->ai_next;
    }
    names.running--;
    pthread_cond_broadcast(&names.changed);
    pthread_mutex_unlock(&names.lock);
    return failure;
}

/* From now on, for all who ask and who wait. */
static void names_say(const char *addresses, int failure) {
    pthread_mutex_lock(&names.lock);
    assert_true(strlen(addresses) < sizeof names.addresses);
    strcpy(names.addresses, addresses);
    names.failure = failure;
    names.hang = false;
    pthread_cond_broadcast(&names.changed);
    pthread_mutex_unlock(&names.lock);
}

/* Whoever asks now waits, and has what is said then. */
static void names_hang(void) {
    pthread_mutex_lock(&names.lock);
    names.hang = true;
    pthread_mutex_unlock(&names.lock);
}

static int names_asked(void) {
    pthread_mutex_lock(&names.lock);
    int asked = names.asked;
    pthread_mutex_unlock(&names.lock);
    return asked;
}

/* "10.0.0.1 10.0.0.2 ..." up to that number. */
static const char *names_many(int count) {
    static char text[1024];
    text[0] = '\0';
    for (int i = 1; i <= count; i++)
        sprintf(strchr(text, '\0'), "%s10.0.0.%d", i > 1 ? " " : "", i);
    return text;
}

#endif
