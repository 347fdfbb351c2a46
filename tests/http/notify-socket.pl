#!/usr/bin/perl
# notify-socket.pl PATH: what systemd does for a service of Type=notify: listens at PATH, which may begin with @, and
# prints what the service says, a line for each datagram.
use strict;
use warnings;
use Socket;

my ($path) = @ARGV;
$| = 1;
socket(my $socket, AF_UNIX, SOCK_DGRAM, 0) or die "socket: $!";
bind($socket, pack_sockaddr_un($path =~ s/^@/\0/r)) or die "$path: $!";
print "listening\n";
while (defined recv($socket, my $said, 4096, 0)) {
    print "$said\n";
}
