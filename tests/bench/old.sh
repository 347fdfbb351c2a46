#!/bin/bash
# old.sh REV DIR: builds an older commit in DIR/HASH and prints that path, for "make bench BENCH_OLD=REV".
#
# The checkout itself is not touched: the commit's files come out of git as an archive. A tree that is there
# is taken as it is, since a commit does not change; make finds out what is left to build. Only "make all" is
# asked of an old Makefile, without its set-up. MAKE names the make to use.
set -euo pipefail

die() { printf 'BENCH_OLD: %s\n' "$@" >&2; exit 1; }

rev=${1:?} dir=${2:?}
root=$(cd "$(dirname "$0")/../.." && pwd -P)
command -v git >/dev/null || die "an older commit comes out of git, and git is not installed"
# A tarball may have been unpacked inside of somebody else's clone.
if ! top=$(git -C "$root" rev-parse --show-toplevel 2>&1) || [ "$top" != "$root" ]; then
    [ ! -e "$root/.git" ] || die "git does not take $root for a clone:" "$top"
    die "$root is no clone (a tarball?): it has no history to take $rev from"
fi
if ! hash=$(git -C "$root" rev-parse --quiet --verify --end-of-options "$rev^{commit}" 2>/dev/null); then
    [ "$(git -C "$root" rev-parse --is-shallow-repository)" != true ] ||
        die "this clone is shallow and has no $rev: run  git fetch --unshallow"
    die "there is no commit $rev here"
fi
for file in tests/stack.sh tests/bench/fill.sql; do
    git -C "$root" cat-file -e "$hash:$file" 2>/dev/null ||
        die "$rev has no $file: it is older than the benchmark"
done

mkdir -p "$dir"
tree=$(cd "$dir" && pwd -P)/${hash:0:12}
log=$tree.log
if [ ! -d "$tree" ]; then
    rm -rf "$tree.new"
    mkdir "$tree.new"
    git -C "$root" archive "$hash" | tar -x -C "$tree.new"
    mv "$tree.new" "$tree"   # renamed when complete
fi
echo "building $rev (${hash:0:12}) in $tree" >&2
if ! "${MAKE:-make}" -C "$tree" -j"$(nproc)" all SETUP=: >"$log" 2>&1 || [ ! -x "$tree/build/firstline" ]; then
    tail -n 30 "$log" >&2
    die "$rev does not build here; the whole log: $log"
fi
echo "$tree"
