#!/bin/sh
# check-layers.sh finds what it is for, and only that.
here=$(dirname "$0")/..
tree=$(mktemp -d) || exit 1
trap 'rm -rf "$tree"' EXIT
mkdir -p "$tree/fcgi/base" "$tree/fcgi/form" "$tree/include/base" "$tree/include/form"
echo 1..6
n=0
layers='base body form'
check() { # NAME EXPECTED_STATUS EXPECTED_OUTPUT
    n=$((n + 1))
    # shellcheck disable=SC2086
    output=$("$here/check-layers.sh" "$tree" $layers 2>&1)
    status=$?
    if [ $status = "$2" ] && [ "$output" = "$3" ]; then
        echo "ok $n - $1"
    else
        echo "not ok $n - $1"
        printf '%s\n' "status $status, output:" "$output" | sed 's/^/# /'
    fi
}
printf '#include <stdio.h>\n#include "base/slice.h"\n' >"$tree/fcgi/base/slice.c"
printf '#include "base/slice.h"\n#include "form/rule.h"\n' >"$tree/fcgi/form/rule.c"
check 'downwards and sideways is allowed' 0 ''
printf '#include "base/slice.h"\n\n#  include "form/rule.h"\n' >"$tree/include/base/arena.h"
check 'upwards is not' 1 \
    'include/base/arena.h:3: "form/rule.h": base must not know form, which is above it'
rm "$tree/include/base/arena.h"
printf '#include "slice.h"\n' >"$tree/fcgi/base/slice.c"
check 'a header without its layer' 1 \
    'fcgi/base/slice.c:1: "slice.h" is not of the form "layer/name.h"'
printf '#include "base/../form/rule.h"\n' >"$tree/fcgi/base/slice.c"
check 'a way around' 1 \
    'fcgi/base/slice.c:1: "base/../form/rule.h" is not of the form "layer/name.h"'
rm "$tree/fcgi/base/slice.c"
mkdir "$tree/fcgi/misc"
echo 'int x;' >"$tree/fcgi/misc/x.c"
check 'a folder that is no layer' 1 \
    'fcgi/misc/x.c:1: "misc" is not a layer (they are: base body form)'
rm -r "$tree/fcgi" "$tree/include"
check 'nothing at all' 0 ''
