#!/bin/bash
# reports.sh [LEADS [JUDGED]]: what marketing's reports take over LEADS leads of two years (10000000), beside a plain sequential count
# of the leads, and whether they are exact. Fails if they are not; with JUDGED "exact" nothing but that is looked at.
# Run by: tests/stack.sh with-db build/bench/reports tests/bench/reports.sh 10000000
set -euo pipefail
leads=${1:-10000000} judged=${2:-all}
here=$(cd "$(dirname "$0")" && pwd)
program=${FIRSTLINE_BIN:-$here/../../build/firstline}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sql() { psql -Xq -v ON_ERROR_STOP=1 "$@"; }
say() { printf '%s %s\n' "$(date +%H:%M:%S)" "$*" >&2; }

# While the tables are filled nothing need survive; afterwards all is as the stack has set it.
filled_at=$SECONDS
for setting in 'fsync = off' 'full_page_writes = off' "max_wal_size = '8GB'" 'autovacuum = off'; do
    sql -c "ALTER SYSTEM SET $setting"
done
sql -c 'SELECT pg_reload_conf()' -c "SELECT desk.add_staff('marina', 'Marina', 'marketing')" >/dev/null 2>&1
sql -c 'SET client_min_messages = error' -f "$here/../sql/lib/helper.sql"
sql -v leads="$leads" -v links=$((leads >= 1000000 ? 150 : 12)) -f "$here/reports.sql" >/dev/null
# In two sessions, piece by piece.
piece=$((leads > 2000000 ? 250000 : (leads + 7) / 8))
fill() { # FIRST-PIECE
    local from
    for ((from = $1 * piece; from < leads; from += 2 * piece)); do
        sql -v from=$from -v upto=$((from + piece < leads ? from + piece - 1 : leads - 1)) -f "$here/reports_piece.sql"
        say "leads: $((from + piece < leads ? from + piece : leads)) of $leads"
    done
}
fill 0 &
fill 1
wait $!
say 'sums and indexes'
sql -f "$here/reports_end.sql" >/dev/null
sql -c 'ALTER SYSTEM RESET ALL' -c 'SELECT pg_reload_conf()' -c 'CHECKPOINT' >/dev/null
say 'the last leads, by the real way'
last=$((leads >= 1000000 ? 2000 : 200))
sql -At -v last=$last -f "$here/reports_last.sql" >"$work/last"
awk -v last=$last '/^[0-9]+$/ {n = $1} /^Time/ {t[++i] = $2; c[i] = n}
    END {printf "counting (intake.count_leads): %d leads in %.1f s, %.0f a second\n", c[3], t[3] / 1000, c[3] / t[3] * 1000}' "$work/last"
sql -At -c "SELECT format('leads: %s, of them not counted yet: %s; ways in which they came: %s; rows of daily sums: %s', (SELECT count(*) FROM intake.lead),
    (SELECT count(DISTINCT u.lead) FROM intake.uncounted AS u), (SELECT count(*) FROM intake.touch_input), (SELECT count(*) FROM intake.daily_sum))"
say "filled in $((SECONDS - filled_at)) s"

