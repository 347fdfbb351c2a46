#!/usr/bin/perl
# make-matomo.pl >sql/226_matomo_list.sql: the file that loads Matomo's lists of search engines, social networks and AI
# assistants, which lie beside (CC0). Runs when they are renewed; its output is kept.
#
# A line is a service with its hosts as Matomo writes them; intake.replace_list expands {}, and leaves out what has a path,
# for a browser tells the host only.
use strict;
use warnings;
use utf8;
use open qw(:std :encoding(UTF-8));
use FindBin qw($Bin);

my @lists = ( [ search => 'SearchEngines' ], [ social => 'Socials' ], [ ai => 'AIAssistants' ] );

# The services of a file in their order, each with the hosts under "urls:", or right under the name.
sub services {
    my ($path) = @_;
    open my $in, '<', $path or die "$path: $!\n";
    my ( @found, $is_hosts );
    while (<$in>) {
        if (/^(\S.*?):\s*$/) { push @found, { name => service_name($1), hosts => [] }; $is_hosts = 1 }
        elsif (/^[ -]+(\w+):\s*$/) { $is_hosts = $1 eq 'urls' }
        elsif ( /^ +- *['"]?([^\s'"]+)/ && $is_hosts && @found ) { push @{ $found[-1]{hosts} }, $1 }
    }
    return @found;
}

sub service_name {
    my ($name) = @_;
    $name =~ s/^(['"])(.*)\1$/$2/;
    $name =~ s/%([0-9A-F]{2})/chr hex $1/ge;
    return lc $name;
}

sub quoted { my ($text) = @_; return "'" . $text =~ s/'/''/gr . "'" }

my @rows;
for my $list (@lists) {
    my ( $kind, $file ) = @$list;
    for my $service ( services("$Bin/matomo/$file.yml") ) {
        my %seen;
        my @hosts = grep { !m{/} && !$seen{$_}++ } @{ $service->{hosts} };
        push @rows, sprintf '    (%s, %s, %s)', quoted($kind), quoted( $service->{name} ), quoted("@hosts") if @hosts;
    }
}
print <<'HEAD', join( ",\n", @rows ), <<'TAIL';
-- Matomo's lists of search engines, social networks and AI assistants (CC0 1.0), made by sql/lists/make-matomo.pl. Loaded if there
-- is none yet: a newer one that the owner has loaded stays. What seed (224) knows better is left out.

WITH list (kind, name, hosts) AS (VALUES
HEAD

)
SELECT intake.replace_list('matomo', jsonb_agg(jsonb_build_object('match', 'host', 'key', h.key, 'kind', l.kind, 'name', l.name)))
  FROM list AS l CROSS JOIN LATERAL string_to_table(l.hosts, ' ') AS h (key)
HAVING NOT EXISTS (SELECT FROM intake.channel_word AS w WHERE w.origin = 'matomo') \g /dev/null
TAIL
