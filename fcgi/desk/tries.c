/* tries: a table of hashes with a count and the time of the first; where two meet in a slot, the
 * older gives way. What collides is an attacker's own work: the hash has a secret of this process.
 */
#include "desk/tries.h"

#include <arpa/inet.h>
#include <openssl/evp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "base/bounds.h"
#include "base/xalloc.h"

#define SECRET_OCTETS 32
#define WAYS 8 /* slots that one key may lie in */

struct counted {
    uint64_t key; /* 0: free */
    long long first_ms;
    int count;
};

struct tries {
    pthread_mutex_t lock;
    unsigned char secret[SECRET_OCTETS];
    struct counted table[DESK_TRIES_KEPT];
};

struct tries *tries_new(void) {
    struct tries *t = xcalloc(1, sizeof *t);
    pthread_mutex_init(&t->lock, NULL);
    if (getrandom(t->secret, sizeof t->secret, 0) != sizeof t->secret)
        xalloc_fail();
    return t;
}

void tries_free(struct tries *t) {
    pthread_mutex_destroy(&t->lock);
    free(t);
}

/* The address, or the network of 64 bits of an IPv6 one. */
static struct slice network(struct slice address, unsigned char out[sizeof(struct in6_addr)]) {
    char text[INET6_ADDRSTRLEN + 1];
    snprintf(text, sizeof text, "%.*s", SLICE_ARG(address));
    if (inet_pton(AF_INET6, text, out) == 1)
        return (struct slice){(const char *)out, 8};
    return address;
}

static uint64_t key_of(const struct tries *t, struct slice login, struct slice address) {
    unsigned char octets[sizeof(struct in6_addr)], digest[EVP_MAX_MD_SIZE];
    struct slice from = network(address, octets);
    uint64_t key = 0;
    EVP_MD_CTX *c = EVP_MD_CTX_new();
    if (c == NULL || EVP_DigestInit_ex(c, EVP_sha256(), NULL) != 1 ||
        EVP_DigestUpdate(c, t->secret, sizeof t->secret) != 1 ||
        EVP_DigestUpdate(c, &from.len, sizeof from.len) != 1 ||
        EVP_DigestUpdate(c, from.ptr, from.len) != 1 ||
        EVP_DigestUpdate(c, login.ptr, login.len) != 1 || EVP_DigestFinal_ex(c, digest, NULL) != 1)
        xalloc_fail();
    EVP_MD_CTX_free(c);
    memcpy(&key, digest, sizeof key);
    return key == 0 ? 1 : key;
}

static bool is_over(const struct counted *c, long long now_ms) {
    return now_ms - c->first_ms >= DESK_TRIES_S * 1000LL;
}

/* The slot of key, or the one that is to be its own. */
static struct counted *slot_of(struct tries *t, uint64_t key) {
    struct counted *oldest = NULL;
    for (size_t i = 0; i < WAYS; i++) {
        struct counted *c = &t->table[(key + i) % DESK_TRIES_KEPT];
        if (c->key == key)
            return c;
        if (oldest == NULL || c->key == 0 || (oldest->key != 0 && c->first_ms < oldest->first_ms))
            oldest = c;
    }
    *oldest = (struct counted){0};
    return oldest;
}

/* 0, or the seconds until count is below most. */
static int count_up(struct tries *t, uint64_t key, int most, long long now_ms) {
    struct counted *c = slot_of(t, key);
    if (c->key == 0 || is_over(c, now_ms))
        *c = (struct counted){.key = key, .first_ms = now_ms};
    if (c->count >= most)
        return (int)((c->first_ms + DESK_TRIES_S * 1000LL - now_ms + 999) / 1000);
    c->count++;
    return 0;
}

static void count_down(struct tries *t, uint64_t key) {
    struct counted *c = slot_of(t, key);
    if (c->key == key && c->count > 0)
        c->count--;
}

/* A login is not empty, so that an address alone is another key. */
int tries_begin(struct tries *t, struct slice login, struct slice address, long long now_ms) {
    uint64_t both = key_of(t, login, address), from = key_of(t, SLICE_LIT(""), address);
    pthread_mutex_lock(&t->lock);
    int wait = count_up(t, from, DESK_TRIES_ADDRESS, now_ms);
    if (wait == 0 && (wait = count_up(t, both, DESK_TRIES_LOGIN, now_ms)) > 0)
        count_down(t, from);
    pthread_mutex_unlock(&t->lock);
    return wait;
}

void tries_right(struct tries *t, struct slice login, struct slice address) {
    uint64_t both = key_of(t, login, address), from = key_of(t, SLICE_LIT(""), address);
    pthread_mutex_lock(&t->lock);
    count_down(t, from);
    struct counted *c = slot_of(t, both);
    if (c->key == both)
        c->count = 0;
    pthread_mutex_unlock(&t->lock);
}
