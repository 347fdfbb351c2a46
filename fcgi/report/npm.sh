# shellcheck shell=sh disable=SC2034
# npm.sh: for the build.sh of pages, which reads it in its own folder: $from is where the libraries of package-lock.json lie
# then: "vendor" of a source package, or node_modules, as npm has taken them.

# node brings its own list of authorities; what this machine trusts (a company's proxy) counts.
trusted=/etc/ssl/certs/ca-certificates.crt
[ ! -r $trusted ] || export NODE_EXTRA_CA_CERTS="${NODE_EXTRA_CA_CERTS:-$trusted}"

die() { printf '%s: %s\n' "${PWD##*/}" "$@" >&2; exit 1; }

take() { # once for each lock file
    ! cmp -s package-lock.json node_modules/taken.json || return 0
    command -v npm >/dev/null ||
        die 'what draws the pages is taken by npm, and there is none here: run "make setup", or install nodejs and npm'
    log=$(mktemp)
    npm ci --ignore-scripts --no-audit --no-fund >"$log" 2>&1 ||
        { tail -n 20 "$log" >&2; die "npm ci failed; all of it is in $log"; }
    rm "$log"
    cp package-lock.json node_modules/taken.json
}

from=vendor
[ -d vendor ] || { take && from=node_modules; }
