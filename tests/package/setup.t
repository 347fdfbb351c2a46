#!/bin/bash
# setup.t, as root: "firstline setup" where no systemd runs, in a Debian 12 with PostgreSQL and nginx: what it shows, does,
# leaves alone and takes back. What it says is left to do is then done as it says it. (Under systemd the stages of run.t
# try it.) The chroot is build/package/setup, in namespaces of its own, as in run.t.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ "${1:-}" != inside ]; then
    [ "$(id -u)" = 0 ] || { echo 'Bail out! a chroot needs root'; exit 77; }
    exec unshare --mount --propagation private --pid --fork --kill-child --mount-proc "$0" inside
fi

# shellcheck source=tests/package/lib.sh
. tests/package/lib.sh
root=$work/setup
bin=${FIRSTLINE_BIN:-build/release/firstline}
packages=(postgresql nginx-light curl openssl libfcgi0ldbl libmaxminddb0 libpcre2-8-0 libyaml-0-2 libjansson4 libidn2-0
    libicu72 libphonenumber8)

make_root
make_network
online apt-get -q update >"$work/setup.log" 2>&1 || bail "apt-get update failed: $work/setup.log"
online apt-get -q -y --no-install-recommends install "${packages[@]}" >>"$work/setup.log" 2>&1 ||
    bail "apt-get install failed: $work/setup.log"
DESTDIR=$root PREFIX=/usr UNITDIR=/lib/systemd/system fcgi/install.sh "$bin"

# ---- how it is looked at
code=0 output=
setup() { # ARGUMENT...: sets code and output
    code=0
    output=$(inside firstline setup "$@" 2>&1) || code=$?
    printf '\n$ firstline setup %s\n%s\n' "$*" "$output" >>"$work/setup.log"
}
setup_with() { # NAME=VALUE ARGUMENT...
    local variable=$1
    shift
    code=0
    output=$(inside env "$variable" firstline setup "$@" 2>&1) || code=$?
    printf '\n$ %s firstline setup %s\n%s\n' "$variable" "$*" "$output" >>"$work/setup.log"
}
items='^(done|  ok|plan|todo|hint|warn|FAIL)  '
line() { grep -E "$items$1  " <<<"$output" | tail -n 1 || true; } # WHAT: what is said of it at last
after() { # WHAT: the lines that belong to that
    awk -v what="$1" -v items="$items" '$0 ~ items { on = index($0, what "  ") == 7; if (on) lines = ""; next }
        on { sub(/^ */, ""); lines = lines $0 "\n" } END { printf "%s", lines }' <<<"$output"
}
not_ok() { grep -E "$items" <<<"$output" | grep -v '^  ok' | cut -c1-28 | sed 's/ *$//' | paste -sd, || true; }
# But for the users: those stay.
etc() { (cd "$root/etc" && find . -type f ! -name 'passwd*' ! -name '*shadow*' ! -name 'group*' -exec sha256sum {} + | sort -k2); }
# \restrict: another word each time.
dump() { as_postgres pg_dumpall | grep -v restrict | sha256sum; }
query() { as_postgres psql -XqAt "$@"; }
hba=/etc/postgresql/15/main/pg_hba.conf ident=/etc/postgresql/15/main/pg_ident.conf
site=/etc/nginx/sites-available/default
keep_originals() { for file in "$hba" "$ident" "$site"; do cp -p "$root$file" "$root/root/${file##*/}"; done; }
differing() { for file in "$hba" "$ident" "$site"; do cmp -s "$root$file" "$root/root/${file##*/}" || echo "$file"; done; }
keep_originals
setting_up=$(etc)

