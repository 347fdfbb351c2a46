#!/usr/bin/perl
# Reports on a hot standby. Qualifiers, their head, sellers and marketing read there whatever they may read, and it says
# what the primary says; what writes is refused by PostgreSQL itself (25006), and the session goes on. Views and functions
# are those of the catalog: a later one that writes when it is read fails here.
use strict;
use warnings;
use FindBin qw($Bin);
use lib "$Bin/lib";
use Database;
use JSON::PP qw(decode_json);
use Test::More;

my ($primary, $standby) = ($ENV{PGHOST}, "$ENV{PGHOST}/standby");
my @stack = "$Database::root/tests/stack.sh";
my %had = map { $_ => 1 } roles('true');
my $db = Database->new;
END {
    local $?;
    Database::must(@stack, 'stop', $ENV{FIRSTLINE_DIR}, 'standby');
    Database::must('rm', '-rf', "$ENV{FIRSTLINE_DIR}/standby");
    undef $db;
    Database::must('psql', '-Xqd', 'postgres', '-c', "DROP ROLE \"$_\"") for grep { !$had{$_} } roles('true');
}

sub roles { my ($which) = @_; return split /\n/, Database::must('psql', '-XqAtd', 'postgres', '-c', "SELECT rolname FROM pg_roles WHERE $which ORDER BY 1") }

# What psql says to a script, in parts: those that it prints "== name" before. How psql ends is how its last command did.
sub parts {
    my ($host, $login, $script, @options) = @_;
    local @ENV{qw(PGHOST PGUSER)} = ($host, $login);
    my ($name, %part);
    for (split /\n/, Database::must($db->psql(@options, '-F', "\t", map { ('-c', $_) } @$script, '\echo == end'))) {
        if (/^== (.*)/) { $part{$name = $1} = [] }
        else            { push @{$part{$name}}, $_ }
    }
    delete $part{end};
    return \%part;
}

# Until the standby has replayed what the primary has written by now.
sub caught_up {
    my $lsn = $db->sql('SELECT pg_current_wal_lsn()');
    my $patience = time + 120;
    local $ENV{PGHOST} = $standby;
    while ($db->sql("SELECT pg_last_wal_replay_lsn() >= '$lsn'") ne 't') {
        time < $patience or die "the standby has not come to $lsn";
        select undef, undef, undef, 0.05;
    }
    return;
}

# The demo's week, and a login as README makes one for a tool that draws charts.
for my $file (qw(install demo demo_week)) {
    Database::must($db->psql('--single-transaction', '-o', '/dev/null', '-f', "$Database::root/sql/$file.sql"));
}
$db->sql("SELECT desk.add_staff('charts_$$', 'Charts', 'marketing')");
Database::must(@stack, 'start', $ENV{FIRSTLINE_DIR}, 'standby');
# What the week may have left nothing of, by the hour of the day. It comes there by replication, and not with the copy: a cost,
# three leads, of which olga has one; her client writes again; a form that is sent twice; clients that may be one; a deal that
# was won; another, and its client writes again; a second verdict.
Database::must($db->psql('-f', "$Database::root/tests/sql/lib/helper.sql"));
$db->sql("SELECT test.submit(test.record(1), test.record(2), test.record(3))");
my ($later, $held) = do {
    local $ENV{PGUSER} = 'olga';
    my $first = $db->sql('SELECT receipt FROM desk.claim_next()');
    $db->sql("SELECT desk.postpone('$first', '+1d', 'asked_later')");
    ($first, $db->sql('SELECT receipt FROM desk.claim_next()'));
};
$db->sql("SELECT test.submit(test.record(4, jsonb_build_object('contacts', l.contacts))) FROM intake.lead AS l WHERE l.id = '$held'");
$db->sql(q{SELECT test.submit(test.record(5, '{"keyed": false}'))});
$db->sql(q{SELECT test.submit(test.record(5, '{"keyed": false, "id": "01900000-0000-7000-8000-000000000001"}'))});
# What is here by now is counted, and one rule is newer; what follows is not.
$db->sql(<<'SQL');
SELECT intake.count_leads('1 minute');
SELECT intake.submit_import(NULL, '{"form": "cargo", "key": "1", "file": "f"}', '[]');
INSERT INTO intake.channel_word (key, kind) VALUES ('yandex', 'social');
INSERT INTO intake.merge_proposal (lead, client, others) VALUES (test.lead(2), test.lead(1), ARRAY[test.lead(2)]);
INSERT INTO intake.deal (lead, n, client, team, stage, opened_at, opened_by) VALUES
    (test.lead(2), 1, test.lead(2), 'general', 'new', now(), 'olga'), (test.lead(5), 1, test.lead(5), 'services', 'new', now(), 'olga');
