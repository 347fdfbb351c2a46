#!/usr/bin/perl
# The stamp of the pulse misses nothing, in whatever order transactions end: sessions that begin, note an event and end at random,
# and after each step a look. Whatever new is seen, the stamp is another one; while nothing happens at all, it is the same.
use strict;
use warnings;
use FindBin qw($Bin);
use lib "$Bin/lib";
use Database;
use IPC::Open2;
use Test::More;

my $db = Database->new;
my ($said, $good) = $db->install;
$good or BAIL_OUT($said);
$SIG{PIPE} = 'IGNORE';
# Nothing else may be under way here: a transaction of the server's own that began before the first event looked at and ends
# between two looks changes the stamp, as it may (stamp_of).
$db->sql('ALTER SYSTEM SET autovacuum = off');
$db->sql('SELECT pg_reload_conf()');
END { local $?; $db->sql('ALTER SYSTEM RESET autovacuum'), $db->sql('SELECT pg_reload_conf()') if $db }
select undef, undef, undef, 0.1 while $db->sql("SELECT count(*) FROM pg_stat_activity WHERE backend_type LIKE 'autovacuum%'") > 0;
my $seed = $ENV{PULSE_SEED} // time;
srand $seed;
note "PULSE_SEED=$seed";

sub session {
    my $pid = open2(my $out, my $in, $db->psql);
    my $self = { pid => $pid, in => $in, out => $out };
    ask($self, 'SET client_min_messages = error;');
    return $self;
}
sub ask {
    my ($s, $sql) = @_;
    $s->{in}->print("$sql\n\\echo ~done\n");
    $s->{in}->flush;
    my @lines;
    while (defined(my $line = readline $s->{out})) {
        chomp $line;
        last if $line eq '~done';
        push @lines, $line;
    }
    return join "\n", @lines;
}

my $watcher = session();
my $n = 0;
sub event   { $n++; return "INSERT INTO intake.lead_event (lead, step, who, what) VALUES (gen_random_uuid(), 1, 'test', 'noted');" }
sub other   { return 'UPDATE intake.setting SET lease = lease;' }      # no event, but a change
sub stamp   { return ask($watcher, 'SELECT intake.stamp();') }
sub is_seen { return ask($watcher, 'SELECT (SELECT count(*) FROM intake.lead_event), (SELECT count(*) FROM intake.changed);') }

my $before = stamp();
is(stamp(), $before, 'nothing happens, and the stamp stays');
my ($u1, $u2, $a, $b) = map { session() } 1 .. 4;
ask($b, event());
isnt(stamp(), $before, 'an event');
$before = stamp();
ask($b, other());
isnt(stamp(), $before, 'a change that is none');
$before = stamp();
ask($b, 'CREATE TABLE public.elsewhere (n int);');
is(stamp(), $before, 'what others do in this server is none of it');

# Who began first ends last
ask($a, 'BEGIN; ' . event());
ask($b, event());
$before = stamp();
is(stamp(), $before, 'one is under way');
ask($a, 'COMMIT;');
isnt(stamp(), $before, 'and is not missed, though a later one was seen before');

# The same number of events between the same ends, and not the same ones
ask($u1, 'BEGIN; SELECT pg_current_xact_id();');
ask($b, event());
ask($u2, 'BEGIN; SELECT pg_current_xact_id();');
ask($a, 'BEGIN; ' . event());
ask($b, event());
$before = stamp();
ask($u1, 'COMMIT;');
ask($a, 'COMMIT;');
isnt(stamp(), $before, 'two are seen of those that might be missing, as before: but another two');
ask($u2, 'COMMIT;');

# Something that takes very long
ask($u1, 'BEGIN; SELECT pg_current_xact_id();');
ask($b, join ' ', map { event() } 1 .. 250);
$before = stamp();
is(stamp(), $before, 'of very many that came meanwhile, too, the stamp stays while nothing happens');
ask($b, event());
isnt(stamp(), $before, 'and not when something does');
ask($u1, 'COMMIT;');

# Data of another server may have numbers that this one has yet to give
ask($b, "INSERT INTO intake.lead_event (lead, step, who, what, xid) SELECT gen_random_uuid(), 1, 'test', 'noted', (i * 1000)::text::xid8 FROM generate_series(1, 1000) AS i;");
$before = stamp();
is(stamp(), $before, 'after a restore the stamp stays');
ask($b, event());
isnt(stamp(), $before, 'and changes');

my @s = ($u1, $u2, $a, $b);
my ($missed, $steps) = (0, 400);
my ($last, $there) = (stamp(), is_seen());
for my $step (1 .. $steps) {
    my $s = $s[rand @s];
    my $do = rand;
    if    (!$s->{open})  { ask($s, 'BEGIN;'); $s->{open} = 1; ask($s, $do < 0.6 ? event() : $do < 0.8 ? 'SELECT pg_current_xact_id();' : 'SELECT 1;') }
    elsif ($do < 0.3)    { ask($s, event()) }
    elsif ($do < 0.85)   { ask($s, 'COMMIT;'); $s->{open} = 0 }
    else                 { ask($s, 'ROLLBACK;'); $s->{open} = 0 }
    my ($now, $seen) = (stamp(), is_seen());
    $missed++ if $seen ne $there && $now eq $last;
    ($last, $there) = ($now, $seen);
}
is($missed, 0, "nothing was missed in $steps steps with $n events");
ask($_, 'COMMIT;') for @s;
$before = stamp();
is(stamp(), $before, 'when all is quiet, it stays');
close $_->{in} for $watcher, @s;
done_testing();
