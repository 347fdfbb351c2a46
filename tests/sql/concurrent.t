#!/usr/bin/perl
# What needs several connections: real psql processes against a database of its own, made here and dropped again.
# Run by prove as a superuser of the server that PGHOST and PGPORT name.
use strict;
use warnings;
use FindBin qw($Bin);
use IPC::Open2;
use Test::More;

my $name = "firstline_concurrent_$$";
my @logins = map { "test_${_}_$$" } 'a' .. 'j';
$ENV{PGOPTIONS} = '-c statement_timeout=20s';      # what would hang shall fail
$SIG{PIPE} = 'IGNORE';
my @psql = ('psql', '-XqAt', '-v', 'ON_ERROR_STOP=1');

# A psql that stays open, so that transactions of several can be interleaved.
sub session {
    my ($role) = @_;
    my $pid = open2(my $out, my $in, @psql, '-d', $name);
    my $self = { pid => $pid, in => $in, out => $out };
    ask($self, "SET SESSION AUTHORIZATION $role;") if $role;
    return $self;
}
sub send_to { my ($s, $sql) = @_; $s->{in}->print("$sql\n\\echo ~done\n"); $s->{in}->flush; }
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
sub all { my ($sql, @s) = @_; send_to($_, $sql) for @s; return map { answer($_) } @s; }

# Waits till the session is seen to wait for a lock: no guess about how long it takes to get there.
sub blocked {
    my ($watcher, $pid) = @_;
    for (1 .. 200) {
        return 1 if ask($watcher, "SELECT EXISTS (SELECT FROM pg_locks WHERE pid = $pid AND NOT granted);") eq 't';
        select undef, undef, undef, 0.02;
    }
    return 0;
}

system(@psql, '-d', 'postgres', '-c', "CREATE DATABASE $name") == 0 or BAIL_OUT('no database');
system(@psql, '--single-transaction', '-d', $name, '-f', "$Bin/../../sql/install.sql") == 0 or BAIL_OUT('no schema');
system(@psql, '-d', $name, '-c', 'SET client_min_messages = error', '-f', "$Bin/lib/helper.sql") == 0 or BAIL_OUT('no helper');

my @s = map { session() } 1 .. 10;
my $outcome = 'SELECT outcome FROM test.submit';

