/* breaker: half of each wait is fixed and half is chance, so that several processes do not knock
 * together. lock guards everything. */
#include "store/breaker.h"

#include <limits.h>
#include <pthread.h>
#include <stdlib.h>

#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"
#include "base/uuid.h"
#include "base/xalloc.h"

#define WAIT_FIRST_MS 100
#define WAIT_LAST_MS 10000

struct breaker {
    pthread_mutex_t lock;
    bool open, told;  /* told: the log knows that it is open */
    bool outdated;    /* the schema */
    int wait_ms;      /* the last wait; 0: a batch went through since */
    long long try_at; /* clock_ms; while open */
    unsigned long openings;
};

struct breaker *breaker_new(void) {
    struct breaker *b = xcalloc(1, sizeof *b);
    pthread_mutex_init(&b->lock, NULL);
    b->open = true;
    b->try_at = LLONG_MAX;
    return b;
}

void breaker_free(struct breaker *b) {
    pthread_mutex_destroy(&b->lock);
    free(b);
}

bool breaker_is_open(struct breaker *b) {
    pthread_mutex_lock(&b->lock);
    bool open = b->open;
    pthread_mutex_unlock(&b->lock);
    return open;
}

void breaker_tell_outdated(struct breaker *b, bool outdated) {
    pthread_mutex_lock(&b->lock);
    b->outdated = outdated;
    pthread_mutex_unlock(&b->lock);
}

bool breaker_outdated(struct breaker *b) {
    pthread_mutex_lock(&b->lock);
    bool outdated = b->outdated;
    pthread_mutex_unlock(&b->lock);
    return outdated;
}

static void put_off(struct breaker *b) {
    unsigned char chance;
    random_bytes(&chance, 1);
    int next = b->wait_ms == 0 ? WAIT_FIRST_MS : b->wait_ms * 2;
    b->wait_ms = next > WAIT_LAST_MS ? WAIT_LAST_MS : next;
    b->try_at = clock_ms() + b->wait_ms / 2 + b->wait_ms * chance / 510;
}

void breaker_trip(struct breaker *b, const char *why) {
    pthread_mutex_lock(&b->lock);
    if (!b->open)
        put_off(b);
    b->openings += !b->open;
    bool tell = !b->told;
    b->open = b->told = true;
    pthread_mutex_unlock(&b->lock);
    if (tell) {
        metrics_add(METRIC_DATABASE_OUTAGES, 1);
        log_line(LOG_ERROR, "database_away", "why=\"%s\"", why);
    }
}

void breaker_proved(struct breaker *b) {
    pthread_mutex_lock(&b->lock);
    b->wait_ms = 0;
    pthread_mutex_unlock(&b->lock);
}

void breaker_hurry(struct breaker *b) {
    breaker_proved(b);
    pthread_mutex_lock(&b->lock);
    b->try_at = clock_ms();
    pthread_mutex_unlock(&b->lock);
}

unsigned long breaker_openings(struct breaker *b) {
    pthread_mutex_lock(&b->lock);
    unsigned long openings = b->openings;
    pthread_mutex_unlock(&b->lock);
    return openings;
}

long long breaker_wait_ms(struct breaker *b) {
    pthread_mutex_lock(&b->lock);
    long long left = b->try_at - clock_ms();
    if (!b->open)
        left = -1;
    else if (left < 0)
        left = 0;
    pthread_mutex_unlock(&b->lock);
    return left;
}

void breaker_still_open(struct breaker *b) {
    pthread_mutex_lock(&b->lock);
    put_off(b);
    pthread_mutex_unlock(&b->lock);
}

void breaker_close(struct breaker *b) {
    pthread_mutex_lock(&b->lock);
    b->open = b->told = false;
    pthread_mutex_unlock(&b->lock);
}
