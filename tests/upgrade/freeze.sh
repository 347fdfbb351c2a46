#!/bin/bash
# freeze.sh VERSION: keeps what a company has that runs this version, in tests/upgrade/VERSION, for the upgrades of all
# later ones. Run once, before the schema changes after a release:
#   sql/          as it is now; its 1nn files are never edited again
#   database.sql  a database with data, as pg_dump writes it
#   spool/        leads that wait for the database, as the program wrote them
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
root=$here/../..
if [ "${2:-}" != inside ]; then
    [[ ${1:-} =~ ^[0-9]+\.[0-9]+\.[0-9]+$ ]] || { sed -n '2,/^set /{/^#/s/^# \{0,1\}//p}' "$0" >&2; exit 64; }
    FIRSTLINE_WEEK=yes FIRSTLINE_DESK="" exec "$root/tests/stack.sh" with "$root/build/freeze" "$0" "$1" inside
fi

to=$here/$1
[ ! -e "$to" ] || { echo "$to is frozen already" >&2; exit 1; }
mkdir -p "$to"
cp -R "$root/sql" "$to/sql"
psql -Xqv ON_ERROR_STOP=1 --single-transaction -f "$here/history.sql"
pg_dump --no-sync | sed '/^\\\(un\)\?restrict /d' >"$to/database.sql"

"$root/tests/stack.sh" stop "$FIRSTLINE_DIR" postgres
send() { # FORM FIELDS, as a browser: accepted, though no database is there
    curl -sS --fail-with-body -o /dev/null --unix-socket "$FIRSTLINE_HTTP_SOCKET" -H 'Content-Type: application/x-www-form-urlencoded' \
        -H 'Accept: application/json' --data "$2" "$FIRSTLINE_URL/f/$1"
}
send callback 'name=Ждёт в очереди&phone=8 912 111-22-33 доб. 4, после шести&consent=on&_url=https://example.ru/%3Futm_source=yandex'
send callback 'name=Тоже ждёт&phone=%2B7 912 111-22-34&consent=on'
send cargo 'name=Груз&phone=%2B7 912 111-22-35&email=Gruz@Example.com&cargo=станки&weight_kg=12 т&from=Пермь&to=Хабаровск&ready_on=&comment=срочно&consent=on'
send contact 'name=Почта&email=pochta@example.com&message=Здравствуйте!&consent=on'
"$root/tests/stack.sh" stop "$FIRSTLINE_DIR" firstline
mkdir "$to/spool"
cp "$FIRSTLINE_DIR"/spool/new/* "$to/spool/"
"$root/tests/stack.sh" start "$FIRSTLINE_DIR" postgres