# ---- what it refuses
setup --databse x
is 'an unknown option' '64 unknown option "--databse", did you mean "--database"?' "$code $output"
code=0 output=$(inside runuser -u www-data -- firstline setup 2>&1) || code=$?
is 'not as root' '77 firstline setup: run it as root; --dry-run shows what it would do' "$code $output"
setup
has 'PostgreSQL does not run' 'does not run; start it:' "$(line PostgreSQL)"
is 'how to start it' 'pg_ctlcluster 15 main start' "$(after PostgreSQL)"
is 'the exit says so' 69 "$code"
has 'what depends on it is not tried' 'not tried: "PostgreSQL" comes first' "$(line database)"

# ---- a dry run, and the run
inside pg_ctlcluster 15 main start
inside rm -f /etc/firstline/token.key /etc/nginx/conf.d/firstline.conf
cp "$root/root/default" "$root$site"
etc=$(etc) dump=$(dump)
setup --dry-run
has 'a dry run says what it would do' 'make the database firstline' "$(line database)"
has 'and shows the lines' 'local  firstline  firstline_intake  peer map=firstline' "$(after access)"
has 'and the one for the site' 'include /etc/firstline/nginx/firstline.conf; # firstline setup' "$(after site)"
has 'people will be asked for a password' 'local  firstline  all  scram-sha-256' "$(after access)"
setup --no-desk --dry-run
has 'without the desk: no key of sessions' 'not wanted here' "$(line 'session key')"
has 'and no page' 'not wanted here' "$(line desk)"
is 'people come in as they did' 0 "$(after access | grep -c 'all  scram' || true)"
is 'it has changed nothing in /etc' "$etc" "$(etc)"
is 'and nothing in the server' "$dump" "$(dump)"

setup
is 'no step fails, and what nobody can do here is left' 'todo  service,warn  desk,todo  nginx reload,hint  many connections,todo  front door,todo  agreement' \
    "$(not_ok | grep -oE '(todo|hint|FAIL|warn)[^,]*' | paste -sd,)"
is 'what cannot be done without systemd is left' 75 "$code"
has 'the tables' 'made, now number' "$(line tables)"
has 'the access is tried' 'gets in as firstline_intake' "$(line access)"
is 'the lines are on top of pg_hba.conf' \
    '# firstline setup: begin,local  firstline  firstline_intake  peer map=firstline,local  firstline  firstline_desk  peer map=firstline,local  firstline  postgres  peer,local  firstline  all  scram-sha-256,# firstline setup: end' \
    "$(head -n 6 "$root$hba" | paste -sd,)"