INSERT INTO intake.cost (source, medium, campaign, day, amount, currency, loaded_by) VALUES ('yandex', 'cpc', 'autumn', '2026-11-22', 9, 'RUB', 'x');
INSERT INTO intake.deal (lead, n, client, team, stage, opened_at, opened_by, outcome, reason, amount, margin, closed_at) VALUES
    (test.lead(4), 1, test.lead(4), 'general', 'new', now(), 'olga', 'won', 'price', 100, 10, now());
INSERT INTO intake.notice (lead, about, team) VALUES (test.lead(3), test.lead(2), 'general'), (test.lead(3), test.lead(5), 'services');
INSERT INTO intake.second_verdict (lead, first_by, first_verdict, first_reason) VALUES (test.lead(3), 'olga', 'refused', 'too_small');
SQL
my @apart = split /\|/, $db->sql('SELECT test.receipt(3), test.receipt(5)');
{ local $ENV{PGUSER} = 'nina'; $db->sql("SELECT desk.split_client('ivan1\@example.com', 'x'), desk.merge('$apart[0]', '$apart[1]', 'x'), desk.set_day('31.12.2126', 'closed')") }
caught_up();
{
    local $ENV{PGHOST} = $standby;
    is($db->sql('SELECT pg_is_in_recovery()'), 't', 'a hot standby has caught up');
}
my @clients = split /\n/, $db->sql('SELECT c.id FROM intake.client AS c ORDER BY c.id LIMIT 2');
my $deal = $db->sql('SELECT test.lead(2)');
my $merged = $db->sql('SELECT m.client FROM intake.client_merge AS m WHERE m.undone_at IS NULL ORDER BY m.merged_at DESC LIMIT 1');

