#!/usr/bin/perl
# What changes the sums besides an act on a lead: a zone, a verdict, a number of the company, rules that take nothing. And what may not
# stop the counting. Two sessions where the order matters; a database of its own, made here and dropped again.
use strict;
use warnings;
use FindBin qw($Bin);
use IPC::Open2;
use Test::More;

my $name = "firstline_apart_$$";
$ENV{PGOPTIONS} = '-c statement_timeout=20s';
my @psql = ('psql', '-XqAt', '-v', 'ON_ERROR_STOP=1');
sub run { system(@psql, @_) == 0 or BAIL_OUT("psql @_ failed") }

sub session {
    my $pid = open2(my $out, my $in, @psql, '-d', $name);
    return { in => $in, out => $out };
}
sub send_to { my ($s, $sql) = @_; $s->{in}->print("$sql;\n\\echo ~done\n"); $s->{in}->flush; }
sub answer {
    my ($s) = @_;
    my @lines;
    while (defined(my $line = readline $s->{out})) {
        chomp $line;
        last if $line eq '~done';
        push @lines, $line;
    }
    return join "\n", @lines;
}
sub ask { my ($s, $sql) = @_; send_to($s, $sql); return answer($s); }
sub waits {
    my ($watcher) = @_;
    for (1 .. 200) {
        return 1 if ask($watcher, "SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory' AND NOT granted)") eq 't';
        select undef, undef, undef, 0.02;
    }
    return 0;
}

run('-d', 'postgres', '-c', "CREATE DATABASE $name");
run('--single-transaction', '-d', $name, '-f', "$Bin/../../sql/install.sql");
run('-d', $name, '-c', 'SET client_min_messages = error', '-f', "$Bin/lib/helper.sql", '-f', "$Bin/lib/naive.sql");
my ($a, $b) = (session(), session());
my $off = 'SELECT * FROM test.off() LIMIT 3';
my $submit = sub { my ($n, $changes) = @_; ask($a, "SELECT outcome FROM test.submit(test.record($n, $changes))") };

# A zone that changes while a lead is counted by the old one.
$submit->(1, q{'{"received_at": "2026-11-20T22:30:00Z"}'});
ask($b, 'BEGIN; SELECT intake.count_leads()');
send_to($a, "UPDATE intake.setting SET zone = 'UTC'");
ok(waits($b), 'who changes the zone waits for who counts');
ask($b, 'COMMIT');
answer($a);
is(ask($a, $off), '', 'and a lead that was counted by the old zone is in the day of the new one');
ask($a, "BEGIN; UPDATE intake.setting SET zone = 'Asia/Vladivostok'");
$submit->(2, q{'{"received_at": "2026-11-20T22:30:00Z"}'});
ask($a, 'COMMIT');
ask($a, "BEGIN; UPDATE intake.setting SET zone = 'UTC'");
is(ask($b, 'SELECT intake.count_leads()'), 0, 'and nothing is counted by a zone that is about to go');
ask($a, 'COMMIT');
ask($b, 'SELECT intake.count_leads()');
is(ask($a, $off), '', 'the sums are right');

# A verdict that counts as another.
ask($a, q{INSERT INTO intake.verdict (name, position, ru, en, counts_as, event) VALUES ('joke', 20, 'шутка', 'joke', 'refused', 'joke')});
ask($a, q{UPDATE intake.work SET state = 'closed', verdict = 'joke', reason = 'fun', owner = 'x' WHERE lead IN (SELECT id FROM intake.lead LIMIT 1); SELECT intake.count_leads()});
is(ask($a, 'SELECT sum(refused) || \' \' || sum(spam) FROM marketing.funnel'), '1 0', 'a verdict of the owner counts as refused');
ask($a, q{UPDATE intake.verdict SET counts_as = 'spam' WHERE name = 'joke'});
is(ask($a, 'SELECT sum(refused) || \' \' || sum(spam) FROM marketing.funnel'), '0 1', 'as soon as it counts as spam, all that were given it do');
ask($a, q{SELECT intake.count_leads()});
is(ask($a, 'SELECT sum(refused) || \' \' || sum(spam) FROM marketing.funnel'), '0 1', 'counted, too');

# A number of the company that gets its source later.
$submit->($_, q{'{"channel": "phone", "touch": {"line": "+74950000009"}}'}), ask($a, 'SELECT intake.count_leads()') for 3;
ask($a, q{INSERT INTO intake.line (number, source) VALUES ('+74950000009', 'billboard')});
is(ask($a, q{SELECT source_before, source_after, leads FROM marketing.regroup_preview()}), 'phone|billboard|1', 'a number that is given a source is a change of the rules');
ask($a, 'SELECT marketing.regroup()');
is(ask($a, q{SELECT source, sum(leads) FROM marketing.source_daily WHERE channel = 'offline' GROUP BY 1}), 'billboard|1', 'and its leads follow');

# What may not stop the counting.
$submit->(4, q{jsonb_build_object('rule', (SELECT string_agg(md5(i::text), '') FROM generate_series(1, 900) AS i))});
ask($a, q{DELETE FROM intake.channel_rule WHERE system = 'channel' AND result IN ('direct', 'unknown')});
$submit->(5, q{'{"touch": {"landing": "https://example.ru/", "seen": true}}'});
is(ask($a, q{SELECT intake.count_leads()}), 2, 'a rule with an endless name, and a visit that no rule takes, are counted');
is(ask($a, q{SELECT channel FROM marketing.channel_of('https://example.ru/', NULL)}), 'unassigned', 'which is unassigned');

# A disk on which each look takes its time: leads are counted nevertheless, some at a time.
$submit->($_, q{'{"form": "slow"}'}) for 10 .. 90;
ask($a, q{CREATE FUNCTION test.slow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.025); RETURN new; END $$});
ask($a, q{CREATE TRIGGER slow BEFORE INSERT ON intake.counted FOR EACH ROW EXECUTE FUNCTION test.slow()});
ask($a, q{SET SESSION AUTHORIZATION firstline_intake; SET statement_timeout = '1500ms'});
cmp_ok(ask($a, q{SELECT intake.count_leads('40 ms')}) || 0, '>', 0, 'a slow disk does not stop it');

close $_->{in} for $a, $b;
run('-d', 'postgres', '-c', "DROP DATABASE $name WITH (FORCE)");
done_testing();