is 'the key of sessions is for root and the desk' '640 root firstline-desk' "$(inside stat -c '%a %U %G' /etc/firstline/session.key)"
is 'nor does one user read the key of the other' '' \
    "$(for user in firstline:session firstline-desk:token; do inside runuser -u "${user%:*}" -- cat "/etc/firstline/${user#*:}.key" 2>/dev/null; done)"
is 'their file keeps its owner and mode' "$(stat -c '%a %u %g' "$root/root/pg_hba.conf")" "$(stat -c '%a %u %g' "$root$hba")"
is 'the key is for root and firstline' '640 root firstline' "$(inside stat -c '%a %U %G' /etc/firstline/token.key)"
is 'it has 64 digits' 64 "$(tr -dc 0-9a-f <"$root/etc/firstline/token.key" | wc -c)"
is 'a local database needs no address' '' "$(ls "$root/etc/firstline/database.env" 2>/dev/null || true)"
is 'the database' 'UTF8 C.UTF-8 C.UTF-8' \
    "$(query -F ' ' -c "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database WHERE datname = 'firstline'")"
has 'what nginx should have is said' 'worker_connections 16384' "$(after 'many connections')"
etc=$(etc) dump=$(dump)
setup
is 'again: nothing is done' '' "$(grep -E '^(done|plan|FAIL)' <<<"$output" || true)"
is 'nothing has changed in /etc' "$etc" "$(etc)"
is 'nor in the server' "$dump" "$(dump)"

# ---- what is left, as it says it
start() { # runs what "setup" has printed for the service, then waits until it listens
    after service >"$root/root/start"
    inside sh /root/start >>"$work/service.log" 2>&1 9>&-
    within 60 test -S "$root/run/firstline/firstline.sock"
    within 60 test -S "$root/run/firstline-desk/desk.sock"
}
stop() {
    local pid
    for pid in $(inside sh -c 'grep -lx firstline /proc/[0-9]*/comm' | cut -d/ -f3); do kill "$pid"; done
    within 60 test ! -S "$root/run/firstline/firstline.sock"
    within 60 test ! -S "$root/run/firstline-desk/desk.sock"
}
ok 'firstline starts by the printed lines' start
setup
is 'nginx is to be started' nginx "$(after 'nginx reload')"
ok 'nginx starts' inside nginx
setup
is 'now all is done' 0 "$code"
has 'a first lead went through the front door' 'is in the queue' "$(line 'front door')"
is 'it says what it is' 1 "$(query firstline -c "SELECT count(*) FROM desk.queue WHERE name LIKE '%firstline setup%'")"
etc=$(etc)
setup
is 'again: all is ok, but for what nginx and the site should have' '0 warn  desk,hint  many connections,hint  agreement' "$code $(not_ok)"
has 'a desk without TLS is said' 'which has no TLS' "$(line desk)"
is 'its page is there, with parts that are' '200 200' "$(page=$(inside curl -s http://127.0.0.1/desk/)
    inside curl -s -o /dev/null -w '%{http_code} ' http://127.0.0.1/desk/
    inside curl -s -o /dev/null -w '%{http_code}' "http://127.0.0.1/desk/$(grep -oE 'static/[^"]*/app.js' <<<"$page" | tail -n 1)")"
is 'nobody is shown to be played' '204 ' "$(inside curl -s -w '%{http_code} ' http://127.0.0.1/desk/people.json)"
is 'no file of it has a password of the demo' '' "$(grep -rlE 'demo-(olga|irina|vera|marina)' "$root/usr/share/firstline" "$root/etc/firstline" || true)"
sign_in() { # LOGIN PASSWORD: the status
    inside curl -s -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' -H 'Origin: http://127.0.0.1' \
        -d "{\"login\":\"$1\",\"password\":\"$2\"}" http://127.0.0.1/desk/session
}
inside sh -c 'echo "her own password" | firstline staff add olga --name Olga --works-in desk --password-stdin' >/dev/null
is 'people sign in by their password' 204 "$(sign_in olga 'her own password')"
is 'by no other, and nobody tells who works here' '401 401' "$(sign_in olga wrong) $(sign_in nobody wrong)"
inside firstline staff remove olga --yes >/dev/null
has 'a text that is agreed to and is not there is named' '/privacy.html, of /etc/firstline/forms/callback.yaml' "$(after agreement)"
echo privacy >"$root/var/www/html/privacy.html"
setup
has 'once it is there nothing is said' 'what visitors agree to is there' "$(line agreement)"
rm "$root/var/www/html/privacy.html"
is 'no second lead' 1 "$(query firstline -c 'SELECT count(*) FROM intake.lead')"
is 'nothing has changed' "$etc" "$(etc)"

# ---- a key that is open, a zone that differs, tables that differ
chmod 644 "$root/etc/firstline/token.key"
key=$(cat "$root/etc/firstline/token.key")
query firstline -c "UPDATE intake.setting SET zone = 'Asia/Omsk'"
setup
has 'an open key is closed, and that is said' 'was open to others (0644)' "$(line 'token key')"
is 'it is the same key' "640 $key" "$(stat -c %a "$root/etc/firstline/token.key") $(cat "$root/etc/firstline/token.key")"
is 'the zone of firstline.conf holds' Europe/Moscow "$(query firstline -c 'SELECT zone FROM intake.setting')"
setup --schema
is 'tables of this version: not a word' '0 ' "$code $output"
query firstline -c "COMMENT ON SCHEMA intake IS 'as install.sql leaves it'"
setup --schema
has 'whose files are not noted are made anew' 'made anew, now number' "$(line tables)"
setup --schema
is 'once' '0 ' "$code $output"
query firstline -c 'REVOKE EXECUTE ON FUNCTION intake.hello FROM firstline_intake' -c 'DROP VIEW marketing.funnel CASCADE'
setup --dry-run
has 'a right that was taken away is seen' 'firstline_intake may not call intake.hello' "$(line tables)"
setup --schema
has 'and put right' 'made anew, now number' "$(line tables)"
is 'so is the view' marketing.funnel "$(query firstline -c "SELECT to_regclass('marketing.funnel')")"
setup --schema
is 'that is all' '0 ' "$code $output"

