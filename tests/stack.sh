#!/bin/bash
# stack.sh: a private PostgreSQL, firstline, its desk and nginx in one directory, for the demo and the tests.
#
#   up DIR [PORT]     start all; PORT on 127.0.0.1, "auto" for a free one; none: Unix socket only
#   down DIR          stop all; the data stay
#   demo DIR PORT     up, say where to click, show firstline's log until Ctrl-C, down
#   where DIR         say where to click and what to type
#   status DIR        what runs
#   start | stop | kill | reload DIR  postgres | firstline | desk | nginx     one of them, for fault tests
#   start | stop | kill | promote DIR standby   a standby that streams from postgres; DIR/standby has
#                     its data, PGHOST/standby its socket; a promoted one is started as it is
#   db DIR            PostgreSQL with the schema only
#   with-db DIR COMMAND...            start that from nothing, run COMMAND with env.sh, remove all
#   with DIR COMMAND...               the same with everything, on a Unix socket
#
# DIR/env.sh tells a test where things are: FIRSTLINE_URL; FIRSTLINE_HTTP_SOCKET (nginx's Unix
# socket, when it has one: there, and only there, X-Real-IP chooses the client's address, so that
# a test can come from anywhere); FIRSTLINE_DIR; PGHOST, PGPORT, PGDATABASE, PGUSER (superuser);
# PGPASSFILE: the people of the demo come by password as everywhere, which is demo-LOGIN, so that the
# desk can sign them in. DIR/log has every log, DIR/run the sockets and process ids.
#
# From the environment: FIRSTLINE_BIN, FIRSTLINE_FORMS, FIRSTLINE_GEO, FIRSTLINE_THREADS,
# FIRSTLINE_ZONE, FIRSTLINE_SPOOL (a folder, DIR/spool if unset, none if empty), FIRSTLINE_ARGS
# (more options, by words), FIRSTLINE_DESK_ARGS (the same of the desk), FIRSTLINE_DESK (no desk if
# empty), FIRSTLINE_SCRAM (who comes by password, as in pg_hba.conf; "all": everybody but the
# superuser and the programs), FIRSTLINE_PGHOST and FIRSTLINE_PGPORT (as in libpq: where firstline looks
# for its database; unset, the one that is started here), FIRSTLINE_WAIT (seconds for a start),
# FIRSTLINE_SQL (the folder of install.sql), FIRSTLINE_WEEK (not empty: a week of history is played),
# FIRSTLINE_READY (a folder: there a new database with the schema is kept, to be copied by the next).
set -euo pipefail
unset "${!PG@}"   # whatever database the caller works with is not ours

