#!/bin/bash
# units: fcgi/systemd under a real systemd. A Debian of its own is made once (build/systemd/root), what
# "make install" puts into it is laid over it, and systemd-nspawn boots it: with PostgreSQL, nginx and a
# network of its own. The tests run in there (inside.sh); their TAP is shown here. Nothing of the root is
# changed, nor of this machine. Its journal is in build/systemd/out.
set -euo pipefail
cd "$(dirname "$0")/../.."
dir=$PWD/build/systemd out=$PWD/build/systemd/out
bin=${FIRSTLINE_BIN:-$PWD/build/release/firstline}
# systemd and dbus, what the program is linked with, what stands around it, and what the tests use.
packages=systemd,systemd-sysv,dbus,libfcgi0ldbl,libphonenumber8,libmaxminddb0,libjansson4,libyaml-0-2,libidn2-0,libpcre2-8-0,libicu72,libpq5,tzdata,postgresql-15,nginx-light,curl,procps,ca-certificates
# shellcheck source=tests/mirrors.sh
. tests/mirrors.sh
mirror=${DEBIAN_MIRROR:-$(mirror_of bookworm)} security=${DEBIAN_SECURITY_MIRROR:-$(mirror_of bookworm-security)}

[ "$(id -u)" = 0 ] || { echo "1..0 # SKIP only root can boot a container"; exit 0; }

# debootstrap takes the release only; what was mended since comes from elsewhere.
upgrade_root() {
    printf 'deb %s bookworm main\ndeb %s bookworm-security main\n' "$mirror" "$security" >"$dir/root/etc/apt/sources.list"
    printf '#!/bin/sh\nexit 101\n' >"$dir/root/usr/sbin/policy-rc.d"
    chmod 755 "$dir/root/usr/sbin/policy-rc.d"
    chroot "$dir/root" apt-get -q update &&
        DEBIAN_FRONTEND=noninteractive chroot "$dir/root" apt-get -q -y upgrade &&
        chroot "$dir/root" apt-get clean && rm "$dir/root/usr/sbin/policy-rc.d"
}

make_root() {
    local made="$packages $mirror"
    [ "$(cat "$dir/root.made" 2>/dev/null)" != "$made" ] || return 0
    echo "# making $dir/root, once: a minute or two"
    rm -rf "$dir/root" "$dir/root.made"
    if ! { debootstrap --variant=minbase --include="$packages" bookworm "$dir/root" "$mirror" && upgrade_root; } \
        >"$dir/root.log" 2>&1; then
        tail -n 5 "$dir/root.log"
        echo 'Bail out! no root'
        exit 1
    fi
    echo "$made" >"$dir/root.made"
}

# What an installation has; inside.sh copies it to / there.
make_stage() {
    local stage=$dir/stage unit snippet
    rm -rf "$stage" "$out"
    mkdir -p "$stage"/{usr/bin,usr/lib/systemd/system,usr/lib/sysusers.d,usr/share/firstline,etc/firstline/nginx,test} "$out"
    install -m 755 "$bin" "$stage/usr/bin/firstline"
    for unit in fcgi/systemd/*.{service,socket,timer,target}; do
        sed 's#/usr/local/bin/#/usr/bin/#' "$unit" >"$stage/usr/lib/systemd/system/${unit##*/}"
    done
    cp fcgi/systemd/firstline.sysusers "$stage/usr/lib/sysusers.d/firstline.conf"
    cp -r sql nginx "$stage/usr/share/firstline/"
    for snippet in nginx/firstline*.conf; do
        sed 's#/usr/local/share/#/usr/share/#' "$snippet" >"$stage/etc/firstline/nginx/${snippet##*/}"
    done
    cp -r forms "$stage/etc/firstline/"
    : >"$stage/etc/firstline/firstline.conf"
    cp tests/systemd/inside.* "$stage/test/"
}

mkdir -p "$dir"
exec 9>"$dir/lock"
flock -w 300 9 || { echo "Bail out! another run has been busy with $dir"; exit 1; }
make_root
make_stage
timeout -k 10 600 unshare -m tests/systemd/boot.sh "$dir" </dev/null >"$out/console" 2>&1 || true
if ! grep -q '^1\.\.' "$out/tap" 2>/dev/null; then
    cat "$out/tap" 2>/dev/null || true
    echo "Bail out! the tests did not come to their end: see $out"
    exit 1
fi
cat "$out/tap"
! grep -q '^not ok' "$out/tap"
