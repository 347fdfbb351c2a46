package Database;
# A database of its own for a test in perl, made here and dropped at its end. sql/ is installed into it, or what a folder
# of tests/upgrade says.
use strict;
use warnings;
use File::Basename qw(dirname);
use IPC::Open3 qw(open3);
use Symbol qw(gensym);

our $root = dirname(__FILE__) . '/../../..';
my @psql = ('psql', '-XqAt', '-v', 'ON_ERROR_STOP=1');
my $count = 0;

# What a command says on both channels, and whether it succeeded.
sub run_command {
    my $pid = open3(my $in, my $out, undef, @_);
    close $in;
    local $/;
    my $said = <$out> // '';
    waitpid $pid, 0;
    return ($said, $? == 0);
}

sub slurp { my ($path) = @_; open my $file, '<:raw', $path or die "$path: $!"; local $/; return <$file>; }
sub must { my ($said, $good) = run_command(@_); $good or die "@_\n$said"; return $said; }

# options: what follows the name in CREATE DATABASE.
sub new {
    my ($class, $options) = @_;
    my $self = bless { name => "firstline_test_$$" . '_' . ++$count, owner => $$ }, $class;
    must(@psql, '-d', 'postgres', '-c', "CREATE DATABASE $self->{name} " . ($options // ''));
    return $self;
}

sub DESTROY {
    my ($self) = @_;
    local $?;
    must(@psql, '-d', 'postgres', '-c', "DROP DATABASE IF EXISTS $self->{name} WITH (FORCE)") if $self->{owner} == $$;
}

sub psql { my ($self, @words) = @_; return (@psql, '-d', $self->{name}, @words); }
sub sql { my ($self, $text) = @_; my $said = must($self->psql('-c', $text)); chomp $said; return $said; }
sub try { my ($self, $text) = @_; return run_command($self->psql('-c', $text)); }

# The command of README; folder: of install.sql.
sub install_command {
    my ($self, $folder) = @_;
    return $self->psql('--single-transaction', '-f', ($folder // "$root/sql") . '/install.sql');
}
sub install { my ($self, $folder) = @_; return run_command($self->install_command($folder)); }

# As a company has it that runs the version of this folder of tests/upgrade. Roles are no part of a dump: they are the
# server's, and any installation has made them.
sub restore { my ($self, $folder) = @_; must($self->psql('-f', "$folder/database.sql")); return; }

# Schema and rights, the rights on the database, and what was done once; without the database's name and pg_dump's key.
# except: schemas that are not looked at.
sub state_now {
    my ($self, @except) = @_;
    my $dump = must('pg_dump', '-s', '--create', (map { ('-N', $_) } @except), $self->{name});
    $dump =~ s/^\\(un)?restrict .*\n//mg;
    $dump =~ s/\b$self->{name}\b/DATABASE/g;
    return $dump . $self->sql('SELECT name FROM intake.migration ORDER BY name; TABLE intake.setting');
}

# Of two dumps: the lines of the one that the other lacks; '' when they are equal.
sub difference {
    my ($now, $then) = @_;
    my %count;
    $count{$_}-- for split /\n/, $then;
    $count{$_}++ for split /\n/, $now;
    my @changed = grep { $count{$_} != 0 } sort keys %count;
    return join '', map { ($count{$_} > 0 ? '+ ' : '- ') . "$_\n" } @changed if @changed;
    return $now eq $then ? '' : "the same lines in another order\n";
}

1;
