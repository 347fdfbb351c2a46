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

# One lead comes in the usual way; the others are its copies, for what is measured is taking them.
psql -Xq -v ON_ERROR_STOP=1 -c 'SET client_min_messages = error' -f "$here/../sql/lib/helper.sql"
psql -Xq -v ON_ERROR_STOP=1 -v queued="$queued" -v closed="$closed" -v clients=$clients >/dev/null <<'END'
SELECT desk.add_staff('q' || n, 'Q' || n, 'desk') FROM generate_series(0, :clients - 1) AS n;
UPDATE intake.setting SET max_clients = NULL, call_from = '00:00', call_until = '24:00';
SELECT test.outcomes(test.record(0, test.contacts()));
CREATE TABLE test.copy AS
SELECT n, test.uuid7(timestamptz '2026-01-01 00:00Z' + n * interval '1 second', n) AS id,
       timestamptz '2026-01-01 00:00Z' + n * interval '1 second' AS at
  FROM generate_series(1, :queued + :closed - CASE WHEN :queued > 0 THEN 1 ELSE 0 END) AS n;
INSERT INTO intake.lead (id, form, language, received_at, stored_at, client, repeat, keyed, fingerprint, contacts, answers, raw,
       address, user_agent, place, touch, category, colour, rank, rule, rule_set, evidence, why, marks)
SELECT c.id, l.form, l.language, c.at, c.at, c.id, false, l.keyed, l.fingerprint, l.contacts, l.answers, l.raw,
       l.address, l.user_agent, l.place, l.touch, l.category, l.colour, l.rank, l.rule, l.rule_set, l.evidence, l.why, l.marks
  FROM test.copy AS c, intake.lead AS l WHERE l.id = test.lead(0);
INSERT INTO intake.work (lead, state, category, rank, repeat, verdict, reason, received_at, party, client)
SELECT c.id, CASE WHEN c.n <= :closed THEN 'closed' ELSE 'new' END, 'high-margin', 10 + c.n % 3, false,
       CASE WHEN c.n <= :closed THEN 'spam' END, CASE WHEN c.n <= :closed THEN 'robot' END, c.at, c.id, c.id
  FROM test.copy AS c;
INSERT INTO intake.lead_event (lead, step, who, what, at)
SELECT c.id, 1, 'firstline_intake', 'received', c.at FROM test.copy AS c;
END
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
