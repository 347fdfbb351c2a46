#!/bin/bash
# shellcheck disable=SC2034,SC2154,SC2016 # sourced: variables of lib.sh and of other stages, commands for shells in the chroot
# With systemd, PostgreSQL and nginx running: a lead, an outage, upgrades under load, and what stands still stays so.
boot
ok 'PostgreSQL and nginx run, as Debian starts them' within 60 inside sh -c \
    'test -S /var/run/postgresql/.s.PGSQL.5432 && curl -s -o /dev/null http://127.0.0.1/'
ok 'one command sets it up' inside sh -c "$(readme 'firstline setup')"
said=$(inside sh -c "$(readme 'firstline staff')")
has 'the next gives somebody a login' 'works in desk' "$said"
ok 'and the last finds nothing wrong' inside sh -c "$(readme 'firstline doctor'); [ \$? -le 1 ]"
value() { inside systemctl show -P "$1" "${2:-firstline.service}"; } # PROPERTY [UNIT]
pid() { value MainPID; }
page() { inside curl -s -m 60 -o /dev/null -w '%{http_code}' http://127.0.0.1/f/contact; }
send() { # TEXT: what the visitor is told
    inside curl -s -m 60 -H 'Content-Type: application/json' http://127.0.0.1/f/callback \
        -d "{\"name\":\"$1\",\"phone\":\"+7912${2:-3456789}\",\"consent\":true}"
}
leads() { as_postgres psql -XqAt -d firstline -c "SELECT count(*) FROM intake.lead"; }
leads_are() { [ "$(leads)" = "$1" ]; }
is 'a page through nginx on port 80' 200 "$(page)"
before=$(leads)
receipt=$(nsenter --net="/proc/$machine/ns/net" node tests/package/visitor.mjs First 2>"$work/visitor.log") || true
ok 'a visitor in Chromium is thanked, with a receipt' grep -qE '^[0-9a-f-]{36}$' <<<"$receipt"
is 'the lead is in the database' $((before + 1)) "$(leads)"

# ---- a qualifier, who signs in with her own password
ok 'she gets a password of her own' inside sh -c 'echo "her own password" | firstline staff password olga --password-stdin'
is 'and sees that lead in the queue' "$receipt" "$(inside env PGPASSWORD='her own password' psql -XqAt -h 127.0.0.1 -U olga \
    -d firstline -c "SELECT receipt FROM desk.queue WHERE name = 'First'")"

ok 'the doctor finds nothing wrong' inside sh -c 'firstline doctor; [ $? -lt 2 ]'

# ---- an outage
before=$(leads)
inside systemctl stop postgresql
has 'one more while the database is away' '"ok":true' "$(send Second 3456780)"
inside systemctl start postgresql
ok 'it arrives when the database is back' within 120 leads_are $((before + 1))

# ---- an upgrade under load: visitors come one after another, four at a time
cat >"$root/root/visitors" <<'SH'
#!/bin/bash
# visitors N: until /root/enough is there; a line an answer
for ((i = 0; ; i++)); do
    [ ! -e /root/enough ] || exit 0
    printf -v phone '+7913%d%06d' "$1" "$i"
    curl -s -m 60 -o /dev/null -w '%{http_code}\n' -H 'Content-Type: application/json' http://127.0.0.1/f/callback \
        -d "{\"name\":\"Visitor\",\"phone\":\"$phone\",\"consent\":true}" >>"/root/answers.$1"
done
SH
chmod 755 "$root/root/visitors"
answers() { cat "$root"/root/answers.* | wc -l; }
more_answers() { [ "$(answers)" -ge "$1" ]; }
begin() {
    rm -f "$root/root/enough" "$root"/root/answers.*
    for i in 1 2 3 4; do inside /root/visitors "$i" & visitors[i]=$!; done
    within 60 more_answers 20
}
end() {
    within 60 more_answers $(($(answers) + 20))
    touch "$root/root/enough"
    wait "${visitors[@]}"
}
upgrade_under_load() { # DEB
    begin
    put_in "$1" || return
    end
}
old=$(pid) socket_since=$(value ActiveEnterTimestampMonotonic firstline.socket) before=$(leads)
ok 'the newer version, while visitors send' upgrade_under_load "$newer_deb"
is 'another process runs' yes "$([ "$(pid)" != "$old" ] && [ "$(pid)" != 0 ] && echo yes)"
is 'it is the newer program' "firstline $newer_version" "$(inside "/proc/$(pid)/exe" version)"
is 'the socket was there all the time' "$socket_since" "$(value ActiveEnterTimestampMonotonic firstline.socket)"
is 'every visitor was thanked' '' "$(grep -hvx 201 "$root"/root/answers.* || true)"
ok 'and all of their leads are in the database' within 60 leads_are $((before + $(answers)))

# ---- definitions that the other version refuses
echo 'requred: true' >>"$form"
old=$(pid)
said=$(put_in "$deb" 2>&1) || true
has 'definitions that are refused: which line is said' 'callback.yaml:' "$said"
has 'and that the version before goes on' 'goes on running' "$said"
is 'it does' "$old 200" "$(pid) $(page)"
sed -i '$d' "$form"
ok 'mended, the same again' put_in "$deb"
is 'now it is restarted' "firstline $version" "$(inside "/proc/$(pid)/exe" version)"

# ---- an edited snippet that does not fit
snippet=$root/etc/firstline/nginx/firstline-http.conf
cp "$snippet" "$work/snippet"
echo 'log_format firstline escape=json "of before";' >>"$snippet"
said=$(put_in "$newer_deb" 2>&1) || true
has 'what nginx would not start with is said' 'duplicate "log_format" name "firstline"' "$said"
has 'and what to compare' '/etc/firstline/nginx/*.dpkg-*' "$said"
is 'the upgrade goes on' "ii $newer_version" "$(package_status)"
cp "$work/snippet" "$snippet"
ok 'back, not a word of nginx' sh -c '! echo "$1" | grep -q "would not start"' _ "$(put_in "$deb" 2>&1)"

# ---- what stands still stays so
inside systemctl stop firstline.socket firstline.service
ok 'the newer version over one that does not run' put_in "$newer_deb"
is 'nothing was started' 'inactive inactive' "$(value ActiveState) $(value ActiveState firstline.socket)"
ok 'back, too' put_in "$deb"
is 'nothing was started by that' 'inactive inactive' "$(value ActiveState) $(value ActiveState firstline.socket)"
inside systemctl start firstline.service
is 'it runs again' 200 "$(page)"
