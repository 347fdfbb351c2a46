#!/bin/bash
# kpi.sh [LEADS]: what desk.kpi takes over LEADS leads with their history (100000), and its ratio to a plain count of
# their events; in turns, the quickest of nine each. Run by: tests/stack.sh with-db build/bench/kpi tests/bench/kpi.sh
set -euo pipefail
leads=${1:-100000}
here=$(cd "$(dirname "$0")" && pwd)

psql -Xq -v ON_ERROR_STOP=1 -c 'SET client_min_messages = error' -f "$here/../sql/lib/helper.sql" \
    -f "$here/../sql/lib/history.sql"
events=$(psql -XqAt -v ON_ERROR_STOP=1 -c "SELECT test.history($leads)")
psql -Xq -c 'VACUUM ANALYZE' -c 'CHECKPOINT'
{
    printf '%s\n' '\timing on' '\o /dev/null'
    for _ in {1..9}; do
        printf '%s\n' 'SELECT count(*) FROM intake.lead_event;' 'SELECT * FROM desk.kpi;'
    done
} | psql -XqAt -v ON_ERROR_STOP=1 | awk -v leads="$leads" -v events="$events" '
    /^Time/ {
        which = n++ % 2
        if (n <= 2 || $2 < best[which]) best[which] = $2
    }
    END {
        printf "desk.kpi over %d leads: %.0f ms, a plain count of their %d events: %.0f ms, ratio %.0f\n",
            leads, best[1], events, best[0], best[1] / best[0]
    }'