# ---- taken back
etc=$(etc)
setup --remove --dry-run
is 'a dry run of the removal changes nothing' "$etc" "$(etc)"
setup --remove --drop-data firstlin
is 'a wrong name: nothing is done' "64 $etc" "$code $(etc)"
stop
setup --remove
is 'the removal' 0 "$code"
is 'files of others are octet for octet as before' '' "$(differing)"
is 'nothing of it is left in /etc' "$setting_up" "$(etc)"
is 'the database stays' 1 "$(query firstline -c 'SELECT count(*) FROM intake.lead')"
setup --remove
is 'once more: nothing to take back' '0 ' "$code $(grep -E '^(done|FAIL|todo)' <<<"$output" || true)"

# ---- sites that do not take it, or are several
printf 'server {\n\tlisten 80 default_server;\n\tlocation ^~ /f/ { return 404; }\n}\n' >"$root$site"
before=$(cat "$root$site")
setup
has 'a site that has a place /f/ of its own' 'nginx does not take it' "$(line site)"
has 'what nginx says is shown' 'duplicate location' "$(after site)"
is 'its file is as it was' "$before" "$(cat "$root$site")"
is 'and the exit says so' 78 "$code"
ok 'nginx takes its configuration' inside nginx -t
printf 'server {\n    listen 80 default_server;\n    return 444;\n}\nserver { listen 80; server_name a.example; }
server {\n    listen 80;\n    server_name b.example www.b.example;\n}\n' >"$root$site"
before=$(cat "$root$site")
setup
has 'of several sites one is to be chosen' 'choose one with --server' "$(line site)"
is 'they are listed' 'a.example (/etc/nginx/sites-enabled/default:5),b.example www.b.example (/etc/nginx/sites-enabled/default:6)' \
    "$(after site | paste -sd,)"
is 'none was touched' "75 $before" "$code $(cat "$root$site")"
setup --server c.example
has 'a name that no site has' 'nginx has no site c.example' "$(line site)"
setup --server a.example
has 'one is chosen' 'a.example (/etc/nginx/sites-enabled/default:5) has the forms' "$(line site)"
has 'who answers what nginx cannot read is named' '(/etc/nginx/sites-enabled/default:1)' "$(after site)"
setup
has 'it stays chosen' 'a.example' "$(line site)"
ok 'firstline starts again' start
setup
has 'the form is there under that name' 'http://a.example/f/callback is there' "$(line 'front door')"
stop
setup --remove
is 'the file of all sites is as it was' "$before" "$(cat "$root$site")"

