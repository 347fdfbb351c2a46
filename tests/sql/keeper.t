#!/usr/bin/perl
# What a login can hold up: nothing that only reads does, no advisory lock and no large object can be taken, and whoever has
# lifted the limits of the own session is ended. Real logins in real sessions, in a database of their own.
use strict;
use warnings;
use FindBin qw($Bin);
use lib "$Bin/lib";
use Database;
use File::Temp;
use IPC::Open2;
use Test::More;

$SIG{PIPE} = 'IGNORE';
my $db = Database->new;
my ($said, $good) = $db->install;
ok($good, 'installed') or BAIL_OUT($said);
Database::must($db->psql('-c', 'SET client_min_messages = error', '-f', "$Bin/lib/helper.sql"));
my ($olga, $vera, $mark, $nina, $other) = map { $_ . "_$$" } qw(olga vera mark nina other);
END { undef $db; Database::must('psql', '-Xqd', 'postgres', '-c', "DROP ROLE IF EXISTS $_") for $olga, $vera, $mark, $nina, $other }
$db->sql("SELECT desk.add_staff('$olga', 'Ольга', 'desk'), desk.add_staff('$vera', 'Вера', 'sales', '{general}'), desk.add_staff('$mark', 'Марк', 'marketing'), desk.add_staff('$nina', 'Нина', 'desk')");
$db->sql("CREATE ROLE $other LOGIN; GRANT CONNECT ON DATABASE $db->{name} TO $other");
$db->sql(q{UPDATE intake.setting SET call_from = '00:00', call_until = '24:00'});    # at whatever hour this runs
$db->sql('SELECT test.submit(test.record(1), test.record(2), test.record(3))');

sub as { my ($login, $sql) = @_; local $ENV{PGUSER} = $login; return $db->try($sql); }

# A psql of that login that stays open.
sub session {
    my ($login) = @_;
    local $ENV{PGUSER} = $login;
    my $pid = open2(my $out, my $in, $db->psql('-v', 'ON_ERROR_STOP=0'));
    my $s = { in => $in, out => $out };
    $s->{pid} = ask($s, 'SELECT pg_backend_pid();');
    return $s;
}
sub ask {
    my ($s, $sql) = @_;
    $s->{in}->print("$sql\n\\echo ~done\n");
    $s->{in}->flush;
    my @lines;
    while (defined(my $line = readline $s->{out})) {
        chomp $line;
        last if $line eq '~done';
        push @lines, $line;
    }
    return join "\n", @lines;
}
my $lift = "SET lock_timeout = 0; SET statement_timeout = 0; SET idle_in_transaction_session_timeout = 0;";
sub beside { my ($login, $sql) = @_; my $s = session($login); ask($s, "$lift $sql"); return $s; }
sub is_there { my ($s) = @_; return $db->sql("SELECT EXISTS (SELECT FROM pg_stat_activity WHERE pid = $s->{pid})") eq 't'; }

# Waits until the youngest of the transactions is so old, by the server's clock.
sub open_for {
    my ($seconds, @s) = @_;
    my $pids = join ',', map { $_->{pid} } @s;
    $db->sql("SELECT pg_sleep(extract(epoch FROM max(a.xact_start) + interval '$seconds s' - clock_timestamp())::float8) FROM pg_stat_activity AS a WHERE a.pid IN ($pids)");
    return;
}
sub keeper { local $ENV{PGUSER} = 'firstline_intake'; return $db->sql("SELECT login, why, held > '3 s' FROM intake.keep_order() ORDER BY 1, 2"); }

