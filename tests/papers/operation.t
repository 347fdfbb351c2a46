#!/usr/bin/perl
# What an operator sees, against the sources: exit codes, and each event of the log with its levels. Metrics are held by
# tests/http/papers.test.mjs, against what a running program says.
use strict;
use warnings;
use open qw(:std :encoding(UTF-8));
use FindBin qw($Bin);
use lib $Bin;
use Page;
use Test::More;

chdir "$Bin/../.." or die;
my %sources = map { $_ => Page::slurp($_) } glob 'fcgi/*/*.c fcgi/*/*.cc';

# sysexits.h; doctor has codes of its own, which its section tells
my %number = (OK => 0, USAGE => 64, DATAERR => 65, NOINPUT => 66, NOUSER => 67, NOHOST => 68, UNAVAILABLE => 69, SOFTWARE => 70,
    OSERR => 71, OSFILE => 72, CANTCREAT => 73, IOERR => 74, TEMPFAIL => 75, PROTOCOL => 76, NOPERM => 77, CONFIG => 78);
my %used = map { $_ => 1 } map { $_ =~ /\bEX_([A-Z]+)\b/g } values %sources;
my @codes = map { $number{$_} // "EX_$_" } keys %used;
Page::same('exit codes', [Page->new('fcgi/firstline.8')->names('EXIT STATUS')], \@codes);

# Every call of log_line and log_limited: the words that are the event, and the levels that it names. Where it names none
# (a table has it) the page is believed.
my (%event, %levels);
for my $path (grep { $_ ne 'fcgi/base/log.c' } keys %sources) {
    while ($sources{$path} =~ /\blog_(?:line|limited)\(((?:"(?:[^"\\]|\\.)*"|[^";])*)\);/g) {
        my $call = $1;
        my @levels = map { lc } $call =~ /\bLOG_(ERROR|WARN|INFO|DEBUG)\b/g;
        my @names;
        for my $word ($call =~ /"((?:[^"\\]|\\.)*)"/g) { last if $word !~ /^[a-z_]+$/; push @names, $word; }
        @names or fail("$path: a line whose event is not found: $call");
        for my $name (@names) {
            $event{$name} = 1;
            $levels{$name}{$_} = 1 for @levels ? @levels : 'a table';
        }
    }
    while ($sources{$path} =~ /fprintf\(stderr, "(error|warn|info) ([a-z_]+)[ \\]/g) { $event{$2} = $levels{$2}{$1} = 1; }
}
my $log = Page->new('fcgi/firstline-log.7');
my @entries = map { $log->entries($_) } grep { ref $log->{entries}{$_} && @{ $log->{entries}{$_} } } @{ $log->{heads} };
Page::same('events of the log', [map { $_->{tag} =~ /^(\S+)/ } @entries], [keys %event]);
for my $entry (@entries) {
    my ($name, $levels) = $entry->{tag} =~ /^(\S+) (.*)/;
    my %want = %{ $levels{ $name // '' } // {} };
    next if $want{'a table'};
    is(join(' ', sort split /, /, $levels // ''), join(' ', sort keys %want), "levels of $entry->{tag}");
    like($entry->{text}, qr/\w/, "$name: says what it means");
}
done_testing;
