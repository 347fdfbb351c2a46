#!/bin/bash
# run.t, by "make check-package", as root: the Debian package in a fresh Debian 12, stage by stage. A stage is a file
# NN-*.sh here; they follow one another, each takes over what the one before it has left. What they share is in lib.sh.
#
# The Debian is a chroot in build/package/root, in namespaces of its own (mounts, processes, and for whatever listens or
# connects a network): all of it ends with this script, however that ends. build/package also keeps what a second run need
# not fetch again: the chroot as debootstrap made it, and the packages that apt took. To begin anew: rm -r build/package.
set -euo pipefail
cd "$(dirname "$0")/../.."
if [ "${1:-}" != inside ]; then
    [ "$(id -u)" = 0 ] || { echo 'Bail out! a chroot needs root'; exit 77; }
    exec unshare --mount --propagation private --pid --fork --kill-child --mount-proc "$0" inside
fi

# shellcheck source=tests/package/lib.sh
. tests/package/lib.sh
for stage in tests/package/[0-9][0-9]-*.sh; do
    note "$stage"
    # shellcheck source=/dev/null
    . "$stage"
done
finish
