#!/bin/bash
# desk.sh [QUEUED [CLOSED]]: 50 qualifiers, each a person with a login, work off QUEUED leads (100000) beside CLOSED ones (0),
# in a database made for it. Prints how long claims take at 1000 a second, and how many there are a second flat out; fails if
# a lead was given out twice, or is left. Run by: tests/stack.sh with-db build/bench/desk tests/bench/desk.sh 100000 900000
set -euo pipefail
queued=${1:-100000} closed=${2:-0}
clients=50
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
pgbench=pgbench
for candidate in /usr/lib/postgresql/*/bin/pgbench; do
    command -v "$pgbench" >/dev/null || pgbench=$candidate
done

psql -Xq -v ON_ERROR_STOP=1 -c 'SET client_min_messages = error' -f "$here/../sql/lib/helper.sql"
psql -Xq -v ON_ERROR_STOP=1 -v queued="$queued" -v closed="$closed" -v clients=$clients -f "$here/desk_fill.sql" >/dev/null
psql -Xq -c 'VACUUM ANALYZE' -c 'CHECKPOINT'
echo "leads in the table: $(psql -XqAt -c 'SELECT count(*) FROM intake.work'), queued: $queued"
PGUSER=q0 psql -XqAt -c '\timing on' -c 'SELECT count(q) FROM (SELECT * FROM desk.queue LIMIT 20) AS q' |
    sed -n 's/^Time: */first 20 of desk.queue: /p'

# What of the processors is ours to use is not ours to decide on a virtual machine.
stolen() { awk '/^cpu /{for (i = 2; i < 10; i++) all += $i; print $9, all}' /proc/stat; }
# Each session is another person, who connects as the superuser does.
cat >"$work/claim.sql" <<'END'
\if :begun = 0
SELECT set_config('session_authorization', 'q' || :client_id, false);
\set begun 1
\endif
SELECT receipt FROM desk.claim_next();
END
run() { # NAME WARM-UP-SECONDS CLAIMS PGBENCH-OPTION...
    local name=$1 warm_up=$2 claims=$3
    shift 3
    stolen >"$work/stolen"
    (cd "$work" && "$pgbench" -n -c $clients -j 2 -D begun=0 -t $((claims / clients)) -M prepared \
        -f claim.sql -l --log-prefix="$name" "$@" firstline) >"$work/$name.out"
    stolen | cat "$work/stolen" - | awk -v name="$name" 'NR == 1 {s = $1; all = $2}
        END {printf "%s: the host took %.0f %% of the processors for others\n", name, 100 * ($1 - s) / ($2 - all)}'
    sed -n "s/^tps = \([0-9]*\).*/$name: \1 claims per second/p" "$work/$name.out"
    # The columns of pgbench's log: client, number, microseconds, script, second, microsecond.
    cat "$work/$name".[0-9]* | sort -n -k5,5 |
        awk -v warm_up="$warm_up" 'NR == 1 {from = $5 + warm_up} $5 >= from {print $3}' | sort -n |
        awk -v name="$name" '{t[NR] = $1} END {printf "%s: half of the claims within %.1f ms, 99 of 100 within %.1f ms, the longest %.1f ms\n",
            name, t[int((NR + 1) / 2)] / 1000, t[int(NR * 0.99)] / 1000, t[NR] / 1000}'
}
# At a thousand a second, once every session has made its plans (a qualifier's lasts a day), and as fast as it goes.
steady=$((queued < 60000 ? queued / 3 : 20000))
steady=$((steady / clients * clients))
run steady $((queued < 60000 ? 0 : 5)) $steady -R 1000
run flat-out 0 $((queued - steady))

psql -XqAt -v ON_ERROR_STOP=1 -v queued="$queued" <<'END' | tee "$work/sum"
SELECT format('taken %s, of these twice %s, left %s', count(*), count(*) - count(DISTINCT e.lead),
              (SELECT count(*) FROM intake.waiting))
  FROM intake.lead_event AS e WHERE e.what = 'claimed';
END
grep -qx "taken $queued, of these twice 0, left 0" "$work/sum"
