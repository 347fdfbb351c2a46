#!/usr/bin/perl
# What the three articles wish for, 39 wishes, is told in the stories: each once, as a wish of one of them, and followed by what
# somebody types and sees; or it waits, and it is said for what.
use strict;
use warnings;
use FindBin qw($Bin);
use Test::More;

my %articles = map { $_ => 1 } 'Smart Logistics', 'First line in a CRM', "Will buy or won't";
my @told;
for my $story (glob "$Bin/story_*.sql") {
    open my $file, '<', $story or die "$story: $!";
    my ($wish, $person);
    my $proved = sub { ok($wish->{proved}, "wish $wish->{number} is more than words") if $wish && !$wish->{waits} };
    while (my $line = <$file>) {
        if ($line =~ /^-- Wish (\d+), (.*?)(, waits)?: (.+)$/) {
            $proved->();
            push @told, $wish = { number => $1, waits => $3 };
            ok($articles{$2}, "wish $1 is of one of the articles");
            like($4, qr/; because /, "wish $1 waits for something") if $3;
        }
        elsif ($line =~ /^-- Wish/) { fail("$story: $line") }
        $person = $1 if $line =~ /^SET SESSION AUTHORIZATION (\w+)/;
        undef $person if $line =~ /^RESET SESSION/;
        $wish->{proved} = 1 if $wish && $person && $line =~ /^SELECT (is|is_empty|matches|results_eq|throws_ok|lives_ok)\(/;
    }
    $proved->();
}
is_deeply([sort { $a <=> $b } map { $_->{number} } @told], [1 .. 39], 'each wish once');
is_deeply([map { $_->{number} } grep { $_->{waits} } @told], [23, 36], 'two of them wait');
done_testing;
