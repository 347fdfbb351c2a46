/* metrics: tables of names, and one of numbers for each. Relaxed order: a number orders nothing. */
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
                               "Patterns of fields and rules that ran into a limit."},
    [METRIC_BATCHES] = {"firstline_batches_total", "Transactions of the writer."},
    [METRIC_BATCHES_FAILED] = {"firstline_batches_failed_total",
                               "Transactions of the writer that failed."},
    [METRIC_ACCEPT_ERRORS] = {"firstline_accept_errors_total",
                              "accept(2) failed, mostly for want of descriptors."},
    [METRIC_LEADS_SPOOLED] = {"firstline_leads_spooled_total",
                              "Leads that were thanked for when they were safe in the spool."},
    [METRIC_SPOOL_DELIVERED] = {"firstline_spool_delivered_total",
                                "Records that went from the spool into the database."},
    [METRIC_SPOOL_REFUSED] = {"firstline_spool_refused_total",
                              "Records that the database refuses, kept for an operator."},
    [METRIC_SPOOL_DAMAGED] = {"firstline_spool_damaged_total",
                              "Damaged files of the spool that were set aside."},
    [METRIC_SPOOL_FAILURES] = {"firstline_spool_failures_total",
                               "Batches that could not be written to the spool."},
    [METRIC_LEADS_RESTORED] = {"firstline_leads_restored_total",
                               "Leads that a server had taken and had not any more."},
    [METRIC_DATABASE_OUTAGES] = {"firstline_database_outages_total",
                                 "Times that the database was given up for a while."},
    [METRIC_SESSIONS_ENDED] = {"firstline_sessions_ended_total",
                               "Sessions of the database that held up others and were ended."},
    [METRIC_POSTS_UNANSWERED] = {"firstline_posts_unanswered_total",
                                 "Submissions that a process had read when it was killed."},
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

static const struct {
    const char *name, *help;
} gauges[GAUGE__MAX] = {
    [GAUGE_START_SECONDS] = {"start_time_seconds", "When the process began to serve, Unix time."},
    [GAUGE_DEFINITIONS_REFUSED] = {"definitions_refused",
                                   "Whether the last reload was refused and older ones serve."},
    [GAUGE_GEO_MISSING] = {"geo_missing",
                           "Geo databases of the settings that could not be loaded."},
};

static _Atomic long long standings[GAUGE__MAX];

void metrics_set(enum gauge g, long long value) {
    atomic_store_explicit(&standings[g], value, memory_order_relaxed);
}

void metrics_gauge(enum gauge g, struct gauge_state *out) {
    *out = (struct gauge_state){
        .name = gauges[g].name,
        .help = gauges[g].help,
        .value = atomic_load_explicit(&standings[g], memory_order_relaxed),
    };
}

static const struct {
    const char *name, *help;
    size_t bounds;
    double unit; /* of the sum, which is kept as a whole number */
    double bound[HISTOGRAM_BOUNDS];
} histograms[HISTOGRAM__MAX] = {
    [HISTOGRAM_BATCH_RECORDS] = {"firstline_batch_records",
                                 "Records in a transaction.",
                                 9,
                                 1,
                                 {1, 2, 4, 8, 16, 32, 64, 128, 256}},
    [HISTOGRAM_REQUEST_SECONDS] = {"firstline_request_seconds",
                                   "From a request that was read whole to its answer.",
                                   12,
                                   1e-6,
                                   {0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5,
                                    5}},
};

/* The last is for values above all bounds. */
static _Atomic uint64_t buckets[HISTOGRAM__MAX][HISTOGRAM_BOUNDS + 1];
static _Atomic uint64_t sums[HISTOGRAM__MAX];

void metrics_observe(enum histogram h, double value) {
    size_t i = 0;
    while (i < histograms[h].bounds && value > histograms[h].bound[i])
        i++;
    atomic_fetch_add_explicit(&buckets[h][i], 1, memory_order_relaxed);
    uint64_t units = value > 0 ? (uint64_t)(value / histograms[h].unit) : 0;
    atomic_fetch_add_explicit(&sums[h], units, memory_order_relaxed);
}

void metrics_histogram(enum histogram h, struct histogram_state *out) {
    struct histogram_state s = {
        .name = histograms[h].name,
        .help = histograms[h].help,
        .bounds = histograms[h].bounds,
        .sum = (double)atomic_load_explicit(&sums[h], memory_order_relaxed) * histograms[h].unit,
    };
    for (size_t i = 0; i <= s.bounds; i++) {
        s.count += atomic_load_explicit(&buckets[h][i], memory_order_relaxed);
        if (i == s.bounds)
            break;
        s.bound[i] = histograms[h].bound[i];
        s.at_most[i] = s.count;
    }
    *out = s;
}
