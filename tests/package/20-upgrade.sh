#!/bin/bash
# shellcheck disable=SC2034,SC2154,SC2016 # sourced: variables of lib.sh and of other stages, commands for shells in the chroot
# The same again, a newer version, back, and the same package twice: what was edited stays, nothing is started.
form=$root/etc/firstline/forms/callback.yaml
sed -i '1s/^/# edited here\n/' "$form"
edited=$(<"$form")
put_in() { inside dpkg --force-confdef --force-confold -i "/root/${1##*/}"; }

ok 'the newer version over it' put_in "$newer_deb"
is 'it is installed' "ii $newer_version" "$(package_status)"
is 'the program is that of the newer version' "firstline $newer_version" "$(inside firstline version)"
is 'a definition that was edited stays' "$edited" "$(<"$form")"
has 'that of the newer version is beside it' '# of the newer version' "$(<"$form.dpkg-dist")"
has 'one that was not edited is that of the newer version' '# of the newer version' \
    "$(<"$root/etc/firstline/forms/contact.yaml")"
ok 'the program takes all of them' inside firstline check --config /etc/firstline/firstline.conf
is 'only what was edited differs from the package' '??5?????? c /etc/firstline/forms/callback.yaml' \
    "$(inside dpkg -V firstline)"

state() { inside sh -c '{ find /etc -type f; dpkg -L firstline; } | sort -u | xargs ls -ld --time-style=+ &&
    { find /etc -type f; dpkg -L firstline; } | sort -u | xargs sha256sum 2>/dev/null; getent passwd'; }
before=$(state)
ok 'the same package once more' put_in "$newer_deb"
is 'changes nothing' "$before" "$(state)"
ok 'its scripts may run twice' inside sh -c \
    'cd /var/lib/dpkg/info && ./firstline.postinst configure "$0" && ./firstline.postinst configure "$0"' "$newer_version"
is 'and have changed nothing' "$before" "$(state)"

ok 'back to the version before' put_in "$deb"
is 'it is installed again' "ii $version firstline $version" "$(package_status) $(inside firstline version)"
is 'what was edited stays here, too' "$edited" "$(<"$form")"
is 'nothing was to be started in all of this' '' "$(asked_to_start)"
is 'and nothing runs' '' "$(running)"