# How a function is called that wants to be told something; of one that is missing here the server says so.
my %call = (
    'marketing.channel_of'  => "SELECT * FROM marketing.channel_of('https://example.ru/?utm_source=vk&utm_medium=cpc', 'https://yandex.ru/')",
    'marketing.why_channel' => "SELECT * FROM marketing.why_channel('https://example.ru/?utm_source=vk&utm_medium=cpc', 'https://yandex.ru/')",
    # of it what does not run with the clock
    'marketing.report'      => "SELECT to_jsonb(r) - 'speed' FROM marketing.office AS o CROSS JOIN LATERAL marketing.report(o.today - 30, o.today) AS r",
    'marketing.regroup'     => 'SELECT marketing.regroup()',
    'marketing.load_costs'  => q{SELECT * FROM marketing.load_costs('[{"line": 2, "source": "vk", "day": "2026-11-01", "amount": "1", "currency": "RUB"}]')},
    'marketing.set_baseline' => "SELECT marketing.set_baseline('2025-01-01', '2025-12-31', 100, 3, 1000)",
    'desk.client_history'   => 'SELECT r.receipt, h.* FROM (SELECT DISTINCT e.receipt FROM desk.lead_history AS e) AS r '
                             . 'CROSS JOIN LATERAL desk.client_history(r.receipt) WITH ORDINALITY AS h (at, who, what, lead, reason, note, n) ORDER BY 1, n',
    # of it what does not run with the clock
    'desk.card'             => "SELECT c -> 'receipt', c -> 'category', c -> 'answers', c -> 'timeline', c -> 'others', c -> 'choices' FROM desk.card('$held') AS c",
    'desk.renew'            => "SELECT desk.renew('$held')",
    'desk.release'          => "SELECT desk.release('$held', 'end_of_shift')",
    'desk.record_attempt'   => "SELECT desk.record_attempt('$held', 'talked')",
    'desk.add_answer'       => "SELECT desk.add_answer('$held', 'interest', 'x')",
    'desk.add_note'         => "SELECT desk.add_note('$held', 'x')",
    'desk.set_category'     => "SELECT desk.set_category('$held', 'high-margin')",
    'desk.set_stage'        => "SELECT desk.set_stage('$held', 'price')",
    'desk.postpone'         => "SELECT desk.postpone('$held', '+1d', 'no_answer')",
    'desk.refuse'           => "SELECT desk.refuse('$held', 'price_floor')",
    'desk.turn'             => "SELECT desk.turn(), desk.renew('$held')",      # by itself it writes nothing
    'desk.done_and_next'    => qq{SELECT desk.done_and_next('refuse', '{"receipt": "$held", "reason": "price_floor"}')},
    'desk.mark_unreachable' => "SELECT desk.mark_unreachable('$held', 'no_answer')",
    'desk.mark_spam'        => "SELECT desk.mark_spam('$held', 'advertising')",
    'desk.reopen'           => "SELECT desk.reopen('$held', 'mistake')",
    'desk.hand_over'        => "SELECT desk.hand_over('$held', 'general')",
    'desk.undo'             => "SELECT desk.undo('$later')",
    'desk.seen'             => "SELECT desk.seen('$held')",
    'desk.second_verdict'   => "SELECT desk.second_verdict('$held', 'refused', 'too_small')",
    'desk.merge'            => "SELECT desk.merge('$clients[0]', '$clients[1]', 'x')",
    'desk.unmerge'          => "SELECT desk.unmerge('$merged', 'x')",
    'desk.keep_apart'       => "SELECT desk.keep_apart('$held')",
    'desk.take'             => "SELECT * FROM desk.take('$held')",
    'desk.find'             => "SELECT f.* FROM desk.find('$held') AS f",
    'desk.search'           => "SELECT f.* FROM desk.search('$held') AS f",
    'desk.checklist'        => "SELECT c.* FROM desk.checklist('$held', 'general') AS c",
    'desk.split_client'     => "SELECT desk.split_client('+79000000002', 'x')",
    'desk.unsplit_client'   => "SELECT desk.unsplit_client('ivan1\@example.com', 'x')",
    'desk.close_client'     => "SELECT desk.close_client('$held', 'spam', 'robot')",
    'desk.take_back'        => "SELECT desk.take_back('$held', 'absent')",
    'desk.absent'           => "SELECT desk.absent('olga', '+1d')",
    'desk.present'          => "SELECT desk.present('olga')",
    'desk.set_hours'        => "SELECT desk.set_hours('mon', '9-18')",
    'desk.set_day'          => "SELECT desk.set_day('31.12', 'closed')",
    'desk.edit_reason'      => "SELECT desk.edit_reason('refuse', 'double', in_use => false)",
    'desk.edit_team'        => "SELECT desk.edit_team('general', price_floor => 1)",
    'desk.edit_member'      => "SELECT desk.edit_member('services', 'gleb', true)",
    'desk.edit_answer'      => "SELECT desk.edit_answer('general', 'cargo', wanted => false)",
    'desk.edit_category'    => "SELECT desk.edit_category('high-margin', rank => 1)",
    'desk.preview_hours'    => "SELECT desk.preview_hours('mon', '9-18')",
    'desk.preview_day'      => "SELECT desk.preview_day('31.12', 'closed')",
    # what the program of the pages asks itself
    'intake.begin_session'  => "SELECT intake.begin_session('olga', 'n', 60, false)",
    'intake.enter'          => "SELECT e.* FROM intake.enter('olga', NULL) AS e",
    'intake.end_session'    => "SELECT intake.end_session('olga', 'n')",
    'intake.act_begin'      => "SELECT intake.act_begin('olga', '00000000-0000-7000-8000-000000000001')",
    'intake.act_done'       => "SELECT intake.act_done('olga', '00000000-0000-7000-8000-000000000001', 'x')",
    'intake.submit_by_hand' => q{SELECT * FROM intake.submit_by_hand('olga', '{"channel": "phone"}')},
    'desk.withdraw_import'  => "SELECT desk.withdraw_import(1, 'x')",
    'intake.submit_import'  => q{SELECT intake.submit_import('nina', '{"form": "cargo", "key": "2", "file": "f"}', '[]')},
    'sales.take_deal'       => "SELECT sales.take_deal('$deal')",
    'sales.set_stage'       => "SELECT sales.set_stage('$deal', 'offer')",
    'sales.add_note'        => "SELECT sales.add_note('$deal', 'x')",
    'sales.close_deal'      => "SELECT sales.close_deal('$deal', 'lost', 'price')",
    'sales.add_answer'      => "SELECT sales.add_answer('$deal', 'interest', 'x')",
    'sales.next_step'       => "SELECT sales.next_step('$deal', '+1h', 'x')",
    'sales.mend_deal'       => "SELECT sales.mend_deal('$deal', 2, 1, 'x')",
    'sales.deal_card'       => "SELECT sales.deal_card('$deal')::jsonb - 'now' #- '{client,local_time}'",
    'sales.seen'            => "SELECT sales.seen(d.receipt) FROM sales.deals AS d WHERE d.wrote_again > 0 AND d.outcome IS NULL",
);

