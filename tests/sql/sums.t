#!/usr/bin/perl
# The reports of marketing say what a count of every single lead says, after any history (lib/sums.sql) and at any moment of it: while
# much is not counted yet, half of it, and all. SUMS_STEPS says how many operations; a database of its own, made here and dropped again.
use strict;
use warnings;
use FindBin qw($Bin);
use Test::More;

my $STEPS = $ENV{SUMS_STEPS} // 540;
my $name = "firstline_sums_$$";
my @psql = ('psql', '-XqAt', '-v', 'ON_ERROR_STOP=1');
sub run { system(@psql, @_) == 0 or BAIL_OUT("psql @_ failed") }
sub ask { my $out = `psql -XqAt -v ON_ERROR_STOP=1 -d $name -c "$_[0]" 2>&1`; chomp $out; return $out }

run('-d', 'postgres', '-c', "CREATE DATABASE $name", '-c', "ALTER DATABASE $name SET synchronous_commit = off");
run('--single-transaction', '-d', $name, '-f', "$Bin/../../sql/install.sql");
run('-d', $name, '-f', "$Bin/lib/sums.sql");

# New rules: what was counted by older ones keeps its channel until it is grouped anew.
my @rules = (
    q{INSERT INTO intake.channel_word (match, key, kind) VALUES ('alias', 'lampost', 'social')},
    q{INSERT INTO intake.channel_word (match, key, kind) VALUES ('host', 'forum.example', 'messenger')},
);
my $rounds = 9;
for my $round (1 .. $rounds) {
    my $from = ($round - 1) * $STEPS / $rounds;
    # A file of another system each round, every third of which counts; two of them are taken back.
    run('-d', $name, '-o', '/dev/null', '-c', "SELECT test.bring($round)");
    run('-d', $name, '-o', '/dev/null', '-c', "SELECT desk.withdraw_import(b.id, 'x') FROM intake.import_batch AS b WHERE b.key = '@{[$round - 1]}'") if $round =~ /^[45]$/;
    run('-d', $name, '-o', '/dev/null', '-c', "SELECT setseed(0.0$round)",
        map { ('-c', "SELECT test.step($_)", '-c', 'SELECT test.bookkeeping()') } $from + 1 .. $from + $STEPS / $rounds);
    my $left = ask('SELECT count(*) FROM intake.uncounted');
    is(ask('SELECT * FROM test.off() LIMIT 5'), '', "round $round, with $left names not counted");
    if ($round % 3 == 0) {
        ask('SELECT intake.count_leads()');
        is(ask('SELECT count(*) FROM intake.uncounted'), 0, 'all of it is counted');
        is(ask('SELECT * FROM test.off() LIMIT 5'), '', 'and it is the same');
    }
    if (my $rule = $round % 3 == 1 && shift @rules) {
        ask($rule);
        my $moves = ask('SELECT sum(leads) FROM marketing.regroup_preview()');
        cmp_ok($moves, '>', 0, "a new rule would move $moves leads");
        isnt(ask('SELECT * FROM test.off() LIMIT 1'), '', 'until then they stay where they were') if ask('SELECT count(*) FROM intake.counted');
        1 while ask('SELECT marketing.regroup(2)') > 0;
        is(ask('SELECT * FROM test.off() LIMIT 5'), '', 'grouped anew, in pieces, the reports follow');
    }
}
cmp_ok(ask('SELECT count(*) FROM intake.lead'), '>', $STEPS / 20, 'of many leads');
cmp_ok(ask("SELECT count(DISTINCT fate) FROM intake.counted"), '>=', 4, 'with many fates');
cmp_ok(ask("SELECT count(*) FROM intake.counted AS c WHERE $_"), '>', 0, $_) for 'c.doubles > 0', 'c.won', 'c.repeat', 'NOT c.repeat';
cmp_ok(ask("SELECT count(*) FROM intake.import_lead AS i WHERE $_"), '>', 0, "imports: $_") for 'i.counts AND NOT i.withdrawn', 'NOT i.counts', 'i.counts AND i.withdrawn';
cmp_ok(ask('SELECT count(DISTINCT i.channel) FROM intake.counted AS c JOIN intake.touch_input AS i ON i.id = c.input'), '>=', 8, 'by many channels');

run('-d', 'postgres', '-c', "DROP DATABASE $name WITH (FORCE)", map { ('-c', "DROP ROLE walk_$_") } qw(a b c g s));
done_testing();
