/* counter: one question each time; how much is left is for the reports to know. */
#include "store/counter.h"

#include <stdio.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/metrics.h"

#define SCHEMA_COUNTS 5 /* the first schema that has intake.count_leads */
#define REST_MAX 60

static int budget_ms(struct counter *c) {
    uint64_t batches = metrics_get(METRIC_BATCHES);
    int budget = batches == c->batches ? COUNT_IDLE_MS : COUNT_BUSY_MS;
    c->batches = batches;
    return budget;
}

/* What fails once will fail again: a lock that somebody keeps, a right that is missing. */
static void rest(struct counter *c, struct pg *pg) {
    static struct log_gate gate;
    log_limited(&gate, LOG_WARN, "count_failed", "server=\"%s\" why=\"%s\"", pg_server(pg),
                pg_reason(pg));
    c->unheard++;
    c->rest = c->unheard < REST_MAX / 2 ? 2 * c->unheard : REST_MAX;
}

void counter_count(struct counter *c, struct pg *pg) {
    PGresult *result;
    char query[64];
    int budget = budget_ms(c);
    if (pg_schema(pg) < SCHEMA_COUNTS)
        return;
    if (c->rest > 0) {
        c->rest--;
        return;
    }
    snprintf(query, sizeof query, "SELECT intake.count_leads('%d ms')", budget);
    if (pg_ask(pg, query, clock_ms() + BATCH_DEADLINE_MS, &result) != OK) {
        rest(c, pg);
        return;
    }
    c->unheard = 0;
    PQclear(result);
}
