#!/bin/bash
# boot.sh DIR: boots DIR/root with what units.t has put beside it, until its tests have ended. Called
# in a mount namespace of its own.
dir=$1
name=firstline-$$

machine() {
    exec systemd-nspawn "$@" --quiet --directory="$dir/root" --volatile=overlay --register=no \
        --private-network --console=pipe --machine="$name" --bind-ro="$dir/stage:/stage" \
        --bind="$dir/out:/out" --bind-ro="$dir/stage/test/inside.service:/etc/systemd/system/inside.service" \
        --boot systemd.wants=inside.service
}

# Where systemd is the first process it has one hierarchy of control groups, and makes a branch of it.
[ ! -d /run/systemd/system ] || machine
# Elsewhere that is done here: a container boots in no other.
mount --make-rprivate /
umount -R /sys/fs/cgroup
mount -t cgroup2 cgroup2 /sys/fs/cgroup
group=/sys/fs/cgroup/$name
mkdir "$group"
(echo "$BASHPID" >"$group/cgroup.procs" && machine --keep-unit)
find "$group" -depth -type d -exec rmdir {} +
