#!/usr/bin/perl
# Who signs in from where: the lines of firstline-access(7), put into a server of its own with TLS, let in whom they are
# for, and nobody else.
use strict;
use warnings;
use FindBin qw($Bin);
use lib "$Bin/lib", "$Bin/../papers";
use Database;
use File::Temp qw(tempdir);
use IO::Socket::INET;
use Test::More;

my $root = "$Bin/../..";
my $dir = tempdir(CLEANUP => 1);
my $stack = "$root/tests/stack.sh";
my $tester = $$;
END { local $?; system $stack, 'down', $dir if defined $tester && $$ == $tester; }

# What stands between .nf and .fi, as it is read, of the lines that begin so
my $page = Database::slurp("$root/fcgi/firstline-access.7");
$page =~ s/\\-/-/g;
my @lines = map { s/^\s+//r } grep { /^ {4}\S/ } split /\n/, $page;
my @hba = grep { /^(?:local|host|hostssl) / } @lines;
my @ident = grep { /^firstline  firstline\S* +firstline_(?:intake|desk)$/ } @lines;
my @roles = grep { /^ALTER ROLE/ } @lines;
my ($tool) = map { /^firstline staff add (\S+) .*--works-in marketing/ ? $1 : () } @lines;
is(scalar @hba, 8, 'the page has lines for the machine itself and for others');
is(scalar @ident, 2, 'and one for pg_ident.conf of each program');

# Here, "another machine" is this one over TCP, and the service's user is whoever runs this
my $me = getpwuid $>;
s{\b10\.0\.0\.\d+/\d+}{127.0.0.1/32} for @hba;
s/^(\S+  )firstline\S*/$1$me/ for @ident;

Database::must($stack, 'db', $dir);
my $probe = IO::Socket::INET->new(Listen => 1, LocalAddr => '127.0.0.1') or die "no port: $!";
my $port = $probe->sockport;
close $probe;
my %server = (PGHOST => readlink("$dir/run") // "$dir/run", PGPORT => 5432, PGDATABASE => 'firstline', PGUSER => 'postgres');
sub psql { # %more: libpq's variables; then SQL: what was said, and whether all went well
    my ($more, $sql) = @_;
    local @ENV{ keys %server } = values %server;
    delete local @ENV{ grep { /^PG/ && !exists $server{$_} } keys %ENV };
    local @ENV{ keys %$more } = values %$more;
    my ($said, $good) = Database::run_command('psql', '-XqAtw', '-v', 'ON_ERROR_STOP=1', '-c', $sql);
    chomp $said;
    return ($said, $good);
}
sub owner { my ($said, $good) = psql({}, $_[0]); $good or die $said; return $said; }

sub write_as_owner { # a file of the server's, which belongs to its user
    my ($path, $text) = @_;
    my (undef, undef, undef, undef, $uid, $gid) = stat "$dir/pgdata";
    open my $file, '>', $path or die "$path: $!";
    print $file $text;
    close $file or die;
    chmod 0600, $path;
    chown $uid, $gid, $path;
    return;
}
Database::must('openssl', 'req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '2', '-subj', '/CN=localhost',
    '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1', '-keyout', "$dir/server.key", '-out', "$dir/server.crt");
write_as_owner("$dir/pgdata/$_", Database::slurp("$dir/$_")) for 'server.key', 'server.crt';
write_as_owner("$dir/pgdata/pg_hba.conf", join "\n", 'local all postgres trust', @hba, '');
write_as_owner("$dir/pgdata/pg_ident.conf", join "\n", @ident, '');
owner("ALTER SYSTEM SET $_") for 'ssl = on', "port = $port", "listen_addresses = '127.0.0.1'";
Database::must($stack, 'stop', $dir, 'postgres');
Database::must($stack, 'start', $dir, 'postgres');
$server{PGPORT} = $port;
is(owner('SELECT line_number, error FROM pg_hba_file_rules WHERE error IS NOT NULL'), '', 'the server understands every line');

owner("SELECT desk.add_staff('olga', 'Olga', 'desk'), desk.add_staff('$tool', 'Charts', 'marketing')");
owner($_ =~ s/;$//r) for @roles;
owner('CREATE ROLE stranger LOGIN');
owner("ALTER ROLE $_ PASSWORD 'right'") for qw(olga grafana firstline_intake firstline_desk stranger postgres);
like(owner("SELECT rolpassword FROM pg_authid WHERE rolname = 'olga'"), qr/^SCRAM-SHA-256/, 'passwords are kept as SCRAM');

my %tls = (PGHOST => 'localhost', PGSSLMODE => 'verify-full', PGSSLROOTCERT => "$dir/server.crt", PGPASSWORD => 'right');
my @cases = (
    ['a qualifier, over TLS', { %tls, PGUSER => 'olga' }, 'SELECT desk.caller()', qr/^olga$/],
    ['with a wrong password', { %tls, PGUSER => 'olga', PGPASSWORD => 'wrong' }, 'SELECT 1', qr/password authentication failed/],
    ['without TLS', { %tls, PGUSER => 'olga', PGSSLMODE => 'disable' }, 'SELECT 1', qr/pg_hba\.conf rejects connection .*no encryption/],
    ['a tool for reports', { %tls, PGUSER => 'grafana' }, 'SELECT count(*) FROM marketing.funnel', qr/^\d+$/],
    ['and what is not for it', { %tls, PGUSER => 'grafana' }, 'SELECT * FROM desk.queue', qr/permission denied for schema desk/],
    ['a node of the service', { %tls, PGUSER => 'firstline_intake' }, 'SELECT 1 FROM intake.history()', qr/^1$/],
    ['the superuser, over the network', { %tls, PGUSER => 'postgres' }, 'SELECT 1', qr/pg_hba\.conf rejects connection/],
    ['a login of nobody here', { %tls, PGUSER => 'stranger' }, 'SELECT 1', qr/pg_hba\.conf rejects connection/],
    ['another database', { %tls, PGUSER => 'olga', PGDATABASE => 'postgres' }, 'SELECT 1', qr/pg_hba\.conf rejects connection/],
    ['a qualifier on the machine itself', { PGUSER => 'olga', PGPASSWORD => 'right' }, 'SELECT desk.caller()', qr/^olga$/],
    ['and without a password', { PGUSER => 'olga' }, 'SELECT 1', qr/no password supplied/],
    ['a name that nobody has is asked as well', { PGUSER => 'nobody_here', PGPASSWORD => 'right' }, 'SELECT 1', qr/password authentication failed/],
    ['the desk on the machine itself', { PGUSER => 'firstline_desk' }, 'SET ROLE olga; SELECT desk.caller()', qr/^olga$/],
    ['and over TLS', { %tls, PGUSER => 'firstline_desk' }, 'SET ROLE olga; SELECT desk.caller()', qr/^olga$/],
    ['the service on the machine itself', { PGUSER => 'firstline_intake' }, 'SELECT 1 FROM intake.history()', qr/^1$/],
);
for (@cases) {
    my ($name, $how, $sql, $expected) = @$_;
    my ($said) = psql($how, $sql);
    like($said, $expected, $name);
}

done_testing;
