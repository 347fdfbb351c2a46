#!/bin/sh
# check-layers.sh ROOT LAYER...: the layers lowest first, those side by side with a slash between. A
# file in ROOT/fcgi/L or ROOT/include/L may include only headers "M/x.h" where M is L or stands before
# L. Prints file:line of each
# breach and exits 1.
set -eu
root=$1
shift
cd "$root"
# shellcheck disable=SC2016 # the $ are those of awk
find fcgi include -type f \( -name '*.c' -o -name '*.cc' -o -name '*.h' \) 2>/dev/null | sort |
    xargs -r awk -v layers="$*" '
        BEGIN { n = split(layers, name, " "); for (i = 1; i <= n; i++) place(name[i], i) }
        function place(names, i,    k, count, beside) {
            count = split(names, beside, "/")
            for (k = 1; k <= count; k++) rank[beside[k]] = i
        }
        function breach(what) {
            printf "%s:%d: %s\n", FILENAME, FNR, what
            bad = 1
        }
        FNR == 1 {
            split(FILENAME, path, "/")
            own = path[2]
            if (!(own in rank))
                breach("\"" own "\" is not a layer (they are: " layers ")")
        }
        /^[ \t]*#[ \t]*include[ \t]*"/ {
            header = $0
            sub(/^[^"]*"/, "", header)
            sub(/".*/, "", header)
            layer = header
            sub(/\/.*/, "", layer)
            if (header !~ /^[a-z0-9_]+\/[a-z0-9_]+\.h$/ || !(layer in rank))
                breach("\"" header "\" is not of the form \"layer/name.h\"")
            else if ((own in rank) && rank[layer] > rank[own])
                breach("\"" header "\": " own " must not know " layer ", which is above it")
            else if ((own in rank) && layer != own && rank[layer] == rank[own])
                breach("\"" header "\": " own " must not know " layer ", which is beside it")
        }
        END { exit bad }' || exit 1
