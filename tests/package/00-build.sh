#!/bin/bash
# shellcheck disable=SC2034,SC2154,SC2016 # sourced: variables of lib.sh and of other stages, commands for shells in the chroot
# The package is built twice: from this checkout, and from its own source package, in another folder, by somebody whose
# umask, locale and time zone are others, without network. Then once more with a higher number.
ok 'it is built, and lintian finds nothing' debian/build.sh "$work/deb"
version=$(sed -n '1s/^firstline (\([^)]*\)).*/\1/p' debian/changelog)
dsc=$work/deb/firstline_$version.dsc deb=$(echo "$work/deb/firstline_${version}_"*.deb)
[ -f "$deb" ] || bail 'there is no package to go on with'

unpack() { # FOLDER: the source package, as anybody has it
    rm -rf "$1" && mkdir -p "${1%/*}" && dpkg-source --no-check -x "$dsc" "$1" >/dev/null
}
elsewhere=$(mktemp -d)/another-name
unpack "$elsewhere"
is 'nothing that builds or tests make is in the source package' '' \
    "$(find "$elsewhere" -name node_modules -o -path "$elsewhere/build")"
again() { (umask 077 && cd "$elsewhere" && unshare --net env LC_ALL=C LANGUAGE=ru TZ=Pacific/Chatham debian/build.sh); }
ok 'it is built again from its source package: elsewhere, without git, without network' again
for file in "$work"/deb/*.deb "$work"/deb/*.tar.xz; do
    ok "octet by octet the same: ${file##*/}" cmp "$file" "$elsewhere/build/deb/${file##*/}"
done
rm -rf "${elsewhere%/*}"

# What a later version changes: its number, and two definitions.
newer_version=$version+1
unpack "$work/newer/source"
newer() (
    cd "$work/newer/source" || exit
    sed -i "1s/($version)/($newer_version)/" debian/changelog
    sed -i "s/\"$version\"/\"$newer_version\"/" include/base/version.h
    sed -i '1s/^/# of the newer version\n/' forms/callback.yaml forms/contact.yaml
    debian/build.sh "$work/newer"
)
ok "a package with the higher number $newer_version" newer
newer_deb=$(echo "$work/newer/firstline_${newer_version}_"*.deb)
rm -rf "$work/newer/source"
