#!/bin/bash
# shellcheck disable=SC2034,SC2154,SC2016 # sourced: variables of lib.sh and of other stages, commands for shells in the chroot
# 0.1.0, installed by hand as its README said, runs with a cluster, takes leads, and becomes this package.
frozen=31b7a56 # the commit whose program and schema are 0.1.0
if git cat-file -e "$frozen^{commit}" 2>/dev/null; then
    by_hand=$work/0.1.0
    rm -rf "$by_hand" && mkdir "$by_hand"
    build_old() { git archive "$frozen" | tar -x -C "$by_hand" &&
        env -u MAKEFLAGS make -C "$by_hand" -j"$(nproc)" install DESTDIR="$root"; }
    ok '0.1.0 is built, and installed below /usr/local' build_old
    cp -r "$by_hand/sql" "$root/root/sql-0.1.0" && chmod 755 "$root/root"
    cp "$by_hand"/fcgi/firstline.{service,socket} "$root/etc/systemd/system/"
    mkdir -p "$root/etc/firstline" && cp -r "$by_hand/forms" "$root/etc/firstline/" && : >"$root/etc/firstline/firstline.conf"
    cp "$by_hand"/nginx/firstline{,-params}.conf "$root/etc/nginx/"
    cp "$by_hand/nginx/firstline-http.conf" "$root/etc/nginx/conf.d/"
    rm -rf "$by_hand" "$root/etc/nginx/conf.d/own.conf"
    set_up_old() {
        inside sh -ec '
            cd /etc/postgresql/15/main
            sed -i "/^# firstline setup: begin/,/^# firstline setup: end/d" pg_hba.conf pg_ident.conf
            sed -i "1i local firstline firstline_intake peer map=firstline" pg_hba.conf
            echo "firstline firstline firstline_intake" >>pg_ident.conf
            systemctl reload postgresql
            runuser -u postgres -- dropdb firstline
            runuser -u postgres -- createdb -T template0 -E UTF8 -l C.UTF-8 firstline
            runuser -u postgres -- psql -Xqv ON_ERROR_STOP=1 --single-transaction -d firstline -f /root/sql-0.1.0/install.sql
            install -m 640 -g firstline /dev/null /etc/firstline/token.key
            od -An -tx1 -N32 /dev/urandom | tr -d " \n" >/etc/firstline/token.key
            sed -i "s|^\(\s*\)server_name _;|&\n\1include firstline.conf;|" /etc/nginx/sites-available/default
            nginx -t
            systemctl restart nginx
            systemctl daemon-reload
            systemctl enable --now firstline.socket firstline.service'
    }
    ok 'it is set up as its README said' set_up_old
    has 'a lead' '"ok":true' "$(send First)"
    is 'is in the database' 1 "$(leads)"
    inside systemctl stop postgresql
    has 'one more while the database is away' '"ok":true' "$(send Second 3456780)"

    old=$(pid)
    said=$(put_in "$deb" 2>&1) || true
    is 'the package over it' "ii $version" "$(package_status)"
    has 'it says what of the installation by hand hides it' '/etc/systemd/system/firstline.service' "$said"
    is 'and lets run what runs' "$old 200" "$(pid) $(page)"
    inside systemctl start postgresql
    ok 'PostgreSQL is back' within 60 inside test -S /var/run/postgresql/.s.PGSQL.5432
    said=$(inside /usr/bin/firstline setup 2>&1) || true
    has 'setup moves the old ones aside' '/etc/systemd/system/firstline.service to' "$said"
    has 'brings the tables to this version' 'number 1 before, now number' "$said"
    is 'and the program that runs is that of the package' "firstline $version" "$(inside "/proc/$(pid)/exe" version)"
    seen() { [ "$(as_postgres psql -XqAt -d firstline -c "SELECT count(*) FROM desk.queue WHERE name IN ('First', 'Second')")" = 2 ]; }
    ok 'both leads are in the queue, also that which waited in the spool' within 120 seen
    has 'and the next one is taken' '"ok":true' "$(send Third 3456781)"
    ok 'setup has nothing to repair' inside firstline setup
else
    note "$frozen is not in this clone: the upgrade of 0.1.0 was not tried"
fi