# ---- what nobody can take ------------------------------------------------------------------------------------------------
for my $call ('pg_advisory_lock(1)', 'pg_advisory_xact_lock(1)', 'pg_try_advisory_lock_shared(1, 2)', "lo_from_bytea(0, 'x')", 'lo_create(0)',
              'lo_creat(-1)', 'lo_open(1, 131072)', "lo_put(1, 0, 'x')", 'lo_unlink(1)', "pg_logical_emit_message(false, 'x', 'x')") {
    for my $login ($mark, 'firstline_intake') {
        my ($words, $taken) = as($login, "SELECT $call");
        ok(!$taken && $words =~ /permission denied for function/, "$login: $call") or diag($words);
    }
}
my ($words, $taken) = as($olga, 'SELECT * FROM intake.keep_order()');
ok(!$taken && $words =~ /permission denied/, 'nor can people have anybody ended');
ok((as('firstline_intake', q{SELECT outcome FROM intake.submit('[]')}))[1], 'the program works');
like((as($olga, 'SELECT receipt FROM desk.claim_next()'))[0], qr/^[0-9a-f-]{36}$/, 'and so does the desk');

my $listens = session($mark);
ask($listens, 'LISTEN firstline_repeat_lead;');
$db->sql("SELECT test.submit(test.record(4, jsonb_build_object('contacts', l.contacts))) FROM intake.lead AS l JOIN intake.work AS w ON w.lead = l.id WHERE w.owner = '$olga'");
is($db->sql('SELECT count(*) FROM intake.notice'), 1, 'somebody is told of a lead');
is(ask($listens, 'SELECT 1;'), '1', 'in desk.notices, and by no NOTIFY: its queue is anybody\'s to fill, and a lead would not come in then');

# ---- limits --------------------------------------------------------------------------------------------------------------
my $shows = join '; ', map { "SHOW $_" } qw(statement_timeout lock_timeout idle_in_transaction_session_timeout temp_file_limit TimeZone DateStyle);
is((as($olga, $shows))[0], "30s\n2s\n2s\n256MB\nEurope/Moscow\nGerman, DMY\n", 'a qualifier\'s');
is((as($mark, 'SHOW statement_timeout'))[0], "2min\n", 'marketing may count longer');
is((as('firstline_intake', 'SHOW temp_file_limit'))[0], "256MB\n", 'the program\'s files');
like((as($olga, 'SET temp_file_limit = -1'))[0], qr/permission denied/, 'and those of people cannot be lifted');
is($db->sql("SELECT rolconnlimit FROM pg_roles WHERE rolname = '$olga'"), 8, 'so many sessions');
$db->sql("ALTER ROLE $vera IN DATABASE $db->{name} SET TimeZone = 'Asia/Omsk'; ALTER ROLE $olga IN DATABASE $db->{name} RESET lock_timeout");
$db->sql("UPDATE intake.setting SET zone = 'Asia/Tomsk'");
is((as($olga, 'SHOW TimeZone'))[0], "Asia/Tomsk\n", 'the office moves, and so do people');
is((as($vera, 'SHOW TimeZone'))[0], "Asia/Omsk\n", 'whoever is elsewhere stays there');
$db->install;
is((as($olga, 'SHOW lock_timeout'))[0] . (as($vera, 'SHOW TimeZone'))[0], "2s\nAsia/Omsk\n", 'an installation gives limits back, and leaves zones');
is($db->sql("SELECT string_agg(p.proname, ' ' ORDER BY 1) FROM pg_proc AS p WHERE p.pronamespace = 'intake'::regnamespace AND 'lock_timeout=500ms' = ANY (p.proconfig)"),
    'submit submit_again submit_import', 'a lead does not wait longer for a lock, whatever its session says');

# ---- a locked contact point holds up its lead alone ------------------------------------------------------------------------
$db->sql("CREATE TABLE public.list (n integer); GRANT ALL ON public.list TO $olga; GRANT EXECUTE ON FUNCTION pg_advisory_xact_lock(bigint) TO $vera");
my $contact = beside($vera, "BEGIN; SELECT pg_advisory_xact_lock(hashtextextended('phone +79120000012', 0));");
my $three = $db->sql("SELECT json_build_array(test.record(11, test.contacts('+79120000011')), test.record(12, test.contacts('+79120000012')), test.record(13, test.contacts('+79120000011')))");
my $submit = "SELECT n, outcome FROM intake.submit(\$records\$$three\$records\$)";
is((as('firstline_intake', $submit))[0], "1|new\n3|new\n", 'the others of its batch are stored, and have their numbers');
ask($contact, 'ROLLBACK;');
is((as('firstline_intake', $submit))[0], "1|replay\n2|new\n3|replay\n", 'and it is, when it comes again');

