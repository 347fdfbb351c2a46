#!/bin/sh
# build.sh PAGE: puts the parts of the report's page into one file: what lies here, and the chart library, which npm takes
# into node_modules as package-lock.json has it. Where the library lies here in a folder "vendor" (a source package), npm
# is not asked. The modules become one script.
# build.sh modules FOLDER: the same, as modules and files for a page that is served.
# build.sh vendor FOLDER: makes such a folder: what goes into the page, what it was made of, and the licences.
set -eu
top=$PWD
cd "$(dirname "$0")"
# shellcheck disable=SC1091
. "$top/fcgi/report/npm.sh"
from=$(libraries)

if [ "$1" = vendor ]; then
    for file in d3/dist/d3.js d3/dist/d3.min.js d3/LICENSE @observablehq/plot/dist/plot.umd.js @observablehq/plot/dist/plot.umd.min.js \
        @observablehq/plot/LICENSE interval-tree-1d/LICENSE binary-search-bounds/LICENSE isoformat/LICENSE; do
        mkdir -p "$top/$2/${file%/*}"
        cp "$from/$file" "$top/$2/$file"
    done
    exit
fi

if [ "$1" = modules ]; then
    mkdir -p "$top/$2/lib"
    for file in *.js report.css; do
        [ "$file" = page.js ] || cp "$file" "$top/$2/$file"
    done
    cp "$from/d3/dist/d3.min.js" "$from/@observablehq/plot/dist/plot.umd.min.js" "$top/$2/lib"
    for file in d3/LICENSE @observablehq/plot/LICENSE isoformat/LICENSE interval-tree-1d/LICENSE binary-search-bounds/LICENSE; do
        printf '\n%s:\n' "${file%/LICENSE}"
        cat "$from/$file"
    done >"$top/$2/lib/LICENSES.txt"
    exit
fi

part() { # FILE: as it is; it must not end the element that it is put into
    ! grep -qi '</s\(cript\|tyle\)' "$1" || die "$1 cannot stand inside of a page"
    cat "$1"
}
mkdir -p "$top/$(dirname "$1")"
while IFS= read -r line; do # <!--FILE--> is that file
    name=${line#<!--} name=${name%-->}
    case $line in
    '<!--'*/*.js'-->' | '<!--'*/LICENSE'-->') part "$from/$name" ;;
    '<!--'*.css'-->') part "$name" ;;
    '<!--'*.js'-->') part "$name" | sed -e '/^import /d' -e 's/^export //' ;;
    *) printf '%s\n' "$line" ;;
    esac
done <page.html >"$top/$1.new"
mv "$top/$1.new" "$top/$1"
