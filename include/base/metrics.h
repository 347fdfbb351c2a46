/* metrics: counters of the process, for /metrics and for tests. Atomics: any thread may count. */
#ifndef BASE_METRICS_H
#define BASE_METRICS_H

#include <stdint.h>

enum metric {
    METRIC_REQUESTS = 0,        /* requests read whole */
    METRIC_REQUESTS_BROKEN,     /* peers that gave nothing usable, went away or were too slow */
    METRIC_PEERS_FOREIGN,       /* connections closed unread: not nginx's user */
    METRIC_LEADS_NEW,           /* durable for the first time */
    METRIC_LEADS_REPLAY,        /* the same submission again, same receipt */
    METRIC_LEADS_DIFFERS,       /* a used key with another payload, stored under a new receipt */
    METRIC_SUBMISSIONS_INVALID, /* answered 422 */
    METRIC_SUBMISSIONS_BUSY,    /* answered 503: queue full or database away */
    METRIC_SUBMISSIONS_REFUSED, /* the database refused the record */
    METRIC_FIELDS_UNKNOWN,      /* drift: fields that the form does not define */
    METRIC_PATTERN_LIMITS,      /* a rule's pattern ran into a limit */
    METRIC_BATCHES,
    METRIC_BATCHES_FAILED,
    METRIC_ACCEPT_ERRORS,
    METRIC__MAX
};

void metrics_add(enum metric m, uint64_t n);
uint64_t metrics_get(enum metric m);
const char *metrics_name(enum metric m); /* as in /metrics, static */
const char *metrics_help(enum metric m);

#endif