# 100 submissions with one new phone, ten at a time, each with an e-mail of its own
for my $round (0 .. 9) {
    send_to($s[$_], "$outcome(test.record(" . (100 + 10 * $round + $_)
        . ", test.contacts('+7999', '" . (10 * $round + $_) . "\@b')));") for 0 .. 9;
    answer($_) for @s;
}
is(ask($s[0], "SELECT count(*), count(DISTINCT client), count(*) FILTER (WHERE repeat), (SELECT count(*) FROM intake.client)
                 FROM intake.lead;"), '100|1|99|1', '100 parallel submissions with one phone: 100 leads, one client, 99 repeats');

# Batches that overlap in opposite orders
for my $round (1 .. 20) {
    my $base = 1000 * $round;
    for my $i (0 .. 9) {
        my @order = $i % 2 ? (1 .. 8) : reverse(1 .. 8);
        my $batch = join ', ', map { 'test.record(' . ($base + 10 * $i + $_) . ", test.contacts('+7" . ($base + $_)
            . "', 'm" . ($base + 9 - $_) . "\@b'))" } @order;
        send_to($s[$i], "SELECT count(*) FROM test.submit($batch);");
    }
    my @got = map { answer($_) } @s;
    is("@got", join(' ', (8) x 10), "round $round: ten batches with the same people in opposite orders, no deadlock")
        if $round == 20 or grep { $_ ne '8' } @got;
}
is(ask($s[0], 'SELECT count(*), count(DISTINCT client), count(*) FILTER (WHERE NOT repeat) FROM intake.lead
                WHERE id > test.lead(1000);'), '1600|160|160', 'each of the people is one client');
is(ask($s[0], 'SELECT count(*) FROM intake.lead AS l CROSS JOIN LATERAL json_to_recordset(l.contacts) AS c (kind text, value text)
                 JOIN intake.contact_point AS p ON (p.kind, p.value) = (c.kind, c.value) WHERE p.client <> l.client;'), 0,
   'every contact point has the owner that its leads say');

# One submission in ten connections at once
is(join(' ', sort(all("$outcome(test.record(50001));", @s))), 'new' . ' replay' x 9, 'one record, ten times at once: one lead');
is(join(' ', sort(map { $_ }
       do { send_to($s[$_], "$outcome(test.record(60000 + $_, test.contacts() ||
                '{\"keyed\": false, \"received_at\": \"2026-11-22T12:00:00Z\"}'));") for 0 .. 9; map { answer($_) } @s })),
   'new' . ' replay' x 9, 'one payload without a key, ten times at once: one lead');
is(ask($s[0], "SELECT count(*) FROM intake.lead WHERE NOT keyed;"), 1, 'and only one is stored');

# The second waits for the first and then sees what became of it
my ($one, $two, $eye) = @s[0 .. 2];
my $pid = ask($two, 'SELECT pg_backend_pid();');
ask($one, "BEGIN; $outcome(test.record(70001));");
send_to($two, "$outcome(test.record(70001));");
ok(blocked($eye, $pid), 'a second submission waits for the first');
ask($one, 'ROLLBACK;');
is(answer($two), 'new', 'the first is undone: the second is new');
ask($one, "BEGIN; $outcome(test.record(70002));");
send_to($two, "$outcome(test.record(70002, '{\"answers\": {}}' || test.contacts('+770002')));");
ok(blocked($eye, $pid), 'so does one with the same id and another payload');
ask($one, 'COMMIT;');
is(answer($two), 'differs', 'and is stored beside it');

my $unkeyed = "test.contacts() || '{\"keyed\": false, \"received_at\": \"2026-11-22T15:00:00Z\"}'";
ask($one, "BEGIN; $outcome(test.record(71001, $unkeyed));");
send_to($two, "$outcome(test.record(71002, $unkeyed));");
ok(blocked($eye, $pid), 'and one without a key that has the same payload');
ask($one, 'COMMIT;');
is(answer($two), 'replay', 'and is the same lead');

# A writer who takes no lock: what cannot be seen is not acknowledged
ask($one, "BEGIN; INSERT INTO intake.lead SELECT (jsonb_populate_record(l, jsonb_build_object('id', test.lead(70003),
    'client', null, 'repeat', false))).* FROM intake.lead AS l LIMIT 1;");
send_to($two, "$outcome(test.record(70003), test.record(70004));");
ok(blocked($eye, $pid), 'a submission waits for an id that somebody inserted by hand');
ask($one, 'COMMIT;');
is(answer($two), "racing\nnew", 'and is told to come again; the other of its batch is stored');
is(ask($two, "$outcome(test.record(70003));"), 'differs', 'the next time it sees who was first');

# Claims: ten sessions of ten people empty the queue together. A client is taken with all its leads, and by one of them.
ask($one, "UPDATE intake.setting SET max_clients = NULL, call_from = '00:00', call_until = '24:00', attempt_gap = '0';");
ask($one, "SELECT desk.add_staff('$_', '$_', 'desk');") for @logins;
my ($leads, $clients) = split /\|/, ask($one, 'SELECT count(*), count(DISTINCT client) FROM intake.waiting;');
is(ask($one, 'SELECT count(*), sum(wrote) FROM desk.queue;'), "$clients|$leads", 'the queue has a row for each client');
my @q = map { session($_) } @logins;
my %taken;
while (1) {
    my @got = grep { $_ ne '' } map { split /\n/ } all('SELECT receipt FROM desk.claim_next();', @q);
    last unless @got;
    $taken{$_}++ for @got;
}
is(scalar(keys %taken), $leads, 'ten people take every lead of the queue');
is(scalar(grep { $_ > 1 } values %taken), 0, 'and none of them twice');
is(ask($one, "SELECT count(*) FROM (SELECT client FROM intake.work WHERE state = 'claimed' AND client IS NOT NULL GROUP BY client HAVING count(DISTINCT owner) > 1) AS c;"), 0,
   'and no client is with two of them');

# A claim that is not committed holds only its own client; a dead worker's lead comes back
ask($one, "UPDATE intake.work SET state = 'due', owner = NULL, lease_until = NULL WHERE lead IN (test.lead(70001), test.lead(70002));");
my $mine = ask($q[0], 'BEGIN; SELECT receipt FROM desk.claim_next();');
my $other = ask($q[1], 'SELECT receipt FROM desk.claim_next();');
ok($mine && $other && $mine ne $other, 'an open claim is passed over, nobody waits for it');
kill 'KILL', $q[0]{pid};
waitpid $q[0]{pid}, 0;
my $again = '';
for (1 .. 100) {
    last if ($again = ask($q[1], 'SELECT receipt FROM desk.claim_next();')) ne '';
    select undef, undef, undef, 0.05;
}
is($again, $mine, 'a worker who dies before the commit has taken nothing');
ask($one, "UPDATE intake.work SET lease_until = clock_timestamp() WHERE lead = '$again';");
is(ask($q[2], 'SELECT receipt FROM desk.claim_next();'), $again, 'and one who took it and went home loses it with the lease');
is(join(' ', split /\n/, ask($one, "SELECT what FROM desk.lead_history WHERE receipt = '$again' AND step > 2;")),
   'claimed expired claimed', 'which the history tells');

# Two windows of one person: what is done in one is waited for in the other, and seen there
my $lead = $again;
$q[4] = session($logins[2]);
my $two_pid = ask($q[4], 'SELECT pg_backend_pid();');
ask($q[2], "BEGIN; SELECT desk.record_attempt('$lead', 'busy');");
send_to($q[4], "SELECT desk.record_attempt('$lead', 'no_answer');");
ok(blocked($eye, $two_pid), 'the second window waits for the first');
ask($q[2], 'COMMIT;');
answer($q[4]);
is(ask($one, "SELECT attempts FROM intake.work WHERE lead = '$lead';"), 2, 'and both attempts count');
ask($q[2], "BEGIN; SELECT desk.refuse('$lead', 'too_small');");
send_to($q[4], "SELECT desk.mark_spam('$lead', 'robot');");
ok(blocked($eye, $two_pid), 'so does a second verdict given in the other window');
ask($q[2], 'COMMIT;');
answer($q[4]);
is(ask($one, "SELECT verdict, (SELECT count(*) FROM intake.lead_event AS e WHERE e.lead = w.lead AND e.what IN ('refused', 'spam'))
                FROM intake.work AS w WHERE lead = '$lead';"), 'refused|1', 'and is refused: the lead is closed already');

# A lease that ends while somebody has the lead in hand: nobody waits for that, and the queue has the lead afterwards
ask($q[2], "SELECT desk.reopen('$lead', 'mistake');");
ask($one, "UPDATE intake.work SET lease_until = clock_timestamp() WHERE lead = '$lead';");
ask($one, "BEGIN; SELECT FROM intake.work WHERE lead = '$lead' FOR UPDATE;");
is(ask($q[1], 'SELECT receipt FROM desk.claim_next();'), '', 'whoever asks for a lead meanwhile does not wait, and does not get it');
ask($one, 'COMMIT;');
my @woken = grep { $_ ne '' } all('SELECT receipt FROM desk.claim_next();', @q[1 .. 6]);
is("@woken", $lead, 'of six who ask at once afterwards one gets it');
is(ask($one, "SELECT string_agg(what, ' ' ORDER BY step) FROM (SELECT what, step FROM intake.lead_event WHERE lead = '$lead'
                ORDER BY step DESC LIMIT 3) AS last;"), 'reopened expired claimed', 'and its history says each thing once');

for my $s (@s, @q[1 .. $#q]) { close $s->{in}; waitpid $s->{pid}, 0; }
system(@psql, '-d', 'postgres', '-c', "DROP DATABASE $name WITH (FORCE)", map { ('-c', "DROP ROLE $_") } @logins);
done_testing();
