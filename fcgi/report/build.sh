#!/bin/sh
# build.sh PAGE: puts the parts of the report's page into one file: what lies here, and the chart library, which is taken
# by npm as package-lock.json has it, into node_modules beside it. Where a folder "vendor" lies here with the library (a
# source package), npm is not asked.
set -eu
page=$1
cd "$(dirname "$0")"
# node brings its own list of authorities; what this machine trusts (a company's proxy) counts.
trusted=/etc/ssl/certs/ca-certificates.crt
[ ! -r $trusted ] || export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$trusted}"

die() { printf 'report: %s\n' "$@" >&2; exit 1; }

if [ -d vendor ]; then
    library=vendor
else
    library=node_modules
    if ! cmp -s package-lock.json node_modules/taken.json; then
        command -v npm >/dev/null || die 'the chart library is taken by npm, and there is none here:' \
            'run "make setup", or install nodejs and npm'
        log=$(mktemp)
        npm ci --ignore-scripts --no-audit --no-fund >"$log" 2>&1 ||
            { tail -n 20 "$log" >&2; die "npm ci failed in fcgi/report (the whole log: $log)"; }
        rm "$log"
        cp package-lock.json node_modules/taken.json
    fi
fi

# A line <!--FILE--> is that file. None of them may end the element that it is put into.
part() {
    case $1 in
    d3 | plot) file=$library/$2 ;;
    *) file=$1 ;;
    esac
    ! grep -qi '</s\(cript\|tyle\)' "$file" || die "$file cannot stand inside of a page"
    cat "$file"
}
mkdir -p "$OLDPWD/$(dirname "$page")"
while IFS= read -r line; do
    case $line in
    '<!--d3-->') part d3 d3/dist/d3.min.js ;;
    '<!--plot-->') part plot @observablehq/plot/dist/plot.umd.min.js ;;
    '<!--'*.css'-->' | '<!--'*.js'-->') name=${line#<!--}; part "${name%-->}" ;;
    *) printf '%s\n' "$line" ;;
    esac
done <page.html >"$OLDPWD/$page.new"
mv "$OLDPWD/$page.new" "$OLDPWD/$page"
