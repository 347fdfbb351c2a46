/* sent: a ring of octets and a ring of entries. Positions in the octets count on for ever and are
 * taken modulo the size: an entry is whole as long as no more than the size was written after its
 * begin, so nothing has to be evicted, and nothing is searched but the entries. */
#include "web/sent.h"

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "base/xalloc.h"

#define NAME_BYTES (PAIR_NAME_MAX + 96) /* a form's name, a UUID and an address of IPv6 */

struct entry {
    char name[NAME_BYTES];
    size_t name_len;
    long long since_ms;
    uint64_t at;
    size_t len;
};

struct sent {
    pthread_mutex_t lock; /* guards what follows */
    uint64_t end;         /* where the next text begins, if it fits before the ring's end */
    uint64_t count;       /* of all entries ever made */
    struct entry entries[SENT_MAX];
    char bytes[SENT_BYTES_MAX];
};

struct sent *sent_new(void) {
    struct sent *s = xcalloc(1, sizeof *s);
    pthread_mutex_init(&s->lock, NULL);
    return s;
}

void sent_free(struct sent *s) {
    if (s == NULL)
        return;
    pthread_mutex_destroy(&s->lock);
    free(s);
}

/* The parts hold no line end: ids and names are ours, an address has been checked. */
static bool set_name(struct entry *e, const struct sent_key *key) {
    const struct slice parts[] = {key->id, key->form, key->address};
    e->name_len = 0;
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        if (parts[i].len >= NAME_BYTES - e->name_len)
            return false;
        if (parts[i].len > 0)
            memcpy(e->name + e->name_len, parts[i].ptr, parts[i].len);
        e->name_len += parts[i].len;
        e->name[e->name_len++] = '\n';
    }
    return true;
}

static char *place(struct sent *s, uint64_t at) { return s->bytes + at % SENT_BYTES_MAX; }

bool sent_keep(struct sent *s, const struct sent_key *key, struct slice text, long long now_ms) {
    struct entry e = {.since_ms = now_ms, .len = text.len};
    if (text.len > SENT_TEXT_MAX || !set_name(&e, key))
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
static const struct entry *find(const struct sent *s, const struct entry *wanted) {
    uint64_t have = s->count < SENT_MAX ? s->count : SENT_MAX;
    for (uint64_t i = 1; i <= have; i++) {
        const struct entry *e = &s->entries[(s->count - i) % SENT_MAX];
        if (e->name_len == wanted->name_len && memcmp(e->name, wanted->name, e->name_len) == 0)
            return e;
    }
    return NULL;
}

bool sent_find(struct sent *s, struct arena *a, const struct sent_key *key, long long now_ms,
               struct slice *out) {
    struct entry wanted;
    bool found = false;
    if (!set_name(&wanted, key))
        return false;
    pthread_mutex_lock(&s->lock);
    const struct entry *e = find(s, &wanted);
    if (e != NULL && is_whole(s, e, now_ms))
        found = arena_copy(a, (struct slice){place(s, e->at), e->len}, out) == OK;
    pthread_mutex_unlock(&s->lock);
    return found;
}
