/* sent: a ring of octets and a ring of entries. Positions in the octets count on for ever and are
 * taken modulo the size: an entry is whole as long as no more than the size was written after its
 * begin, so nothing has to be evicted, and nothing is searched but the entries. */
#include "web/sent.h"

#include <openssl/evp.h>
#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "base/xalloc.h"

#define NAME_BYTES 32 /* SHA-256: neither ids nor addresses are kept */

struct entry {
    unsigned char name[NAME_BYTES];
    long long since_ms;
    uint64_t at;
    size_t len;
};

struct sent {
    EVP_MD *sha256;       /* found once: that takes as long as the digest itself */
    pthread_mutex_t lock; /* guards what follows */
    uint64_t end;         /* where the next text begins, if it fits before the ring's end */
    uint64_t count;       /* of all entries ever made */
    struct entry entries[SENT_MAX];
    char bytes[SENT_BYTES_MAX];
};

struct sent *sent_new(void) {
    struct sent *s = xcalloc(1, sizeof *s);
    pthread_mutex_init(&s->lock, NULL);
    s->sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
    return s; /* without it nothing is kept */
}

void sent_free(struct sent *s) {
    if (s == NULL)
        return;
    pthread_mutex_destroy(&s->lock);
    EVP_MD_free(s->sha256);
    free(s);
}

/* The parts hold no line end: ids and names are ours, an address has been checked. */
static bool name_of(const struct sent *s, const struct sent_key *key,
                    unsigned char out[NAME_BYTES]) {
    const struct slice parts[] = {key->id, key->form, key->address};
    char text[256];
    size_t n = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].len >= sizeof text - n)
            return false;
        if (parts[i].len > 0)
            memcpy(text + n, parts[i].ptr, parts[i].len);
        n += parts[i].len;
        text[n++] = '\n';
    }
    return EVP_Digest(text, n, out, NULL, s->sha256, NULL) == 1;
}

static char *place(struct sent *s, uint64_t at) { return s->bytes + at % SENT_BYTES_MAX; }

bool sent_keep(struct sent *s, const struct sent_key *key, struct slice text, long long now_ms) {
    struct entry e = {.since_ms = now_ms, .len = text.len};
    if (text.len > SENT_TEXT_MAX || !name_of(s, key, e.name))
        return false;
    pthread_mutex_lock(&s->lock);
    size_t room = SENT_BYTES_MAX - (size_t)(s->end % SENT_BYTES_MAX);
    e.at = s->end + (text.len > room ? room : 0); /* a text lies in one piece */
    if (text.len > 0)
        memcpy(place(s, e.at), text.ptr, text.len);
    s->end = e.at + text.len;
    s->entries[s->count++ % SENT_MAX] = e;
    pthread_mutex_unlock(&s->lock);
    return true;
}

static bool is_whole(const struct sent *s, const struct entry *e, long long now_ms) {
    return s->end - e->at <= SENT_BYTES_MAX && now_ms - e->since_ms <= SENT_AGE_MAX_S * 1000LL;
}

/* The newest first, since that is the one asked for as a rule. */
static const struct entry *find(const struct sent *s, const unsigned char name[NAME_BYTES]) {
    uint64_t have = s->count < SENT_MAX ? s->count : SENT_MAX;
    for (uint64_t i = 1; i <= have; i++) {
        const struct entry *e = &s->entries[(s->count - i) % SENT_MAX];
        if (memcmp(e->name, name, NAME_BYTES) == 0)
            return e;
    }
    return NULL;
}

bool sent_find(struct sent *s, struct arena *a, const struct sent_key *key, long long now_ms,
               struct slice *out) {
    unsigned char name[NAME_BYTES];
    bool found = false;
    if (!name_of(s, key, name))
        return false;
    pthread_mutex_lock(&s->lock);
    const struct entry *e = find(s, name);
    if (e != NULL && is_whole(s, e, now_ms))
        found = arena_copy(a, (struct slice){place(s, e->at), e->len}, out) == OK;
    pthread_mutex_unlock(&s->lock);
    return found;
}
