#!/bin/bash
# inside: what tests/systemd/units.t runs in the container that it booted, as root. TAP on stdout.
set -uo pipefail
cd /
n=0
spool=/var/lib/firstline/spool
sent=/var/mail/sent

ok() { # NAME COMMAND...: passes when the command does; what it said is shown when not
    local name=$1 said
    shift
    n=$((n + 1))
    if said=$("$@" 2>&1); then
        echo "ok $n - $name"
    else
        echo "not ok $n - $name"
        printf '#   %s\n' "$*" "said: ${said//$'\n'/$'\n#   '}"
    fi
}
is() { # NAME GOT EXPECTED
    ok "$1" test "$2" = "$3"
}
has() { # NAME TEXT PART
    ok "$1" grep -qF -e "$3" <<<"$2"
}
within() { # SECONDS COMMAND...: until the command passes; the time is patience, not a limit that is tested
    local until=$((SECONDS + $1))
    shift
    until "$@" >/dev/null 2>&1; do
        [ $SECONDS -lt $until ] || { echo "never: $*"; return 1; }
        sleep 0.05
    done
}
value() { systemctl show -P "$1" "${2:-firstline.service}"; }
is_state() { [ "$(value ActiveState "${2:-firstline.service}")" = "$1" ]; }
pid() { value MainPID; }
new_pid() { # OLD: another process says that it is ready
    is_state active && [ "$(pid)" != "$1" ] && [ "$(pid)" != 0 ]
}
mails() { if [ -e $sent ]; then grep -c '^To: ' $sent; else echo 0; fi; }
change() { # UNIT LINE...: a drop-in of this run
    mkdir -p "/run/systemd/system/$1.d"
    printf '%s\n' "${@:2}" >"/run/systemd/system/$1.d/test.conf"
    systemctl daemon-reload
}
as_given() { # UNIT: without that drop-in
    rm "/run/systemd/system/$1.d/test.conf"
    systemctl daemon-reload
}

