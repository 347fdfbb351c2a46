/* metrics: counters and gauges of the process, for /metrics and for tests. Atomics: any thread may
 * count. */
#ifndef BASE_METRICS_H
#define BASE_METRICS_H

#include <stddef.h>
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
    METRIC_PATTERN_LIMITS,      /* a field's or a rule's pattern ran into a limit */
    METRIC_BATCHES,
    METRIC_BATCHES_FAILED,
    METRIC_ACCEPT_ERRORS,
    METRIC_LEADS_SPOOLED,    /* thanked for from the spool */
    METRIC_SPOOL_DELIVERED,  /* records that went from the spool into the database */
    METRIC_SPOOL_REFUSED,    /* records that the database refuses, kept in bad */
    METRIC_SPOOL_DAMAGED,    /* files set aside */
    METRIC_SPOOL_FAILURES,   /* batches that the disk did not take */
    METRIC_LEADS_RESTORED,   /* that a server had taken and had not any more: handed in again */
    METRIC_DATABASE_OUTAGES, /* times that the writer stopped asking the database */
    METRIC_SESSIONS_ENDED,   /* of people who held up others, at this process's request */
    METRIC_POSTS_UNANSWERED, /* that a process before this one had read when it was killed */
    METRIC__MAX
};

void metrics_add(enum metric m, uint64_t n);
uint64_t metrics_get(enum metric m);
const char *metrics_name(enum metric m); /* as in /metrics, static */
const char *metrics_help(enum metric m);

/* Gauges: how a thing stands, as whoever knows it said last; 0 at first. */
enum gauge {
    GAUGE_START_SECONDS = 0,   /* wall time at which the process began to serve */
    GAUGE_DEFINITIONS_REFUSED, /* 1: the last reload was, those of before are in force */
    GAUGE_GEO_MISSING,         /* databases that the settings name and that could not be loaded */
    GAUGE__MAX
};
struct gauge_state {
    const char *name, *help; /* as in /metrics, behind "firstline_" */
    long long value;
};

void metrics_set(enum gauge g, long long value);
void metrics_gauge(enum gauge g, struct gauge_state *out);

/* Histograms: how often a value was at most each of a few fixed bounds. */
enum histogram {
    HISTOGRAM_BATCH_RECORDS = 0, /* records in a transaction */
    HISTOGRAM_REQUEST_SECONDS,   /* from a request read whole to its answer made */
    HISTOGRAM__MAX
};
#define HISTOGRAM_BOUNDS 12

struct histogram_state {
    const char *name, *help;
    size_t bounds;
    double bound[HISTOGRAM_BOUNDS];
    uint64_t at_most[HISTOGRAM_BOUNDS]; /* values of at most that bound */
    uint64_t count;
    double sum;
};

void metrics_observe(enum histogram h, double value);
void metrics_histogram(enum histogram h, struct histogram_state *out);

#endif
