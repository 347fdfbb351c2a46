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

/* The address, or the network of 64 bits of an IPv6 one. An IPv4 address that is written as one of
 * IPv6 is what it was: in one network of 64 bits all of them would stand. */
static struct slice network(struct slice address, unsigned char out[sizeof(struct in6_addr)]) {
    static const unsigned char mapped[12] = {[10] = 0xFF, [11] = 0xFF};
    char text[INET6_ADDRSTRLEN + 1];
    snprintf(text, sizeof text, "%.*s", SLICE_ARG(address));
    if (inet_pton(AF_INET, text, out) == 1)
        return (struct slice){(const char *)out, 4};
    if (inet_pton(AF_INET6, text, out) != 1)
        return address;
    bool is_mapped = memcmp(out, mapped, sizeof mapped) == 0;
    return (struct slice){(const char *)out + (is_mapped ? sizeof mapped : 0), is_mapped ? 4 : 8};
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

/* NULL: it is not counted, or no more. */
static struct counted *find(struct tries *t, uint64_t key) {
    for (size_t i = 0; i < WAYS; i++)
        if (t->table[(key + i) % DESK_TRIES_KEPT].key == key)
            return &t->table[(key + i) % DESK_TRIES_KEPT];
    return NULL;
}

/* The slot that a new key is to have. */
static struct counted *oldest(struct tries *t, uint64_t key) {
    struct counted *out = &t->table[key % DESK_TRIES_KEPT];
    for (size_t i = 1; i < WAYS && out->key != 0; i++) {
        struct counted *c = &t->table[(key + i) % DESK_TRIES_KEPT];
        if (c->key == 0 || c->first_ms < out->first_ms)
            out = c;
    }
    return out;
}

/* 0, or the seconds until count is below most. */
static int count_up(struct tries *t, uint64_t key, int most, long long now_ms) {
    struct counted *c = find(t, key);
    if (c == NULL || is_over(c, now_ms)) {
        c = c == NULL ? oldest(t, key) : c;
        *c = (struct counted){.key = key, .first_ms = now_ms};
    }
    if (c->count >= most)
        return (int)((c->first_ms + DESK_TRIES_S * 1000LL - now_ms + 999) / 1000);
    c->count++;
    return 0;
}

static void count_down(struct tries *t, uint64_t key) {
    struct counted *c = find(t, key);
    if (c != NULL && c->count > 0)
        c->count--;
}

/* A login is not empty, so that an address alone is another key. */
static void keys_of(const struct tries *t, struct slice login, struct slice address, uint64_t *both,
                    uint64_t *from) {
    *both = key_of(t, login.len > 0 ? login : SLICE_LIT("\n"), address);
    *from = key_of(t, SLICE_LIT(""), address);
}

int tries_begin(struct tries *t, struct slice login, struct slice address, long long now_ms) {
    uint64_t both, from;
    keys_of(t, login, address, &both, &from);
    pthread_mutex_lock(&t->lock);
    int wait = count_up(t, from, DESK_TRIES_ADDRESS, now_ms);
    if (wait == 0 && (wait = count_up(t, both, DESK_TRIES_LOGIN, now_ms)) > 0)
        count_down(t, from);
    pthread_mutex_unlock(&t->lock);
    return wait;
}

void tries_none(struct tries *t, struct slice login, struct slice address) {
    uint64_t both, from;
    keys_of(t, login, address, &both, &from);
    pthread_mutex_lock(&t->lock);
    count_down(t, from);
    count_down(t, both);
    pthread_mutex_unlock(&t->lock);
}

void tries_right(struct tries *t, struct slice login, struct slice address) {
    uint64_t both, from;
    keys_of(t, login, address, &both, &from);
    pthread_mutex_lock(&t->lock);
    count_down(t, from);
    struct counted *c = find(t, both);
    if (c != NULL)
        c->count = 0;
    pthread_mutex_unlock(&t->lock);
}
