#!/usr/bin/perl
# tests/mutants/run itself: a defect that a test notices, one that it misses, and one that does not fit.
use strict;
use warnings;
use File::Temp qw(tempdir);
use FindBin qw($Bin);
use Test::More;

my $dir = tempdir(CLEANUP => 1);
sub lists {
    my ($test, @mutants) = @_;
    open my $out, '>', "$dir/probe.list" or die $!;
    print $out "% test $test\n", map { "\@ $_->[0]\nsql/001_schema.sql\n- $_->[1]\n+ $_->[2]\n" } @mutants;
    close $out;
    my $said = `"$Bin/../mutants/run" --jobs 1 "$dir/probe.list" 2>&1`;
    return ($? >> 8, $said);
}
my @noticed = (['the schema has another name', 'EXISTS intake;', 'EXISTS intakt;']);
my ($code, $said) = lists('grep -q "EXISTS intake;" sql/001_schema.sql', @noticed);
is($code, 0, 'all noticed is well');
like($said, qr/1 of 1 noticed/, 'and said');
($code, $said) = lists('grep -q "EXISTS intake;" sql/001_schema.sql', @noticed, ['desk', 'EXISTS desk;', 'EXISTS dusk;']);
is($code, 1, 'one of two is not');
like($said, qr/^probe: missed: sql\/001_schema\.sql: desk$/m, 'and is named');
($code, $said) = lists('true', ['nowhere', 'no such text', 'x']);
is($code, 1, 'a defect that cannot be planted fails');
like($said, qr/does not stand there once/, 'and says why');
($code, $said) = lists('false', @noticed);
isnt($code, 0, 'tests that fail without a defect prove nothing');
like($said, qr/fails without any defect/, 'and say so');
done_testing();
