/* xthread: a thread of start-up; without it the process ends with a message that names it. */
#ifndef BASE_XTHREAD_H
#define BASE_XTHREAD_H

#include <pthread.h>

/* attr may be NULL, as in pthread_create(3). */
void xthread(pthread_t *thread, const pthread_attr_t *attr, void *(*body)(void *), void *arg,
             const char *name);

#endif