my %for_heads = map { ("desk.$_()" => 1) } qw(take_back absent present set_hours set_day edit_reason edit_team edit_member edit_answer edit_category preview_hours preview_day withdraw_import);

my $ours = "n.nspname !~ '^pg_' AND n.nspname <> 'information_schema' AND has_schema_privilege(n.oid, 'USAGE')";
# Two columns: what the primary and the standby say alike, and the numbers that grow by the clock. local_time is the clock, and
# a stamp is the server's own.
my $views = <<"SQL";
SELECT format('SELECT json_build_array(%s), json_build_array(%s) FROM %s AS v', string_agg(c.said, ', ') FILTER (WHERE NOT c.grows),
              string_agg(c.said, ', ') FILTER (WHERE c.grows), c.relation), c.relation, c.ordered
  FROM (SELECT r.oid::regclass AS relation, a.atttypid = 'interval'::regtype AS grows, pg_get_viewdef(r.oid) ~ '\\n *ORDER BY [^\\n]*;\$' AS ordered,
               format(CASE WHEN a.atttypid = 'interval'::regtype THEN 'extract(epoch FROM v.%I)'
                           WHEN a.attname = 'stamp' THEN 'v.%I ~ ''^[0-9a-f]{32}\$'''
                           WHEN a.attname = 'as_of' THEN 'v.%I > now() - interval ''1 hour'''
                           WHEN a.attname = 'local_time' THEN 'v.%I ~ ''^\\d\\d:\\d\\d\$''' ELSE 'v.%I' END, a.attname) AS said
          FROM pg_class AS r JOIN pg_namespace AS n ON n.oid = r.relnamespace JOIN pg_attribute AS a ON a.attrelid = r.oid AND a.attnum > 0
         WHERE r.relkind IN ('r', 'v', 'm', 'f', 'p') AND $ours AND has_table_privilege(r.oid, 'SELECT') ORDER BY r.oid, a.attnum) AS c
 GROUP BY c.relation, c.ordered ORDER BY 2
SQL
my $functions = <<"SQL";
SELECT n.nspname || '.' || p.proname, p.provolatile = 'v' FROM pg_proc AS p JOIN pg_namespace AS n ON n.oid = p.pronamespace
 WHERE $ours AND has_function_privilege(p.oid, 'EXECUTE') AND p.prorettype <> 'trigger'::regtype ORDER BY 1
SQL

sub in_order {
    my ($view, $rows) = @_;
    my @rows = map { [split /\t/, $_] } @$rows;
    return $view->{ordered} ? @rows : sort { $a->[0] cmp $b->[0] } @rows;
}

