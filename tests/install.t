#!/bin/bash
# install: what "make install" puts where, with which paths in it, and what it leaves alone.
set -euo pipefail
cd "$(dirname "$0")/.."
bin=$(realpath "${1:?usage: install.t FIRSTLINE}")
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
n=0 failed=0
is() { # NAME EXPECTED GOT
    n=$((n + 1))
    if [ "$2" = "$3" ]; then echo "ok $n - $1"; return; fi
    echo "not ok $n - $1"
    { diff <(echo "$2") <(echo "$3") || true; } | sed 's/^/# /'
    failed=1
}
install_to() { # VARIABLE=value...
    env -u DESTDIR -u PREFIX -u SYSCONFDIR -u UNITDIR "$@" fcgi/install.sh "$bin"
}
below() { (cd "$1" && find . -type f | sed 's/^..//' | sort); }
modes() { (cd "$1" && find . \( -type d -printf 'folder %m\n' \) -o -printf 'file %m\n' | sort -u | xargs); }

is 'what version.h says is what debian/changelog says' \
    "$(sed -n '1s/^firstline (\([^)]*\)).*/\1/p' debian/changelog)" \
    "$(sed -n 's/^#define FIRSTLINE_VERSION "\(.*\)"$/\1/p' include/base/version.h)"
is 'every library that is built with is in debian/control' \
    "$(sed -n "/^build_packages='/,/^'/p" tests/setup.sh | grep -oE 'lib[a-z0-9-]+-dev' | grep -v '^libc6-dev' | sort)" \
    "$(sed -n '/^Build-Depends/,/^Rules/p' debian/control | grep -oE 'lib[a-z0-9-]+-dev' | sort)"

# ---- into a folder, as a package is made
(umask 077 && install_to DESTDIR="$dir/pkg" PREFIX=/usr UNITDIR=/lib/systemd/system >"$dir/said")
is 'it says nothing' '' "$(<"$dir/said")"
is 'whatever the umask, all can read it and only the owner change it' \
    'file 644 file 755 folder 755' "$(modes "$dir/pkg" | sed 's/folder 700 //')"
is 'the definitions are where the unit looks' \
    "$(cd forms && find . -maxdepth 1 -type f ! -name '*.[0-9]' | sed 's/^..//' | sort)" "$(below "$dir/pkg/etc/firstline/forms")"
is 'nothing but settings, definitions and nginx is there' 'desk.conf firstline.conf forms nginx' \
    "$(cd "$dir/pkg/etc/firstline" && echo *)"
is 'the definitions are those that the program takes' 0 \
    "$("$bin" check "$dir/pkg/etc/firstline/forms" >/dev/null 2>&1; echo $?)"
is 'every file of the schema but the demo'\''s' \
    "$(cd sql && find . -type f ! -name 'demo*' ! -path './lists/*' ! -name '*.[0-9]' | sed 's/^..//' | sort)" \
    "$(below "$dir/pkg/usr/share/firstline/sql")"
is 'the pages of the desk' "$(below build/desk)" "$(below "$dir/pkg/usr/share/firstline/desk")"
is 'the error pages' "$(below nginx/errors)" "$(below "$dir/pkg/usr/share/firstline/nginx/errors")"
is 'the sentences' "$(below forms/texts)" "$(below "$dir/pkg/usr/share/firstline/texts")"
is 'every page of the manual in its section' \
    "$(find fcgi forms nginx sql -name '*.[1578]' | sed 's|.*/||' | sort)" \
    "$(below "$dir/pkg/usr/share/man" | sed -n 's|^man\([1-8]\)/\(.*\)\.\1$|\2.\1|p' | sort)"
is 'units start the program where it is' '/usr/bin/firstline' \
    "$(grep -hoE '[^ =:!-]*/bin/firstline' "$dir"/pkg/lib/systemd/system/* | sort -u)"
is 'no path is that of another installation' '' \
    "$(grep -rlE '/usr/local/(bin|lib|share)/' "$dir"/pkg/{lib,etc} "$dir"/pkg/usr/{lib,share/bash-completion})"

# ---- by hand, over what an administrator has edited
by_hand() { install_to PREFIX="$dir/local" SYSCONFDIR="$dir/etc"; }
by_hand >"$dir/said"
is 'by hand, for the first time: it says nothing' '' "$(<"$dir/said")"
is 'units are below PREFIX' 'firstline-desk.service firstline-desk.socket firstline.service firstline.socket' \
    "$(below "$dir/local/lib/systemd/system" | grep -E '^firstline(-desk)?\.(service|socket)$' | xargs)"
mine=$dir/etc/firstline/forms/cargo.yaml
echo '# mine' >>"$mine"
before=$(<"$mine")
by_hand >"$dir/said"
is 'once more: what was edited stays' "$before" "$(<"$mine")"
is 'this version'\''s is beside it' "$(<forms/cargo.yaml)" "$(<"$mine.new")"
is 'which is said, of that file alone' "$mine stays as it is; this version's is $mine.new: compare them" "$(<"$dir/said")"
is 'and harms nobody who reads the folder' 0 "$("$bin" check "$dir/etc/firstline/forms" >/dev/null 2>&1; echo $?)"
is 'nginx finds its files beside each other' '' \
    "$(grep -hE '^ *include ' "$dir"/etc/firstline/nginx/*.conf | grep -vF "$dir/etc/firstline/nginx/" || true)"
echo "1..$n"
exit $failed
