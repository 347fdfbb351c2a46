#!/usr/bin/perl
# Installing: the second time changes nothing, and repairs what was changed by hand; a database that firstline cannot live
# in is refused with the command that makes a right one. In databases of its own.
use strict;
use warnings;
use FindBin qw($Bin);
use lib "$Bin/lib";
use Database;
use Test::More;

my $db = Database->new;
my ($said, $good) = $db->install;
is($said, '', 'an installation says nothing');
ok($good, 'and succeeds');
my $first = $db->state_now;
like($first, qr/CREATE TABLE intake\.lead /, 'the tables are there');

($said, $good) = $db->install;
is($said, '', 'a second time');
ok($good, 'succeeds');
is($db->state_now, $first, 'and changes nothing');

$db->sql(<<"SQL");
GRANT SELECT ON intake.lead TO firstline_sales;
GRANT SELECT (phone) ON desk.queue TO firstline_marketing;
GRANT ALL ON SCHEMA intake TO PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA intake TO firstline_marketing;
GRANT TEMP ON DATABASE $db->{name} TO PUBLIC;
DROP TRIGGER facts_stay ON intake.lead;
DROP VIEW desk.promised;
ALTER ROLE firstline_intake RESET lock_timeout;
SQL
isnt($db->state_now, $first, 'rights given away by hand, a trigger and a view dropped');
$db->install;
is($db->state_now, $first, 'are put right by the next installation');

# Two at once: the lock lets one after the other
my @pids = map { my $pid = fork // die; exec $db->install_command if !$pid; $pid } 1 .. 3;
my $failed = grep { waitpid($_, 0); $? != 0 } @pids;
is($failed, 0, 'three installations at once do not disturb each other');
is($db->state_now, $first, 'nor change anything');

# Databases that are not right
for my $wrong (["ENCODING 'SQL_ASCII' LOCALE 'C'", qr/its encoding is SQL_ASCII, not UTF8/],
               ["ENCODING 'LATIN1' LOCALE 'C'",    qr/its encoding is LATIN1, not UTF8/],
               ["ENCODING 'UTF8' LOCALE 'C'",      qr/small and capital Cyrillic letters/]) {
    my ($options, $why) = @$wrong;
    my $other = Database->new("TEMPLATE template0 $options");
    ($said, $good) = $other->install;
    ok(!$good, "$options: refused");
    like($said, $why, 'with the reason');
    is($other->sql("SELECT count(*) FROM pg_namespace WHERE nspname = 'intake'"), 0, 'and left as it was');
    my ($command) = $said =~ /^HINT: .*: (CREATE DATABASE .*)$/m;
    ok($command, 'and with a command') or next;
    Database::must('psql', '-Xq', '-d', 'postgres', '-c', "DROP DATABASE $other->{name}");
    Database::must('psql', '-Xq', '-d', 'postgres', '-c', $command);
    ($said, $good) = $other->install;
    ok($good, 'which makes one that is right') or diag($said);
}

# A column that a table gets later must not shift what an INSERT means. The frozen 1nn fill tables that they have just made.
my @frozen = map { s{.*/}{}r } glob "$Bin/../upgrade/*/sql/1*.sql";
my @unnamed;
for my $path (glob "$Bin/../../sql/*.sql") {
    my $file = $path =~ s{.*/}{}r;
    next if grep { $_ eq $file } @frozen;
    open my $in, '<', $path or die;
    local $/;
    push @unnamed, map { "$file: $_" } <$in> =~ /\b(INSERT\s+INTO\s+[\w.]++(?:\s+AS\s+\w++)?+\s*+(?!\().*)/gi;
}
is_deeply(\@unnamed, [], 'every INSERT names its columns');
done_testing();
