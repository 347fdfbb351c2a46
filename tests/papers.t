#!/bin/bash
# papers: what is written of the options is what there is: --help, the manual page and README name
# the same options, and each command of "firstline help" answers --help.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=${1:?usage: papers.t FIRSTLINE}
n=0 failed=0
ok() { # RESULT NAME
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; failed=1; fi
}
same() { # NAME A B: two lists of words
    local result=0
    diff <(echo "$2") <(echo "$3") >&2 || result=1
    ok "$result" "$1"
}

help=$("$bin" serve --help | grep -oE '^ +--[a-z-]+' | tr -d ' ' | sort)
same "README lists the options of serve" "$help" \
    "$(grep -oE '^\| `--[a-z-]+' README.md | grep -oE -- '--[a-z-]+' | sort)"
same "the manual page lists the options of serve" "$help" \
    "$(sed -n '/^\.SS serve/,/^\.SS check/p' fcgi/firstline.1 | grep '^\.BI' | sed 's/\\-/-/g' |
        grep -oE -- '--[a-z-]+' | sort)"

commands=$("$bin" help | grep -oE '^  [a-z]+' | tr -d ' ')
for command in $commands; do
    grep -q "^\.B firstline $command" fcgi/firstline.1 && result=0 || result=1
    ok "$result" "the manual page has firstline $command"
    "$bin" "$command" --help >/dev/null && result=0 || result=1
    ok "$result" "firstline $command --help answers"
done
echo "1..$n"
exit $failed
