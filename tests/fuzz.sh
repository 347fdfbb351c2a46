#!/bin/bash
# fuzz.sh replay | run FUZZER: one point of TAP for prove.
#
# replay gives the fuzzer each kept input once. run lets it look for new ones for FUZZ_SECONDS; what
# it finds goes to build/fuzz/NAME, an input that breaks it to build/fuzz/NAME-broken: put that into
# tests/fuzz/corpus/NAME when the fault is mended. A dictionary may lie in tests/fuzz/NAME.dict.
set -uo pipefail
mode=$1 fuzzer=$2
name=$(basename "$fuzzer")
name=${name#fuzz_}
corpus=tests/fuzz/corpus/$name found=build/fuzz/$name broken=build/fuzz/$name-broken
mkdir -p "$found" "$broken"
log=build/fuzz/$name.$mode.log
# An input that takes 10 s or 1 GiB is broken, too; 64 KiB is the largest body.
options=(-timeout=10 -rss_limit_mb=1024 "-artifact_prefix=$broken/")
export ASAN_OPTIONS=${ASAN_OPTIONS:-detect_leaks=1} UBSAN_OPTIONS=print_stacktrace=1
echo 1..1
case $mode in
replay)
    mapfile -d '' -t inputs < <(find "$corpus" -type f -print0 2>/dev/null | sort -z)
    said="${#inputs[@]} kept inputs"
    # The empty input is always one of them; without any, libFuzzer would start to fuzz.
    : >"$found.empty"
    inputs+=("$found.empty")
    "$fuzzer" "${options[@]}" -runs=1 "${inputs[@]}" >"$log" 2>&1
    ;;
run)
    seconds=${FUZZ_SECONDS:-60}
    [ ! -f "tests/fuzz/$name.dict" ] || options+=("-dict=tests/fuzz/$name.dict")
    # New inputs go to the first folder; the kept ones are only read.
    folders=("$found")
    [ ! -d "$corpus" ] || folders+=("$corpus")
    "$fuzzer" "${options[@]}" -max_len=65536 -max_total_time="$seconds" -print_final_stats=1 \
        "${folders[@]}" >"$log" 2>&1
    ;;
esac
status=$?
if [ "$mode" = run ]; then
    said="$seconds s, $(sed -n 's/^stat::number_of_executed_units: *//p' "$log") runs"
fi
if [ $status = 0 ]; then
    echo "ok 1 - $name: $said"
else
    echo "not ok 1 - $name: $said"
    tail -n 60 "$log" | sed 's/^/# /'
    exit 1
fi
