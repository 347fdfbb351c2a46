#!/bin/bash
# shellcheck disable=SC2034,SC2154,SC2016 # sourced: variables of lib.sh and of other stages, commands for shells in the chroot
# As README says, in a fresh Debian: all files are there, nothing runs.
make_root
make_network
cp "$deb" "$newer_deb" "$root/root/"
mkdir -p "$root/root/clone/build/deb"
cp "$deb" "$root/root/clone/build/deb/"
is 'README installs in twenty lines or less' yes "$([ "$(readme | wc -l)" -le 20 ] && echo yes)"
is 'and begins with the package' 'make deb' "$(readme | head -n 1)"
online apt-get -q update >"$work/apt.log" 2>&1 || bail "apt-get update failed: $work/apt.log"
install() { online sh -c "cd /root/clone && $(readme apt-get)" >>"$work/apt.log" 2>&1; }
ok 'apt installs it with what it needs and recommends' install || bail "apt: $work/apt.log"
said=$(<"$work/apt.log")

is 'it is installed' "ii $version" "$(package_status)"
has 'and says how to go on' 'firstline setup' "$said"
is 'nothing was to be started' '' "$(asked_to_start)"
is 'nothing runs' '' "$(running)"
is 'no unit is enabled' '' "$(find "$root/etc/systemd" -name 'firstline*')"
is 'the files are as they were packed' '' "$(inside dpkg -V firstline)"
is 'nothing but what was packed is in /etc/firstline' \
    "$(inside dpkg-query -W -f '${Conffiles}\n' firstline | sed -n 's|^ \(/etc/firstline/[^ ]*\).*|\1|p' | sort)" \
    "$(inside find /etc/firstline -type f | sort)"
is 'all of that is for everybody to read and for root to change' '644 root root' \
    "$(inside find /etc/firstline -type f -printf '%m %u %g\n' | sort -u)"
is 'and its folders' '755 root root' "$(inside find /etc/firstline -type d -printf '%m %u %g\n' | sort -u)"
has 'the user is there, and nobody can log in as it' '/usr/sbin/nologin' "$(inside getent passwd firstline)"
is 'its group, too' firstline "$(inside getent group firstline | cut -d: -f1)"
is 'the program runs' "firstline $version" "$(inside firstline version)"
ok 'and takes the settings and definitions of the package' inside firstline check --config /etc/firstline/firstline.conf
is 'a page of the manual is where man looks' 1 \
    "$(inside sh -c 'ls /usr/share/man/man[18]/firstline.[18].gz' | wc -l)"
is 'bash finds the completion' /usr/share/bash-completion/completions/firstline \
    "$(inside dpkg -L firstline | grep completions/)"
is 'units start the program of the package' /usr/bin/firstline \
    "$(inside sh -c 'cat /lib/systemd/system/firstline*' | grep -oE '[^ =:!-]*/bin/firstline' | sort -u)"
