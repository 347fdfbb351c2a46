/* xthread: a thread of start-up, without which the process ends with a message that names it; and
 * conditions whose deadlines are those of clock_ms. */
#ifndef BASE_XTHREAD_H
#define BASE_XTHREAD_H

#include <pthread.h>

/* attr may be NULL, as in pthread_create(3). */
void xthread(pthread_t *thread, const pthread_attr_t *attr, void *(*body)(void *), void *arg,
             const char *name);

/* One that xcond_wait waits for; pthread_cond_destroy(3) ends it. */
void xcond_init(pthread_cond_t *cond);

/* As pthread_cond_timedwait(3) does: ETIMEDOUT when clock_ms has come to deadline_ms. */
int xcond_wait(pthread_cond_t *cond, pthread_mutex_t *lock, long long deadline_ms);

#endif