# The standby was asked between the two times that the primary was: a row says what it said at the one or the other. Words for a
# length of time change within a minute.
sub says_the_same {
    my ($name, $view, @answers) = @_;
    my ($before, $there, $after) = map { [in_order($view, $_->{$view->{name}})] } @answers;
    my @there = map { $_->[0] } @$there;
    my @said = map { ($after->[$_][0] // '') eq ($there[$_] // '') ? $after->[$_][0] : $before->[$_][0] } 0 .. $#$before;
    is_deeply(\@there, \@said, "$name reads $view->{name}: " . @there . ' rows') or return;
    for my $i (0 .. $#there) {
        my ($least, $said, $most) = map { decode_json($_->[$i][1]) } $before, $there, $after;
        fail("between @$least and @$most: @$said in $there[$i]") if grep {
            defined $said->[$_] ? !($least->[$_] <= $said->[$_] && $said->[$_] <= $most->[$_]) : defined $least->[$_]
        } 0 .. $#$said;
    }
    return;
}

my @on = ('-v', 'ON_ERROR_STOP=0', '-v', 'VERBOSITY=sqlstate');     # what goes wrong stands in the answer
my %rows;
for my $login (roles("rolcanlogin AND NOT rolsuper AND (pg_has_role(oid, 'firstline_qualifier', 'MEMBER')"
    . " OR pg_has_role(oid, 'firstline_sales', 'MEMBER') OR pg_has_role(oid, 'firstline_marketing', 'MEMBER'))")) {
    my $asked = parts($standby, $login, ['\echo == views', $views, '\echo == functions', $functions]);
    my (@reads, @writes, %view);
    for (@{$asked->{views}}) {
        my ($query, $name, $ordered) = split /\t/;
        $view{$name} = { name => $name, ordered => $ordered eq 't' };
        push @reads, "\\echo == $name", $query;
    }
    for (@{$asked->{functions}}) {
        my ($name, $writes) = split /\t/;
        my $query = $call{$name} // "SELECT $name()";
        push @{$writes eq 't' ? \@writes : \@reads}, "\\echo == $name()", $query;
        $view{"$name()"} = { name => "$name()", ordered => 1 } if $writes ne 't';
    }

    my @answers = map { parts($_, $login, \@reads, @on) } $primary, $standby, $primary;
    for my $name (sort keys %view) {
        if (($answers[0]{$name}[0] // '') eq 'ERROR:  42501') {     # what is for heads
            is_deeply($answers[1]{$name}, ['ERROR:  42501'], "$login may not read $name there either");
            $rows{$name} //= 0;
            next;
        }
        $rows{$name} += @{$answers[1]{$name}};
        if ($name =~ /\)$/) { is_deeply($answers[1]{$name}, $answers[0]{$name}, "$login calls $name: " . @{$answers[1]{$name}} . ' rows') }
        else                { says_the_same($login, $view{$name}, @answers) }
    }

    push @writes, '\echo == a grid', "UPDATE desk.my_leads SET note = 'x'" if $view{'desk.my_leads'};
    my $refused = parts($standby, $login, [@writes, '\echo == after', 'SELECT 1'], @on);
    is_deeply(delete $refused->{after}, ['1'], "$login: the session goes on");
    # Of what is for heads, and of what olga has, others hear that it is not for them.
    my $head = $db->sql("SELECT s.head FROM intake.staff AS s WHERE s.login = '$login'") eq 't';
    my ($mine, $others) = (qr/^ERROR:  25006$/, qr/^ERROR:  (?:25006|42501|55000)$/);
    my %wrong = map { $_ => $refused->{$_} } grep {
        $refused->{$_}[0] !~ (($for_heads{$_} ? $head : $login eq 'olga' || $login !~ /^(?:irina|nina|pavel)$/) ? $mine : $others)
    } keys %$refused;
    is_deeply(\%wrong, {}, 'what writes is refused as PostgreSQL does: ' . keys %$refused);
}
my @hands_in = map { ("\\echo == $_", "SELECT intake.$_('[]')") } qw(submit submit_again);
is_deeply(parts($standby, 'firstline_intake', \@hands_in, @on),
    { submit => ['ERROR:  25006'], submit_again => ['ERROR:  25006'] }, 'and no lead is handed in there');
is_deeply([grep { !$rows{$_} } sort keys %rows], [], 'there was something to read in each of them');
unlike(Database::slurp("$ENV{FIRSTLINE_DIR}/log/standby.log"), qr/PANIC|TRAP|was terminated/, 'and the standby is well');
done_testing();
