#!/bin/bash
# setup.sh demo | check | coverage | bench | cluster | systemd | container | deb | package: installs what is missing on a
# bare Debian 12, as root or by sudo.
#
# "demo" is what building and showing firstline needs, "check" is that and what the tests need,
# "coverage" is "check" and what counts lines, "bench" is "demo" and what it is compared with,
# "cluster" is "demo" and what keeps three servers together, "systemd" is "demo" and what boots a container,
# "container" is what builds and runs the images, "deb" what building the Debian package needs, "package" is that
# and what the package is tried in.
# Says in one message what it installs and why; silent, and without network, when all is there.
# Nothing that is installed gets started: nginx and PostgreSQL of the demo run privately.
set -euo pipefail

# What for: package[>=version]... The versions are security fixes: an older one is upgraded.
build_packages='
compiler and build|gcc g++ libc6-dev make pkg-config
FastCGI|libfcgi-dev libfcgi0ldbl>=2.4.2-2+deb12u1
PostgreSQL client|libpq-dev libpq5>=15.20-0+deb12u1
geography|libmaxminddb-dev libmaxminddb0>=1.7.1-1
patterns|libpcre2-dev libpcre2-8-0>=10.42-1+deb12u2
form files|libyaml-dev
pages of the desk|esbuild
JSON|libjansson-dev
e-mail domains|libidn2-dev
signed form tokens|libssl-dev
phone numbers|libphonenumber-dev libprotobuf-dev
text as it is seen|libicu-dev
'
demo_packages=$build_packages'
website|nginx>=1.22.1-9+deb12u11 curl
database|postgresql-15>=15.20-0+deb12u1
running them unprivileged|util-linux procps
'
check_packages='
TAP|perl
unit tests|libcmocka-dev
SQL tests|postgresql-15-pgtap libtap-parser-sourcehandler-pgtap-perl
sanitizers and fuzzing|clang libclang-rt-14-dev
source format|clang-format-14
reading the sources|clang-tidy cppcheck shellcheck postgresql-15-plpgsql-check
binary checks|binutils
the manual|mandoc
seeded defects|patch
a pooler|pgbouncer
alarms|prometheus
manual pages|mandoc
a node on another machine|libnginx-mod-stream
slow connections|iproute2 nftables
certificates|openssl
browser tests|chromium chromium-headless-shell fonts-dejavu-core
test packages|ca-certificates
'
bench_packages='
the same job in PHP|php8.2-fpm php8.2-pgsql
an older commit|git
instructions counted|valgrind
the desk in a browser|chromium fonts-dejavu-core
'

coverage_packages='
lines reached|gcovr
'

cluster_packages='
who is the primary|patroni python3-etcd etcd-server
one address for three|haproxy
machines of a network|iproute2 iptables
'

systemd_packages='
TAP|perl
a Debian that boots|debootstrap systemd-container
'

container_packages='
TAP|perl
images|podman buildah crun debootstrap
a network of its own|util-linux iproute2 curl
'

deb_packages='
Debian package|build-essential debhelper dpkg-dev lintian
'

package_packages='
a Debian to install it in|debootstrap systemd-container util-linux iproute2 procps
a visitor|chromium-headless-shell fonts-dejavu-core
TAP|perl
'

level=${1:-}
case $level in
demo) groups=$demo_packages ;;
check) groups=$demo_packages$check_packages ;;
coverage) groups=$demo_packages$check_packages$coverage_packages ;;
bench) groups=$demo_packages$bench_packages ;;
cluster) groups=$demo_packages$cluster_packages ;;
systemd) groups=$demo_packages$systemd_packages ;;
container) groups=$container_packages ;;
deb) groups=$build_packages$deb_packages ;;
package) groups=$build_packages$deb_packages$package_packages ;;
*) echo "usage: tests/setup.sh demo | check | coverage | bench | cluster | systemd | container | deb | package" >&2; exit 64 ;;
esac
cd "$(dirname "$0")/.."

die() { printf 'set-up: %s\n' "$@" >&2; exit 1; }

