#!/bin/sh
# install.sh PROGRAM, by "make install": puts the program and all that belongs to it below $DESTDIR.
#   PREFIX      /usr/local  program, units, manual, SQL ...
#   SYSCONFDIR  /etc        what the administrator edits, in its folder firstline
#   UNITDIR     $PREFIX/lib/systemd/system
# The sources have the paths of an installation with these defaults; others are filled in here. What an administrator
# has edited is never overwritten: without DESTDIR a file of SYSCONFDIR that is there and differs stays, and ours is put
# beside it as FILE.new.
set -eu
umask 022
program=$1
: "${DESTDIR:=}" "${PREFIX:=/usr/local}" "${SYSCONFDIR:=/etc}"
: "${UNITDIR:=$PREFIX/lib/systemd/system}"
etc=$SYSCONFDIR/firstline share=$PREFIX/share/firstline
cd "$(dirname "$0")/.."
filled=$(mktemp)
trap 'rm -f "$filled"' EXIT

put() { # SOURCE TARGET [MODE]
    install -D -m "${3:-644}" "$1" "$DESTDIR$2"
}
fill() { # SOURCE: into $filled, with the paths of this installation
    sed -e "s#/usr/local/\\(bin\\|lib\\|share\\)/#$PREFIX/\\1/#g" -e "s#/usr/share/firstline\\b#$share#g" \
        -e "s#/etc/firstline\\b#$etc#g" "$1" >"$filled"
}
put_filled() { # SOURCE TARGET
    fill "$1"
    put "$filled" "$2"
}
put_etc() { # SOURCE TARGET
    if [ -z "$DESTDIR" ] && [ -e "$2" ]; then
        cmp -s "$1" "$2" && return
        put "$1" "$2.new"
        echo "$2 stays as it is; this version's is $2.new: compare them"
    else
        put "$1" "$2"
    fi
}
each() { # COMMAND FILE...: COMMAND FILE for each that is there
    command=$1
    shift
    for file; do
        [ ! -f "$file" ] || "$command" "$file"
    done
}

put_manual() { put_filled "$1" "$PREFIX/share/man/man${1##*.}/${1##*/}"; }
put_unit() { put_filled "$1" "$UNITDIR/${1##*/}"; }
put_sql() {
    case ${1##*/} in demo*) ;; *) put "$1" "$share/sql/${1##*/}" ;; esac
}
put_texts() { put "$1" "$share/texts/${1##*/}"; }
put_page() { put "build/desk/$1" "$share/desk/$1"; }
put_error_page() { put "$1" "$share/nginx/errors/${1##*/}"; }
put_monitoring() {
    case $1 in *.[0-9]) ;; *) put_filled "$1" "$share/monitoring/${1##*/}" ;; esac
}
put_form() { put_etc "$1" "$etc/forms/${1##*/}"; }
put_snippet() {
    case $1 in
    *-conf.d.conf) put_filled "$1" "$share/nginx/${1##*/}" ;; # what "firstline setup" puts into /etc/nginx/conf.d
    *) fill "$1" && put_etc "$filled" "$etc/nginx/${1##*/}" ;;
    esac
}

put "$program" "$PREFIX/bin/firstline" 755
put fcgi/firstline.completion "$PREFIX/share/bash-completion/completions/firstline"
each put_manual fcgi/*.[1578] fcgi/monitoring/*.[1578] forms/*.[1578] nginx/*.[1578] sql/*.[1578]
each put_unit fcgi/systemd/*.service fcgi/systemd/*.socket fcgi/systemd/*.timer fcgi/systemd/*.target
put_filled fcgi/systemd/firstline.sysusers "$PREFIX/lib/sysusers.d/firstline.conf"
each put_sql sql/*.sql sql/qualifier.*
each put_texts forms/texts/*.yaml
each put_error_page nginx/errors/*
(cd build/desk && find . -type f) | while IFS= read -r file; do put_page "${file#./}"; done
each put_monitoring fcgi/monitoring/*
each put_form forms/*.yaml forms/*.json forms/page.html forms/firstline.css
each put_snippet nginx/firstline*.conf nginx/firstline*.nft
"$program" serve --print-config >"$filled"
put_etc "$filled" "$etc/firstline.conf"
"$program" desk --print-config >"$filled"
put_etc "$filled" "$etc/desk.conf"
