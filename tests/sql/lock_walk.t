#!/usr/bin/perl
# Eight sessions at once do at random what qualifiers, sellers, visitors and the clock do (lib/lock_walk.sql), on few
# clients and leads, with a short deadlock_timeout: they may wait for each other, but never in a circle. The order in
# which locks are taken is in HACKING.md. Run by prove as a superuser; makes a database of its own, and drops it.
use strict;
use warnings;
use FindBin qw($Bin);
use IPC::Open2;
use Test::More;

my $STEPS = $ENV{LOCK_WALK_STEPS} // 150;
my $name = "firstline_lock_walk_$$";
my @psql = ('psql', '-XqAt', '-v', 'ON_ERROR_STOP=1');
$ENV{PGOPTIONS} = '-c statement_timeout=60s';      # what would hang shall fail
sub run { system(@psql, @_) == 0 or BAIL_OUT("psql @_ failed") }

run('-d', 'postgres', '-c', "CREATE DATABASE $name");
run('--single-transaction', '-d', $name, '-f', "$Bin/../../sql/install.sql");
run('-d', $name, '-o', '/dev/null', '-f', "$Bin/lib/lock_walk.sql", '-f', "$Bin/lib/naive.sql");
# It ends a circle soon, and each wait that is longer stands in the server's log.
run('-d', 'postgres', '-c', "ALTER DATABASE $name SET deadlock_timeout = '5ms'", '-c', "ALTER DATABASE $name SET log_lock_waits = on",
    '-c', "ALTER DATABASE $name SET synchronous_commit = off");

# A claim passes over what anybody is changing: it waits for nobody, or it could be a part of a circle.
my $pid = open2(my $answer, my $other, @psql, '-d', $name);
$other->autoflush;
print $other "BEGIN; SELECT q.lead FROM intake.waiting AS q JOIN intake.work AS w ON w.lead = q.lead "
    . "ORDER BY q.asleep_until NULLS FIRST, q.promised, q.repeat DESC, q.rank, q.received_at LIMIT 1 FOR UPDATE OF w;\n";
chomp(my $first = readline $answer);
my $claim = `psql -XqAt -d $name -c 'SET SESSION AUTHORIZATION walk_a' -c "SET lock_timeout = '5s'" -c 'SELECT receipt FROM desk.claim_next()' 2>&1`;
chomp $claim;
like($claim, qr/^[-0-9a-f]{36}(\n[-0-9a-f]{36})*$/, 'a claim beside an act on the first lead of the queue');
unlike($claim, qr/$first/, 'takes what comes next');
close $other;
waitpid $pid, 0;

# A ninth one counts all the time what the others change.
my @sessions = map { my $pid = open2(my $out, my $in, @psql, '-d', $name); { pid => $pid, in => $in, out => $out } } 1 .. 9;
for my $i (0 .. $#sessions) {
    my $in = $sessions[$i]{in};
    print $in "SELECT setseed(0.1 * $i) \\g /dev/null\n", ($i < 8 ? "SELECT test.concurrent_step();\n" : "SELECT 'counted' FROM intake.count_leads('5 ms');\n") x $STEPS;
    close $in;
}
my %count;
for my $s (@sessions) {
    my $out = $s->{out};
    while (defined(my $line = readline $out)) { chomp $line; $count{$line}++ }
    waitpid $s->{pid}, 0;
    is($?, 0, 'a session has done its steps');
}
is($count{'40P01'} // 0, 0, 'nobody waits in a circle');
my @errors = grep { /^[0-9A-Z]{5}$/ && !/^(40P01|22023)$/ } sort keys %count;
is("@errors", '', 'and nothing else goes wrong');
my $done = 0;
is(delete $count{counted}, $STEPS, 'leads were counted meanwhile');
$done += $count{$_} for grep { !/^[0-9A-Z]{5}$|^refused$/ } keys %count;
cmp_ok($done, '>', 8 * $STEPS * 0.3, "$done acts were allowed");
my $waits = `grep -c '\@$name LOG: .*still waiting' '$ENV{FIRSTLINE_DIR}/log/postgres.log'` + 0;
cmp_ok($waits, '>', 10, "$waits times somebody waited");
my $broken = `psql -XqAt -d $name -c 'SELECT DISTINCT what FROM test.broken()'`;
is($broken, '', 'and what they did together has broken nothing')
    or diag(`psql -XqA -d $name -c "SELECT b.what AS broken, b.lead, w.state, w.owner, w.client, w.party, e.step, e.at, e.who, e.what, e.reason, e.details
        FROM test.broken() AS b LEFT JOIN intake.work AS w ON w.lead = b.lead LEFT JOIN intake.lead_event AS e ON e.lead = b.lead ORDER BY 1, 2, e.step"`);
is(`psql -XqAt -d $name -c 'SELECT * FROM test.off() LIMIT 5'`, '', 'nor the sums of marketing');

run('-d', 'postgres', '-c', "DROP DATABASE $name WITH (FORCE)", map { ('-c', "DROP ROLE walk_$_") } qw(a b c g s));
done_testing();
