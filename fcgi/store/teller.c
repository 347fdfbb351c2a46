/* teller: a statement for each batch of the ledger, in plain text, for it holds numbers only. */
#include "store/teller.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bounds.h"
#include "base/clock.h"
#include "base/log.h"
#include "base/xalloc.h"

#define SCHEMA_COUNTS 5 /* the first schema that has intake.note_counts */
#define ROW_BYTES 512
#define QUERY_BYTES (ROW_BYTES * (LEDGER_ROWS_MAX + 1))

struct teller {
    struct ledger *ledger;
    long long next_ms, again_ms;
    struct history_name told; /* the history of the server that was told last */
    struct ledger_batch batch;
    char query[QUERY_BYTES];
};

struct teller *teller_new(struct ledger *ledger) {
    struct teller *t = xcalloc(1, sizeof *t);
    t->ledger = ledger;
    return t;
}

void teller_free(struct teller *t) { free(t); }

static int write_row(char *out, const struct ledger_row *row) {
    int n = snprintf(out, ROW_BYTES, "{\"slot\":%lld,\"received\":%llu", (long long)row->start_s,
                     (unsigned long long)row->received);
    for (int i = 0; i < LEDGER_PART__MAX; i++)
        n += snprintf(out + n, ROW_BYTES - (size_t)n, ",\"%s\":%llu",
                      ledger_part_name((enum ledger_part)i), (unsigned long long)row->parts[i]);
    return n + snprintf(out + n, ROW_BYTES - (size_t)n, "},");
}

static void write_query(const struct ledger_batch *b, char *out) {
    out += snprintf(out, ROW_BYTES, "SELECT intake.note_counts('%s', '[", b->name.text);
    for (size_t i = 0; i < b->count; i++)
        out += write_row(out, &b->rows[i]);
    snprintf(out - 1, ROW_BYTES, "]')"); /* in the place of the last comma */
}

/* false: not now, since it is locked, or the server did not take it. */
static bool tell_batch(struct teller *t, struct pg *pg) {
    static struct log_gate gate;
    PGresult *result;
    write_query(&t->batch, t->query);
    if (pg_ask(pg, t->query, clock_ms() + BATCH_DEADLINE_MS, &result) != OK) {
        log_limited(&gate, LOG_WARN, "counts_failed", "server=\"%s\" why=\"%s\"", pg_server(pg),
                    pg_reason(pg));
        return false;
    }
    bool taken = PQntuples(result) == 1 && strcmp(PQgetvalue(result, 0, 0), "t") == 0;
    PQclear(result);
    if (taken)
        ledger_told(t->ledger, &t->batch);
    return taken;
}

/* Another server, or the same one started anew, may not have what was told last; and no server says
 * so for certain. */
static void look_for_other(struct teller *t, const struct history_name *history, long long now_ms) {
    if (history_same(&t->told, history) && now_ms < t->again_ms)
        return;
    t->told = *history;
    t->again_ms = now_ms + LEDGER_AGAIN_MS;
    ledger_tell_again(t->ledger);
}

void teller_tell(struct teller *t, struct pg *pg, bool last) {
    long long now_ms = clock_ms();
    if ((now_ms < t->next_ms && !last) || pg_schema(pg) < SCHEMA_COUNTS)
        return;
    t->next_ms = now_ms + LEDGER_TELL_MS;
    look_for_other(t, pg_history(pg), now_ms);
    while (ledger_untold(t->ledger, &t->batch))
        if (!tell_batch(t, pg)) {
            t->next_ms = now_ms + LEDGER_REST_MS;
            return;
        }
    ledger_tidy(t->ledger, clock_wall_us());
}
