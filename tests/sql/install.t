#!/usr/bin/perl
# Installing: the second time changes nothing, and repairs what was changed by hand. In a database of its own.
use strict;
use warnings;
use FindBin qw($Bin);
use Test::More;

my $name = "firstline_install_$$";
my @psql = ('psql', '-XqAt', '-v', 'ON_ERROR_STOP=1');
my @install = (@psql, '--single-transaction', '-d', $name, '-f', "$Bin/../../sql/install.sql");

sub output { open my $pipe, '-|', @_ or die "$_[0]: $!"; local $/; my $text = <$pipe>; close $pipe; return $text; }
# Schema and rights, the rights on the database, and what was done once; without pg_dump's random key.
sub state_now {
    my $dump = output('pg_dump', '-s', '--create', $name);
    $dump =~ s/^\\(un)?restrict .*\n//mg;
    return $dump . output(@psql, '-d', $name, '-c', 'SELECT * FROM intake.migration ORDER BY name; TABLE intake.setting');
}

system(@psql, '-d', 'postgres', '-c', "CREATE DATABASE $name") == 0 or BAIL_OUT('no database');
is(output(@install), '', 'an installation says nothing');
is($?, 0, 'and succeeds');
my $first = state_now();
like($first, qr/CREATE TABLE intake\.lead /, 'the tables are there');

is(output(@install), '', 'a second time');
is($?, 0, 'succeeds');
is(state_now(), $first, 'and changes nothing');

system(@psql, '-d', $name, '-c', <<"SQL");
GRANT SELECT ON intake.lead TO firstline_sales;
GRANT ALL ON SCHEMA intake TO PUBLIC;
GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA intake TO firstline_marketing;
GRANT TEMP ON DATABASE $name TO PUBLIC;
DROP TRIGGER facts_stay ON intake.lead;
ALTER ROLE firstline_intake RESET lock_timeout;
SQL
isnt(state_now(), $first, 'rights given away by hand and a trigger dropped');
system(@install);
is(state_now(), $first, 'are put right by the next installation');

# Two at once: the lock lets one after the other
my @pids = map { my $pid = fork // die; exec @install if !$pid; $pid } 1 .. 3;
my $failed = grep { waitpid($_, 0); $? != 0 } @pids;
is($failed, 0, 'three installations at once do not disturb each other');
is(state_now(), $first, 'nor change anything');

system(@psql, '-d', 'postgres', '-c', "DROP DATABASE $name");
done_testing();
