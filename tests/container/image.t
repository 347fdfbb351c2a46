#!/bin/bash
# image: fcgi/container, built by podman and run as compose.yaml says. debian:bookworm-slim is made by debootstrap, and in
# the place of postgres:15-bookworm stands an image of Debian's server that takes the same variables: no registry is
# asked. Storage and volumes lie in build/container; the network is one of its own, in which all have one address.
set -uo pipefail
cd "$(dirname "$0")/../.." || exit
dir=$PWD/build/container
compose=$PWD/fcgi/container/compose.yaml
# shellcheck source=tests/mirrors.sh
. tests/mirrors.sh
mirror=${DEBIAN_MIRROR:-$(mirror_of bookworm)} security=${DEBIAN_SECURITY_MIRROR:-$(mirror_of bookworm-security)}
[ "$(id -u)" = 0 ] || { echo "1..0 # SKIP only root can run containers here"; exit 0; }

podman() {
    command podman --root "$dir/storage" --runroot "$dir/run" --storage-driver overlay --runtime crun \
        --cgroup-manager cgroupfs --events-backend none "$@"
}

# ---- before: the images, with the network of this machine ---------------------------------------
make_base() {
    [ ! -e "$dir/base.tar" ] || return 0
    echo "# making debian:bookworm-slim, once: a minute"
    debootstrap --variant=minbase bookworm "$dir/base" "$mirror" >"$dir/debootstrap.log" 2>&1 || return
    printf 'deb %s bookworm main\ndeb %s bookworm-updates main\ndeb %s bookworm-security main\n' \
        "$mirror" "$mirror" "$security" >"$dir/base/etc/apt/sources.list"
    rm -f "$dir/base/var/cache/apt/archives"/*.deb
    tar -C "$dir/base" -cf "$dir/base.tar.new" . && rm -r "$dir/base" && mv "$dir/base.tar.new" "$dir/base.tar"
}
build() { # IMAGE ARGUMENTS...
    podman build --format docker --isolation chroot --network host --tag "$@" >"$dir/build.log" 2>&1 || { tail -n 20 "$dir/build.log"; return 1; }
}
# shellcheck disable=SC2016  # the variables are the container's
server='FROM debian:bookworm-slim
RUN apt-get update && apt-get install -y --no-install-recommends postgresql-15
ENV PATH=/usr/lib/postgresql/15/bin:$PATH PGDATA=/var/lib/postgresql/data LC_ALL=C.UTF-8
RUN install -d -o postgres /var/lib/postgresql/data && printf "%s\n" "#!/bin/sh -e" "[ \$# = 0 ] || exec \"\$@\"" \
    "[ -s \$PGDATA/PG_VERSION ] || { echo \$POSTGRES_PASSWORD >/tmp/password; initdb -U postgres --pwfile=/tmp/password --auth-host=scram-sha-256; \
echo \"CREATE DATABASE \$POSTGRES_DB\" | postgres --single postgres; }" "exec postgres -c listen_addresses=*" >/start && chmod 755 /start
USER postgres
ENTRYPOINT ["/start"]'
version() { sed -n 's/.*FIRSTLINE_VERSION "\(.*\)"/\1/p' include/base/version.h; }
make_images() {
    podman image exists debian:bookworm-slim || podman import -q "$dir/base.tar" debian:bookworm-slim || return
    podman image exists postgres:15-bookworm || build postgres:15-bookworm - <<<"$server" || return
    build "firstline:$(version)" --file fcgi/container/Containerfile --target firstline . &&
        build "firstline-nginx:$(version)" --file fcgi/container/Containerfile --target nginx .
}

# ---- the tests, in a network of their own ---------------------------------------------------------
n=0
ok() { # NAME COMMAND...
    local name=$1 said
    shift
    n=$((n + 1))
    if said=$("$@" 2>&1); then
        echo "ok $n - $name"
    else
        echo "not ok $n - $name"
        printf '#   %s\n' "$*" "said: ${said//$'\n'/$'\n#   '}"
        return 1
    fi
}
is() { ok "$1" test "$2" = "$3"; } # NAME GOT EXPECTED
within() { # SECONDS COMMAND...
    local until=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $until ] || return 1
        sleep 0.1
    done
}
command=() # of a service that has none
up() { # SERVICE PODMAN-OPTIONS...
    local -a words
    mapfile -t words < <(node tests/container/args.mjs "$compose" "$1" firstline-test)
    [ ${#words[@]} -gt 0 ] || return
    podman run --name "$1" --network host --add-host database:127.0.0.1 --cgroups disabled \
        --ulimit nofile=4096:4096 --ulimit nproc=1024:1024 "${@:2}" "${words[@]}" "${command[@]}"
}
end() { # SERVICE: as "docker compose stop" does; says the exit code
    podman stop "$1" >/dev/null
    podman inspect --format '{{.State.ExitCode}}' "$1"
    podman rm "$1" >/dev/null
}
healthy() { podman healthcheck run "$1"; }
lead() {
    curl -s -m 60 -o /dev/null -w '%{http_code}' -H 'Accept: application/json' -H 'Content-Type: application/json' \
        http://127.0.0.1:8080/f/callback -d "{\"name\":\"A\",\"phone\":\"+7912345678$1\",\"consent\":true}"
}
sign_in() { # PASSWORD
    curl -s -m 60 -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' -H 'Sec-Fetch-Site: same-origin' \
        http://127.0.0.1:8080/desk/session -d "{\"login\":\"olga\",\"password\":\"$1\"}"
}
query() { podman exec database psql -XqAtU postgres -d firstline -c "$1"; }
leads() { [ "$(query 'SELECT count(*) FROM intake.lead')" = "$1" ]; }
inside() { podman exec "$1" sh -c "$2"; }

tests() {
    is 'no image by a name that changes' "$(grep -hE 'latest|^ *image: *[^:]+$|^FROM [^:]+( |$)' "$compose" fcgi/container/Containerfile)" ''
    is 'the images have the version of the program' "$(grep -c "image: firstline.*:$(version)\$" "$compose")" 4

    ok 'firstline starts without a database' up firstline --detach || return
    ok 'nginx starts' up nginx --detach || return
    ok 'firstline is well' within 60 healthy firstline
    ok 'nginx is well' within 60 healthy nginx
    ok 'the desk starts' up desk --detach
    ok 'the desk is well, without a database as well' within 60 healthy desk
    is 'a lead is taken, into the spool' "$(lead 1)" 201
    ok 'the database starts' up database --detach || return
    ok 'the database is well' within 60 healthy database || return
    ok 'the tables are made' up schema --rm
    ok 'the lead arrives' within 60 leads 1
    is 'another is taken' "$(lead 2)" 201
    ok 'and is there' leads 2
    ok 'the tables are made once more' up schema --rm
    command=(staff add olga --name Olga --works-in desk --password-stdin)
    ok 'a person gets a login' up person --rm --interactive <<<'her own password'
    command=()
    is 'and signs in at the desk' "$(sign_in 'her own password') $(sign_in wrong)" '204 401'
    is 'whose page is there' "$(curl -s -o /dev/null -m 60 -w '%{http_code}' http://127.0.0.1:8080/desk/)" 200

    is 'firstline is nobody else' "$(inside firstline 'id -u; id -g' | xargs)" '10001 33'
    is 'the desk is another' "$(inside desk 'id -u; id -g' | xargs)" '10002 33'
    is 'and reads no key of firstline' "$(inside desk 'cat /run/secrets/token_key' 2>/dev/null)" ''
    is "nginx is Debian's user" "$(inside nginx 'id -u; id -g' | xargs)" '33 33'
    is 'the socket is for nginx' "$(inside firstline 'stat -c "%u %g %a" /run/firstline/firstline.sock')" '10001 33 660'
    is 'none has a capability' "$(for s in firstline desk nginx; do inside $s 'sed -n "s/^CapEff:\t//p" /proc/1/status'; done | sort -u)" 0000000000000000
    is 'firstline is the first process' "$(inside firstline 'cat /proc/1/comm')" firstline
    ok 'its files cannot be written' test "$(inside firstline 'touch /etc/firstline/x /usr/x 2>&1 | grep -c Read-only')" = 2

    ok 'a signal loads the forms anew' podman kill --signal HUP firstline
    reloaded() { podman logs firstline 2>&1 | grep -q reload_began; }
    ok 'which it says' within 60 reloaded
    podman stop database >/dev/null
    is 'without the database a lead is taken' "$(lead 3)" 201
    is 'firstline ends well' "$(end firstline)" 0
    ok 'and is not well then' test "$(curl -s -o /dev/null -m 60 -w '%{http_code}' http://127.0.0.1:9145/healthz)" != 200
    ok 'a new one starts' up firstline --detach
    podman start database >/dev/null
    ok 'and has what waited' within 60 leads 3
    is 'nginx ends well' "$(end nginx)" 0
    is 'firstline, too' "$(end firstline)" 0
    is 'and the desk' "$(end desk)" 0
    is 'and the database' "$(end database)" 0
}

forget() {
    podman rm --all --force
    podman volume rm --all --force
} >/dev/null 2>&1

if [ "${1:-}" != inside ]; then
    mkdir -p "$dir"
    exec 9>"$dir/lock"
    flock -w 300 9 || { echo "Bail out! another run has been busy with $dir"; exit 1; }
    if ! make_base || ! make_images; then
        echo 'Bail out! no image'
        exit 1
    fi
    exec unshare --mount --net "$0" inside
fi
ip link set lo up
if [ ! -d /run/systemd/system ]; then # crun knows one hierarchy of control groups
    mount --make-rprivate /
    umount -R /sys/fs/cgroup
    mount -t cgroup2 cgroup2 /sys/fs/cgroup
fi
export POSTGRES_PASSWORD=first FIRSTLINE_PASSWORD=second DESK_PASSWORD=third SECRETS=$dir/secrets
mkdir -p "$SECRETS"
for key in 10001:token 10002:session; do
    od -An -tx1 -N32 /dev/urandom | tr -d ' \n' >"$SECRETS/${key#*:}.key"
    chmod 600 "$SECRETS/${key#*:}.key" && chown "${key%:*}" "$SECRETS/${key#*:}.key"
done
forget
trap forget EXIT
tests
echo "1..$n"