# ---- two on one line, of which one sends to https, where a proxy says first who comes
inside openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=b -keyout /etc/nginx/key.pem -out /etc/nginx/cert.pem 2>/dev/null
cat >"$root$site" <<'NGINX'
server { listen 80; server_name a.example; } server { listen 80; listen localhost:443 ssl proxy_protocol; server_name b.example;
    ssl_certificate /etc/nginx/cert.pem; ssl_certificate_key /etc/nginx/key.pem;
    if ($scheme = http) { return 301 https://$host$request_uri; }
}
NGINX
before=$(cat "$root$site")
setup --server b.example
has 'the line goes into the one that was named' 'b.example (/etc/nginx/sites-enabled/default:1)' "$(line site)"
ok 'firstline starts once more' start
setup
has 'the form is there' 'https://b.example/f/callback is there' "$(line 'front door')"
stop
setup --remove
is 'the file is as it was' "$before" "$(cat "$root$site")"
rm "$root/etc/nginx/key.pem" "$root/etc/nginx/cert.pem"
cp "$root/root/default" "$root$site"

# ---- ended by Ctrl-C while nginx looks at what was written
cat >"$root/usr/local/sbin/nginx" <<'SH'
#!/bin/sh
if [ "$1" = -t ] && grep -q 'firstline setup' /etc/nginx/sites-available/default; then
    echo looks >/root/nginx-looks
    exec sleep 3600
fi
exec /usr/sbin/nginx "$@"
SH
chmod 755 "$root/usr/local/sbin/nginx"
inside setsid firstline setup >/dev/null 2>&1 &
other=$!
within 60 test -s "$root/root/nginx-looks"
kill -TERM -- "-$(inside sh -c 'grep -lx firstline /proc/[0-9]*/comm' | cut -d/ -f3)"
wait $other || true
is 'the file is as it was' '' "$(cmp "$root/root/default" "$root$site")"
rm "$root/usr/local/sbin/nginx" "$root/root/nginx-looks"
setup --remove

# ---- a file of that name, and a port, that are somebody's own
printf 'server {\n    listen 8080;\n}\n' >"$root/etc/nginx/conf.d/firstline.conf"
setup
has 'a file of that name that is not ours' 'is yours' "$(line nginx)"
is 'stays, and what depends on it is left' '75 1' "$code $(grep -c 8080 "$root/etc/nginx/conf.d/firstline.conf")"
setup --remove
has 'it is not taken back' 'stays: it is yours' "$(line nginx)"
is 'it is there' 1 "$(grep -c 8080 "$root/etc/nginx/conf.d/firstline.conf")"
rm "$root/etc/nginx/conf.d/firstline.conf"
# shellcheck disable=SC2016 # Perl's own
nsenter --net="/proc/$network/ns/net" perl -MIO::Socket::INET -e \
    'my $s = IO::Socket::INET->new(LocalAddr => "127.0.0.1:9145", Listen => 1) or die; print "x"; close STDOUT; sleep' \
    >"$work/taken" &
other=$!
within 60 test -s "$work/taken"
setup
has 'somebody has the port' '127.0.0.1:9145, where /healthz will be, is taken' "$(line nginx)"
is 'nothing is written that nginx would not start with' no "$(test -e "$root/etc/nginx/conf.d/firstline.conf" || echo no)"
kill $other
wait $other || true
setup --remove

# ---- an nginx that was set up by hand stays so
cp "$root/etc/firstline/nginx/firstline-http.conf" "$root/etc/nginx/conf.d/"
cp "$root/etc/firstline/nginx/firstline.conf" "$root/etc/nginx/"
sed -i 's|^\tserver_name _;|&\n\tinclude firstline.conf;|' "$root$site"
etc=$(cat "$root$site")
setup
has 'its http block is kept' 'nginx has the upstream firstline of /etc/nginx/conf.d/firstline-http.conf' "$(line nginx)"
has 'its site is kept' 'includes firstline.conf' "$(line site)"
has 'the desk is left to whoever made it' 'put into _ (' "$(line desk)"
is 'nothing was written there' "$etc no" "$(cat "$root$site") $(test -e "$root/etc/nginx/conf.d/firstline.conf" || echo no)"
setup --remove
has 'nor taken out' "$etc" "$(cat "$root$site")"
rm "$root/etc/nginx/conf.d/firstline-http.conf" "$root/etc/nginx/firstline.conf"
cp "$root/root/default" "$root$site"

# ---- lines of others that PostgreSQL does not take
echo 'nonsense' >>"$root$hba"
cp -p "$root$hba" "$root/root/pg_hba.conf"
setup
has 'a broken pg_hba.conf' 'PostgreSQL does not take its files' "$(line access)"
is 'is as it was' '' "$(cmp "$root$hba" "$root/root/pg_hba.conf")"
sed -i '$d' "$root$hba"
cp -p "$root$hba" "$root/root/pg_hba.conf"

# ---- several servers, one with another port
inside pg_createcluster 15 other -p 5433 --start >/dev/null
setup
has 'of several servers one is to be chosen' '2 PostgreSQL servers run here' "$(line PostgreSQL)"
is 'how' 'PGPORT=5432 firstline setup,PGPORT=5433 firstline setup' "$(after PostgreSQL | sort | paste -sd,)"
setup --schema
is 'for the tables it is the one that the unit has' '0 ' "$code $output"
inside install -d -o firstline -m 700 /var/lib/firstline /var/lib/firstline/spool
inside pg_ctlcluster 15 main stop
setup
has 'while that one is down the service is not led to the other' 'at port 5432, which does not run now' "$(line PostgreSQL)"
inside pg_ctlcluster 15 main start
setup_with PGPORT=5433
has 'chosen' 'port 5433' "$(line PostgreSQL)"
is 'its address is kept' 'PGHOST=/var/run/postgresql,PGPORT=5433,PGDATABASE=firstline,PGUSER=firstline_intake' \
    "$(grep -v '^#' "$root/etc/firstline/database.env" | paste -sd,)"
setup
has 'and holds from then on' 'port 5433' "$(line PostgreSQL)"
# Deleted in both places or in none, while somebody is signed in, and nothing that a link of the service's own leads to.
inside pg_ctlcluster 15 other stop
etc=$(etc)
setup --remove --drop-data firstline
is 'no server: nothing is taken back' "69 $etc" "$code $(etc)"
has 'which is said' 'Nothing has been taken back' "$(after PostgreSQL)"
inside pg_ctlcluster 15 other start
mkdir "$root/srv/others"
echo theirs >"$root/srv/others/file"
inside install -d -o firstline -m 700 /var/lib/firstline /var/lib/firstline/spool /var/lib/firstline/spool/new
inside sh -c 'cd /var/lib/firstline/spool && echo lead >new/1 && chown firstline new/1 && rm -rf bad && ln -s /srv/others bad'
query -p 5433 -d firstline -c 'SELECT pg_sleep(3600)' >/dev/null 2>&1 &
signed_in() { [ "$(query -p 5433 -c "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%3600%' AND datname = 'firstline'")" = 1 ]; }
ok 'somebody is signed in' within 60 signed_in
setup --remove --drop-data firstline
is 'the spool is deleted' 'no' "$(test -e "$root/var/lib/firstline/spool" || echo no)"
is 'not what a link in it leads to' theirs "$(cat "$root/srv/others/file")"
is 'database and roles are deleted there' ' 0' \
    "$(query -p 5433 -c "SELECT 1 FROM pg_database WHERE datname = 'firstline'") $(query -p 5433 -c "SELECT count(*) FROM pg_roles WHERE rolname LIKE 'firstline%'")"
is 'not in the other one' 1 "$(query firstline -c 'SELECT count(*) FROM intake.lead')"

# ---- tables of a version before, and of one after
cp -r tests/upgrade/0.1.0/sql "$root/root/sql-0.1.0"
chmod 755 "$root/root"
query -p 5433 -c "CREATE DATABASE old TEMPLATE template0 ENCODING UTF8 LOCALE 'C.UTF-8'"
query -p 5433 -d old -v ON_ERROR_STOP=1 --single-transaction -f /root/sql-0.1.0/install.sql >>"$work/setup.log" 2>&1
code=0 output=$(inside env PGPORT=5433 PGDATABASE=old firstline setup --schema 2>&1) || code=$?
has 'what 0.1.0 has made becomes this version' 'number 1 before, now number' "$code $(line tables)"
ok 'it is' query -p 5433 -d old -c "SELECT intake.hello('test', 2, '{}')"
query -p 5433 -d old -c "CREATE OR REPLACE FUNCTION intake.hello(program text, needs integer, keys text[]) RETURNS integer
    LANGUAGE sql AS 'SELECT 99'"
code=0 output=$(inside env PGPORT=5433 PGDATABASE=old firstline setup --schema 2>&1) || code=$?
is 'newer tables are let alone' '0  99' "$code $output $(query -p 5433 -d old -c "SELECT intake.hello('test', 2, '{}')")"
query -p 5433 -c 'DROP DATABASE old'

# ---- another machine: the same one by its address, with TLS
other=$root/etc/postgresql/15/other
inside openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=db -addext subjectAltName=IP:127.0.0.1 \
    -keyout /etc/postgresql/15/other/server.key -out /etc/postgresql/15/other/server.crt 2>/dev/null
inside chown postgres: /etc/postgresql/15/other/server.key /etc/postgresql/15/other/server.crt
cp "$other/server.crt" "$root/etc/firstline/root.crt"
chmod 644 "$root/etc/firstline/root.crt"
printf "ssl = on\nssl_cert_file = '/etc/postgresql/15/other/server.crt'\nssl_key_file = '/etc/postgresql/15/other/server.key'\n" \
    >>"$other/postgresql.conf"
printf 'local all postgres peer\nhostssl all postgres 127.0.0.1/32 scram-sha-256\n' >"$other/pg_hba.conf"
query -p 5433 -c "ALTER ROLE postgres PASSWORD 'of-the-superuser'"
inside pg_ctlcluster 15 other restart
url='postgresql://postgres@127.0.0.1:5433/firstline?sslmode=verify-full&sslrootcert=/etc/firstline/root.crt'
setup --database postgresql://postgres@db1.example/firstline
has 'a connection in the clear is refused' 'would not be encrypted for certain' "$(line PostgreSQL)"
is 'by its code' 64 "$code"
setup_with PGPASSWORD=of-the-superuser --database "$url"
is 'who is not let in yet is told the lines' "$(printf 'hostssl  firstline  %s  127.0.0.1/32  scram-sha-256\n' firstline_intake firstline_desk all)" \
    "$(after access | grep hostssl)"
is 'the password is for root' '600 root root' "$(inside stat -c '%a %U %G' /etc/firstline/database.pass)"
has 'it is a long one' 43 "$(awk -F: '{print length($5)}' "$root/etc/firstline/database.pass")"
has 'the server knows only its verifier' 'SCRAM-SHA-256$' \
    "$(query -p 5433 -c "SELECT rolpassword FROM pg_authid WHERE rolname = 'firstline_intake'")"
has 'the unit may use the network' 'PrivateNetwork=no' "$(cat "$root/etc/systemd/system/firstline.service.d/database.conf")"
after access | grep hostssl >>"$other/pg_hba.conf"
inside pg_ctlcluster 15 other reload
setup_with PGPASSWORD=of-the-superuser --database "$url"
has 'now both get in' 'firstline_intake and firstline_desk get in on 127.0.0.1 with a password' "$(line access)"
is 'the password was kept' '  ok' "$(line password | cut -c1-4)"
ok 'firstline starts by the printed lines' start
setup_with PGPASSWORD=of-the-superuser --database "$url"
is 'all is done' 0 "$code"
has 'a first lead goes over TLS' 'is in the queue' "$(line 'front door')"
is 'all sessions of firstline are encrypted' t \
    "$(query -p 5433 -c "SELECT bool_and(ssl) FROM pg_stat_ssl JOIN pg_stat_activity USING (pid) WHERE usename IN ('firstline_intake', 'firstline_desk')")"
setup_with PGPASSWORD=of-the-superuser
is 'the address is known from then on' "0 $(line PostgreSQL)" "$code   ok  PostgreSQL              PostgreSQL 15 on 127.0.0.1, port 5433"
stop
setup_with PGPASSWORD=of-the-superuser --database "$url" --remove --drop-data firstline
is 'taken back' '0 ' "$code $(ls "$root/etc/firstline/"{database.*,desk.pass} "$root/etc/systemd/system/"firstline*.service.d 2>/dev/null || true)"

# ---- under systemd: nothing is left to do by hand
units() {
    for verb in is-active is-enabled; do
        inside systemctl $verb firstline.socket firstline.service firstline-doctor.timer firstline-desk.socket firstline-desk.service || true
    done | paste -sd' '
}
stop_all() {
    query -c 'DROP DATABASE firstline'
    inside sh -c 'nginx -s stop; pg_dropcluster 15 other --stop; pg_ctlcluster 15 main stop'
    query firstline -c 'SELECT 1' 2>/dev/null && return 1
    online apt-get -q -y --no-install-recommends install systemd systemd-sysv dbus >>"$work/setup.log" 2>&1
}
ok 'the daemons are ended, and systemd is there' stop_all
boot
ok 'PostgreSQL runs' within 60 inside test -S /var/run/postgresql/.s.PGSQL.5432
setup
is 'setup leaves nothing but what nginx should have' '0 done  database,done  tables' \
    "$code $(not_ok | cut -d, -f 1,2)"
is 'the units run, and will after a boot' 'active active active active active enabled enabled enabled enabled enabled' \
    "$(units)"
has 'a first lead went through the front door' 'is in the queue' "$(line 'front door')"
setup
is 'again: all is ok' '0 warn  desk,hint  many connections,hint  agreement' "$code $(not_ok)"
is 'the desk answers, confined' 401 "$(inside curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1/desk/session)"
inside sh -c 'echo "her own password" | firstline staff add olga --name Olga --works-in desk --password-stdin' >/dev/null
is 'and signs people in' 204 "$(sign_in olga 'her own password')"
is 'it has no more of the machine than it may' '50 268435456 100' \
    "$(inside systemctl show -P MemoryMax -P TasksMax -P CPUWeight firstline-desk.service | paste -sd' ')"
inside systemctl kill --signal=KILL firstline-desk.service
is 'while it is killed a lead comes through' 201 "$(inside curl -s -o /dev/null -w '%{http_code}' -H 'Content-Type: application/json' \
    -d '{"name":"Ivan","phone":"+79123456789","consent":true}' http://127.0.0.1/f/callback)"
desk_is_back() { [ "$(inside curl -s -o /dev/null -w '%{http_code}' http://127.0.0.1/desk/session)" = 401 ]; }
ok 'and it is back by itself' within 60 desk_is_back
inside firstline staff remove olga --yes >/dev/null
inside sh -c 'sed "s/^MemoryMax=.*/MemoryMax=300M/" /lib/systemd/system/firstline.service >/etc/systemd/system/firstline.service'
setup
is 'a unit that was edited as a whole stays' '0 no' \
    "$code $(test -e "$root/etc/systemd/system/firstline.service.by-hand" || echo no)"
is 'as it was edited' 1 "$(grep -c 300M "$root/etc/systemd/system/firstline.service")"
rm "$root/etc/systemd/system/firstline.service"
inside systemctl daemon-reload
query firstline -c "COMMENT ON SCHEMA intake IS 'as install.sql leaves it'"
ok 'the unit that brings the tables to the version, in its confinement' inside systemctl start firstline-schema.service
has 'did so' 'Installed from' "$(query firstline -c "SELECT obj_description('intake'::regnamespace, 'pg_namespace')")"
setup --remove
is 'the removal' 0 "$code"
is 'the units are stopped, and not started any more' 'inactive inactive inactive inactive inactive disabled disabled disabled disabled disabled' \
    "$(units)"
finish
