#!/bin/sh
# binary.t PROGRAM: the hardening that the compiler was asked for is in what the linker made.
# shellcheck disable=SC2016  # the commands are expanded by the inner shell
program=$1
echo 1..6
n=0
has() { # NAME COMMAND: passes when the command does
    n=$((n + 1))
    if sh -c "$2" >/dev/null 2>&1; then echo "ok $n - $1"; else echo "not ok $n - $1"; fi
}
export program
has 'position independent' 'readelf -h "$program" | grep -q "DYN (Position"'
has 'all symbols are bound at the start' 'readelf -d "$program" | grep -q BIND_NOW'
has 'relocations become read-only' 'readelf -lW "$program" | grep -q GNU_RELRO'
has 'the stack is not executable' 'readelf -lW "$program" | grep GNU_STACK | grep -q "RW "'
has 'the stack is guarded' 'readelf -sW --dyn-syms "$program" | grep -q __stack_chk_fail'
has 'no writable and executable segment' '! readelf -lW "$program" | grep -q "LOAD.* RWE "'
