#!/usr/bin/perl
# Runs lib/walk.sql in a database of its own, made here and dropped again; its output is TAP. WALK_STEPS says how many operations
# (2000, so that each kind occurs); by hand ten thousand are worth their minutes.
use strict;
use warnings;
use FindBin qw($Bin);

my $name = "firstline_walk_$$";
my @psql = ('psql', '-Xq', '-v', 'ON_ERROR_STOP=1');
sub run { system(@_) == 0 or die "failed: @_\n" }

run(@psql, '-d', 'postgres', '-c', "CREATE DATABASE $name");
run(@psql, '--single-transaction', '-d', $name, '-f', "$Bin/../../sql/install.sql");
my $status = system(@psql, '-d', $name, '-v', 'steps=' . ($ENV{WALK_STEPS} // 2000), '-f', "$Bin/lib/walk.sql");
run(@psql, '-d', 'postgres', '-c', "DROP DATABASE $name WITH (FORCE)", map { ('-c', "DROP ROLE walk_$_") } qw(a b c g s));
exit($status >> 8);
