#!/bin/bash
# tests/bench/old.sh builds the commit it is asked for, touches nothing, and says what is wrong.
here=$(cd "$(dirname "$0")/.." && pwd)
command -v git >/dev/null || { echo "1..0 # SKIP git is not installed"; exit 0; }
dir=$(mktemp -d) || exit 1
trap 'rm -rf "$dir"' EXIT
echo 1..9
n=0
check() { # NAME EXPECTED_STATUS PATTERN TREE REV
    n=$((n + 1))
    output=$(env -u MAKEFLAGS -u MAKE "$4/tests/bench/old.sh" "$5" "$4/build/bench/old" 2>&1)
    status=$?
    # shellcheck disable=SC2254
    case $status:$output in
    $2:$3) echo "ok $n - $1" ;;
    *)
        echo "not ok $n - $1"
        printf '%s\n' "status $status, output:" "$output" | sed 's/^/# /'
        ;;
    esac
}
git() { command git -c init.defaultBranch=main -c user.name=t -c user.email=t@example.com -c commit.gpgsign=false "$@"; }
commit() { # NAME MAKEFILE_RECIPE
    printf 'all:\n\t%s\n' "$2" >"$tree/Makefile"
    git -C "$tree" add . && git -C "$tree" commit -qm "$1" && git -C "$tree" tag "$1"
}
program='mkdir -p build; printf "\043!/bin/sh\\necho %s\\n" >build/firstline; chmod 755 build/firstline'

tree=$dir/clone
git init -q "$tree"
commit ancient true
mkdir -p "$tree/tests/bench"
cp "$here/bench/old.sh" "$tree/tests/bench/"
touch "$tree/tests/stack.sh" "$tree/tests/bench/fill.sql"
# shellcheck disable=SC2059
commit old "$(printf "$program" one)"
commit broken 'echo the compiler says no; false'
commit empty true
echo build/ >"$tree/.gitignore"
# shellcheck disable=SC2059
commit new "$(printf "$program" two)"
echo '# not committed' >>"$tree/Makefile"
before=$(git -C "$tree" status --porcelain; cat "$tree/Makefile")

check 'a commit is built' 0 "*clone/build/bench/old/$(git -C "$tree" rev-parse --short=12 old)" "$tree" old
built=$("$(tail -n 1 <<<"$output")/build/firstline")
after=$(git -C "$tree" status --porcelain; cat "$tree/Makefile")
n=$((n + 1))
if [ "$built" = one ] && [ "$before" = "$after" ]; then echo "ok $n - of that commit, and the checkout is as it was"
else echo "not ok $n - of that commit, and the checkout is as it was"; fi
check 'and again' 0 "*clone/build/bench/old/$(git -C "$tree" rev-parse --short=12 old)" "$tree" old
check 'one that does not build' 1 '*the compiler says no*broken does not build here*' "$tree" broken
check 'one that makes no program' 1 '*empty does not build here*' "$tree" empty
check 'one without a benchmark' 1 '*ancient has no tests/stack.sh: it is older than the benchmark' "$tree" ancient
check 'a name that nothing has' 1 '*there is no commit nonsense here' "$tree" nonsense
git clone -q --depth 1 "file://$tree" "$dir/shallow"
check 'a shallow clone' 1 '*is shallow and has no old: run  git fetch --unshallow' "$dir/shallow" old
mkdir "$tree/tarball"   # inside of another clone
cp -r "$tree/tests" "$tree/tarball"
check 'no clone' 1 '*tarball is no clone (a tarball?): it has no history to take old from' "$tree/tarball" old