root=$(cd "$(dirname "$0")/.." && pwd)
bin=${FIRSTLINE_BIN:-$root/build/firstline}
forms=${FIRSTLINE_FORMS:-$root/forms}
[[ $forms = /* ]] || forms=$root/$forms
geo=${FIRSTLINE_GEO-$root/tests/fixtures/geo/nested.mmdb}
sql=${FIRSTLINE_SQL:-$root/sql}
people=olga,pavel,nina,irina,gleb,vera,marina   # of demo.sql
wait_s=${FIRSTLINE_WAIT:-30}
with_desk=${FIRSTLINE_DESK-yes}
is_ready=   # not empty: the schema came with the data
parts="postgres firstline ${with_desk:+desk }nginx"
pg_bin=

say() { printf '%s\n' "$@" >&2; }
die() { say "$@"; exit 1; }

# ---- where things lie, and who runs them ----------------------------------------------------

# PostgreSQL and nginx refuse root or drop it; so root runs everything as the user postgres.
# That user may be unable to enter the checkout (/root, a private temporary directory): then the
# processes keep the one capability that lets them pass, rather than files being moved or opened.
choose_user() {
    as=() user=$(id -un 2>/dev/null || id -u)
    [ "$(id -u)" = 0 ] || return 0
    user=postgres
    id postgres >/dev/null 2>&1 || die "there is no user postgres: run tests/setup.sh demo"
    as=(setpriv --reuid=postgres --regid=postgres --init-groups)
    local -a paths=()
    local path
    for path in "$dir" "$forms" "$sql" "$root/nginx" "$bin"; do [ ! -e "$path" ] || paths+=("$path"); done
    # shellcheck disable=SC2016  # the other shell's words
    "${as[@]}" sh -c 'for path; do [ -r "$path" ] && [ -x "$path" ] || exit 1; done' sh "${paths[@]}" 2>/dev/null ||
        as+=(--inh-caps=+dac_override --ambient-caps=+dac_override)
}

# Sets dir, run (the directory of the sockets) and what follows from them.
open_dir() {
    [ -n "${1:-}" ] || die "which directory? see the head of tests/stack.sh"
    mkdir -p "$1"
    dir=$(cd "$1" && pwd -P)
    [ -w "$dir" ] || die "$dir belongs to $(stat -c %U "$dir"): it was started as root." \
        "Go on as root, or stop it and remove it as root."
    mkdir -p "$dir/log" "$dir/nginx"
    exec 9>"$dir/lock"
    flock -w 60 9 || die "another tests/stack.sh has been busy with $dir for a minute"
    choose_user
    local candidate
    for candidate in /usr/lib/postgresql/*/bin; do
        [ ! -x "$candidate/initdb" ] || pg_bin=$candidate
    done
    [ -n "$pg_bin" ] || die "there is no PostgreSQL server here: run tests/setup.sh demo"
    # The address of a Unix socket has 107 bytes, and PostgreSQL's and nginx's settings take few
    # characters beside letters: a long or odd path gets a private directory in /tmp instead.
    if [ -L "$dir/run" ] && [ "$(stat -L -c %U "$dir/run" 2>/dev/null)" != "$user" ]; then
        rm -f "$dir/run"   # /tmp was emptied meanwhile, and the name may be a stranger's now
    fi
    if [ ! -e "$dir/run" ]; then
        if [ ${#dir} -le 80 ] && [[ $dir =~ ^[A-Za-z0-9/._-]+$ ]]; then
            mkdir "$dir/run"
        else
            ln -s "$(mktemp -d /tmp/firstline.XXXXXX)" "$dir/run"
        fi
    fi
    run=$(cd "$dir/run" && pwd -P)
    chmod 700 "$dir" "$run"
    [ ${#as[@]} = 0 ] || chown postgres: "$dir" "$run" "$dir/log" "$dir/nginx"
    client=(env PGHOST="$run" PGPORT=5432 PGDATABASE=firstline PGUSER=postgres PGAPPNAME=stack
        PGOPTIONS= "${as[@]}")
}

own() { [ ${#as[@]} = 0 ] || chown -R postgres: "$@"; }

# ---- processes --------------------------------------------------------------------------------

# The process id of one of them, if it lives. A number in a file may be an old one that now
# belongs to a stranger, so the command line must name our directory.
pid_of() {
    local file pid
    case $1 in
    postgres) file=$dir/pgdata/postmaster.pid ;;
    standby) file=$dir/standby/postmaster.pid ;;
    *) file=$dir/run/$1.pid ;;
    esac
    [ -s "$file" ] && read -r pid <"$file" && [ -n "$pid" ] || return 1
    { tr '\0' ' ' <"/proc/$pid/cmdline"; } 2>/dev/null | grep -qF -e "$dir/" -e "$run/" || return 1
    echo "$pid"
}

# A zombie has ended, but its parent has not looked yet, or (a container's first process) never does.
# The first thread may be one while others still hold the listening socket: then nothing has ended.
zombie() {
    [ "$(sed 's/.*) //; s/ .*//' "/proc/$1/stat" 2>/dev/null)" = Z ] || return 1
    local -a threads=("/proc/$1/task"/*)
    [ ${#threads[@]} -le 1 ]
}

gone() { # PID SECONDS: waits for its end
    local tenths=$(($2 * 10))
    while kill -0 "$1" 2>/dev/null; do
        zombie "$1" && return 0
        [ $((tenths--)) -gt 0 ] || return 1
        sleep 0.1
    done
}

show_log() {
    say "---- the end of $dir/log/$1 ----"
    tail -n 25 "$dir/log/$1" >&2 2>/dev/null || true
    say "----"
}

start_postgres() {
    pid_of postgres >/dev/null && return 0
    if [ ! -f "$dir/pgdata/PG_VERSION" ]; then
        rm -rf "$dir/pgdata" "$dir/pgdata.new"
        mkdir -m 700 "$dir/pgdata.new"
        own "$dir/pgdata.new"
        (cd / && "${as[@]}" "$pg_bin/initdb" -D "$dir/pgdata.new" -U postgres --auth=trust \
            --encoding=UTF8 --locale-provider=libc --locale=C.UTF-8 --data-checksums \
            --no-instructions) >"$dir/log/initdb.log" 2>&1 9>&- || {
            show_log initdb.log
            die "initdb failed"
        }
        # Renamed when complete: an initdb that was cut off is not taken for a database.
        mv "$dir/pgdata.new" "$dir/pgdata"
        echo "include 'stack.conf'" >>"$dir/pgdata/postgresql.conf"
    fi
    let_in
    start_server pgdata "$run" postgres.log
}

# A new database with the schema in it is like the one before, as long as sql/ and the day are the
# same: it is made once and copied. So all have one system identifier; a test has one of them only.
copy_ready() {
    [ -n "${FIRSTLINE_READY:-}" ] && [ "$sql" = "$root/sql" ] && [ ! -f "$dir/pgdata/PG_VERSION" ] || return 0
    local made kind=${FIRSTLINE_WEEK:+week-}$user
    made=$(find "$sql" "$root/tests/stack.sh" -type f -print0 | sort -z | xargs -0 cat | sha256sum | head -c 16)
    made=$FIRSTLINE_READY/$kind-$(date +%F)-$made
    mkdir -p "$FIRSTLINE_READY"
    exec 8>"$FIRSTLINE_READY/lock"
    if [ ! -d "$made" ]; then
        flock 8
        [ -d "$made" ] || make_ready "$made" "$kind"
    fi
    flock -s 8   # while it is copied nobody clears away
    rm -rf "$dir/pgdata" "$dir/pgdata.new"
    cp -a "$made" "$dir/pgdata.new"
    exec 8>&-
    mv "$dir/pgdata.new" "$dir/pgdata"
    is_ready=yes
}

make_ready() { # DIR KIND: in place of those of this kind
    local from=$FIRSTLINE_READY/new
    "$0" down "$from" 8>&-   # one that was cut off
    rm -rf "$from"
    FIRSTLINE_READY='' "$0" db "$from" 8>&-
    "$0" down "$from" 8>&-
    # Who is let in, each says anew.
    echo '# PostgreSQL Client Authentication' >"$from/pgdata/pg_hba.conf"
    rm -rf "$FIRSTLINE_READY/$2"-*
    mv "$from/pgdata" "$1"
    rm -rf "$from"
}

# Instead of what initdb has made; what a test has put there stays. Trust is right here: nobody but
# this user (and root) can reach the socket, it lies in a directory with mode 0700, and there is no
# TCP. But whoever signs in at the desk has a password, and PostgreSQL must have asked for it.
# firstline_desk is a member of all people, so it has to come before them.
let_in() {
    grep -q '^# PostgreSQL Client Authentication' "$dir/pgdata/pg_hba.conf" || return 0
    cat >"$dir/pgdata/pg_hba.conf" <<END
# Written once by tests/stack.sh.
local all         postgres,firstline_intake,firstline_desk trust
local all         ${FIRSTLINE_SCRAM:-$people} scram-sha-256
local all         all trust
local replication postgres trust
END
    own "$dir/pgdata/pg_hba.conf"
}

# As postgres is, from which its data come the first time.
start_standby() {
    pid_of standby >/dev/null && return 0
    [ -d "$run/standby" ] || mkdir -m 700 "$run/standby"
    own "$run/standby"
    if [ ! -f "$dir/standby/PG_VERSION" ]; then
        rm -rf "$dir/standby" "$dir/standby.new"
        (cd / && "${client[@]}" "$pg_bin/pg_basebackup" -D "$dir/standby.new" -X stream -c fast \
            --no-sync -R -d "host=$run port=5432 user=postgres application_name=standby") \
            >"$dir/log/pg_basebackup.log" 2>&1 9>&- || {
            show_log pg_basebackup.log
            die "pg_basebackup failed"
        }
        mv "$dir/standby.new" "$dir/standby"
    fi
    start_server standby "$run/standby" standby.log
}

start_server() { # DATA (in dir) SOCKETS LOG
    local data=$dir/$1 sockets=$2 log=$3
    # PostgreSQL takes a zombie for a living server, in the lock of its data and in that of its socket, which
    # stays where the data are new. Its children end by themselves; wait for them.
    local lock old
    for lock in "$data/postmaster.pid" "$sockets/.s.PGSQL.5432.lock"; do
        if [ -s "$lock" ] && read -r old <"$lock" && zombie "$old"; then
            sleep 0.5
            rm -f "$data/postmaster.pid" "$sockets"/.s.PGSQL.*
        fi
    done
    cat >"$data/stack.conf" <<END
# Written by tests/stack.sh at every start. Small, but as durable as in earnest.
listen_addresses = ''
unix_socket_directories = '$sockets'
unix_socket_permissions = 0700
port = 5432
fsync = on
full_page_writes = on
synchronous_commit = on
shared_buffers = 64MB
max_connections = 100
max_wal_size = 256MB
autovacuum_naptime = 10s
jit = off
client_connection_check_interval = '1s'
timezone = 'UTC'
log_timezone = 'UTC'
log_line_prefix = '%m [%p] %q%u@%d '
END
    own "$data/stack.conf"
    (cd / && "${as[@]}" "$pg_bin/pg_ctl" -D "$data" -l "$dir/log/$log" -s -w \
        -t "$wait_s" start) >"$dir/log/pg_ctl.log" 2>&1 9>&- || {
        cat "$dir/log/pg_ctl.log" >&2
        show_log "$log"
        die "PostgreSQL did not start"
    }
}

# install.sql does all of it, the first time and every time.
install_schema() {
    [ -z "$is_ready" ] || return 0
    "${client[@]}" psql -Xqtc "select 1 from pg_database where datname = 'firstline'" postgres |
        grep -q 1 || "${client[@]}" "$pg_bin/createdb" -T template0 -E UTF8 --locale-provider=libc \
        --locale=C.UTF-8 firstline
    local file
    for file in install.sql demo.sql ${FIRSTLINE_WEEK:+demo_week.sql}; do
        [ -f "$sql/$file" ] || continue
        (cd "$sql" && "${client[@]}" psql -Xq -v ON_ERROR_STOP=1 --single-transaction -f "$file") \
            >"$dir/log/schema.log" 2>&1 9>&- || {
            show_log schema.log
            die "sql/$file failed"
        }
    done
    give_passwords
}

# To people of the demo who have none: a new one would end their sessions.
give_passwords() {
    "${client[@]}" psql -Xqt -v ON_ERROR_STOP=1 -v people="$people" firstline <<'END' 9>&-
SELECT format('ALTER ROLE %I PASSWORD %L', rolname, 'demo-' || rolname) FROM pg_authid
 WHERE rolname = ANY (string_to_array(:'people', ',')) AND rolpassword IS NULL
\gexec
END
}

listens() { # SOCKET: a socket has its name a moment before it takes connections
    local flags path
    while read -r _ _ _ flags _ _ _ path; do
        [ "$flags" != 00010000 ] || [ "$path" != "$1" ] || return 0   # __SO_ACCEPTCON
    done </proc/net/unix
    return 1
}

new_key() { # FILE
    [ ! -s "$1" ] || return 0
    (umask 077 && head -c 32 /dev/urandom | od -An -v -tx1 | tr -d ' \n' >"$1")
    own "$1"
}

start_firstline() {
    pid_of firstline >/dev/null && return 0
    new_key "$dir/token.key"
    [ -f "$dir/firstline.conf" ] || : >"$dir/firstline.conf"
    local -a options=(--forms "$forms" --socket "$run/firstline.sock" --peer "$user"
        --threads "${FIRSTLINE_THREADS:-64}" --zone "${FIRSTLINE_ZONE:-Europe/Moscow}"
        --token-key "$dir/token.key" --config "$dir/firstline.conf"
        --spool "${FIRSTLINE_SPOOL-$dir/spool}" --ledger "$dir/ledger")
    [ -z "$geo" ] || options+=(--geo "$geo")
    local -a more
    read -ra more <<<"${FIRSTLINE_ARGS:-}"
    launch firstline firstline_intake serve "${options[@]}" "${more[@]}"
}

start_desk() {
    pid_of desk >/dev/null && return 0
    new_key "$dir/session.key"
    local -a more
    read -ra more <<<"${FIRSTLINE_DESK_ARGS:-}"
    launch desk firstline_desk desk --forms "$forms" --socket "$run/desk.sock" --peer "$user" \
        --zone "${FIRSTLINE_ZONE:-Europe/Moscow}" --session-key "$dir/session.key" "${more[@]}"
}

launch() { # NAME ROLE COMMAND OPTIONS...: until it takes connections at NAME.sock
    local name=$1 role=$2
    shift 2
    [ -x "$bin" ] || die "there is no $bin: run make"
    rm -f "$run/$name.sock"
    [ -f "$dir/log/$name.log" ] || : >"$dir/log/$name.log"
    own "$dir/log/$name.log"
    # A session of its own, so that Ctrl-C at the demo reaches this script only, which stops it.
    (
        cd /
        exec 9>&- env PGHOST="${FIRSTLINE_PGHOST:-$run}" PGPORT="${FIRSTLINE_PGPORT:-5432}" \
            PGDATABASE=firstline PGUSER="$role" setsid "${as[@]}" "$bin" "$@"
    ) </dev/null >>"$dir/log/$name.log" 2>&1 &
    local pid=$! tenths=$((wait_s * 10))
    echo "$pid" >"$dir/run/$name.pid"
    disown
    until listens "$run/$name.sock"; do
        if ! kill -0 "$pid" 2>/dev/null; then
            show_log "$name.log"
            die "$name ended at its start"
        fi
        if [ $((tenths--)) -le 0 ]; then
            show_log "$name.log"
            die "$name has not opened its socket for $wait_s s"
        fi
        sleep 0.1
    done
}

# As many as firstline.nft proposes, or as this user may have.
files_of_nginx() {
    local most=40000 hard
    hard=$(ulimit -Hn)
    if [ "$hard" != unlimited ] && [ "$hard" -lt $most ]; then most=$hard; fi
    echo "$most"
}

# Who may be played in the demo: the page for signing in shows them.
list_people() {
    cat <<'END'
[
 {"login": "olga", "password": "demo-olga", "name": "Ольга", "what": {"ru": "квалификатор", "en": "qualifier"}},
 {"login": "irina", "password": "demo-irina", "name": "Ирина", "what": {"ru": "руководитель первой линии", "en": "head of the first line"}},
 {"login": "vera", "password": "demo-vera", "name": "Вера", "what": {"ru": "продажи, команда услуг", "en": "sales, team services"}},
 {"login": "marina", "password": "demo-marina", "name": "Марина", "what": {"ru": "маркетинг", "en": "marketing"}}
]
END
}
played='alias nginx/people.json; types { } default_type application/json; add_header Cache-Control no-store;'

# Fills in DIR/nginx from nginx/ of the project. Sets port, url.
configure_nginx() {
    port=${1:-} url=http://localhost
    local listen='' real_ip=''
    if [ -z "$port" ] || [ "$port" = auto ]; then
        listen="listen unix:$run/nginx.sock backlog=4096;"
        real_ip='set_real_ip_from unix:; real_ip_header X-Real-IP;'
    fi
    if [ "$port" = auto ]; then
        port=$(sed -n 's/.*listen 127.0.0.1:\([0-9]*\) .*/\1/p' "$dir/nginx/nginx.conf" 2>/dev/null ||
            true)
        if [ -z "$port" ] || { ! pid_of nginx >/dev/null && taken "$port"; }; then
            port=$(free_port)
        fi
    fi
    if [ -n "$port" ]; then
        [[ $port =~ ^[1-9][0-9]{0,4}$ ]] || die "DEMO_PORT is a number, not \"$port\""
        listen="listen 127.0.0.1:$port backlog=4096; $listen"
        url=http://127.0.0.1:$port
    fi
    mkdir -p "$dir/nginx/temp" "$dir/nginx/errors" "$dir/nginx/site"
    cp "$root"/nginx/errors/* "$dir/nginx/errors/"
    cp "$root"/nginx/demo/* "$dir/nginx/site/"
    rm -rf "$dir/nginx/desk"
    [ ! -d "$root/build/desk" ] || cp -r "$root/build/desk" "$dir/nginx/desk"
    list_people >"$dir/nginx/people.json"
    local file
    for file in "$root"/nginx/firstline*.conf; do
        sed "s#/usr/local/share/firstline/nginx/errors/#nginx/errors/#
             s#/usr/local/share/firstline/desk/#nginx/desk/#
             /location = .desk.people.json/,/}/s#return 204;#$played#
             s#unix:/run/firstline-desk/desk.sock#unix:$run/desk.sock#
             s#include /etc/firstline/nginx/#include #
             s#/var/log/nginx/firstline.log#log/nginx-access.log#
             s#unix:/run/firstline/firstline.sock#unix:$run/firstline.sock#" \
            "$file" >"$dir/nginx/${file##*/}"
    done
    local connections
    connections=$(($(files_of_nginx) / 2))
    if [ $connections -gt 16384 ]; then connections=16384; fi
    sed "s#@LISTEN@#$listen#; s#@REAL_IP@#$real_ip#; s#@CONNECTIONS@#$connections#" \
        "$root/nginx/nginx.conf.in" >"$dir/nginx/nginx.conf.new"
    chmod -R u+rwX "$dir/nginx"
    own "$dir/nginx"
    if [ -n "$port" ] && taken "$port" && ! { pid_of nginx >/dev/null &&
        grep -q "listen 127.0.0.1:$port " "$dir/nginx/nginx.conf"; }; then
        die "Port $port of 127.0.0.1 is taken by another program." \
            "Choose another one, for example:  make demo DEMO_PORT=$(free_port)"
    fi
    if pid_of nginx >/dev/null && ! cmp -s "$dir/nginx/nginx.conf.new" "$dir/nginx/nginx.conf"; then
        stop nginx
    fi
    mv "$dir/nginx/nginx.conf.new" "$dir/nginx/nginx.conf"
}
taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }
free_port() {
    local candidate
    while :; do
        candidate=$((20000 + RANDOM % 12000))   # below the range of outgoing connections
        taken "$candidate" || break
    done
    echo "$candidate"
}

start_nginx() {
    pid_of nginx >/dev/null && return 0
    ulimit -Sn "$(files_of_nginx)"
    # A socket that a killed nginx left behind would be "already in use".
    rm -f "$run/nginx.sock"
    (cd / && "${as[@]}" "$(command -v nginx || echo /usr/sbin/nginx)" -p "$dir/" \
        -c "$dir/nginx/nginx.conf" -e "$dir/log/nginx-error.log") \
        >"$dir/log/nginx-start.log" 2>&1 9>&- || {
        cat "$dir/log/nginx-start.log" >&2
        die "nginx did not start"
    }
}

ready() { # waits until a request goes through all of it
    local tenths=$((wait_s * 10)) answer=
    local -a socket=()
    [ ! -S "$run/nginx.sock" ] || socket=(--unix-socket "$run/nginx.sock")
    until [ "$answer" = 200 ]; do
        if [ $((tenths--)) -le 0 ] || ! pid_of firstline >/dev/null; then
            show_log firstline.log
            show_log nginx-error.log
            die "$url/healthz answers ${answer:-nothing}, not 200"
        fi
        [ -z "$answer" ] || sleep 0.1
        answer=$(curl -s -o /dev/null -m 5 -w '%{http_code}' "${socket[@]}" "$url/healthz" || true)
    done
}

write_env() {
    (umask 077 && : >"$dir/pgpass")
    local login
    for login in ${people//,/ }; do echo "*:*:*:$login:demo-$login"; done >>"$dir/pgpass"
    own "$dir/pgpass"
    local -a lines=("PGHOST=$run" PGPORT=5432 PGDATABASE=firstline PGUSER=postgres
        "PGPASSFILE=$dir/pgpass" "FIRSTLINE_DIR=$dir")
    [ -z "${url:-}" ] || lines+=("FIRSTLINE_URL=$url")
    [ -z "${url:-}" ] || [ ! -S "$run/nginx.sock" ] ||
        lines+=("FIRSTLINE_HTTP_SOCKET=$run/nginx.sock")
    printf 'export %q\n' "${lines[@]}" >"$dir/env.sh.new"
    mv "$dir/env.sh.new" "$dir/env.sh"
}

up() {
    local was_up=yes status name
    for name in $parts; do pid_of "$name" >/dev/null || was_up=; done
    # What a failed start has begun is not left running.
    [ -n "$was_up" ] || trap 'status=$?; trap - EXIT; [ $status = 0 ] || down; exit $status' EXIT
    configure_nginx "$@"
    copy_ready
    start_postgres
    install_schema
    start_firstline
    [ -z "$with_desk" ] || start_desk
    start_nginx
    write_env
    ready
    make_report
    trap - EXIT
}

# What marketing has of the demo's weeks, as one page: DIR/report.html.
make_report() {
    [ -n "${FIRSTLINE_WEEK:-}" ] || return 0
    # shellcheck disable=SC1091
    (. "$dir/env.sh" && PGUSER=marina "$bin" report --html "$dir/report.html") \
        >"$dir/log/report.log" 2>&1 9>&- || { show_log report.log; die "firstline report failed"; }
}

stop() { # one of them; a stop that takes too long is a failure, and is forced
    local pid signal=TERM
    pid=$(pid_of "$1") || { rm -f "$dir/run/$1.pid"; return 0; }
    case $1 in
    postgres | standby)
        local data=pgdata
        [ "$1" = postgres ] || data=standby
        (cd / && "${as[@]}" "$pg_bin/pg_ctl" -D "$dir/$data" -s -w -t "$wait_s" -m fast stop) 9>&- ||
            { kill -KILL "$pid"; die "PostgreSQL did not stop"; }
        return 0
        ;;
    nginx) signal=QUIT ;;
    esac
    kill -"$signal" "$pid" 2>/dev/null || true
    if ! gone "$pid" 20; then
        kill -KILL "$pid" 2>/dev/null || true
        say "$1 did not stop within 20 s and was killed"
        failed=yes
    fi
    rm -f "$dir/run/$1.pid"
}

# The server ends a connection some milliseconds after the desk has; stopped before, it would call that fatal.
desk_has_left() {
    local pid
    pid=$(pid_of postgres) || return 0
    for _ in {1..60}; do
        pgrep -P "$pid" -f firstline_desk >/dev/null || return 0
        sleep 0.1
    done
}

down() {
    failed=
    # nginx first, and at once: a kept connection of a browser would hold a graceful stop.
    local pid
    if pid=$(pid_of nginx); then
        kill -TERM "$pid" 2>/dev/null || true
        gone "$pid" 10 || kill -KILL "$pid" 2>/dev/null || true
    fi
    stop firstline
    stop desk
    desk_has_left
    (stop postgres) || failed=yes
    (stop standby) || failed=yes
    rm -f "$run"/*.pid "$run"/*.sock
    if [ -L "$dir/run" ]; then
        rm -rf "$run" "$dir/run"
    fi
    [ -z "$failed" ]
}

one() { # start|stop|kill|reload|promote postgres|standby|firstline|desk|nginx
    case $2 in
    postgres | standby | firstline | desk | nginx) ;;
    *) die "postgres, standby, firstline, desk or nginx?" ;;
    esac
    local pid process
    local -a children
    case $1 in
    start)
        "start_$2"
        ;;
    stop)
        failed=
        stop "$2"
        [ -z "$failed" ]
        ;;
    kill) # without warning; with PostgreSQL every one of its processes
        pid=$(pid_of "$2") || return 0
        kill -STOP "$pid" 2>/dev/null || true   # else it may have one more child than was seen
        mapfile -t children < <(pgrep -P "$pid" || true)
        kill -KILL "$pid" "${children[@]}" 2>/dev/null || true
        for process in "$pid" "${children[@]}"; do gone "$process" 10; done
        ;;
    reload) # nginx's old workers go on answering beside the new ones for a while: it ends with them
        pid=$(pid_of "$2") || die "$2 does not run"
        children=()
        [ "$2" != nginx ] || mapfile -t children < <(pgrep -P "$pid")
        kill -HUP "$pid"
        for process in "${children[@]}"; do
            gone "$process" "$wait_s" || die "a worker of nginx from before the reload still has requests"
        done
        ;;
    promote)
        [ "$2" = standby ] || die "only a standby can be promoted"
        (cd / && "${as[@]}" "$pg_bin/pg_ctl" -D "$dir/standby" -s -w -t "$wait_s" promote) 9>&-
        ;;
    esac
}

where() {
    local b='' u='' n=''
    if [ -t 1 ]; then b=$'\e[1m' u=$'\e[36m' n=$'\e[0m'; fi
    # shellcheck disable=SC1091
    . "$dir/env.sh"
    printf '\n%sfirstline is up.%s\n\n' "$b" "$n"
    [ -z "$with_desk" ] || printf '  %-10s %s%-38s%s %s\n\n' 'to work' "$u" "$FIRSTLINE_URL/desk/" "$n" \
        'choose a person: the first line, its head, sales, marketing'
    printf '  %-10s %s%-38s%s %s\n' \
        'click' "$u" "$FIRSTLINE_URL/" "$n" "a company's site, with the callback form in it" \
        '' "$u" "$FIRSTLINE_URL/landing.html?yclid=1" "$n" 'where an advertisement leads to' \
        '' "$u" "$FIRSTLINE_URL/f/cargo" "$n" 'a request to carry freight' \
        '' "$u" "$FIRSTLINE_URL/f/callback" "$n" 'call me back' \
        '' "$u" "$FIRSTLINE_URL/f/contact" "$n" 'write to us'
    [ ! -f "$dir/report.html" ] || printf '  %-10s %s%-38s%s %s\n' 'marketing' "$u" "file://$dir/report.html" "$n" "what the channels brought"
    printf '\n  %-10s %s. %q%s   then psql is the superuser, and has the passwords of\n' 'shell' "$u" "$dir/env.sh" "$n"
    local who what
    while IFS='|' read -r who what; do
        printf "  %-10s ${u}psql -U %s -c '%s'$n\n" "" "$who" "$what"
    done <<END
olga|select * from desk.glance
irina|select * from desk.kpi
vera|select * from sales.deals
marina|select * from marketing.channel_daily
END
    printf '\n  %-10s %sPSQLRC=%q psql -U olga%s   in Russian; then  :очередь  :дальше  :звонок  :помощь\n\n' '' \
        "$u" "$sql/qualifier.psqlrc" "$n"
}

demo() {
    local port=$1 tail_pid='' name
    # From here on Ctrl-C, a closed terminal and a failure all end with everything stopped.
    trap 'exit 130' INT
    trap 'exit 143' TERM HUP
    mkdir -p "$dir/log"
    local from=1
    [ ! -f "$dir/log/firstline.log" ] || from=$(($(wc -l <"$dir/log/firstline.log") + 1))
    up "$port"
    trap 'trap "" INT TERM HUP; kill $tail_pid 2>/dev/null; say "" "stopping firstline"; down' EXIT
    trap 'exit 0' INT TERM HUP
    where
    echo "  Ctrl-C stops everything. The log of firstline:"
    echo
    tail -n "+$from" -F "$dir/log/firstline.log" 2>/dev/null 9>&- &
    tail_pid=$!
    flock -u 9
    while sleep 1; do
        for name in $parts; do
            pid_of "$name" >/dev/null && continue
            # "make demo-down" elsewhere stops all of them: that is no failure.
            sleep 2
            if [ ! -e "$dir/run/nginx.pid" ]; then exit 0; fi
            say "$name has ended by itself"
            case $name in postgres | desk) show_log "$name.log" ;; nginx) show_log nginx-error.log ;; esac
            exit 1
        done
    done
}

# ---- the command line -------------------------------------------------------------------------
action=${1:-}
[ $# -lt 1 ] || shift
case $action in
up | demo | db)
    open_dir "${1:-}"
    shift
    if [ "$action" = db ]; then
        copy_ready
        start_postgres
        install_schema
        write_env
    else
        "$action" "${1:-}"
    fi
    ;;
down)
    [ -d "${1:-}" ] || exit 0
    open_dir "$1"
    down
    ;;
where | status)
    open_dir "${1:-}"
    if [ "$action" = where ]; then
        where
    else
        for name in $parts; do
            printf '%-10s %s\n' "$name" "$(pid_of "$name" || echo -)"
        done
    fi
    ;;
start | stop | kill | reload | promote)
    open_dir "${1:-}"
    one "$action" "${2:-}"
    ;;
with | with-db)
    with_dir=${1:-}
    [ $# -ge 2 ] || die "with what? see the head of tests/stack.sh"
    shift
    if [ -d "$with_dir" ]; then "$0" down "$with_dir"; fi
    rm -rf "$with_dir"
    # After a failure the directory stays, for its logs.
    trap 'status=$?; "$0" down "$with_dir" || status=1
          [ $status != 0 ] || rm -rf "$with_dir"; exit $status' EXIT
    if [ "$action" = with ]; then "$0" up "$with_dir"; else "$0" db "$with_dir"; fi
    # shellcheck disable=SC1091
    (. "$with_dir/env.sh" && "$@")
    ;;
*)
    sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0" >&2
    exit 64
    ;;
esac