# The browser and HTTP tests need node 18 or later, from Debian or from anywhere else.
has_node() {
    local version
    command -v npm >/dev/null && version=$(node --version 2>/dev/null) || return 1
    version=${version#v}
    [ "${version%%.*}" -ge 18 ]
}

# What draws charts and pages is taken by npm when the program is built (build.sh of each folder), once.
has_charts() {
    local folder
    for folder in fcgi/report nginx/desk; do
        [ -d $folder/vendor ] || cmp -s $folder/package-lock.json $folder/node_modules/taken.json || return 1
    done
}

# Sets missing (package names) and why (one line for each group that lacks something).
find_missing() {
    local -A have=()
    local name status version group package minimum lacking
    local -a names
    read -ra names <<<"$(sed 's/^[^|]*|//; s/>=[^ ]*//g' <<<"$groups" | tr '\n' ' ')"
    while read -r name status version; do
        [ "$status" = installed ] && have[$name]=$version
    done < <(dpkg-query -W -f '${Package} ${db:Status-Status} ${Version}\n' \
        "${names[@]}" 2>/dev/null || true)
    missing=() why=()
    while IFS='|' read -r group packages; do
        [ -n "$group" ] || continue
        lacking=
        for package in $packages; do
            name=${package%%>=*} minimum=
            [ "$name" = "$package" ] || minimum=${package#*>=}
            if [ -z "${have[$name]:-}" ]; then
                lacking+=" $name"
            elif [ -n "$minimum" ] && ! at_least "${have[$name]}" "$minimum"; then
                lacking+=" $name (has ${have[$name]}, needs $minimum)"
            else
                continue
            fi
            missing+=("$name")
        done
        [ -z "$lacking" ] || why+=("$(printf '  %-25s%s' "$group" "$lacking")")
    done <<<"$groups"
    if [[ $level != @(demo|systemd|deb) ]] && ! has_node; then
        missing+=(nodejs npm)
        why+=("$(printf '  %-25s%s' 'HTTP, browser, bench' ' nodejs npm')")
    elif ! has_charts && ! has_node; then
        missing+=(nodejs npm ca-certificates)
        why+=("$(printf '  %-25s%s' 'charts, pages of the desk' ' nodejs npm ca-certificates')")
    fi
}
# Equal is the usual case and costs no process.
at_least() { [ "$1" = "$2" ] || dpkg --compare-versions "$1" ge "$2"; }

install_missing() {
    local -a root=(env)
    local command="apt-get install --no-install-recommends ${missing[*]}"
    printf '%s\n' "set-up: $level needs these Debian packages:" "${why[@]}" >&2
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || die \
            'only root can install them, and there is no sudo here. As root, run:' \
            "  apt-get update && $command"
        if ! sudo -n true 2>/dev/null && ! [ -t 0 ]; then
            die "sudo wants a password and there is no terminal to ask on. Run:" \
                "  sudo apt-get update && sudo $command"
        fi
        sudo true || die "sudo refused. As root, run:" "  apt-get update && $command"
        root=(sudo env)
    fi
    mkdir -p build
    local log=build/setup.log
    echo "set-up: installing them (some minutes; the details go to $log);" \
        "no service is started" >&2

    # Debian starts a service when its package is installed, unless this file says no.
    local policy=/usr/sbin/policy-rc.d
    if [ ! -e $policy ]; then
        # shellcheck disable=SC2064
        trap "${root[*]} rm -f $policy" EXIT
        trap 'exit 130' INT
        trap 'exit 143' TERM HUP
        printf '#!/bin/sh\n# firstline set-up, removed at its end: start nothing\nexit 101\n' |
            "${root[@]}" sh -c "cat >$policy && chmod 755 $policy"
    fi
    root+=(DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8)
    "${root[@]}" apt-get -q update >"$log" 2>&1 </dev/null ||
        echo "set-up: apt-get update failed, trying with the lists at hand" >&2
    if ! "${root[@]}" apt-get -q -y -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300 \
        -o Dpkg::Options::=--force-confold \
        install --no-install-recommends "${missing[@]}" >>"$log" 2>&1 </dev/null; then
        tail -n 20 "$log" >&2
        die "the installation failed. By hand:" "  $command"
    fi
    local wanted=("${missing[@]}")
    find_missing
    [ ${#missing[@]} = 0 ] || die 'still missing or too old after the installation:' \
        "${why[@]}" 'The package sources need bookworm and bookworm-security (/etc/apt/sources.list).'

    # Not started, but Debian has enabled them for the next start of the machine: say so.
    if [ -d /run/systemd/system ]; then
        local service
        for service in nginx postgresql php8.2-fpm pgbouncer prometheus patroni etcd haproxy; do
            [[ " ${wanted[*]} " != *" $service"* ]] || echo "set-up: $service will start when this" \
                "machine starts next; if you do not want that: systemctl disable $service" >&2
        done
    fi
}

# Node modules of the tests; npm writes node_modules/.package-lock.json when it is done.
npm_modules() {
    [ -f tests/package-lock.json ] || return 0
    [ tests/node_modules/.package-lock.json -nt tests/package-lock.json ] && return 0
    mkdir -p build
    echo "set-up: npm modules of the tests go to tests/node_modules" >&2
    # node brings its own list of authorities; what this machine trusts (a company's proxy) counts.
    local trusted=/etc/ssl/certs/ca-certificates.crt
    [ ! -r $trusted ] || export NODE_EXTRA_CA_CERTS=${NODE_EXTRA_CA_CERTS:-$trusted}
    if ! npm ci --prefix tests --ignore-scripts --no-audit --no-fund >build/npm.log 2>&1; then
        tail -n 20 build/npm.log >&2
        die "npm ci failed (the whole log is in build/npm.log)"
    fi
    touch tests/node_modules/.package-lock.json
}

command -v dpkg-query >/dev/null || die 'this is not a Debian system.' \
    'Install what tests/setup.sh lists and run make with SETUP=:'
find_missing
[ ${#missing[@]} = 0 ] || install_missing
[[ $level != @(check|coverage|bench|container|package) ]] || npm_modules
[ "$level" != container ] || fcgi/report/build.sh build/report/page.html   # what goes into the image
