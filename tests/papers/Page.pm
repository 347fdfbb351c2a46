package Page;
# A page of the manual as a test reads it: headings, and below each the entries (.TP) with their tags and words.
#
#     my $page = Page->new('fcgi/firstline.8');
#     $page->entries('CHECK')        [{tag => '--json', text => 'The errors as ...'}, ...]
#     $page->names('CHECK')          the tags, those with commas taken apart, each up to its first blank
#     Page::same('...', \@have, \@want)   a test that names what is missing and what is invented
use strict;
use warnings;
use Test::More;

sub all { return sort map { glob } qw(fcgi/*.[578] fcgi/*/*.[578] nginx/*.[578] sql/*.[578]); }

# The words of a line of roff without its macro, its fonts and its escapes. .BR and the like join their words, .B does not.
sub words {
    my ($line) = @_;
    if ($line =~ s/^\.(BR|RB|BI|IB|IR|RI|B|I|SH|SS)\s+//) {
        my $glue = length $1 == 2 && $1 !~ /^S/ ? '' : ' ';
        my @words = map { defined $_->[0] ? $_->[0] =~ s/""/"/gr : $_->[1] } grep { defined $_->[0] || defined $_->[1] }
            map { [/^"/ ? (s/^"|"$//gr, undef) : (undef, $_)] } $line =~ /("(?:[^"]|"")*"|(?:\\.|[^\s"\\])\S*)/g;
        $line = join $glue, @words;
    }
    $line =~ s/\\f[BIRP]//g;
    $line =~ s/\\&//g;
    $line =~ s/\\\(en/–/g;
    $line =~ s/\\\(bu/*/g;
    $line =~ s/\\([- ])/$1/g;
    $line =~ s/\\e/\\/g;
    return $line;
}

sub new {
    my ($class, $path) = @_;
    open my $file, '<:encoding(UTF-8)', $path or die "$path: $!";
    my $self = bless { path => $path, head => '', heads => [], entries => {}, text => '' }, $class;
    my ($head, $entry, $tag_next) = ('');
    while (my $line = <$file>) {
        chomp $line;
        if ($line =~ /^\.TH\s+(.*)/) { $self->{head} = $1; next; }
        my $words = words($line);
        if ($line =~ /^\.S[HS]\s/) {
            ($head, $entry) = ($words, undef);
            push @{ $self->{heads} }, $head;
            $self->{entries}{$head} = [];
        } elsif ($line =~ /^\.TP/) { $tag_next = 1; }
        elsif ($tag_next) {
            $entry = { tag => $words, text => '' };
            push @{ $self->{entries}{$head} }, $entry;
            $tag_next = 0;
        } elsif ($line =~ /^\.(PP|LP|P)\b/) { $entry = undef; }
        elsif ($line !~ /^\.(br|nf|fi|\\")/) {
            $self->{text} .= "$words\n";
            $entry->{text} .= ($entry->{text} eq '' ? '' : ' ') . $words if $entry;
        }
    }
    return $self;
}

sub entries {
    my ($self, @heads) = @_;
    return map { $self->{entries}{$_} ? @{ $self->{entries}{$_} } : die "$self->{path}: no $_\n" } @heads;
}

sub names {
    my ($self, @heads) = @_;
    return map { map { /^(\S+)/ } split /,\s*/, $_->{tag} } $self->entries(@heads);
}

# Of two lists of names: equal but for the order, or each that only one has is named.
sub same {
    my ($what, $have, $want) = @_;
    my %have = map { $_ => 1 } @$have;
    my %want = map { $_ => 1 } @$want;
    my @missing = grep { !$have{$_} } sort keys %want;
    my @invented = grep { !$want{$_} } sort keys %have;
    ok(@$want > 0 && !@missing && !@invented, $what)
        or diag(map({ "the page lacks $_\n" } @missing), map({ "the page has $_, and the program has not\n" } @invented));
    return;
}

sub slurp { my ($path) = @_; local $/; open my $file, '<:encoding(UTF-8)', $path or die "$path: $!"; return <$file>; }

1;
