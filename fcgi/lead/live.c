/* live: reference counts under one lock, which is held for a few instructions only. */
#include "lead/live.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/xalloc.h"

struct live {
    pthread_mutex_t lock; /* guards current and every holders */
    struct definitions *current;
};

static struct definitions *definitions_new(struct form_set *forms, struct geo *geo,
                                           const struct tally *before) {
    struct definitions *d = xmalloc(sizeof *d);
    *d = (struct definitions){
        .forms = forms, .tally = tally_new(forms, before), .geo = geo, .holders = 1};
    return d;
}

static void definitions_free(struct definitions *d) {
    tally_free(d->tally);
    form_set_free(d->forms);
    geo_close(d->geo);
    free(d);
}

struct live *live_new(struct form_set *forms, struct geo *geo) {
    struct live *l = xmalloc(sizeof *l);
    pthread_mutex_init(&l->lock, NULL);
    l->current = definitions_new(forms, geo, NULL);
    return l;
}

void live_free(struct live *l) {
    live_put(l, l->current);
    pthread_mutex_destroy(&l->lock);
    free(l);
}

const struct definitions *live_get(struct live *l) {
    pthread_mutex_lock(&l->lock);
    struct definitions *d = l->current;
    d->holders++;
    pthread_mutex_unlock(&l->lock);
    return d;
}

void live_put(struct live *l, const struct definitions *held) {
    struct definitions *d = (struct definitions *)held;
    pthread_mutex_lock(&l->lock);
    bool last = --d->holders == 0;
    pthread_mutex_unlock(&l->lock);
    if (last)
        definitions_free(d);
}

void live_replace(struct live *l, struct form_set *forms, struct geo *geo) {
    const struct definitions *old = live_get(l);
    struct definitions *fresh = definitions_new(forms, geo, old->tally);
    pthread_mutex_lock(&l->lock);
    l->current->holders--; /* it is current no more; we still hold it */
    l->current = fresh;
    pthread_mutex_unlock(&l->lock);
    live_put(l, old);
}
