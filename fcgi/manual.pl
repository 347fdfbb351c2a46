#!/usr/bin/perl
# manual.pl FOLDER PAGE...: each page as FOLDER/NAME.SECTION.html, with links to the others, and an index of all. MANDOC is
# the program that reads them (mandoc).
use strict;
use warnings;
use open qw(:std :encoding(UTF-8));
use File::Basename qw(basename dirname);
use File::Copy qw(copy);
use File::Path qw(make_path);

my ($folder, @pages) = @ARGV;
@pages or die "usage: manual.pl FOLDER PAGE...\n";
my $mandoc = $ENV{MANDOC} // 'mandoc';
my %path = map { basename($_) => $_ } @pages;
make_path($folder);
copy(dirname($0) . '/manual.css', "$folder/manual.css") or die "$folder: $!\n";

sub write_file { my ($path, $text) = @_; open my $file, '>', $path or die "$path: $!\n"; print $file $text; close $file or die "$path: $!\n"; return; }

sub html_of {
    my ($page) = @_;
    open my $out, '-|', $mandoc, '-T', 'html', '-O', 'style=manual.css,toc', $path{$page} or die "$mandoc: $!\n";
    my $text = do { local $/; <$out> };
    close $out or die "$path{$page}: $mandoc failed\n";
    return $text;
}

# A line that begins with a blank is a break to mandoc, and in an example a blank line; what stands four blanks in is in a
# box here.
sub with_examples {
    my ($text) = @_;
    $text =~ s{<pre>(.*?)</pre>}{my $lines = $1 =~ s/\n?<br\/>\n/\n/gr =~ s/^\n+//r; $lines =~ s/^ {4}//mg if $lines !~ /^(?! {4}|\n)./m; "<pre>$lines</pre>"}gse;
    return $text;
}

# NAME(SECTION) of another page becomes a link to it
sub with_links {
    my ($page, $text) = @_;
    $text =~ s{<b>([\w.-]+)</b>\((\d)\)}{my $to = "$1.$2"; $path{$to} && $to ne $page ? qq(<a href="$to.html"><b>$1</b>($2)</a>) : $&}ge;
    $text =~ s{(<body>\n)}{$1<p class="home"><a href="index.html">firstline: the manual</a></p>\n};
    return $text;
}

my %says;
for my $page (sort keys %path) {
    my $text = with_examples(html_of($page));
    ($says{$page}) = $text =~ m{id="NAME".*?<p class="Pp">.*? - (.*?)</p>}s or die "$path{$page}: no NAME\n";
    $says{$page} =~ s/\s+/ /g;
    write_file("$folder/$page.html", with_links($page, $text));
}

# Commands first, then files, then all else; of each kind the one that leads to the others
sub place { my ($page) = @_; my ($section) = $page =~ /(\d)$/; return { 8 => 0, 5 => 1 }->{$section} // 2; }
my $list = join '', map { my ($name, $section) = /^(.*)\.(\d)$/; qq(  <dt><a href="$_.html">$name($section)</a></dt>\n  <dd>$says{$_}</dd>\n) }
    sort { place($a) <=> place($b) || $a cmp $b } keys %path;
write_file("$folder/index.html", <<"END");
<!DOCTYPE html>
<html>
<head>
  <meta charset="utf-8"/>
  <meta name="viewport" content="width=device-width, initial-scale=1.0"/>
  <link rel="stylesheet" href="manual.css" type="text/css" media="all"/>
  <title>firstline: the manual</title>
</head>
<body>
<h1>firstline: the manual</h1>
<dl class="Bl-tag">
$list</dl>
</body>
</html>
END
