#!/bin/bash
# desk_pair.sh OLD [ROUNDS [QUEUED]]: the claims of this tree beside those of OLD, an older one that is built, each by its own
# desk.sh on a server of its own; in turns, ROUNDS of them (5) with QUEUED leads each (60000: with fewer, how long sessions take
# to plan is measured, too). Prints the medians and their ratios.
set -euo pipefail
old=${1:?} rounds=${2:-5} queued=${3:-60000}
here=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for ((round = 1; round <= rounds; round++)); do
    for tree in "$old" "$here"; do
        name=$([ "$tree" = "$here" ] && echo new || echo old)
        (cd "$tree" && tests/stack.sh with-db build/bench/desk tests/bench/desk.sh "$queued" 0) >"$work/out" 2>"$work/err" ||
            { cat "$work/out" "$work/err" >&2; exit 1; }
        sed -n "s/^flat-out: \([0-9]*\) claims per second/\1/p" "$work/out" >>"$work/$name.rate"
        sed -n 's/^steady: half .* 99 of 100 within \([0-9.]*\) ms.*/\1/p' "$work/out" >>"$work/$name.steady"
        sed -n 's/^flat-out: half .* 99 of 100 within \([0-9.]*\) ms.*/\1/p' "$work/out" >>"$work/$name.flat"
    done
done
median() { sort -n "$1" | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
compare() { # KIND WHAT
    echo "$2: old $(median "$work/old.$1"), new $(median "$work/new.$1") ($(tr '\n' ' ' <"$work/old.$1")| $(tr '\n' ' ' <"$work/new.$1"))" |
        awk '{printf "%s; ratio %.2f\n", $0, '"$(median "$work/new.$1") / $(median "$work/old.$1")"'}'
}
compare rate 'claims per second flat out'
compare steady '99 of 100 claims at 1000 a second, ms'
compare flat '99 of 100 claims flat out, ms'