# ---- the visitor ----------------------------------------------------------------------------
page() { curl -s -m 60 -o "${1:-/dev/null}" -w '%{http_code}' http://localhost/f/callback; }
lead() { # NUMBER: one lead of a client of that number; says the status
    curl -s -m 60 -o /dev/null -w '%{http_code}' -H 'Accept: application/json' \
        -H 'Content-Type: application/json' http://localhost/f/callback \
        -d "{\"name\":\"Secretname\",\"phone\":\"+7912$(printf %07d "$1")\",\"consent\":true}"
}
serves() { [ "$(page)" = 200 ]; }
query() { runuser -u postgres -- psql -XqAt -d firstline -c "$1"; }
leads() { query 'SELECT count(*) FROM intake.lead'; }

# Visitors, one after the other in each of four lines, while COMMAND runs: what each was answered.
visitors_during() { # COMMAND...
    local line go=/tmp/visitors.go
    rm -f /tmp/answers.*
    touch $go
    for line in 1 2 3 4; do
        (number=$((line * 100000))
        while [ -e $go ]; do
            lead $number && echo
            number=$((number + 1))
        done >/tmp/answers.$line) &
    done
    within 60 test -s /tmp/answers.4
    "$@"
    rm $go
    wait
    sort /tmp/answers.* | uniq -c | sed 's/^ *//'
}

# ---- what "firstline setup" will do ----------------------------------------------------------
install_all() {
    cp -a /stage/etc /stage/usr /
    systemd-sysusers
    systemctl daemon-reload
    od -An -tx1 -N32 /dev/urandom | tr -d ' \n' >/etc/firstline/token.key
    # The manager reads it for firstline, which itself needs no right to.
    chmod 600 /etc/firstline/token.key
    within 60 is_state active postgresql@15-main.service
    sed -i '1i local firstline firstline_intake peer map=firstline' /etc/postgresql/15/main/pg_hba.conf
    echo 'firstline firstline firstline_intake' >>/etc/postgresql/15/main/pg_ident.conf
    systemctl reload postgresql@15-main
    runuser -u postgres -- createdb -T template0 -E UTF8 --locale-provider=libc --locale=C.UTF-8 firstline
    (cd /usr/share/firstline/sql && runuser -u postgres -- psql -Xq -v ON_ERROR_STOP=1 --single-transaction \
        -d firstline -f install.sql) >/out/schema.log 2>&1
    # Many visitors of one address, which here is everybody's.
    sed -i 's#rate=20r/s#rate=100000r/s#' /etc/firstline/nginx/firstline-http.conf
    cp /usr/share/firstline/nginx/firstline-conf.d.conf /etc/nginx/conf.d/firstline.conf
    echo 'server { listen 80 default_server; include /etc/firstline/nginx/firstline.conf; }' >/etc/nginx/sites-enabled/default
    systemctl restart nginx
    # A mail program that keeps what it is given.
    printf '#!/bin/sh\n{ echo "argv: $*"; cat; } >>%s\n' $sent >/usr/sbin/sendmail
    chmod 755 /usr/sbin/sendmail
}

# ---- the tests -------------------------------------------------------------------------------
activation() {
    systemctl start firstline.socket
    is 'only the socket is there' "$(value ActiveState)" inactive
    is 'its group is that of nginx' "$(stat -c '%U %G %a' /run/firstline/firstline.sock)" 'firstline www-data 660'
    is 'a connection starts firstline, and is answered' "$(page)" 200
    is 'which runs' "$(value ActiveState)" active
    is 'a lead is taken' "$(lead 1)" 201
    is 'and is in the database' "$(leads)" 1
    systemctl stop firstline.service
    is 'the socket outlives it' "$(value ActiveState firstline.socket)" active
    systemctl start firstline.service
    is 'firstline starts by itself, too' "$(value ActiveState)" active
}

restart_five_times() {
    local i
    for i in 1 2 3 4 5; do systemctl restart firstline || echo "restart $i failed"; done
}
restarts() {
    local answers before
    before=$(leads)
    answers=$(visitors_during restart_five_times)
    is 'restarts under load refuse nobody' "${answers#* }" 201
    is 'and each lead is there' "$(leads)" $((before + ${answers% *}))
}

reload() {
    local before form=/etc/firstline/forms/callback.yaml
    before=$(pid)
    cp $form /tmp/callback.yaml
    sed -i '1,/^title:/s/^title:.*/title: {ru: Новое имя, en: A new name}/' $form
    ok 'a reload of good forms' systemctl reload firstline
    shows_new() { page /tmp/page && grep -qE 'Новое имя|A new name' /tmp/page; }
    ok 'shows them' within 60 shows_new
    cp $form /tmp/renamed.yaml
    echo 'colour: green' >>$form
    ok 'a reload of broken forms fails' test "$(systemctl reload firstline 2>/dev/null; echo $?)" != 0
    has 'the status names file and line' "$(systemctl status firstline)" "callback.yaml:$(wc -l <$form): unknown key \"colour\""
    is 'it is active' "$(value ActiveState)" active
    ok 'the good ones stay in force' shows_new
    cp /tmp/callback.yaml $form
    ok 'a reload of repaired forms' systemctl reload firstline
    shows_old() { page /tmp/page && ! grep -qE 'Новое имя|A new name' /tmp/page; }
    ok 'shows them again' within 60 shows_old
    is 'all that in one process' "$(pid)" "$before"
}

killed() {
    local before
    before=$(pid)
    kill -KILL "$before"
    is 'who comes when it was killed is answered' "$(page)" 200
    ok 'by another process' within 60 new_pid "$before"
    is 'nobody was told, for nobody is needed' "$(mails)" 0

    change firstline.service '[Service]' WatchdogSec=2
    systemctl restart firstline
    before=$(pid)
    kill -STOP "$before"
    is 'who comes when it hangs is answered' "$(page)" 200
    ok 'by another process' within 60 new_pid "$before"
    ok 'the one that hung was ended' test ! -e "/proc/$before"
    has 'the journal says why' "$(journalctl -u firstline -o cat)" 'Watchdog timeout'

    # Who restarts one that does not end by itself gets a new one, and not the closed door of one that has failed.
    change firstline.service '[Service]' KillSignal=SIGWINCH TimeoutStopSec=1
    before=$(pid)
    ok 'a restart of one that does not end' systemctl restart firstline
    ok 'gives another process' new_pid "$before"
    is 'its socket stays open' "$(value ActiveState firstline.socket)" active
    is 'and serves' "$(page)" 200
    as_given firstline.service
    systemctl restart firstline
    systemctl reset-failed
    rm -f $sent
}

broken_start() {
    local before form=/etc/firstline/forms/callback.yaml
    cp $form /tmp/callback.yaml
    echo 'colour: green' >>$form
    before=$(pid)
    # As at night: it ends for some reason, and the forms are broken by then. Somebody waits meanwhile.
    kill -KILL "$before"
    page /tmp/page >/tmp/status &
    ok 'with broken forms it is failed, not started again and again' within 60 is_state failed
    is 'the reason is 78' "$(value ExecMainStatus)" 78
    has 'the status names file and line' "$(systemctl status firstline)" "callback.yaml:$(wc -l <$form): unknown key \"colour\""
    ok 'its socket is closed' within 60 is_state inactive firstline.socket
    wait
    is 'who waited is refused' "$(cat /tmp/status)" 502
    is 'and so is who comes' "$(page /tmp/page)" 502
    has 'with the page that says what to do' "$(cat /tmp/page)" '<html'
    is 'no visitor starts it' "$(value ActiveState)" failed
    ok 'a mail has gone' within 60 grep -q '^Subject: firstline.service has failed' $sent
    ok 'whole' within 60 is_state inactive firstline-alarm@firstline.service.service
    has 'to root' "$(cat $sent)" 'argv: -i root'
    has 'with file and line' "$(cat $sent)" "callback.yaml:$(wc -l <$form): unknown key \"colour\""
    cp /tmp/callback.yaml $form
    ok 'repaired, it starts' systemctl restart firstline
    is 'its socket is open' "$(value ActiveState firstline.socket)" active
    is 'and serves' "$(page)" 200
    is 'nothing is closed any more' "$(value ActiveState firstline-closed.target)" inactive

    echo 'threads = many' >/etc/firstline/firstline.conf
    ok 'with broken settings it does not start' test "$(systemctl restart firstline 2>/dev/null; echo $?)" != 0
    is 'nor a second time' "$(value ActiveState) $(value ExecMainStatus)" 'failed 64'
    : >/etc/firstline/firstline.conf
    mv /etc/firstline/token.key /tmp/
    ok 'without its key it does not start' test "$(systemctl restart firstline 2>/dev/null; echo $?)" != 0
    is 'nor a second time' "$(value ActiveState) $(value ExecMainStatus)" 'failed 243'
    mv /tmp/token.key /etc/firstline/
    is 'of all that one mail in ten minutes' "$(mails)" 1
    systemctl restart firstline
}

# What systemd-analyze thinks of them, in tenths.
exposure() {
    local unit
    ok 'systemd has no objection to a unit' systemd-analyze verify --man=no /usr/lib/systemd/system/firstline*
    for unit in firstline:6 firstline-schema:25 firstline-doctor:36 firstline-alarm@:40; do
        ok "the exposure of ${unit%:*} is at most ${unit#*:} tenths" systemd-analyze security --offline=true \
            --threshold="${unit#*:}" "/usr/lib/systemd/system/${unit%:*}.service"
    done
}

rights() {
    local credential=/run/credentials/firstline.service/token.key status
    ok 'firstline itself may read its key' runuser -u firstline -- cmp -n 64 $credential - </etc/firstline/token.key
    ok 'only there' test "$(runuser -u firstline -- cat /etc/firstline/token.key 2>/dev/null | wc -c)" = 0
    ok "nginx's user may not" test "$(runuser -u www-data -- cat $credential 2>/dev/null | wc -c)" = 0
    status=$(cat "/proc/$(pid)/status")
    is 'no other than its own user and group' "$(awk '/^[UG]id:/ {print $2, $3, $4, $5}' <<<"$status" | sort -u | wc -l)" \
        "$(sort -u <(id -u firstline) <(id -g firstline) | wc -l)"
    has 'system calls are filtered' "$status" $'Seccomp:\t2'
    has 'no right comes by a file' "$status" $'NoNewPrivs:\t1'
    has 'no capability' "$status" $'CapEff:\t0000000000000000'
    has 'nor one to be had' "$status" $'CapBnd:\t0000000000000000'
    # As a unit of these settings, another program tries what an intruder would.
    sed '/^OnFailure=/d' /usr/lib/systemd/system/firstline.service >/run/systemd/system/probe.service
    probe() { # PERL: says how it ended
        change probe.service '[Service]' Type=oneshot Restart=no ExecStart= \
            "ExecStart=/usr/bin/perl -MSocket -e '$1'"
        systemctl start probe.service 2>/dev/null
        echo "$(value Result probe.service) $(value ExecMainStatus probe.service)"
        systemctl reset-failed probe.service 2>/dev/null
    }
    is 'a program may run in there' "$(probe 'exit 0')" 'success 0'
    is 'mount ends it' "$(probe 'syscall 165, 0, 0, 0, 0, 0')" 'signal 31'
    is 'ptrace ends it' "$(probe 'syscall 101, 0, 0, 0, 0')" 'signal 31'
    is 'there is no network' "$(probe 'exit(socket(S, AF_INET, SOCK_STREAM, 0) ? 0 : 1)')" 'exit-code 1'
    is 'a Unix socket there is' "$(probe 'exit(socket(S, AF_UNIX, SOCK_STREAM, 0) ? 0 : 1)')" 'success 0'
    is 'settings cannot be written' "$(probe 'exit(open(F, ">", "/etc/firstline/new") ? 0 : 1)')" 'exit-code 1'
    is 'other processes are not seen' "$(probe 'exit(-e "/proc/1/status" ? 0 : 1)')" 'exit-code 1'
    rm -r /run/systemd/system/probe.service*
    systemctl daemon-reload
}

journal() {
    local said
    said=$(journalctl -u firstline -o cat)
    has 'the journal has the start' "$said" ' serving socket='
    has 'the end' "$said" ' stopped pid='
    has 'the forms' "$said" 'definitions_loaded forms='
    ok 'and nothing that a visitor typed' test "$(grep -c Secretname <<<"$said")" = 0
    is 'each line in UTF-8' "$(iconv -f UTF-8 -t UTF-8 <<<"$said" | wc -l)" "$(wc -l <<<"$said")"
}

doctor() {
    local before
    before=$(mails)
    ok 'who is well gets no mail' systemctl start firstline-doctor.service
    # Ill in a way that a doctor sees: no database, and a key that anybody may read.
    systemctl stop postgresql@15-main
    chmod 644 /etc/firstline/token.key
    change firstline-doctor.timer '[Timer]' OnCalendar= OnActiveSec=1ms RandomizedDelaySec=0 AccuracySec=1ms
    systemctl start firstline-doctor.timer
    ok 'the timer calls the doctor, and his word comes by mail' \
        within 120 grep -q '^Subject: firstline-doctor.service has failed' $sent
    ok 'whole' within 60 is_state inactive firstline-alarm@firstline-doctor.service.service
    is 'one mail' "$(mails)" $((before + 1))
    has 'with what is wrong' "$(cat $sent)" '/etc/firstline/token.key has mode 0644'
    has 'and the remedy' "$(cat $sent)" 'systemctl start postgresql'
    systemctl stop firstline-doctor.timer
    as_given firstline-doctor.timer
    is 'the timer is each hour' "$(systemctl cat firstline-doctor.timer | grep -c '^OnCalendar=hourly')" 1

    rm /usr/sbin/sendmail
    systemctl reset-failed
    systemctl start firstline-doctor.service 2>/dev/null
    crit() { journalctl -u 'firstline-alarm@*' -p crit -o cat | grep -c 'firstline-doctor.service has failed' | grep -qx 2; }
    ok 'without a mail program it stands in the journal as critical' within 60 crit
    settled() { is_state inactive firstline-alarm@firstline-doctor.service.service; }
    ok 'and the alarm ends well' within 60 settled
    is 'a lead is taken meanwhile, into the spool' "$(lead 2)" 201
    systemctl start postgresql@15-main
    chmod 600 /etc/firstline/token.key
}

schema() {
    local at="ExecMainExitTimestampMonotonic" done_at began_at
    is 'the schema is left to people' "$(systemctl is-enabled firstline-schema)" disabled
    systemctl restart firstline
    is 'until then no start touches it' "$(value $at firstline-schema.service)" 0
    systemctl enable firstline-schema 2>/dev/null
    query 'DROP VIEW marketing.speed_to_lead'
    systemctl restart firstline
    ok 'enabled, it brings the tables to this version' query 'SELECT FROM marketing.speed_to_lead'
    change firstline-schema.service '[Service]' ExecStart= 'ExecStart=/bin/sh -c "echo brought to this version"'
    systemctl restart firstline
    done_at=$(value $at firstline-schema.service) began_at=$(value ExecMainStartTimestampMonotonic)
    ok 'that is before a start' test 0 -lt "$done_at" -a "$done_at" -lt "$began_at"
    systemctl restart firstline
    ok 'and before the next' test "$done_at" -lt "$(value $at firstline-schema.service)"
    change firstline-schema.service '[Service]' ExecStart= 'ExecStart=/bin/false'
    ok 'its failure does not stop firstline' systemctl restart firstline
    is 'which serves' "$(page)" 200
    is 'though it failed' "$(value ActiveState firstline-schema.service)" failed
    change firstline-schema.service '[Service]' ExecStart= 'ExecStart=/bin/sleep infinity' TimeoutStartSec=1
    ok 'nor does one that hangs' systemctl restart firstline
    as_given firstline-schema.service
    systemctl disable firstline-schema 2>/dev/null
}

install_all
exposure
activation
restarts
reload
killed
broken_start
rights
journal
doctor
schema
spooled() { [ -z "$(find $spool/new -type f)" ]; }
ok 'at the end nothing waits' within 60 spooled
echo "1..$n"
journalctl -o short-precise >/out/journal
cp $sent /out/mail
