/* turns: a line for each name that has one, of which there are no more than threads. */
#include "desk/turns.h"

#include <assert.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/bounds.h"
#include "base/xalloc.h"

struct line {
    char who[LOGIN_BYTES_MAX];
    size_t len;
    int count; /* 0: free */
};

struct turns {
    pthread_mutex_t lock;
    int threads, most;
    struct line *lines;
};

struct turns *turns_new(int threads) {
    struct turns *t = xmalloc(sizeof *t);
    *t = (struct turns){.threads = threads,
                        .most = (threads + 1) / 2,
                        .lines = xcalloc((size_t)threads, sizeof *t->lines)};
    pthread_mutex_init(&t->lock, NULL);
    return t;
}

void turns_free(struct turns *t) {
    pthread_mutex_destroy(&t->lock);
    free(t->lines);
    free(t);
}

/* Of who, or a free one. */
static struct line *line_of(struct turns *t, struct slice who) {
    struct line *vacant = NULL;
    for (int i = 0; i < t->threads; i++) {
        struct line *l = &t->lines[i];
        if (l->count == 0)
            vacant = l;
        else if (slice_eq((struct slice){l->who, l->len}, who))
            return l;
    }
    assert(vacant != NULL);
    return vacant;
}

bool turns_take(struct turns *t, struct slice who) {
    who = slice_sub(who, 0, LOGIN_BYTES_MAX);
    pthread_mutex_lock(&t->lock);
    struct line *l = line_of(t, who);
    bool may = l->count < t->most;
    if (l->count == 0) {
        l->len = who.len;
        if (who.len > 0)
            memcpy(l->who, who.ptr, who.len);
    }
    l->count += may;
    pthread_mutex_unlock(&t->lock);
    return may;
}

void turns_give(struct turns *t, struct slice who) {
    pthread_mutex_lock(&t->lock);
    struct line *l = line_of(t, slice_sub(who, 0, LOGIN_BYTES_MAX));
    assert(l->count > 0);
    l->count--;
    pthread_mutex_unlock(&t->lock);
}
