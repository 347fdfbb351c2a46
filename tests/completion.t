#!/bin/bash
# completion: what bash completes, with the words of the program at hand. Keys are typed to a bash on a terminal once;
# all else is asked from the function that bash calls.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$(realpath "${1:?usage: completion.t FIRSTLINE}")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
ln -s "$bin" "$dir/firstline"
mkdir "$dir/forms" && touch "$dir/notes"
PATH=$dir:$PATH
# shellcheck source=/dev/null
. fcgi/firstline.completion
n=0 failed=0
is() { # NAME EXPECTED GOT
    n=$((n + 1))
    if [ "$2" = "$3" ]; then echo "ok $n - $1"; return; fi
    echo "not ok $n - $1"
    printf 'expected: %s\n     got: %s\n' "$2" "$3" | sed 's/^/# /'
    failed=1
}
completed() { # WORD...: the last is the one at the cursor
    COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
    (cd "$dir" && _firstline && printf '%s\n' "${COMPREPLY[@]}") | sort -u | xargs
}
options() { firstline "$1" --help | grep -oE -- '--[a-z][a-z-]*' | sort -u; }

is 'the commands are those of help' "$(firstline help | grep -oE '^  [a-z-]+' | sort -u | xargs)" \
    "$(completed firstline '')"
is 'a command by its beginning' serve "$(completed firstline ser)"
for command in $(completed firstline ''); do
    is "the options of $command are those of its --help" \
        "$({ options "$command"; echo --help; } | sort -u | xargs)" "$(completed firstline "$command" --)"
done
is 'the words of spool' 'list retry show verify' "$(completed firstline spool '')"
is 'an option by its beginning' '--spool --spool-floor' "$(completed firstline serve --sp)"
is 'behind an option that takes a folder: folders' forms "$(completed firstline serve --forms '')"
is 'behind an option that takes a file: files' 'firstline forms notes' "$(completed firstline serve --config '')"
is 'behind an option that takes a number: nothing' '' "$(completed firstline serve --threads '')"
is 'a folder for check' forms "$(completed firstline check fo)"
is 'nothing of a command that is not there' '' "$(completed firstline frobnicate --)"
# shellcheck disable=SC2016 # what is typed is not run
is 'nothing of a word that is no command' '' "$(completed firstline '$(touch harm)' --)"
is 'and nothing of it was run' '' "$(find "$dir" -name harm)"

typed() { # KEYS: typed to an interactive bash with our completion; what its commands wrote
    printf '. fcgi/firstline.completion\n%b\nexit\n' "$1" |
        TERM=dumb script -qec 'bash --noprofile --norc -i' /dev/null | tr -d '\r'
}
out=$(typed 'firstline vers\t')
is 'Tab on a terminal' "$(firstline version)" "$(grep -x 'firstline [0-9].*' <<<"$out" || printf '%s' "$out")"
echo "1..$n"
exit $failed