# ---- again and again -----------------------------------------------------------------------------------------------------
sub start { my ($s, $sql) = @_; $s->{in}->print("$lift $sql\n"); $s->{in}->flush; return $s; }
sub leave { $db->sql("SELECT pg_terminate_backend($_->{pid})"), close $_->{in} for @_; return; }
sub forget { $db->sql('DELETE FROM intake.lingering'); return; }
sub lingers { return $db->sql("SELECT coalesce(string_agg(login, ' ' ORDER BY login), '') FROM intake.lingering"); }

forget();
my $loops = start(session($olga), 'DO $$ BEGIN LOOP PERFORM pg_current_xact_id(); PERFORM pg_sleep(0.2); ROLLBACK; END LOOP; END $$;');
$db->sql('SELECT pg_sleep(3.2)');
my ($n, $ended) = (0, '');
$ended = keeper() while $ended eq '' && $n++ < 20;
is($ended, "$olga|has written|t", 'one statement of many short transactions');

forget();
my @turns = map { session($olga) } 1, 2;
($n, $ended) = (0, '');
while ($ended eq '' && $n++ < 8) {    # each is short, and the next is another session's
    my $s = $turns[$n % 2];
    ask($s, "$lift BEGIN; SELECT pg_current_xact_id();");
    open_for(0.5, $s);
    $ended = keeper();
    ask($s, 'ROLLBACK;') if $ended eq '';
    $db->sql('SELECT pg_sleep(0.4)');
}
like($ended, qr/^\Q$olga\E\|has written again and again\|[tf]$/, 'many short transactions, of two sessions in turn');
cmp_ok($n, '>=', 3, 'but neither the first nor the second');
is($db->sql("SELECT level <= 7 FROM intake.lingering WHERE login = '$olga'"), 't', 'and that is forgotten in seconds');

forget();
my $again = beside($vera, 'BEGIN; SELECT pg_advisory_xact_lock(8);');
my $programs = beside('firstline_intake', 'BEGIN; SELECT pg_current_xact_id();');
open_for(0.4, $again, $programs);
is(keeper() . keeper() . keeper() . lingers(), "firstline_intake $vera", 'who lingers is noted');
is($db->sql('SELECT DISTINCT level FROM intake.lingering'), 3, 'by three nodes that look at the same time once');
is($db->sql("SELECT bool_and((k.pid = 0) = (k.login = '$vera')) FROM intake.lingering AS k"), 't', 'a person, or a process of the programs');
leave($again, $programs);
my $holder = beside('postgres', 'BEGIN; LOCK TABLE public.list;');
my $waits = start(session($olga), 'BEGIN; SELECT pg_current_xact_id(); SELECT * FROM public.list;');
forget();
$db->sql('SELECT pg_sleep(0.5)');
is(keeper() . lingers(), '', 'whoever waits for a lock is not to blame');
leave($holder, $waits);

# What has something to do is slow where all are.
my $busy = 'BEGIN; SELECT pg_current_xact_id(); SELECT count(*) FROM generate_series(1, 1000000000);';
for ([[$olga, $olga, $vera, $mark, 'firstline_intake'], join(' ', sort $olga, $vera, $mark), 'a few who keep the server busy while they hold something'],
     [[$olga, $vera, $mark, $nina], '', 'where many do, it is the server']) {
    my ($logins, $noted, $name) = @$_;
    my @busy = map { session($_) } @$logins;
    forget();
    start($_, $busy) for @busy;
    $db->sql('SELECT pg_sleep(0.5)');
    is(keeper() . lingers(), $noted, $name);
    leave(@busy);
}

