#!/bin/bash
# build.sh [FOLDER], by "make deb": builds the source package and the binary packages into FOLDER (build/deb) from a copy
# of the files that are the project's own, and reads them with lintian, which must find nothing. From a clone these are
# the files that git knows, as they are now; from an unpacked source package all but what builds and tests make there.
set -euo pipefail
# What a make around this was told (CC=...) is not for the package.
unset MAKEFLAGS MFLAGS MAKEOVERRIDES MAKELEVEL
cd "$(dirname "$0")/.."
out=$(realpath -m "${1:-build/deb}")
version=$(dpkg-parsechangelog -S Version)

own_files() { # each ended by NUL
    if [ "$(git rev-parse --show-toplevel 2>/dev/null)" = "$(pwd -P)" ]; then
        git ls-files -z
    else
        find . \( -path ./build -o -name node_modules -o -name .git \) -prune -o \( -type f -o -type l \) -print0
    fi
}
made_already() { # what an earlier run has left goes, and nothing else that may lie in a folder that was named
    local kind
    for kind in .dsc .tar.xz _\*.deb _\*.changes _\*.buildinfo; do
        # shellcheck disable=SC2086
        rm -f "$out"/firstline{,-dbgsym}_*${kind}
    done
    rm -rf "$out/firstline-$version"
}

mkdir -p "$out"
made_already
mkdir "$out/firstline-$version"
# A file that git knows and that is not there has been deleted: nothing to copy.
own_files | while IFS= read -r -d '' file; do [ ! -e "$file" ] || printf '%s\0' "$file"; done |
    tar --null -T - -c | tar -x --no-same-owner --no-same-permissions -C "$out/firstline-$version"
# What npm brings lies in the source package: nothing is asked of the network when it is built.
[ -d fcgi/report/vendor ] || fcgi/report/build.sh vendor "$(realpath --relative-to=. "$out/firstline-$version/fcgi/report/vendor")"
[ -d nginx/desk/vendor ] || nginx/desk/build.sh vendor "$(realpath --relative-to=. "$out/firstline-$version/nginx/desk/vendor")"
# git keeps no other right than that to run a file; those of a source package must not depend on whose clone it is.
chmod -R u=rwX,go=rX "$out/firstline-$version"
echo "deb: building in $out, some minutes; the details go to $out/build.log" >&2
(cd "$out/firstline-$version" && dpkg-buildpackage -us -uc) >"$out/build.log" 2>&1 || {
    tail -n 30 "$out/build.log" >&2
    echo "the build failed; all of it is in $out/build.log" >&2
    exit 1
}
rm -rf "$out/firstline-$version"
# An installation for a chroot has no locale to speak of, and root is what builds there.
lintian --allow-root --tag-display-limit 0 --fail-on error,warning "$out/firstline_${version}_"*.changes
ls "$out"/firstline_"$version"_*.deb