# ---- what they take ---------------------------------------------------------------------------
# Days as firstline report asks for them; a year and a quarter that end yesterday.
read -r year quarter yesterday < <(sql -At -F ' ' -c 'SELECT first + 365, first + 639, first + 729 FROM bench.size')
over_a_quarter="BETWEEN '$quarter' AND '$yesterday'"
over_a_year="BETWEEN '$year' AND '$yesterday'"
cat >"$work/reports" <<LIST
channel_daily, a year|SELECT * FROM marketing.channel_daily AS v WHERE v.day $over_a_year
channel_daily, a quarter|SELECT * FROM marketing.channel_daily AS v WHERE v.day $over_a_quarter
source_daily, a quarter|SELECT * FROM marketing.source_daily AS v WHERE v.day $over_a_quarter
funnel, a quarter|SELECT * FROM marketing.funnel AS v WHERE v.day $over_a_quarter
funnel, a year|SELECT * FROM marketing.funnel AS v WHERE v.day $over_a_year
speed_to_lead, a quarter|SELECT * FROM marketing.speed_to_lead AS v WHERE v.day $over_a_quarter
speed_to_lead, a year|SELECT * FROM marketing.speed_to_lead AS v WHERE v.day $over_a_year
conversion, all weeks|SELECT * FROM marketing.conversion
hours, a quarter|SELECT * FROM marketing.hours AS v WHERE v.day $over_a_quarter
rule_quality, a quarter|SELECT * FROM marketing.rule_quality AS v WHERE v.day $over_a_quarter
cost_daily, a quarter|SELECT * FROM marketing.cost_daily AS v WHERE v.day $over_a_quarter
ga4_daily, a quarter|SELECT * FROM marketing.ga4_daily AS v WHERE v.day $over_a_quarter
metrica_daily, a quarter|SELECT * FROM marketing.metrica_daily AS v WHERE v.day $over_a_quarter
unassigned, all|SELECT * FROM marketing.unassigned
balance, a quarter|SELECT * FROM marketing.balance AS v WHERE v.day $over_a_quarter
offline_conversions, a quarter|SELECT * FROM marketing.offline_conversions AS c WHERE (c.happened_at AT TIME ZONE (SELECT o.zone FROM marketing.office AS o))::date $over_a_quarter AND c.happened_at > (date '$quarter' - 1)::timestamptz AND c.happened_at < (date '$yesterday' + 2)::timestamptz
LIST
median() { sort -n | awk '{t[NR] = $1} END {print t[int((NR + 1) / 2)]}'; }
# Warm: the first of four is left out.
timed() { # SQL [SETTING...]
    { printf '%s;\n' "${@:2}"; printf '%s\n' '\o /dev/null' '\timing on'; for _ in 1 2 3 4; do printf '%s;\n' "$1"; done; } |
        sql -At | awk '/^Time/ && n++ {print $2}' | median
}
line() { awk -v n="$1" -v t="$2" -v c="$3" 'BEGIN {printf "%-36s %9.0f ms  %5.3f\n", n, t, t / c}'; }
counted=
measure() {
    local took name query
    counted=$(timed 'SELECT count(*) FROM intake.lead' 'SET enable_indexscan = off' 'SET enable_indexonlyscan = off' 'SET enable_bitmapscan = off')
    line 'a sequential count of the leads' "$counted" "$counted"
    while IFS='|' read -r name query; do
        took=$(PGUSER=marina timed "$query" '')
        line "$name" "$took" "$counted"
    done <"$work/reports"
}
# The page asks for each part of marketing.report; twice with what is left to count, twice without.
pages() { # STATE
    local first start took
    for first in "$quarter" "$year"; do
        took=$(for _ in 1 2 3 4; do
            start=$(date +%s%N)
            PGUSER=marina "$program" report --from "$first" --to "$yesterday" --html "$work/page.html" >/dev/null 2>&1
            echo $((($(date +%s%N) - start) / 1000000))
        done | tail -n 3 | median)
        line "the page of $([ "$first" = "$year" ] && echo 'a year' || echo '90 days')$1" "$took" "$counted"
    done
}
if [ "$judged" = all ]; then measure && pages ''; fi

# ---- whether they are exact -------------------------------------------------------------------
say 'the same, counted lead by lead'
sql -At -F ' ' -f "$here/reports_naive.sql" >"$work/exact"
awk '{printf "%-36s %9d rows, %d different from a count of the leads\n", $1, $2, $3}' "$work/exact"
if [ "$judged" = all ]; then
    sql -c "SELECT intake.count_leads('1 hour')" -c 'VACUUM intake.uncounted' >/dev/null
    pages ', all counted'
fi
[ "$(wc -l <"$work/exact")" = 6 ]
! awk '{print $3}' "$work/exact" | grep -qvx 0