# Six sessions of a person, at full speed, on one lead.
forget();
my $script = File::Temp->new;
print {$script} "SELECT desk.add_note(receipt, 'again') FROM desk.my_leads;\n";
$script->flush;
my $fast = do { local $ENV{PGUSER} = $olga; open2(my $out, my $in, 'pgbench', '-nc', 6, '-T', 5, '-f', "$script", $db->{name}) };
$ended = '';
for (1 .. 5) { $db->sql('SELECT pg_sleep(0.8)'); $ended .= keeper() }
waitpid $fast, 0;
is($ended . $?, '0', 'who works fast is not ended');
cmp_ok($db->sql("SELECT count(*) FROM intake.lead_event WHERE who = '$olga' AND what = 'noted'"), '>', 100, 'and worked fast');

# ---- who is ended --------------------------------------------------------------------------------------------------------
my $writes = "BEGIN; SELECT count(*) FROM desk.claim_next();";
my $claims = beside($olga, $writes);
my $twice = beside('firstline_intake', "BEGIN; SELECT intake.submit('[]'); SELECT pg_current_xact_id();");
my $locks = beside($vera, 'BEGIN; LOCK TABLE pg_temp.x; SELECT pg_current_xact_id();');   # fails, and keeps the transaction
my $boss = beside('postgres', 'BEGIN; CREATE TABLE public.board (n integer); LOCK TABLE public.board; SELECT pg_current_xact_id();');
my $stranger = beside($other, 'BEGIN; SELECT pg_current_xact_id();');
my $reads = beside($mark, 'BEGIN; SELECT count(*) FROM marketing.funnel;');
forget();
is(keeper(), '', 'for a moment anybody may');
open_for(3.1, $claims, $twice, $locks, $boss, $stranger, $reads);
my $short = beside($vera, 'BEGIN; SELECT pg_current_xact_id();');
is(keeper(), "firstline_intake|has written|t\n$olga|has written|t", 'after three seconds whoever has written is ended');
$db->sql('SELECT pg_sleep(0.2)') while is_there($claims) || is_there($twice);
ok(is_there($_->[1]), "$_->[0] is not") for ['a superuser', $boss], ['who just began', $short], ['who only reads', $reads],
    ['a login of something else', $stranger], ['whose transaction has failed', $locks];
is(keeper(), '', 'nor the next time');
ask($short, 'ROLLBACK;');

my $table = beside($olga, 'BEGIN; LOCK TABLE public.list IN SHARE MODE;');
my $advisory = beside($vera, "BEGIN; SELECT pg_advisory_xact_lock(7);");
open_for(3.1, $table, $advisory);
is(keeper(), "$olga|holds a lock|t\n$vera|holds a lock|t", 'a lock counts, too, without a word written');
open_for(10, $reads);
is(keeper(), '', 'a report of ten seconds goes on');
ok(is_there($reads), 'and on');
$db->sql("CREATE OR REPLACE FUNCTION intake.keep_order() RETURNS TABLE (login text, pid integer, why text, held interval) LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS "
    . $db->sql(q{SELECT quote_literal(replace(replace(p.prosrc, '30 seconds', '4 seconds'), '5 minutes', '6 seconds')) FROM pg_proc AS p WHERE p.proname = 'keep_order'}));
is($db->sql("SELECT proowner::regrole FROM pg_proc WHERE proname = 'keep_order'"), 'firstline_keeper', 'with the same rights, and shorter bounds');
my $sleeps = session($mark);
$sleeps->{in}->print("$lift SELECT pg_sleep(600);\n");
$sleeps->{in}->flush;
is(keeper(), "$mark|does not end|t", 'what is open for ever ends');
ok(is_there($locks), 'a failed transaction holds nothing');
$db->sql('SELECT pg_sleep(0.05)') until $db->sql("SELECT state = 'active' AND query ~ 'pg_sleep' FROM pg_stat_activity WHERE pid = $sleeps->{pid}") eq 't';
my $idle = beside($olga, 'BEGIN; SELECT 1;');
open_for(4.1, $idle);
is(keeper(), "$olga|idle in a transaction|t", 'and what is idle sooner than what works');
open_for(6.1, $sleeps);
is(keeper(), "$mark|does not end|t", 'which ends, too');
for my $s ($boss, $stranger, $short, $locks) { close $s->{in} }
done_testing();
