# shellcheck shell=sh
# npm.sh: for the build.sh of pages, which reads it in its own folder: "libraries" tells where those of package-lock.json
# lie: in "vendor" of a source package, or in node_modules, as npm has taken them.

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

libraries() {
    if [ -d vendor ]; then echo vendor; else take && echo node_modules; fi
}
