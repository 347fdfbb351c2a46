#!/bin/bash
# shellcheck disable=SC2016 # what apt, dpkg and shells in the chroot fill in
# lib.sh: for the stages of run.t: TAP, the chroot, and how something is run in it. Sourced at the top of the repository.
work=$PWD/build/package root=$PWD/build/package/root
mkdir -p "$work/archives"

# ---- TAP
tests=0 failures=0
note() { printf '# %s\n' "$@"; }
ok() { # NAME COMMAND...: holds if the command says so; what it writes is shown if not
    local name=$1 said
    shift
    tests=$((tests + 1))
    if said=$("$@" 2>&1); then echo "ok $tests - $name"; return; fi
    failures=$((failures + 1))
    echo "not ok $tests - $name"
    printf '%s\n' "$*" "$said" | sed 's/^/#   /'
}
is() { # NAME EXPECTED GOT
    tests=$((tests + 1))
    if [ "$2" = "$3" ]; then echo "ok $tests - $1"; return; fi
    failures=$((failures + 1))
    echo "not ok $tests - $1"
    { diff <(echo "$2") <(echo "$3") || true; } | sed 's/^/#   /; 20q'
}
has() { # NAME PART WHOLE
    if [[ $3 == *"$2"* ]]; then is "$1" 1 1; else is "$1" "... $2 ..." "$3"; fi
}
bail() { echo "Bail out! $*"; exit 1; }
finish() {
    halt
    echo "1..$tests"
    [ "$failures" = 0 ] || exit 1
}

# ---- the chroot
# shellcheck source=tests/mirrors.sh
. tests/mirrors.sh
# How apt of this machine gets there (a proxy, a company's certificates).
ways() { apt-config dump Acquire | grep -vE '^Acquire::(IndexTargets|Languages|GzipIndexes|CompressionTypes)|^Acquire ""'; }

make_pristine() { # TARBALL
    local mirror
    mirror=$(mirror_of bookworm)
    [ -n "$mirror" ] || bail 'apt of this machine knows no mirror of Debian 12 (bookworm)'
    note "debootstrap from $mirror"
    rm -rf --one-file-system "$root"
    debootstrap --variant=minbase --include=ca-certificates bookworm "$root" "$mirror" >"$work/debootstrap.log" 2>&1 ||
        bail "debootstrap failed: $work/debootstrap.log"
    rm -f "$root"/var/cache/apt/archives/*.deb "$root/etc/apt/sources.list"
    tar -C "$root" -cf "$1.new" . && mv "$1.new" "$1"
}
# A chroot as debootstrap leaves it, with this machine's mirrors, and a policy that starts nothing and keeps who asked.
make_root() {
    local pristine=$work/bookworm.tar
    [ -s "$pristine" ] || make_pristine "$pristine"
    rm -rf --one-file-system "$root"
    mkdir "$root"
    tar -C "$root" -xf "$pristine"
    mirrors | sed 's|^\([^ ]*\) \(.*\)|deb \1 \2 main|' >"$root/etc/apt/sources.list"
    ways >"$root/etc/apt/apt.conf.d/90machine"
    printf '%s\n' 'APT::Sandbox::User "root";' 'Dpkg::Use-Pty "0";' >"$root/etc/apt/apt.conf.d/91test"
    cp /etc/resolv.conf "$root/etc/resolv.conf"
    [ ! -r /etc/ssl/certs/ca-certificates.crt ] || cp /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
    printf '#!/bin/sh\necho "$*" >>/var/log/policy-rc.d.log\nexit 101\n' >"$root/usr/sbin/policy-rc.d"
    chmod 755 "$root/usr/sbin/policy-rc.d"
    : >"$root/var/log/policy-rc.d.log"
    mount --bind "$work/archives" "$root/var/cache/apt/archives"
    mount -t proc proc "$root/proc"
    mount -t tmpfs tmpfs "$root/dev/shm"
    mount -t tmpfs -o mode=755 tmpfs "$root/run"
}

# ---- something is run there
clean=(env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8
    DEBIAN_FRONTEND=noninteractive)
online() { chroot "$root" "${clean[@]}" "$@" </dev/null; } # with this machine's network: apt
# With a network of its own, in which nothing is but itself, and with a systemd, if one was booted.
machine=
inside() {
    if [ -n "$machine" ]; then
        nsenter --target "$machine" --mount --uts --ipc --net --pid --root --wdns=/ "${clean[@]}" "$@" </dev/null
    else
        nsenter --net="/proc/$network/ns/net" chroot "$root" "${clean[@]}" "$@" </dev/null
    fi
}
as_postgres() { inside runuser -u postgres -- "$@"; }
make_network() {
    unshare --net sleep infinity >/dev/null 2>&1 &
    network=$!
    # The shell's child first becomes unshare, then has the network.
    until [ "$(readlink "/proc/$network/ns/net")" != "$(readlink /proc/self/ns/net)" ]; do sleep 0.01; done
    nsenter --net="/proc/$network/ns/net" ip link set lo up
}

# A systemd of its own, which may start what it is asked to. As in a container for everybody: one hierarchy of control
# groups, of which the machine gets a branch.
boot() {
    group=/sys/fs/cgroup/firstline-package-$RANDOM # process numbers are small here: another run has the same
    rm "$root/usr/sbin/policy-rc.d"
    umount "$root/proc" "$root/dev/shm" "$root/run" # it makes its own
    mkdir -p /run/systemd/nspawn # which systemd-nspawn wants to be in memory, and to be left to it
    mount -t tmpfs tmpfs /run/systemd/nspawn
    if [ ! -d /run/systemd/system ]; then
        umount -R /sys/fs/cgroup
        mount -t cgroup2 cgroup2 /sys/fs/cgroup
        mkdir -p "$group"
    fi
    # Where systemd is the first process already it makes the branch.
    sh -c '[ ! -d "$0" ] || { echo $$ >"$0/cgroup.procs"; set -- "$@" --keep-unit; }; exec "$@"' "$group" \
        systemd-nspawn --quiet --directory="$root" --register=no --private-network --console=pipe \
        --machine=firstline --boot </dev/null >"$work/console" 2>&1 &
    container=$!
    # The first process in there is the container's child.
    within 60 pgrep -P "$container" || bail "nothing boots: $work/console"
    machine=$(pgrep -P "$container")
    within 120 booted || bail "systemd does not come up: $work/console"
}
halt() { # what would be left of it when its processes are gone
    [ -n "$machine" ] || return 0
    inside systemctl poweroff || true
    wait "$container" || true
    machine=
    [ ! -d "$group" ] || find "$group" -depth -type d -exec rmdir {} +
}
booted() { [[ $(inside systemctl is-system-running) == @(running|degraded) ]]; }
within() { # SECONDS COMMAND...: until the command holds; so many are patience, not a limit that is tested
    local end=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $end ] || { echo "never: $*"; return 1; }
        sleep 0.1
    done
}

# The lines that README's "In production" has somebody type; with a word: those in which it is.
readme() { sed -n '/^## In production/,$p' README.md | sed -n '/^```sh/,/^```/{/^```$/q; /^```/d; p}' | grep -e "${1:-}"; }

# What nobody may start: by a policy, by a process.
asked_to_start() { grep firstline "$root/var/log/policy-rc.d.log" || true; }
running() { inside sh -c 'cat /proc/[0-9]*/comm' | grep -x firstline || true; }
package_status() { inside dpkg-query -W -f '${db:Status-Abbrev}${Version}' firstline; }
