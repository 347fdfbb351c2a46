#!/bin/bash
# rules: the alarms go off when they should, each has tests both ways, a severity, a section of the manual
# that says all it has to, and no severe line of the log is left without a word there.
set -euo pipefail
cd "$(dirname "$0")/../.."
monitoring=fcgi/monitoring
rules=$monitoring/firstline.rules.yaml
page=$monitoring/firstline-alarms.7
made=build/check/monitoring
n=0 failed=0

ok() { # RESULT NAME
    n=$((n + 1))
    if [ "$1" = 0 ]; then echo "ok $n - $2"; else echo "not ok $n - $2"; failed=1; fi
}
passes() { # NAME COMMAND...: what it says is shown if it fails
    local name=$1 said result=0
    shift
    said=$("$@" 2>&1) || { result=1; printf '%s\n' "$said" | sed 's/^/# /'; }
    ok "$result" "$name"
}
same() { # NAME A B: two lists, a word a line
    local result=0
    diff <(echo "$2") <(echo "$3") | sed 's/^/# /' || result=1
    ok "$result" "$1"
}

# The rules without their sentences, which every expected alarm would have to repeat; and of these the
# group that three weeks are played to.
mkdir -p $made
sed '/^        annotations:/d; /^          \(summary\|runbook\):/d' $rules >$made/bare.rules.yaml
{
    echo groups:
    sed -n '/^  - name: firstline-leads/,/^  - name: firstline-definitions/{/firstline-definitions/!p}' \
        $made/bare.rules.yaml
} >$made/usual.rules.yaml

passes "promtool takes the rules" promtool check rules $rules
passes "promtool takes the example of a configuration" promtool check config $monitoring/prometheus.yml
for tests in alarms usual texts; do
    passes "$tests.yaml" promtool test rules tests/monitoring/$tests.yaml
done

alarms=$(sed -n 's/^      - alert: //p' $rules)
same "no alarm has the name of another" "$(sort <<<"$alarms")" "$(sort -u <<<"$alarms")"
same "the manual has a section for each alarm, in their order" "$alarms" "$(sed -n 's/^\.SH \(Firstline\)/\1/p' $page)"

# Compared by lines: of each alarm, whether it is to go off or to be silent at some time.
judged=$(perl -ne '$name = $1 if /alertname: (\w+)/; $said{$name} = 1 if /eval_time/;
    push @at, [$name, /exp_alerts/ ? 1 : 0] if /eval_time/; $at[-1][1] = 1 if /^ +exp_alerts:/;
    END { print map { "$_->[0] $_->[1]\n" } @at }' tests/monitoring/alarms.yaml tests/monitoring/usual.yaml)
severity() { sed -n "/^      - alert: $1\$/,/runbook/s/^        labels: {severity: \(page\|ticket\)}/\1/p" $rules; }
for alarm in $alarms; do
    whole=0
    grep -qx "$alarm 1" <<<"$judged" || { echo "# no test in which it goes off"; whole=1; }
    grep -qx "$alarm 0" <<<"$judged" || { echo "# no test in which it is silent"; whole=1; }
    section=$(sed -n "/^\.SH $alarm\$/,/^\.SH /p" $page)
    level=$(severity "$alarm")
    case $(sed -n 2p <<<"$section") in
    Page.*) [ "$level" = page ] || { echo "# it is a ticket, and the manual says page"; whole=1; } ;;
    Ticket.*) [ "$level" = ticket ] || { echo "# it pages, and the manual says ticket"; whole=1; } ;;
    *) echo "# its section does not begin with Page. or Ticket."; whole=1 ;;
    esac
    [ "$(grep -xE '\.B (Lost|Now|Morning)' <<<"$section" | tr -d '\n')" = ".B Lost.B Now.B Morning" ] ||
        { echo "# its section has not once each Lost, Now, Morning"; whole=1; }
    grep -qx "          runbook: man firstline-alarms, $alarm" $rules || { echo "# no runbook"; whole=1; }
    ok $whole "$alarm"
done
same "each alarm has one sentence" "$(wc -l <<<"$alarms")" "$(grep -c '^          summary: .*\.$' $rules)"

for event in $(tests/monitoring/severe-events); do
    grep -qE "^\.(I|IR|RI|B) .*\b$event\b" $page || echo "$event"
done >$made/unsaid
same "each severe line of the log has a word in the manual" "" "$(cat $made/unsaid)"
passes "mandoc finds nothing wrong in the manual" mandoc -T lint -W warning $page

if command -v systemd-analyze >/dev/null; then
    cp $monitoring/firstline-journal.* fcgi/systemd/firstline-alarm@.service $made/
    passes "systemd takes the example for the journal" systemd-analyze verify --man=no \
        ./$made/firstline-journal.service ./$made/firstline-journal.timer
else
    ok 0 "systemd takes the example for the journal # SKIP there is no systemd here"
fi
echo "1..$n"
exit $failed
