#!/usr/bin/perl
# Claims of several sessions: what was rolled back is counted, two sessions of one person wait for each other and get nothing that a
# queue would not have given, and nobody else waits. Run by prove as a superuser; makes a database of its own, and drops it.
use strict;
use warnings;
use FindBin qw($Bin);
use lib "$Bin/lib";
use Database;
use IPC::Open3;
use Test::More;

$ENV{PGOPTIONS} = '-c statement_timeout=20s';      # what would hang shall fail
my @people = map { "claims_${_}_$$" } qw(a b c d);
my $db = Database->new("TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'");
$db->install;
Database::must($db->psql('-c', 'SET client_min_messages = error', '-f', "$Bin/lib/helper.sql"));
$db->sql("UPDATE intake.setting SET max_clients = NULL, call_from = '00:00', call_until = '24:00';
    SELECT desk.add_staff(p, p, 'desk') FROM unnest('{$people[0],$people[1],$people[2]}'::text[]) AS p;
    SELECT desk.add_staff('$people[3]', 'd', 'sales', '{general}'); DELETE FROM intake.required_answer; UPDATE intake.team SET price_floor = NULL");

# A psql that stays open, so that transactions of several can be interleaved; what goes wrong is an answer, too.
sub session {
    my ($person) = @_;
    my $pid = open3(my $in, my $out, undef, 'psql', '-XqAt', '-d', $db->{name});
    my $s = { pid => $pid, in => $in, out => $out };
    ask($s, "SET SESSION AUTHORIZATION $person;") if $person;
    $s->{backend} = ask($s, 'SELECT pg_backend_pid();');
    return $s;
}
sub send_to { my ($s, $sql) = @_; $s->{in}->print("$sql\n\\echo ~done\n"); $s->{in}->flush; return; }
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
my $eye = session();
sub blocked {
    my ($s) = @_;
    for (1 .. 200) {
        return 1 if ask($eye, "SELECT EXISTS (SELECT FROM pg_locks WHERE pid = $s->{backend} AND NOT granted);") eq 't';
        select undef, undef, undef, 0.02;
    }
    return 0;
}
sub visitors { my ($from, $to, $contacts) = @_; $db->sql("SELECT count(*) FROM generate_series($from, $to) AS n, test.submit(test.record(n, " . ($contacts // "'{}'") . '))'); return; }
sub lead { my ($n) = @_; return $db->sql("SELECT test.receipt($n)"); }
my $CLAIM = 'SELECT receipt FROM desk.claim_next();';
my @one = map { session($people[0]) } 1 .. 2;
my $other = session($people[1]);

# An open claim of one's own: what comes behind cannot be had meanwhile
visitors(1, 6);
ask($one[0], "BEGIN; SELECT count(*) FROM (SELECT desk.claim_next() FROM generate_series(1, 3)) AS three;");
send_to($one[1], $CLAIM);
ok(blocked($one[1]), 'a second session of the same person waits for the first');
is(ask($other, $CLAIM), lead(4), 'a colleague does not, and gets what comes next');
ask($one[0], 'ROLLBACK;');
is(answer($one[1]), lead(1), 'when the first is undone the second gets the first of the queue');
is(ask($one[1], 'SELECT taken, skipped FROM desk.kpi;'), '1|3', 'and three claims that were rolled back are counted');
ask($one[0], "BEGIN; $CLAIM");
like(ask($one[1], "BEGIN; $CLAIM"), qr/^ERROR:  you are just taking or merging clients in another window/, 'it does not wait for ever');
like(ask($one[1], "ROLLBACK; BEGIN; SELECT receipt FROM desk.take('" . lead(6) . "');"), qr/^ERROR:  you are just taking or merging clients in another window/,
    'nor does who takes a lead by its receipt');
ask($one[$_], 'ROLLBACK;') for 0, 1;

# An open merge of one's own locks what waits: what comes behind cannot be had meanwhile, and one that was taken back is counted
my $six = join '; ', map { "SELECT desk.merge('" . lead(1) . "', '" . lead($_) . "', 'one')" } 3, 5, 6;
$db->sql("UPDATE intake.work SET state = 'due', owner = NULL, lease_until = NULL, claimed_at = NULL, tried = NULL WHERE state = 'claimed'");
my $skipped = ask($one[1], 'SELECT sum(skipped) FROM desk.kpi;');
ask($one[0], "BEGIN; $six;");
send_to($one[1], $CLAIM);
ok(blocked($one[1]), 'a claim waits for a merge of the same person');
is(ask($other, $CLAIM), lead(2), 'a colleague does not');
ask($one[0], 'ROLLBACK;');
is(answer($one[1]), lead(1), 'when the merge is undone it gets the first of the queue');
is(ask($one[1], 'SELECT sum(skipped) FROM desk.kpi;'), $skipped + 3, 'and each merge that was rolled back is counted');
ask($one[0], "$six;");
is(ask($one[1], 'SELECT sum(skipped) FROM desk.kpi;'), $skipped + 3, 'one that stands is not');
ask($one[0], "SELECT desk.merge('" . lead(1) . "', '" . lead(1) . "', 'one'); SELECT desk.unmerge('" . lead(1) . "', 'two'); SELECT desk.unmerge('" . lead(3) . "', repeat('x', 4001));");
is(ask($one[1], 'SELECT sum(skipped) FROM desk.kpi;'), $skipped + 3, 'nor one that was refused');

# Of a client who wrote twice the lead that is asked for is just being changed: nobody has taken the other one, so nothing was taken back
visitors(31, 32, q{test.contacts('+79005550031')});
$db->sql("UPDATE intake.work SET state = 'claimed', owner = '$people[1]', claimed_at = now(), tried = 0, lease_until = now() - interval '1 minute' WHERE lead = test.lead(31); DELETE FROM intake.waiting WHERE lead = test.lead(31)");
ask($eye, "BEGIN; SELECT FROM intake.work WHERE lead = test.lead(31) FOR UPDATE;");
$skipped = ask($one[1], 'SELECT sum(skipped) FROM desk.kpi;');
like(ask($one[1], "SELECT receipt FROM desk.take('" . lead(31) . "');"), qr/^ERROR:  somebody else is just taking lead/, 'a lead in other hands cannot be taken');
is(ask($one[1], 'SELECT sum(skipped) FROM desk.kpi;'), $skipped, 'and it is nobody\'s skip');
ask($eye, 'ROLLBACK;');

# A session that dies is a claim rolled back
my $dying = session($people[2]);
ask($dying, "BEGIN; $CLAIM");
kill 'KILL', $dying->{pid};
waitpid $dying->{pid}, 0;
my $third = session($people[2]);
my $got = '';
for (1 .. 100) {
    last if ask($eye, "SELECT count(*) FROM pg_stat_activity WHERE pid = $dying->{backend};") eq '0';
    select undef, undef, undef, 0.05;
}
is(ask($third, 'SELECT taken, skipped FROM desk.kpi;'), '0|1', 'who is cut off has skipped one');

# A client that is just being taken is offered to nobody, though more of it waits
$db->sql("UPDATE intake.work SET state = 'closed', verdict = 'spam', reason = 'robot', owner = 'x', lease_until = NULL");
visitors(10, 10);
visitors(11, 12, "test.contacts('+79000000010')");
visitors(13, 13);
ask($one[0], 'BEGIN;');
is(ask($one[0], $CLAIM), join("\n", map { lead($_) } 10 .. 12), 'a client with three leads is taken');
visitors(14, 14, "test.contacts('+79000000010')");
is(ask($other, $CLAIM), lead(13), 'one who asks meanwhile gets the next client');
is(ask($other, $CLAIM), 'NOTICE:  in hand: 1', 'and not what the first has written since');
like(ask($other, "SELECT * FROM desk.take('" . lead(14) . "');"), qr/^ERROR:  somebody else is just taking/, 'nor can take it by its receipt');
ask($one[0], 'COMMIT;');
is(ask($other, $CLAIM), 'NOTICE:  in hand: 1', 'nor afterwards');
is(ask($one[0], $CLAIM), lead(14), 'it comes with the next claim of who has the client');

# A lead that somebody has in hand: a claim waits for nobody
$db->sql("UPDATE intake.work SET state = 'closed', verdict = 'spam', reason = 'robot', owner = 'x', lease_until = NULL WHERE state <> 'closed'");
visitors(20, 21);
ask($eye, "BEGIN; SELECT FROM intake.work WHERE lead = test.lead(20) FOR UPDATE;");
is(ask($other, "SET lock_timeout = '1s'; $CLAIM"), lead(21), 'it is passed over, not waited for');
ask($eye, 'COMMIT;');

# Night for many at the head: two who look at once do not wait for each other
$db->sql("UPDATE intake.setting SET call_from = CASE WHEN h >= 12 THEN '00:00' ELSE '13:00' END::time, call_until = CASE WHEN h >= 12 THEN '01:00' ELSE '14:00' END::time
    FROM (SELECT extract(hour FROM now() AT TIME ZONE 'Asia/Vladivostok') AS h) AS t");
visitors(30, 30);
visitors(31, 35, "test.contacts('+79000000030')");
visitors(36, 39, "test.contacts('m' || n || '\@b') || '{\"place\": null}'");
ask($one[0], "BEGIN; $CLAIM");
like(ask($other, "SET lock_timeout = '1s'; BEGIN; $CLAIM"), qr/^[0-9a-f-]{36}$/, 'who sleeps is put aside by one of them');
ask($_, 'COMMIT;') for $one[0], $other;
is($db->sql('SELECT count(*) FROM intake.waiting WHERE asleep_until IS NULL AND client = test.lead(30)'), 0, 'with all it wrote');

# More clients asleep than the server has locks for a transaction
my $OVER = "UPDATE intake.work SET state = 'closed', verdict = 'spam', reason = 'robot', owner = 'x', lease_until = NULL, claimed_at = NULL, tried = NULL WHERE state <> 'closed'";
$db->sql($OVER);
visitors(60, 60, "test.contacts('far\@b') || '{\"place\": null, \"rank\": 99}'");
$db->sql("CREATE TEMP TABLE copy AS SELECT gen_random_uuid() AS id FROM generate_series(1, 10000);
    INSERT INTO intake.lead SELECT (jsonb_populate_record(l, jsonb_build_object('id', c.id, 'client', c.id))).* FROM intake.lead AS l, copy AS c WHERE l.id = test.lead(30);
    INSERT INTO intake.work (lead, state, category, rank, repeat, received_at, party, client)
    SELECT c.id, 'new', w.category, w.rank, false, w.received_at, c.id, c.id FROM intake.work AS w, copy AS c WHERE w.lead = test.lead(30)");
is(ask($one[0], "BEGIN; $CLAIM"), lead(60), 'they are passed over');
cmp_ok($db->sql("SELECT count(*) FROM pg_locks WHERE pid = $one[0]{backend} AND locktype = 'advisory'"), '<', 10, 'without a lock for each');
ask($one[0], 'ROLLBACK;');

# A session may believe what it likes of the costs: it keeps from others what it takes, and no more
$db->sql($OVER);
$db->sql("UPDATE intake.setting SET call_from = '00:00', call_until = '24:00'");
visitors(70, 89);
my $strange = session($people[2]);
ask($strange, 'SET random_page_cost = 1e15; SET cpu_index_tuple_cost = 1e15;');
is(ask($strange, "BEGIN; $CLAIM"), lead(70), 'the first');
is(ask($other, $CLAIM), lead(71), 'and the next is for the next');
cmp_ok($db->sql("SELECT count(*) FROM pg_locks WHERE pid = $strange->{backend} AND locktype = 'advisory'"), '<', 5, 'few locks');
ask($strange, 'ROLLBACK;');
like(ask($other, "BEGIN ISOLATION LEVEL REPEATABLE READ; $CLAIM"), qr/^ERROR:  nobody is taken within REPEATABLE READ/, 'who would not see what others did gets nobody');
ask($other, 'ROLLBACK;');

# What is taken back while another session puts it to sleep
visitors(91, 91, q{'{"rank": 0}'});
is(ask($other, $CLAIM), lead(91), 'taken');
ask($other, "SELECT desk.record_attempt('" . lead(91) . "', 'no_answer'); SELECT desk.postpone('" . lead(91) . "', '+2h', 'no_answer');");
$db->sql("UPDATE intake.work SET not_before = now() - interval '1 second' WHERE lead = test.lead(91); SELECT intake.wake_leads()");
ask($eye, 'BEGIN; SELECT FROM intake.waiting WHERE lead = test.lead(91) FOR UPDATE;');
like(ask($other, "SELECT desk.undo('" . lead(91) . "');"), qr/^ERROR:  somebody else is just taking lead/, 'is told so in words');
ask($eye, 'ROLLBACK;');
$db->sql("UPDATE intake.setting SET call_from = CASE WHEN h >= 12 THEN '00:00' ELSE '13:00' END::time, call_until = CASE WHEN h >= 12 THEN '01:00' ELSE '14:00' END::time
    FROM (SELECT extract(hour FROM now() AT TIME ZONE 'Asia/Vladivostok') AS h) AS t");

# Who gets nothing though clients wait is told why
$db->sql($OVER);
is(ask($third, $CLAIM), '', 'where nobody waits nothing is said');
visitors(40, 42);
like(ask($third, $CLAIM), qr/^NOTICE:  it is night where they are: 3, the first can be called on \d\d\.\d\d\.\d{4} \d\d:\d\d$/, 'night, and till when');
$db->sql("UPDATE intake.setting SET call_from = '00:00', call_until = '24:00'; UPDATE intake.waiting SET asleep_until = NULL;
    UPDATE intake.waiting SET promised = now(), promised_by = '$people[0]' WHERE lead = test.lead(41); UPDATE intake.staff SET language = 'ru' WHERE login = '$people[2]'");
ask($other, "BEGIN; SELECT FROM desk.take('" . lead(40) . "');");
is(ask($third, 'SELECT receipt FROM desk.claim_next();'), lead(42), 'one who is neither is given');
like(ask($third, $CLAIM), qr/^NOTICE:  звонок обещал коллега: 1, до \d\d\.\d\d\.\d{4} \d\d:\d\d; уже в работе: 1$/, 'promised by a colleague till when, and in hand');
ask($other, 'ROLLBACK;');

# Who waits too long for what another window does is told in words
visitors(50, 51);
my $seller = session($people[3]);
my $SOON = "SET lock_timeout = '200ms';";
ask($other, "SELECT count(*) FROM desk.take('" . lead($_) . "');") for 50, 51;
ask($other, "SELECT desk.hand_over('" . lead(51) . "', 'general');");
ask($other, "BEGIN; SELECT desk.add_note('" . lead(50) . "', 'x');");
my $busy = qr/^ERROR:  something is just being done with lead [0-9a-f]{4}-[0-9a-f]{4} in another window/;
like(ask($one[0], "$SOON SELECT desk.reopen('" . lead(50) . "', 'mistake');"), $busy, 'who reopens');
my $again = session($people[1]);
like(ask($again, "$SOON SELECT desk.add_note('" . lead(50) . "', 'y');"), $busy, 'who does more with it');
like(ask($again, "$SOON SELECT desk.record_attempt('" . lead(50) . "', 'busy');"), qr/^ERROR:  something is just being done with the leads of this client/, 'with all of the client');
like(ask($again, "$SOON UPDATE desk.my_leads SET note = 'z';"), qr/^ERROR:  something is just being done with your leads/, 'in the grid');
ask($other, 'ROLLBACK;');
ask($other, "BEGIN; SELECT desk.undo('" . lead(51) . "');");
like(ask($again, "$SOON SELECT desk.undo('" . lead(51) . "');"), qr/^ERROR:  (?:you are just taking|something is just)/, 'who undoes');
like(ask($seller, "$SOON SELECT sales.take_deal('" . lead(51) . "');"), $busy, 'sales');
ask($other, 'ROLLBACK;');

for my $s (@one, $other, $third, $eye, $again, $seller) { close $s->{in}; waitpid $s->{pid}, 0; }
undef $db;
Database::must('psql', '-XqAt', '-d', 'postgres', '-c', "DROP ROLE $_") for @people;
done_testing();
