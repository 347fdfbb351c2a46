#!/usr/bin/perl
# keep-socket.pl PATH COMMAND...: what systemd does for a socket unit: keeps the listening socket,
# hands it to COMMAND as descriptor 3, and starts COMMAND anew whenever it ends. SIGHUP asks COMMAND
# to end, SIGTERM ends both. Prints how each run ended.
use strict;
use warnings;
use Fcntl qw(F_SETFD);
use IO::Socket::UNIX;
use POSIX ();

my ($path, @command) = @ARGV;
$| = 1;
unlink $path;
umask 0117;
my $socket = IO::Socket::UNIX->new(Local => $path, Listen => 4096) or die "$path: $!";
umask 0077;
POSIX::dup2(fileno($socket), 3) // die "dup2: $!" if fileno($socket) != 3;
open(my $third, '+<&=', 3) or die "descriptor 3: $!";
fcntl($third, F_SETFD, 0) or die "fcntl: $!";

my ($child, $stop) = (0, 0);
$SIG{HUP} = sub { kill TERM => $child if $child };
$SIG{TERM} = sub { $stop = 1; kill TERM => $child if $child };
until ($stop) {
    $child = fork // die "fork: $!";
    if ($child == 0) {
        @ENV{'LISTEN_FDS', 'LISTEN_PID'} = (1, $$);
        exec @command or die "$command[0]: $!";
    }
    1 while waitpid($child, 0) != $child;    # a signal may interrupt it
    printf "ended %d %d\n", $? >> 8, $? & 127;
}
