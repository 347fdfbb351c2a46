#!/bin/bash
# shellcheck disable=SC2034,SC2154,SC2016 # sourced: variables of lib.sh and of other stages, commands for shells in the chroot
# What the doctor finds on a whole machine: systemd, a nginx of its own user, the kernel's rules. tests/http plants the rest.

# What is not well, an "id state" a line.
told() { inside firstline doctor --json || true; } # its code tells how bad it is
ill() { told | sed -n 's/.*"id":"\([^"]*\)".*"state":"\(warning\|wrong\)".*/\1 \2/p' | sort; }
remedy() { told | sed -n "s/.*\"id\":\"$1\".*\"remedy\":\"\(.*\)\"}.*/\1/p"; } # ID
inside systemctl enable -q firstline.socket firstline.service firstline-doctor.timer
complaints=$(ill) # of the machine as the stages before have left it
fresh() { comm -13 <(echo "$complaints") <(ill) | tr '\n' ';'; }
# Plants alone, is named alone with what helps, and goes with what plants it.
fault() { # NAME "ID STATE" PART-OF-THE-REMEDY PLANT UNDO
    inside sh -ec "$4" || note "not planted: $1"
    is "$1" "$2;" "$(fresh)"
    has "$1: what helps" "$3" "$(remedy "${2% *}")"
    inside sh -ec "$5" || note "not taken back: $1"
}
drop_in() { echo "mkdir -p /run/systemd/system/$1.d; printf '%b' '$2' >/run/systemd/system/$1.d/ill.conf; systemctl daemon-reload; systemctl restart firstline"; }
well_again() { echo "rm /run/systemd/system/$1.d/ill.conf; systemctl daemon-reload; systemctl restart firstline"; }

fault 'the key is 0644' 'key-mode wrong' 'chmod 640 /etc/firstline/token.key' \
    'stat -c %a /etc/firstline/token.key >/run/mode; chmod 644 /etc/firstline/token.key' 'chmod $(cat /run/mode) /etc/firstline/token.key'
fault 'it does not start with the machine' 'unit-enabled warning' 'systemctl enable --now firstline.service' \
    'systemctl disable -q firstline.service' 'systemctl enable -q firstline.service'
fault 'a drop-in weakens the unit' 'unit-hardened warning' 'systemctl cat firstline' \
    "$(drop_in firstline.service '[Service]\nProtectSystem=no\n')" "$(well_again firstline.service)"
fault 'nginx is taken for a stranger' 'peer wrong' '--peer www-data' \
    "$(drop_in firstline.service '[Service]\nExecStart=\nExecStart=/usr/bin/firstline serve --config /etc/firstline/firstline.conf --token-key %d/token.key --peer nobody\n')" \
    "$(well_again firstline.service)"
fault 'the socket is of another group' 'socket wrong' 'SocketGroup=' \
    'chgrp root /run/firstline/firstline.sock' 'chgrp www-data /run/firstline/firstline.sock'
fault 'the disk of the spool is full' 'spool-room wrong' 'make room' \
    'mount -t tmpfs -o size=1m,mode=700,uid=$(id -u firstline) tmpfs /var/lib/firstline/spool
     mkdir /var/lib/firstline/spool/new /var/lib/firstline/spool/bad /var/lib/firstline/spool/tmp /var/lib/firstline/spool/recent
     head -c 1000000 /dev/zero >/var/lib/firstline/spool/filler' \
    'umount /var/lib/firstline/spool'
fault 'it takes no more files' 'spool-files wrong' 'remove what is not needed' \
    'mount -t tmpfs -o size=64m,nr_inodes=6,mode=700,uid=$(id -u firstline) tmpfs /var/lib/firstline/spool
     mkdir /var/lib/firstline/spool/new /var/lib/firstline/spool/bad /var/lib/firstline/spool/tmp /var/lib/firstline/spool/recent
     touch /var/lib/firstline/spool/filler' \
    'umount /var/lib/firstline/spool'
is 'it is as well as before' '' "$(fresh)"
is 'nothing is wrong with it' '' "$(ill | grep ' wrong' || true)"
ok 'the hourly look, which has fewer rights, says the same' inside systemctl start firstline-doctor.service

# Whoever may look at little says so, and ends all the same.
said=$(inside runuser -u nobody -- firstline doctor --quiet || true)
has 'without rights it says what helps' 'run it as root' "$said"
