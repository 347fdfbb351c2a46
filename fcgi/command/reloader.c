/* reloader: see the header. A load is not asked to end early: most of its time goes by in
 * libraries, and in files of a disk that may not answer. */
#include "command/reloader.h"

#include <pthread.h>
#include <stdlib.h>

#include "base/xalloc.h"
#include "base/xthread.h"

struct reloader {
    void (*load)(void *arg);
    void *arg;
    pthread_t thread;
    pthread_cond_t told;
    pthread_mutex_t lock; /* guards what follows */
    bool asked, loading, stopping;
};

/* With the lock held, before and after. */
static void load_once(struct reloader *r) {
    r->asked = false;
    r->loading = true;
    pthread_mutex_unlock(&r->lock);
    r->load(r->arg);
    pthread_mutex_lock(&r->lock);
    r->loading = false;
}

static void *reloader_main(void *arg) {
    struct reloader *r = arg;
    pthread_mutex_lock(&r->lock);
    while (!r->stopping) {
        if (r->asked)
            load_once(r);
        else
            pthread_cond_wait(&r->told, &r->lock);
    }
    pthread_mutex_unlock(&r->lock);
    return NULL;
}

struct reloader *reloader_start(void (*load)(void *arg), void *arg) {
    struct reloader *r = xmalloc(sizeof *r);
    *r = (struct reloader){.load = load, .arg = arg};
    pthread_cond_init(&r->told, NULL);
    pthread_mutex_init(&r->lock, NULL);
    xthread(&r->thread, NULL, reloader_main, r, "reloader");
    return r;
}

static void tell(struct reloader *r, bool *what) {
    pthread_mutex_lock(&r->lock);
    *what = true;
    pthread_cond_signal(&r->told);
    pthread_mutex_unlock(&r->lock);
}

void reloader_ask(struct reloader *r) { tell(r, &r->asked); }

static bool is_loading(struct reloader *r) {
    pthread_mutex_lock(&r->lock);
    bool loading = r->loading;
    pthread_mutex_unlock(&r->lock);
    return loading;
}

bool reloader_stop(struct reloader *r) {
    tell(r, &r->stopping);
    if (is_loading(r))
        return false;
    pthread_join(r->thread, NULL);
    pthread_mutex_destroy(&r->lock);
    pthread_cond_destroy(&r->told);
    free(r);
    return true;
}
