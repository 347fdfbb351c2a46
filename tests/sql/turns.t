#!/usr/bin/perl
# Whose turn a deal is, when several are handed over at once: two people get two deals, and nobody waits for anybody. And a deal that
# a seller takes while the qualifier takes it back is one's or the other's. Real psql processes, in a database of its own.
use strict;
use warnings;
use FindBin qw($Bin);
use lib "$Bin/lib";
use Database;
use IPC::Open2;
use Test::More;

$ENV{PGOPTIONS} = '-c client_min_messages=error -c lock_timeout=20s';
my $db = Database->new;
Database::must($db->install_command);
Database::must($db->psql('-f', "$Bin/lib/helper.sql"));
my ($olga, $pavel, $anna, $boris) = map { "turns_${_}_$$" } qw(olga pavel anna boris);
$db->sql(<<"SQL");
UPDATE intake.setting SET assign_deals = true, recheck_share = 0, call_from = '00:00', call_until = '24:00';
UPDATE intake.team SET price_floor = NULL; DELETE FROM intake.required_answer;
SELECT desk.add_staff('$olga', 'Olga', 'desk'), desk.add_staff('$pavel', 'Pavel', 'desk'), desk.add_staff('$anna', 'Anna', 'sales', '{general}'),
       desk.add_staff('$boris', 'Boris', 'sales', '{general}');
GRANT USAGE ON SCHEMA test TO PUBLIC;
SELECT test.submit(test.record(1), test.record(2), test.record(3), test.record(4));
SQL
END { $db->sql("DROP OWNED BY $_; DROP ROLE $_") for grep { $db && defined } $olga, $pavel, $anna, $boris }

sub session {
    my ($who) = @_;
    my $pid = open2(my $out, my $in, 'psql', '-XqAt', '-v', 'VERBOSITY=terse', '-d', $db->{name});
    my $s = { pid => $pid, in => $in, out => $out };
    ask($s, "SET SESSION AUTHORIZATION $who;");
    return $s;
}
sub say_to { my ($s, $sql) = @_; $s->{in}->print("$sql\n\\echo ~ :SQLSTATE\n"); $s->{in}->flush; return; }
sub answer { my ($s) = @_; while (my $line = readline $s->{out}) { return $1 if $line =~ /^~ (\w+)/ } return 'gone'; }
sub ask { my ($s, $sql) = @_; say_to($s, $sql); return answer($s); }
sub deals { return $db->sql('SELECT string_agg(concat_ws($$ $$, owner, outcome), $$, $$ ORDER BY lead) FROM intake.deal') }

my ($a, $b, $seller) = map { session($_) } $olga, $pavel, $anna;
is(ask($a, "SELECT test.take($_);"), '00000', 'a lead') for 1, 2;
is(ask($b, "SELECT test.take($_);"), '00000', 'a lead') for 3, 4;
is(ask($a, 'BEGIN; SELECT desk.hand_over(test.receipt(1), $$general$$);'), '00000', 'one hand-over, not committed');
is(ask($b, 'BEGIN; SET LOCAL lock_timeout = $$1s$$; SELECT desk.hand_over(test.receipt(3), $$general$$);'), '00000', 'another waits for nobody');
my $c = session($pavel);
is(ask($c, 'SET lock_timeout = $$1s$$; SELECT desk.hand_over(test.receipt(4), $$general$$);'), '00000', 'nor a third');
is(ask($_, 'COMMIT;'), '00000', 'they are done') for $a, $b;
is(deals(), "$anna, $boris, $anna", 'two people, and the turn of the third is not counted');
is(ask($a, 'SELECT desk.hand_over(test.receipt(2), $$general$$);'), '00000', 'the next');
is($db->sql('SELECT owner FROM intake.deal WHERE lead = test.lead(2)'), $anna, 'goes to the one who waited longest');

# A seller takes what is being taken back: who is first has it.
is(ask($a, 'BEGIN; SELECT desk.undo(test.receipt(1));'), '00000', 'a hand-over is being undone');
say_to($seller, 'SELECT sales.add_note(test.receipt(1), $$called$$);');
is(ask($a, 'COMMIT;'), '00000', 'it is');
is(answer($seller), '42501', 'the seller has come too late');
is(ask($seller, 'BEGIN; SELECT sales.add_note(test.receipt(2), $$called$$);'), '00000', 'a seller begins with a deal');
say_to($a, 'SELECT desk.undo(test.receipt(2));');
is(ask($seller, 'COMMIT;'), '00000', 'and has');
is(answer($a), '55000', 'the qualifier has come too late');
is(deals(), "$anna withdrawn, $anna, $boris, $anna", 'so it is');
close $_->{in} for $a, $b, $c, $seller;
waitpid $_->{pid}, 0 for $a, $b, $c, $seller;

done_testing();
