#!/usr/bin/perl
# SECURITY.md against the tests: each requirement of ASVS that its table claims stands in the name of a test in the files that it
# names, and each that a test has in its name is in the table.
use strict;
use warnings;
use open qw(:std :encoding(UTF-8));
use FindBin qw($Bin);
use lib $Bin;
use Page;
use Test::More;

chdir "$Bin/../.." or die;
my $number = qr/V\d+\.\d+\.\d+/;
my (%claimed, %tested);
for (Page::slurp('SECURITY.md') =~ /^\| (V.*) \|$/mg) {
    my ($requirements, undef, $where) = split / \| /;
    my @files = map { "tests/http/$_.test.mjs" } $where =~ /\b(desk_[a-z]+)/g;
    my %there = map { $_ => 1 } map { numbers($_) } @files;
    for ($requirements =~ /($number)/g) {
        $claimed{$_} = 1;
        ok($there{$_}, "$_ is in the name of a test of @files");
    }
    ok(-e, "$_ is there") for map { /^test_/ ? "tests/unit/$_.c" : /^fuzz_/ ? "tests/fuzz/$_.c" : $_ } $where =~ /`([^`]+)`/g;
}
$tested{$_} = 1 for map { numbers($_) } glob 'tests/http/desk_*.test.mjs';
Page::same('requirements of the table and of the tests', [sort keys %claimed], [sort keys %tested]);
done_testing;

# In names of tests.
sub numbers { my ($file) = @_; return map { /($number)/g } Page::slurp($file) =~ /test\(['`]((?:$number )+)/g; }
