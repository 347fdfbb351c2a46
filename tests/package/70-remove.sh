#!/bin/bash
# shellcheck disable=SC2034,SC2154,SC2016 # sourced: variables of lib.sh and of other stages, commands for shells in the chroot
# Removed, the settings stay and nginx goes on; purged, all goes but leads, the database and what others have written.
site=$root/etc/nginx/sites-available/default
# Somebody's own server, which includes it as well and has no mark.
printf 'server {\n    listen 127.0.0.1:8081;\n    include /etc/firstline/nginx/firstline.conf;\n}\n' \
    >"$root/etc/nginx/conf.d/own.conf"
# And one whose file lies elsewhere, with quotes, and braces in the same line.
mkdir -p "$root/srv/sites"
printf 'server { include "/etc/firstline/nginx/firstline.conf";\n    listen 127.0.0.1:8082; }\n' >"$root/srv/sites/shop.conf"
ln -s /srv/sites/shop.conf "$root/etc/nginx/sites-enabled/shop.conf"
secrets='token.key session.key database.env database.pass desk.pass'
plant() { # what setup can leave behind
    for file in $secrets; do echo secret >"$root/etc/firstline/$file"; done
    for unit in firstline firstline-desk; do
        mkdir -p "$root/etc/systemd/system/$unit.service.d"
        echo >"$root/etc/systemd/system/$unit.service.d/database.conf"
    done
    inside install -d -m 700 -o firstline /var/lib/firstline /var/lib/firstline/spool/{tmp,new,bad,recent}
}
left() { inside sh -c "cd /etc/firstline 2>/dev/null && ls $secrets 2>/dev/null; ls /etc/systemd/system/firstline*.service.d 2>/dev/null" || true; }
plant
ok 'nginx includes it' inside nginx -t

said=$(inside dpkg -r firstline 2>&1) || true
has 'removed: it says where lines of setup are' /etc/nginx/sites-available/default "$said"
is 'the settings stay' "rc $version" "$(package_status)"
is 'so do definitions that were edited' "$edited" "$(<"$form")"
is 'its units were stopped' 'inactive inactive' "$(value ActiveState) $(value ActiveState firstline.socket)"
is 'the program is gone' '' "$(inside find /usr/bin /lib/systemd -name 'firstline*')"
ok 'nginx still starts' inside nginx -t

spool=$root/var/lib/firstline/spool
echo lead >"$spool/new/1.spool"
kept=$(find "$spool" -type f | wc -l)
said=$(inside dpkg -P firstline 2>&1) || true
is 'purged: dpkg knows it no more' '' "$(package_status 2>/dev/null)"
is 'keys, passwords and the drop-in are gone' '' "$(left)"
is 'a lead in the spool stays' lead "$(<"$spool/new/1.spool")"
has 'which is said, with the place' "/var/lib/firstline/spool stays: $kept files with leads" "$said"
has 'it says that the database stays' 'the database with its leads' "$said"
ok 'nginx still starts without what it included' inside nginx -t
is 'the line of setup is gone from the site' '' "$(grep firstline "$site" || true)"
ok 'a link among the sites is a link still' test -L "$root/etc/nginx/sites-enabled/default"
has 'a line that somebody wrote is a comment, not gone' \
    '# firstline was purged: include /etc/firstline/nginx/firstline.conf;' "$(<"$root/etc/nginx/conf.d/own.conf")"
is 'and what stands beside it holds, wherever the file lies' \
    'server {  # firstline was purged: include "/etc/firstline/nginx/firstline.conf";' "$(head -n 1 "$root/srv/sites/shop.conf")"
is 'what dpkg keeps of a definition that was edited is gone with it' '' \
    "$(inside find /etc/firstline -type f 2>/dev/null || true)"

ok 'in once more, with the spool of before' put_in "$deb"
is 'the lead is still there' lead "$(<"$spool/new/1.spool")"
find "$spool" -type f -delete
plant
cp "$root/var/lib/dpkg/info/firstline.postrm" "$root/root/postrm"
printf 'server {\n    listen 127.0.0.1:8083;\n}\n' >"$root/etc/nginx/conf.d/firstline.conf"
ok 'purged at once, with a spool that is empty' inside dpkg -P firstline
is 'a file of nginx that only has the name stays' 1 "$(grep -c 8083 "$root/etc/nginx/conf.d/firstline.conf")"
rm "$root/etc/nginx/conf.d/firstline.conf"
is 'nothing is left of it' '' "$(inside find /etc /var/lib /usr /lib/systemd -name 'firstline*' \
    ! -path '/etc/passwd*' ! -path '/var/lib/dpkg/*' ! -path '/var/lib/systemd/*')"
ok 'the script may run once more' inside /root/postrm purge
ok 'nginx starts' inside nginx -t
mkdir -p "$root/srv/spool/new" "$root/var/lib/firstline"
ln -s /srv/spool "$root/var/lib/firstline/spool"
ok 'and with a spool that was put on another disk' inside /root/postrm purge
is 'what the link leads to is let alone' '/srv/spool yes' \
    "$(inside readlink /var/lib/firstline/spool) $(test -d "$root/srv/spool" && echo yes)"
rm -r "$root/var/lib/firstline" "$root/srv/spool" "$root/srv/sites" "$root/etc/nginx/sites-enabled/shop.conf"
