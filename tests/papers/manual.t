#!/usr/bin/perl
# make manual: every page is there as HTML, and so is where each link leads; a page that is named is linked to.
use strict;
use warnings;
use open qw(:std :encoding(UTF-8));
use FindBin qw($Bin);
use lib $Bin;
use File::Basename qw(basename);
use File::Temp qw(tempdir);
use Page;
use Test::More;

chdir "$Bin/../.." or die;
my $dir = tempdir(CLEANUP => 1);
is(system('fcgi/manual.pl', $dir, Page::all()), 0, 'the manual is made');

my %pages = map { basename($_) => 1 } Page::all();
my %html = map { basename($_) => Page::slurp($_) } glob "$dir/*.html";
Page::same('a file for each page, and an index', [keys %html], ['index.html', map { "$_.html" } keys %pages]);
for my $file (sort keys %html) {
    my %ids = map { $_ => 1 } $html{$file} =~ /\bid="([^"]+)"/g;
    my @dead = grep { /^#(.*)/ ? !$ids{$1} : !-e "$dir/$_" } $html{$file} =~ /href="([^"]+)"/g;
    is("@dead", '', "$file: every link leads somewhere");
    my @plain = grep { $pages{ s/\((\d)\)/.$1/r } && "$_.html" ne $file } map { s/<[^>]*>//gr } $html{$file} =~ m{(?<!">)(<b>firstline[\w.-]*</b>\(\d\))}g;
    unlike($html{$file}, qr{<pre>(?:(?!</pre>).)*<br/>}s, "$file: the lines of an example stand close");
    my ($own) = $file =~ /^(.*)\.(\d)\.html$/ ? "$1($2)" : '';
    is(join(' ', grep { $_ ne $own } @plain), '', "$file: every page it names is a link");
}
my @in_index = $html{'index.html'} =~ /href="(firstline[^"]*)\.html"/g;
Page::same('the index has every page', \@in_index, [keys %pages]);
done_testing;
