#!/usr/bin/perl
# firstline(8) and firstline.conf(5) against the program: each command and option, and each setting with all that is said of
# it. Both ways: what a page lacks is named, and so is what it has invented.
use strict;
use warnings;
use open qw(:std :encoding(UTF-8));
use FindBin qw($Bin);
use lib $Bin;
use Page;
use Test::More;

chdir "$Bin/../.." or die;
my $bin = shift // 'build/firstline';
my $page = Page->new('fcgi/firstline.8');

sub said { my (@words) = @_; open my $out, '-|', $bin, @words or die; local $/; my $text = <$out>; close $out; return $text; }
sub options { my ($text) = @_; return grep { $_ ne '--help' } $text =~ /(--[a-z][a-z-]*)/g; }

my @commands = said('help') =~ /^  ([a-z-]+) /mg;
my @described = map { lc } grep { /^[A-Z-]+$/ && !/^(?:NAME|SYNOPSIS|DESCRIPTION|SIGNALS|ENVIRONMENT|FILES)$/ } @{ $page->{heads} };
Page::same('firstline(8) has a section for each command', \@described, \@commands);
for my $command (@commands) {
    my $help = said($command, '--help');
    is($?, 0, "firstline $command --help answers");
    like(Page::slurp('fcgi/firstline.8') =~ s/\\-/-/gr, qr/^\.B firstline $command\b/m, "and is in the synopsis");
    my @options = options($help);
    my @on_page = grep { /^--/ } map { s/=.*//r } $page->names(uc $command);
    Page::same("the options of $command", \@on_page, \@options) if @options || @on_page;
}

# firstline.conf(5) says of each setting what the annotated file of that program says
for (['serve', 'SETTINGS'], ['desk', 'SETTINGS OF THE DESK']) {
    my ($program, $section) = @$_;
    my (@printed, %printed);
    for (split /\n\n/, said($program, '--print-config')) {
        next unless /^# ([a-z-]+ [A-Z]+): (.*)\n((?:# .*\n)+)#([a-z-]+) =(?: (.*))?$/;
        my ($tag, $help, $more, $default) = ($1, $2, $3, $5);
        $tag =~ s/ / = /;
        $more =~ s/^# //mg;
        $more =~ s/\s+/ /g;
        push @printed, $tag;
        $printed{$tag} = "$help. ${more}" . (defined $default ? "Default: $default." : 'No default.');
    }
    my @settings = Page->new('fcgi/firstline.conf.5')->entries($section);
    Page::same("firstline.conf(5) has each setting of $program", [map { $_->{tag} } @settings], \@printed);
    is(lcfirst $_->{text}, lcfirst($printed{ $_->{tag} } // ''), "firstline.conf(5) on $_->{tag} of $program") for @settings;
}

# README names some options, and none that there is not
my %there = map { $_ => 1 } map { options(said($_, '--help')) } @commands;
my @named = map { s/`//gr } Page::slurp('README.md') =~ /^\| (`--[a-z-]+)/mg;
is(join(' ', grep { !$there{$_} } @named), '', 'README has invented no option');

# Of one version and one day; every page that a page or a unit names is there, and firstline(8) names them all
my $first;
my %pages = map { m{([^/]+)\.(\d)$} ? ("$1($2)" => 1) : () } Page::all();
for my $path ('fcgi/firstline.8', grep { $_ ne 'fcgi/firstline.8' } Page::all()) {
    my $text = Page->new($path);
    my ($version) = $text->{head} =~ s/"//gr =~ /^\S+ \d (\d{4}-\d\d-\d\d firstline [\d.]+) /;
    $first //= $version;
    is($version, $first, "$path: of the version of the others");
    my @gone = grep { !$pages{$_} } $text->{text} =~ /\b(firstline[a-z.-]*\(\d\))/g;
    is("@gone", '', "$path: the pages it names are there");
}
my %named = map { $_ => 1 } $page->{text} =~ /\b(firstline[a-z.-]*\(\d\))/g;
is(join(' ', grep { !$named{$_} && $_ ne 'firstline(8)' } sort keys %pages), '', 'firstline(8) leads to every page');
for my $unit (glob 'fcgi/*.service fcgi/*.socket fcgi/*/*.{service,socket,timer,target}') {
    next unless -e $unit;
    my @gone = grep { !$pages{$_} } Page::slurp($unit) =~ /man:(\S+)/g;
    is("@gone", '', "$unit: the pages it names are there");
}
done_testing;
