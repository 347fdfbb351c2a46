#!/bin/sh
# build.sh FOLDER: the pages of the desk as nginx serves them: FOLDER/index.html, and everything else in
# FOLDER/static/HASH, where HASH is of the content of all of it, so that it may be kept for ever. What draws the
# pages npm takes into node_modules as package-lock.json has it. Where it lies here in a folder "vendor" (a source
# package), npm is not asked.
# build.sh vendor FOLDER: makes such a folder: what goes into the pages, its sources, and the licences.
set -eu
top=$PWD
cd "$(dirname "$0")"
# shellcheck disable=SC1091
. "$top/fcgi/report/npm.sh"
from=$(libraries)
most=81920    # octets, all that one person gets, as sent, gzipped

if [ "$1" = vendor ]; then
    for file in preact/dist/preact.mjs preact/hooks/dist/hooks.mjs preact/LICENSE htm/dist/htm.module.js htm/LICENSE; do
        mkdir -p "$top/$2/${file%/*}"
        cp "$from/$file" "$top/$2/$file"
    done
    cp -r "$from/preact/src" "$top/$2/preact/src"    # as they were written: what goes into pages has short names
    cp -r "$from/preact/hooks/src" "$top/$2/preact/hooks/src"
    cp -r "$from/htm/src" "$top/$2/htm/src"
    exit
fi

out=$top/$1
new=$out.new
rm -rf "$new"
mkdir -p "$new/static/now/lib"
# The library names its own parts as npm would find them; browsers want files. It is one file each, without maps.
library() { sed -e '/^\/\/# sourceMappingURL=/d' -e 's|from"preact"|from"./preact.js"|g' "$from/$1" >"$new/static/now/lib/$2"; }
library preact/dist/preact.mjs preact.js
library preact/hooks/dist/hooks.mjs hooks.js
library htm/dist/htm.module.js htm.js
# Comments, blanks and long names are for those who read this folder. Each module stays a module of its own.
command -v esbuild >/dev/null || die 'esbuild is missing: run "make setup", or install the package of that name'
# What is left of indents stands in templates of htm, which leaves it out.
shorten() { esbuild --minify --charset=utf8 --log-level=warning --loader="$1" <"$2" >"$3.whole" && sed -z 's/\n *\([<$]\)/\1/g; s/\n */\n/g' "$3.whole" >"$3" && rm "$3.whole"; }
{ echo 'preact:'; cat "$from/preact/LICENSE"; printf '\nhtm:\n'; cat "$from/htm/LICENSE"; } >"$new/static/now/lib/LICENSES.txt"
find . -name node_modules -prune -o -name vendor -prune -o -type f \( -name '*.js' -o -name '*.css' -o -name '*.svg' \) -print |
    LC_ALL=C sort | while IFS= read -r file; do
        mkdir -p "$new/static/now/${file%/*}"
        case $file in
        *.js | *.css) shorten "${file##*.}" "$file" "$new/static/now/$file" ;;
        *) cp "$file" "$new/static/now/$file" ;;
        esac
    done

# Style sheets are one to a browser: one request, and what both say is sent once.
cat "$new/static/now/office.css" >>"$new/static/now/desk.css" && rm "$new/static/now/office.css"

# Marketing's screen draws by what draws the page of "firstline report".
(cd "$top" && fcgi/report/build.sh modules "$1.new/static/now/report")
for file in "$new"/static/now/report/*.js "$new/static/now/report/report.css"; do
    shorten "${file##*.}" "$file" "$file.short" && mv "$file.short" "$file"
done

hash=$(cd "$new/static/now" && find . -type f | LC_ALL=C sort | xargs sha256sum | cat - "$OLDPWD/index.html" | sha256sum | cut -c1-16)
mv "$new/static/now" "$new/static/$hash"
# All modules are asked for at once: each names only those it uses, and a phone waits for every round. But for those that only the head,
# sales or marketing have (screens.js), what brings in a file, and what draws the report.
while IFS= read -r line; do
    case $line in
    '<!--modules-->') (cd "$new" && find static -name '*.js' ! -path '*/head/*' ! -path '*/import/*' ! -path '*/sales/*' ! -path '*/marketing/*' ! -path '*/report/*' | LC_ALL=C sort) | sed 's|.*|<link rel="modulepreload" href="&">|' ;;
    *) printf '%s\n' "$line" | sed "s|static/|static/$hash/|g" ;;
    esac
done <index.html >"$new/index.html"

weight() { # FOLDER...: of what somebody gets who has nothing of these; what draws the report comes with it, a page of its own
    without=$(printf '*/%s/*\n' "$@" | sed "s/.*/! -path '&'/" | tr '\n' ' ')
    (cd "$new" && eval "find . -type f ! -name LICENSES.txt ! -path '*/report/lib/*' $without") |
        while IFS= read -r file; do gzip -6c "$new/$file" | wc -c; done | awk '{ sum += $1 } END { print sum }'
}
for others in 'sales marketing report' 'head marketing report' 'head sales report'; do
    # shellcheck disable=SC2086
    octets=$(weight $others)
    [ "$octets" -le $most ] || die "the pages without those of $others have $octets octets gzipped, and may have $most"
done
rm -rf "$out"
mv "$new" "$out"
