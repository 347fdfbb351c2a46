/* metrics: one table of names and one of counters. Relaxed order: a counter orders nothing. */
#include "base/metrics.h"

#include <stdatomic.h>

static const struct {
    const char *name, *help;
} table[METRIC__MAX] = {
    [METRIC_REQUESTS] = {"firstline_requests_total", "Requests read whole."},
    [METRIC_REQUESTS_BROKEN] = {"firstline_requests_broken_total",
                                "Connections that gave no usable request."},
    [METRIC_PEERS_FOREIGN] = {"firstline_peers_foreign_total",
                              "Connections of another user than nginx's, closed unread."},
    [METRIC_LEADS_NEW] = {"firstline_leads_new_total", "Leads stored for the first time."},
    [METRIC_LEADS_REPLAY] = {"firstline_leads_replay_total",
                             "The same submission again, same receipt."},
    [METRIC_LEADS_DIFFERS] = {"firstline_leads_differs_total",
                              "A used key with another payload, stored under a new receipt."},
    [METRIC_SUBMISSIONS_INVALID] = {"firstline_submissions_invalid_total", "Answered 422."},
    [METRIC_SUBMISSIONS_BUSY] = {"firstline_submissions_busy_total",
                                 "Answered 503: queue full or database away."},
    [METRIC_SUBMISSIONS_REFUSED] = {"firstline_submissions_refused_total",
                                    "Records that the database refused."},
    [METRIC_FIELDS_UNKNOWN] = {"firstline_fields_unknown_total",
                               "Fields that the form does not define."},
    [METRIC_PATTERN_LIMITS] = {"firstline_pattern_limits_total",
                               "Patterns of rules that ran into a limit."},
    [METRIC_BATCHES] = {"firstline_batches_total", "Transactions of the writer."},
    [METRIC_BATCHES_FAILED] = {"firstline_batches_failed_total",
                               "Transactions of the writer that failed."},
    [METRIC_ACCEPT_ERRORS] = {"firstline_accept_errors_total",
                              "accept(2) failed, mostly for want of descriptors."},
};

static _Atomic uint64_t counters[METRIC__MAX];

void metrics_add(enum metric m, uint64_t n) {
    atomic_fetch_add_explicit(&counters[m], n, memory_order_relaxed);
}

uint64_t metrics_get(enum metric m) {
    return atomic_load_explicit(&counters[m], memory_order_relaxed);
}

const char *metrics_name(enum metric m) { return table[m].name; }

const char *metrics_help(enum metric m) { return table[m].help; }
